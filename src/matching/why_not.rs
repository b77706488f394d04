//! Why a named person is not asked: every rule that fails, with what the person has and what the help request asks.

use chrono::NaiveDate;

use crate::active_list::{Affiliation, EmployerPermission, Specialist};
use crate::intake::{HelpRequest, Mode};
use crate::matching::rules::{cost, failing};
use crate::matching::{Card, Question, Record, Rule};
use crate::values::{Sensitivity, WeeklySlots};

/// One side's value, for the reader's language to put into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    Yes,
    No,
    /// Nothing was declared.
    Unknown,
    /// There is a value, and it is nobody else's business: whose conflict it is, who stands on a block list.
    Private,
    Day(NaiveDate),
    Days(NaiveDate, NaiveDate),
    Yen(u64),
    /// Minutes a week.
    Weekly(u16),
    Count(u32),
    Slots(WeeklySlots),
    Menus(Vec<String>),
    Fields(Vec<String>),
    Prefectures(Vec<String>),
    Mode(Mode),
    Sensitivity(Sensitivity),
    /// Tags of languages.
    Languages(Vec<&'static str>),
}

/// One rule that keeps the person out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    pub person: Side,
    pub asked: Side,
}

/// Every rule that keeps `specialist` out of `help_request`, in the order of [`Rule::ALL`]; none for somebody who may be asked. `card` and
/// `question` are the two as matching knows them, `record` is what the card was made with.
pub fn why_not(specialist: &Specialist, record: &Record, card: &Card, help_request: &HelpRequest, question: &Question) -> Vec<Finding> {
    let sides = |rule| (person(rule, specialist, record, card, question), asked(rule, help_request, question));
    failing(card, question)
        .into_iter()
        .map(|rule| {
            let (person, asked) = sides(rule);
            Finding { rule, person, asked }
        })
        .collect()
}

fn yes(holds: bool) -> Side {
    if holds { Side::Yes } else { Side::No }
}

fn person(rule: Rule, specialist: &Specialist, record: &Record, card: &Card, question: &Question) -> Side {
    let conditions = &specialist.conditions;
    let employment = &conditions.employment;
    match rule {
        Rule::Consent | Rule::NotHidden | Rule::Reachable => Side::No,
        Rule::Confirmed => Side::Day(specialist.last_confirmed),
        Rule::Registration => {
            let registration = &specialist.registration;
            if registration.holds_on(registration.valid_until) { Side::Day(registration.valid_until) } else { Side::No }
        }
        Rule::EmployerPermission => match (employment.permission, employment.permission_until) {
            (Some(EmployerPermission::Granted | EmployerPermission::NotNeeded), Some(until)) => Side::Day(until),
            (None, _) => Side::Unknown,
            _ => Side::No,
        },
        Rule::SideJob | Rule::PublicProcurement => yes(specialist.affiliation == Affiliation::Independent),
        Rule::Sensitivity => Side::Sensitivity(conditions.most_sensitive),
        Rule::Conflict | Rule::Independence | Rule::Paused | Rule::Parked => Side::Private,
        Rule::Language => Side::Languages(conditions.languages.iter().map(|language| language.tag()).collect()),
        Rule::Neutrality => conditions.sells_products.map_or(Side::Unknown, |sells| yes(!sells)),
        Rule::Menus if question.menus == 0 => Side::Fields(specialist.fields.clone()),
        Rule::Menus => Side::Menus(specialist.menus.iter().map(|offered| offered.menu.clone()).collect()),
        Rule::Region => Side::Prefectures(specialist.served_prefectures.clone()),
        Rule::Island => yes(conditions.travel.islands),
        Rule::Availability => Side::Slots(specialist.availability.both(question.slots)),
        Rule::Hours => Side::Weekly(card.row.free_minutes),
        Rule::Blackout => {
            let away = specialist.blackouts.iter().find(|days| days.covers(question.start_on));
            away.map_or(Side::Unknown, |days| Side::Days(days.from, days.to))
        }
        Rule::Capacity => Side::Count(u32::from(record.engagements) + u32::from(record.open_offers)),
        Rule::MonthlyLimit => Side::Count(u32::from(record.opened_lately)),
        Rule::Budget => cost(&card.cold, question).map_or(Side::Unknown, Side::Yen),
    }
}

fn asked(rule: Rule, help_request: &HelpRequest, question: &Question) -> Side {
    let HelpRequest { company, need } = help_request;
    match rule {
        Rule::Consent
        | Rule::NotHidden
        | Rule::Reachable
        | Rule::Confirmed
        | Rule::SideJob
        | Rule::Neutrality
        | Rule::Island
        | Rule::PublicProcurement => Side::Yes,
        Rule::Registration | Rule::Paused => Side::Yes,
        Rule::Parked => Side::Menus(need.menus.clone()),
        Rule::EmployerPermission | Rule::Blackout => Side::Day(need.start_on),
        Rule::Sensitivity => Side::Sensitivity(need.sensitivity),
        Rule::Conflict | Rule::Independence => Side::Private,
        Rule::Language => Side::Languages(vec![need.language.tag()]),
        Rule::Menus if question.menus == 0 => Side::Fields(need.fields.clone()),
        Rule::Menus => Side::Menus(need.menus.clone()),
        Rule::Region if need.mode == Mode::Onsite => Side::Prefectures(vec![company.prefecture.clone()]),
        Rule::Region => Side::Mode(need.mode),
        Rule::Availability => Side::Count(question.slots_needed),
        Rule::Hours => Side::Weekly(question.weekly_minutes),
        Rule::Capacity => Side::Count(u32::from(question.max_open_offers)),
        Rule::MonthlyLimit => Side::Count(u32::from(question.max_opened_lately)),
        Rule::Budget => Side::Yen(u64::from(need.budget_yen)),
    }
}
