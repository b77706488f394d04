use chrono::Days;
use proptest::prelude::*;

use crate::credits::Cycle;
use crate::credits::tests::day;

proptest! {
    /// Cycles follow one another without a gap and without two for one day.
    #[test]
    fn every_day_lies_in_exactly_one_cycle(start in 0u64..4000, after in 0u64..9000, years in 1u32..6) {
        let registered_on = day("2016-10-01").checked_add_days(Days::new(start)).unwrap();
        let on = registered_on.checked_add_days(Days::new(after)).unwrap();
        let cycle = Cycle::on(registered_on, years, 0, on).unwrap();
        prop_assert!(cycle.from <= on && on <= cycle.expires_on);
        prop_assert!((1..=years).contains(&cycle.year_of(on).unwrap()));
        let next = Cycle::on(registered_on, years, 0, cycle.expires_on.succ_opt().unwrap()).unwrap();
        prop_assert_eq!(next.from, cycle.expires_on.succ_opt().unwrap());
    }
}

#[test]
fn before_the_registration_there_is_no_cycle() {
    assert_eq!(Cycle::on(day("2025-04-01"), 3, 60, day("2025-03-31")), None);
}

#[test]
fn whoever_registered_on_the_twenty_ninth_of_february_has_a_cycle_too() {
    let cycle = Cycle::on(day("2024-02-29"), 3, 60, day("2027-02-28")).unwrap();
    assert_eq!((cycle.from, cycle.expires_on), (day("2027-02-28"), day("2030-02-27")));
}
