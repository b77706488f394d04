//! That both met, as the company says.

use super::*;

#[test]
fn the_company_alone_says_that_both_met_and_it_changes_no_hours() {
    let mut course = working();
    let number = course.plan(Side::Company, begun(), 120, begun()).unwrap();
    assert_eq!(course.meet(Side::Company, number, true, begun()), Err(NotNow), "nothing was held, as the specialist says");
    course.say(Side::Specialist, number, SessionWord::Held { minutes: 90 }, begun()).unwrap();
    assert_eq!(course.meet(Side::Specialist, number, true, begun()), Err(NotNow), "that is the company's word");
    assert_eq!(course.meet(Side::Company, number + 1, true, begun()), Err(NotNow));
    let later = begun() + Duration::days(3);
    course.meet(Side::Company, number, true, later).unwrap();
    course.meet(Side::Company, number, true, later + Duration::days(1)).unwrap();
    assert_eq!((course.sessions[0].met_at, course.held_minutes(), course.since), (Some(later), 90, begun()));
    course.say(Side::Specialist, number, SessionWord::Held { minutes: 80 }, later).unwrap();
    assert_eq!(course.met_of_held(), (1, 1), "hours that are corrected are another matter");
    course.report(Side::Specialist, words("しました。"), later).unwrap();
    course.meet(Side::Company, number, false, later).unwrap();
    assert_eq!(course.met_of_held(), (0, 1), "a slip of the finger is taken back");
    course.meet(Side::Company, number, true, later).unwrap();
    course.confirm(Side::Company, 80, later).unwrap();
    assert_eq!(course.meet(Side::Company, number, false, later), Err(NotNow), "what is settled stays as it was");
}

#[test]
fn a_company_that_says_nobody_came_has_not_met() {
    let held = || {
        let mut course = working();
        let number = course.plan(Side::Company, begun(), 120, begun()).unwrap();
        course.say(Side::Specialist, number, SessionWord::Held { minutes: 90 }, begun()).unwrap();
        course.meet(Side::Company, number, true, begun()).unwrap();
        course
    };
    let (mut company, mut specialist) = (held(), held());
    company.say(Side::Company, 1, SessionWord::NoShow, begun()).unwrap();
    assert_eq!(company.sessions[0].met_at, None);
    specialist.say(Side::Specialist, 1, SessionWord::NoShow, begun()).unwrap();
    assert_eq!(specialist.sessions[0].met_at, Some(begun()), "nobody takes the company's word back for it");
}

#[test]
fn sessions_from_before_this_word_are_read() {
    let mut course = reported();
    let kept = serde_json::to_string(&course).unwrap();
    assert!(!kept.contains("met_at"), "an older build reads it as it was");
    course.meet(Side::Company, 1, true, begun()).unwrap();
    assert_ne!(serde_json::from_str::<Course>(&kept).unwrap(), course);
}
