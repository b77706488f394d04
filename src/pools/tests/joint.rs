//! Who is visited by whom, where several specialists come.

use super::*;

/// Everybody comes on the second Tuesday.
fn together(specialists: &[u16], wants: &[u16]) -> Roster<u32, u32> {
    let comes = |(id, slots): (u32, &u16)| PoolSpecialist { slots: *slots, ..specialist(id, 2) };
    Roster {
        specialists: (1..).zip(specialists).map(comes).collect(),
        members: (1..).zip(wants).map(|(id, wants)| member(id, *wants)).collect(),
        ..roster(0, 0)
    }
}

fn seen_by(plan: &Plan<u32, u32>, member: u32) -> Vec<u32> {
    let mut seen: Vec<u32> = plan.slots().iter().filter(|slot| slot.state.member() == Some(member)).map(|slot| slot.specialist).collect();
    seen.sort_unstable();
    seen.dedup();
    seen
}

#[test]
fn whoever_may_meet_only_one_specialist_is_not_crowded_out_by_who_may_meet_any() {
    let conflicts = vec![Conflict(Party::Specialist(2), Party::Member(2))];
    let plan = planned(Roster { conflicts, ..together(&[1, 1], &[12, 12]) });
    assert_eq!((plan.visits_of(1), plan.visits_of(2)), (12, 12), "two visits on each day, for two companies");
    assert_eq!((seen_by(&plan, 1), seen_by(&plan, 2)), (vec![2], vec![1]));
}

#[test]
fn a_company_keeps_its_specialist_through_the_year() {
    for weeks in [[2, 2], [2, 3]] {
        let specialists = vec![specialist(1, weeks[0]), specialist(2, weeks[1])];
        let plan = planned(Roster { specialists, ..roster(12, 12) });
        assert!((1..=12).all(|member| plan.visits_of(member) == 12 && seen_by(&plan, member).len() == 1));
    }
}

#[test]
fn among_equals_whoever_knows_the_industry_comes() {
    // Either way round: by chance it is one of them.
    for (first, second) in [(1, 2), (2, 1)] {
        let plan = planned(Roster { suits: vec![(first, 1), (second, 2)], ..together(&[1, 1], &[12, 12]) });
        assert_eq!((seen_by(&plan, 1), seen_by(&plan, 2)), (vec![first], vec![second]));
    }
}

#[test]
fn no_liking_outweighs_what_a_company_lacks() {
    // One visit a month for two: the first would suit, and still they take turns.
    let plan = planned(Roster { suits: vec![(1, 1)], ..together(&[1], &[12, 12]) });
    assert_eq!((plan.visits_of(1), plan.visits_of(2)), (6, 6));
}

/// The part of its visits that a member lacks before a day, in millionths.
fn lacks(plan: &Plan<u32, u32>, day: NaiveDate, one: &PoolMember<u32>) -> u64 {
    let had = plan.slots().iter().filter(|slot| slot.day < day && slot.state.member() == Some(one.id)).count() as u64;
    (u64::from(one.wants) - had) * 1_000_000 / u64::from(one.wants.max(1))
}

/// The most that any choice for a day could make up for, tried out one by one.
fn most(members: &[(u32, u64)], room: &mut [u16], conflicts: &[Conflict<u32, u32>]) -> u64 {
    let Some(((member, lacks), others)) = members.split_first() else { return 0 };
    let mut best = most(others, room, conflicts);
    for place in 0..room.len() {
        let specialist = u32::try_from(place).unwrap() + 1;
        if room[place] > 0 && !conflicts.contains(&Conflict(Party::Specialist(specialist), Party::Member(*member))) {
            room[place] -= 1;
            best = best.max(lacks + most(others, room, conflicts));
            room[place] += 1;
        }
    }
    best
}

proptest! {
    #[test]
    fn no_choice_for_a_day_serves_those_who_lack_more(
        specialists in proptest::collection::vec(1..3_u16, 1..4),
        wants in proptest::collection::vec(0..16_u16, 1..7),
        apart in proptest::collection::vec((1..4_u32, 1..7_u32), 0..8),
        suits in proptest::collection::vec((1..4_u32, 1..7_u32), 0..8),
    ) {
        let is_there = |(one, other): &(u32, u32)| (*one as usize) <= specialists.len() && (*other as usize) <= wants.len();
        let pair = |(one, other)| Conflict(Party::Specialist(one), Party::Member(other));
        let conflicts: Vec<Conflict<u32, u32>> = apart.into_iter().filter(is_there).map(pair).collect();
        let suits = suits.into_iter().filter(is_there).collect();
        let roster = Roster { conflicts: conflicts.clone(), suits, ..together(&specialists, &wants) };
        let plan = planned(roster.clone());
        let mut days: Vec<NaiveDate> = plan.slots().iter().map(|slot| slot.day).collect();
        days.dedup();
        for day in days {
            let members: Vec<(u32, u64)> = roster.members.iter().map(|one| (one.id, lacks(&plan, day, one))).collect();
            let served = |id: u32| plan.slots().iter().any(|slot| slot.day == day && slot.state.member() == Some(id));
            let made_up: u64 = members.iter().filter(|(id, _)| served(*id)).map(|(_, lacks)| lacks).sum();
            prop_assert_eq!(made_up, most(&members, &mut specialists.clone(), &conflicts), "{}", day);
        }
    }
}
