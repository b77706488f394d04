//! The rules as a plain list, and the rows as they are.

use std::collections::BTreeMap;

use nakodo::app::App;
use nakodo::clock::Moment;
use nakodo::desk::{self, Acceptance, Choice, Declination, NoThankYou, Withdrawing};
use nakodo::identity::Role;
use nakodo::ids::{HelpRequestId, OfferId, SpecialistId};

/// The largest wave of the policy for help requests that are not urgent.
const LARGEST_WAVE: usize = 6;
/// Where waves open beside one another: how many offers of a help request may be open, and after how many hours the next wave may open.
pub const MOST_OPEN: usize = 6;
pub const INTERVAL: i64 = 24;

/// A match in which nobody proposes terms is reminded of, and ends.
const REMINDED_AFTER: chrono::Duration = chrono::Duration::days(10);
const LAPSES_AFTER: chrono::Duration = chrono::Duration::days(30);

/// What an offer is about: a help request and a person.
pub type Key = (HelpRequestId, SpecialistId);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub id: OfferId,
    pub specialist: SpecialistId,
    pub state: &'static str,
    pub expires_at: Moment,
    /// Until when the company may choose, while the person is willing.
    pub choose_by: Option<Moment>,
}

/// What the rules say the rows are.
#[derive(Debug, Default)]
pub struct Rules {
    /// Whether the company chooses among those who accept, or the first of them wins.
    pub chooses: bool,
    /// Whether waves open beside one another, and when the newest of each help request opened.
    pub beside: bool,
    newest: BTreeMap<HelpRequestId, Moment>,
    pub requests: BTreeMap<HelpRequestId, &'static str>,
    pub offers: BTreeMap<HelpRequestId, Vec<Offer>>,
    winners: BTreeMap<HelpRequestId, SpecialistId>,
    /// Matches whose work has not ended: since when, and whether whose turn it is was reminded. Nobody takes a step in them here.
    running: BTreeMap<HelpRequestId, (Moment, bool)>,
    /// Whose offer ended only because somebody else won: they may be asked again.
    spared: Vec<Key>,
}

pub fn is_open(offer: &Offer) -> bool {
    matches!(offer.state, "queued" | "sent")
}

fn is_live(offer: &Offer) -> bool {
    is_open(offer) || offer.state == "willing"
}

impl Rules {
    pub fn new(chooses: bool, beside: bool) -> Self {
        Self { chooses, beside, ..Self::default() }
    }

    fn offer(&mut self, key: Key) -> Option<&mut Offer> {
        self.offers.get_mut(&key.0)?.iter_mut().find(|offer| offer.specialist == key.1)
    }

    fn has_room(&self, specialist: SpecialistId) -> bool {
        !self.winners.iter().any(|(request, winner)| *winner == specialist && self.running.contains_key(request))
    }

    pub fn withdraw_all(&mut self, request: HelpRequestId) {
        let offers = self.offers.entry(request).or_default().iter_mut();
        offers.filter(|offer| is_live(offer)).for_each(|offer| (offer.state, offer.choose_by) = ("withdrawn", None));
    }

    fn win(&mut self, key: Key, now: Moment) {
        self.running.insert(key.0, (now, false));
        self.requests.insert(key.0, "matched");
        self.winners.insert(key.0, key.1);
        for offer in self.offers.entry(key.0).or_default() {
            let state = match offer.state {
                _ if offer.specialist == key.1 => "accepted",
                "willing" => "not_chosen",
                "queued" | "sent" => "withdrawn",
                _ => continue,
            };
            if state != "accepted" {
                self.spared.push((key.0, offer.specialist));
            }
            (offer.state, offer.choose_by) = (state, None);
        }
    }

    /// What a press on an offer comes to that cannot be answered with yes any more; none if it can.
    fn over(&mut self, key: Key, now: Moment) -> Option<Acceptance> {
        let winner = self.winners.get(&key.0).copied();
        let Some(offer) = self.offer(key) else { panic!("a link leads to an offer") };
        match offer.state {
            "accepted" if winner == Some(key.1) => Some(Acceptance::WonAlready(key.0)),
            "accepted" => Some(Acceptance::GivenUp),
            "declined" => Some(Acceptance::DeclinedBefore),
            "lapsed" => Some(Acceptance::Lapsed),
            "willing" => Some(Acceptance::WillingAlready),
            "withdrawn" | "not_chosen" if winner.is_some() => Some(Acceptance::TakenByOther),
            "withdrawn" => Some(Acceptance::Withdrawn),
            "not_chosen" => Some(Acceptance::NotChosen),
            _ if offer.expires_at <= now => Some(Acceptance::Lapsed),
            _ => (!self.has_room(key.1)).then_some(Acceptance::NoRoom),
        }
    }

    pub fn accept(&mut self, key: Key, now: Moment) -> Acceptance {
        if let Some(over) = self.over(key, now) {
            return over;
        }
        if self.chooses {
            self.offer(key).unwrap().state = "willing";
            return Acceptance::Willing;
        }
        self.win(key, now);
        Acceptance::Won(key.0)
    }

    pub fn propose(&mut self, key: Key, now: Moment) -> Acceptance {
        if let Some(over) = self.over(key, now) {
            return over;
        }
        self.offer(key).unwrap().state = "willing";
        Acceptance::Willing
    }

    pub fn choose(&mut self, key: Key, now: Moment) -> Choice {
        let winner = self.winners.get(&key.0).copied();
        let room = self.has_room(key.1);
        let offer = self.offer(key).unwrap();
        if offer.choose_by.is_none_or(|choose_by| choose_by <= now) {
            return match winner {
                Some(winner) if winner == key.1 => Choice::ChosenAlready,
                Some(_) => Choice::TakenByOther,
                None => Choice::Over,
            };
        }
        if !room {
            return Choice::NoRoom;
        }
        self.win(key, now);
        Choice::Chosen
    }

    pub fn refuse(&mut self, request: HelpRequestId, now: Moment) -> NoThankYou {
        let willing = self.offers.entry(request).or_default().iter_mut();
        let willing = willing.filter(|offer| offer.choose_by.is_some_and(|choose_by| now < choose_by));
        let refused = willing.map(|offer| (offer.state, offer.choose_by) = ("not_chosen", None)).count();
        if refused > 0 { NoThankYou::Refused } else { NoThankYou::OverAlready }
    }

    pub fn withdraw(&mut self, request: HelpRequestId) -> Withdrawing {
        if self.running.remove(&request).is_none() {
            return Withdrawing::WithdrawnBefore;
        }
        self.winners.remove(&request);
        self.requests.insert(request, "open");
        Withdrawing::Withdrawn
    }

    pub fn decline(&mut self, key: Key, now: Moment) -> Declination {
        let winner = self.winners.get(&key.0).copied();
        let Some(offer) = self.offer(key) else { panic!("a link leads to an offer") };
        match offer.state {
            "accepted" if winner == Some(key.1) => Declination::AcceptedBefore,
            _ if offer.state == "willing" || (is_open(offer) && offer.expires_at > now) => {
                (offer.state, offer.choose_by) = ("declined", None);
                Declination::Declined
            }
            _ => Declination::OverAlready,
        }
    }

    /// What a round of the timekeeper ends.
    pub fn pass(&mut self, now: Moment) {
        self.running.retain(|_, (since, reminded)| {
            let is_over = *reminded && *since + LAPSES_AFTER <= now;
            *reminded = *reminded || *since + REMINDED_AFTER <= now;
            !is_over
        });
        for (id, offer) in self.offers.iter_mut().flat_map(|(id, offers)| offers.iter_mut().map(move |offer| (id, offer))) {
            if is_open(offer) && offer.expires_at <= now {
                offer.state = "lapsed";
            }
            if offer.choose_by.is_some_and(|choose_by| choose_by <= now) {
                (offer.state, offer.choose_by) = ("not_chosen", None);
                // A company that was to choose and does not has left.
                if self.chooses {
                    self.requests.insert(*id, "unmatched");
                }
            }
        }
    }

    /// Takes over what a round of the matcher or the postman may have changed, and nothing else.
    pub fn follow(&mut self, real: &Rules, now: Moment) {
        for (id, state) in &real.requests {
            let known = self.requests.entry(*id).or_insert("open");
            let before = self.offers.entry(*id).or_default();
            let after = &real.offers[id];
            let waits = before.iter().any(is_live);
            let again = |offer: &Offer| self.spared.contains(&(*id, offer.specialist)) && is_open(offer);
            let is_fresh = |offer: &&Offer| again(offer) || before.iter().all(|known| known.specialist != offer.specialist);
            let fresh: Vec<Offer> = after.iter().filter(is_fresh).cloned().collect();
            if !fresh.is_empty() {
                let is_next = self.newest.insert(*id, now).is_some_and(|newest| newest + chrono::Duration::hours(INTERVAL) <= now);
                let willing = before.iter().any(|offer| offer.state == "willing");
                let may_ask = !waits || (self.beside && is_next && !willing);
                assert!(*known == "open" && may_ask, "somebody was asked about a help request that is {known}, waiting: {waits}");
                let open = after.iter().filter(|offer| is_open(offer)).count();
                assert!(open <= MOST_OPEN, "{open} offers are open");
                assert!(
                    fresh.len() <= LARGEST_WAVE && fresh.iter().all(|offer| offer.expires_at > now),
                    "a wave is no larger than its policy: {fresh:?}"
                );
            }
            before.retain(|offer| fresh.iter().all(|it| it.specialist != offer.specialist));
            self.spared.retain(|(of, person)| of != id || fresh.iter().all(|it| it.specialist != *person));
            let thinks = before.iter().any(is_open);
            for offer in before.iter_mut() {
                let it = after.iter().find(|it| it.specialist == offer.specialist);
                offer.state = if offer.state == "queued" && it.is_some_and(|it| it.state == "sent") { "sent" } else { offer.state };
                if offer.state == "willing" && offer.choose_by.is_none() {
                    offer.choose_by = it.and_then(|it| it.choose_by).filter(|choose_by| now < *choose_by);
                    assert!(self.chooses || offer.choose_by.is_some(), "the company may choose at once");
                    assert!(
                        !(self.chooses && thinks && offer.choose_by.is_some()),
                        "the company chooses among all, and somebody still thinks"
                    );
                }
            }
            before.extend(fresh);
            if *state == "unmatched" && *known == "open" {
                assert!(!waits, "somebody was still thinking");
                *known = "unmatched";
            }
        }
        for (id, offers) in &mut self.offers {
            offers.sort_by_key(|offer| offer.specialist);
            assert_eq!(offers, &real.offers[id]);
        }
        assert_eq!(self.requests, real.requests);
        for person in self.offers.values().flatten().map(|offer| offer.specialist) {
            let live = self.offers.values().flatten().filter(|offer| offer.specialist == person && is_live(offer)).count();
            assert!(live <= 3, "somebody has {live} offers that have not ended");
        }
    }
}

/// The rows as they are.
pub async fn read(app: &App, requests: &[HelpRequestId]) -> Rules {
    let mut real = Rules::default();
    for id in requests {
        let state = desk::view_help_request(&app.desk, *id, Role::Operator).await.unwrap().state.code();
        let offers = desk::list_offers(&app.desk, *id, Role::Operator).await.unwrap();
        let offer = |view: desk::OfferView| Offer {
            id: view.id,
            specialist: view.specialist,
            state: view.state.code(),
            expires_at: view.expires_at,
            choose_by: view.choose_by,
        };
        let mut offers: Vec<Offer> = offers.into_iter().map(offer).collect();
        offers.sort_by_key(|offer| offer.specialist);
        real.requests.insert(*id, state);
        real.offers.insert(*id, offers);
    }
    real
}
