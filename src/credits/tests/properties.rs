//! What holds of any activities in any scheme.

use chrono::Days;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::credits::tests::{CAREER, CISSP, RISS, cycle, day, rules};
use crate::credits::{Activity, Amount, AuthorRole, ForWhom, RuleSet, Tally, project};

fn schemes() -> [RuleSet; 3] {
    [CISSP, CAREER, RISS].map(rules)
}

fn activity() -> impl Strategy<Value = Activity> {
    let kinds: Vec<String> = schemes().iter().flat_map(|rules| rules.values.iter().map(|value| value.kind.clone())).collect();
    let author = prop::sample::select(vec![None, Some(AuthorRole::Sole), Some(AuthorRole::Joint), Some(AuthorRole::Editor)]);
    let whom = prop::sample::select(vec![ForWhom::Employer, ForWhom::Customer, ForWhom::Others]);
    // From a year before the cycle to years after it.
    let first = prop::sample::select(kinds);
    (first, 0u64..2600, 0u32..6000, 1u32..5, author, 0u32..120, any::<(bool, bool)>(), whom, 1u32..12).prop_map(
        |(kind, after, minutes, count, author, days, (is_related, is_paid), for_whom, people)| {
            let until = day("2024-04-01").checked_add_days(Days::new(after)).unwrap();
            Activity { kind, from: until, until, minutes, count, author, days, is_related, is_paid, for_whom, people }
        },
    )
}

proptest! {
    /// Nothing is lost without a reason, and nothing counts more than it is worth.
    #[test]
    fn what_counted_and_what_was_cut_is_what_it_is_worth(activities in vec(activity(), 0..40)) {
        for rules in schemes() {
            for entry in project(&rules, cycle(&rules), &activities, &[]).entries {
                let lost: Amount = entry.cuts.iter().map(|cut| cut.lost).sum();
                prop_assert_eq!(entry.counted + lost, entry.full);
                prop_assert_eq!(entry.counted < entry.full || entry.full == Amount::ZERO && entry.pot.is_none(), !entry.cuts.is_empty());
            }
        }
    }

    /// What entries say counts adds up to what the pot that holds all says.
    #[test]
    fn entries_add_up_to_their_pots(activities in vec(activity(), 0..60)) {
        for rules in schemes() {
            let projection = project(&rules, cycle(&rules), &activities, &[]);
            for pot in rules.pots.iter().filter(|pot| pot.whole.is_none()) {
                let within: Vec<&str> = rules.pots.iter().filter(|other| other.whole.is_none() && rules.flow(&other.code).any(|to| to.code == pot.code)).map(|other| other.code.as_str()).collect();
                let entries: Amount = projection.entries.iter().filter(|entry| entry.pot.as_deref().is_some_and(|own| within.contains(&own))).map(|entry| entry.counted).sum();
                let deemed: Amount = rules.pots.iter().filter(|other| other.within.as_deref() == Some(&pot.code)).filter_map(|other| {
                    let whole = other.whole?;
                    (projection.pot(&other.code)?.counted >= whole.from).then_some(whole.gives)
                }).sum();
                prop_assert_eq!(entries + deemed, projection.pot(&pot.code).unwrap().counted, "{} {}", rules.scheme, pot.code);
            }
        }
    }

    /// The bounds of CISSP, whatever somebody enters.
    #[test]
    fn group_b_never_counts_more_than_thirty_and_one_activity_never_more_than_forty(activities in vec(activity(), 0..80)) {
        let projection = project(&rules(CISSP), cycle(&rules(CISSP)), &activities, &[]);
        prop_assert!(projection.pot("b").unwrap().counted <= Amount::whole(30));
        let of_b: Amount = projection.entries.iter().filter(|entry| entry.pot.as_deref() == Some("b")).map(|entry| entry.counted).sum();
        prop_assert!(of_b <= Amount::whole(30));
        prop_assert!(projection.entries.iter().all(|entry| entry.counted <= Amount::whole(40)));
        let paid = projection.entries.iter().filter(|entry| activities[entry.index].is_paid && activities[entry.index].kind == "engagement");
        prop_assert!(paid.map(|entry| entry.counted).sum::<Amount>() == Amount::ZERO);
    }

    #[test]
    fn practice_never_stands_for_more_than_ten_hours_of_skill(activities in vec(activity(), 0..80)) {
        let projection = project(&rules(CAREER), cycle(&rules(CAREER)), &activities, &[]);
        prop_assert!(projection.pot("practice").unwrap().counted <= Amount::whole(10));
    }

    /// Running figures, changed by entries and reversals in any order, are what a projection from nothing gives of what is left.
    #[test]
    fn running_figures_are_those_worked_out_from_zero(activities in vec((activity(), any::<bool>()), 0..40), shuffle in any::<prop::sample::Index>()) {
        for rules in schemes() {
            let mut tally = Tally::new(&rules, cycle(&rules));
            for (activity, _) in &activities {
                tally.add(&rules, activity);
            }
            let (taken, left): (Vec<_>, Vec<_>) = activities.iter().cloned().partition(|(_, taken)| *taken);
            for (activity, _) in &taken {
                tally.take_back(&rules, activity);
            }
            let mut left: Vec<Activity> = left.into_iter().map(|(activity, _)| activity).collect();
            let projection = project(&rules, cycle(&rules), &left, &[]);
            let turns = if left.is_empty() { 0 } else { shuffle.index(left.len()) };
            left.rotate_left(turns);
            let turned = project(&rules, cycle(&rules), &left, &[]);
            for pot in &projection.pots {
                prop_assert_eq!(tally.total(&rules, &pot.code), (pot.came_in, pot.counted));
                prop_assert_eq!(turned.pot(&pot.code), Some(pot));
            }
        }
    }

    /// More work never makes a renewal less done.
    #[test]
    fn one_more_activity_takes_nothing_away(activities in vec(activity(), 0..40), more in activity()) {
        for rules in schemes() {
            let before = project(&rules, cycle(&rules), &activities, &[]);
            let after = project(&rules, cycle(&rules), &[activities.clone(), vec![more.clone()]].concat(), &[]);
            for pot in &before.pots {
                let then = after.pot(&pot.code).unwrap();
                prop_assert!(then.counted >= pot.counted && then.missing <= pot.missing);
            }
        }
    }
}
