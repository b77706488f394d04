//! キャリアコンサルタント (design, E2; seed S000).

use crate::credits::tests::{CAREER, counted, cycle, day, hours, projected, rules};
use crate::credits::{Activity, Amount, CutBy, TitleHeld, project};

#[test]
fn eight_hours_of_knowledge_and_thirty_of_skill_are_enough() {
    let enough = [hours("career-knowledge-course", 8), hours("career-skill-course", 30)];
    assert!(projected(CAREER, &enough).is_fulfilled());
    let short = projected(CAREER, &[hours("career-knowledge-course", 7), hours("career-skill-course", 30)]);
    assert_eq!(short.pot("knowledge").unwrap().missing, Amount::whole(1));
    let short = projected(CAREER, &[hours("career-knowledge-course", 8), hours("career-skill-course", 29)]);
    assert_eq!(short.pot("skill").unwrap().missing, Amount::whole(1));
}

#[test]
fn practice_and_guidance_together_stand_for_at_most_ten_hours_of_skill() {
    let done =
        [hours("career-practice", 9), hours("career-guidance", 9), hours("career-skill-course", 20), hours("career-knowledge-course", 8)];
    let projection = projected(CAREER, &done);
    assert!(projection.is_fulfilled());
    assert_eq!(counted(&projection, 1).counted, Amount::whole(1));
    assert_eq!(counted(&projection, 1).cuts[0].by, CutBy::Most("practice".to_owned()));
    let skill = projection.pot("skill").unwrap();
    assert_eq!(skill.counted, Amount::whole(30));
    let practice = projection.pot("practice").unwrap();
    assert_eq!((practice.came_in, practice.counted), (Amount::whole(18), Amount::whole(10)));
}

#[test]
fn practice_with_more_than_six_people_at_once_does_not_count() {
    let with = |people: u32| projected(CAREER, &[Activity { people, ..hours("career-practice", 3) }]);
    assert_eq!(counted(&with(6), 0).counted, Amount::whole(3));
    let too_many = with(7);
    assert_eq!((counted(&too_many, 0).counted, counted(&too_many, 0).cuts[0].by.clone()), (Amount::ZERO, CutBy::GroupTooLarge));
}

#[test]
fn whoever_holds_the_first_grade_needs_no_courses_of_skill() {
    let rules = rules(CAREER);
    let held = [TitleHeld { code: "career-first-grade".to_owned(), since: day("2010-01-01") }];
    let projection = project(&rules, cycle(&rules), &[hours("career-knowledge-course", 8)], &held);
    assert!(projection.is_fulfilled());
    assert_eq!(projection.pot("skill").unwrap().exempt_by.as_deref(), Some("career-first-grade"));
    assert!(!project(&rules, cycle(&rules), &[], &held).is_fulfilled());
}

#[test]
fn whoever_passed_a_grade_within_five_years_before_the_renewal_needs_none() {
    let rules = rules(CAREER);
    // The cycle ends on 31 March 2030.
    for code in ["career-first-grade", "career-second-grade"] {
        let passed = |since: &str| [TitleHeld { code: code.to_owned(), since: day(since) }];
        assert!(project(&rules, cycle(&rules), &[], &passed("2025-04-01")).is_fulfilled(), "{code}");
        let before = project(&rules, cycle(&rules), &[hours("career-knowledge-course", 8)], &passed("2025-03-31"));
        assert_eq!(before.is_fulfilled(), code == "career-first-grade", "only the first grade spares courses of skill for good");
    }
}

#[test]
fn security_work_is_nothing_to_it() {
    let projection = projected(CAREER, &[hours("engagement", 10)]);
    assert_eq!(counted(&projection, 0).cuts[0].by, CutBy::NoValue);
}
