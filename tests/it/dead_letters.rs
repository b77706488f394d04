//! What was put aside, and what an operator does about it.

use std::time::Duration;

use nakodo::desk::{self, Acceptance, Submitter};
use nakodo::events::Group;
use nakodo::identity::Role;
use nakodo::settings::{BusChoice, RawSettings};
use serde_json::Value;

use crate::harness::mail_server::{MailServer, Temper};
use crate::harness::people::{help_request, help_request_from};
use crate::harness::process::Place;
use crate::harness::web::Client;
use crate::harness::{Mode, World, press, the_beginning};

in_both_modes![
    a_handler_that_panics_on_one_event_holds_up_no_other_and_a_replay_mends_it,
    dead_letters_are_listed_with_their_reason_replayed_and_dropped,
    delivering_again_what_was_handled_changes_nothing,
];

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

async fn a_handler_that_panics_on_one_event_holds_up_no_other_and_a_replay_mends_it(mode: Mode) {
    let mut place = Place::new(mode).await;
    place.set("NAKODO__BUS__MAX_ATTEMPTS", "1");
    // The first event is the help request, the second one of the letters that come of it.
    place.set("NAKODO_PANIC_AT", "in-handler:2");
    let operator = place.operator_key();
    let processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    place.enrol(&client, 2).await;
    let form = help_request_from(nakodo::clock::Clock::system().today());
    assert_eq!(client.post("/api/v1/help-requests", &form).await.status, 201);
    let mut letters = place.mail.until(|letters| letters.len() == 2).await;
    let listing = tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            let listed = place.say(&["dead-letters", "list", "--json"]);
            if !listed.is_empty() {
                return lines(&listed);
            }
            tokio::task::yield_now().await;
        }
    });
    let dead = listing.await.expect("the event is put aside");
    assert_eq!((dead.len(), &dead[0]["kind"], &dead[0]["attempts"]), (1, &"letter_queued".into(), &1.into()), "{dead:?}");
    assert!(dead[0]["reason"].as_str().is_some_and(|reason| reason.contains("ended abnormally")), "{dead:?}");
    let id = dead[0]["id"].as_str().expect("an id").to_owned();
    assert!(place.say(&["dead-letters", "show", &id]).contains("letter_queued"));
    let asked = place.command(&["dead-letters", "drop", &id]).output().expect("the binary starts");
    let told = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(!asked.status.success() && told.contains("--yes"), "where nobody can be asked, nothing is given up: {told}");
    assert_eq!(place.say(&["dead-letters", "replay", &id]), "1 will be tried again");
    letters.extend(place.mail.until(|letters| !letters.is_empty()).await);
    let mut kinds: Vec<&str> = letters.iter().map(|letter| letter.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["offer", "offer", "people_asked"]);
    assert_eq!(place.say(&["dead-letters", "list"]), "nothing is put aside");
    let replay = ["replay", "--from", "2026-01-01", "--group", "matcher"];
    let dry_run: Vec<&str> = replay.iter().copied().chain(["--dry-run"]).collect();
    assert_eq!(place.say(&dry_run), "1 would be delivered again");
    assert_eq!(place.say(&replay), "1 will be delivered again");
}

fn with_server(server: &MailServer, max_attempts: u16) -> impl FnOnce(&mut RawSettings) + use<> {
    let url = server.url();
    move |raw| {
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = url;
        raw.bus.max_attempts = max_attempts;
    }
}

async fn dead_letters_are_listed_with_their_reason_replayed_and_dropped(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = World::with(mode, with_server(&server, 2)).await;
    let desk = &world.app.desk;
    world.enrol(|_| {}).await;
    server.set_temper(Temper::Busy);
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    assert_eq!(desk::list_dead_letters(desk).await.unwrap().len(), 0, "one failure is not the end");
    world.wait(chrono::Duration::minutes(1)).await;
    let dead = desk::list_dead_letters(desk).await.unwrap();
    let mut seen: Vec<_> = dead.iter().map(|view| (view.letter.expect("a letter").1.code(), view.dead.attempts, view.dead.since)).collect();
    seen.sort_unstable();
    let now = Some(desk.clock.now());
    assert_eq!(seen, [("offer", 2, now), ("people_asked", 2, now)]);
    assert!(dead.iter().all(|view| view.dead.reason.contains("451") && !view.dead.reason.contains("example.jp")), "{dead:?}");
    if let BusChoice::Redis(url) = &world.app.settings.bus.choice {
        let mut connection = redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
        let stream = format!("{{{}}}:dead", world.app.settings.bus.prefix);
        let told: redis::streams::StreamRangeReply =
            redis::cmd("XRANGE").arg(stream).arg("-").arg("+").query_async(&mut connection).await.unwrap();
        let reasons: Vec<String> = told.ids.iter().filter_map(|entry| entry.get("reason")).collect();
        assert!(reasons.len() == 2 && reasons.iter().all(|reason| reason.contains("451")), "{reasons:?}");
    }

    let id = |kind: &str| {
        let found = dead.iter().find(|view| view.letter.is_some_and(|(_, of, _)| of.code() == kind)).expect("it is dead");
        vec![(found.dead.group, found.dead.envelope.seq)]
    };
    server.set_temper(Temper::Kind);
    assert_eq!(desk::drop_dead_letters(desk, id("people_asked")).await.unwrap(), 1);
    assert_eq!(desk::drop_dead_letters(desk, id("people_asked")).await.unwrap(), 0, "once");
    assert_eq!(desk::replay_dead_letters(desk, id("people_asked")).await.unwrap(), 0, "what was dropped is gone");
    assert_eq!(desk::replay_dead_letters(desk, id("offer")).await.unwrap(), 1);
    assert_eq!(desk::replay_dead_letters(desk, id("offer")).await.unwrap(), 0, "once");
    world.settle().await;
    let sent: Vec<String> = server.rest().into_iter().map(|letter| letter.kind).collect();
    assert_eq!(sent, ["offer"]);
    assert_eq!(desk::list_dead_letters(desk).await.unwrap().len(), 0);
    let (waiting, dead) = desk.store.read(|tx| tx.count_deliveries()).await.unwrap();
    assert_eq!((waiting, dead), (0, 0));
}

async fn delivering_again_what_was_handled_changes_nothing(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = World::with(mode, with_server(&server, 60)).await;
    let desk = &world.app.desk;
    // Somebody listens, or the herald has nothing to handle.
    let form = serde_json::from_value(serde_json::json!({ "url": "https://127.0.0.1/", "label": "内側" })).unwrap();
    let webhook = desk::add_webhook(desk, Role::Operator, form, true).await.unwrap().webhook.id;
    for _ in 0..4 {
        world.enrol(|_| {}).await;
    }
    // One help request has found somebody, one waits for answers, one found nobody any more.
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(world.submit(help_request(), Submitter::Operator).await.id);
        world.settle().await;
    }
    let letters = server.rest();
    let offer = letters.iter().find(|letter| letter.kind == "offer").expect("somebody was asked");
    assert_eq!(press::accept_offer(desk, offer.token("/offers/")).await.unwrap(), Acceptance::Won(ids[0]));
    world.settle().await;
    assert!(!server.rest().is_empty(), "both sides are told");

    async fn picture(world: &World, ids: &[nakodo::ids::HelpRequestId]) -> Vec<String> {
        let mut seen = Vec::new();
        for id in ids {
            let offers: Vec<_> = world.offers_of(*id).await.into_iter().map(|offer| (offer.display_name, offer.state.code())).collect();
            seen.push(format!("{:?} {offers:?}", world.state_of(*id).await));
        }
        seen
    }
    let messages = async || desk::list_messages(desk, Role::Operator, webhook, None, 1000).await.unwrap().len();
    let (before, told) = (picture(&world, &ids).await, messages().await);
    assert!(told > 0);
    for group in Group::ALL {
        let handled = desk::count_handled(desk, group, the_beginning()).await.unwrap();
        assert!(handled > 0);
        assert_eq!(desk::count_handled(desk, group, desk.clock.now() + chrono::Duration::seconds(1)).await.unwrap(), 0);
        assert_eq!(desk::replay_handled(desk, group, the_beginning()).await.unwrap() as i64, handled);
        assert_eq!(desk::count_handled(desk, group, the_beginning()).await.unwrap(), 0, "they are due again");
        world.settle().await;
        assert_eq!(desk::count_handled(desk, group, the_beginning()).await.unwrap(), handled, "and were handled again");
    }
    assert_eq!(server.rest().len(), 0, "no letter leaves again");
    assert_eq!(messages().await, told, "and nobody is told again");
    assert_eq!(picture(&world, &ids).await, before, "no wave is opened twice");
}
