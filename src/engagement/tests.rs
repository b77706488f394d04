//! The course of an engagement: what each step does, and that every path ends.

use std::sync::LazyLock;

use chrono::{Duration, NaiveDate};
use proptest::prelude::*;

mod meeting;
mod sheets;

use super::*;
use crate::catalogue::{Catalogue, WaitingStage};
use crate::clock::Moment;
use crate::values::Prose;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

/// Read once: thousands of random courses ask for it.
fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded(today()).unwrap());
    &CATALOGUE
}

fn begun() -> Moment {
    "2026-11-24T01:00:00Z".parse().unwrap()
}

fn words(text: &str) -> Prose {
    Prose::parse(text, 1000).unwrap()
}

fn form() -> SheetForm {
    SheetForm {
        frame: "individual".into(),
        scope: "台帳を作る。".into(),
        unit: "visit".into(),
        fee_yen: "20,000".into(),
        count: "4".into(),
        expenses: "交通費は実費。".into(),
        starts_on: "2026-12-01".into(),
        ends_on: "2027-01-31".into(),
        pay_on: "2027-02-28".into(),
        place: "オンライン".into(),
        inspect_on: "2027-02-10".into(),
        access: vec!["screen-only".into()],
        company_duties: "資料をそろえる。".into(),
        specialist_duties: "記録を残す。".into(),
        pledge: "2026-11".into(),
        pledged: true,
    }
}

pub(super) fn sheet() -> Sheet {
    static SHEET: LazyLock<Sheet> = LazyLock::new(|| form().check(catalogue()).unwrap());
    SHEET.clone()
}

fn working() -> Course {
    let mut course = Course::begin(begun());
    assert_eq!(course.propose(Side::Specialist, sheet(), "2026-11", begun()), Ok(1));
    course.agree(Side::Company, 1, "2026-11", begun()).unwrap();
    course
}

/// Two sessions of 120 and 90 minutes, reported.
fn reported() -> Course {
    let mut course = working();
    for minutes in [120, 90] {
        let number = course.plan(Side::Company, begun(), 120, begun()).unwrap();
        course.say(Side::Specialist, number, SessionWord::Held { minutes }, begun()).unwrap();
    }
    course.report(Side::Specialist, words("しました。"), begun()).unwrap();
    course
}

#[test]
fn terms_hold_when_both_have_agreed_to_the_same_version() {
    let mut course = Course::begin(begun());
    course.propose(Side::Specialist, sheet(), "2026-11", begun()).unwrap();
    assert_eq!(course.agree(Side::Specialist, 1, "2026-11", begun()), Err(NotNow), "nobody agrees to their own");
    assert_eq!(course.propose(Side::Company, Sheet { count: 3, ..sheet() }, "2026-11", begun()), Ok(2));
    assert_eq!(course.agree(Side::Company, 1, "2026-11", begun()), Err(NotNow), "the first one is not on the table any more");
    assert_eq!(course.turn(), Some(Side::Specialist));
    assert_eq!(course.agree(Side::Specialist, 2, "2026-10", begun()), Err(NotNow), "the page showed another pledge");
    course.agree(Side::Specialist, 2, "2026-11", begun()).unwrap();
    assert_eq!((course.stage, course.agreed().map(|version| version.sheet.count)), (Stage::Working, Some(3)));
    course.propose(Side::Company, Sheet { count: 9, ..sheet() }, "2026-11", begun()).unwrap();
    assert_eq!(course.agreed().map(|version| version.number), Some(2), "until the other agrees, what was agreed on holds");
}

#[test]
fn the_company_alone_confirms_and_only_what_it_has_seen() {
    let mut course = reported();
    assert_eq!(course.confirm(Side::Specialist, 210, begun()), Err(NotNow));
    assert_eq!(course.confirm(Side::Company, 120, begun()), Err(NotNow));
    course.confirm(Side::Company, 210, begun()).unwrap();
    assert_eq!((course.stage, course.confirmed_minutes()), (Stage::Closed, 210));
    assert_eq!(course.confirm(Side::Company, 210, begun()), Err(NotNow), "once");
}

#[test]
fn other_hours_end_with_a_figure_that_both_have_said() {
    let mut course = reported();
    assert_eq!(course.dispute(Side::Company, 210, words("違います。"), begun()), Err(NotNow), "that is the same figure");
    course.dispute(Side::Company, 150, words("短く終わりました。"), begun()).unwrap();
    assert_eq!(course.answer(Side::Specialist, 211, words("もっと"), begun()), Err(NotNow));
    course.answer(Side::Specialist, 180, words("三時間でした。"), begun()).unwrap();
    assert_eq!((course.stage, course.turn()), (Stage::Confirming, Some(Side::Company)));
    course.dispute(Side::Company, 160, words("やはり短い。"), begun()).unwrap();
    course.answer(Side::Specialist, 160, words("わかりました。"), begun()).unwrap();
    assert_eq!(course.ending, Some(Ending::Agreed { minutes: 160, at: begun() }));
}

#[test]
fn what_was_never_in_dispute_counts_when_nobody_says_more() {
    let (rules, mut course) = (catalogue(), reported());
    course.dispute(Side::Company, 150, words("短く終わりました。"), begun()).unwrap();
    let at = wake_until_over(&mut course, rules, begun());
    assert_eq!(course.ending, Some(Ending::Undisputed { minutes: 150, at }));
}

#[test]
fn a_company_that_says_nothing_can_still_confirm_later() {
    let (rules, mut course) = (catalogue(), reported());
    let at = wake_until_over(&mut course, rules, begun());
    assert_eq!((course.stage, course.confirmed_minutes()), (Stage::Unconfirmed, 0));
    course.confirm(Side::Company, 210, at).unwrap();
    assert_eq!((course.stage, course.confirmed_minutes()), (Stage::Closed, 210));
}

#[test]
fn work_that_stops_in_silence_is_reported_with_what_was_held() {
    let (catalogue, mut course) = (catalogue(), working());
    let rules = catalogue.engagement();
    let number = course.plan(Side::Specialist, begun() + Duration::days(10), 120, begun()).unwrap();
    let deadline = rules.deadline(WaitingStage::Working);
    let from = begun() + Duration::days(10);
    assert_eq!(course.wakes_at(rules), Some(from + Duration::days(i64::from(deadline.remind_days))), "a planned session is waited for");
    assert_eq!(course.say(Side::Specialist, number, SessionWord::Held { minutes: 60 }, begun()), Err(NotNow), "it has not begun");
    course.say(Side::Specialist, number, SessionWord::Held { minutes: 60 }, from).unwrap();
    let reminded = course.wakes_at(rules).unwrap();
    assert_eq!(course.wake(rules, reminded), Some(Woken::Remind(Side::Specialist)));
    let ends = course.wakes_at(rules).unwrap();
    assert_eq!(course.wake(rules, ends), Some(Woken::Reported));
    assert_eq!((course.stage, course.report.as_ref().map(|report| report.minutes)), (Stage::Confirming, Some(60)));
}

#[test]
fn a_session_is_moved_cancelled_or_missed_by_either_side() {
    let mut course = working();
    let later = begun() + Duration::days(2);
    let number = course.plan(Side::Specialist, later, 120, begun()).unwrap();
    assert_eq!(course.say(Side::Company, number, SessionWord::NoShow, begun()), Err(NotNow), "nobody misses what has not begun");
    course.say(Side::Company, number, SessionWord::Move { begins: begun(), minutes: 60 }, begun()).unwrap();
    course.say(Side::Company, number, SessionWord::NoShow, begun()).unwrap();
    assert_eq!(course.sessions[0].state, SessionState::NoShow { of: Side::Specialist });
    assert_eq!(course.say(Side::Company, number, SessionWord::Held { minutes: 5 }, begun()), Err(NotNow), "the specialist logs hours");
    course.say(Side::Specialist, number, SessionWord::Held { minutes: 50 }, begun()).unwrap();
    assert_eq!(course.held_minutes(), 50, "whoever disagrees says so, and the company has the last word when it confirms");
}

#[test]
fn forms_of_hours_are_held_to_what_was_reported() {
    let dispute = |hours: &str, minutes: &str| {
        DisputeForm { hours: hours.into(), minutes: minutes.into(), words: "短い".into() }.check(210).map(|(minutes, _)| minutes)
    };
    assert_eq!(dispute("2", "30"), Ok(150));
    assert_eq!(dispute("", "0"), Ok(0));
    for (hours, minutes, code) in
        [("3", "30", "not-fewer-hours"), ("", "", "required"), ("2", "60", "out-of-range"), ("二", "", "not-a-number")]
    {
        assert_eq!(dispute(hours, minutes).unwrap_err()[0].code, code);
    }
    let form = |day: &str, time: &str, hours: &str| SessionForm {
        day: day.into(),
        time: time.into(),
        hours: hours.into(),
        minutes: String::new(),
    };
    let begins: Moment = "2026-12-01T01:30:00Z".parse().unwrap();
    assert_eq!(form("2026-12-01", "10:30", "2").check(begun()), Ok((begins, 120)));
    for (day, time, hours, code) in [
        ("2020-01-01", "10:00", "2", "not-near"),
        ("2026-12-01", "25:00", "2", "not-a-time"),
        ("2026-12-01", "10:00", "0", "not-a-session"),
    ] {
        assert_eq!(form(day, time, hours).check(begun()).unwrap_err()[0].code, code);
    }
}

/// Two hours are not in dispute, three and a half are reported.
fn deciding() -> Course {
    let mut course = reported();
    assert_eq!(course.put_before(Side::Company, begun()), Err(NotNow), "there is nothing to decide");
    course.dispute(Side::Company, 120, words("短く終わりました。"), begun()).unwrap();
    course.put_before(Side::Specialist, begun()).unwrap();
    course
}

#[test]
fn a_dispute_is_decided_between_what_both_say_and_by_neither_of_them() {
    let mut course = deciding();
    assert_eq!((course.stage, course.turn()), (Stage::Deciding, None));
    assert_eq!(course.put_before(Side::Company, begun()), Err(NotNow), "once");
    assert_eq!(course.answer(Side::Specialist, 180, words("もっと"), begun()), Err(NotNow), "no further round");
    for outside in [119, 211] {
        assert_eq!(course.decide(outside, words("違います。"), begun()), Err(NotNow));
    }
    course.decide(180, words("記録のとおりです。"), begun()).unwrap();
    assert_eq!((course.ending, course.confirmed_minutes()), (Some(Ending::Decided { minutes: 180, at: begun() }), 180));
    let reason = course.report.and_then(|report| report.judging).and_then(|judging| judging.reason);
    assert_eq!(reason, Some(words("記録のとおりです。")));
}

#[test]
fn while_others_decide_either_side_can_give_in() {
    let mut company = deciding();
    company.confirm(Side::Company, 210, begun()).unwrap();
    assert_eq!(company.ending, Some(Ending::Confirmed { minutes: 210, at: begun() }));
    let mut specialist = deciding();
    specialist.answer(Side::Specialist, 120, words("わかりました。"), begun()).unwrap();
    assert_eq!(specialist.ending, Some(Ending::Agreed { minutes: 120, at: begun() }));
}

#[test]
fn who_is_asked_to_decide_is_reminded_and_silence_leaves_what_is_not_in_dispute() {
    let (rules, mut course) = (catalogue().engagement(), deciding());
    let at = course.wakes_at(rules).unwrap();
    assert_eq!(course.wake(rules, at), Some(Woken::RemindJudge));
    let at = wake_until_over(&mut course, catalogue(), at);
    assert_eq!(course.ending, Some(Ending::Undisputed { minutes: 120, at }));
}

#[test]
fn a_company_that_has_mistyped_other_hours_confirms_the_report_after_all() {
    let mut course = reported();
    course.dispute(Side::Company, 2, words("二時間でした。"), begun()).unwrap();
    assert_eq!(course.confirm(Side::Company, 2, begun()), Err(NotNow), "only what was reported");
    assert_eq!(course.confirm(Side::Specialist, 210, begun()), Err(NotNow), "nobody confirms their own hours");
    course.confirm(Side::Company, 210, begun()).unwrap();
    assert_eq!(course.ending, Some(Ending::Confirmed { minutes: 210, at: begun() }));
    assert_eq!(course.answer(Side::Specialist, 2, words("わかりました。"), begun()), Err(NotNow), "it is settled");
}

/// Lets time pass until nothing wakes any more; gives the moment of the last step.
fn wake_until_over(course: &mut Course, catalogue: &Catalogue, from: Moment) -> Moment {
    let mut now = from;
    // A stage is reminded of and ends: no course takes more steps than this.
    for _ in 0..8 {
        let Some(at) = course.wakes_at(catalogue.engagement()) else { return now };
        now = now.max(at);
        assert!(course.wake(catalogue.engagement(), now).is_some(), "{course:?} wakes when it says");
    }
    panic!("{course:?} does not end");
}

/// A step that anybody may try at any time.
#[derive(Clone, Debug)]
enum Step {
    Propose(Side),
    Agree(Side, u16),
    Plan(Side, i64),
    Say(Side, u16, SessionWord),
    Met(Side, u16, bool),
    Report(Side),
    Confirm(Side, u32),
    Dispute(Side, u32),
    Answer(Side, u32),
    PutBefore(Side),
    Decide(u32),
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let side = prop_oneof![Just(Side::Specialist), Just(Side::Company)];
    let minutes = prop_oneof![Just(0_u32), Just(60), Just(120), 0..400_u32];
    let word = prop_oneof![
        (1..200_u32).prop_map(|minutes| SessionWord::Held { minutes }),
        Just(SessionWord::Cancel),
        Just(SessionWord::NoShow),
        (0..20_i64, 1..200_u32).prop_map(|(day, minutes)| SessionWord::Move { begins: begun() + Duration::days(day), minutes }),
    ];
    let step = prop_oneof![
        side.clone().prop_map(Step::Propose),
        (side.clone(), 1..4_u16).prop_map(|(side, number)| Step::Agree(side, number)),
        (side.clone(), 0..20_i64).prop_map(|(side, day)| Step::Plan(side, day)),
        (side.clone(), 1..4_u16, word).prop_map(|(side, number, word)| Step::Say(side, number, word)),
        (side.clone(), 1..4_u16, any::<bool>()).prop_map(|(side, number, met)| Step::Met(side, number, met)),
        side.clone().prop_map(Step::Report),
        (side.clone(), minutes.clone()).prop_map(|(side, minutes)| Step::Confirm(side, minutes)),
        (side.clone(), minutes.clone()).prop_map(|(side, minutes)| Step::Dispute(side, minutes)),
        (side.clone(), minutes.clone()).prop_map(|(side, minutes)| Step::Answer(side, minutes)),
        side.prop_map(Step::PutBefore),
        minutes.prop_map(Step::Decide),
        (0..12_i64).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 0..60)
}

fn take(course: &mut Course, step: &Step, catalogue: &Catalogue, now: &mut Moment) -> Result<(), NotNow> {
    match step.clone() {
        Step::Propose(by) => course.propose(by, sheet(), "2026-11", *now).map(drop),
        Step::Agree(by, number) => course.agree(by, number, "2026-11", *now),
        Step::Plan(by, day) => course.plan(by, begun() + Duration::days(day), 120, *now).map(drop),
        Step::Say(by, number, word) => course.say(by, number, word, *now),
        Step::Met(by, number, met) => course.meet(by, number, met, *now),
        Step::Report(by) => course.report(by, words("しました。"), *now),
        // What the reader sees is what is reported, mostly.
        Step::Confirm(by, minutes) => {
            let seen = course.report.as_ref().map_or(minutes, |report| if minutes == 0 { report.minutes } else { minutes });
            course.confirm(by, seen, *now)
        }
        Step::Dispute(by, minutes) => course.dispute(by, minutes, words("違います。"), *now),
        Step::Answer(by, minutes) => course.answer(by, minutes, words("こうでした。"), *now),
        Step::PutBefore(by) => course.put_before(by, *now),
        Step::Decide(minutes) => course.decide(minutes, words("記録のとおりです。"), *now),
        Step::Wait(days) => {
            *now += Duration::days(days);
            course.wake(catalogue.engagement(), *now);
            Ok(())
        }
    }
}

proptest! {
    #[test]
    fn whatever_anybody_does_every_course_ends_and_confirms_no_more_than_was_reported(steps in steps()) {
        let (catalogue, mut course, mut now) = (catalogue(), Course::begin(begun()), begun());
        for step in &steps {
            let before = course.clone();
            let done = take(&mut course, step, catalogue, &mut now);
            if done == Err(NotNow) {
                prop_assert_eq!(&course, &before, "a step that is not taken changes nothing");
            }
            if matches!(step, Step::Met(..)) {
                let hours = |course: &Course| (course.held_minutes(), course.stage, course.since, course.report.clone());
                prop_assert_eq!(hours(&course), hours(&before), "that both met changes no hours and no deadline");
            }
            prop_assert_eq!(course.stage.is_over() || course.stage == Stage::Deciding, course.turn().is_none());
            prop_assert_eq!(course.stage.is_over(), course.ending.is_some());
            if let Some(report) = &course.report {
                prop_assert!(report.minutes <= report.first_minutes);
                prop_assert!(course.confirmed_minutes() <= report.minutes, "{:?}", course);
            } else {
                prop_assert_eq!(course.confirmed_minutes(), 0);
            }
            let hours_grew = course.confirmed_minutes() > before.confirmed_minutes();
            if let (Some(Ending::Decided { minutes, .. }), Some(report)) = (course.ending, &course.report) {
                let said = report.dispute.as_ref().map(|dispute| dispute.minutes);
                prop_assert!(said.is_some_and(|said| said <= minutes) && minutes <= report.minutes, "{:?}", course);
            }
            let own = matches!(step, Step::Confirm(Side::Specialist, _) | Step::Report(_));
            prop_assert!(!(hours_grew && own), "nobody confirms their own hours: {:?}", step);
        }
        wake_until_over(&mut course, catalogue, now);
        prop_assert!(course.stage.is_over());
    }

    #[test]
    fn a_course_is_read_back_as_it_was_kept(steps in steps()) {
        let (catalogue, mut course, mut now) = (catalogue(), Course::begin(begun()), begun());
        for step in &steps {
            let _ = take(&mut course, step, catalogue, &mut now);
        }
        let kept = serde_json::to_string(&course.to_kept()).unwrap();
        prop_assert_eq!(Course::from_kept(serde_json::from_str::<Course>(&kept).unwrap()), course);
        for new in ["\"deciding\"", "\"decided\""] {
            prop_assert!(!kept.contains(new), "a build from before decisions reads it: {}", kept);
        }
    }
}
