//! Letters about credits, for the snapshots.

use chrono::{Duration, NaiveDate};

use crate::clock::Moment;
use crate::correspondence::{Content, CreditFacts, CreditWord, LetterKind};
use crate::credits::{Activity, ApproverRole, ClaimState};
use crate::ids::Token;
use crate::language::Language;
use crate::post::tests::fixtures::{letter, line};
use crate::post::tests::snapshots::{as_read, settings};

fn facts() -> CreditFacts {
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    CreditFacts { activity: Activity { from: day(2), minutes: 150, is_related: true, ..Activity::on("in-house-work", day(9)) } }
}

pub(super) fn content(kind: LetterKind, now: Moment, page: Token) -> Content {
    let (facts, approver) = (facts(), line("高橋 部長"));
    match kind {
        LetterKind::CreditDecided => {
            Content::CreditDecided { facts, approver, state: ClaimState::Declined, reason: Some(line("時間が記録と違います。")) }
        }
        LetterKind::CreditQuestioned => {
            Content::CreditQuestioned { facts, word: CreditWord::Questioned, reason: line("成果物の日付を教えてください。") }
        }
        _ => {
            let ends_at = now + Duration::days(14);
            Content::CreditAsked { specialist: line("佐藤 健"), facts, role: ApproverRole::Supervisor, ends_at, page }
        }
    }
}

fn keep(name: &str, letter: &crate::correspondence::Letter) {
    settings().bind(|| insta::assert_snapshot!(format!("{name}.{}.text", letter.language.tag()), as_read(letter)));
}

#[test]
fn what_came_of_a_claim_is_told_as_it_came() {
    for language in Language::ALL {
        for (name, to) in [("entered", ClaimState::Entered), ("lapsed", ClaimState::Lapsed)] {
            let mut told = letter(LetterKind::CreditDecided, language);
            let Content::CreditDecided { state, reason, .. } = &mut told.content else { panic!("of a claim") };
            (*state, *reason) = (to, None);
            keep(&format!("credit_decided.{name}"), &told);
        }
        let mut struck = letter(LetterKind::CreditQuestioned, language);
        let Content::CreditQuestioned { word, .. } = &mut struck.content else { panic!("of an entry") };
        *word = CreditWord::Struck;
        keep("credit_questioned.struck", &struck);
        for (name, asked) in [("client", ApproverRole::Client), ("broker", ApproverRole::Broker)] {
            let mut told = letter(LetterKind::CreditAsked, language);
            let Content::CreditAsked { role, .. } = &mut told.content else { panic!("of a claim") };
            *role = asked;
            keep(&format!("credit_asked.{name}"), &told);
        }
    }
}
