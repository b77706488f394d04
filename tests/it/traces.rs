//! One request, from the answer to the letters, under one name; and what the log of a whole run says of people: nothing.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use nakodo::desk::{self, KeyRequest, LetterFilter};
use serde_json::{Value, json};

use crate::harness::mail::Mail;
use crate::harness::mail_server::Temper;
use crate::harness::people::{COMPANY_SECRETS, Profile, help_request, help_request_from};
use crate::harness::process::Place;
use crate::harness::receiver::{Call, Receiver};
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_request_keeps_its_name_through_events_to_the_letters,
    help_requests_that_are_served_together_keep_their_own_names,
    a_caller_who_says_nothing_usable_gets_a_name_of_ours,
    the_log_and_the_traces_of_a_whole_run_name_nobody_and_no_secret,
    a_collector_that_is_away_is_told_of_once_and_holds_nobody_up,
];

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const OTHER: &str = "0af7651916cd43dd8448eb211c80319c";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    event: String,
    #[diesel(sql_type = Nullable<Text>)]
    trace: Option<String>,
}

/// Kinds of events with their traces, in the order of the journal.
fn journal(world: &World) -> Vec<(String, Option<String>)> {
    let query = diesel::sql_query("SELECT event, trace FROM events ORDER BY seq");
    let rows: Vec<Row> = match &world.database {
        Some(database) => query.load(&mut PgConnection::establish(&database.url).unwrap()).unwrap(),
        None => {
            let path = world.folder.path().join("nakodo.sqlite");
            query.load(&mut SqliteConnection::establish(path.to_str().unwrap()).unwrap()).unwrap()
        }
    };
    let kind = |event: &str| serde_json::from_str::<Value>(event).unwrap()["type"].as_str().unwrap_or_default().to_owned();
    rows.into_iter().map(|row| (kind(&row.event), row.trace)).collect()
}

async fn submit(client: &Client, trace: &str, name: &str) -> crate::harness::web::Answer {
    let mut form = help_request();
    form.company.name = name.to_owned();
    form.company.corporate_number = None;
    let request = client.http.post(format!("{}/api/v1/help-requests", client.address)).json(&form);
    let request = request.bearer_auth(client.key.as_deref().expect("a key"));
    client.send(request.header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"))).await
}

async fn as_operator(world: &World, served: &Served) -> Client {
    served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal())
}

async fn a_request_keeps_its_name_through_events_to_the_letters(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let client = as_operator(&world, &served).await;
    world.enrol(|_| {}).await;
    let before = journal(&world).len();
    let answer = submit(&client, TRACE, "関金属工業").await;
    assert_eq!((answer.status, answer.header("x-request-id")), (201, TRACE));
    assert!(answer.header("traceparent").starts_with(&format!("00-{TRACE}-")), "{:?}", answer.headers);
    assert!(!answer.header("traceparent").contains("00f067aa0ba902b7"), "the next step has a name of its own");
    world.settle().await;
    let events = journal(&world).split_off(before);
    let kinds: BTreeSet<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
    let all = ["help_request_opened", "help_request_submitted", "letter_queued", "offer_made", "offer_sent", "wave_opened"];
    assert_eq!(kinds, BTreeSet::from(all));
    assert!(events.iter().all(|(_, trace)| trace.as_deref() == Some(TRACE)), "{events:?}");
    for letter in desk::list_letters(&world.app.desk, LetterFilter::default(), 10).await.unwrap() {
        assert_eq!(letter.trace.as_deref(), Some(TRACE), "{letter:?}");
        let seen = client.get(&format!("/api/v1/letters/{}", letter.id)).await.json();
        assert_eq!(seen["trace"], json!(TRACE));
    }
    // Another act about the same help request is another request.
    let offer = world.letter("s1@example.jp", "offer").link("/offers/");
    let before = journal(&world).len();
    let pressed = client.press(&offer, "accept", &[]).await;
    assert_eq!(pressed.status, 200, "{}", pressed.body);
    let own = pressed.header("x-request-id").to_owned();
    assert!(own.len() == 32 && own != TRACE);
    assert!(journal(&world).split_off(before).iter().all(|(_, trace)| trace.as_deref() == Some(own.as_str())));
    // The audit log says who it was, under the same name.
    let rows = desk::show_audit_log(&world.app.desk, desk::AuditFilter::default(), 50).await.unwrap();
    let by = |name: &str| rows.iter().filter(|(row, _)| row.request == name).map(|(row, _)| row.act.as_str()).collect::<Vec<_>>();
    assert_eq!((by(TRACE), by(&own)), (vec!["help_request_submitted"], vec!["offer_accepted"]));
}

async fn help_requests_that_are_served_together_keep_their_own_names(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let client = as_operator(&world, &served).await;
    for _ in 0..6 {
        world.enrol(|_| {}).await;
    }
    for (trace, name) in [(TRACE, "関金属工業"), (OTHER, "関木材工業")] {
        assert_eq!(submit(&client, trace, name).await.status, 201);
    }
    // Both lie in the outbox, so one round of the matcher gets them together.
    world.settle().await;
    let of =
        |wanted: &str, kind: &str| journal(&world).into_iter().filter(|(is, trace)| is == kind && trace.as_deref() == Some(wanted)).count();
    for trace in [TRACE, OTHER] {
        assert_eq!(of(trace, "wave_opened"), 1);
        assert!(of(trace, "offer_made") > 0 && of(trace, "offer_made") == of(trace, "offer_sent"), "{:?}", journal(&world));
        assert!(of(trace, "letter_queued") > of(trace, "offer_made"), "offers, and the letter to the company");
    }
}

async fn a_caller_who_says_nothing_usable_gets_a_name_of_ours(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let mut names = BTreeSet::new();
    for wish in ["", "00-soumu@seki-kinzoku.example.jp-00f067aa0ba902b7-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"] {
        let request = served.client.http.get(format!("{}/healthz", served.client.address)).header("traceparent", wish);
        let answer = served.client.send(request).await;
        let name = answer.header("x-request-id").to_owned();
        assert!(name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name:?}");
        names.insert(name);
    }
    assert_eq!(names.len(), 3, "each request has its own");
}

/// What must not be in a log, of people and companies who take part.
fn planted() -> Vec<String> {
    let more =
        ["佐藤", "s1@example.jp", "s2@example.jp", "0575-00-0000", "operator@nakodo.example", "うちの事情", "090-1234-5678", "verysecret"];
    COMPANY_SECRETS.iter().chain(&more).map(|secret| (*secret).to_owned()).collect()
}

/// Every token that a letter carries.
fn tokens_of(letter: &Mail) -> Vec<String> {
    let links = letter.text.split_whitespace().filter_map(|word| word.find("http").map(|at| &word[at..]));
    let links = links.filter_map(|link| url::Url::parse(link).ok());
    links.filter_map(|link| link.path_segments()?.find(|part| part.len() == 43).map(str::to_owned)).collect()
}

/// Names of spans with their trace, and what is told of each, in the order in which they ended.
fn spans(calls: &[Call]) -> Vec<(String, String, Value)> {
    let all = calls.iter().flat_map(|call| call.json()["resourceSpans"].as_array().cloned().unwrap_or_default());
    let all = all.flat_map(|part| part["scopeSpans"].as_array().cloned().unwrap_or_default());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    all.flat_map(|part| part["spans"].as_array().cloned().unwrap_or_default())
        .map(|span| (text(&span["name"]), text(&span["traceId"]), span["attributes"].clone()))
        .collect()
}

async fn the_log_and_the_traces_of_a_whole_run_name_nobody_and_no_secret(mode: Mode) {
    let mut collector = Receiver::start().await;
    let mut place = Place::new(mode).await;
    place.set("NAKODO__LOG__OTLP_ADDRESS", collector.url());
    place.set("NAKODO__LOG__FORMAT", "json");
    place.set("NAKODO__LOG__FILTER", "info,nakodo=trace");
    let operator = place.operator_key();
    let processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    for number in 1..=2 {
        assert_eq!(client.post("/api/v1/specialists", &Profile::numbered(number).form()).await.status, 201);
    }
    // A company asks by itself; on the way everything that can be typed wrongly is.
    let stranger = Client::new(&processes[0].address);
    let form = help_request_from(nakodo::clock::Clock::system().today());
    let mut wrong = form.clone();
    wrong.company.contact.phone = Some("090-1234-5678 うちの事情".to_owned());
    wrong.company.industry = "verysecret".to_owned();
    assert_eq!(stranger.post("/api/v1/help-requests", &wrong).await.status, 422);
    assert_eq!(
        stranger.post_raw("/api/v1/help-requests", "application/json", "{\"company\": \"verysecret 090-1234-5678").await.status,
        400
    );
    assert_eq!(stranger.with_key("verysecret").get("/api/v1/letters").await.status, 401);
    for path in ["/offers/verysecret", "/verysecret?q=090-1234-5678", "/api/v1/help-requests/verysecret", "/dev/letters/verysecret"] {
        assert!((400..500).contains(&stranger.get(path).await.status), "{path}");
    }
    assert_eq!(stranger.post("/api/v1/help-requests", &form).await.status, 201);
    let mut letters = place.mail.until(|letters| !letters.is_empty()).await;
    let confirm = letters[0].link("/help-requests/confirm/");
    // The mail server is busy for a while, and one mailbox does not exist.
    place.mail.set_temper(Temper::Busy);
    assert_eq!(stranger.press(&confirm, "", &[]).await.status, 200);
    place.mail.refusal(Temper::Busy).await;
    let gone = Temper::NoSuchMailbox("s1@example.jp");
    place.mail.set_temper(gone);
    place.mail.refusal(gone).await;
    let is_told = |letters: &[Mail]| ["offer", "people_asked"].iter().all(|kind| letters.iter().any(|letter| letter.kind == *kind));
    letters.extend(place.mail.until(is_told).await);
    place.mail.set_temper(Temper::Kind);
    let status = letters.iter().find(|letter| letter.kind == "people_asked").expect("it came").link("/help-requests/status/");
    assert_eq!(stranger.get(&status).await.status, 200);
    let offer = letters.iter().find(|letter| letter.kind == "offer").expect("it came").link("/offers/");
    let refused = stranger.press(&offer, "decline", &[("reason", "verysecret"), ("text", "090-1234-5678")]).await.status;
    assert!((400..500).contains(&refused), "{refused}");
    assert_eq!(stranger.press(&offer, "accept", &[]).await.status, 202);
    letters.extend(place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "acceptance_code")).await);
    let code = letters.last().expect("a code").code();
    let refused = stranger.press(&offer, "accept", &[("code", "verysecret")]).await.status;
    assert!((400..500).contains(&refused), "{refused}");
    let won = stranger.press(&offer, "accept", &[("code", code.as_str())]).await;
    assert_eq!(won.status, 200, "{}", won.body);
    let trace = won.header("x-request-id").to_owned();
    let is_over = |letters: &[Mail]| {
        ["match_for_company", "match_for_specialist"].iter().all(|kind| letters.iter().any(|letter| letter.kind == *kind))
    };
    letters.extend(place.mail.until(is_over).await);
    let mail = format!("From: s2@example.jp\r\nTo: soumu@seki-kinzoku.example.jp\r\nSubject: verysecret\r\n\r\n090-1234-5678 {code}\r\n");
    assert_eq!(client.post_raw("/api/v1/mail", "message/rfc822", mail).await.status, 200);
    let engagement = letters.iter().find(|letter| letter.kind == "match_for_specialist").expect("it came").link("/engagements/");
    assert_eq!(stranger.get(&engagement).await.status, 200);
    let log = place.log();
    letters.extend(place.finish(processes).await);

    // Processes that are told to stop hand over what is left first.
    let calls = collector.rest();
    let spans = spans(&calls);
    let won: BTreeSet<&str> = spans.iter().filter(|(_, of, _)| *of == trace).map(|(name, ..)| name.as_str()).collect();
    assert_eq!(won, BTreeSet::from(["request", "letter"]), "the press, and the letters that it caused");
    let told =
        |name: &str| spans.iter().find(|(is, of, _)| is == name && *of == trace).map(|(.., told)| told.to_string()).unwrap_or_default();
    for part in ["/offers/{token}", "\"200\"", "POST"] {
        assert!(told("request").contains(part), "{part}: {}", told("request"));
    }
    assert!(spans.iter().any(|(name, ..)| name == "wave"));

    let log = std::fs::read_to_string(log).expect("the processes have logged");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect();
    let secrets: Vec<String> = letters.iter().flat_map(tokens_of).chain(planted()).chain([operator]).collect();
    assert!(secrets.len() > 20, "links, codes and names were planted: {}", secrets.len());
    for secret in &secrets {
        let said = log.lines().find(|line| line.contains(secret.as_str()));
        assert_eq!(said, None, "the log says {secret}");
        assert!(!calls.iter().any(|call| call.body.contains(secret.as_str())), "the traces say {secret}");
    }
    // Six digits may stand in any time of day by chance, so a code is looked for as a word in what was said.
    let words = lines
        .iter()
        .flat_map(|line| line["fields"].to_string().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(words.filter(|word| *word == code).count(), 0, "the log says a code");
    // And what it does say can be followed: the press that won, and the letters that came of it.
    let of_press = |message: &str| {
        lines.iter().filter(|line| line["span"]["trace"] == json!(trace) && line["fields"]["message"] == json!(message)).count()
    };
    assert_eq!(of_press("answered"), 1);
    assert!(of_press("letter handed over") >= 2, "{log}");
    assert!(lines.iter().any(|line| line["fields"]["message"] == json!("handling failed")), "the busy mail server is told");
    assert!(lines.iter().any(|line| line["fields"]["message"] == json!("no mailbox takes the letter")), "and the mailbox that is gone");
}

async fn a_collector_that_is_away_is_told_of_once_and_holds_nobody_up(mode: Mode) {
    let mut place = Place::new(mode).await;
    // Nobody listens there: the port was ours a moment ago.
    let away = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    place.set("NAKODO__LOG__OTLP_ADDRESS", format!("http://{away}/v1/traces"));
    place.set("OTEL_BSP_SCHEDULE_DELAY", "50");
    let mut processes = place.start();
    let client = Client::new(&processes[0].address);
    for _ in 0..3 {
        assert_eq!(client.get("/").await.status, 200);
    }
    for process in &mut processes {
        assert!(process.terminate().success());
    }
    let log = std::fs::read_to_string(place.log()).unwrap();
    assert_eq!(log.matches("the collector of traces does not take them").count(), 1, "{log}");
    assert!(!log.contains(&away.to_string()), "{log}");
}
