//! A pool through the turns of its year.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use proptest::prelude::*;
use uuid::Uuid;

use crate::clock::Moment;
use crate::ids::{MemberId, SpecialistId};
use crate::pools::*;
use crate::values::Promise;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn is_working(on: NaiveDate) -> bool {
    on.weekday().num_days_from_monday() < 5 && on != day(2026, 8, 11)
}

fn member(number: u128) -> MemberId {
    Uuid::from_u128(number).into()
}

fn specialist(number: u128) -> SpecialistId {
    Uuid::from_u128(1000 + number).into()
}

fn now() -> Moment {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

fn promise() -> Option<Promise> {
    Some(Promise { pledge: "2026-11".into(), at: now() })
}

fn form() -> PoolForm {
    let pattern = PatternForm {
        week: "2".into(),
        weekday: "tue".into(),
        begins: "09:00".into(),
        slots: Some(6),
        minutes: Some(120),
        fee_yen: Some(20_000),
    };
    PoolForm {
        name: "相談の日".into(),
        first: "2026-04-01".into(),
        last: "2027-03-31".into(),
        visits: Some(72),
        yen: Some(1_440_000),
        split: "equal".into(),
        pattern,
    }
}

fn take(pool: &mut Pool, turn: Turn, today: NaiveDate) -> Result<(), NotPossible> {
    pool.turn(turn, now(), today, &is_working)
}

fn join(pool: &mut Pool, number: u128, today: NaiveDate) -> Result<(), NotPossible> {
    let from = pool.plan.roster().first.max(today.succ_opt().unwrap());
    let one = PoolMember { id: member(number), wants: 12, employees: u32::try_from(number).unwrap() * 10, from, until: None };
    take(pool, Turn::Join { member: one, ties: Ties::none() }, today)
}

fn invite(pool: &mut Pool, number: u128, today: NaiveDate) {
    let seat = Seat { specialist: specialist(number), state: SeatState::Asked, pattern: pool.pattern, asked_at: now(), promise: None };
    take(pool, Turn::Invite { seat }, today).unwrap();
}

fn agree(pool: &mut Pool, number: u128, today: NaiveDate) {
    take(pool, Turn::Answer { specialist: specialist(number), promise: promise(), ties: Ties::none() }, today).unwrap();
}

fn march() -> NaiveDate {
    day(2026, 3, 1)
}

/// Six companies, one specialist, a year of days.
fn year() -> Pool {
    let mut pool = form().check(march()).unwrap();
    (1..=6).for_each(|number| join(&mut pool, number, march()).unwrap());
    invite(&mut pool, 1, march());
    agree(&mut pool, 1, march());
    take(&mut pool, Turn::Plan, march()).unwrap();
    pool
}

fn slot_of(pool: &Pool, number: u128, after: NaiveDate) -> PoolSlot {
    pool.plan.slots().iter().find(|slot| slot.day > after && slot.state == SlotState::Taken(member(number))).unwrap().clone()
}

#[test]
fn a_form_without_mistakes_is_a_pool_and_every_mistake_is_named() {
    let pool = form().check(march()).unwrap();
    assert_eq!((pool.planned, pool.plan.slots().len(), pool.months().len()), (false, 0, 12));
    let wrong = PoolForm { name: " ".into(), last: "2028-03-31".into(), visits: None, split: "x".into(), ..form() };
    let named: Vec<_> = wrong.check(march()).unwrap_err().into_iter().map(|error| (error.pointer, error.code)).collect();
    assert_eq!(named, [("/name".to_owned(), "required"), ("/visits".to_owned(), "required"), ("/split".to_owned(), "required")]);
    let long = PoolForm { last: "2028-03-31".into(), ..form() };
    assert_eq!(long.check(march()).unwrap_err()[0].code, "pool-not-a-year");
    let over = PoolForm { last: "2026-02-28".into(), first: "2025-04-01".into(), ..form() };
    assert_eq!(over.check(march()).unwrap_err()[0].code, "in-the-past");
    let mut late = form();
    (late.pattern.begins, late.pattern.slots) = ("22:00".into(), Some(2));
    assert_eq!(late.check(march()).unwrap_err()[0].code, "pool-past-midnight");
    assert_eq!(PatternForm::of(&pool.pattern), form().pattern);
    assert!(PoolForm::usual(day(2026, 11, 24)).first == "2027-04-01" && PoolForm::usual(march()).first == "2026-04-01");
}

#[test]
fn nothing_is_promised_before_somebody_agrees_and_companies_are_there() {
    let mut pool = form().check(march()).unwrap();
    assert_eq!(take(&mut pool, Turn::Plan, march()), Err(NotPossible("", "pool-nobody-agreed")));
    invite(&mut pool, 1, march());
    assert_eq!(take(&mut pool, Turn::Plan, march()), Err(NotPossible("", "pool-nobody-agreed")), "asking is no yes");
    agree(&mut pool, 1, march());
    assert_eq!(take(&mut pool, Turn::Plan, march()), Err(NotPossible("", "pool-no-members")));
    join(&mut pool, 1, march()).unwrap();
    assert_eq!(join(&mut pool, 1, march()), Err(NotPossible("/member", "pool-twice")));
    take(&mut pool, Turn::Plan, march()).unwrap();
    assert_eq!(take(&mut pool, Turn::Plan, march()), Err(NotPossible("", "pool-planned-already")));
    assert_eq!(pool.plan.visits_of(member(1)), 12);
}

#[test]
fn before_anything_is_promised_a_company_can_be_taken_out_and_let_in_anew() {
    let mut pool = form().check(march()).unwrap();
    join(&mut pool, 1, march()).unwrap();
    take(&mut pool, Turn::Leave { member: member(1), after: march() }, march()).unwrap();
    assert_eq!(pool.plan.roster().members, []);
    join(&mut pool, 1, march()).unwrap();
    assert_eq!(pool.plan.roster().members.len(), 1);
}

#[test]
fn whoever_joins_later_gets_what_is_free() {
    let mut pool = year();
    let today = day(2026, 6, 30);
    take(&mut pool, Turn::Leave { member: member(6), after: today }, today).unwrap();
    let free = pool.plan.slots().iter().filter(|slot| slot.state == SlotState::Free).count();
    assert_eq!(free, 9, "the five others have all they want");
    join(&mut pool, 7, today).unwrap();
    assert_eq!((pool.plan.visits_of(member(6)), pool.plan.visits_of(member(7))), (3, 9));
    assert_eq!(join(&mut pool, 6, today), Err(NotPossible("/member", "pool-twice")), "what it bore between would not be clear");
}

#[test]
fn what_has_been_is_not_changed() {
    let mut pool = year();
    let first = slot_of(&pool, 1, march());
    let today = first.day;
    let refused = Err(NotPossible("", "pool-has-been"));
    assert_eq!(take(&mut pool, Turn::HandBack { slot: first.number }, today), refused);
    assert_eq!(take(&mut pool, Turn::Move { slot: first.number, to: day(2026, 9, 1) }, today), refused);
    let next = slot_of(&pool, 1, today);
    assert_eq!(take(&mut pool, Turn::Miss { slot: next.number }, today), Err(NotPossible("", "pool-not-yet")));
    take(&mut pool, Turn::Miss { slot: first.number }, today).unwrap();
    assert_eq!(take(&mut pool, Turn::Miss { slot: first.number }, today), Err(NotPossible("", "pool-not-taken")));
    let past = Turn::Absent { specialist: specialist(1), day: today, instead: None };
    assert_eq!(take(&mut pool, past, today), Err(NotPossible("/day", "in-the-past")));
    assert_eq!(
        take(&mut pool, Turn::Split { from: day(2026, 4, 2), rule: SplitRule::BySize }, today),
        Err(NotPossible("/from", "pool-month-has-begun"))
    );
    assert_eq!(
        take(&mut pool, Turn::Split { from: day(2026, 5, 2), rule: SplitRule::BySize }, today),
        Err(NotPossible("/from", "pool-not-the-first"))
    );
    let from_the_beginning = Turn::Split { from: pool.plan.roster().first, rule: SplitRule::BySize };
    assert_eq!(take(&mut pool, from_the_beginning, day(2026, 9, 8)), Err(NotPossible("/from", "pool-month-has-begun")));
}

#[test]
fn a_month_is_confirmed_once_its_visits_are_over_and_stays_as_it_is() {
    let mut pool = year();
    let april = Turn::Confirm { month: (2026, 4) };
    let last = pool.plan.slots().iter().filter(|slot| slot.day < day(2026, 5, 1)).map(|slot| slot.day).max().unwrap();
    assert_eq!(take(&mut pool, april.clone(), last.pred_opt().unwrap()), Err(NotPossible("", "pool-not-yet")));
    assert_eq!(take(&mut pool, Turn::Confirm { month: (2025, 4) }, last), Err(NotPossible("", "pool-month-without-visits")));
    let missed = slot_of(&pool, 1, march());
    take(&mut pool, Turn::Miss { slot: missed.number }, last).unwrap();
    assert!(pool.can_confirm((2026, 4), last) && pool.confirmed_work(specialist(1)).is_empty(), "nothing is confirmed by itself");
    take(&mut pool, april.clone(), last).unwrap();
    assert_eq!(take(&mut pool, april, last), Err(NotPossible("", "pool-month-confirmed")));
    let work = pool.confirmed_work(specialist(1));
    let [one] = work.as_slice() else { panic!("{work:?}") };
    assert_eq!((one.month, one.visits, one.minutes, one.fee_yen), ((2026, 4), 5, 600, 100_000), "who did not turn up was not visited");
    assert_eq!((one.first, one.last), (last, last));
    assert!(pool.confirmed_work(specialist(2)).is_empty());
    let other = slot_of(&pool, 2, march());
    assert_eq!(take(&mut pool, Turn::Miss { slot: other.number }, last), Err(NotPossible("", "pool-month-confirmed")));
}

#[test]
fn a_visit_moves_only_to_where_it_can_be() {
    let mut pool = year();
    let slot = slot_of(&pool, 1, march());
    let to = |to| Turn::Move { slot: slot.number, to };
    for (day, why) in
        [(day(2026, 4, 18), "pool-closed-day"), (day(2027, 4, 6), "pool-outside-year"), (slot_of(&pool, 1, slot.day).day, "pool-busy")]
    {
        assert_eq!(take(&mut pool, to(day), march()), Err(NotPossible("/day", why)));
    }
    take(&mut pool, to(day(2026, 4, 20)), march()).unwrap();
    let moved = pool.plan.slots().iter().find(|one| one.number == slot.number).unwrap();
    assert_eq!((moved.day, moved.state), (day(2026, 4, 20), slot.state));
    assert_eq!(pool.plan.visits_of(member(1)), 12);
    // A day that is full takes no more.
    let other = slot_of(&pool, 2, march());
    take(&mut pool, Turn::Leave { member: member(1), after: day(2026, 4, 30) }, march()).unwrap();
    take(&mut pool, Turn::Move { slot: other.number, to: day(2026, 4, 20) }, march()).unwrap();
    assert_ne!(pool.begins(&other), pool.begins(pool.plan.slots().iter().find(|one| one.number == other.number).unwrap()));
}

#[test]
fn a_specialist_who_cannot_come_moves_what_can_be_moved() {
    let mut pool = year();
    let may = day(2026, 5, 12);
    let missing = Turn::Absent { specialist: specialist(1), day: day(2026, 5, 13), instead: None };
    assert_eq!(take(&mut pool, missing, march()), Err(NotPossible("/day", "pool-no-such-day")));
    take(&mut pool, Turn::Absent { specialist: specialist(1), day: may, instead: Some(day(2026, 5, 19)) }, march()).unwrap();
    assert!(pool.plan.slots().iter().all(|slot| slot.day != may));
    assert_eq!(pool.plan.slots().iter().filter(|slot| slot.day == day(2026, 5, 19)).count(), 6);
    take(&mut pool, Turn::Absent { specialist: specialist(1), day: day(2026, 6, 9), instead: None }, march()).unwrap();
    assert!((1..=6).all(|number| pool.plan.visits_of(member(number)) == 11));
    assert_eq!(pool.plan.used().visits, 66, "what is off costs nothing");
    assert_eq!(pool.changes.iter().filter(|change| change.is_about(member(1))).count(), 14, "twelve promised, one moved, one off");
}

#[test]
fn another_specialist_brings_days_and_takes_them_along() {
    let mut pool = year();
    (7..=9).for_each(|number| join(&mut pool, number, march()).unwrap());
    assert_eq!(pool.plan.waiting().len(), 3);
    take(&mut pool, Turn::Budget(Budget { visits: 144, yen: 3_000_000 }), march()).unwrap();
    invite(&mut pool, 2, march());
    let today = day(2026, 6, 1);
    agree(&mut pool, 2, today);
    assert!(pool.plan.visits_of(member(7)) > 0, "whoever waited is served");
    let on_one_day =
        pool.plan.slots().iter().filter(|slot| slot.day == day(2026, 6, 9) && slot.state == SlotState::Taken(member(7))).count();
    assert!(on_one_day <= 1);
    take(&mut pool, Turn::Withdraw { specialist: specialist(2), after: today }, today).unwrap();
    assert_eq!(pool.plan.visits_of(member(7)), 0);
    assert_eq!(pool.seat(specialist(2)).unwrap().state, SeatState::Left);
    let known: Vec<u32> = pool.changes.iter().filter_map(Change::number).collect();
    invite(&mut pool, 3, today);
    agree(&mut pool, 3, today);
    let new = pool.plan.slots().iter().filter(|slot| slot.specialist == specialist(3));
    assert!(new.clone().count() > 0 && new.clone().all(|slot| !known.contains(&slot.number)), "a number names one visit for good");
    let low = Turn::Budget(Budget { visits: 71, yen: 3_000_000 });
    assert_eq!(take(&mut pool, low, today), Err(NotPossible("/visits", "pool-budget-used")));
}

#[test]
fn a_day_a_month_takes_three_hours_of_a_week_and_nothing_once_it_is_over() {
    let pool = year();
    // Twelve hours every four weeks and a bit.
    assert_eq!(pool.reserved(specialist(1), march()), Some((3, day(2027, 3, 9))));
    assert_eq!(pool.reserved(specialist(1), day(2027, 2, 28)), Some((3, day(2027, 3, 9))), "one day is no week of days");
    assert_eq!(pool.reserved(specialist(1), day(2027, 3, 9)), None);
    assert_eq!(pool.reserved(specialist(2), march()), None);
}

#[test]
fn a_pool_is_read_back_as_it_was_written() {
    let mut pool = year();
    let today = day(2026, 7, 1);
    take(&mut pool, Turn::Split { from: day(2026, 10, 1), rule: SplitRule::BySize }, today).unwrap();
    let written = serde_json::to_string(&pool).unwrap();
    let mut read: Pool = serde_json::from_str(&written).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    let slot = slot_of(&pool, 3, today).number;
    for pool in [&mut pool, &mut read] {
        take(pool, Turn::HandBack { slot }, today).unwrap();
    }
    assert_eq!(read.plan.slots(), pool.plan.slots(), "and goes on as it would have");
}

/// A turn of any kind, of somebody who may or may not be there.
fn turns() -> impl Strategy<Value = (Turn, u64)> {
    let on = |days: u64| day(2026, 4, 1) + chrono::Days::new(days);
    let turn = (0..10_u8, 0..90_u32, 1..9_u128, 0..370_u64, 0..3_usize).prop_map(move |(kind, slot, who, days, which)| match kind {
        0 => Turn::HandBack { slot },
        1 => Turn::Move { slot, to: on(days) },
        2 => Turn::Miss { slot },
        3 => Turn::Absent { specialist: specialist(1), day: on(days), instead: (which > 0).then(|| on(days + which as u64)) },
        4 => Turn::Leave { member: member(who), after: on(days) },
        5 => Turn::Withdraw { specialist: specialist(who % 3), after: on(days) },
        6 => Turn::Split { from: on(days).with_day(1).unwrap(), rule: SplitRule::ALL[which] },
        8 => Turn::Confirm { month: (2026, 4 + u32::try_from(which).unwrap()) },
        7 => Turn::Answer { specialist: specialist(2), promise: promise(), ties: Ties::none() },
        _ => {
            let one = PoolMember { id: member(who), wants: 6, employees: 9, from: on(days), until: None };
            let apart = vec![Conflict(Party::Member(member(who)), Party::Member(member(1)))];
            Turn::Join { member: one, ties: Ties { apart, suits: vec![(specialist(2), member(who))] } }
        }
    });
    (turn, 1..25_u64)
}

proptest! {
    #[test]
    fn whatever_happens_the_budget_holds_costs_add_up_and_the_past_stays(turns in proptest::collection::vec(turns(), 0..25)) {
        let mut pool = year();
        invite(&mut pool, 2, march());
        let mut today = day(2026, 4, 1);
        for (turn, step) in turns {
            let past = |pool: &Pool| pool.plan.slots().iter().filter(|slot| slot.day <= today).cloned().collect::<Vec<_>>();
            let (before, is_miss) = (past(&pool), matches!(turn, Turn::Miss { .. }));
            let over = |pool: &Pool| {
                let months = pool.months().into_iter().filter(|(year, month)| (*year, *month) < (today.year(), today.month()));
                months.map(|(year, month)| pool.plan.shares_of(year, month)).collect::<Vec<_>>()
            };
            let shared = over(&pool);
            let confirmed = pool.confirmed_work(specialist(1));
            let copy = serde_json::to_string(&pool.plan).unwrap();
            let earlier = pool.clone();
            if take(&mut pool, turn, today).is_err() {
                prop_assert_eq!(serde_json::to_string(&pool.plan).unwrap(), copy, "what is refused changes nothing");
            }
            let same = |one: &PoolSlot, other: &PoolSlot| (one.number, one.day, one.state.member()) == (other.number, other.day, other.state.member());
            for slot in earlier.plan.slots() {
                let is_same = pool.plan.slots().contains(slot);
                prop_assert!(is_same || pool.changed(slot.number) > earlier.changed(slot.number), "a calendar knows each change for a later one");
                let Some(of) = slot.state.member() else { continue };
                let has = |slot: &PoolSlot| slot.state.member() == Some(of);
                let keeps = pool.plan.slots().iter().any(|one| one.number == slot.number && has(one));
                prop_assert!(keeps != pool.lost(has).iter().any(|one| one.number == slot.number), "what is a company's no more is known as lost");
            }
            let after = past(&pool);
            prop_assert!(is_miss || before.len() == after.len() && before.iter().zip(&after).all(|(one, other)| same(one, other)));
            let kept = pool.confirmed_work(specialist(1));
            prop_assert!(confirmed.iter().all(|one| kept.contains(one)), "what is confirmed stays: {confirmed:?} {kept:?}");
            prop_assert!(is_miss || over(&pool) == shared, "a month that is over is shared as it was");
            let (used, budget) = (pool.plan.used(), pool.plan.roster().budget);
            prop_assert!(used.visits <= budget.visits && used.yen <= budget.yen);
            let borne: u64 = pool.months().into_iter().flat_map(|(year, month)| pool.plan.shares_of(year, month)).map(|(_, yen)| yen).sum();
            prop_assert_eq!(borne, used.yen, "every yen is borne by somebody");
            let mut seen = std::collections::HashSet::new();
            for slot in pool.plan.slots().iter().filter(|slot| slot.state.member().is_some()) {
                prop_assert!(seen.insert((slot.day, slot.state.member())), "nobody is visited twice on a day");
                prop_assert!(is_working(slot.day));
            }
            let mut places = std::collections::HashSet::new();
            for slot in pool.plan.slots().iter().filter(|slot| slot.state != SlotState::Off) {
                prop_assert!(places.insert((slot.day, slot.specialist, slot.place)), "nobody is at two places at once");
            }
            today = today + chrono::Days::new(step);
        }
    }
}

#[test]
fn times_follow_one_another() {
    let pool = year();
    let first: Vec<_> =
        pool.plan.slots().iter().take(6).map(|slot| crate::clock::in_japan(pool.begins(slot)).format("%H:%M").to_string()).collect();
    assert_eq!(first, ["09:00", "11:00", "13:00", "15:00", "17:00", "19:00"]);
    assert_eq!(pool.pattern.begins, NaiveTime::from_hms_opt(9, 0, 0).unwrap());
    assert_eq!(pool.pattern.day.weekday, Weekday::Tue);
}
