//! A ledger on paper that somebody may have touched.

use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::credits::tests::hours;
use crate::credits::{Activity, Damage, Ledger, RowKind, Statement, StatementError};

fn at(n: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap() + TimeDelta::hours(n)
}

fn entered(activity: Activity) -> RowKind {
    RowKind::Entered { activity, approved_as: "company".to_owned(), evidence: vec!["0a".repeat(32)] }
}

/// Six rows, of which the fifth takes back the second.
fn ledger() -> Ledger {
    let mut ledger = Ledger::new("012345");
    for n in 1..=6 {
        let what = if n == 5 { RowKind::TakenBack { row: 2, reason: "wrong-hours".to_owned() } } else { entered(hours("engagement", n)) };
        ledger.append(at(i64::from(n)), what).unwrap();
    }
    ledger
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn signed() -> Value {
    serde_json::to_value(Statement::sign(&ledger(), at(10), &key())).unwrap()
}

fn verdict(statement: &Value) -> Result<u64, StatementError> {
    Statement::verify(&statement.to_string(), None).map(|verified| verified.head.rows)
}

#[test]
fn a_statement_as_it_was_written_holds() {
    let verified = Statement::verify(&signed().to_string(), None).unwrap();
    assert_eq!(verified.ledger, ledger());
    assert_eq!(verified.ledger.entries().map(|(seq, _)| seq).collect::<Vec<_>>(), [1, 3, 4, 6]);
}

#[test]
fn a_row_that_was_removed_is_named() {
    let mut statement = signed();
    statement["rows"].as_array_mut().unwrap().remove(2);
    assert_eq!(verdict(&statement), Err(StatementError::Row(3, Damage::Removed)));
}

#[test]
fn rows_removed_from_the_end_are_missed() {
    let mut statement = signed();
    statement["rows"].as_array_mut().unwrap().pop();
    assert_eq!(verdict(&statement), Err(StatementError::HeadMissing { signed: 6, found: 5 }));
}

#[test]
fn a_row_that_was_edited_is_named() {
    let mut statement = signed();
    statement["rows"][3]["what"]["activity"]["minutes"] = json!(6000);
    assert_eq!(verdict(&statement), Err(StatementError::Row(4, Damage::Edited)));
}

#[test]
fn rows_that_changed_places_are_named() {
    let mut statement = signed();
    statement["rows"].as_array_mut().unwrap().swap(1, 2);
    assert_eq!(verdict(&statement), Err(StatementError::Row(3, Damage::OutOfPlace)));
}

#[test]
fn a_row_that_was_removed_and_the_rest_numbered_anew_is_noticed() {
    let mut statement = signed();
    let rows = statement["rows"].as_array_mut().unwrap();
    rows.remove(2);
    for (place, row) in rows.iter_mut().enumerate() {
        row["seq"] = json!(place + 1);
    }
    assert_eq!(verdict(&statement), Err(StatementError::Row(3, Damage::OutOfPlace)));
}

#[test]
fn a_chain_made_anew_has_no_signature() {
    let mut forged = Ledger::new("012345");
    for n in 1..=6 {
        forged.append(at(n), entered(hours("engagement", 40))).unwrap();
    }
    let mut statement = signed();
    statement["rows"] = serde_json::to_value(forged.rows()).unwrap();
    assert_eq!(verdict(&statement), Err(StatementError::OtherEnd));
    statement["head"]["seal"] = json!(forged.end());
    assert_eq!(verdict(&statement), Err(StatementError::WrongSignature));
    let other = Statement::sign(&forged, at(10), &SigningKey::from_bytes(&[8; 32]));
    let expected = signed()["key"].as_str().unwrap().to_owned();
    let told = Statement::verify(&serde_json::to_string(&other).unwrap(), Some(&expected));
    assert_eq!(told, Err(StatementError::OtherKey(other.key)));
}

#[test]
fn rows_of_another_ledger_do_not_fit() {
    let mut statement = signed();
    statement["ledger"] = json!("999999");
    assert_eq!(verdict(&statement), Err(StatementError::Row(1, Damage::OutOfPlace)));
}

#[test]
fn what_is_not_there_or_was_taken_back_cannot_be_taken_back() {
    let mut ledger = ledger();
    for row in [2, 5, 9] {
        let again = ledger.append(at(20), RowKind::TakenBack { row, reason: "twice".to_owned() }).map(|row| row.seq);
        assert_eq!(again, Err((7, Damage::NothingToTakeBack)));
    }
    assert_eq!(ledger.rows().len(), 6);
}

#[test]
fn what_is_no_statement_is_told_apart() {
    for text in ["", "{}", "[1]", "\u{feff}", "{\"format\":\"nakodo ledger 2\"}"] {
        assert!(matches!(Statement::verify(text, None), Err(StatementError::Unreadable(_))), "{text}");
    }
}

proptest! {
    /// Whatever single character of a statement is changed, it holds no more, or says the same as before.
    #[test]
    fn no_single_change_goes_unnoticed(place in any::<prop::sample::Index>(), to in 32u8..127) {
        let text = signed().to_string();
        let mut bytes = text.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = to;
        let changed = String::from_utf8(bytes).unwrap();
        if let Ok(verified) = Statement::verify(&changed, None) {
            prop_assert_eq!(verified.ledger, ledger());
        }
    }

    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        prop_assert!(Statement::verify(&text, None).is_err());
    }
}
