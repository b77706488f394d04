//! A pool through its year.

mod joint;
mod turns;

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;

use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Weekdays, except two holidays of the year that fall on the pool's days.
fn is_working(on: NaiveDate) -> bool {
    let holidays = [day(2026, 8, 11), day(2027, 2, 23)];
    on.weekday().num_days_from_monday() < 5 && !holidays.contains(&on)
}

fn specialist(id: u32, week: u8) -> PoolSpecialist<u32> {
    PoolSpecialist { id, day: DayRule { weekday: Weekday::Tue, week }, slots: 6, slot_minutes: 120, fee_yen: 20_000 }
}

fn member(id: u32, wants: u16) -> PoolMember<u32> {
    PoolMember { id, wants, employees: 10 * id, from: day(2026, 4, 1), until: None }
}

fn roster(members: u32, wants: u16) -> Roster<u32, u32> {
    Roster {
        first: day(2026, 4, 1),
        last: day(2027, 3, 31),
        specialists: vec![specialist(1, 2)],
        members: (1..=members).map(|id| member(id, wants)).collect(),
        conflicts: Vec::new(),
        suits: Vec::new(),
        budget: Budget { visits: 1_000, yen: 100_000_000 },
    }
}

fn planned(roster: Roster<u32, u32>) -> Plan<u32, u32> {
    plan(roster, SplitRule::Equal, &is_working).unwrap()
}

fn at(plan: &Plan<u32, u32>, on: NaiveDate, member: u32) -> usize {
    plan.slots().iter().position(|slot| slot.day == on && slot.state == SlotState::Taken(member)).unwrap()
}

#[test]
fn six_companies_share_one_day_a_month_through_a_year_with_holidays() {
    let plan = planned(roster(6, 12));
    let mut days: Vec<NaiveDate> = plan.slots().iter().map(|slot| slot.day).collect();
    days.dedup();
    assert_eq!(days.len(), 12);
    assert!(days.contains(&day(2026, 8, 12)), "the second Tuesday of August is a holiday, so it is the day after: {days:?}");
    assert!((1..=6).all(|member| plan.visits_of(member) == 12));
    for on in days {
        let mut that_day: Vec<u32> = plan.slots().iter().filter(|slot| slot.day == on).filter_map(|slot| slot.state.member()).collect();
        that_day.sort_unstable();
        assert_eq!(that_day, [1, 2, 3, 4, 5, 6], "{on}");
    }
    let last: Vec<u32> = plan.slots().iter().filter(|slot| slot.place == 5).filter_map(|slot| slot.state.member()).collect();
    assert!((1..=6).all(|member| last.iter().filter(|one| **one == member).count() == 2), "everybody is last as often: {last:?}");
    assert_eq!(plan.waiting(), []);
}

#[test]
fn a_month_without_a_working_day_after_the_rule_takes_one_before() {
    let only = |on: NaiveDate| on == day(2026, 5, 7);
    let rule = DayRule { weekday: Weekday::Tue, week: 4 };
    assert_eq!(days_of(rule, day(2026, 5, 1), day(2026, 6, 30), &only), [day(2026, 5, 7)], "June has none at all");
}

#[test]
fn a_slot_that_is_handed_back_goes_to_who_waits() {
    let mut plan = planned(roster(7, 12));
    // 72 slots for 84 wishes.
    assert_eq!(plan.waiting().iter().map(|one| one.lacks).sum::<u16>(), 12);
    assert!(plan.waiting().iter().all(|one| one.why == WhyUnserved::NoSlots));
    let on = plan.slots()[0].day;
    let idle = (1..=7).find(|member| !plan.slots().iter().any(|slot| slot.day == on && slot.state == SlotState::Taken(*member))).unwrap();
    let gives = (1..=7).find(|member| *member != idle).unwrap();
    let slot = at(&plan, on, gives);
    assert_eq!(plan.hand_back(slot), Ok(Some(idle)));
    assert_eq!(plan.slots()[slot].state, SlotState::Taken(idle));
}

#[test]
fn a_slot_that_nobody_can_take_stays_free_and_costs_nothing() {
    let mut plan = planned(roster(6, 12));
    let on = plan.slots()[0].day;
    let slot = at(&plan, on, 3);
    assert_eq!(plan.hand_back(slot), Ok(None));
    assert_eq!(plan.hand_back(slot), Err(NotTaken), "it is nobody's now");
    assert_eq!(plan.used(), Budget { visits: 71, yen: 71 * 20_000 });
    assert_eq!(plan.waiting().iter().map(|one| (one.member, one.lacks)).collect::<Vec<_>>(), [(3, 1)]);
}

#[test]
fn whoever_does_not_turn_up_pays_all_the_same() {
    let mut plan = planned(roster(6, 12));
    plan.change_split(day(2026, 4, 1), SplitRule::ByMinutes);
    let on = plan.slots()[0].day;
    let before = plan.shares_of(2026, 4);
    let slot = at(&plan, on, 2);
    plan.miss(slot).unwrap();
    assert_eq!(plan.miss(slot), Err(NotTaken));
    assert_eq!((plan.shares_of(2026, 4), plan.visits_of(2)), (before, 12));
}

#[test]
fn who_leaves_makes_room_and_bears_nothing_afterwards() {
    let mut plan = planned(roster(7, 12));
    let after = day(2026, 9, 30);
    plan.leave(4, after);
    assert!(plan.slots().iter().filter(|slot| slot.day > after).all(|slot| slot.state.member() != Some(4)));
    assert!(plan.slots().iter().all(|slot| slot.state != SlotState::Free), "the six who stay take what is left");
    assert!(plan.shares_of(2026, 9).iter().any(|(member, _)| *member == 4));
    assert!(plan.shares_of(2026, 10).iter().all(|(member, _)| *member != 4));
}

#[test]
fn another_way_to_share_holds_from_its_day_on() {
    let mut plan = planned(roster(6, 12));
    plan.change_split(day(2026, 10, 1), SplitRule::BySize);
    assert_eq!(plan.shares_of(2026, 9), (1..=6).map(|member| (member, 20_000)).collect::<Vec<_>>());
    // 120,000 by 10 : 20 : 30 : 40 : 50 : 60.
    assert_eq!(plan.shares_of(2026, 10), [(1, 5_714), (2, 11_429), (3, 17_143), (4, 22_857), (5, 28_571), (6, 34_286)]);
}

#[test]
fn two_who_must_not_meet_do_not() {
    let mut roster = roster(6, 12);
    roster.specialists.push(specialist(2, 3));
    roster.conflicts = vec![
        Conflict(Party::Specialist(1), Party::Member(1)),
        // Competitors, told the other way round than they are asked for.
        Conflict(Party::Member(3), Party::Member(2)),
    ];
    let plan = planned(roster);
    for slot in plan.slots().iter().filter(|slot| slot.state == SlotState::Taken(1)) {
        assert_eq!(slot.specialist, 2);
    }
    let mut days: HashMap<(NaiveDate, u32), Vec<u32>> = HashMap::new();
    for slot in plan.slots() {
        days.entry((slot.day, slot.specialist)).or_default().extend(slot.state.member());
    }
    assert!(days.values().all(|members| !(members.contains(&2) && members.contains(&3))));
    assert!((1..=6).all(|member| plan.visits_of(member) == 12), "there is another specialist for them");
}

#[test]
fn a_budget_in_visits_and_in_yen_is_kept() {
    for (budget, visits) in [(Budget { visits: 10, yen: 100_000_000 }, 10), (Budget { visits: 1_000, yen: 130_000 }, 6)] {
        let plan = planned(Roster { budget, ..roster(6, 12) });
        assert_eq!(plan.used().visits, visits);
        assert!(plan.waiting().iter().all(|one| one.why == WhyUnserved::Budget));
    }
}

#[test]
fn who_is_kept_away_from_everybody_hears_why() {
    let mut roster = roster(2, 12);
    roster.conflicts = vec![Conflict(Party::Member(2), Party::Specialist(1))];
    let plan = planned(roster);
    assert_eq!(plan.waiting(), [Unserved { member: 2, lacks: 12, why: WhyUnserved::Conflict }]);
}

#[test]
fn a_roster_that_makes_no_sense_is_refused() {
    let wrong = |change: fn(&mut Roster<u32, u32>)| {
        let mut roster = roster(2, 1);
        change(&mut roster);
        plan(roster, SplitRule::Equal, &is_working).map(|_| ()).unwrap_err()
    };
    assert_eq!(wrong(|roster| roster.last = day(2026, 3, 1)), RosterError::NotAYear);
    assert_eq!(wrong(|roster| roster.last = day(2027, 4, 30)), RosterError::NotAYear);
    assert_eq!(wrong(|roster| roster.specialists[0].slots = 0), RosterError::NoSlots);
    assert_eq!(wrong(|roster| roster.specialists[0].day.week = 5), RosterError::NoSlots);
    assert_eq!(wrong(|roster| roster.members[0].id = 2), RosterError::Twice);
    assert_eq!(wrong(|roster| roster.conflicts = vec![Conflict(Party::Member(1), Party::Member(9))]), RosterError::UnknownPair);
    assert_eq!(wrong(|roster| roster.conflicts = vec![Conflict(Party::Member(1), Party::Member(1))]), RosterError::UnknownPair);
}

fn rosters() -> impl Strategy<Value = Roster<u32, u32>> {
    let members = proptest::collection::vec((0..14_u16, 1..300_u32), 1..14);
    let specialists = proptest::collection::vec((1..=4_u8, 1..7_u16, 0..40_000_u64), 1..4);
    let pairs = proptest::collection::vec((0..4_u32, 0..14_u32, any::<bool>()), 0..8);
    let suits = proptest::collection::vec((0..4_u32, 0..14_u32), 0..8);
    (members, specialists, pairs, suits, 0..150_u32, 0..3_000_000_u64).prop_map(|(members, specialists, pairs, suits, visits, yen)| {
        let (most, count) = (u32::try_from(members.len()).unwrap(), u32::try_from(specialists.len()).unwrap());
        let pair = |(one, other, both): (u32, u32, bool)| match both {
            true => Conflict(Party::Member(one % most), Party::Member(other % most)),
            false => Conflict(Party::Specialist(one % count), Party::Member(other % most)),
        };
        let member = |(id, (wants, employees)): (usize, (u16, u32))| PoolMember {
            id: u32::try_from(id).unwrap(),
            wants,
            employees,
            from: day(2026, 4, 1),
            until: None,
        };
        let comes = |(id, (week, slots, fee_yen)): (usize, (u8, u16, u64))| PoolSpecialist {
            slots,
            fee_yen,
            ..specialist(u32::try_from(id).unwrap(), week)
        };
        Roster {
            first: day(2026, 4, 1),
            last: day(2027, 3, 31),
            specialists: specialists.into_iter().enumerate().map(comes).collect(),
            members: members.into_iter().enumerate().map(member).collect(),
            conflicts: pairs.into_iter().map(pair).filter(|Conflict(one, other)| one != other).collect(),
            suits: suits.into_iter().map(|(one, other)| (one % count, other % most)).collect(),
            budget: Budget { visits, yen },
        }
    })
}

/// What holds of every plan.
fn holds(plan: &Plan<u32, u32>, roster: &Roster<u32, u32>) -> Result<(), TestCaseError> {
    let mut seen: HashMap<(NaiveDate, u32), u32> = HashMap::new();
    for slot in plan.slots() {
        let Some(member) = slot.state.member() else { continue };
        prop_assert!(seen.insert((slot.day, member), slot.specialist).is_none(), "nobody is in two places on {}", slot.day);
        prop_assert!(is_working(slot.day));
        for Conflict(one, other) in &roster.conflicts {
            let meets = |party: &Party<u32, u32>| match party {
                Party::Specialist(id) => *id == slot.specialist,
                Party::Member(id) => plan
                    .slots()
                    .iter()
                    .any(|with| with.day == slot.day && with.specialist == slot.specialist && with.state.member() == Some(*id)),
            };
            prop_assert!(!(meets(one) && meets(other)), "{one:?} and {other:?} on {}", slot.day);
        }
    }
    for member in &roster.members {
        prop_assert!(plan.visits_of(member.id) <= usize::from(member.wants));
    }
    let used = plan.used();
    prop_assert!(used.visits <= roster.budget.visits && used.yen <= roster.budget.yen);
    let months = (4..=12).map(|month| (2026, month)).chain((1..=3).map(|month| (2027, month)));
    let borne: u64 = months.flat_map(|(year, month)| plan.shares_of(year, month)).map(|(_, yen)| yen).sum();
    prop_assert_eq!(borne, used.yen, "every yen is borne by somebody");
    Ok(())
}

proptest! {
    #[test]
    fn shares_add_up_and_nobody_is_off_by_a_yen(total in 0..10_000_000_000_u64, weights in proptest::collection::vec(0..100_000_u64, 1..60)) {
        let shares = split(total, &weights);
        prop_assert_eq!(shares.iter().sum::<u64>(), total);
        let sum: u64 = weights.iter().sum();
        for (share, weight) in shares.iter().zip(&weights).filter(|_| sum > 0) {
            let floor = u128::from(total) * u128::from(*weight) / u128::from(sum);
            prop_assert!((floor..=floor + 1).contains(&u128::from(*share)));
            prop_assert!(*weight > 0 || *share == 0, "who weighs nothing bears nothing");
        }
    }

    #[test]
    fn who_weighs_more_never_bears_less(total in 0..1_000_000_u64, weights in proptest::collection::vec(1..1_000_u64, 2..20)) {
        let shares = split(total, &weights);
        for (one, share) in weights.iter().zip(&shares) {
            for (other, others) in weights.iter().zip(&shares) {
                prop_assert!(one <= other || share >= others);
            }
        }
    }

    #[test]
    fn every_plan_keeps_its_roster_whatever_happens_in_the_year(
        roster in rosters(),
        changes in proptest::collection::vec((0..4_u8, 0..400_usize, 0..14_u32, 1..12_u32), 0..12),
    ) {
        let mut plan = planned(roster.clone());
        holds(&plan, &roster)?;
        for (what, slot, member, months) in changes {
            let on = day(2026, 4, 1).checked_add_months(chrono::Months::new(months)).unwrap();
            match what {
                0 => drop(plan.hand_back(slot)),
                1 => drop(plan.miss(slot)),
                2 => plan.leave(member, on),
                _ => plan.change_split(on, [SplitRule::Equal, SplitRule::ByMinutes, SplitRule::BySize][slot % 3]),
            }
            holds(&plan, &roster)?;
        }
    }

    #[test]
    fn equal_rosters_give_equal_plans(roster in rosters()) {
        let (one, other) = (planned(roster.clone()), planned(roster));
        prop_assert_eq!(one.slots(), other.slots());
    }
}
