//! Random steps of everybody and of time: nothing follows from a complaint that two have not decided, and each one ends.

use chrono::{Duration, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::catalogue::Catalogue;
use crate::clock::{Moment, japanese};
use crate::engagement::Side;
use crate::values::Prose;

fn catalogue() -> Catalogue {
    Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap()
}

/// A Friday at noon.
fn friday() -> Moment {
    japanese(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(), 12)
}

fn prose(text: &str) -> Prose {
    Prose::parse(text, 1000).unwrap()
}

fn received(by: Side) -> (Catalogue, Complaint) {
    let catalogue = catalogue();
    let filed = Filed { category: "rude".into(), words: prose("秘密の言葉"), wish: prose("謝ってほしい") };
    let complaint = Complaint::receive(by, filed, catalogue.complaints(), catalogue.holidays(), friday());
    (catalogue, complaint)
}

fn verdict(outcome: Outcome, effect: Effect) -> Verdict {
    Verdict { outcome, effect, to_complainant: prose("理由一"), to_other: prose("理由二"), note: Prose::default() }
}

/// Heard, and upheld with this effect.
fn upheld(effect: Effect) -> (Catalogue, Complaint) {
    let (catalogue, mut complaint) = received(Side::Company);
    let rules = catalogue.complaints();
    complaint.take_up().unwrap();
    complaint.hear(prose("要約"), rules, friday()).unwrap();
    complaint.answer(Side::Specialist, prose("答え"), friday()).unwrap();
    complaint.propose(verdict(Outcome::Upheld, effect), "one", friday()).unwrap();
    complaint.confirm(1, "other", rules, friday()).unwrap();
    (catalogue, complaint)
}

#[derive(Clone, Copy, Debug)]
enum Doing {
    TakeUp,
    Hear,
    Answer(Side),
    Propose(Outcome, Effect),
    Confirm(u16),
    Withdraw(Side),
    Appeal(Side),
    Pass(i64),
}

fn doing() -> impl Strategy<Value = Doing> {
    let side = prop_oneof![Just(Side::Company), Just(Side::Specialist)];
    let outcome = (0..Outcome::ALL.len()).prop_map(|at| Outcome::ALL[at]);
    let effect = (0..Effect::ALL.len()).prop_map(|at| Effect::ALL[at]);
    prop_oneof![
        Just(Doing::TakeUp),
        Just(Doing::Hear),
        side.clone().prop_map(Doing::Answer),
        (outcome, effect).prop_map(|(outcome, effect)| Doing::Propose(outcome, effect)),
        (1_u16..4).prop_map(Doing::Confirm),
        side.clone().prop_map(Doing::Withdraw),
        side.prop_map(Doing::Appeal),
        (1_i64..500).prop_map(Doing::Pass),
    ]
}

fn wake(complaint: &mut Complaint, catalogue: &Catalogue, now: Moment) -> usize {
    std::iter::from_fn(|| complaint.wake(catalogue.complaints(), now)).take(20).count()
}

proptest! {
    #[test]
    fn whatever_is_done_nothing_follows_undecided_and_every_complaint_ends(
        by in prop_oneof![Just(Side::Company), Just(Side::Specialist)],
        doings in prop::collection::vec(doing(), 0..40),
    ) {
        let (catalogue, mut complaint) = received(by);
        let (rules, holidays, mut now) = (catalogue.complaints(), catalogue.holidays(), friday());
        for doing in doings {
            let before = complaint.clone();
            let done = match doing {
                Doing::TakeUp => complaint.take_up(),
                Doing::Hear => complaint.hear(prose("要約"), rules, now),
                Doing::Answer(side) => complaint.answer(side, prose("答え"), now),
                Doing::Propose(outcome, effect) => complaint.propose(verdict(outcome, effect), "one", now),
                Doing::Confirm(number) => complaint.confirm(number, "other", rules, now).map(|_| ()),
                Doing::Withdraw(side) => complaint.withdraw(side),
                Doing::Appeal(side) => complaint.appeal(side, prose("不服"), rules, holidays, now),
                Doing::Pass(hours) => {
                    now += Duration::hours(hours);
                    prop_assert!(wake(&mut complaint, &catalogue, now) < 20, "time comes to rest");
                    prop_assert!(complaint.wakes_at(rules).is_none_or(|at| now < at));
                    Ok(())
                }
            };
            if done.is_err() {
                prop_assert_eq!(&complaint, &before, "what is refused changes nothing");
            }
            if before.stage.is_over() {
                prop_assert_eq!(complaint.stage, before.stage, "what is over stays so");
            }
            if complaint.bar.is_some() {
                let decided = complaint.decision().expect("two have decided");
                prop_assert!(decided.verdict.effect.bars() && decided.verdict.outcome == Outcome::Upheld);
                prop_assert!(complaint.is_released() && complaint.by == Side::Company, "nobody is judged unheard, and a company has no entry");
            }
            prop_assert!(complaint.decisions.len() <= 2 && (complaint.appeal.is_some() || complaint.decisions.len() < 2));
        }
        for _ in 0..20 {
            let Some(at) = complaint.wakes_at(rules) else { break };
            now = now.max(at);
            wake(&mut complaint, &catalogue, now);
        }
        prop_assert_eq!(complaint.wakes_at(rules), None);
        prop_assert!(complaint.stage.is_over(), "{:?}", complaint.stage);
        prop_assert!(!matches!(complaint.bar, Some(Bar::Until(_))), "a pause ends");
    }

    #[test]
    fn a_side_that_is_forgotten_leaves_no_word_of_its_own(side in prop_oneof![Just(Side::Company), Just(Side::Specialist)]) {
        let (catalogue, mut complaint) = upheld(Effect::Remove);
        complaint.appeal(side, prose("不服の言葉"), catalogue.complaints(), catalogue.holidays(), friday()).unwrap();
        complaint.forget(side);
        let kept = serde_json::to_string(&complaint).unwrap();
        let (own, others) = if side == Side::Company { ("秘密の言葉", "答え") } else { ("答え", "秘密の言葉") };
        for gone in [own, "不服の言葉", "理由", "要約"] {
            prop_assert!(!kept.contains(gone), "{gone} in {kept}");
        }
        prop_assert!(kept.contains(others) && complaint.stage.is_over());
        prop_assert_eq!(complaint.bar.is_some(), side == Side::Company, "who complained does not take the decision along");
    }
}

#[test]
fn an_answer_is_promised_in_open_days_and_the_operator_is_told_before_and_after() {
    let (catalogue, mut complaint) = received(Side::Company);
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    assert_eq!((complaint.due_on, complaint.wakes_at(catalogue.complaints())), (day(12, 7), Some(japanese(day(12, 2), 0))));
    let rules = catalogue.complaints();
    assert_eq!(complaint.wake(rules, japanese(day(12, 1), 23)), None);
    assert_eq!(complaint.wake(rules, japanese(day(12, 2), 0)), Some(Woken::Remind));
    assert!(!complaint.is_overdue(day(12, 7)) && complaint.is_overdue(day(12, 8)));
    assert_eq!(complaint.wake(rules, japanese(day(12, 8), 0)), Some(Woken::Overdue));
    assert_eq!(complaint.wake(rules, japanese(day(12, 31), 0)), None);
    assert_eq!(complaint.wake(rules, japanese(NaiveDate::from_ymd_opt(2027, 2, 5).unwrap(), 0)), Some(Woken::GaveUp));
    assert_eq!(complaint.stage, Stage::Lapsed);
}

#[test]
fn nobody_is_judged_unheard_and_a_stale_proposal_is_not_confirmed() {
    let (catalogue, mut complaint) = received(Side::Company);
    let rules = catalogue.complaints();
    assert_eq!(complaint.propose(verdict(Outcome::Settled, Effect::Nothing), "one", friday()), Err(NotNow), "nobody has looked");
    complaint.take_up().unwrap();
    assert_eq!(complaint.propose(verdict(Outcome::Upheld, Effect::Note), "one", friday()), Err(NotNow));
    assert_eq!(complaint.propose(verdict(Outcome::NotUpheld, Effect::Pause), "one", friday()), Err(NotNow));
    complaint.propose(verdict(Outcome::NotUpheld, Effect::Nothing), "one", friday()).unwrap();
    complaint.propose(verdict(Outcome::Settled, Effect::Nothing), "one", friday()).unwrap();
    assert_eq!(complaint.confirm(1, "other", rules, friday()), Err(NotNow), "another stands in its place");
    assert_eq!(complaint.confirm(2, "other", rules, friday()), Ok(Effect::Nothing));
    assert_eq!(complaint.appeal(Side::Specialist, prose("不服"), rules, catalogue.holidays(), friday()), Err(NotNow), "who was not told");
}

#[test]
fn a_second_decision_replaces_the_first_and_is_the_last() {
    let (catalogue, mut complaint) = upheld(Effect::Pause);
    let (rules, holidays) = (catalogue.complaints(), catalogue.holidays());
    assert_eq!(complaint.bar, Some(Bar::Until(friday() + Duration::days(90))));
    complaint.appeal(Side::Specialist, prose("不服"), rules, holidays, friday()).unwrap();
    assert!(complaint.bar.is_some(), "what was decided stands meanwhile");
    complaint.propose(verdict(Outcome::NotUpheld, Effect::Nothing), "one", friday()).unwrap();
    complaint.confirm(2, "other", rules, friday()).unwrap();
    assert_eq!((complaint.stage, complaint.bar), (Stage::Closed, None));
    assert_eq!(complaint.appeal(Side::Company, prose("不服"), rules, holidays, friday()), Err(NotNow));
}

#[test]
fn what_is_missing_in_a_form_is_named() {
    let (catalogue, mut complaint) = received(Side::Specialist);
    let at = |errors: Vec<crate::report::FieldError>| errors.into_iter().map(|error| error.pointer).collect::<Vec<_>>();
    let form = ComplaintForm { category: "nothing".into(), ..ComplaintForm::default() };
    assert_eq!(at(form.check(catalogue.complaints()).unwrap_err()), ["/category", "/words"]);
    complaint.take_up().unwrap();
    assert_eq!(at(VerdictForm::default().check(&complaint).unwrap_err()), ["/outcome", "/effect", "/to_complainant"]);
    complaint.hear(prose("要約"), catalogue.complaints(), friday()).unwrap();
    complaint.answer(Side::Company, prose("答え"), friday()).unwrap();
    let form = VerdictForm { outcome: "upheld".into(), effect: "pause".into(), to_complainant: "理由".into(), ..VerdictForm::default() };
    assert_eq!(at(form.check(&complaint).unwrap_err()), ["/effect", "/to_other"], "a company has no entry on the list");
}

#[test]
fn a_number_can_be_read_aloud() {
    let id: crate::ids::ComplaintId = "019aa1b2-0000-7000-8000-00000c0ffee1".parse().unwrap();
    assert_eq!(number_of(id), "0C0F-FEE1");
}
