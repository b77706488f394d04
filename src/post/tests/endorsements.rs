//! Letters about recommendations, for the snapshots.

use chrono::{Duration, NaiveDate};

use crate::brokering::{EndorsementState, EndorsementTerms};
use crate::clock::Moment;
use crate::correspondence::{Content, EndorsementFacts, LetterKind};
use crate::ids::Token;
use crate::language::Language;
use crate::post::tests::fixtures::{letter, line};
use crate::post::tests::snapshots::{as_read, settings};

pub(super) fn content(kind: LetterKind, now: Moment, page: Token) -> Content {
    let asks = kind == LetterKind::EndorsementAsked;
    let until = NaiveDate::from_ymd_opt(2027, 3, 31).unwrap();
    Content::Endorsement(Box::new(EndorsementFacts {
        org: line("関商工会議所"),
        specialist: line("佐藤 健"),
        asked_at: now,
        terms: EndorsementTerms { kind: "chamber".into(), reason: "worked-for-members".into(), until },
        state: if asks { EndorsementState::Asked } else { EndorsementState::EndedByOrganisation },
        answer_by: asks.then(|| now + Duration::days(14)),
        ends_soon: false,
        page: Some(page),
    }))
}

#[test]
fn what_became_of_a_recommendation_is_told_to_each_in_its_own_words() {
    use EndorsementState::{Declined, EndedBySpecialist, Gone, Holds, Lapsed};
    let told = [(Holds, false, false), (Holds, true, false), (Holds, true, true), (Declined, false, false), (Lapsed, false, false)];
    for language in Language::ALL {
        for (state, ends_soon, is_own) in told.into_iter().chain([(EndedBySpecialist, false, false), (Gone, false, false)]) {
            let mut letter = letter(LetterKind::EndorsementTold, language);
            let Content::Endorsement(facts) = &mut letter.content else { panic!("of a recommendation") };
            (facts.state, facts.ends_soon) = (state, ends_soon);
            if !is_own {
                facts.page = None;
                letter.to_name = line("関商工会議所");
            }
            let (soon, reader) = (if ends_soon { "soon" } else { "now" }, if is_own { "own" } else { "organisation" });
            let name = format!("endorsement_told.{}.{soon}.{reader}.{}.text", state.code(), language.tag());
            settings().bind(|| insta::assert_snapshot!(name, as_read(&letter)));
        }
    }
}
