//! Who is there to be asked at all, by the prefecture to which they come: the supply beside which the operator sees the demand.

use chrono::NaiveDate;

use crate::matching::card::flag;
use crate::matching::units::day;
use crate::matching::{Card, Index};

/// Prefectures of JIS X 0401.
const PREFECTURES: usize = 47;

/// Which people to count, by bits of the catalogue; none: whatever they offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offering {
    pub menu: Option<u8>,
    pub field: Option<u8>,
    /// As many open offers as anybody may have.
    pub max_open_offers: u8,
}

/// People who may be asked. Whoever is hidden, or has not consented, is in none of the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supply {
    /// By prefecture, in the order of the catalogue: who comes there, and of these who has room for one more.
    pub coming: Vec<(usize, usize)>,
    /// All of them, each once, and those who work from afar.
    pub people: usize,
    pub from_afar: usize,
}

impl Index {
    /// Counts who may be asked on a day.
    pub fn supply(&self, offering: Offering, today: NaiveDate) -> Supply {
        let mut supply = Supply { coming: vec![(0, 0); PREFECTURES], people: 0, from_afar: 0 };
        let today = day(today);
        for card in self.cards().filter(|card| card.may_be_asked(today) && card.offers(offering)) {
            supply.people += 1;
            supply.from_afar += usize::from(card.row.has(flag::REMOTE));
            let has_room = card.has_room(offering);
            for (place, (coming, free)) in supply.coming.iter_mut().enumerate() {
                if card.cold.served >> place & 1 != 0 {
                    *coming += 1;
                    *free += usize::from(has_room);
                }
            }
        }
        supply
    }
}

impl Card {
    /// Whether anything at all may be offered to the person on a day, however full the hands are.
    fn may_be_asked(&self, today: u16) -> bool {
        const WANTED: u16 = flag::CONSENTED | flag::REGISTERED | flag::PERMITTED;
        let Card { row, cold, .. } = self;
        let is_paused = cold.paused.as_ref().is_some_and(|paused| today < paused.all);
        let is_there = !(row.has(flag::HIDDEN) || cold.unreachable || cold.unconfirmed || cold.suspended || is_paused);
        is_there && row.flags & WANTED == WANTED && today <= row.registered_until && today <= row.permitted_until
    }

    fn offers(&self, Offering { menu, field, .. }: Offering) -> bool {
        let has_menu = menu.is_none_or(|bit| self.cold.menus >> bit & 1 != 0);
        has_menu && field.is_none_or(|bit| self.row.fields() >> bit & 1 != 0)
    }

    fn has_room(&self, offering: Offering) -> bool {
        self.row.has(flag::ROOM) && self.row.free_minutes > 0 && self.row.open_offers < offering.max_open_offers
    }
}
