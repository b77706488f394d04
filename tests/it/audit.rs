//! Who did what: every act of a person stands in the log, sealed into a chain that shows what was tampered with.

use std::process::Output;

use nakodo::desk::{self, AuditFilter, KeyRequest, RoleRequest};
use nakodo::identity::{AuditEntry, Damage};
use serde_json::json;

use crate::harness::database::meddle;
use crate::harness::people::{Profile, help_request};
use crate::harness::process::Place;
use crate::harness::signing_in::{ask_and_read, type_code};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    acts_of_people_are_written_down_with_who_as_whom_and_from_where,
    what_the_machine_does_by_itself_stands_in_the_journal_only,
    an_act_that_is_refused_leaves_no_row,
    signing_in_and_failing_to_is_written_down,
    a_row_is_sealed_once_and_then_neither_changed_nor_removed,
    whoever_takes_the_triggers_away_is_found_out_by_the_chain,
    many_processes_seal_one_chain,
    the_log_is_shown_and_verified_at_the_terminal,
];

const OPERATOR: &str = "operator@nakodo.example";

async fn log(world: &World) -> Vec<AuditEntry> {
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 1_000).await.expect("the store answers");
    rows.into_iter().rev().map(|(entry, _)| entry).collect()
}

fn acts(log: &[AuditEntry]) -> Vec<&str> {
    log.iter().map(|entry| entry.act.as_str()).collect()
}

async fn acts_of_people_are_written_down_with_who_as_whom_and_from_where(mode: Mode) {
    let world = World::with(mode, |raw| raw.web.trusted_proxies = "127.0.0.1".into()).await;
    let served = Served::open(&world);
    let key = world.key(KeyRequest::Operator).await;
    let operator = served.client.in_browser(&[("x-forwarded-for", "198.51.100.7")]).with_key(&key.token.reveal());
    let enrolled = operator.post("/api/v1/specialists", &Profile::numbered(1).form()).await.json()["id"].clone();
    // Rows of one moment have no order.
    let later = || world.app.desk.clock.advance(chrono::Duration::seconds(1));
    later();
    let submitted = operator.post("/api/v1/help-requests", &help_request()).await.json()["id"].clone();
    world.settle().await;
    later();
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    assert_eq!(served.client.press(&link, "decline", &[("reason", "no-time")]).await.status, 200);
    let log = log(&world).await;
    assert_eq!(acts(&log), ["specialist_enrolled", "help_request_submitted", "offer_declined"]);
    let (who, role) = (format!("key:{}", key.id), "operator".to_owned());
    assert_eq!((&log[0].who, &log[0].role, log[0].source.as_str()), (&who, &role, "198.51.100.7"));
    assert_eq!(json!(log[0].object), json!(["specialist", enrolled]));
    assert_eq!(json!(log[1].object), json!(["help_request", submitted]));
    assert!(log[2].who.starts_with("link:") && log[2].object.0 == "offer" && log[2].source == "127.0.0.1", "{:?}", log[2]);
    assert_ne!(log[0].request, log[1].request);
}

async fn what_the_machine_does_by_itself_stands_in_the_journal_only(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    world.wait(chrono::Duration::days(10)).await;
    assert!(log(&world).await.is_empty());
}

async fn an_act_that_is_refused_leaves_no_row(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    operator.post("/api/v1/specialists", &Profile::numbered(1).form()).await;
    assert_eq!(operator.post("/api/v1/specialists", &Profile::numbered(1).form()).await.status, 409);
    assert_eq!(served.client.post("/api/v1/specialists", &Profile::numbered(2).form()).await.status, 401);
    assert_eq!(acts(&log(&world).await), ["specialist_enrolled"]);
}

async fn signing_in_and_failing_to_is_written_down(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let account = world.invite(OPERATOR, RoleRequest::Operator).await.account;
    let browser = served.client.in_browser(&[]);
    let letter = ask_and_read(&world, &browser, OPERATOR).await;
    let later = || world.app.desk.clock.advance(chrono::Duration::seconds(1));
    later();
    type_code(&browser, "000").await;
    later();
    type_code(&browser, &letter.code()).await;
    later();
    let fields = crate::harness::web::hidden_fields(&browser.get("/account").await.body, "/sign-out");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(browser.post_form("/sign-out", &fields).await.status, 200);
    let log = log(&world).await;
    let told: Vec<(&str, &str)> = log.iter().map(|entry| (entry.act.as_str(), entry.who.as_str())).collect();
    let own = format!("account:{account}");
    assert_eq!(
        told,
        [("sign_in_asked", "nobody"), ("sign_in_refused", "nobody"), ("signed_in", own.as_str()), ("signed_out", own.as_str())]
    );
    assert!(log[..3].iter().all(|entry| entry.object == ("account".to_owned(), account.to_string())), "{log:?}");
    assert!(log.iter().all(|entry| !format!("{entry:?}").contains(OPERATOR)), "no mail address");
}

/// A world with `count` rows that are sealed.
async fn sealed(mode: Mode, count: u32) -> World {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    for number in 1..=count {
        assert_eq!(operator.post("/api/v1/specialists", &Profile::numbered(number).form()).await.status, 201);
    }
    assert_eq!(desk::verify_audit_log(&world.app.desk, None).await.unwrap().unsealed, i64::from(count));
    world.app.crew.timekeeper_round().await.expect("the timekeeper works");
    let verdict = desk::verify_audit_log(&world.app.desk, None).await.unwrap();
    assert_eq!((verdict.sealed, verdict.unsealed, verdict.damage), (i64::from(count), 0, None));
    world
}

async fn a_row_is_sealed_once_and_then_neither_changed_nor_removed(mode: Mode) {
    let world = sealed(mode, 3).await;
    for statement in [
        "DELETE FROM audit_log",
        "UPDATE audit_log SET act = 'nothing' WHERE seq = 2",
        "UPDATE audit_log SET seq = 9 WHERE seq = 2",
        "UPDATE audit_log SET seq = NULL, prev = NULL, seal = NULL WHERE seq = 3",
        "UPDATE audit_log SET reason = 'asked' WHERE seq = 1",
    ] {
        let refused = meddle(&world, statement).await.expect_err(statement);
        assert!(refused.contains("append-only"), "{statement}: {refused}");
    }
    if mode == Mode::ScaleOut {
        assert!(meddle(&world, "TRUNCATE audit_log").await.expect_err("refused").contains("append-only"));
    }
    assert_eq!(desk::verify_audit_log(&world.app.desk, None).await.unwrap().sealed, 3);
}

async fn whoever_takes_the_triggers_away_is_found_out_by_the_chain(mode: Mode) {
    let world = sealed(mode, 6).await;
    let end = desk::verify_audit_log(&world.app.desk, None).await.unwrap().end;
    let on = if mode == Mode::ScaleOut { " ON audit_log" } else { "" };
    for trigger in ["audit_log_keeps_rows", "audit_log_keeps_content"] {
        meddle(&world, &format!("DROP TRIGGER {trigger}{on}")).await.expect("whoever owns the database can");
    }
    let damage = async || desk::verify_audit_log(&world.app.desk, Some((6, end.clone()))).await.unwrap().damage;
    assert_eq!(damage().await, None);
    meddle(&world, "UPDATE audit_log SET who = 'key:somebody-else' WHERE seq = 5").await.unwrap();
    assert_eq!(damage().await, Some((5, Damage::Edited)));
    meddle(&world, "DELETE FROM audit_log WHERE seq = 4").await.unwrap();
    assert_eq!(damage().await, Some((4, Damage::Removed)));
    meddle(&world, "UPDATE audit_log SET seq = 4 WHERE seq = 5").await.unwrap();
    assert_eq!(damage().await, Some((4, Damage::OutOfPlace)));
    meddle(&world, "DELETE FROM audit_log WHERE seq > 3").await.unwrap();
    assert_eq!(damage().await, Some((6, Damage::EndMissing)), "the end was kept elsewhere");
    assert_eq!(desk::verify_audit_log(&world.app.desk, None).await.unwrap().damage, None, "and only so it is noticed");
}

async fn many_processes_seal_one_chain(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let other = world.another().await;
    for round in 0..4 {
        for number in 1..=5 {
            operator.post("/api/v1/specialists", &Profile::numbered(round * 5 + number).form()).await;
        }
        let (one, two) = tokio::join!(desk::seal_audit_log(&world.app.desk), desk::seal_audit_log(&other.desk));
        assert_eq!(one.unwrap() + two.unwrap(), 5);
    }
    let verdict = desk::verify_audit_log(&world.app.desk, None).await.unwrap();
    assert_eq!((verdict.sealed, verdict.damage), (20, None));
}

fn run(place: &Place, args: &[&str]) -> (bool, String, String) {
    let Output { status, stdout, stderr } = place.command(args).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

async fn the_log_is_shown_and_verified_at_the_terminal(mode: Mode) {
    let place = Place::new(mode).await;
    assert!(run(&place, &["accounts", "invite", "--role", "operator", OPERATOR]).0);
    assert!(run(&place, &["keys", "create", "--role", "operator"]).0);
    let (_, shown, _) = run(&place, &["audit", "show", "--who", "terminal:"]);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines.len() == 2 && lines[0].contains("key_created api_key") && lines[1].contains("account_invited account"), "{shown}");
    let (_, shown, _) = run(&place, &["audit", "show", "--what", "key_created", "--json"]);
    let row: serde_json::Value = serde_json::from_str(shown.trim()).expect("one JSON object");
    assert_eq!((&row["act"], &row["seq"]), (&json!("key_created"), &json!(null)));
    assert_eq!(run(&place, &["audit", "show", "--since", "2099-01-01T00:00:00Z"]).1, "");
    let (done, told, _) = run(&place, &["audit", "verify"]);
    assert!(done && told.starts_with("0 rows are sealed and right, 2 wait for their seal"), "{told}");
    let (done, _, told) = run(&place, &["audit", "verify", "--end", "7:abc"]);
    assert!(!done && told.contains("row 7 of the audit log: end-missing"), "{told}");
}
