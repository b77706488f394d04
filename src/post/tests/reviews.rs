//! Letters about what both sides say about each other, for the snapshots.

use chrono::Duration;

use crate::clock::Moment;
use crate::correspondence::{Content, LetterKind, ReviewFacts, ReviewWord};
use crate::engagement::Side;
use crate::ids::Token;
use crate::language::Language;
use crate::post::tests::fixtures::{letter, line};
use crate::post::tests::snapshots::{as_read, settings};
use crate::values::Prose;

pub(super) fn content(kind: LetterKind, now: Moment, page: Token) -> Content {
    let (reader, other, word) = match kind {
        LetterKind::ReviewWaits => (Side::Company, "佐藤 健", ReviewWord::Waits { shown_at: now + Duration::days(14) }),
        _ => (Side::Specialist, "株式会社B社", ReviewWord::Shown { reply_until: now + Duration::days(30) }),
    };
    Content::Review(Box::new(ReviewFacts { reader, other: line(other), word, page }))
}

#[test]
fn what_became_of_words_is_told_to_both() {
    let reason = || Prose::parse("この支援とかかわりのない人の名前があるためです。", 400).unwrap();
    let judged = |is_own, taken_out| ReviewWord::Judged { is_own, taken_out, reason: reason() };
    let told = [
        ("replied", ReviewWord::Replied),
        ("own_out", judged(true, true)),
        ("own_kept", judged(true, false)),
        ("other_out", judged(false, true)),
        ("other_kept", judged(false, false)),
    ];
    for language in Language::ALL {
        for (name, word) in &told {
            let mut letter = letter(LetterKind::ReviewNews, language);
            let Content::Review(facts) = &mut letter.content else { panic!("of reviews") };
            facts.word = word.clone();
            let name = format!("review_news.{name}.{}.text", language.tag());
            settings().bind(|| insta::assert_snapshot!(name, as_read(&letter)));
        }
    }
}
