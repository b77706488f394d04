//! The second factor of operators, auditors and support organisations.

use chrono::Duration;
use nakodo::desk::{self, RoleRequest};
use nakodo::identity::Authenticator;
use serde_json::json;

use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    an_operator_may_nothing_before_the_second_factor_and_everything_after,
    a_new_session_shows_the_code_of_the_app_each_once,
    five_wrong_codes_are_enough_for_ten_minutes,
    a_recovery_code_stands_in_for_the_app_once,
    an_authenticator_is_changed_only_by_who_has_shown_the_old_one,
    whoever_has_lost_everything_is_let_in_anew_from_the_terminal,
    a_specialist_needs_no_second_factor_and_an_instance_may_do_without,
    the_pages_of_the_second_factor_are_small_and_load_nothing,
];

const OPERATOR: &str = "operator@nakodo.example";
const PAGE: &str = "/account/second-factor";

async fn world(mode: Mode) -> (World, Served) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.invite(OPERATOR, RoleRequest::Operator).await;
    (world, served)
}

/// The authenticator that a page shows.
pub fn scan(page: &str) -> Authenticator {
    let key = page.split("class=\"subject\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a key");
    let letters = key.bytes().filter(|byte| *byte != b' ');
    let bits = letters.flat_map(|letter| {
        let value = if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'A' };
        (0..5).rev().map(move |bit| (value >> bit) & 1)
    });
    let bits: Vec<u8> = bits.collect();
    let bytes: Vec<u8> = bits.chunks(8).map(|bits| bits.iter().fold(0, |byte, bit| (byte << 1) | bit)).collect();
    Authenticator::new(bytes.try_into().expect("twenty bytes"))
}

pub fn code(world: &World, app: &Authenticator) -> String {
    app.code(world.app.desk.clock.now())
}

async fn set_up(world: &World, browser: &Client) -> (Authenticator, Vec<String>) {
    let app = scan(&browser.get(PAGE).await.body);
    let done = browser.press(PAGE, "", &[("code", &code(world, &app))]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let codes = done.body.split("<code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect();
    (app, codes)
}

async fn show(browser: &Client, code: &str) -> Answer {
    browser.press(PAGE, "show", &[("code", code)]).await
}

async fn may(browser: &Client) -> bool {
    let answer = browser.get("/api/v1/letters").await;
    assert!(answer.status == 200 || answer.json()["code"] == json!("second-factor-missing"), "{}", answer.body);
    answer.status == 200
}

async fn an_operator_may_nothing_before_the_second_factor_and_everything_after(mode: Mode) {
    let (world, served) = world(mode).await;
    let browser = signed_in(&world, &served.client, OPERATOR).await;
    assert!(!may(&browser).await);
    let page = browser.get("/account").await.body;
    assert!(page.contains("認証アプリの番号が必要です"), "{page}");
    let wrong = browser.press(PAGE, "", &[("code", "000000")]).await;
    assert!(wrong.status == 403 && !may(&browser).await, "{}", wrong.body);
    let before = served.client.in_browser(&[]);
    let (_, codes) = set_up(&world, &browser).await;
    assert_eq!(codes.len(), 8);
    assert!(may(&browser).await && !may_at_all(&before).await);
    assert!(!browser.get("/account").await.body.contains("認証アプリの番号が必要です"));
}

async fn may_at_all(browser: &Client) -> bool {
    browser.get("/api/v1/letters").await.status == 200
}

async fn a_new_session_shows_the_code_of_the_app_each_once(mode: Mode) {
    let (world, served) = world(mode).await;
    let (app, _) = set_up(&world, &signed_in(&world, &served.client, OPERATOR).await).await;
    let again = signed_in(&world, &served.client, OPERATOR).await;
    assert!(!may(&again).await);
    let used = code(&world, &app);
    assert_eq!(show(&again, &used).await.status, 403, "the code of the set-up was used");
    world.app.desk.clock.advance(Duration::seconds(60));
    let fresh = code(&world, &app);
    assert_eq!(show(&again, &fresh).await.status, 303);
    assert!(may(&again).await);
    let third = signed_in(&world, &served.client, OPERATOR).await;
    assert_eq!(show(&third, &fresh).await.status, 403, "once, also in another session");
}

async fn five_wrong_codes_are_enough_for_ten_minutes(mode: Mode) {
    let (world, served) = world(mode).await;
    let (app, _) = set_up(&world, &signed_in(&world, &served.client, OPERATOR).await).await;
    let browser = signed_in(&world, &served.client, OPERATOR).await;
    world.app.desk.clock.advance(Duration::seconds(60));
    for _ in 0..5 {
        assert_eq!(show(&browser, "000 00").await.status, 403);
    }
    assert_eq!(show(&browser, &code(&world, &app)).await.status, 429);
    world.app.desk.clock.advance(Duration::seconds(601));
    assert_eq!(show(&browser, &code(&world, &app)).await.status, 303);
}

async fn a_recovery_code_stands_in_for_the_app_once(mode: Mode) {
    let (world, served) = world(mode).await;
    let (_, codes) = set_up(&world, &signed_in(&world, &served.client, OPERATOR).await).await;
    let browser = signed_in(&world, &served.client, OPERATOR).await;
    assert_eq!(show(&browser, &codes[0].to_uppercase()).await.status, 303);
    assert!(may(&browser).await);
    let again = signed_in(&world, &served.client, OPERATOR).await;
    assert_eq!(show(&again, &codes[0]).await.status, 403);
    assert_eq!(show(&again, &codes[1]).await.status, 303);
}

async fn an_authenticator_is_changed_only_by_who_has_shown_the_old_one(mode: Mode) {
    let (world, served) = world(mode).await;
    let proved = signed_in(&world, &served.client, OPERATOR).await;
    let (old, codes) = set_up(&world, &proved).await;
    let other = signed_in(&world, &served.client, OPERATOR).await;
    let page = other.get(PAGE).await.body;
    assert!(!page.contains("data:image/svg+xml"), "{page}");
    let value = crate::harness::web::hidden_fields(&page, PAGE);
    let fields: Vec<(&str, &str)> = value.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("code", "123456")]).collect();
    assert_eq!(other.post_form(PAGE, &fields).await.status, 404);
    world.app.desk.clock.advance(Duration::seconds(60));
    let (new, _) = set_up(&world, &proved).await;
    world.app.desk.clock.advance(Duration::seconds(60));
    for gone in [code(&world, &old), codes[0].clone()] {
        assert_eq!(show(&other, &gone).await.status, 403);
    }
    assert_eq!(show(&other, &code(&world, &new)).await.status, 303);
}

async fn whoever_has_lost_everything_is_let_in_anew_from_the_terminal(mode: Mode) {
    let (world, served) = world(mode).await;
    let proved = signed_in(&world, &served.client, OPERATOR).await;
    set_up(&world, &proved).await;
    assert!(desk::reset_second_factor(&world.app.desk, OPERATOR.to_owned()).await.expect("it is there"));
    assert_eq!(proved.get("/account").await.status, 303, "signed out");
    let browser = signed_in(&world, &served.client, OPERATOR).await;
    assert!(!may(&browser).await);
    set_up(&world, &browser).await;
    assert!(may(&browser).await);
}

async fn a_specialist_needs_no_second_factor_and_an_instance_may_do_without(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.invite(OPERATOR, RoleRequest::Operator).await;
    assert!(may(&signed_in(&world, &served.client, OPERATOR).await).await);
    let strict = World::new(mode).await;
    let served = Served::open(&strict);
    let person = strict.enrol(|_| {}).await;
    strict.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    let browser = signed_in(&strict, &served.client, "s1@example.jp").await;
    assert_eq!(browser.get(&format!("/api/v1/specialists/{person}")).await.status, 200);
}

async fn the_pages_of_the_second_factor_are_small_and_load_nothing(mode: Mode) {
    let (world, served) = world(mode).await;
    let browser = signed_in(&world, &served.client, OPERATOR).await;
    for language in ["en", "ja"] {
        let page = browser.get(&format!("{PAGE}?lang={language}")).await;
        assert!(page.body.len() < 20_000, "{} bytes", page.body.len());
        assert!(
            page.body.contains("src=\"data:image/svg+xml;base64,") && !page.body.contains("src=\"http") && !page.body.contains("<script")
        );
        assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    }
    let looked = scan(&browser.get(PAGE).await.body).key();
    assert_eq!(scan(&browser.get(PAGE).await.body).key(), looked, "looking changes nothing");
    let other = signed_in(&world, &served.client, OPERATOR).await;
    assert_ne!(scan(&other.get(PAGE).await.body).key(), looked);
}
