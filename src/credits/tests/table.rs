//! A table of a ledger that somebody may have touched.

use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;

use crate::credits::tests::hours;
use crate::credits::{Damage, Ledger, RowKind, Statement, StatementError, TableSeals, VerifiedTable};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

/// The lines of a table with four rows.
fn lines(key: &SigningKey) -> Vec<Vec<String>> {
    let at: DateTime<Utc> = "2026-06-03T01:00:00.000007Z".parse().unwrap();
    let mut ledger = Ledger::new("012345");
    for n in 1..=4 {
        let what = RowKind::Entered { activity: hours("engagement", n), approved_as: "company".to_owned(), evidence: Vec::new() };
        ledger.append(at, what).unwrap();
    }
    let statement = Statement::sign(&ledger, at, key);
    let columns = ["番号", "種類", "時間", "理由", "版", "封印", "照合値"].map(str::to_owned);
    let row = |n: u64| [n.to_string(), "支援, \"訪問\"".into(), n.to_string(), "数えます。".into(), "2024-08".into()].to_vec();
    let rows: Vec<Vec<String>> = (1..=4).map(row).collect();
    let seals = TableSeals::sign(&statement, &columns, &rows, key);
    let rows = rows.into_iter().zip(seals.rows).map(|(row, marks)| row.into_iter().chain(marks).collect());
    [columns.to_vec()].into_iter().chain(rows).chain([seals.end]).collect()
}

fn written(lines: &[Vec<String>]) -> String {
    let mut file = csv::WriterBuilder::new().flexible(true).from_writer(Vec::from("\u{feff}"));
    lines.iter().for_each(|line| file.write_record(line).unwrap());
    String::from_utf8(file.into_inner().unwrap()).unwrap()
}

fn verdict(lines: &[Vec<String>]) -> Result<u64, StatementError> {
    VerifiedTable::verify(&written(lines), None).map(|table| table.head.rows)
}

#[test]
fn a_table_as_it_was_given_out_holds_however_it_is_quoted() {
    let text = written(&lines(&key(7)));
    let table = VerifiedTable::verify(&text, None).unwrap();
    assert_eq!((table.ledger.as_str(), table.head.rows), ("012345", 4));
    let quoted = text.trim_start_matches('\u{feff}').replace("2024-08", "\"2024-08\"").replace('\n', "\r\n");
    assert_eq!(VerifiedTable::verify(&quoted, Some(&table.key)), Ok(table));
}

#[test]
fn the_row_that_was_removed_edited_or_moved_is_named() {
    let whole = lines(&key(7));
    let mut removed = whole.clone();
    removed.remove(2);
    assert_eq!(verdict(&removed), Err(StatementError::Row(2, Damage::Removed)));
    for cell in 1..whole[3].len() {
        let mut edited = whole.clone();
        edited[3][cell].push('0');
        assert_eq!(verdict(&edited), Err(StatementError::Row(3, Damage::Edited)), "cell {cell}");
    }
    let mut moved = whole.clone();
    moved.swap(2, 3);
    assert_eq!(verdict(&moved), Err(StatementError::Row(3, Damage::OutOfPlace)));
    let mut numbered = removed;
    for (place, row) in numbered.iter_mut().enumerate().skip(1).take(3) {
        row[0] = place.to_string();
    }
    assert_eq!(verdict(&numbered), Err(StatementError::Row(2, Damage::Edited)), "numbered anew");
    let mut cut = whole.clone();
    cut.remove(4);
    assert_eq!(verdict(&cut), Err(StatementError::HeadMissing { signed: 4, found: 3 }));
}

#[test]
fn names_of_columns_the_head_and_who_signed_are_looked_at() {
    let whole = lines(&key(7));
    for (line, cell) in [(0, 2), (5, 4), (5, 6)] {
        let mut changed = whole.clone();
        changed[line][cell] = if cell == 4 { "2026-06-04T01:00:00Z".into() } else { "日数".into() };
        assert_eq!(verdict(&changed), Err(StatementError::WrongSignature), "line {line}, cell {cell}");
    }
    let other = lines(&key(8));
    let told = VerifiedTable::verify(&written(&other), Some(&whole[5][5]));
    assert_eq!(told, Err(StatementError::OtherKey(other[5][5].clone())));
    let mut seal = whole.clone();
    seal[5][3] = "0a".repeat(32);
    assert_eq!(verdict(&seal), Err(StatementError::OtherEnd));
    for text in ["", "a,b", "nakodo table 1", "a\nnakodo table 1,x,0,x,soon,k,s"] {
        assert!(matches!(VerifiedTable::verify(text, None), Err(StatementError::Unreadable(_))), "{text}");
    }
}

proptest! {
    /// Whatever single character of a table is changed, it holds no more, or says the same as before.
    #[test]
    fn no_single_change_goes_unnoticed(place in any::<prop::sample::Index>(), to in 32u8..127) {
        let text = written(&lines(&key(7)));
        let mut letters: Vec<char> = text.chars().collect();
        let place = place.index(letters.len());
        letters[place] = char::from(to);
        let changed: String = letters.into_iter().collect();
        let read = |text: &str| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            reader.records().map(|record| record.unwrap().iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        if VerifiedTable::verify(&changed, None).is_ok() {
            prop_assert_eq!(read(&changed), read(&text));
        }
    }
}
