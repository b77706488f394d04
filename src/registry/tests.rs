use std::sync::LazyLock;

use chrono::NaiveDate;
use encoding_rs::SHIFT_JIS;
use proptest::prelude::*;

use super::*;
use crate::active_list::{RegistrationNumber, RegistrationStatus, Specialist, SpecialistForm};
use crate::catalogue::Catalogue;

const HEADER: &str = "登録番号,登録年月日,氏名,有効期限,登録状態\n";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Read once: the property tests ask for it thousands of times.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded(day("2026-11-22")).unwrap());

fn read(text: impl AsRef<[u8]>) -> Result<Snapshot, SnapshotError> {
    read_snapshot(text.as_ref(), CATALOGUE.register())
}

fn rows(rows: &str) -> Snapshot {
    read(format!("{HEADER}{rows}")).unwrap()
}

fn mistakes(rows: &str) -> Vec<(u64, String, &'static str)> {
    match read(format!("{HEADER}{rows}")) {
        Err(SnapshotError::Rows { mistakes, .. }) => mistakes.into_iter().map(|one| (one.line, one.column, one.code)).collect(),
        other => panic!("{other:?}"),
    }
}

fn number(text: &str) -> RegistrationNumber {
    RegistrationNumber::parse(text).unwrap()
}

fn person(name: &str, until: &str) -> Specialist {
    let form = serde_json::json!({
        "registration": { "number": "012345", "valid_until": until }, "name": name, "affiliation": "independent",
        "contacts": [{ "address": "sato@example.jp" }], "base": { "prefecture": "21", "municipality": "岐阜市" },
        "hours_per_week": 6, "max_engagements": 2,
    });
    serde_json::from_value::<SpecialistForm>(form).unwrap().check(&CATALOGUE, day("2026-11-22")).unwrap()
}

fn told(row: &str) -> RegisterFinding {
    compare(&rows(row), &person("髙橋　一郎", "2028-03-31"), day("2026-11-01")).finding
}

#[test]
fn a_snapshot_reads_the_same_in_every_encoding_and_spelling() {
    let text = format!("{HEADER}第０１２３４５号,2019/4/1,高橋 一郎,2028年3月31日,登録\n");
    let marked = format!("\u{feff}{text}");
    let (older, _, lost) = SHIFT_JIS.encode(&text);
    assert!(!lost);
    for bytes in [text.as_bytes(), marked.as_bytes(), &older] {
        let snapshot = read(bytes).unwrap();
        let row = snapshot.find(&number("012345")).unwrap();
        assert_eq!((row.valid_until, row.status), (Some(day("2028-03-31")), RegistrationStatus::Registered));
        assert_eq!(row.name.as_deref(), Some("高橋一郎"));
        assert_eq!((snapshot.passed_over, snapshot.absent), (vec!["登録年月日".to_owned()], vec![]));
    }
}

#[test]
fn every_mistake_of_a_row_is_told_with_its_line_and_column() {
    let found = mistakes("12345,,佐藤,2028-02-31,退会\n000001,,佐藤,2028-03-31,登録\n000001,,佐藤,,\n000002,佐藤\n");
    let at = |line, column: &str, code| (line, column.to_owned(), code);
    assert_eq!(
        found,
        [
            at(2, "登録番号", "not-six-digits"),
            at(2, "有効期限", "not-a-date"),
            at(2, "登録状態", "unknown-code"),
            at(4, "登録番号", "duplicate-in-file"),
            at(5, "", "cell-count"),
        ]
    );
}

#[test]
fn a_file_that_is_no_snapshot_says_why() {
    let why = |text: &str| read(text).unwrap_err().to_string();
    assert!(why("").contains("the file is empty"));
    assert_eq!(why("登録番号,氏名\n1,2\n"), "there is no column for 有効期限");
    assert_eq!(why("登録番号,氏名,有効期限,name\n"), "two columns are for 氏名");
    assert_eq!(why(HEADER), "the file has no row below its header");
    let many: String = (0..300).map(|_| "x,,,,\n").collect();
    let Err(SnapshotError::Rows { mistakes, count }) = read(format!("{HEADER}{many}")) else { panic!("mistakes") };
    assert_eq!((mistakes.len(), count), (200, 300), "told in part, counted in full");
}

#[test]
fn the_register_tells_of_a_person_what_it_shows() {
    use RegisterFinding::{DateMismatch, Lapsed, NameMismatch, NotEnough, NotFound, Revoked, Verified};
    assert_eq!(told("012345,,高橋一郎,2028-03-31,登録"), Verified);
    assert_eq!(told("012345,,高橋一郎,2031-03-31,登録"), Verified, "a renewal that the profile does not know yet");
    assert_eq!(told("012345,,高橋一郎,,登録"), Verified);
    assert_eq!(told("012345,,非公開,2028-03-31,登録"), Verified);
    assert_eq!(told("012345,,非公開,2031-03-31,登録"), NotEnough);
    assert_eq!(told("012345,,非公開,,登録"), NotEnough);
    assert_eq!(told("543210,,高橋一郎,2028-03-31,登録"), NotFound);
    assert_eq!(told("012345,,佐藤花子,2028-03-31,登録"), NameMismatch);
    assert_eq!(told("012345,,高橋一郎,2027-09-30,登録"), DateMismatch);
    assert_eq!(told("012345,,高橋一郎,2026-10-31,登録"), Lapsed, "over before the day of the snapshot");
    assert_eq!(told("012345,,佐藤花子,2028-03-31,失効"), Lapsed);
    assert_eq!(told("012345,,非公開,,名称の使用の停止"), Revoked);
}

fn taken(before: &RegisterStanding, finding: RegisterFinding, grounds: &str) -> Step {
    step(before, finding, grounds.to_owned(), day("2026-11-01"))
}

#[test]
fn a_lapse_suspends_and_only_a_registration_that_holds_lifts_it() {
    let lapsed = taken(&RegisterStanding::default(), RegisterFinding::Lapsed, "a");
    assert!(lapsed.standing.suspended && lapsed.is_news && lapsed.needs_decision);
    assert!(!taken(&lapsed.standing, RegisterFinding::Lapsed, "a").is_news, "the same once more");
    let unclear = taken(&lapsed.standing, RegisterFinding::NameMismatch, "b");
    assert!(unclear.standing.suspended && !unclear.standing.is_verified());
    let back = taken(&unclear.standing, RegisterFinding::Verified, "c");
    assert!(back.standing.is_verified() && back.is_news && !back.needs_decision);
}

#[test]
fn a_mismatch_takes_the_title_and_not_the_offers() {
    let verified = taken(&RegisterStanding::default(), RegisterFinding::Verified, "a").standing;
    let unclear = taken(&verified, RegisterFinding::NotFound, "b");
    assert!(!unclear.standing.suspended && !unclear.standing.is_verified() && unclear.needs_decision);
}

#[test]
fn what_operators_have_vouched_for_holds_until_the_register_says_something_else() {
    let unclear = taken(&RegisterStanding::default(), RegisterFinding::NameMismatch, "a").standing;
    let vouched = RegisterStanding { finding: Some(RegisterFinding::Vouched), ..unclear };
    let again = taken(&vouched, RegisterFinding::NameMismatch, "a");
    assert!(again.standing.is_verified() && !again.is_news);
    assert!(!taken(&vouched, RegisterFinding::NameMismatch, "b").standing.is_verified());
}

#[test]
fn the_title_is_known_in_every_spelling() {
    for named in ["登録セキスペ", "登録セキスぺ", "情報処理 安全確保支援士", "ＲＩＳＳ", "a RISS since 2019", "登録番号 012345"]
    {
        assert!(names_title(named), "{named}");
    }
    for free in ["中小企業診断士", "CRISSP", "情報セキュリティの専門家", ""] {
        assert!(!names_title(free), "{free}");
    }
}

#[test]
fn a_name_keeps_what_is_not_the_title() {
    let shown = |name: &str| untitled(&person(name, "2028-03-31")).name.as_str().to_owned();
    assert_eq!(shown("登録セキスペ 髙橋 一郎"), "髙橋 一郎");
    assert_eq!(shown("髙橋 RISS"), "髙橋");
    assert_eq!(shown("髙橋 ｒｉｓｓ"), "—", "written so that the rest cannot be told");
    assert_eq!(shown("髙橋 一郎"), "髙橋 一郎");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(people in prop::collection::btree_map(0_u32..1_000_000, ("[ぁ-ん一-龠]{1,6}", 0_i64..4_000, 0_usize..3), 1..40)) {
        let first = day("2026-11-01");
        let words = ["登録", "失効", "取消し"];
        let statuses = [RegistrationStatus::Registered, RegistrationStatus::Lapsed, RegistrationStatus::Revoked];
        let until = |days: i64| first + chrono::Duration::days(days);
        let written: String = people.iter().map(|(number, (name, days, state))| {
            format!("{number:06},,\"{name}\",{},{}\r\n", until(*days), words[*state])
        }).collect();
        let snapshot = rows(&written);
        prop_assert_eq!(snapshot.count(), people.len());
        for (key, (name, days, state)) in &people {
            let row = snapshot.find(&number(&format!("{key:06}"))).unwrap();
            let expected = if CATALOGUE.register().hides(name) { None } else { Some(compare::same_name(name)) };
            prop_assert_eq!((row.valid_until, row.status, row.name.clone()), (Some(until(*days)), statuses[*state], expected));
        }
    }

    #[test]
    fn garbage_is_refused_and_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400), rows in ".{0,200}") {
        let _ = read(&bytes);
        if let Ok(snapshot) = read(format!("{HEADER}{rows}\n")) {
            prop_assert!(snapshot.count() <= 400);
        }
        let mut damaged = format!("{HEADER}012345,,高橋一郎,2028-03-31,登録\n").into_bytes();
        damaged.extend(&bytes);
        if let Err(SnapshotError::Rows { mistakes, count }) = read(damaged) {
            prop_assert!(!mistakes.is_empty() && mistakes.len() <= count);
        }
    }
}
