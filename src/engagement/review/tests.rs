//! What holds of what both sides say, whatever they do and however time goes.

use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn rules() -> ReviewRules {
    toml::from_str(include_str!("../../../config/reviews/2026-11.toml")).unwrap()
}

fn begin() -> Moment {
    chrono::Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap()
}

fn said(answer: &str) -> Said {
    let form = ReviewForm { answers: answers(answer), words: "助かりました。".into() };
    form.check(&rules().of_company).unwrap()
}

fn answers(answer: &str) -> BTreeMap<String, String> {
    rules().of_company.iter().map(|question| (question.code.clone(), answer.to_owned())).collect()
}

fn words() -> Prose {
    Prose::parse("ありがとうございます。", 400).unwrap()
}

#[derive(Clone, Copy, Debug)]
enum Doing {
    Say(Side),
    Reply(Side),
    Forget(Side),
    Object(Side),
    Judge(Side, bool),
    Wait(i64),
}

fn doing() -> impl Strategy<Value = Doing> {
    let side = || proptest::sample::select(vec![Side::Company, Side::Specialist]);
    prop_oneof![
        4 => side().prop_map(Doing::Say),
        2 => side().prop_map(Doing::Reply),
        1 => side().prop_map(Doing::Forget),
        2 => side().prop_map(Doing::Object),
        2 => (side(), any::<bool>()).prop_map(|(side, out)| Doing::Judge(side, out)),
        3 => (0i64..24 * 30).prop_map(Doing::Wait),
    ]
}

proptest! {
    #[test]
    fn nobody_answers_to_what_they_have_read_and_what_is_read_stays(done in proptest::collection::vec(doing(), 0..20)) {
        let (rules, mut all, mut now) = (rules(), Reviews::begin(begin()), begin());
        let mut was_shown = false;
        for doing in done {
            let before = all.clone();
            let taken = match doing {
                Doing::Say(side) => all.say(side, said("mostly"), &rules, now),
                Doing::Reply(side) => all.reply(side, words(), &rules, now),
                Doing::Forget(side) => {
                    all.forget(side);
                    Ok(())
                }
                Doing::Object(side) => all.object(side, &rules, now),
                Doing::Judge(side, take_out) => all.judge(side, WordsVerdict { take_out, reason: words() }, now),
                Doing::Wait(hours) => {
                    now += Duration::hours(hours);
                    Ok(())
                }
            };
            if taken.is_err() {
                prop_assert_eq!(&all, &before, "what is refused changes nothing");
            }
            for side in [Side::Company, Side::Specialist] {
                prop_assert!(all.seen_by(side, &rules, now).is_none() || !all.can_say(&rules, now), "nobody says anything who could have read");
                if was_shown {
                    let plain = |reviews: &Reviews| reviews.by(side).map(|review| review.answers.clone());
                    prop_assert_eq!(plain(&all), plain(&before), "what could be read is not changed");
                }
                prop_assert!(all.by(side).and_then(|review| review.reply.as_ref()).is_none() || all.is_shown(&rules, now));
            }
            if let (Doing::Judge(side, true), Ok(())) = (doing, taken) {
                prop_assert_eq!(all.words_of(side).count(), 0, "what is taken out is gone");
            }
            prop_assert!(all.objected_since().is_none() || all.is_shown(&rules, now), "nobody objects to what they have not read");
            prop_assert!(!was_shown || all.is_shown(&rules, now), "what was shown stays shown");
            was_shown = all.is_shown(&rules, now);
            // Nobody waits for the other for ever.
            prop_assert!(all.first_at.is_none_or(|first| all.is_shown(&rules, first + days(rules.show_days))));
        }
    }

    #[test]
    fn counts_are_of_all_reviews_and_nothing_is_told_of_few(given in proptest::collection::vec(0usize..3, 0..12)) {
        let rules = rules();
        let codes = ["fully", "mostly", "hardly"];
        let mut every = Vec::new();
        for one in &given {
            let mut all = Reviews::begin(begin());
            all.say(Side::Company, said(codes[*one]), &rules, begin()).unwrap();
            all.forget(Side::Company);
            every.push(all.by_company.unwrap());
        }
        let told = told_together(&rules.of_company, &every.iter().collect::<Vec<_>>(), rules.least);
        prop_assert_eq!(told.is_some(), given.len() >= 5);
        for question in told.into_iter().flatten() {
            let counts: Vec<u32> = question.counts.iter().map(|(_, count)| *count).collect();
            let expected: Vec<u32> = (0..3).map(|at| given.iter().filter(|one| **one == at).count() as u32).collect();
            prop_assert_eq!(counts, expected, "forgetting the words leaves the counts right");
        }
    }
}

#[test]
fn every_question_is_answered_and_each_mistake_is_named() {
    let form = ReviewForm { answers: BTreeMap::from([("understood".to_owned(), "great".to_owned())]), words: "あ".repeat(401) };
    let errors = form.check(&rules().of_company).unwrap_err();
    let named: Vec<(&str, &str)> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
    let expected = [
        ("/answers/understood", "unknown-code"),
        ("/answers/as-agreed", "required"),
        ("/answers/usable", "required"),
        ("/words", "too-long"),
    ];
    assert_eq!(named, expected);
}

#[test]
fn the_first_is_read_after_two_weeks_where_the_other_says_nothing() {
    let (rules, mut all) = (rules(), Reviews::begin(begin()));
    all.say(Side::Company, said("fully"), &rules, begin()).unwrap();
    let shown = begin() + Duration::days(14);
    assert_eq!(all.seen_by(Side::Specialist, &rules, shown - Duration::seconds(1)), None);
    assert!(all.seen_by(Side::Specialist, &rules, shown).is_some());
    assert_eq!(all.say(Side::Specialist, said("fully"), &rules, shown), Err(NotNow), "who could have read says nothing any more");
    all.reply(Side::Specialist, words(), &rules, shown).unwrap();
    assert_eq!(all.reply(Side::Specialist, words(), &rules, shown), Err(NotNow), "once");
}

#[test]
fn whoever_objects_to_words_hears_once_and_can_object_to_new_ones() {
    let (rules, mut all) = (rules(), Reviews::begin(begin()));
    let verdict = |take_out| WordsVerdict { take_out, reason: words() };
    all.say(Side::Company, said("hardly"), &rules, begin()).unwrap();
    assert_eq!(all.object(Side::Specialist, &rules, begin()), Err(NotNow), "nobody objects to what they cannot read");
    all.say(Side::Specialist, said("fully"), &rules, begin()).unwrap();
    all.object(Side::Specialist, &rules, begin()).unwrap();
    assert_eq!(all.object(Side::Specialist, &rules, begin()), Err(NotNow), "once");
    all.judge(Side::Company, verdict(false), begin()).unwrap();
    assert_eq!(all.judge(Side::Company, verdict(true), begin()), Err(NotNow), "decided is decided");
    assert_eq!(all.object(Side::Specialist, &rules, begin() + Duration::days(1)), Err(NotNow), "and not again about the same words");
    all.reply(Side::Company, words(), &rules, begin() + Duration::days(2)).unwrap();
    let later = begin() + Duration::days(3);
    all.object(Side::Specialist, &rules, later).unwrap();
    all.judge(Side::Company, verdict(true), later).unwrap();
    assert_eq!((all.words_of(Side::Company).count(), all.words_of(Side::Specialist).count()), (0, 1));
    assert!(all.by_company.is_some_and(|review| review.answers.len() == 3), "answers stay");
}

#[test]
fn a_verdict_has_a_reason_and_a_reply_has_words() {
    let errors = WordsVerdictForm { decision: "burn".into(), reason: " ".into() }.check().unwrap_err();
    let named: Vec<(&str, &str)> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
    assert_eq!(named, [("/decision", "unknown-code"), ("/reason", "required")]);
    assert_eq!(ReplyForm::default().check().unwrap_err()[0].code, "required");
}
