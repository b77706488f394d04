//! What is written reads back; what is not a file at all does no harm.

use super::*;
use crate::active_list::sheet::records::records;
use crate::active_list::{
    BaseForm, BlackoutForm, ConditionsForm, ConflictsForm, ConsentForm, ContactForm, EmploymentForm, ExperienceForm, LISTING,
    OfferedMenuForm, RegistrationForm, TravelForm, WishesForm,
};
use crate::values::{CorporateNumber, Slot};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Characters that mean something to the file, among some that do not.
const LETTERS: &str = "a髙１①;；|｜\\\"',=＝+-@:~～ \u{3000}";

fn line() -> impl Strategy<Value = String> {
    let letters: Vec<char> = LETTERS.chars().collect();
    let text = vec(select(letters), 1..12).prop_map(|letters| letters.into_iter().collect::<String>());
    text.prop_filter("a line has a visible character", |text| !text.trim().is_empty())
}

fn prose() -> impl Strategy<Value = String> {
    vec(line(), 0..4).prop_map(|lines| lines.join("\r\n\n"))
}

fn day() -> impl Strategy<Value = String> {
    (2000..2026, 1..=12, 1..=28).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
}

fn prefecture() -> impl Strategy<Value = String> {
    (1..=47).prop_map(|code| format!("{code:02}"))
}

prop_compose! {
    fn contact()(
        local in "[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}",
        shared in any::<bool>(),
        language in of(select(vec!["ja", "en"])),
    ) -> ContactForm {
        ContactForm { address: format!("{local}@example.jp"), shared, language: language.map(str::to_owned) }
    }
}

prop_compose! {
    fn menu()(fee in 0..=10_000_000_u32, unit in select(vec!["hour", "visit", "day", "project", "month"])) -> OfferedMenuForm {
        OfferedMenuForm { menu: MENU.to_owned(), minimum_fee_yen: Some(fee), unit: unit.to_owned() }
    }
}

prop_compose! {
    fn experience()(
        industry in "[A-T]",
        role in line(),
        from in 1950..2000_u16,
        to_year in of(2000..2100_u16),
        staff in of(select(vec!["up-to-5", "over-300"])),
        guideline_step in of(1..=4_u8),
        text in prose(),
    ) -> ExperienceForm {
        ExperienceForm { industry, role, from_year: Some(from), to_year, staff: staff.map(str::to_owned), guideline_step, text }
    }
}

prop_compose! {
    fn blackout()(from in day(), days in 0..400_u64) -> BlackoutForm {
        let last = from.parse::<NaiveDate>().unwrap() + chrono::Days::new(days);
        BlackoutForm { from, to: last.to_string() }
    }
}

prop_compose! {
    fn registration()(number in "[0-9]{6}", valid_until in day(), status in of(select(vec!["registered", "lapsed", "revoked"]))) -> RegistrationForm {
        RegistrationForm { number, valid_until, status: status.map(str::to_owned) }
    }
}

fn companies() -> impl Strategy<Value = Vec<String>> {
    vec((0..1_000_000_000_u64).prop_map(|base| CorporateNumber::from_base(base).as_str().to_owned()), 0..3)
}

prop_compose! {
    fn employment()(
        employer in of(companies().prop_map(|numbers| numbers.into_iter().next())),
        group in companies(),
        permission in of(select(vec!["granted", "not_needed", "pending", "refused"])),
        permission_until in of(day()),
        flexible in any::<bool>(),
    ) -> EmploymentForm {
        EmploymentForm { employer: employer.flatten(), group, permission: permission.map(str::to_owned), permission_until, flexible }
    }
}

prop_compose! {
    fn conditions()(
        employment in employment(),
        (customers, competitors, blocked, clients) in (companies(), companies(), companies(), companies()),
        (borders, islands) in (of(0..=3_u8), any::<bool>()),
        industries in subsequence(vec!["A", "E", "T"], 0..=3),
        sizes in subsequence(vec!["up-to-5", "up-to-100"], 0..=2),
        preparation_percent in of(100..=400_u16),
        frames in subsequence(vec!["individual", "employer", "honorarium", "dispatch"], 0..=4).prop_shuffle(),
        teaming in subsequence(vec!["comes-along", "brings-along"], 0..=2),
        languages in subsequence(vec!["ja", "en"], 0..=2),
        most_sensitive in of(select(vec!["ordinary", "internal", "confidential"])),
        (sells_products, incident_calls_any_time) in (of(any::<bool>()), any::<bool>()),
        quiet_hours in of(select(vec!["21-8", "0-6", "none"])),
    ) -> ConditionsForm {
        let owned = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect();
        ConditionsForm {
            employment,
            conflicts: ConflictsForm { customers, competitors, blocked, clients },
            travel: TravelForm { borders, islands },
            wishes: WishesForm { industries: owned(industries), sizes: owned(sizes) },
            preparation_percent,
            frames: owned(frames),
            teaming: owned(teaming),
            languages: owned(languages),
            most_sensitive: most_sensitive.map(str::to_owned),
            sells_products,
            quiet_hours: quiet_hours.map(str::to_owned),
            incident_calls_any_time,
        }
    }
}

prop_compose! {
    fn coded()(
        affiliation in select(vec!["independent", "employed_side_job_ok", "employed_hidden"]),
        served_prefectures in vec(prefecture(), 0..5),
        remote in any::<bool>(),
        fields in subsequence(FIELDS.to_vec(), 0..=FIELDS.len()),
        availability in subsequence(Slot::all().collect::<Vec<_>>(), 0..=21),
        hours in 0..=60_u8,
        engagements in 0..=20_u8,
        last_confirmed in of(day()),
        blackouts in vec(blackout(), 0..3),
        menus in vec(menu(), 0..4),
    ) -> SpecialistForm {
        SpecialistForm {
            affiliation: affiliation.to_owned(),
            served_prefectures,
            remote,
            fields: fields.into_iter().map(str::to_owned).collect(),
            availability: availability.into_iter().map(|slot| slot.to_string()).collect(),
            hours_per_week: Some(hours),
            max_engagements: Some(engagements),
            last_confirmed,
            blackouts,
            menus,
            ..SpecialistForm::default()
        }
    }
}

prop_compose! {
    fn form()(
        coded in coded(),
        registration in registration(),
        name in line(),
        display_name in of(line()),
        contacts in vec(contact(), 1..4),
        edition in of("20[0-9]{2}-[0-9]{2}"),
        prefecture in prefecture(),
        municipality in line(),
        qualifications in vec(line(), 0..4),
        experiences in vec(experience(), 0..4),
        levels in vec(of(1..=7_u8), FIELDS.len()),
        conditions in conditions(),
    ) -> SpecialistForm {
        let given = |version| ConsentForm { scope: LISTING.to_owned(), version, given: true };
        SpecialistForm {
            registration,
            name,
            display_name,
            contacts,
            consents: edition.map(given).into_iter().collect(),
            base: BaseForm { prefecture, municipality },
            qualifications,
            experiences,
            field_levels: coded.fields.iter().cloned().zip(levels).filter_map(|(field, level)| Some((field, level?))).collect(),
            conditions,
            ..coded
        }
    }
}

proptest! {
    #[test]
    fn any_specialist_written_out_reads_back_equal(form in form()) {
        let specialist = form.check(&CATALOGUE, today());
        prop_assert!(specialist.is_ok(), "{specialist:?}");
        let file = write_specialists(std::slice::from_ref(&form));
        let rows = read(&file).unwrap();
        prop_assert_eq!(rows, [SheetRow { line: 2, outcome: Ok((form, specialist.unwrap())) }]);
    }

    #[test]
    fn a_written_cell_never_begins_like_a_formula(form in form()) {
        for record in records(write_specialists(&[form]).as_bytes()).unwrap() {
            prop_assert!(record.cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])));
        }
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in vec(any::<u8>(), 0..400)) {
        let _ = read(bytes);
    }

    #[test]
    fn arbitrary_cells_do_no_harm(cells in vec("[ -~あ；｜：\n]{0,30}", COLUMNS.len())) {
        let changes: Vec<_> = COLUMNS.iter().map(|column| column.name).zip(cells.iter().map(String::as_str)).collect();
        let _ = read(header() + &row(&changes));
    }

    #[test]
    fn cells_are_read_as_the_csv_crate_writes_them(rows in vec(vec("[a,\"\r\n 髙]{0,6}", 3), 1..6)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let read: Vec<_> = records(&writer.into_inner().unwrap()).unwrap().into_iter().map(|record| record.cells).collect();
        let filled = |row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        prop_assert_eq!(read, rows.into_iter().filter(filled).collect::<Vec<_>>());
    }
}

#[test]
fn many_are_written_below_one_header() {
    let file = write_specialists(&[SpecialistForm::default(), SpecialistForm::default()]);
    assert_eq!(file.lines().count(), 3);
    assert_eq!(file.lines().next(), Some(header().trim_end()));
    assert_eq!(read(write_specialists(&[])), Ok(Vec::new()));
}
