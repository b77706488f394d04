//! What a shared specialist's year means elsewhere: for matching, for who leaves, and for the specialist's own pages.

use chrono::Duration;
use nakodo::desk::{self, RoleRequest, Submitter};
use nakodo::identity::Role;

use crate::harness::Mode;
use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::Served;
use crate::pools::{PERSON, company, done, shared, world};

in_both_modes![
    who_has_promised_days_to_a_pool_is_not_offered_those_hours,
    a_company_that_takes_back_its_consent_leaves_the_pool,
    who_is_erased_leaves_the_pool,
    whoever_must_not_meet_does_not,
    a_specialist_sees_the_visits_and_takes_them_into_a_calendar,
    a_visit_that_is_moved_or_given_back_is_one_entry_in_every_calendar,
    a_pool_is_forgotten_seven_years_after_its_end,
];

async fn who_has_promised_days_to_a_pool_is_not_offered_those_hours(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    // Three hours a week are the pool's; what is asked for takes one.
    let specialist = world.enrol(|profile| profile.hours_per_week = Some(3)).await;
    let shared = shared(&world, &served, 6).await;
    let candidates = async || {
        let id = world.submit(help_request(), Submitter::SupportOrg(shared.org)).await.id;
        let found = desk::list_candidates(&world.app.desk, id, shared.role, 10).await.expect("it is there").candidates.len();
        desk::cancel_help_request(&world.app.desk, id, shared.role).await.expect("it is open");
        found
    };
    assert_eq!(candidates().await, 1);
    shared.planned(&world, &served, specialist).await;
    assert_eq!(candidates().await, 0, "the hours are promised");
    let link = world.letter(PERSON, "pool_slots").link("/pool/");
    assert_eq!(served.client.press(&link, "leave", &[]).await.status, 200);
    assert_eq!(candidates().await, 1, "and free again");
    shared.told(&world).await;
    assert!(world.letter(&company(1), "pool_slots").text.contains("なくなった日"));
}

async fn a_company_that_takes_back_its_consent_leaves_the_pool(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    shared.planned(&world, &served, specialist).await;
    desk::remove_member(&world.app.desk, shared.role, shared.members[0]).await.expect("nothing runs for it");
    let body = shared.month("2027-01").await;
    assert!(!body.contains("第1工業") && body.contains("第2工業"), "{body}");
    assert_eq!(shared.slots("2027-01", "move").await.len(), 1, "its visits are free");
    shared.told(&world).await;
    assert_eq!(world.letters_to(&company(1)).len(), 1, "nobody writes to a company that is on no list");
}

async fn who_is_erased_leaves_the_pool(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    shared.planned(&world, &served, specialist).await;
    let form = desk::EraseForm { confirm: specialist.to_string() };
    let own = Role::Specialist(specialist);
    desk::erase_specialist(&world.app.desk, specialist, own, form).await.expect("no match goes on");
    let body = shared.month("2027-01").await;
    assert!(body.contains("この月に訪問はありません") && !body.contains("佐藤 1"), "{body}");
    shared.told(&world).await;
    assert!(world.letter(&company(1), "pool_slots").text.contains("なくなった日"));
}

async fn whoever_must_not_meet_does_not(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let mut shared = shared(&world, &served, 3).await;
    // The fourth does not want this person; whom it does not want, nobody is told.
    let mut form = help_request();
    (form.company.name, form.company.contact.address) = ("第4工業".into(), company(4));
    form.company.relations.blocked = vec!["000001".into()];
    shared.members.push(world.member(shared.org, &form).await);
    shared.planned(&world, &served, specialist).await;
    let body = shared.month("2027-01").await;
    assert!(body.contains("利益相反のため訪問しない会社") && body.contains("同じ日に会えない相手"), "{body}");
    assert!(shared.costs().await.iter().all(|line| line.1 != "第4工業" || line.2 == 0));
    let page = served.client.get(&world.letter(PERSON, "pool_slots").link("/pool/")).await.body;
    assert!(!page.contains("利益相反"), "{page}");
}

async fn a_specialist_sees_the_visits_and_takes_them_into_a_calendar(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 6).await;
    world.invite(PERSON, RoleRequest::Specialist("000001".into())).await;
    let own = signed_in(&world, &served.client.stranger(), PERSON).await;
    assert!(own.get("/me/pools").await.body.contains("ここに並びます"), "an empty page says what it is for");
    shared.planned(&world, &served, specialist).await;
    assert!(own.get("/me").await.body.contains("(72)"));
    let page = own.get("/me/pools").await.body;
    assert!(page.contains("第6工業") && page.contains("2027年7月20日"), "{page}");
    let file = own.get("/me/pools/calendar").await;
    assert_eq!((file.header("content-type"), file.body.matches("BEGIN:VEVENT").count()), ("text/calendar; charset=utf-8", 72));
    let link = world.letter(&company(2), "pool_slots").link("/pool/");
    let file = served.client.get(&format!("{link}/calendar")).await;
    assert_eq!(file.body.matches("BEGIN:VEVENT").count(), 12);
    assert!(file.body.contains("佐藤 1") && !file.body.contains(&link), "{}", file.body);
    let export = desk::export_specialist(&world.app.desk, specialist, Role::Specialist(specialist)).await.expect("it is there");
    assert_eq!((export.pools.len(), export.pools[0].visits.len()), (1, 72));
    assert_eq!((export.pools[0].name.as_str(), export.pools[0].organisation.as_str()), ("相談の日", "関商工会議所"));
}

/// Sequence and state of a visit in a calendar file; none where it is not in it.
fn entry_of(file: &str, number: &str) -> Option<(String, String)> {
    let file = file.replace("\r\n ", "").replace("\n ", "");
    let event = file.split("BEGIN:VEVENT").skip(1).find(|event| event.contains(&format!("-{number}@")))?;
    let said = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim_end().to_owned();
    Some((said("SEQUENCE:"), said("STATUS:")))
}

async fn a_visit_that_is_moved_or_given_back_is_one_entry_in_every_calendar(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    shared.planned(&world, &served, specialist).await;
    let link = world.letter(&company(1), "pool_slots").link("/pool/");
    let theirs = world.letter(PERSON, "pool_slots").link("/pool/");
    let page = served.client.get(&link).await.body;
    let number = page.split("/give-back-").nth(1).and_then(|rest| rest.split(['?', '"']).next()).expect("a visit").to_owned();
    let both = async || {
        let mut read = Vec::new();
        for place in [&link, &theirs] {
            read.push(entry_of(&served.client.get(&format!("{place}/calendar")).await.body, &number));
        }
        read
    };
    let said = |sequence: &str, state: &str| Some((sequence.to_owned(), state.to_owned()));
    assert_eq!(both().await, [said("0", "CONFIRMED"), said("0", "CONFIRMED")]);
    done(&shared.clerk, &shared.place, &format!("move-{number}"), &[("/day", "2026-12-23")]).await;
    assert_eq!(both().await, [said("1", "CONFIRMED"), said("1", "CONFIRMED")], "another day is the same entry");
    shared.told(&world).await;
    assert!(world.letter(&company(1), "pool_slots").calendars.is_empty(), "it is theirs still");
    assert_eq!(served.client.press(&link, &format!("give-back-{number}"), &[]).await.status, 200);
    assert_eq!(both().await[0], said("2", "CANCELLED"));
    shared.told(&world).await;
    let letter = world.letter(&company(1), "pool_slots");
    assert_eq!(letter.calendars.len(), 1, "{}", letter.text);
    assert!(letter.calendars[0].contains("METHOD:CANCEL"));
    assert_eq!(entry_of(&letter.calendars[0], &number), said("2", "CANCELLED"));
    // It may have become another company's; in any case the entry of the specialist is as new.
    assert_eq!(both().await[1].as_ref().map(|(sequence, _)| sequence.as_str()), Some("2"));
    assert_eq!(served.client.press(&theirs, "leave", &[]).await.status, 200);
    let file = served.client.get(&format!("{theirs}/calendar")).await.body;
    assert!(file.contains("STATUS:CANCELLED") && !file.contains("STATUS:CONFIRMED"), "{file}");
}

async fn a_pool_is_forgotten_seven_years_after_its_end(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    shared.planned(&world, &served, specialist).await;
    let role = shared.role;
    let kept = async || desk::list_pools(&world.app.desk, role).await.expect("the store answers").len();
    // 2034-11-30 is seven years after the last day.
    world.app.desk.clock.advance(Duration::days(2_920));
    desk::forget_what_is_old(&world.app.desk).await.expect("the store answers");
    assert_eq!(kept().await, 1);
    world.app.desk.clock.advance(Duration::days(10));
    desk::forget_what_is_old(&world.app.desk).await.expect("the store answers");
    assert_eq!(kept().await, 0);
}
