//! What may stand in a cell.

use super::*;
use crate::active_list::{ConsentForm, FeeUnit, LISTING, RegistrationStatus};
use crate::language::Language;
use crate::values::WeeklySlots;

fn dates(from: (i32, u32, u32), to: (i32, u32, u32)) -> (NaiveDate, NaiveDate) {
    let date = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    (date(from), date(to))
}

#[test]
fn full_width_characters_are_made_plain_in_codes_and_kept_in_names() {
    let specialist = good(&[
        ("registration_number", "０１２３４５"),
        ("status", "ｒｅｖｏｋｅｄ"),
        ("name", "ＡＢＣ　①"),
        ("contacts", "ｔａｋａ＠ｅｘａｍｐｌｅ．ｊｐ"),
        ("hours_per_week", "１２"),
    ]);
    assert_eq!(specialist.registration.number.as_str(), "012345");
    assert_eq!(specialist.registration.status, RegistrationStatus::Revoked);
    assert_eq!(specialist.name.as_str(), "ＡＢＣ　①");
    assert_eq!(specialist.contacts[0].address.as_str(), "taka@example.jp");
    assert_eq!(specialist.hours_per_week, 12);
}

#[test]
fn dates_are_taken_with_hyphens_and_with_slashes() {
    for text in ["2026-11-01", "2026/11/1", "２０２６／１１／０１", " 2026/11/01 "] {
        assert_eq!(good(&[("last_confirmed", text)]).last_confirmed, NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(), "{text}");
    }
    for text in ["26/11/1", "2026/11", "11/1/2026", "2026/13/1", "2026年11月1日"] {
        assert_eq!(mistakes(&[("last_confirmed", text)]), [mistake("last_confirmed", text, "not-a-date")]);
    }
    assert_eq!(mistakes(&[("last_confirmed", "2026/11/22")]), [mistake("last_confirmed", "2026/11/22", "in-the-future")]);
}

#[test]
fn prefectures_are_taken_by_code_and_by_japanese_name() {
    let specialist = good(&[("base_prefecture", "岐阜"), ("served_prefectures", "1；２３;東京都; 京都 ;")]);
    assert_eq!(specialist.base.prefecture, "21");
    assert_eq!(specialist.served_prefectures, ["01", "13", "21", "23", "26"]);
    let errors = mistakes(&[("base_prefecture", "48"), ("served_prefectures", "岐阜;江戸;21、22")]);
    let served = |found| mistake("served_prefectures", found, "unknown-code");
    assert_eq!(errors, [mistake("base_prefecture", "48", "unknown-code"), served("江戸"), served("21、22")]);
}

#[test]
fn yes_and_no_are_taken_in_the_ways_people_write_them() {
    for text in ["yes", "TRUE", "1", "１", "はい", "○", "〇"] {
        assert!(good(&[("remote", text)]).remote, "{text}");
    }
    for text in ["no", "False", "0", "いいえ", "×", "", "　"] {
        assert!(!good(&[("remote", text)]).remote, "{text}");
    }
    assert_eq!(mistakes(&[("remote", "可")]), [mistake("remote", "可", "not-yes-or-no")]);
}

#[test]
fn contacts_may_be_shared_and_have_a_language() {
    let contacts = good(&[("contacts", "desk@example.jp|shared|en; a@example.jp | EN；b@example.jp")]).contacts;
    let facts: Vec<_> = contacts.iter().map(|contact| (contact.address.as_str(), contact.shared, contact.language)).collect();
    let expected = [("desk@example.jp", true, Language::En), ("a@example.jp", false, Language::En), ("b@example.jp", false, Language::Ja)];
    assert_eq!(facts, expected);
    let errors = mistakes(&[("contacts", "sato@example.jp|shard;sato@localhost")]);
    let contacts = |found, code| mistake("contacts", found, code);
    assert_eq!(errors, [contacts("s***@example.jp|shard", "not-one-of"), contacts("s***@localhost", "not-a-mail-address")]);
    assert_eq!(mistakes(&[("contacts", "")]), [contacts("", "required")]);
}

#[test]
fn menus_are_code_fee_and_unit() {
    let menus = good(&[("menus", &format!("{MENU}:15000:hour；{MENU}：０：ｖｉｓｉｔ"))]).menus;
    let facts: Vec<_> = menus.iter().map(|offered| (offered.menu.as_str(), offered.minimum_fee_yen, offered.unit)).collect();
    assert_eq!(facts, [(MENU, 15000, FeeUnit::Hour), (MENU, 0, FeeUnit::Visit)]);
    let menu = |found: &str, code| mistake("menus", found, code);
    let cell = format!("{MENU};{MENU}:abc:hour;nothing:99999999999:year;{MENU}::day");
    let expected = [
        menu(MENU, "wrong-shape"),
        menu(&format!("{MENU}:abc:hour"), "not-a-number"),
        menu("nothing:99999999999:year", "unknown-code"),
        menu("nothing:99999999999:year", "out-of-range"),
        menu("nothing:99999999999:year", "not-one-of"),
        menu(&format!("{MENU}::day"), "required"),
    ];
    assert_eq!(mistakes(&[("menus", &cell)]), expected);
}

#[test]
fn experiences_are_five_parts_and_a_backslash_keeps_separators_as_text() {
    let experiences = good(&[("experiences", r"Ｅ|係長|２０１９||工場の監査\; 二拠点;J|顧問|2015|2018|A\|B")]).experiences;
    let facts: Vec<_> = experiences.iter().map(|it| (it.industry.as_str(), it.from_year, it.to_year, it.text.as_str())).collect();
    assert_eq!(facts, [("E", 2019, None, "工場の監査; 二拠点"), ("J", 2015, Some(2018), "A|B")]);
    let experience = |found, code| mistake("experiences", found, code);
    let errors = mistakes(&[("experiences", "E|係長|2019;E|係長|平成|2018|監査;E|係長|2019|2018|監査")]);
    let expected = [
        experience("E|係長|2019", "wrong-shape"),
        experience("E|係長|平成|2018|監査", "not-a-number"),
        experience("E|係長|2019|2018|監査", "out-of-range"),
    ];
    assert_eq!(errors, expected);
}

#[test]
fn blackouts_are_from_and_to() {
    let blackouts = good(&[("blackouts", "2026/12/28..2027-01-04;２０２７-05-01．．2027/5/5")]).blackouts;
    let facts: Vec<_> = blackouts.iter().map(|blackout| (blackout.from, blackout.to)).collect();
    assert_eq!(facts, [dates((2026, 12, 28), (2027, 1, 4)), dates((2027, 5, 1), (2027, 5, 5))]);
    let blackout = |found, code| mistake("blackouts", found, code);
    let errors = mistakes(&[("blackouts", "2026/12/28;2027/1/4..2026/12/28")]);
    assert_eq!(errors, [blackout("2026/12/28", "wrong-shape"), blackout("2027/1/4..2026/12/28", "before-start")]);
}

#[test]
fn availability_is_slots_days_or_any() {
    let slots = |text| good(&[("availability", text)]).availability;
    assert_eq!(slots("any"), WeeklySlots::FULL);
    assert_eq!(slots("").count(), 0);
    assert_eq!(slots("Sat;mon-ev").iter().map(|slot| slot.to_string()).collect::<Vec<_>>(), ["mon-ev", "sat-am", "sat-pm", "sat-ev"]);
    let slot = |found| mistake("availability", found, "unknown-slot");
    assert_eq!(mistakes(&[("availability", "sat;night;mon-")]), [slot("night"), slot("mon-")]);
}

#[test]
fn consent_is_the_edition_that_was_agreed_to() {
    let consents = |text| read_one(&[("consent", text)]).unwrap().0.consents;
    assert_eq!(consents("２０２６-04"), [ConsentForm { scope: LISTING.into(), version: "2026-04".into(), given: true }]);
    assert_eq!(consents(" "), []);
    let long = "2026-04 and much more than an edition";
    assert_eq!(mistakes(&[("consent", long)]), [mistake("consent", long, "too-long")]);
}

#[test]
fn every_mistake_of_a_row_is_reported_at_once_in_the_order_of_the_columns() {
    let errors = mistakes(&[("registration_number", "12345"), ("name", ""), ("affiliation", "freelance"), ("hours_per_week", "six")]);
    let expected = [
        mistake("registration_number", "12345", "not-six-digits"),
        mistake("name", "", "required"),
        mistake("affiliation", "freelance", "not-one-of"),
        mistake("hours_per_week", "six", "not-a-number"),
    ];
    assert_eq!(errors, expected);
    let too_large = [mistake("hours_per_week", "61", "out-of-range"), mistake("max_engagements", "999", "out-of-range")];
    assert_eq!(mistakes(&[("hours_per_week", "61"), ("max_engagements", "999")]), too_large);
}

#[test]
fn no_report_holds_a_mail_address_in_full() {
    let local = "a-very-long-local-part-that-is-cut-before-its-end";
    let spellings = [format!("{local}@example.jp"), format!("{local} ＠ example.jp"), format!("Sato <{local}@example.jp>")];
    for (column, spelling) in COLUMNS.iter().flat_map(|column| spellings.iter().map(move |spelling| (column, spelling))) {
        for error in read_one(&[(column.name, spelling), ("valid_until", spelling)]).unwrap_err() {
            assert!(!format!("{error:?}").contains("very"), "{error:?}");
        }
    }
}
