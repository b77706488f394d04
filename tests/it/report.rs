//! The report of a fiscal year, counted from a planted year around 31 March and 1 April in Japan.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, Duration};
use nakodo::brokering::SupportOrgForm;
use nakodo::clock::Moment;
use nakodo::desk::RoleRequest;
use nakodo::identity::{Rank, Role};
use nakodo::ids::{SpecialistId, SupportOrgId};
use nakodo::intake::HelpRequestState;
use nakodo::matching::Explanation;
use nakodo::store::{OfferToMake, StoreError, StoredHelpRequest};

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_year_is_counted_from_the_first_of_april_in_japan,
    the_workbook_holds_the_figures_of_the_csv_file_and_charts,
    an_operator_counts_everything_and_a_specialist_nothing,
    a_year_without_help_requests_says_so,
    what_was_passed_on_counts_where_it_went,
];

const CLERK: &str = "tanto@chamber.example.jp";

fn moment(text: &str) -> Moment {
    DateTime::parse_from_rfc3339(text).expect("a moment").to_utc()
}

/// What came in, and how it went.
struct Planted {
    at: &'static str,
    company: &'static str,
    prefecture: &'static str,
    menu: &'static str,
    hours: u16,
    state: HelpRequestState,
    /// How many were asked, how many answered, and after how many hours one of them won.
    asked: (usize, usize, Option<i64>),
}

/// Puts it on record as it would stand after that year.
async fn plant(world: &World, org: Option<SupportOrgId>, people: &[SpecialistId], planted: Planted) {
    let Planted { at, company, prefecture, menu, hours, state, asked } = planted;
    let (desk, made_at) = (world.app.desk.clone(), moment(at));
    let mut form = help_request();
    form.company.corporate_number = None;
    form.company.contact.address = format!("{company}@example.jp");
    (form.company.prefecture, form.need.menus, form.need.hours) = (prefecture.into(), vec![menu.into()], Some(hours));
    let help_request = form.check(&desk.catalogue, desk.clock.today()).expect("the form is right");
    let urgency = help_request.need.urgency;
    let policy = desk.catalogue.wave_policy_on(urgency.code(), desk.clock.today()).cloned();
    let id = desk.ids.fresh(made_at);
    let confirmed = state != HelpRequestState::AwaitingConfirmation;
    let stored = StoredHelpRequest {
        id,
        state,
        support_org: org,
        member: None,
        help_request,
        waves: 1,
        created_at: made_at,
        confirm_by: None,
        policy: policy.filter(|_| confirmed),
        waiting_since: None,
        waiting_until: None,
        narrower: None,
    };
    let people: Vec<SpecialistId> = people.iter().copied().take(asked.0).collect();
    let ids = desk.ids.clone();
    let done = desk.store.write::<_, StoreError>(move |tx| {
        tx.add_help_request(&stored)?;
        for (number, specialist) in people.iter().enumerate() {
            let explanation = Explanation { score: 0.5, terms: Vec::new(), comes_over: true, estimated_fee_yen: None };
            let (offer, weekly_hours, wave) = (ids.fresh(made_at), 1, 1);
            let expires_at = made_at + Duration::days(30);
            let made =
                OfferToMake { id: offer, help_request: id, specialist: *specialist, wave, explanation, weekly_hours, made_at, expires_at };
            tx.add_offer(&made)?;
            let answered_at = made_at + Duration::hours(asked.2.unwrap_or(2));
            if number < asked.1 {
                assert!(tx.mark_offer_accepted(offer, answered_at)?);
            }
            if number == 0 && asked.2.is_some() {
                let offer = tx.find_offer(offer)?.expect("it is there");
                tx.add_engagement(ids.fresh(made_at), &offer, None, answered_at, answered_at)?;
            }
        }
        Ok(())
    });
    done.await.expect("it is put on record");
}

/// The year, with what lies a second before it and right behind it.
async fn plant_year(world: &World, org: SupportOrgId) {
    use HelpRequestState::{AwaitingConfirmation, Cancelled, Matched, Open, Unmatched};
    let people = [world.enrol(|_| {}).await, world.enrol(|_| {}).await, world.enrol(|_| {}).await];
    let one = |at, company, prefecture, menu, hours, state, asked| Planted { at, company, prefecture, menu, hours, state, asked };
    let (first, check) = ("first-consultation", "basic-check");
    for planted in [
        one("2025-03-31T23:59:59+09:00", "before", "13", check, 40, Matched, (1, 1, Some(1))),
        one("2025-04-01T00:00:00+09:00", "a", "21", check, 8, Matched, (3, 1, Some(36))),
        one("2025-04-30T23:59:59+09:00", "a", "21", first, 4, Matched, (2, 2, Some(12))),
        one("2025-05-01T00:00:00+09:00", "b", "23", check, 6, Unmatched, (3, 0, None)),
        one("2025-12-31T23:59:59+09:00", "b", "23", check, 6, Unmatched, (0, 0, None)),
        one("2026-01-05T10:00:00+09:00", "c", "24", first, 2, Cancelled, (1, 0, None)),
        one("2026-02-01T10:00:00+09:00", "d", "21", first, 2, AwaitingConfirmation, (0, 0, None)),
        one("2026-03-31T23:59:59+09:00", "e", "21", check, 10, Matched, (1, 1, Some(72))),
        one("2026-04-01T00:00:00+09:00", "after", "27", first, 3, Open, (2, 0, None)),
    ] {
        plant(world, Some(org), &people, planted).await;
    }
}

async fn clerk(world: &World, served: &Served) -> (Client, SupportOrgId) {
    let form = SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    let Role::Broker(org, _) = world.invite(CLERK, RoleRequest::Broker(form, Rank::Member)).await.role else { panic!("a broker") };
    (signed_in(world, &served.client, CLERK).await, org)
}

async fn world(mode: Mode) -> World {
    World::with(mode, |raw| raw.sessions.second_factor = false).await
}

async fn a_year_is_counted_from_the_first_of_april_in_japan(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, org) = clerk(&world, &served).await;
    plant_year(&world, org).await;
    for language in ["en", "ja"] {
        let file = browser.get(&format!("/report.csv?year=2025&lang={language}")).await;
        assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"nakodo-2025.csv\"");
        let body = file.body.strip_prefix('\u{feff}').expect("a spreadsheet knows UTF-8 by its mark").replace("\r\n", "\n");
        insta::assert_snapshot!(format!("report_2025_{language}"), body);
        let page = browser.get(&format!("/report?year=2025&lang={language}")).await;
        assert!(page.status == 200 && !page.body.contains("<script") && page.body.len() < 40_000, "{}", page.body.len());
        for nobody in ["S1", "S2", "関金属", "example.jp"] {
            assert!(!page.body.contains(nobody) && !body.contains(nobody), "{nobody} is in the report");
        }
    }
    let page = browser.get("/report?year=2025&lang=ja").await.body;
    assert!(page.contains("2025年度の報告") && page.contains("関商工会議所") && page.contains("<svg class=\"chart\""), "{page}");
    for year in [2024, 2026] {
        assert!(page.contains(&format!("href=\"/report?year={year}&amp;lang=ja\"")), "{year}: {page}");
    }
    assert!(!page.contains("year=2023"));
    let present = browser.get("/report").await.body;
    assert!(present.contains("2026年度の報告") && present.contains("大阪府") && !present.contains("岐阜県"), "{present}");
}

async fn the_workbook_holds_the_figures_of_the_csv_file_and_charts(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, org) = clerk(&world, &served).await;
    plant_year(&world, org).await;
    let file = browser.get("/report.csv?year=2025").await.body;
    let mut told = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let told: Vec<Vec<String>> = told.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    let address = format!("{}/report.xlsx?year=2025", browser.address);
    let answer = browser.http.get(address).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"nakodo-2025.xlsx\"");
    let bytes = answer.bytes().await.expect("a file");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("another program opens it");
    let mut found = Vec::new();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).expect("a sheet");
        let rows: Vec<&[Data]> = sheet.rows().collect();
        for row in &rows[1..] {
            for (head, cell) in rows[0].iter().zip(*row).skip(1) {
                found.push(vec![name.clone(), row[0].to_string(), head.to_string(), cell.to_string()]);
            }
        }
    }
    assert_eq!(found, told);
    let directory = String::from_utf8_lossy(&bytes);
    for part in ["xl/charts/chart1.xml", "xl/charts/chart2.xml", "xl/charts/chart3.xml"] {
        assert!(directory.contains(part), "{part}");
    }
}

async fn an_operator_counts_everything_and_a_specialist_nothing(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (clerk, org) = clerk(&world, &served).await;
    plant_year(&world, org).await;
    let person = [world.enrol(|_| {}).await];
    let alone = Planted {
        at: "2025-06-01T10:00:00+09:00",
        company: "alone",
        prefecture: "47",
        menu: "basic-check",
        hours: 4,
        state: HelpRequestState::Open,
        asked: (1, 0, None),
    };
    plant(&world, None, &person, alone).await;
    world.invite("operator@nakodo.example", RoleRequest::Operator).await;
    let operator = signed_in(&world, &served.client, "operator@nakodo.example").await;
    let count = async |client: &Client| {
        let file = client.get("/report.csv?year=2025").await.body;
        file.lines().nth(1).and_then(|line| line.rsplit(',').next()).unwrap_or_default().to_owned()
    };
    assert_eq!((count(&clerk).await, count(&operator).await), ("6".into(), "7".into()));
    assert!(operator.get("/report?year=2025").await.body.contains("すべての相談"));
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    let specialist = signed_in(&world, &served.client, "s1@example.jp").await;
    for path in ["/report", "/report.csv", "/report.xlsx"] {
        assert_eq!(specialist.get(path).await.status, 403, "{path}");
    }
}

async fn a_year_without_help_requests_says_so(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, _) = clerk(&world, &served).await;
    let page = browser.get("/report").await;
    assert!(page.status == 200 && page.body.contains("この年度の相談はまだありません") && !page.body.contains("<svg"), "{}", page.body);
    assert_eq!(browser.get("/report.csv").await.status, 200);
    for year in ["1999", "next", "99999999999", ""] {
        assert_eq!(browser.get(&format!("/report?year={year}")).await.status, 404, "{year}");
    }
    let ahead = browser.get("/report?year=2030").await;
    assert!(ahead.status == 200 && ahead.body.contains("2030年度の報告") && ahead.body.contains("2026年度"), "{}", ahead.body);
}

async fn what_was_passed_on_counts_where_it_went(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let [first, second, _] = crate::referral::three(&world, &served).await;
    world.enrol(|_| {}).await;
    let id = crate::referral::ask(&world, &first).await;
    first.refer(id, &second).await;
    assert_eq!(served.client.press(&crate::referral::link(&world).await, "", &[]).await.status, 200);
    let report = async |role| nakodo::desk::report_year(&world.app.desk, role, None).await.expect("it is counted").report;
    let (one, other, all) = (report(first.role()).await, report(second.role()).await, report(Role::Operator).await);
    assert_eq!((one.all.asked, one.passed_on, one.taken_over), (0, 1, 0));
    assert_eq!((other.all.asked, other.passed_on, other.taken_over), (1, 0, 1));
    assert_eq!((all.all.asked, all.passed_on, all.taken_over), (1, 1, 1));
}
