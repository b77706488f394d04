//! The year of a pool on one page: what to do next, the budget, who takes part, the months, and what each bears.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use chrono::Datelike;
use serde::Deserialize;

use crate::desk::{PoolView, view_pool};
use crate::ids::{MemberId, PoolId, SpecialistId};
use crate::language::Language;
use crate::pools::{Budget, Party, PoolSlot, SeatState, SlotState, Unserved, WhyUnserved};
use crate::web::pages::pools::told::{Told, month, month_key, pattern, rule};
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;
use crate::wording::{say, say_with, spent, yen};

/// How much of something is used.
struct Used {
    label: String,
    text: String,
    percent: u64,
}

struct SeatWords {
    id: SpecialistId,
    name: String,
    state: String,
    pattern: String,
    /// Members whom the specialist must not meet.
    apart: Vec<String>,
    is_asked: bool,
    has_agreed: bool,
}

struct MemberWords {
    id: MemberId,
    name: String,
    about: String,
    total: String,
    /// Why it has fewer visits than it wants.
    waits: Option<String>,
    stays: bool,
    /// Of each month: the days of its visits.
    days: Vec<String>,
}

struct SlotWords {
    number: u32,
    when: String,
    length: String,
    person: String,
    holder: String,
    can_move: bool,
    can_miss: bool,
}

struct MonthWords {
    key: String,
    name: String,
    slots: Vec<SlotWords>,
    rule: String,
    /// What each member bears.
    shares: Vec<(String, String)>,
    total: String,
    /// Whether the month can be confirmed, and whether it is.
    can_confirm: bool,
    is_confirmed: bool,
}

#[derive(Template)]
#[template(path = "pages/pool.html")]
struct PoolPage {
    t: Words,
    id: PoolId,
    name: String,
    period: String,
    planned: bool,
    /// What to do next, in words.
    next: Vec<String>,
    used: Vec<Used>,
    people: Vec<SeatWords>,
    members: Vec<MemberWords>,
    /// By which rule costs are shared, from when.
    rules: Vec<String>,
    months: Vec<(String, String)>,
    chosen: Option<MonthWords>,
    done: Option<&'static str>,
}

impl PoolPage {
    fn is_chosen(&self, key: &str) -> bool {
        self.chosen.as_ref().is_some_and(|month| month.key == key)
    }
}

#[derive(Debug, Deserialize)]
pub struct Chosen {
    month: Option<String>,
}

const DONE: [&str; 13] =
    ["opened", "plan", "give-back", "move", "missed", "confirm", "absent", "leave", "off", "split", "budget", "join", "invite"];

pub async fn show_pool(AsClerk(visit): AsClerk, id: web::Path<String>, chosen: web::Query<Chosen>) -> Result<HttpResponse, Error> {
    let id: PoolId = visit.id(&id)?;
    let view = view_pool(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let language = visit.language;
    let told = Told { language, view: &view };
    let roster = view.pool.plan.roster();
    let t = visit.words();
    let (key, months) = (month_key, view.pool.months());
    let asked = chosen.into_inner().month.and_then(|asked| months.iter().copied().find(|month| key(*month) == asked));
    let this = (view.today.year(), view.today.month());
    let current = months.iter().copied().find(|month| *month == this).or_else(|| months.first().copied());
    let month_words = |which: (i32, u32)| month_of(&told, which, key(which));
    let page = PoolPage {
        t,
        id,
        name: view.pool.name.as_str().to_owned(),
        period: t.say2("pool-period", &("from", &t.date(&roster.first)), &("until", &t.date(&roster.last))),
        planned: view.pool.planned,
        next: next_steps(language, &view),
        used: used(language, &view),
        people: view.pool.seats.iter().filter(|seat| seat.state != SeatState::Left).map(|seat| seat_of(&told, seat)).collect(),
        members: members_of(&told, &months),
        rules: rules(&t, &view),
        months: months.iter().map(|which| (key(*which), month(language, *which))).collect(),
        chosen: asked.or(current).filter(|_| view.pool.planned).map(month_words),
        done: visit.done(&DONE),
    };
    Ok(visit.shown(StatusCode::OK, &page))
}

fn rules(t: &Words, view: &PoolView) -> Vec<String> {
    let told =
        view.pool.plan.splits().iter().map(|(from, which)| t.say2("pool-rule", &("from", &t.date(from)), &("rule", &rule(t.0, *which))));
    told.collect()
}

fn next_steps(language: Language, view: &PoolView) -> Vec<String> {
    let (pool, roster) = (&view.pool, view.pool.plan.roster());
    let asked = pool.seats.iter().filter(|seat| seat.state == SeatState::Asked).count();
    let agreed = pool.seats.iter().any(|seat| seat.state == SeatState::Agreed);
    let waiting = if pool.planned { pool.plan.waiting().len() } else { 0 };
    let free = pool.plan.slots().iter().filter(|slot| slot.state == SlotState::Free && slot.day > view.today).count();
    let open = pool.months().into_iter().filter(|month| pool.can_confirm(*month, view.today)).count();
    let all = [
        (view.today > roster.last, "over", 0),
        (!pool.planned && !agreed && asked == 0, "invite", 0),
        (asked > 0, "asked", asked),
        (!pool.planned && roster.members.is_empty(), "members", 0),
        (!pool.planned && agreed && !roster.members.is_empty(), "plan", 0),
        (waiting > 0, "waiting", waiting),
        (free > 0, "free", free),
        (open > 0, "confirm", open),
    ];
    let told = all.into_iter().filter(|(is, ..)| *is);
    told.map(|(_, what, count)| say_with(language, &format!("pool-next-{what}"), &[("count", &count.to_string())])).collect()
}

fn used(language: Language, view: &PoolView) -> Vec<Used> {
    let (Budget { visits, yen: spent }, budget) = (view.pool.plan.used(), view.pool.plan.roster().budget);
    let percent = |part: u64, whole: u64| (part * 100).checked_div(whole).unwrap_or(0).min(100);
    let of = |used: &str, all: &str| say_with(language, "pool-used-of", &[("used", used), ("all", all)]);
    vec![
        Used {
            label: say(language, "pool-used-visits"),
            text: of(&visits.to_string(), &budget.visits.to_string()),
            percent: percent(u64::from(visits), u64::from(budget.visits)),
        },
        Used {
            label: say(language, "pool-used-yen"),
            text: of(&yen(language, spent), &yen(language, budget.yen)),
            percent: percent(spent, budget.yen),
        },
    ]
}

fn seat_of(told: &Told<'_>, seat: &crate::pools::Seat) -> SeatWords {
    let apart = |pair: &crate::pools::PoolPair| match (pair.0, pair.1) {
        (Party::Specialist(person), Party::Member(member)) if person == seat.specialist => Some(told.member(member)),
        _ => None,
    };
    SeatWords {
        id: seat.specialist,
        name: told.person(seat.specialist),
        state: say(told.language, &format!("pool-seat-{}", seat.state.code())),
        pattern: pattern(told.language, &seat.pattern),
        apart: told.view.pool.plan.roster().conflicts.iter().filter_map(apart).collect(),
        is_asked: seat.state == SeatState::Asked,
        has_agreed: seat.state == SeatState::Agreed,
    }
}

fn members_of(told: &Told<'_>, months: &[(i32, u32)]) -> Vec<MemberWords> {
    let (language, view) = (told.language, told.view);
    let waiting = view.pool.plan.waiting();
    let one = |member: &crate::pools::PoolMember<MemberId>| {
        let (has, wants) = (view.pool.plan.visits_of(member.id).to_string(), member.wants.to_string());
        let mut about = say_with(language, "pool-member-about", &[("has", &has), ("wants", &wants)]);
        if let Some(until) = member.until {
            let until = crate::clock::spoken_date(until, language);
            about = format!("{about} · {}", say_with(language, "pool-member-until", &[("date", &until)]));
        }
        let lacks = waiting.iter().find(|one| one.member == member.id).filter(|_| view.pool.planned && member.until.is_none());
        let why = |one: &Unserved<MemberId>| {
            let key = match one.why {
                WhyUnserved::Budget => "pool-waits-budget",
                WhyUnserved::NoSlots => "pool-waits-slots",
                WhyUnserved::Conflict => "pool-waits-conflict",
            };
            let lacks = one.lacks.to_string();
            let args = [("count", lacks.as_str())];
            say_with(language, key, &args)
        };
        let borne = view.pool.shares_of(member.id).iter().map(|(_, yen)| yen).sum();
        MemberWords {
            id: member.id,
            name: told.member(member.id),
            about,
            total: yen(language, borne),
            waits: lacks.map(why),
            stays: member.until.is_none(),
            days: months.iter().map(|which| days_in(view, member.id, *which)).collect(),
        }
    };
    view.pool.plan.roster().members.iter().map(one).collect()
}

/// Days of a month on which a member is visited; one that it missed in brackets.
fn days_in(view: &PoolView, member: MemberId, (year, month): (i32, u32)) -> String {
    let own = view.pool.plan.slots().iter().filter(|slot| slot.day.year() == year && slot.day.month() == month);
    let day = |slot: &PoolSlot| match slot.state {
        SlotState::Taken(_) => slot.day.day().to_string(),
        _ => format!("({})", slot.day.day()),
    };
    own.filter(|slot| slot.state.member() == Some(member)).map(day).collect::<Vec<_>>().join(", ")
}

fn month_of(told: &Told<'_>, which: (i32, u32), key: String) -> MonthWords {
    let (language, view) = (told.language, told.view);
    let in_month = |slot: &&PoolSlot| (slot.day.year(), slot.day.month()) == which;
    let slot = |slot: &PoolSlot| SlotWords {
        number: slot.number,
        when: told.when(slot),
        length: spent(language, slot.minutes),
        person: told.person(slot.specialist),
        holder: told.holder(slot),
        can_move: slot.day > view.today && matches!(slot.state, SlotState::Taken(_)),
        can_miss: slot.day <= view.today && matches!(slot.state, SlotState::Taken(_)) && !view.pool.is_confirmed(which),
    };
    let shares = view.pool.plan.shares_of(which.0, which.1);
    let first = view.pool.plan.slots().iter().filter(in_month).map(|slot| slot.day).min();
    MonthWords {
        key,
        name: month(language, which),
        slots: view.pool.plan.slots().iter().filter(in_month).map(slot).collect(),
        rule: first.map(|day| rule(language, view.pool.plan.rule_on(day))).unwrap_or_default(),
        total: yen(language, shares.iter().map(|(_, yen)| yen).sum()),
        can_confirm: view.pool.can_confirm(which, view.today),
        is_confirmed: view.pool.is_confirmed(which),
        shares: shares.into_iter().map(|(member, borne)| (told.member(member), yen(language, borne))).collect(),
    }
}
