//! Webhooks: other programs are told what happens, signed, once or more, until they take it.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::KeyRequest;
use serde_json::{Value, json};

use crate::harness::people::{COMPANY_SECRETS, help_request_from};
use crate::harness::process::{Place, Process};
use crate::harness::receiver::{Call, Manner, Receiver};
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_story_is_told_to_whoever_asks_for_it_signed_and_without_anybody_in_it,
    a_support_organisation_hears_of_its_own_help_requests_alone,
    what_fails_is_tried_again_with_the_same_id_and_later_and_later,
    a_webhook_that_says_that_it_is_gone_is_switched_off_and_its_owner_told,
    after_days_without_success_a_webhook_is_switched_off_and_what_waits_comes_once_it_is_on_again,
    one_that_hangs_holds_up_nobody_else,
    an_answer_without_end_and_one_that_leads_elsewhere_are_not_followed,
    an_address_of_this_network_is_not_called_unless_the_settings_name_it,
    a_kind_of_news_that_nobody_knows_is_named_and_so_is_an_address_that_is_too_long,
    for_a_day_after_a_change_both_secrets_sign,
    a_replay_sends_the_same_messages_again,
    a_change_of_what_was_changed_meanwhile_is_refused,
    dying_between_the_call_and_its_note_sends_the_message_again_with_the_same_id,
];

/// A world that may call this machine.
async fn world(mode: Mode) -> World {
    World::with(mode, |raw| {
        raw.webhooks.allowed_networks = "127.0.0.0/8".into();
        // As long as the one test that waits for it can bear.
        raw.webhooks.call_seconds = 5;
    })
    .await
}

/// Lets everything happen that can happen now, calls too.
pub async fn settle(world: &World) {
    world.settle().await;
    while world.app.crew.messenger_round().await.expect("the messenger works").done > 0 {
        world.settle().await;
    }
}

async fn wait(world: &World, step: Duration) {
    world.app.desk.clock.advance(step);
    world.app.crew.timekeeper_round().await.expect("the timekeeper works");
    settle(world).await;
}

fn form(receiver: &Receiver, kinds: &[&str]) -> Value {
    json!({ "url": receiver.url(), "label": "会員システム", "kinds": kinds })
}

/// Sets up a webhook; gives its address in the API, and its secret.
async fn add(client: &Client, form: &Value) -> (String, String) {
    let made = client.post("/api/v1/webhooks", form).await;
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"), "{}", made.body);
    (made.header("location").to_owned(), made.json()["secret"].as_str().expect("a secret").to_owned())
}

async fn operator(world: &World, served: &Served) -> Client {
    served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal())
}

async fn broker(world: &World, served: &Served, name: &str, address: &str) -> Client {
    let form = SupportOrgForm { name: name.into(), address: address.into(), language: None };
    served.client.with_key(&world.key(KeyRequest::Broker(form)).await.token.reveal())
}

fn kinds(calls: &[Call]) -> Vec<String> {
    let mut kinds: Vec<String> = calls.iter().map(Call::kind).collect();
    kinds.sort_unstable();
    kinds
}

async fn messages(client: &Client, webhook: &str) -> Vec<Value> {
    client.get(&format!("{webhook}/messages")).await.json().as_array().cloned().expect("a list")
}

async fn a_story_is_told_to_whoever_asks_for_it_signed_and_without_anybody_in_it(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    let (webhook, secret) = add(&operator, &form(&receiver, &[])).await;
    let specialist = world.enrol(|_| {}).await;
    let help_request = world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    settle(&world).await;
    let calls = receiver.rest();
    let told = ["help_request.opened", "help_request.submitted", "match.made", "offer.accepted", "offer.sent"];
    assert_eq!(kinds(&calls), told);
    for call in &calls {
        assert!(call.is_signed_with(&secret), "{call:?}");
        assert_eq!(call.json()["data"]["help_request"], json!(help_request));
        assert!(!call.body.contains(&specialist.to_string()), "who was asked: {}", call.body);
        for word in COMPANY_SECRETS {
            assert!(!call.body.contains(word), "{word} in {}", call.body);
        }
    }
    let shown = messages(&operator, &webhook).await;
    assert_eq!(shown.len(), told.len());
    assert!(shown.iter().all(|one| one["state"] == "arrived" && one["answer"] == "200" && one["tries"] == 1), "{shown:?}");
    let metrics = served.client.get("/metrics").await.body;
    assert!(metrics.contains("nakodo_webhook_calls_total{outcome=\"arrived\"} 5"), "{metrics}");
    let kept = operator.get(&webhook).await.body + &operator.get("/api/v1/webhooks").await.body;
    assert!(!kept.contains(&secret), "the secret is shown once");
}

async fn a_support_organisation_hears_of_its_own_help_requests_alone(mode: Mode) {
    let world = world(mode).await;
    let (served, mut own, mut other) = (Served::open(&world), Receiver::start().await, Receiver::start().await);
    let owner = broker(&world, &served, "岐阜県産業振興機構", "shien@chamber.example.jp").await;
    let stranger = broker(&world, &served, "乙商工会議所", "otsu@chamber.example.jp").await;
    let (webhook, _) = add(&owner, &form(&own, &["help_request.opened", "help_request.unmatched"])).await;
    let (elsewhere, _) = add(&stranger, &form(&other, &[])).await;
    world.ask_for_help().await;
    settle(&world).await;
    assert_eq!(kinds(&own.rest()), ["help_request.opened", "help_request.unmatched"]);
    assert!(other.rest().is_empty());
    assert!(messages(&stranger, &elsewhere).await.is_empty());
    assert_eq!(stranger.get(&format!("{webhook}/messages")).await.status, 404);
    assert_eq!(stranger.get("/api/v1/webhooks").await.json().as_array().map(Vec::len), Some(1));
    assert_eq!(stranger.method("DELETE", &webhook).await.status, 404);
    assert_eq!(owner.method("DELETE", &webhook).await.status, 204);
    assert_eq!(owner.get(&webhook).await.status, 404);
}

async fn what_fails_is_tried_again_with_the_same_id_and_later_and_later(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    let (webhook, secret) = add(&operator, &form(&receiver, &[])).await;
    receiver.answers(Manner::Status(500));
    assert_eq!(operator.post(&format!("{webhook}/test"), &json!({})).await.status, 202);
    settle(&world).await;
    let [first] = receiver.rest().try_into().expect("one call");
    wait(&world, Duration::seconds(4)).await;
    assert!(receiver.rest().is_empty(), "not before the pause is over");
    for pause in [2, 330, 1980] {
        wait(&world, Duration::seconds(pause)).await;
        let [again] = receiver.rest().try_into().expect("one call more");
        assert_eq!((again.id(), &again.body), (first.id(), &first.body));
        assert!(again.is_signed_with(&secret));
        assert_ne!(again.header("webhook-timestamp"), first.header("webhook-timestamp"), "each try is signed anew");
    }
    let shown = messages(&operator, &webhook).await;
    assert_eq!((&shown[0]["state"], &shown[0]["answer"], &shown[0]["tries"]), (&json!("waiting"), &json!("500"), &json!(4)));
    assert!(operator.get(&webhook).await.json()["failing_since"].is_string());
    receiver.answers(Manner::Status(204));
    wait(&world, Duration::hours(3)).await;
    assert_eq!(receiver.rest().len(), 1);
    assert_eq!(messages(&operator, &webhook).await[0]["state"], "arrived");
    assert!(operator.get(&webhook).await.json()["failing_since"].is_null());
}

async fn a_webhook_that_says_that_it_is_gone_is_switched_off_and_its_owner_told(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let owner = broker(&world, &served, "岐阜県産業振興機構", "shien@chamber.example.jp").await;
    let (webhook, _) = add(&owner, &form(&receiver, &["help_request.opened"])).await;
    receiver.answers(Manner::Status(410));
    world.ask_for_help().await;
    settle(&world).await;
    assert_eq!(receiver.rest().len(), 1);
    let shown = owner.get(&webhook).await.json();
    assert_eq!((&shown["state"], shown["off_at"].is_string()), (&json!("gone"), true));
    let letter = world.letter("shien@chamber.example.jp", "webhook_off");
    assert!(letter.text.contains("会員システム") && letter.text.contains("410"), "{}", letter.text);
    wait(&world, Duration::days(1)).await;
    assert!(receiver.rest().is_empty(), "nobody calls it any more");
    assert_eq!(world.letters_to("shien@chamber.example.jp").iter().filter(|letter| letter.kind == "webhook_off").count(), 1);
}

async fn after_days_without_success_a_webhook_is_switched_off_and_what_waits_comes_once_it_is_on_again(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    let (webhook, _) = add(&operator, &form(&receiver, &["help_request.submitted"])).await;
    receiver.answers(Manner::Status(503));
    world.ask_for_help().await;
    settle(&world).await;
    for _ in 0..4 {
        wait(&world, Duration::days(1)).await;
        assert_eq!(operator.get(&webhook).await.json()["state"], "on");
    }
    world.ask_for_help().await;
    wait(&world, Duration::days(1)).await;
    assert_eq!(operator.get(&webhook).await.json()["state"], "failed");
    assert_eq!(world.letter("operator@nakodo.example", "webhook_off").kind, "webhook_off");
    let before = receiver.rest();
    receiver.answers(Manner::Status(200));
    // What happens meanwhile is kept for it.
    world.ask_for_help().await;
    wait(&world, Duration::days(1)).await;
    assert!(receiver.rest().is_empty());
    let changed = operator.put(&webhook, "*", &form(&receiver, &["help_request.submitted"])).await;
    assert_eq!((changed.status, &changed.json()["state"]), (200, &json!("on")));
    settle(&world).await;
    let after = receiver.rest();
    let told = |calls: &[Call]| calls.iter().map(|call| call.id().to_owned()).collect::<std::collections::BTreeSet<String>>();
    let mut all = told(&before);
    all.extend(told(&after));
    assert_eq!((after.len(), all.len()), (3, 3), "each of the three arrives once, with the id of its earlier tries");
}

async fn one_that_hangs_holds_up_nobody_else(mode: Mode) {
    let world = world(mode).await;
    let (served, mut slow, mut quick) = (Served::open(&world), Receiver::start().await, Receiver::start().await);
    let operator = operator(&world, &served).await;
    let (hanging, _) = add(&operator, &form(&slow, &[])).await;
    let (other, _) = add(&operator, &form(&quick, &[])).await;
    slow.answers(Manner::Hangs);
    for _ in 0..5 {
        for webhook in [&hanging, &other] {
            assert_eq!(operator.post(&format!("{webhook}/test"), &json!({})).await.status, 202);
        }
    }
    let crew = world.app.crew.clone();
    let round = tokio::spawn(async move { crew.messenger_round().await.map(|round| round.done) });
    quick.next().await;
    quick.next().await;
    assert_eq!(round.await.expect("the round ends").expect("the store answers"), 4, "two of each at a time");
    assert_eq!(slow.rest().len(), 2, "not more than two at a time");
    let shown = messages(&operator, &hanging).await;
    assert_eq!(shown.iter().filter(|one| one["answer"] == "too-slow").count(), 2, "{shown:?}");
    let arrived = messages(&operator, &other).await;
    assert_eq!(arrived.iter().filter(|one| one["state"] == "arrived").count(), 2, "{arrived:?}");
}

async fn an_answer_without_end_and_one_that_leads_elsewhere_are_not_followed(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    for (manner, state, answer) in [(Manner::Talks, "arrived", "200"), (Manner::Redirect, "waiting", "307")] {
        let (webhook, _) = add(&operator, &form(&receiver, &[])).await;
        receiver.answers(manner);
        operator.post(&format!("{webhook}/test"), &json!({})).await;
        settle(&world).await;
        let [call] = receiver.rest().try_into().expect("one call");
        assert_eq!(call.path, "/hook");
        let shown = messages(&operator, &webhook).await;
        assert_eq!((&shown[0]["state"], &shown[0]["answer"]), (&json!(state), &json!(answer)), "{manner:?}");
    }
}

async fn an_address_of_this_network_is_not_called_unless_the_settings_name_it(mode: Mode) {
    let world = World::new(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    let port = receiver.address.port();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]", "0x7f.1", "2130706433", "169.254.169.254"] {
        let form = json!({ "url": format!("http://{host}:{port}/"), "label": "内側" });
        let (webhook, _) = add(&operator, &form).await;
        operator.post(&format!("{webhook}/test"), &json!({})).await;
        settle(&world).await;
        assert_eq!(messages(&operator, &webhook).await[0]["answer"], "address-not-allowed", "{host}");
    }
    assert!(receiver.rest().is_empty());
    let refused = |url: &str| json!({ "url": url, "label": "x" });
    for url in ["ftp://hooks.example.jp/", "https://a:b@hooks.example.jp/", "file:///etc/passwd", "hooks.example.jp"] {
        let mistakes = operator.post("/api/v1/webhooks", &refused(url)).await.mistakes();
        assert_eq!(mistakes, [("/url".to_owned(), "webhook-address".to_owned())], "{url}");
    }
}

async fn a_kind_of_news_that_nobody_knows_is_named_and_so_is_an_address_that_is_too_long(mode: Mode) {
    let world = world(mode).await;
    let (served, receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    let refused = operator.post("/api/v1/webhooks", &form(&receiver, &["match.made", "match.lost"])).await;
    assert_eq!((refused.status, refused.mistakes()), (422, vec![("/kinds/1".into(), "unknown-code".into())]));
    assert!(refused.body.contains("match.lost"), "{}", refused.body);
    let mut long = form(&receiver, &[]);
    long["url"] = format!("https://hooks.example.jp/{}", "a".repeat(2000)).into();
    assert_eq!(operator.post("/api/v1/webhooks", &long).await.mistakes(), [("/url".into(), "too-long".into())]);
}

async fn for_a_day_after_a_change_both_secrets_sign(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    let (webhook, old) = add(&operator, &form(&receiver, &[])).await;
    let rotated = operator.post(&format!("{webhook}/secret"), &json!({})).await;
    assert_eq!((rotated.status, rotated.header("cache-control")), (200, "no-store"));
    let new = rotated.json()["secret"].as_str().expect("a secret").to_owned();
    assert_ne!(old, new);
    for (step, old_holds) in [(Duration::hours(23), true), (Duration::hours(1), false)] {
        world.app.desk.clock.advance(step);
        operator.post(&format!("{webhook}/test"), &json!({})).await;
        settle(&world).await;
        let [call] = receiver.rest().try_into().expect("one call");
        assert_eq!((call.is_signed_with(&old), call.is_signed_with(&new)), (old_holds, true));
    }
}

async fn a_replay_sends_the_same_messages_again(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    let (webhook, _) = add(&operator, &form(&receiver, &[])).await;
    world.ask_for_help().await;
    settle(&world).await;
    let first = receiver.rest();
    let path = format!("{webhook}/replay");
    let one = operator.post(&path, &json!({ "message": first[0].id() })).await;
    assert_eq!(one.json()["messages"], 1);
    settle(&world).await;
    let again = receiver.rest();
    assert_eq!((again.len(), again[0].id(), &again[0].body), (1, first[0].id(), &first[0].body));
    let all = operator.post(&path, &json!({ "since": world.app.desk.clock.now() })).await;
    assert_eq!(all.json()["messages"], first.len());
    settle(&world).await;
    let ids = |calls: &[Call]| calls.iter().map(|call| call.id().to_owned()).collect::<std::collections::BTreeSet<String>>();
    assert_eq!(ids(&receiver.rest()), ids(&first));
    let wrong = json!({ "message": first[0].id(), "since": "2026-11-24T00:00:00Z" });
    assert_eq!(operator.post(&path, &wrong).await.mistakes(), [("/message".to_owned(), "message-or-since".to_owned())]);
    assert_eq!(operator.post(&path, &json!({ "message": webhook })).await.json()["messages"], 0);
    wait(&world, Duration::days(31)).await;
    assert!(messages(&operator, &webhook).await.is_empty(), "messages are forgotten");
}

async fn a_change_of_what_was_changed_meanwhile_is_refused(mode: Mode) {
    let world = world(mode).await;
    let (served, receiver) = (Served::open(&world), Receiver::start().await);
    let operator = operator(&world, &served).await;
    let (webhook, _) = add(&operator, &form(&receiver, &[])).await;
    let read = operator.get(&webhook).await.header("etag").to_owned();
    let mut off = form(&receiver, &["match.made"]);
    off["on"] = json!(false);
    let changed = operator.put(&webhook, &read, &off).await;
    assert_eq!((changed.status, &changed.json()["state"], &changed.json()["kinds"]), (200, &json!("off"), &json!(["match.made"])));
    assert_eq!(operator.put(&webhook, &read, &off).await.json()["code"], "outdated");
    world.ask_for_help().await;
    settle(&world).await;
    assert!(messages(&operator, &webhook).await.is_empty(), "nothing is kept for one that its owner switched off");
}

async fn dying_between_the_call_and_its_note_sends_the_message_again_with_the_same_id(mode: Mode) {
    let (mut place, mut receiver) = (Place::new(mode).await, Receiver::start().await);
    place.set("NAKODO__WEBHOOKS__ALLOWED_NETWORKS", "127.0.0.1");
    place.set("NAKODO__WEBHOOKS__CALL_SECONDS", "1");
    let key = place.operator_key();
    let mut dying = place.start_dying(Some("after-calling"));
    let client = Client::new(&dying[0].address).with_key(&key);
    let (webhook, secret) = add(&client, &form(&receiver, &["help_request.submitted"])).await;
    let today = nakodo::clock::Clock::system().today();
    assert_eq!(client.post("/api/v1/help-requests", &help_request_from(today)).await.status, 201);
    let first = receiver.next().await;
    dying.iter_mut().for_each(Process::kill);
    let healthy = place.start();
    let client = Client::new(&healthy[0].address).with_key(&key);
    let again = receiver.next().await;
    assert_eq!((again.id(), &again.body), (first.id(), &first.body));
    for call in [&first, &again] {
        let mut headers = reqwest::header::HeaderMap::new();
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            headers.insert(name, call.header(name).parse().expect("a header"));
        }
        let library = standardwebhooks::Webhook::new(&secret).expect("a secret");
        library.verify(call.body.as_bytes(), &headers).expect("the specification's own check");
    }
    assert_eq!(client.get(&webhook).await.json()["state"], "on");
}
