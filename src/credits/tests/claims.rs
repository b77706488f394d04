//! What may be claimed, and who may approve it.

use proptest::prelude::*;

use crate::catalogue::Catalogue;
use crate::clock::Moment;
use crate::credits::tests::day;
use crate::credits::{Claim, ClaimForm, ClaimState, Draw, is_drawn};
use crate::ids::{Ids, fingerprint};
use crate::report::FieldError;
use crate::values::{MailAddress, is_one_mailbox};

fn address(text: &str) -> MailAddress {
    MailAddress::parse(text).unwrap()
}

fn form() -> ClaimForm {
    ClaimForm {
        kind: "course".into(),
        from: "2026-11-02".into(),
        until: "2026-11-03".into(),
        hours: "３".into(),
        minutes: "30".into(),
        related: true,
        words: "修了証 第12号".into(),
        approver_name: "高橋 部長".into(),
        approver_address: "bucho@example.jp".into(),
        approver_role: "supervisor".into(),
        ..ClaimForm::default()
    }
}

fn check(form: &ClaimForm) -> Result<Claim, Vec<FieldError>> {
    let catalogue = Catalogue::embedded(day("2026-11-24")).unwrap();
    form.check(catalogue.activities(), day("2026-11-24"), &[address("own@example.jp")])
}

fn refused(form: &ClaimForm) -> Vec<(String, &'static str)> {
    check(form).unwrap_err().into_iter().map(|error| (error.pointer, error.code)).collect()
}

#[test]
fn a_claim_holds_the_facts_that_its_kind_asks_for_and_no_others() {
    let claim = check(&ClaimForm { count: "7".into(), people: "9".into(), paid: true, ..form() }).unwrap();
    let activity = &claim.activity;
    assert_eq!((activity.minutes, activity.count, activity.people, activity.is_paid), (210, 1, 1, false));
    assert_eq!(claim.approved_as(), "supervisor");
    let settled = claim.clone().settled(None);
    assert!(settled.approver.is_some_and(|approver| approver.address.is_none()), "nobody is written to any more");
}

#[test]
fn every_mistake_is_named_with_its_field_at_once() {
    let wrong = ClaimForm {
        until: "2026-12-01".into(),
        hours: "x".into(),
        words: " ".into(),
        link: "javascript:alert(1)".into(),
        approver_address: "Own+x@EXAMPLE.jp".into(),
        approver_role: "me".into(),
        ..form()
    };
    let expected = [
        ("/until", "in-the-future"),
        ("/hours", "not-a-number"),
        ("/words", "required"),
        ("/link", "not-a-link"),
        ("/approver_address", "own-mailbox"),
        ("/approver_role", "unknown-code"),
    ];
    assert_eq!(refused(&wrong), expected.map(|(at, code)| (at.to_owned(), code)));
    let long = ClaimForm { hours: "48".into(), minutes: "1".into(), ..form() };
    assert_eq!(refused(&long), [("/hours".to_owned(), "too-much-time")]);
    assert!(check(&ClaimForm { hours: "48".into(), minutes: String::new(), ..form() }).is_ok(), "two whole days");
    assert_eq!(refused(&ClaimForm { until: "2026-11-01".into(), ..form() }), [("/until".to_owned(), "before-start")]);
    assert_eq!(refused(&ClaimForm { kind: "flying".into(), ..form() }), [("/kind".to_owned(), "unknown-code")]);
    assert_eq!(refused(&ClaimForm { kind: "book-written".into(), ..form() })[0], ("/count".to_owned(), "required"));
}

#[test]
fn evidence_is_told_by_a_hash_that_nobody_can_guess_from_short_words() {
    let (ids, claim) = (Ids::seeded(1), check(&ClaimForm { link: "https://example.jp/12".into(), ..form() }).unwrap());
    let (one, other) = (ids.fresh(Moment::default()), ids.fresh(Moment::default()));
    assert_eq!(claim.evidence(one).len(), 2);
    assert_eq!(claim.evidence(one), claim.evidence(one));
    assert_ne!(claim.evidence(one), claim.evidence(other), "the same words of another claim");
    assert!(!claim.evidence(one).contains(&fingerprint("修了証 第12号".as_bytes())));
}

#[test]
fn states_and_draws_are_read_back_from_their_codes() {
    assert!(ClaimState::ALL.into_iter().all(|state| ClaimState::find(state.code()) == Some(state)));
    assert!(Draw::ALL.into_iter().all(|draw| Draw::find(draw.code()) == Some(draw)));
}

#[test]
fn as_many_are_drawn_as_the_rate_says() {
    let drawn = (0..20_000).filter(|number: &u32| is_drawn(&fingerprint(&number.to_be_bytes()), 50)).count();
    assert!((800..1200).contains(&drawn), "{drawn} of 20000 at one in twenty");
    let seal = fingerprint(b"any");
    assert!(is_drawn(&seal, 1000) && !is_drawn(&seal, 0) && !is_drawn("no seal", 1000));
}

proptest! {
    #[test]
    fn a_folder_or_capitals_make_no_other_person(local in "[a-z]{1,8}", folder in "[a-z]{0,6}", capital in any::<bool>()) {
        let typed = format!("{local}+{folder}@example.jp");
        let typed = if capital { typed.to_uppercase() } else { typed };
        let (own, other) = (address(&format!("{local}@Example.JP")), address(&format!("{local}x@example.jp")));
        prop_assert!(is_one_mailbox(&address(&typed), &own));
        prop_assert!(!is_one_mailbox(&address(&typed), &other));
    }

    #[test]
    fn whatever_is_typed_is_a_claim_or_a_list_of_mistakes(parts in prop::collection::vec(".{0,20}", 12), paid in any::<bool>()) {
        let text = |at: usize| parts[at].clone();
        let form = ClaimForm {
            kind: text(0), from: text(1), until: text(2), hours: text(3), minutes: text(4), count: text(5), words: text(6), link: text(7),
            approver_name: text(8), approver_address: text(9), approver_role: text(10), approver_language: text(11), paid, ..ClaimForm::default()
        };
        prop_assert!(check(&form).is_ok() || !refused(&form).is_empty());
        let known = ClaimForm { kind: "engagement".into(), ..form };
        prop_assert!(check(&known).is_ok() || !refused(&known).is_empty());
    }
}
