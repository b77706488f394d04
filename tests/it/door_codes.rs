//! A forwarded letter does not accept: in a browser that nobody knows a code from the mailbox is needed. And who acts where a mailbox is shared.

use chrono::Duration;
use nakodo::desk::{self, KeyRequest, Submitter};
use nakodo::intake::HelpRequestState;
use serde_json::{Value, json};

use crate::harness::mail::Mail;
use crate::harness::people::help_request_from;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    accepting_in_an_unknown_browser_needs_the_code_and_the_next_time_none,
    a_forwarded_letter_can_decline_without_a_code,
    a_wrong_code_says_so_and_the_fifth_is_the_last,
    a_code_holds_for_ten_minutes_and_for_its_own_offer,
    one_code_is_sent_however_often_the_button_is_pressed,
    at_most_five_codes_an_hour_and_ten_a_day_are_sent_to_one_person,
    a_browser_is_known_for_one_person_for_a_year_and_until_the_mailbox_changes,
    a_cookie_that_somebody_made_up_is_not_taken_over,
    a_guess_without_a_page_is_told_nothing_and_counts_nothing,
    a_policy_without_codes_asks_for_none,
    who_accepts_from_a_shared_mailbox_says_who_they_are,
    no_code_stands_in_the_database_or_in_a_subject,
    by_https_the_cookie_is_bound_to_the_host,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

fn codes(world: &World) -> Vec<Mail> {
    world.letters().into_iter().filter(|mail| mail.kind == "acceptance_code").collect()
}

/// The link of one more offer to the first specialist.
async fn offer(world: &World) -> String {
    // Letters are in the order of their milliseconds.
    world.app.desk.clock.advance(Duration::seconds(1));
    world.submit(help_request_from(world.app.desk.clock.today()), Submitter::Operator).await;
    world.settle().await;
    world.letter("s1@example.jp", "offer").link("/offers/")
}

/// The secret that an answer gives the browser.
fn cookie(answer: &Answer) -> Option<String> {
    let cookie = answer.header("set-cookie");
    Some(cookie.strip_prefix("nakodo=")?.split(';').next()?.to_owned())
}

async fn press_for_code(world: &World, client: &Client, link: &str) -> String {
    world.app.desk.clock.advance(Duration::seconds(1));
    let asked = client.press(link, "accept", &[]).await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    world.settle().await;
    codes(world).last().expect("a code was sent").code()
}

/// What a program is told by a press with this code.
async fn told(client: &Client, link: &str, code: &str) -> (u16, Value) {
    let value = client.read(link).await["values"]["accept"].clone();
    let answer = client.post_as_program(&format!("{link}/accept"), &json!({ "value": value, "code": code })).await;
    (answer.status, answer.json()["outcome"].clone())
}

async fn accepting_in_an_unknown_browser_needs_the_code_and_the_next_time_none(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let link = offer(&world).await;
    assert!(stranger.get(&link).await.body.contains("押すと、ご登録のメールアドレスに確認の番号をお送りします"));
    let asked = stranger.press(&link, "accept", &[]).await;
    assert!(asked.status == 202 && asked.body.contains("inputmode=\"numeric\" autocomplete=\"one-time-code\""), "{}", asked.body);
    assert!(asked.body.len() < 20_000 && cookie(&asked).is_none());
    world.settle().await;
    let letter = codes(&world).remove(0);
    assert_eq!(letter.to, ["s1@example.jp"]);
    // The page can be opened anew from the letter with the code, and asks for it.
    let link_of_code = letter.link("/offers/");
    assert!(stranger.get(&link_of_code).await.body.contains("name=\"code\""));
    let typed = format!(" {} ", letter.code());
    let won = stranger.press(&link_of_code, "accept", &[("code", typed.as_str())]).await;
    assert!(won.status == 200 && won.body.contains("引き受けていただき、ありがとうございます"), "{}", won.body);
    let set = won.header("set-cookie");
    for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=31536000"] {
        assert!(set.contains(attribute), "{set}");
    }
    let known = Client { browser: cookie(&won), ..stranger };
    let next = offer(&world).await;
    assert_ne!(next, link);
    assert!(known.get(&next).await.body.contains("押すとすぐに決まり"));
    assert_eq!(known.press(&next, "accept", &[]).await.status, 200);
    world.settle().await;
    assert_eq!(codes(&world).len(), 1);
}

async fn a_forwarded_letter_can_decline_without_a_code(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let link = offer(&world).await;
    assert_eq!(served.client.stranger().press(&link, "decline", &[("reason", "no-time")]).await.status, 200);
}

async fn a_wrong_code_says_so_and_the_fifth_is_the_last(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let link = offer(&world).await;
    let code = press_for_code(&world, &stranger, &link).await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let page = stranger.press(&link, "accept", &[("code", wrong)]).await;
    assert!(page.status == 403 && page.body.contains("番号が違います"), "{}", page.body);
    assert!(page.body.contains(&format!("value=\"{wrong}\"")), "what was typed is kept");
    for guess in ["12345", "abcdef", "", wrong] {
        let (status, outcome) = told(&stranger, &link, guess).await;
        assert_eq!((status, outcome), if guess.is_empty() { (202, json!("code-sent")) } else { (403, json!("code-wrong")) });
    }
    assert_eq!(told(&stranger, &link, wrong).await, (403, json!("code-wrong")), "the fifth");
    assert_eq!(told(&stranger, &link, &code).await, (410, json!("code-over")), "even the right one is too late");
    let again = press_for_code(&world, &stranger, &link).await;
    assert_eq!(codes(&world).len(), 2);
    assert_eq!(told(&stranger, &link, &again).await, (200, json!("won")));
}

async fn a_code_holds_for_ten_minutes_and_for_its_own_offer(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let (first, second) = (offer(&world).await, offer(&world).await);
    let code = press_for_code(&world, &stranger, &first).await;
    let of_other = press_for_code(&world, &stranger, &second).await;
    if code != of_other {
        assert_eq!(told(&stranger, &second, &code).await, (403, json!("code-wrong")));
    }
    // The second was sent a second after the first.
    world.wait(Duration::minutes(10) - Duration::seconds(1) - Duration::microseconds(1)).await;
    assert_eq!(told(&stranger, &first, &code).await, (200, json!("won")));
    world.wait(Duration::seconds(1) + Duration::microseconds(1)).await;
    let late = stranger.press(&second, "accept", &[("code", of_other.as_str())]).await;
    assert!(late.status == 410 && late.body.contains("この番号はもう使えません"), "{}", late.body);
}

async fn one_code_is_sent_however_often_the_button_is_pressed(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let link = offer(&world).await;
    let value = stranger.read(&link).await["values"]["accept"].as_str().expect("a value").to_owned();
    let (path, typed) = (format!("{link}/accept"), [("value", value.as_str())]);
    let press = || stranger.post_form(&path, &typed);
    let (one, other) = tokio::join!(press(), press());
    assert_eq!((one.status, other.status), (202, 202), "{} {}", one.body, other.body);
    assert_eq!(stranger.press(&link, "accept", &[]).await.status, 202);
    world.settle().await;
    assert_eq!(codes(&world).len(), 1);
}

async fn at_most_five_codes_an_hour_and_ten_a_day_are_sent_to_one_person(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let link = offer(&world).await;
    let ask = async || {
        let status = stranger.press(&link, "accept", &[]).await.status;
        world.settle().await;
        world.wait(Duration::minutes(11)).await;
        status
    };
    for hour in 0..2 {
        for _ in 0..5 {
            assert_eq!(ask().await, 202, "hour {hour}");
        }
        assert_eq!(ask().await, 429);
    }
    assert_eq!(codes(&world).len(), 10);
    world.wait(Duration::hours(2)).await;
    let refused = stranger.press(&link, "accept", &[]).await;
    assert!(refused.status == 429 && refused.body.contains("番号を何度もお送りしています"), "{}", refused.body);
    world.wait(Duration::hours(24)).await;
    assert_eq!(ask().await, 202, "the next day");
}

async fn a_browser_is_known_for_one_person_for_a_year_and_until_the_mailbox_changes(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let first = world.enrol(|_| {}).await;
    let needs = async |link: &str| served.client.read(link).await["needs"]["code"].clone();
    let link = offer(&world).await;
    assert_eq!(needs(&link).await, json!(false));
    assert_eq!(served.client.stranger().read(&link).await["needs"]["code"], json!(true));
    world.app.desk.clock.advance(Duration::days(365));
    let link = offer(&world).await;
    assert_eq!(needs(&link).await, json!(true), "forgotten after a year");
    desk::introduce_browser(&world.app.desk, crate::harness::press::browser(), first).await.unwrap();
    assert_eq!(needs(&link).await, json!(false));
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let place = format!("/api/v1/specialists/{first}");
    assert_eq!(operator.patch(&place, &json!({ "display_name": "さとう" })).await.status, 200);
    assert_eq!(needs(&link).await, json!(false), "a new name is no new mailbox");
    let moved = operator.patch(&place, &json!({ "contacts": [{ "address": "new@example.jp" }] })).await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    assert_eq!(needs(&link).await, json!(true));
}

async fn a_cookie_that_somebody_made_up_is_not_taken_over(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let link = offer(&world).await;
    let planted = Client { browser: Some("B".repeat(42) + "A"), ..served.client.clone() };
    let code = press_for_code(&world, &planted, &link).await;
    let won = planted.press(&link, "accept", &[("code", code.as_str())]).await;
    assert_eq!(won.status, 200);
    let given = cookie(&won).expect("a secret of our own");
    assert_ne!(Some(&given), planted.browser.as_ref());
    let next = offer(&world).await;
    assert_eq!(planted.read(&next).await["needs"]["code"], json!(true));
    assert_eq!(Client { browser: Some(given), ..planted }.read(&next).await["needs"]["code"], json!(false));
}

async fn a_guess_without_a_page_is_told_nothing_and_counts_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let link = offer(&world).await;
    let code = press_for_code(&world, &stranger, &link).await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let mut answers = Vec::new();
    for guess in [code.as_str(), wrong].iter().cycle().take(20) {
        let answer = stranger.post_as_program(&format!("{link}/accept"), &json!({ "code": guess })).await;
        answers.push((answer.status, answer.body));
    }
    answers.dedup();
    assert_eq!((answers.len(), answers[0].0), (1, 403));
    assert_eq!(told(&stranger, &link, &code).await, (200, json!("won")));
}

async fn a_policy_without_codes_asks_for_none(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let mut policy = world.app.desk.catalogue.wave_policy("normal").expect("a policy").clone();
    policy.code_for_forwarded = false;
    let set = world.app.desk.store.write(move |tx| tx.set_policy(id, &policy)).await;
    set.map_err(|error: nakodo::store::StoreError| error.to_string()).unwrap();
    let won = served.client.stranger().press(&link, "accept", &[]).await;
    assert_eq!((won.status, cookie(&won)), (200, None), "and no browser is remembered");
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
}

async fn who_accepts_from_a_shared_mailbox_says_who_they_are(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|profile| profile.contacts[0].shared = true).await;
    world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    assert!(stranger.get(&link).await.body.contains("引き受ける方のお名前"));
    assert_eq!(stranger.read(&link).await["needs"], json!({ "code": true, "acting_person": true }));
    let nameless = stranger.press(&link, "accept", &[("acting_person", " ")]).await;
    assert!(nameless.status == 422 && nameless.body.contains("入力してください"), "{}", nameless.body);
    let asked = stranger.press(&link, "accept", &[("acting_person", "鈴木 一郎")]).await;
    assert!(asked.status == 202 && asked.body.contains("name=\"acting_person\" value=\"鈴木 一郎\""), "{}", asked.body);
    world.settle().await;
    let code = codes(&world).remove(0).code();
    let won = stranger.press(&link, "accept", &[("code", code.as_str()), ("acting_person", "鈴木 一郎")]).await;
    assert_eq!(won.status, 200, "{}", won.body);
    world.settle().await;
    for (reader, kind) in
        [(COMPANY, "match_for_company"), ("s1@example.jp", "match_for_specialist"), ("shien@chamber.example.jp", "match_for_broker")]
    {
        assert!(world.letter(reader, kind).text.contains("鈴木 一郎"), "{kind}");
    }
    let status = world.letter(COMPANY, "match_for_company").link("/help-requests/status/");
    assert!(stranger.get(&status).await.body.contains("担当者: 鈴木 一郎"));
    let known = Client { browser: cookie(&won), ..stranger };
    let next = offer(&world).await;
    assert!(
        known.get(&next).await.body.contains("name=\"acting_person\" autocomplete=\"name\" maxlength=\"80\" required value=\"鈴木 一郎\"")
    );
}

async fn no_code_stands_in_the_database_or_in_a_subject(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let mut both = Vec::new();
    for _ in 0..2 {
        let link = offer(&world).await;
        both.push(press_for_code(&world, &stranger, &link).await);
    }
    assert!(codes(&world).iter().zip(&both).all(|(letter, code)| letter.text.contains(code) && !letter.subject.contains(code)));
    if mode == Mode::Embedded {
        let read = |name: &str| std::fs::read(world.folder.path().join(name)).unwrap_or_default();
        let kept = [read("nakodo.sqlite"), read("nakodo.sqlite-wal")].concat();
        // The digits of one may stand by chance in an id or a hash; those of both do not.
        let found = |code: &String| kept.windows(6).any(|six| six == code.as_bytes());
        assert!(!kept.is_empty() && !both.iter().all(found), "codes are kept somewhere");
    }
    let metrics = stranger.get("/metrics").await.body;
    assert!(!both.iter().all(|code| metrics.contains(code)));
}

async fn by_https_the_cookie_is_bound_to_the_host(mode: Mode) {
    let world = World::with(mode, |raw| raw.web.public_url = "https://nakodo.test".to_owned()).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let link = offer(&world).await;
    assert_eq!(served.client.read(&link).await["needs"]["code"], json!(true), "a cookie of the other name is none of ours");
    let code = press_for_code(&world, &served.client, &link).await;
    let won = served.client.press(&link, "accept", &[("code", code.as_str())]).await;
    let set = won.header("set-cookie");
    assert!(set.starts_with("__Host-nakodo=") && set.contains("; Secure") && set.contains("; Path=/;"), "{set}");
}
