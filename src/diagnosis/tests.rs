use proptest::prelude::*;

use super::*;
use crate::catalogue::{Catalogue, MOST_QUESTIONS};

fn catalogue() -> Catalogue {
    Catalogue::embedded("2026-11-21".parse().unwrap()).unwrap()
}

/// Walks from the beginning with `answer` to each question.
fn walk(catalogue: &Catalogue, mut answer: impl FnMut(&str) -> Answer) -> Answers {
    let (questions, guideline) = (catalogue.questionnaire(), catalogue.guideline());
    let mut answers = Answers::none_yet(questions, guideline);
    while let Some(question) = answers.next(questions) {
        let code = question.code.clone();
        assert!(answers.answer(questions, &code, answer(&code)));
    }
    answers
}

fn found(answers: &Answers, catalogue: &Catalogue) -> (u8, Vec<String>, Vec<String>) {
    let finding = judge(catalogue.questionnaire(), catalogue.guideline(), answers);
    let missing = finding.missing.iter().map(|question| question.code.clone()).collect();
    (finding.step, missing, finding.menus.iter().map(|menu| (*menu).to_owned()).collect())
}

proptest! {
    #[test]
    fn every_way_of_answering_ends_within_fifteen_questions_and_the_figure_of_what_is_left_never_lies(seed in prop::collection::vec(0_usize..3, 16)) {
        let catalogue = catalogue();
        let questions = catalogue.questionnaire();
        let mut answers = Answers::none_yet(questions, catalogue.guideline());
        let mut left = answers.left(questions);
        prop_assert!(left <= MOST_QUESTIONS);
        for pick in seed {
            let Some(question) = answers.next(questions) else { break };
            let code = question.code.clone();
            prop_assert!(answers.answer(questions, &code, Answer::ALL[pick]));
            prop_assert!(answers.left(questions) < left);
            left = answers.left(questions);
        }
        prop_assert_eq!(left, 0);
        let finding = judge(questions, catalogue.guideline(), &answers);
        prop_assert!((1..=4).contains(&finding.step));
        prop_assert!(finding.menus.len() <= MOST_MENUS && finding.menus.iter().all(|menu| catalogue.menu(menu).is_some()));
    }

    #[test]
    fn undo_leads_back_to_where_one_was(seed in prop::collection::vec(0_usize..3, 1..15)) {
        let catalogue = catalogue();
        let questions = catalogue.questionnaire();
        let mut answers = Answers::none_yet(questions, catalogue.guideline());
        for pick in seed {
            let Some(question) = answers.next(questions) else { break };
            let (before, code) = (answers.clone(), question.code.clone());
            answers.answer(questions, &code, Answer::ALL[pick]);
            let mut back = answers.clone();
            back.undo();
            prop_assert_eq!(back, before);
        }
    }
}

#[test]
fn a_company_that_does_nothing_begins_with_step_one() {
    let catalogue = catalogue();
    let answers = walk(&catalogue, |_| Answer::No);
    let (step, missing, menus) = found(&answers, &catalogue);
    assert_eq!((step, menus), (1, vec!["basic-check".to_owned(), "staff-training".to_owned()]));
    assert!(
        missing.contains(&"copies".to_owned()) && !missing.contains(&"plan".to_owned()),
        "what was not asked is not held against anybody"
    );
    assert_eq!(answers.given.len(), 9, "steps 3 and 4 are not asked of whoever has no policy");
}

#[test]
fn whoever_has_all_of_it_works_on_step_four_and_lacks_nothing_for_a_declaration() {
    let catalogue = catalogue();
    let answers = walk(&catalogue, |code| if code == "happened" { Answer::No } else { Answer::Yes });
    assert_eq!(answers.given.len(), MOST_QUESTIONS);
    let finding = judge(catalogue.questionnaire(), catalogue.guideline(), &answers);
    assert_eq!((finding.step, finding.menus), (4, vec!["customer-requirements"]));
    assert!(finding.gaps.iter().all(|(_, lacks)| lacks.is_empty()));
}

#[test]
fn something_that_has_happened_ends_the_questions_at_once() {
    let catalogue = catalogue();
    let answers = walk(&catalogue, |_| Answer::Yes);
    let finding = judge(catalogue.questionnaire(), catalogue.guideline(), &answers);
    assert_eq!((answers.given.len(), finding.incident, finding.menus), (1, true, vec!["incident-first-aid"]));
}

#[test]
fn a_gap_names_what_is_missing_and_what_nobody_knows_is_missing() {
    let catalogue = catalogue();
    let answers = walk(&catalogue, |code| match code {
        "passwords" => Answer::Unsure,
        "happened" | "customer" | "policy" => Answer::No,
        _ => Answer::Yes,
    });
    let finding = judge(catalogue.questionnaire(), catalogue.guideline(), &answers);
    let lacks = |code: &str| {
        let (_, lacks) = finding.gaps.iter().find(|(gap, _)| *gap == code).unwrap();
        lacks.iter().map(|question| question.code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(lacks("one-star"), ["passwords"]);
    assert_eq!(lacks("two-stars"), ["self-check", "policy"]);
    assert_eq!(lacks("star3"), ["passwords", "policy", "told", "in-charge", "suppliers", "plan"]);
}

#[test]
fn whoever_goes_back_and_answers_anew_leaves_what_came_after() {
    let catalogue = catalogue();
    let questions = catalogue.questionnaire();
    let mut answers = walk(&catalogue, |_| Answer::No);
    assert!(answers.answer(questions, "protection", Answer::Yes));
    assert_eq!((answers.given.len(), answers.next(questions).unwrap().code.as_str()), (3, "passwords"));
    assert!(!answers.answer(questions, "plan", Answer::Yes), "what is not asked yet cannot be answered");
    assert!(!answers.answer(questions, "nothing", Answer::Yes));
}

#[test]
fn old_answers_are_read_with_the_edition_with_which_they_were_given() {
    let old = include_str!("../../config/questionnaires/2026-11.toml");
    let new =
        old.replace("edition = \"2026-11\"", "edition = \"2026-12\"").replace("2026-10-01", "2026-11-01").replace("updates", "renewals");
    let guideline = include_str!("../../config/guideline/2026-11.toml").replace("updates", "renewals");
    let mut texts: Vec<(&str, &str)> = crate::catalogue::embedded_texts().filter(|(name, _)| !name.starts_with("guideline")).collect();
    texts.extend([("questionnaires/2026-12.toml", new.as_str()), ("guideline/2026-11.toml", guideline.as_str())]);
    let catalogue = Catalogue::from_texts(texts, "2026-11-21".parse().unwrap()).unwrap();
    assert_eq!(catalogue.questionnaire().name, "2026-12");
    let before = catalogue.questionnaire_of("2026-11").unwrap();
    let mut answers = Answers::none_yet(before, catalogue.guideline());
    assert!(answers.answer(before, "happened", Answer::No) && answers.answer(before, "updates", Answer::No));
    assert_eq!(answers.next(catalogue.questionnaire_of(&answers.questionnaire).unwrap()).unwrap().code, "protection");
}
