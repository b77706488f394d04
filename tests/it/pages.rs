//! Pages: what people see, and that looking changes nothing.

use chrono::Duration;
use nakodo::desk::Submitter;
use nakodo::ids::Ids;
use nakodo::intake::HelpRequestState;

use crate::harness::people::{COMPANY_SECRETS, help_request};
use crate::harness::web::{Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    a_mail_scanner_that_opens_every_link_a_hundred_times_changes_nothing,
    the_offer_page_is_small_safe_and_names_nothing_of_the_company,
    the_second_press_shows_the_outcome,
    a_refusal_without_a_reason_comes_back_with_what_was_typed,
    a_company_asks_through_the_form_and_follows_its_help_request,
    a_refused_form_keeps_everything_and_points_at_the_fields,
    links_that_lead_nowhere_all_look_alike,
    links_end_when_their_time_is_over,
    the_mail_folder_can_be_read_in_the_development_profile_only,
    an_instance_says_how_it_is,
];

async fn a_mail_scanner_that_opens_every_link_a_hundred_times_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    world.submit(help_request(), Submitter::Company).await;
    world.settle().await;
    let offer = world.letter("s1@example.jp", "offer").link("/offers/");
    let confirm = world.letter("soumu@seki-kinzoku.example.jp", "confirm_help_request").link("/help-requests/confirm/");
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/");
    let last =
        || async { world.app.desk.store.read(|tx| tx.last_event()).await.map_err(|error: nakodo::store::StoreError| error.to_string()) };
    let (before, letters) = (last().await, world.letters().len());
    for link in [&offer, &confirm, &status] {
        for method in ["GET", "HEAD", "OPTIONS"] {
            for _ in 0..100 {
                let status = served.client.method(method, link).await.status;
                assert!(status == 200 || (method == "OPTIONS" && status == 204), "{method} {link}: {status}");
            }
        }
        for action in ["accept", "decline", "cancel"] {
            let status = served.client.get(&format!("{link}/{action}")).await.status;
            assert!(status == 405 || status == 404, "GET {link}/{action}: {status}");
        }
    }
    world.settle().await;
    assert_eq!((last().await, world.letters().len()), (before, letters));
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
}

async fn the_offer_page_is_small_safe_and_names_nothing_of_the_company(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    for language in ["en", "ja"] {
        let page = served.client.get(&format!("{link}?lang={language}")).await;
        for secret in COMPANY_SECRETS {
            assert!(!page.body.contains(secret), "the page says {secret}");
        }
        assert!(page.body.len() < 20_000, "{} bytes", page.body.len());
        assert!(!page.body.contains("<script"));
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        let shown = page.body.replace(link.trim_start_matches("/offers/"), "[token]");
        let shown = ["accept", "decline", "propose"].iter().fold(shown, |shown, action| {
            let path = format!("/offers/[token]/{action}");
            hidden_fields(&shown, &path).iter().fold(shown.clone(), |shown, (_, value)| shown.replace(value, "[value]"))
        });
        insta::assert_snapshot!(format!("offer_page_{language}"), shown);
    }
}

async fn the_second_press_shows_the_outcome(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for _ in 0..2 {
        world.enrol(|_| {}).await;
    }
    world.ask_for_help().await;
    let first = world.letter("s1@example.jp", "offer").link("/offers/");
    let second = world.letter("s2@example.jp", "offer").link("/offers/");
    let press = async |link: &str| {
        let answer = served.client.press(link, "accept", &[]).await;
        (answer.status, answer.body)
    };
    let (status, page) = press(&first).await;
    assert!(status == 200 && page.contains("引き受けていただき、ありがとうございます"), "{page}");
    let (status, page) = press(&first).await;
    assert!(status == 200 && page.contains("すでに引き受けていただいています"), "{page}");
    let (status, page) = press(&second).await;
    assert!(status == 409 && page.contains("ほかの方に決まりました"), "{page}");
    let page = served.client.get(&second).await.body;
    assert!(page.contains("ほかの方に決まりました") && !page.contains("<form"), "a closed offer has no button");
}

async fn a_refusal_without_a_reason_comes_back_with_what_was_typed(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let again = served.client.press(&link, "decline", &[("text", "来月なら行けます")]).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("来月なら行けます") && again.body.contains("入力してください"), "{}", again.body);
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
    let done = served.client.press(&link, "decline", &[("reason", "no-time"), ("text", "来月なら行けます")]).await;
    assert_eq!((done.status, world.offers_of(id).await[0].state.code()), (200, "declined"));
}

/// What a company types into the form.
const TYPED: [(&str, &str); 14] = [
    ("/need/menus", "basic-check"),
    ("/need/mode", "onsite"),
    ("/need/urgency", "normal"),
    ("/need/slots", "tue-pm"),
    ("/need/start_on", "2026-12-01"),
    ("/need/hours", "４"),
    ("/need/budget_yen", "60,000円"),
    ("/company/name", "関金属工業"),
    ("/company/prefecture", "21"),
    ("/company/municipality", "関市"),
    ("/company/industry", "E"),
    ("/company/employees", "10"),
    ("/company/contact/name", "田中 花子"),
    ("/company/contact/address", "soumu@seki-kinzoku.example.jp"),
];

async fn a_company_asks_through_the_form_and_follows_its_help_request(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let client = &served.client;
    world.enrol(|_| {}).await;
    let sent = client.post_form("/help-requests", &TYPED).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    world.settle().await;
    let confirm = world.letter("soumu@seki-kinzoku.example.jp", "confirm_help_request").link("/help-requests/confirm/");
    assert!(client.get(&confirm).await.body.contains("はい、探し始めてください"));
    assert_eq!(world.letters().len(), 1);
    assert_eq!(client.press(&confirm, "", &[]).await.status, 200);
    world.settle().await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/");
    let page = client.get(&status).await.body;
    assert!(page.contains("専門家に声をかけ、返事を待っています。"), "{page}");
    assert!(!page.contains("s1@example.jp"), "who it is comes with the match");
    world.accept("s1@example.jp").await;
    let page = client.get(&status).await.body;
    assert!(page.contains("佐藤 1") && page.contains("s1@example.jp"), "{page}");
    assert_eq!(client.press(&status, "cancel", &[]).await.status, 409, "a match cannot be cancelled here");
}

async fn a_refused_form_keeps_everything_and_points_at_the_fields(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let mut typed = TYPED.to_vec();
    typed.retain(|(name, _)| *name != "/need/menus" && *name != "/company/employees");
    typed.extend([
        ("/company/employees", "十人くらい"),
        ("/company/corporate_number", "8000012050002"),
        ("/need/narrative", "<b>困って</b>います"),
    ]);
    let refused = served.client.post_form("/help-requests", &typed).await;
    assert_eq!(refused.status, 422);
    for kept in ["関金属工業", "関市", "十人くらい", "8000012050002", "60,000円", "&#60;b&#62;困って"] {
        assert!(refused.body.contains(kept), "{kept} is lost in {}", refused.body);
    }
    for named in ["/need/menus-mistake", "/company/employees-mistake", "/company/corporate_number-mistake"] {
        assert!(refused.body.contains(&format!("id=\"{named}\"")), "{named} is missing");
    }
    assert!(refused.body.contains("3 か所") || refused.body.contains("3か所"), "the summary counts them");
    assert!(world.letters().is_empty());
}

async fn links_that_lead_nowhere_all_look_alike(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").token("/help-requests/status/");
    let guess = Ids::Random.token().reveal();
    let mut pages = Vec::new();
    for token in [guess.as_str(), "short", &status.reveal(), &format!("{guess}=")] {
        let page = served.client.get(&format!("/offers/{token}")).await;
        assert_eq!(page.status, 404);
        pages.push(page.body);
        assert_eq!(served.client.post_form(&format!("/offers/{token}/accept"), &[]).await.status, 404);
    }
    pages.dedup();
    assert_eq!(pages.len(), 1);
}

async fn links_end_when_their_time_is_over(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let offer = world.letter("s1@example.jp", "offer").link("/offers/");
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/");
    world.wait(Duration::days(93) - Duration::microseconds(1)).await;
    assert_eq!(served.client.get(&offer).await.status, 200, "ninety days after the deadline the outcome is still shown");
    world.wait(Duration::microseconds(1)).await;
    assert_eq!(served.client.get(&offer).await.status, 404);
    assert_eq!(served.client.get(&status).await.status, 200);
    world.wait(Duration::days(87)).await;
    assert_eq!(served.client.get(&status).await.status, 404);
    assert_eq!(served.client.post_form(&format!("{status}/cancel"), &[]).await.status, 404, "nor does it cancel any more");
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
}

async fn the_mail_folder_can_be_read_in_the_development_profile_only(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let list = served.client.get("/dev/letters").await.body;
    let at = list.find("/dev/letters/").expect("a letter is listed");
    let page = served.client.get(list[at..].split(['?', '"']).next().unwrap_or_default()).await;
    assert_eq!(page.status, 200);
    assert_eq!(served.client.get("/dev/letters/..%2f..%2fnakodo.sqlite").await.status, 404);
    if mode == Mode::Embedded {
        let production = World::with(mode, |raw| {
            raw.profile = "production".to_owned();
            raw.store.keys = format!("{}=", "A".repeat(43));
            raw.post.transport = "smtp".to_owned();
            raw.post.smtp.url = "smtp://127.0.0.1:9".to_owned();
        })
        .await;
        assert_eq!(Served::open(&production).client.get("/dev/letters").await.status, 404);
    }
}

async fn an_instance_says_how_it_is(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    assert_eq!(served.client.get("/healthz").await.status, 200);
    assert_eq!(served.client.get("/readyz").await.json()["status"], "ok");
    let metrics = served.client.get("/metrics").await.body;
    assert!(metrics.contains("nakodo_letters_total{kind=\"offer\",outcome=\"sent\"} 1"), "{metrics}");
    assert!(metrics.contains("nakodo_waves_total{outcome=\"opened\"} 1"), "{metrics}");
    for secret in COMPANY_SECRETS.iter().chain(&["s1@example.jp", "佐藤"]) {
        assert!(!metrics.contains(secret));
    }
}
