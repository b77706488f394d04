//! Letters about complaints, for the snapshots.

use chrono::{Duration, NaiveDate};

use crate::clock::Moment;
use crate::complaints::{Effect, Outcome};
use crate::correspondence::{ComplaintFacts, ComplaintReader, ComplaintWord, Content, Letter, LetterKind};
use crate::ids::{ComplaintId, Token};
use crate::language::Language;
use crate::post::tests::fixtures::letter;
use crate::post::tests::snapshots::{as_read, settings};

pub(super) fn content(kind: LetterKind, now: Moment, page: Token) -> Content {
    let id: ComplaintId = "019aa1b2-0000-7000-8000-00000c0ffee1".parse().unwrap();
    let (word, reader) = match kind {
        LetterKind::ComplaintReceived => (ComplaintWord::Received, ComplaintReader::Complainant),
        LetterKind::ComplaintWaiting => (ComplaintWord::Received, ComplaintReader::Operator),
        LetterKind::ComplaintHearing => (ComplaintWord::Hearing, ComplaintReader::Other),
        _ => (ComplaintWord::Decided, ComplaintReader::Complainant),
    };
    let decided = kind == LetterKind::ComplaintNews;
    Content::Complaint(Box::new(ComplaintFacts {
        id,
        reader,
        word,
        category: "pushy-selling".into(),
        due_on: NaiveDate::from_ymd_opt(2026, 12, 7).unwrap(),
        until: matches!(word, ComplaintWord::Hearing | ComplaintWord::Decided).then(|| now + Duration::days(7)),
        outcome: decided.then_some(Outcome::Upheld),
        effect: None,
        to_organisation: reader == ComplaintReader::Operator,
        page: (reader != ComplaintReader::Operator).then_some(page),
    }))
}

fn keep(name: &str, letter: &Letter) {
    settings().bind(|| insta::assert_snapshot!(format!("{name}.{}.text", letter.language.tag()), as_read(letter)));
}

fn facts(letter: &mut Letter) -> &mut ComplaintFacts {
    let Content::Complaint(facts) = &mut letter.content else { panic!("of a complaint") };
    facts
}

#[test]
fn what_an_operator_is_told_of_a_complaint_says_what_waits() {
    for language in Language::ALL {
        for word in [ComplaintWord::Remind, ComplaintWord::Overdue, ComplaintWord::Heard, ComplaintWord::Appealed] {
            let mut told = letter(LetterKind::ComplaintWaiting, language);
            facts(&mut told).word = word;
            keep(&format!("complaint_waiting.{}", word.code()), &told);
        }
    }
}

#[test]
fn what_became_of_a_complaint_is_told_to_each_side_in_its_own_words() {
    for language in Language::ALL {
        for (reader, name) in [(ComplaintReader::Complainant, "own"), (ComplaintReader::Other, "other")] {
            for word in [ComplaintWord::Appealed, ComplaintWord::Withdrawn, ComplaintWord::Lapsed] {
                let mut told = letter(LetterKind::ComplaintNews, language);
                let facts = facts(&mut told);
                (facts.reader, facts.word, facts.until) = (reader, word, None);
                keep(&format!("complaint_news.{}.{name}", word.code()), &told);
            }
        }
        for effect in Effect::ALL {
            let mut told = letter(LetterKind::ComplaintNews, language);
            let facts = facts(&mut told);
            (facts.reader, facts.effect) = (ComplaintReader::Other, Some(effect));
            keep(&format!("complaint_news.decided.other.{}", effect.code()), &told);
        }
        let mut told = letter(LetterKind::ComplaintNews, language);
        let facts = facts(&mut told);
        (facts.reader, facts.word, facts.until) = (ComplaintReader::Other, ComplaintWord::Lifted, None);
        keep("complaint_news.lifted", &told);
    }
}
