//! Files as they come, and what is wrong with them.

use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::active_list::HeaderError;
use crate::catalogue::{Catalogue, ListingKind};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()).unwrap());

fn kind(code: &str) -> &'static ListingKind {
    CATALOGUE.listing_kind(code).unwrap()
}

fn read(kind_code: &str, text: &str) -> Result<ListingsFile, ListingsError> {
    read_listings(text.as_bytes(), kind(kind_code), &CATALOGUE)
}

const HEADER: &str = "登録番号,事業者名,サービス名,サービス区分,提供地域,備考,URL,登録日,有効期限\r\n";

#[test]
fn a_row_says_who_offers_what_where_and_until_when() {
    let file = read(
        "service-standards",
        &format!("{HEADER}025-0001,架空監査,まもる監査,情報セキュリティ監査サービス、脆弱性診断,岐阜県；愛知,新規,https://example.jp/audit,2025年4月1日,2027/3/31\r\n,架空監視,見張り番,セキュリティ監視・運用,全国,,https://example.com/,,\r\n"),
    )
    .unwrap();
    let first = &file.rows[0];
    assert_eq!((first.provider.as_str(), first.service.as_str()), ("架空監査", "まもる監査"));
    assert_eq!(first.services, ["security-audit", "vulnerability-assessment"]);
    assert_eq!(first.prefectures.as_deref(), Some(["21".to_owned(), "23".to_owned()].as_slice()));
    assert_eq!(first.link.as_deref(), Some("https://example.jp/audit"));
    assert_eq!((first.registered_on, first.valid_until), (NaiveDate::from_ymd_opt(2025, 4, 1), NaiveDate::from_ymd_opt(2027, 3, 31)));
    assert_eq!(file.rows[1].prefectures.as_ref().map(Vec::len), Some(47));
    assert_eq!((file.passed_over, file.absent, file.first_pages), (vec!["備考".to_owned()], vec![], 1));
    let otasuke = read("otasuke", "会社名,サービス名,対応地域,サービスページ\n架空警備,お助け箱,,https://example.jp/box\n").unwrap();
    assert_eq!((otasuke.rows[0].services.as_slice(), otasuke.rows[0].prefectures.as_ref()), (["otasuke".to_owned()].as_slice(), None));
}

#[test]
fn every_mistake_is_named_by_line_and_column() {
    let text = format!(
        "{HEADER}1,架空監査,まもる監査,占い,岐阜県,,https://example.jp/a,,\r\n2,,まもる監査,脆弱性診断,ガリア,,http://example.jp/a,あした,\r\n\
         3,甲,乙,脆弱性診断,,,https://example.jp/b,,\r\n3,甲,乙2,脆弱性診断,,,https://user@example.jp/,,\r\n3,甲,乙3,脆弱性診断,,,,,\r\n4,少ない\r\n"
    );
    let Err(ListingsError::Rows { mistakes, count }) = read("service-standards", &text) else { panic!("mistakes") };
    let told: Vec<(u64, &str, &str)> = mistakes.iter().map(|one| (one.line, one.column.as_str(), one.code)).collect();
    assert_eq!(
        told,
        [
            (2, "サービス区分", "unknown-code"),
            (3, "事業者名", "required"),
            (3, "提供地域", "unknown-code"),
            (3, "サービスのURL", "listing-link"),
            (3, "登録日", "not-a-date"),
            (5, "サービスのURL", "listing-link"),
            (6, "サービス名", "listing-twice"),
            (7, "", "cell-count"),
        ]
    );
    assert_eq!(count, told.len());
    assert_eq!(
        read("service-standards", "事業者名,サービス名\n甲,乙\n").err(),
        Some(ListingsError::Header(HeaderError::Missing(vec!["サービス区分".into(), "サービスのURL".into()])))
    );
    assert_eq!(
        read("otasuke", "会社名,企業名,サービス名,対応地域,URL\n").err(),
        Some(ListingsError::Header(HeaderError::Twice("事業者名".into())))
    );
    assert_eq!(read("otasuke", "会社名,サービス名,対応地域,URL\n").err(), Some(ListingsError::NoRows));
}

#[test]
fn a_link_that_is_no_service_s_page_of_the_web_is_refused() {
    for link in [
        "javascript:alert(1)",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "ftp://example.jp/x",
        "example.jp",
        "https://a:b@example.jp/x",
    ] {
        let read = read("otasuke", &format!("会社名,サービス名,対応地域,URL\n甲,乙,全国,{link}\n"));
        let Err(ListingsError::Rows { mistakes, .. }) = read else { panic!("{link}") };
        assert_eq!(mistakes[0].code, "listing-link", "{link}");
    }
}

#[test]
fn the_next_snapshot_tells_what_came_went_and_changed() {
    let rows = |text: &str| read("otasuke", &format!("登録番号,会社名,サービス名,対応地域,URL\n{text}")).unwrap().rows;
    let before = rows("1,甲,箱,全国,https://example.jp/a\n2,乙,番人,岐阜,https://example.jp/b\n3,丙,盾,岐阜,https://example.jp/c\n");
    let after = rows("１,甲,箱,全国,https://example.jp/a\n3,丙,大盾,岐阜,https://example.jp/c\n4,丁,傘,岐阜,https://example.jp/d\n");
    let changes = compare(&before, &after);
    let list = |text: &str| vec![text.to_owned()];
    assert_eq!((changes.came, changes.went), (list("丁: 傘"), list("乙: 番人")));
    assert_eq!(changes.changed, ["甲: 箱", "丙: 大盾"], "also where only the number is written otherwise");
    assert_eq!(compare(&before, &before), Changes::default());
}

proptest! {
    #[test]
    fn any_bytes_are_a_list_or_not(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for kind in CATALOGUE.listing_kinds() {
            let _ = read_listings(&bytes, kind, &CATALOGUE);
        }
    }

    #[test]
    fn any_cells_are_a_row_or_a_mistake(cells in proptest::collection::vec("[^\"]{0,30}", 4)) {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        let text = format!("会社名,サービス名,対応地域,URL\n{}\n", quoted.join(","));
        if let Ok(file) = read("otasuke", &text) {
            prop_assert!(file.rows.iter().all(|row| row.link.as_deref().is_none_or(|link| link.starts_with("https://"))));
        }
    }
}
