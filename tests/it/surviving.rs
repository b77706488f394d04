//! What must survive. Real processes, killed at named points; a Redis emptied under way; a database and a Redis that go away. The oracle is
//! what arrives at the mail server: every letter that is due, each once, and exactly one match.

use std::collections::BTreeMap;

use serde_json::json;

use crate::harness::Mode;
use crate::harness::mail::Mail;
use crate::harness::own_redis::OwnRedis;
use crate::harness::people::{COMPANY_SECRETS, help_request_from};
use crate::harness::process::{Place, Process};
use crate::harness::proxy::Proxy;
use crate::harness::web::Client;

in_both_modes![
    dying_between_any_two_steps_loses_nothing_and_repeats_nothing,
    dying_right_after_the_mail_server_took_a_letter_repeats_it_with_the_same_message_id,
    kill_minus_nine_in_the_middle_of_many_help_requests_loses_none,
    sigterm_finishes_what_is_in_hand_and_the_log_names_nobody,
];

/// The letters of the whole story with one specialist: each exactly once.
const STORY: [(&str, usize); 5] =
    [("acceptance_code", 1), ("match_for_company", 1), ("match_for_specialist", 1), ("offer", 1), ("people_asked", 1)];

fn today() -> chrono::NaiveDate {
    nakodo::clock::Clock::system().today()
}

async fn submit(client: &Client) -> String {
    let answer = client.post("/api/v1/help-requests", &help_request_from(today())).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()["id"].as_str().unwrap_or_default().to_owned()
}

fn counted(letters: &[Mail]) -> Vec<(&str, usize)> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for letter in letters {
        *kinds.entry(letter.kind.as_str()).or_default() += 1;
    }
    kinds.into_iter().collect()
}

fn has(letters: &[Mail], kind: &str) -> bool {
    letters.iter().any(|letter| letter.kind == kind)
}

/// One specialist, one help request, an acceptance; somewhere on the way everything dies once and is started again.
async fn story_with_a_death(mode: Mode, point: &str) -> Vec<Mail> {
    let mut place = Place::new(mode).await;
    // One letter in hand at a time, so that a death has at most one letter in the window after the mail server took it.
    place.set("NAKODO__POST__AT_ONCE", "1");
    let operator = place.operator_key();
    let mut healthy = place.start();
    let client = Client::new(&healthy[0].address).with_key(&operator);
    place.enrol(&client, 1).await;
    for process in &mut healthy {
        assert!(process.terminate().success());
    }

    let mut dying = place.start_dying(Some(point));
    let client = Client::new(&dying[0].address).with_key(&operator);
    // The process may die before it has answered; then the same request is sent again after the restart, with its key.
    let client = client.with_idempotency_key("one");
    let form = help_request_from(today());
    let attempt = client.try_post("/api/v1/help-requests", &form).await;
    one_dies(&mut dying).await;
    dying.iter_mut().for_each(Process::kill);

    let alive = place.start();
    let client = Client { address: alive[0].address.clone(), ..client };
    let again = client.post("/api/v1/help-requests", &form).await;
    assert_eq!(again.status, 201, "{}", again.body);
    if let Some(first) = attempt {
        assert_eq!(first.json(), again.json(), "the help request that was answered is still the same one");
    }
    let mut letters = place.mail.until(|letters| has(letters, "offer") && has(letters, "people_asked")).await;
    // Before the acceptance, which would make a repetition needless.
    letters.extend(place.finish(alive).await);
    let offer = letters.iter().find(|letter| letter.kind == "offer").expect("an offer").link("/offers/");
    let alive = place.start();
    let client = Client::new(&alive[0].address);
    assert_eq!(client.press(&offer, "accept", &[]).await.status, 202);
    letters.extend(place.mail.until(|letters| has(letters, "acceptance_code")).await);
    let code = letters.last().expect("a code").code();
    assert_eq!(client.press(&offer, "accept", &[("code", code.as_str())]).await.status, 200);
    letters.extend(place.mail.until(|letters| has(letters, "match_for_company") && has(letters, "match_for_specialist")).await);
    letters.extend(place.finish(alive).await);
    letters
}

async fn one_dies(processes: &mut [Process]) {
    // In the scale-out mode a point may lie in either process.
    let death = tokio::time::timeout(std::time::Duration::from_secs(60), async {
        while !processes.iter_mut().any(Process::is_dead) {
            tokio::task::yield_now().await;
        }
    });
    death.await.expect("the armed process dies");
}

async fn dying_between_any_two_steps_loses_nothing_and_repeats_nothing(mode: Mode) {
    for point in
        ["after-commit", "after-publish", "before-handling", "after-handling", "before-sending", "before-handling:2", "after-handling:2"]
    {
        let letters = story_with_a_death(mode, point).await;
        assert_eq!(counted(&letters), STORY, "dying at {point}");
    }
}

async fn dying_right_after_the_mail_server_took_a_letter_repeats_it_with_the_same_message_id(mode: Mode) {
    let letters = story_with_a_death(mode, "after-sending").await;
    let mut ids: Vec<&str> = letters.iter().map(|letter| letter.message_id.as_str()).collect();
    assert_eq!(ids.len(), 6, "one letter came twice: {:?}", counted(&letters));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 5, "and both carry the same Message-ID: {:?}", counted(&letters));
}

async fn kill_minus_nine_in_the_middle_of_many_help_requests_loses_none(mode: Mode) {
    const HELP_REQUESTS: usize = 12;
    let mut place = Place::new(mode).await;
    let operator = place.operator_key();
    let mut processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    for number in 1..=HELP_REQUESTS as u32 {
        let mut profile = crate::harness::people::Profile::numbered(number);
        profile.max_engagements = Some(9);
        assert_eq!(client.post("/api/v1/specialists", &profile.form()).await.status, 201);
    }
    let mut ids = Vec::new();
    for round in 0..HELP_REQUESTS {
        let client = Client::new(&processes[0].address).with_key(&operator);
        ids.push(submit(&client).await);
        if round % 3 == 2 {
            processes.iter_mut().for_each(Process::kill);
            processes = place.start();
        }
    }
    let told = |letters: &[Mail]| letters.iter().filter(|letter| letter.kind == "people_asked").count() >= HELP_REQUESTS;
    let letters = place.mail.until(told).await;
    let client = Client::new(&processes[0].address).with_key(&operator);
    let mut offers = 0;
    for id in &ids {
        let listed = client.get(&format!("/api/v1/help-requests/{id}/offers")).await.json();
        offers += listed.as_array().map_or(0, Vec::len);
    }
    let mut all = letters;
    let distinct = |letters: &[Mail]| {
        let ids: std::collections::BTreeSet<&str> =
            letters.iter().filter(|letter| letter.kind == "offer").map(|letter| letter.message_id.as_str()).collect();
        ids.len()
    };
    while distinct(&all) < offers {
        all.push(place.mail.next().await);
    }
    assert!(offers >= HELP_REQUESTS, "every help request has reached somebody");
    assert_eq!(distinct(&all), offers, "every offer has its letter");
}

async fn sigterm_finishes_what_is_in_hand_and_the_log_names_nobody(mode: Mode) {
    let mut place = Place::new(mode).await;
    let mut processes = place.start();
    // Made while the instance serves.
    let operator = place.operator_key();
    let client = Client::new(&processes[0].address).with_key(&operator);
    place.enrol(&client, 1).await;
    let id = submit(&client).await;
    for process in &mut processes {
        assert!(process.terminate().success(), "a process that is told to stop ends well");
    }
    let processes = place.start();
    let letters = place.mail.until(|letters| has(letters, "offer") && has(letters, "people_asked")).await;
    assert_eq!(counted(&letters), [("offer", 1), ("people_asked", 1)]);
    let client = Client::new(&processes[0].address).with_key(&operator);
    assert_eq!(client.get(&format!("/api/v1/help-requests/{id}")).await.json()["state"], json!("open"));
    let token = letters.iter().find(|letter| letter.kind == "offer").expect("an offer").token("/offers/").reveal();
    assert_eq!(client.get(&format!("/offers/{token}")).await.status, 200);
    let log = std::fs::read_to_string(place.log()).expect("the processes have logged");
    assert!(log.contains("letter handed over"), "the log was written");
    let people = ["s1@example.jp", "佐藤", operator.as_str(), token.as_str()];
    for secret in COMPANY_SECRETS.iter().chain(&people) {
        assert!(!log.contains(secret), "the log says {secret}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_emptied_under_way_loses_nothing() {
    let mut place = Place::new(Mode::ScaleOut).await;
    let redis = OwnRedis::start();
    place.set("NAKODO__BUS__URL", redis.url());
    let operator = place.operator_key();
    // The web alone: what it publishes waits in Redis.
    let serve = place.spawn(&["serve", "--listen", "127.0.0.1:0"], None, "listening on ");
    let client = Client::new(&serve.address).with_key(&operator);
    place.enrol(&client, 1).await;
    submit(&client).await;
    redis.wait_for_entry().await;
    redis.flush().await;
    let _work = place.spawn(&["work"], None, "working");
    let letters = place.mail.until(|letters| has(letters, "offer") && has(letters, "people_asked")).await;
    assert_eq!(counted(&letters), [("offer", 1), ("people_asked", 1)]);
    redis.flush().await;
    submit(&client).await;
    let letters = place.mail.until(|letters| has(letters, "offer") && has(letters, "people_asked")).await;
    assert_eq!(counted(&letters), [("offer", 1), ("people_asked", 1)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_redis_is_away_help_requests_are_taken_in_and_wait() {
    let mut place = Place::new(Mode::ScaleOut).await;
    let redis = OwnRedis::start();
    let proxy = Proxy::to(format!("127.0.0.1:{}", redis.port)).await;
    place.set("NAKODO__BUS__URL", format!("redis://{}/", proxy.address));
    let operator = place.operator_key();
    let processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    place.enrol(&client, 1).await;
    proxy.cut();
    submit(&client).await;
    assert_eq!(client.get("/healthz").await.status, 200);
    assert_eq!(client.get("/readyz").await.status, 200, "a missing bus delays, it does not refuse");
    proxy.restore();
    let letters = place.mail.until(|letters| has(letters, "offer") && has(letters, "people_asked")).await;
    assert_eq!(counted(&letters), [("offer", 1), ("people_asked", 1)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_postgresql_is_away_callers_get_a_clear_503_and_work_resumes_by_itself() {
    let mut place = Place::new(Mode::ScaleOut).await;
    let database = place.database.as_ref().expect("scale-out has a database");
    let proxy = Proxy::to(database.address()).await;
    let via = database.url_via(proxy.address.port());
    let operator = place.operator_key();
    place.set("NAKODO__STORE__URL", via);
    let processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    place.enrol(&client, 1).await;
    proxy.cut();
    let refused = client.post("/api/v1/help-requests", &help_request_from(today())).await;
    assert_eq!((refused.status, refused.header("retry-after")), (503, "5"));
    assert_eq!(refused.json()["code"], json!("unavailable"));
    assert_eq!(client.get("/readyz").await.status, 503);
    assert_eq!(client.get("/healthz").await.status, 200);
    proxy.restore();
    submit(&client).await;
    let letters = place.mail.until(|letters| has(letters, "offer") && has(letters, "people_asked")).await;
    assert_eq!(counted(&letters), [("offer", 1), ("people_asked", 1)]);
}
