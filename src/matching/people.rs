//! How specialists lie in columns, and how a [`Question`] asks them.

use std::collections::HashSet;

use crate::ids::SpecialistId;
use crate::intake::Mode;
use crate::matching::card::{Cold, Row, flag};
use crate::matching::columns::{Ask, Columns, Key, Marks, Shape, marks};
use crate::matching::rules::{cold_holds, cost, row_holds};
use crate::matching::score::{cold_ceiling, cold_millionths, row_millionths};
use crate::matching::units::WHOLE;
use crate::matching::{Card, Question};

/// The marks: first the few that every question or many ask for, then one for each prefecture served, field and menu.
mod mark {
    /// Consented, not hidden, reachable, confirmed, registered, permitted, with room for an engagement: what does not depend on the question.
    pub const ASKABLE: usize = 0;
    pub const REMOTE: usize = 1;
    pub const NEUTRAL: usize = 2;
    pub const JAPANESE: usize = 3;
    pub const ENGLISH: usize = 4;
    pub const SERVED: usize = 5;
    pub const FIELD: usize = SERVED + 47;
    pub const MENU: usize = FIELD + 21;
    pub const COUNT: usize = MENU + 64;
}

/// How many marks there are.
pub(super) const MARKS: usize = mark::COUNT;

/// Specialists by the prefecture of their base.
#[derive(Debug)]
pub(super) struct People;

/// The best of a word's rows in each term that does not depend on the question.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Highest {
    track_record: u16,
    likelihood: u16,
    fairness: u16,
    last_confirmed: u16,
}

impl Shape for People {
    type Row = Row;
    type Summary = Highest;
    /// 47 prefectures, and one for a base that the catalogue does not know.
    const SECTIONS: usize = 48;

    fn section(row: &Row) -> usize {
        usize::from(row.base()).min(Self::SECTIONS - 1)
    }

    // Those who offer the same menus lie together, so that most words of an AND of menus are empty.
    fn order(_: &Row, marks: &Marks) -> u64 {
        marks[1] >> (mark::MENU - 64) | marks[2] << (128 - mark::MENU)
    }

    fn widen(summary: &mut Highest, row: &Row) {
        summary.track_record = summary.track_record.max(row.standing.track_record);
        summary.likelihood = summary.likelihood.max(row.standing.likelihood);
        summary.fairness = summary.fairness.max(row.standing.fairness);
        summary.last_confirmed = summary.last_confirmed.max(row.last_confirmed);
    }
}

/// The marks of a card.
pub(super) fn marks_of(Card { row, cold, .. }: &Card) -> Marks {
    const ASKABLE: u16 = flag::CONSENTED | flag::REGISTERED | flag::PERMITTED | flag::ROOM;
    let askable = row.flags & ASKABLE == ASKABLE && !row.has(flag::HIDDEN) && !cold.unreachable && !cold.unconfirmed && !cold.suspended;
    let flags = [
        (mark::ASKABLE, askable),
        (mark::REMOTE, row.has(flag::REMOTE)),
        (mark::NEUTRAL, row.has(flag::NEUTRAL)),
        (mark::JAPANESE, row.has(flag::JAPANESE)),
        (mark::ENGLISH, row.has(flag::ENGLISH)),
    ];
    let flags = flags.into_iter().filter(|(_, set)| *set).map(|(mark, _)| mark);
    let served = places(cold.served).map(|place| mark::SERVED + place).filter(|mark| *mark < mark::FIELD);
    let fields = places(u64::from(row.fields())).map(|field| mark::FIELD + field);
    let menus = places(cold.menus).map(|menu| mark::MENU + menu);
    marks(flags.chain(served).chain(fields).chain(menus))
}

/// The places of the bits that are set.
fn places(bits: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |place| bits >> place & 1 != 0)
}

/// A question on its way over the columns.
pub(super) struct Asking<'a> {
    question: &'a Question,
    columns: &'a Columns<People>,
    cold: &'a [Cold],
    ids: &'a [SpecialistId],
    except: &'a HashSet<SpecialistId>,
    all: Vec<usize>,
    any: Vec<Vec<usize>>,
    reached: Vec<usize>,
    bonus: Vec<usize>,
    /// The most that the skills can be worth, by how many of the bonus fields are offered.
    skills: Vec<u32>,
    /// The most that the way can be worth, by section.
    ways: [u32; 48],
    /// The most that availability, experience, qualifications, budget and preference can be worth together.
    others: u32,
}

/// Fields of which the marks are counted; asked beyond, they are taken for offered when the ceiling is worked out.
const COUNTED: usize = 7;

impl<'a> Asking<'a> {
    pub fn new(
        question: &'a Question,
        columns: &'a Columns<People>,
        cold: &'a [Cold],
        ids: &'a [SpecialistId],
        except: &'a HashSet<SpecialistId>,
    ) -> Self {
        let language = if question.language == flag::ENGLISH { mark::ENGLISH } else { mark::JAPANESE };
        let mut all = vec![mark::ASKABLE];
        all.extend(places(question.menus).map(|menu| mark::MENU + menu));
        all.push(language);
        all.extend(question.neutral_only.then_some(mark::NEUTRAL));
        let fields: Vec<usize> = places(u64::from(question.fields)).map(|field| mark::FIELD + field).collect();
        let mut region: Vec<usize> = places(question.reach).map(|prefecture| mark::SERVED + prefecture).collect();
        let reached = region.clone();
        region.extend((question.mode != Mode::Onsite).then_some(mark::REMOTE));
        let mut any = vec![region];
        if question.menus == 0 {
            any.push(if question.fields_asked { fields.clone() } else { Vec::new() });
        }
        let bonus: Vec<usize> = fields.iter().copied().take(COUNTED).collect();
        let [skills, way, available, experienced, qualified, .., budget, _, preferred] = question.weights;
        let whole = u32::from(WHOLE);
        let uncounted = fields.len() - bonus.len();
        let worth = |level: usize| skills * ((level + uncounted) as u32 * whole).checked_div(fields.len() as u32).unwrap_or(0);
        let from_afar = if question.mode == Mode::Onsite { 0 } else { question.from_afar };
        let qualified = if question.management { qualified } else { 0 };
        Self {
            question,
            columns,
            cold,
            ids,
            except,
            skills: (0..=bonus.len()).map(worth).collect(),
            ways: question.by_base.map(|over| way * u32::from(over.max(from_afar))),
            others: (available + experienced + qualified + budget + preferred) * whole,
            all,
            any,
            reached,
            bonus,
        }
    }
}

impl Ask<People> for Asking<'_> {
    fn all_of(&self) -> &[usize] {
        &self.all
    }

    fn any_of(&self, _: usize) -> Option<&[Vec<usize>]> {
        Some(&self.any)
    }

    fn bonus(&self) -> &[usize] {
        &self.bonus
    }

    #[inline(always)]
    fn ceiling(&self, section: usize, highest: &Highest, level: u32) -> u32 {
        let [.., track_record, likelihood, fresh, _, fairness, _] = self.question.weights;
        let days = self.question.today.saturating_sub(highest.last_confirmed).clamp(30, 365);
        // Rounded up where the term itself is rounded down.
        let freshness = (u32::from(365 - days) * u32::from(WHOLE)).div_ceil(335);
        self.skills[level as usize]
            + self.ways[section]
            + self.others
            + track_record * u32::from(highest.track_record)
            + likelihood * u32::from(highest.likelihood)
            + fairness * u32::from(highest.fairness)
            + fresh * freshness
    }

    #[inline(always)]
    fn weigh(&self, place: usize, row: &Row, floor: u32) -> Option<Key> {
        if !row_holds(row, self.question) {
            return None;
        }
        let serves = self.reached.iter().any(|mark| self.columns.has(*mark, place));
        let known = row_millionths(row, serves, self.question);
        if known + cold_ceiling(row, self.question) < floor {
            return None;
        }
        let cold = &self.cold[place];
        let cost = cost(cold, self.question).filter(|yen| *yen <= u64::from(self.question.budget_yen))?;
        let id = self.ids[place];
        if !cold_holds(cold, self.question) || self.except.contains(&id) {
            return None;
        }
        Some((known + cold_millionths(row, cold, cost, self.question), tie(id, self.question)))
    }
}

/// SplitMix64's finaliser over the pair of ids: even, and the same everywhere, so that equal scores favour nobody.
pub(super) fn tie(id: SpecialistId, question: &Question) -> u64 {
    let pair = id.uuid().as_u128() ^ question.salt.rotate_left(64);
    let mut mixed = (pair >> 64) as u64 ^ pair as u64;
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}
