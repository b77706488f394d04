//! Faults one at a time, where `soak.rs` has them all at once: a full disk, a mailbox whose server hangs, clocks that do not agree.

use std::process::Command;

use chrono::Duration;
use nakodo::app::App;
use nakodo::clock::Clock;
use nakodo::desk::{Acceptance, Submitter, enrol_specialists, follow_journal, lapse_silent_offers};

use crate::harness::chaos::evidence::Database;
use crate::harness::mail_server::{MailServer, Temper};
use crate::harness::people::{help_request, help_request_from};
use crate::harness::press::accept_offer;
use crate::harness::process::{BINARY, Place};
use crate::harness::web::Client;
use crate::harness::{Mode, World, settle};

in_both_modes![
    a_mailbox_whose_server_hangs_holds_up_nobody_else,
    a_clock_that_is_ninety_minutes_off_moves_deadlines_by_no_more_and_makes_no_second_winner,
    people_behind_a_gap_in_the_journal_are_found_at_once,
];

async fn a_mailbox_whose_server_hangs_holds_up_nobody_else(mode: Mode) {
    let mut server = MailServer::start().await;
    let url = server.url();
    let world = World::with(mode, move |raw| {
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = url;
        raw.post.send_seconds = 1;
        // One at a time, so that what hangs is in front of everybody else.
        raw.post.at_once = 1;
    })
    .await;
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    server.set_temper(Temper::SilentTo("s1@example.jp"));
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    let mut arrived: Vec<_> = server.rest().into_iter().map(|mail| mail.to[0].clone()).collect();
    arrived.sort();
    assert_eq!(arrived, ["s2@example.jp", "s3@example.jp", "soumu@seki-kinzoku.example.jp"]);
    server.set_temper(Temper::Kind);
    world.wait(Duration::minutes(2)).await;
    let late: Vec<_> = server.rest().into_iter().map(|mail| (mail.kind, mail.to[0].clone())).collect();
    assert_eq!(late, [("offer".to_owned(), "s1@example.jp".to_owned())]);
    assert!(world.offers_of(id).await.iter().all(|offer| offer.state.code() == "sent"));
}

/// The same instance as another process would have it whose clock is off.
fn with_clock(app: &App, off: Duration) -> App {
    let mut other = app.clone();
    other.desk.clock = Clock::frozen(app.desk.clock.now() + off);
    other.crew.desk = other.desk.clone();
    other
}

/// Processes read their own clocks (docs/reliability.md). What holds then: a deadline comes early or late by as much as a clock is off and no more,
/// and the two never tell different stories.
async fn a_clock_that_is_ninety_minutes_off_moves_deadlines_by_no_more_and_makes_no_second_winner(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..2 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    let token = |address: &str| world.letter(address, "offer").token("/offers/");
    let (first, second) = (token("s1@example.jp"), token("s2@example.jp"));
    let off = Duration::minutes(90);

    // The deadline is in 72 hours.
    world.app.desk.clock.advance(Duration::hours(72) - off - Duration::minutes(1));
    let (fast, slow) = (with_clock(&world.app, off), with_clock(&world.app, -off));
    assert_eq!(lapse_silent_offers(&fast.desk).await.unwrap(), 0, "91 minutes before the deadline nothing has lapsed anywhere");
    // A worker whose clock is behind or ahead sends nothing again and opens no wave of its own.
    let before = world.letters().len();
    settle(&fast.crew).await;
    settle(&slow.crew).await;
    assert_eq!(world.letters().len(), before);

    assert_eq!(accept_offer(&slow.desk, first.clone()).await.unwrap(), Acceptance::Won(id));
    assert_eq!(accept_offer(&fast.desk, second).await.unwrap(), Acceptance::TakenByOther);
    let later = with_clock(&world.app, Duration::hours(80));
    assert_eq!(lapse_silent_offers(&later.desk).await.unwrap(), 0, "what was accepted does not lapse by any clock");
    assert_eq!(accept_offer(&later.desk, first).await.unwrap(), Acceptance::WonAlready(id));
    settle(&fast.crew).await;
    settle(&slow.crew).await;
    let matches = world.letters().iter().filter(|letter| letter.kind.starts_with("match_for_")).count();
    assert_eq!(matches, 3, "each side and the support organisation hear of it once");
}

/// A transaction that is undone leaves its numbers unused; a reader of the journal cannot know that nobody will fill the gap.
async fn people_behind_a_gap_in_the_journal_are_found_at_once(mode: Mode) {
    let world = World::new(mode).await;
    let desk = &world.app.desk;
    let people = |from: u32, to: u32| {
        let form = |number| crate::harness::people::Profile::numbered(number).form();
        let checked = |number| (form(number).check(&desk.catalogue, desk.clock.today()).unwrap(), form(number).consents);
        (from..=to).map(checked).collect::<Vec<_>>()
    };
    leave_a_gap(&world).await;
    // More events than one page of the reader has.
    enrol_specialists(desk, people(1, 600)).await.unwrap();
    follow_journal(desk).await.unwrap();
    assert_eq!(desk.index.read().len(), 600);
    enrol_specialists(desk, people(601, 601)).await.unwrap();
    follow_journal(desk).await.unwrap();
    assert_eq!(desk.index.read().len(), 601);
}

/// What a server that dies, or a transaction that fails after it has written, leaves behind. SQLite's one writer leaves no gaps.
async fn leave_a_gap(world: &World) {
    use diesel::{Connection, PgConnection, RunQueryDsl};
    let Some(url) = world.database.as_ref().map(|database| database.url.clone()) else { return };
    let leaving = tokio::task::spawn_blocking(move || {
        let mut connection = PgConnection::establish(&url).unwrap();
        diesel::sql_query("SELECT nextval('events_seq_seq')").execute(&mut connection).unwrap();
    });
    leaving.await.unwrap();
}

/// `nakodo` that may not make any file longer than `kib` KiB: what a full disk is to a database. Needs no rights, other than a file system of its
/// own would. The signal is ignored, so that writing fails instead of ending the process.
fn with_small_files(command: &Command, kib: u32) -> Command {
    let mut shell = Command::new("bash");
    shell.args(["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"", &kib.to_string(), BINARY]).args(command.get_args());
    shell.envs(command.get_envs().filter_map(|(key, value)| Some((key, value?)))).env_remove("NAKODO_DIE_AT").env_remove("NAKODO_CONFIG");
    shell
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_help_requests_are_refused_and_none_that_was_taken_in_is_lost() {
    let mut place = Place::new(Mode::Embedded).await;
    let operator = place.operator_key();
    let mut cramped = place.spawn_command(with_small_files(&place.command(&["serve", "--listen", "127.0.0.1:0"]), 3072), "listening on ");
    let client = Client::new(&cramped.address).with_key(&operator);
    let form = help_request_from(Clock::system().today());
    let mut taken_in = Vec::new();
    let refused = loop {
        let answer = client.post("/api/v1/help-requests", &form).await;
        match answer.status {
            201 => taken_in.push(answer.json()["id"].as_str().unwrap_or_default().to_owned()),
            _ => break answer,
        }
    };
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(taken_in.len() > 3, "some were taken in before: {}", taken_in.len());
    assert_eq!(client.get("/healthz").await.status, 200, "the process lives");
    cramped.kill();

    let roomy = place.start();
    let client = Client::new(&roomy[0].address).with_key(&operator);
    for id in &taken_in {
        assert_eq!(client.get(&format!("/api/v1/help-requests/{id}")).await.status, 200, "{id} was answered with 201");
    }
    assert_eq!(client.post("/api/v1/help-requests", &form).await.status, 201, "with room again all goes on");
    let told = |letters: &[crate::harness::mail::Mail]| letters.iter().filter(|mail| mail.kind == "nobody_found").count() > taken_in.len();
    place.mail.until(told).await;
    let database = Database::Sqlite(place.folder.path().join("nakodo.sqlite").display().to_string());
    let check = tokio::task::spawn_blocking(move || database.rows("pragma_integrity_check", &["integrity_check"])).await.unwrap();
    assert_eq!((check.len(), check[0][0].as_str()), (1, "ok"));
}
