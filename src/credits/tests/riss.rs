//! The renewal of registered specialists (design, D1 and E3; seeds S000, S003).

use crate::credits::tests::{RISS, counted, cycle, day, hours, projected, rules};
use crate::credits::{Activity, Amount, CutBy, MilestoneKind};

fn online(on: &str) -> Activity {
    Activity::on("riss-online-course", day(on))
}

fn all_online() -> Vec<Activity> {
    vec![online("2025-09-01"), online("2026-09-01"), online("2027-09-01")]
}

#[test]
fn three_online_courses_and_one_practical_or_specified_course_are_enough() {
    let mut done = all_online();
    assert!(!projected(RISS, &done).is_fulfilled());
    done.push(Activity::on("riss-course", day("2026-01-20")));
    assert!(projected(RISS, &done).is_fulfilled());
}

#[test]
fn practice_stands_for_the_whole_course_or_for_nothing() {
    let mut done = all_online();
    done.push(hours("engagement", 39));
    let short = projected(RISS, &done);
    assert_eq!(short.pot("course").unwrap().counted, Amount::ZERO);
    assert_eq!(short.pot("practice").unwrap().counted, Amount::whole(39));
    assert!(!short.is_fulfilled());
    done.push(hours("in-house-work", 1));
    let enough = projected(RISS, &done);
    assert_eq!(enough.pot("course").unwrap().counted, Amount::whole(1));
    assert!(enough.is_fulfilled());
}

#[test]
fn practice_never_stands_for_an_online_course() {
    let projection = projected(RISS, &[hours("engagement", 400), Activity::on("riss-course", day("2026-01-20"))]);
    assert_eq!(projection.pot("online").unwrap().missing, Amount::whole(3));
    assert!(!projection.is_fulfilled());
}

#[test]
fn the_online_course_is_needed_in_each_year_not_three_times_in_one() {
    let thrice = [online("2025-09-01"), online("2025-10-01"), online("2025-11-01"), Activity::on("riss-course", day("2026-01-20"))];
    assert_eq!(projected(RISS, &thrice).pot("online").unwrap().missing, Amount::whole(2));
}

#[test]
fn paid_work_counts_here() {
    let projection = projected(RISS, &[Activity { is_paid: true, ..hours("engagement", 40) }]);
    assert_eq!(counted(&projection, 0).counted, Amount::whole(40));
}

#[test]
fn nothing_counts_that_ended_within_sixty_days_of_the_expiry() {
    // Registered on 1 April 2025: it ends on 31 March 2028, and sixty days before is 31 January (2028 has a 29 February).
    let rules = rules(RISS);
    assert_eq!(cycle(&rules).expires_on, day("2028-03-31"));
    assert_eq!(cycle(&rules).deadline, day("2028-01-31"));
    let on = |text: &str| projected(RISS, &[Activity { from: day(text), until: day(text), ..hours("engagement", 40) }]);
    assert_eq!(counted(&on("2028-01-31"), 0).counted, Amount::whole(40));
    let late = on("2028-02-01");
    assert_eq!((counted(&late, 0).counted, counted(&late, 0).cuts[0].by.clone()), (Amount::ZERO, CutBy::Late));
    assert_eq!(counted(&on("2028-04-01"), 0).cuts[0].by, CutBy::OutsideCycle);
}

#[test]
fn the_timeline_names_the_years_the_last_day_and_the_expiry() {
    let days: Vec<_> = cycle(&rules(RISS)).milestones().into_iter().map(|milestone| (milestone.on.to_string(), milestone.kind)).collect();
    let expected = [
        ("2026-03-31", MilestoneKind::YearEnds(1)),
        ("2027-03-31", MilestoneKind::YearEnds(2)),
        ("2028-01-31", MilestoneKind::Deadline),
        ("2028-03-31", MilestoneKind::Expiry),
    ];
    assert_eq!(days, expected.map(|(on, kind)| (on.to_owned(), kind)));
}
