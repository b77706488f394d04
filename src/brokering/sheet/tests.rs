//! What is written is read back, and what is wrong is named.

use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::brokering::{Member, MemberForm, MemberTable, read_members, write_members};
use crate::catalogue::Catalogue;
use crate::intake::{CompanyContactForm, CompanyForm, RelationsForm};
use crate::values::CorporateNumber;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap());

/// Texts with all that could break a cell.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9あ-ん漢字髙①Ａ=+@'\\-;|,\"\\\\ ・　]{1,20}".prop_filter("it says something", |text| !text.trim().is_empty())
}

prop_compose! {
    fn corporate_number()(base in 100_000_000_000_u64..999_999_999_999) -> String {
        CorporateNumber::from_base(base).as_str().to_owned()
    }
}

prop_compose! {
    fn member()(
        (number, name, municipality, contact_name, phone) in (text(), text(), text(), text(), proptest::option::of(text())),
        (own, group, vendors) in (proptest::option::of(corporate_number()), proptest::collection::vec(corporate_number(), 0..3), proptest::collection::vec(corporate_number(), 0..2)),
        (prefecture, industry, finer) in (1_u8..=47, 0_usize..18, proptest::option::of(10_u16..99)),
        (employees, capital_yen, on_island, local, is_english) in (0_u32..100_000, proptest::option::of(0_u64..1_000_000_000), any::<bool>(), "[a-z0-9]{1,10}", any::<bool>()),
        blocked in proptest::collection::vec(0_u32..1_000_000, 0..3),
    ) -> MemberForm {
        let industry = CATALOGUE.industries()[industry % CATALOGUE.industries().len()].code.clone();
        MemberForm {
            number,
            company: CompanyForm {
                name,
                corporate_number: own,
                prefecture: format!("{prefecture:02}"),
                municipality,
                industry_code: finer.map(|digits| format!("{industry}{digits}")),
                industry,
                employees: Some(employees),
                capital_yen,
                on_island,
                relations: RelationsForm {
                    group,
                    competitors: Vec::new(),
                    vendors,
                    blocked: blocked.into_iter().map(|number| format!("{number:06}")).collect(),
                },
                contact: CompanyContactForm {
                    name: contact_name,
                    address: format!("{local}@b-sha.example.jp"),
                    phone,
                    language: is_english.then(|| "en".to_owned()),
                },
            },
        }
    }
}

proptest! {
    #[test]
    fn a_list_of_members_is_read_back_without_loss(forms in proptest::collection::vec(member(), 0..6)) {
        let mut members: Vec<Member> = forms.iter().filter_map(|form| form.check(&CATALOGUE).ok()).collect();
        members.dedup_by(|one, other| one.number == other.number);
        let mut seen = std::collections::HashSet::new();
        members.retain(|member| seen.insert(member.number.as_str().to_owned()));
        let text = write_members(&members);
        let rows = read_members(text.as_bytes(), &CATALOGUE).unwrap();
        let read: Vec<Member> = rows.into_iter().map(|row| row.outcome.unwrap()).collect();
        prop_assert_eq!(read, members);
    }

    #[test]
    fn a_table_is_taken_up_as_it_was_typed_and_judged_the_same(rows in proptest::collection::vec(("[1-9]", text(), "[ -~あ\r\n\"']{0,8}"), 0..6)) {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let head = "会員番号,会社名,都道府県,市区町村,業種,従業員数,担当者名,メールアドレス";
        let rows = rows.iter().map(|(number, name, more)| format!("{number},{},,,E,{},x\r\n", quoted(name), quoted(more)));
        let text = rows.fold(format!("{head}\r\n"), |text, row| text + &row);
        let table = MemberTable::read(text.as_bytes()).unwrap();
        let again = MemberTable::take_up(&table.written(|_| false)).unwrap();
        prop_assert_eq!(&again, &table);
        prop_assert_eq!(again.judge(&CATALOGUE), read_members(text.as_bytes(), &CATALOGUE).unwrap());
        for wrong in [text.as_str(), "", "line\r\n", &table.written(|_| false).replace("\r\n", "\r\nx")] {
            // A table without rows has none whose line could be wrong.
            prop_assert!(MemberTable::take_up(wrong).is_none() || wrong.lines().count() < 2, "{}", wrong);
        }
    }

    #[test]
    fn any_bytes_are_a_list_or_not(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_members(&bytes, &CATALOGUE);
    }
}

#[test]
fn most_generated_members_are_right() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let right = (0..50).filter(|_| member().new_tree(&mut runner).unwrap().current().check(&CATALOGUE).is_ok()).count();
    assert!(right > 40, "{right} of 50");
}

#[test]
fn every_mistake_is_named_by_line_and_column() {
    let text = "会員番号,会社名,都道府県,市区町村,業種,従業員数,担当者名,メールアドレス,離島\r\n\
                A-1,B社,岐阜,関市,製造業,\"1,200\",田中 花子,soumu@b-sha.example.jp,○\r\n\
                \r\n\
                A-1,,99,関市,ZZ,十人,田中 花子,soumu.example.jp,たぶん\r\n\
                A-2,C社\r\n";
    let rows = read_members(text.as_bytes(), &CATALOGUE).unwrap();
    let first = rows[0].outcome.clone().unwrap();
    assert_eq!((first.company.employees, first.company.prefecture.as_str(), first.company.industry.as_str()), (1_200, "21", "E"));
    assert!(first.company.on_island);
    let told = |at: usize| {
        let errors = rows[at].outcome.clone().unwrap_err();
        errors.into_iter().map(|error| (error.line, error.column, error.code)).collect::<Vec<_>>()
    };
    let second = told(1);
    assert!(second.iter().all(|(line, ..)| *line == 4), "{second:?}");
    let columns: Vec<&str> = second.iter().map(|(_, column, _)| column.as_str()).collect();
    assert_eq!(columns, ["number", "name", "prefecture", "industry", "employees", "on_island", "contact_address"]);
    assert_eq!(told(2), [(5, String::new(), "cell-count")]);
}

#[test]
fn a_report_quotes_no_mail_address_in_full() {
    let text = "number,name,prefecture,municipality,industry,employees,contact_name,contact_address\n\
                A-1,B社,hanako@b-sha.example.jp,関市,E,10,田中,soumu@b-sha.example.jp\n";
    let errors = read_members(text.as_bytes(), &CATALOGUE).unwrap().remove(0).outcome.unwrap_err();
    assert!(!format!("{errors:?}").contains("hanako@"), "{errors:?}");
}
