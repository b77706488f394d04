//! Somebody registers by themselves.

use chrono::Duration;
use nakodo::desk::{self, AuditFilter, RoleRequest};
use nakodo::identity::Role;
use nakodo::ids::SpecialistId;

use crate::harness::joining::{fill_in, joined, least, shown_mailbox};
use crate::harness::register::file;
use crate::harness::signing_in::signed_in;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    somebody_registers_with_an_address_a_code_and_one_page,
    without_the_consent_that_is_needed_nobody_is_registered_and_nothing_typed_is_lost,
    whoever_has_registered_is_compared_with_the_next_snapshot_and_reads_what_it_says,
    a_number_on_the_list_is_nobody_elses_and_whose_it_is_is_not_told,
    whoever_the_operator_put_on_the_list_takes_the_profile_over_with_number_and_mailbox,
    whoever_never_ends_registering_is_forgotten_after_a_week,
    an_address_that_is_known_is_answered_alike_and_signs_in,
    a_registration_counts_once,
];

const ADDRESS: &str = "sato@example.jp";

/// As whom the reader of a mailbox acts.
async fn roles(world: &World, address: &str) -> Option<Vec<Role>> {
    let accounts = desk::list_accounts(&world.app.desk).await.expect("the store answers");
    accounts.into_iter().find(|account| account.address.as_str() == address).map(|account| account.roles)
}

async fn specialist(world: &World, address: &str) -> SpecialistId {
    match roles(world, address).await.as_deref() {
        Some([Role::Specialist(id)]) => *id,
        other => panic!("{address} acts as {other:?}"),
    }
}

async fn somebody_registers_with_an_address_a_code_and_one_page(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.in_browser(&[]);
    assert!(stranger.get("/").await.body.contains("/join?lang=ja"), "the first page leads there");
    assert_eq!(stranger.get("/me").await.header("location"), "/sign-in", "the own page is nobody else's");
    let browser = joined(&world, &served.client, ADDRESS, 1).await;
    let id = specialist(&world, ADDRESS).await;
    let view = desk::view_specialist(&world.app.desk, id).await.expect("on the list");
    assert!(view.consented && !view.public_listing);
    assert_eq!((view.consents[0].scope.as_str(), view.consents[0].version.as_str()), ("listing", "2026-11"));
    assert_eq!(view.specialist.contacts[0].address.as_str(), ADDRESS);
    let page = browser.get("/me").await;
    assert!(page.status == 200 && page.body.len() < 20_000 && !page.body.contains("<script"), "{}", page.body);
    for missing in ["/me/menus", "/me/profile/availability", "/me/experiences", "/me/profile/neutrality"] {
        assert!(page.body.contains(&format!("href=\"{missing}?lang=ja\"")), "{missing} is missing: {}", page.body);
    }
    assert!(page.body.contains("まだ確認できていません"), "no title without the register: {}", page.body);
    // Signing in leads to the own page from now on, and so does the page for registering.
    let again = signed_in(&world, &served.client, ADDRESS).await;
    assert_eq!(again.get("/join").await.header("location"), "/me?lang=ja");
    let log = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 100).await.expect("the store answers");
    let entry = log.iter().find(|(entry, _)| entry.act == "specialist_enrolled" || entry.act == "joined").expect("an act");
    assert!(entry.0.who.starts_with("account:"), "{entry:?}");
}

async fn without_the_consent_that_is_needed_nobody_is_registered_and_nothing_typed_is_lost(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let browser = shown_mailbox(&world, &served.client, ADDRESS).await;
    let mut typed = least(1);
    (typed[0].1, typed[2].1) = ("public-listing".into(), "12".into());
    let answer = fill_in(&browser, "/join", "/join/profile", &typed).await;
    assert_eq!(answer.status, 422);
    for text in [
        "「必要」の同意が要ります",
        "登録番号は 6 桁の数字です",
        "value=\"佐藤 1\"",
        "value=\"public-listing\" checked",
        "value=\"岐阜市\"",
    ] {
        assert!(answer.body.contains(text), "{text}: {}", answer.body);
    }
    assert_eq!(browser.get("/join/profile?lang=en").await.header("location"), "/join?lang=en", "the language is changed there too");
    assert_eq!(roles(&world, ADDRESS).await, Some(Vec::new()));
    assert_eq!(browser.get("/me").await.status, 403, "no specialist yet");
}

async fn whoever_has_registered_is_compared_with_the_next_snapshot_and_reads_what_it_says(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let right = joined(&world, &served.client, ADDRESS, 1).await;
    let browser = shown_mailbox(&world, &served.client, "other@example.jp").await;
    let mut typed = least(2);
    typed[1].1 = "別人 太郎".into();
    assert_eq!(fill_in(&browser, "/join", "/join/profile", &typed).await.status, 303);
    let report = world.read_register(&file(2, &[]), "2026-11-20").await;
    assert_eq!(report.cases, 1, "the mismatch is for the operators");
    assert!(right.get("/me").await.body.contains("確認済みです"), "a title");
    let page = browser.get("/me").await.body;
    assert!(page.contains("お名前が違っていました") && page.contains("運営も確認しています"), "{page}");
    assert!(browser.get("/me/preview").await.body.contains("国の登録は、まだ確認できていません"));
    assert!(right.get("/me/preview").await.body.contains("登録セキスペ(国の登録を確認済み)"));
    // Whoever registers afterwards is told when they are compared.
    let late = joined(&world, &served.client, "late@example.jp", 3).await;
    assert!(late.get("/me").await.body.contains("次に登録簿を読み込むときに照らし合わせます"));
}

async fn a_number_on_the_list_is_nobody_elses_and_whose_it_is_is_not_told(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|profile| profile.affiliation = "employed_hidden".into()).await;
    let browser = shown_mailbox(&world, &served.client, ADDRESS).await;
    let answer = fill_in(&browser, "/join", "/join/profile", &least(1)).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.body.contains("この登録番号では登録できませんでした") && !answer.body.contains("s1@example.jp"), "{}", answer.body);
    assert_eq!(roles(&world, ADDRESS).await, Some(Vec::new()));
    let log = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 100).await.expect("the store answers");
    assert!(log.iter().any(|(entry, _)| entry.act == "number_refused"), "somebody may be trying numbers");
    // The page goes on with another one.
    assert_eq!(fill_in(&browser, "/join", "/join/profile", &least(2)).await.status, 303);
}

async fn whoever_the_operator_put_on_the_list_takes_the_profile_over_with_number_and_mailbox(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let id = world.enrol(|_| {}).await;
    let before = desk::view_specialist(&world.app.desk, id).await.expect("on the list");
    let browser = joined(&world, &served.client, "s1@example.jp", 1).await;
    assert_eq!(specialist(&world, "s1@example.jp").await, id);
    let after = desk::view_specialist(&world.app.desk, id).await.expect("on the list");
    assert_eq!(after, before, "the profile stays as it stands");
    assert!(browser.get("/me").await.body.contains("S1"));
}

async fn whoever_never_ends_registering_is_forgotten_after_a_week(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    shown_mailbox(&world, &served.client, ADDRESS).await;
    joined(&world, &served.client, "done@example.jp", 1).await;
    world.wait(Duration::days(6)).await;
    assert_eq!(roles(&world, ADDRESS).await, Some(Vec::new()));
    world.wait(Duration::days(2)).await;
    assert_eq!(roles(&world, ADDRESS).await, None, "the address is gone");
    specialist(&world, "done@example.jp").await;
    // The same mailbox can begin anew.
    shown_mailbox(&world, &served.client, ADDRESS).await;
}

async fn an_address_that_is_known_is_answered_alike_and_signs_in(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.invite("operator@nakodo.example", RoleRequest::Operator).await;
    let browser = served.client.in_browser(&[]);
    let ask = async |address: &str| browser.post_form("/join", &[("address", address)]).await.body;
    assert_eq!(ask("operator@nakodo.example").await, ask("nobody@example.jp").await);
    assert_eq!(browser.post_form("/join", &[("address", "no address")]).await.status, 422);
    let operator = signed_in(&world, &served.client, "operator@nakodo.example").await;
    assert_eq!(operator.get("/me").await.status, 403, "an operator is no specialist");
    assert_eq!(roles(&world, "operator@nakodo.example").await, Some(vec![Role::Operator]));
}

async fn a_registration_counts_once(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let browser = shown_mailbox(&world, &served.client, ADDRESS).await;
    let bare: Vec<(&str, String)> = least(1);
    let bare: Vec<(&str, &str)> = bare.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(browser.post_form("/join/profile", &bare).await.status, 403, "no press on a page of ours");
    assert_eq!(fill_in(&browser, "/join", "/join/profile", &least(1)).await.status, 303);
    assert_eq!(browser.post_form("/join/profile", &bare).await.header("location"), "/me?lang=ja", "a second press finds it done");
    specialist(&world, ADDRESS).await;
}
