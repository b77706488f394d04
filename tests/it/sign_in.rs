//! Signing in without a password, and what a session may and for how long.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::RoleRequest;
use nakodo::identity::Rank;

use crate::harness::signing_in::{ask, ask_and_read, signed_in, type_code};
use crate::harness::web::{Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    the_code_signs_in_where_it_was_asked_for,
    the_link_signs_in_in_the_browser_that_asked_and_in_no_other,
    code_and_link_work_once_and_for_ten_minutes,
    the_fifth_wrong_code_is_the_last,
    an_address_that_nobody_knows_is_answered_alike_and_gets_no_letter,
    whoever_opens_the_link_without_pressing_changes_nothing,
    a_form_from_another_site_or_an_old_page_does_nothing,
    a_session_ends_when_it_is_not_used_and_after_its_whole_time,
    somebody_sees_where_they_are_signed_in_and_ends_it,
    acting_as_somebody_else_takes_a_new_secret,
    by_https_the_cookies_are_bound_to_the_host,
    the_pages_of_signing_in_are_small_and_read_as_reviewed,
];

const OPERATOR: &str = "operator@nakodo.example";

async fn world(mode: Mode) -> (World, Served) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.invite(OPERATOR, RoleRequest::Operator).await;
    (world, served)
}

/// Whether the browser is signed in, and what its page says.
async fn account(client: &Client) -> Option<String> {
    let answer = client.get("/account").await;
    match answer.status {
        200 => Some(answer.body),
        303 => {
            assert_eq!(answer.header("location"), "/sign-in");
            None
        }
        other => panic!("{other}: {}", answer.body),
    }
}

async fn the_code_signs_in_where_it_was_asked_for(mode: Mode) {
    let (world, served) = world(mode).await;
    let (own, other) = (served.client.in_browser(&[]), served.client.in_browser(&[]));
    assert!(account(&own).await.is_none());
    let letter = ask_and_read(&world, &own, OPERATOR).await;
    assert!(!letter.subject.contains(&letter.code()), "subjects show on locked screens");
    assert_eq!(type_code(&other, &letter.code()).await.status, 410, "the code is for the browser that asked");
    let done = type_code(&own, &letter.code()).await;
    assert_eq!((done.status, done.header("location")), (303, "/account?lang=ja"));
    let page = account(&own).await.expect("signed in");
    assert!(page.contains(OPERATOR) && page.contains("運営者"), "{page}");
    assert!(account(&other).await.is_none());
}

async fn the_link_signs_in_in_the_browser_that_asked_and_in_no_other(mode: Mode) {
    let (world, served) = world(mode).await;
    let (own, other) = (served.client.in_browser(&[]), served.client.in_browser(&[]));
    let link = ask_and_read(&world, &own, OPERATOR).await.link("/sign-in/");
    ask(&other, "somebody@else.example").await;
    let shown = other.get(&link).await;
    assert!(shown.status == 403 && !shown.body.contains("<form"), "{}", shown.body);
    assert_eq!(served.client.stranger().get(&link).await.status, 403);
    let fields = hidden_fields(&own.get(&link).await.body, &link);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(other.post_form(&link, &fields).await.status, 403, "also with the value of the right page");
    assert_eq!(own.post_form(&link, &fields).await.status, 303);
    assert!(account(&own).await.is_some() && account(&other).await.is_none());
}

async fn code_and_link_work_once_and_for_ten_minutes(mode: Mode) {
    let (world, served) = world(mode).await;
    let browser = served.client.in_browser(&[]);
    let letter = ask_and_read(&world, &browser, OPERATOR).await;
    let link = letter.link("/sign-in/");
    assert_eq!(browser.press(&link, "", &[]).await.status, 303);
    assert_eq!(browser.get(&link).await.status, 410);
    assert_eq!(type_code(&browser, &letter.code()).await.status, 410);
    let late = served.client.in_browser(&[]);
    let letter = ask_and_read(&world, &late, OPERATOR).await;
    world.wait(Duration::minutes(10)).await;
    assert_eq!(late.get(&letter.link("/sign-in/")).await.status, 410);
    assert_eq!(type_code(&late, &letter.code()).await.status, 410);
    assert!(account(&late).await.is_none());
}

async fn the_fifth_wrong_code_is_the_last(mode: Mode) {
    let (world, served) = world(mode).await;
    let browser = served.client.in_browser(&[]);
    let letter = ask_and_read(&world, &browser, OPERATOR).await;
    let wrong = if letter.code() == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        let answer = type_code(&browser, wrong).await;
        assert!(answer.status == 403 && answer.body.contains("番号が違います"), "{}", answer.body);
    }
    assert_eq!(type_code(&browser, &letter.code()).await.status, 410);
    assert!(account(&browser).await.is_none());
}

async fn an_address_that_nobody_knows_is_answered_alike_and_gets_no_letter(mode: Mode) {
    let (world, served) = world(mode).await;
    let (known, unknown) = (served.client.in_browser(&[]), served.client.in_browser(&[]));
    let (one, other) = (ask(&known, OPERATOR).await, ask(&unknown, "stranger@example.com").await);
    assert_eq!((one.status, &one.body), (other.status, &other.body));
    let length = |answer: &crate::harness::web::Answer| answer.header("set-cookie").len();
    assert_eq!(length(&one), length(&other));
    let wrong = [type_code(&known, "x").await, type_code(&unknown, "x").await];
    assert_eq!((wrong[0].status, &wrong[0].body), (wrong[1].status, &wrong[1].body));
    world.settle().await;
    assert_eq!((world.letters_to(OPERATOR).len(), world.letters_to("stranger@example.com").len()), (2, 0), "invitation and code");
    let malformed = ask(&known, "operator").await;
    assert!(malformed.status == 422 && malformed.body.contains("value=\"operator\""), "{}", malformed.body);
}

async fn whoever_opens_the_link_without_pressing_changes_nothing(mode: Mode) {
    let (world, served) = world(mode).await;
    let browser = served.client.in_browser(&[]);
    let letter = ask_and_read(&world, &browser, OPERATOR).await;
    let link = letter.link("/sign-in/");
    for client in [&browser, &served.client.stranger()] {
        for method in ["GET", "HEAD", "OPTIONS"] {
            for _ in 0..20 {
                client.method(method, &link).await;
            }
        }
    }
    assert!(account(&browser).await.is_none());
    assert_eq!(type_code(&browser, &letter.code()).await.status, 303, "the code still works");
}

async fn a_form_from_another_site_or_an_old_page_does_nothing(mode: Mode) {
    let (world, served) = world(mode).await;
    let elsewhere = served.client.in_browser(&[("sec-fetch-site", "cross-site")]);
    assert_eq!(ask(&elsewhere, OPERATOR).await.status, 403);
    let browser = signed_in(&world, &served.client, OPERATOR).await;
    for path in ["/sign-out", "/account/sessions/end"] {
        assert_eq!(browser.post_form(path, &[]).await.status, 403, "{path} without the value of a page");
        let other = signed_in(&world, &served.client, OPERATOR).await;
        let foreign = hidden_fields(&other.get("/account").await.body, "/sign-out");
        let foreign: Vec<(&str, &str)> = foreign.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(browser.post_form(path, &foreign).await.status, 403, "{path} with the value of another session");
    }
    assert!(account(&browser).await.is_some());
}

async fn a_session_ends_when_it_is_not_used_and_after_its_whole_time(mode: Mode) {
    let (world, served) = world(mode).await;
    let (idle, busy) = (signed_in(&world, &served.client, OPERATOR).await, signed_in(&world, &served.client, OPERATOR).await);
    for _ in 0..23 {
        world.wait(Duration::minutes(30)).await;
        assert!(account(&busy).await.is_some());
    }
    assert!(account(&idle).await.is_none());
    world.wait(Duration::minutes(30)).await;
    assert!(account(&busy).await.is_none(), "twelve hours are over");
}

async fn somebody_sees_where_they_are_signed_in_and_ends_it(mode: Mode) {
    let (world, served) = world(mode).await;
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";
    let away = served.client.in_browser(&[("user-agent", phone)]);
    let letter = ask_and_read(&world, &away, OPERATOR).await;
    type_code(&away, &letter.code()).await;
    let here = signed_in(&world, &served.client, OPERATOR).await;
    let page = here.get("/account/sessions").await.body;
    assert!(page.contains("Safari / iPhone") && page.contains("このブラウザー"), "{page}");
    let phones = page.split("<section").find(|part| part.contains("iPhone")).expect("its card");
    let path = phones.split("action=\"").nth(1).and_then(|rest| rest.split('?').next()).expect("its form").to_owned();
    let fields = hidden_fields(&page, &path);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(here.post_form(&path, &fields).await.status, 303);
    assert!(account(&away).await.is_none() && account(&here).await.is_some());

    let again = signed_in(&world, &served.client, OPERATOR).await;
    assert_eq!(again.press("/account", "", &[]).await.status, 405, "no form posts to the page itself");
    let fields = hidden_fields(&again.get("/account").await.body, "/sign-out");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let out = again.post_form("/sign-out", &fields).await;
    assert!(out.status == 200 && out.header("set-cookie").contains("Max-Age=0"), "{:?}", out.headers);
    assert!(account(&again).await.is_none() && account(&here).await.is_some());

    let again = signed_in(&world, &served.client, OPERATOR).await;
    assert_eq!(here.press("/account/sessions", "end", &[]).await.status, 200);
    assert!(account(&again).await.is_none() && account(&here).await.is_none());
}

async fn acting_as_somebody_else_takes_a_new_secret(mode: Mode) {
    let (world, served) = world(mode).await;
    let form = SupportOrgForm { name: "商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    world.invite(OPERATOR, RoleRequest::Broker(form, Rank::Owner)).await;
    let browser = signed_in(&world, &served.client, OPERATOR).await;
    let page = account(&browser).await.expect("signed in");
    assert!(page.contains("運営者として使う") && page.contains("支援機関の担当者(商工会議所)"), "the least first: {page}");
    let stranger = nakodo::identity::Role::Auditor.key();
    assert_eq!(browser.press("/account", "role", &[("role", &stranger)]).await.status, 404, "a role that the account does not have");
    let cookie = |answer: &crate::harness::web::Answer| answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let changed = browser.press("/account", "role", &[]).await;
    assert_eq!(changed.status, 303);
    let page = account(&browser).await.expect("signed in");
    assert!(page.contains("支援機関の担当者(商工会議所)として使う"), "{page}");
    let back = browser.press("/account", "role", &[]).await;
    assert_ne!(cookie(&changed), cookie(&back));
    let stolen = served.client.in_browser(&[("cookie", &cookie(&changed))]);
    assert!(account(&stolen).await.is_none(), "the secret from before opens nothing");
}

async fn by_https_the_cookies_are_bound_to_the_host(mode: Mode) {
    let world = World::with(mode, |raw| raw.web.public_url = "https://nakodo.test".into()).await;
    let served = Served::open(&world);
    world.invite(OPERATOR, RoleRequest::Operator).await;
    let asked = ask(&served.client, OPERATOR).await;
    let wish = asked.header("set-cookie").to_owned();
    assert!(
        wish.starts_with("__Host-nakodo-sign-in=") && wish.ends_with("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"),
        "{wish}"
    );
    world.settle().await;
    let own = served.client.in_browser(&[("cookie", wish.split(';').next().unwrap_or_default())]);
    let done = type_code(&own, &world.letter(OPERATOR, "sign_in").code()).await;
    let cookies: Vec<&str> = done.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-nakodo-session=")).expect("a session");
    assert!(session.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"), "{session}");
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-nakodo-sign-in=;")), "the wish is over: {cookies:?}");
}

async fn the_pages_of_signing_in_are_small_and_read_as_reviewed(mode: Mode) {
    let (world, served) = world(mode).await;
    let form = SupportOrgForm { name: "商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    world.invite(OPERATOR, RoleRequest::Broker(form, Rank::Member)).await;
    let browser = served.client.in_browser(&[("user-agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0")]);
    for language in ["ja", "en"] {
        let asked = browser.post_form(&format!("/sign-in?lang={language}"), &[("address", OPERATOR)]).await;
        world.settle().await;
        let letter = world.letter(OPERATOR, "sign_in");
        let link = letter.link("/sign-in/");
        let ready = browser.get(&format!("{link}?lang={language}")).await;
        type_code(&browser, &letter.code()).await;
        let mut pages = vec![("sign_in_code", asked), ("sign_in_link", ready)];
        for (name, path) in [("sign_in", "/sign-in"), ("account", "/account"), ("sessions", "/account/sessions")] {
            pages.push((name, browser.get(&format!("{path}?lang={language}")).await));
        }
        for (name, page) in pages {
            assert_eq!(page.status, 200, "{name}: {}", page.body);
            assert!(page.body.len() < 20_000 && !page.body.contains("<script") && page.header("cache-control") == "no-store", "{name}");
            insta::with_settings!({ filters => vec![
                (r#"name="value" value="[^"]*""#, r#"name="value" value="[value]""#),
                (r"/sign-in/[\w-]{43}", "/sign-in/[token]"),
                (r"/sessions/[\w-]{36}/", "/sessions/[id]/"),
                (r"broker:[\w-]{36}", "broker:[id]"),
            ] }, { insta::assert_snapshot!(format!("{name}_{language}"), page.body) });
        }
        browser.press("/account/sessions", "end", &[]).await;
        world.app.desk.clock.advance(Duration::seconds(1));
    }
}
