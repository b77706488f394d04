//! Everybody can take out all that is kept of them: nothing is missing, and nothing is there of the other side that they have not been told.

use std::collections::BTreeSet;

use nakodo::brokering::PaperForm;
use nakodo::desk::{self, AuditFilter, KeyRequest, Submitter};
use nakodo::identity::{Rank, Role};
use nakodo::intake::HelpRequestState;
use serde_json::{Value, json};

use crate::harness::planted::{
    LEFT, LEFT_BECAUSE, MATCHED, MATCHED_ADDRESS, MATCHED_TOLD, OTHER, PERSON, PERSON_ADDRESS, PERSON_TOLD, asking, found,
};
use crate::harness::process::Place;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_specialist_takes_out_all_that_is_kept_and_no_company_but_that_of_the_match,
    a_company_takes_out_all_that_is_kept_and_of_those_asked_only_who_won,
    a_support_organisation_takes_out_what_its_member_agreed_to_and_nobody_s_sessions,
    whoever_takes_out_what_is_not_theirs_says_why_and_it_is_logged,
    at_the_terminal_the_same_is_printed,
];

/// Every column whose cells are sealed, and in whose export it stands.
const SEALED: [(&str, &str); 35] = [
    ("specialists.profile", "the specialist's; the company's while the match holds"),
    ("help_requests.document", "the company's; the specialist's while the match holds"),
    ("members.document", "the company's"),
    ("member_consents.clerk", "the company's"),
    ("referrals.reason", "the company's"),
    ("support_orgs.profile", "an institution; its name is in the company's"),
    ("offers.decline_text", "the specialist's"),
    ("offers.terms", "the specialist's"),
    ("offers.acting_person", "the specialist's"),
    ("engagements.terms", "both"),
    ("engagements.acting_person", "both"),
    ("engagements.ended_reason", "both"),
    ("engagements.course", "both"),
    ("follow_ups.words", "the company's"),
    ("match_reviews.document", "of each side what it wrote, and what it may read"),
    ("team_seats.document", "whose place it is; the company's and the leading specialist's as far as the team is theirs"),
    ("pools.document", "the specialist's, as far as it is about them; the rest is an institution's"),
    ("acceptance_codes.draft", "the specialist's"),
    ("accounts.address", "whose account it is"),
    ("people.name", "whose account it is"),
    ("known_browsers.acting_person", "the specialist's"),
    ("suppressions.mailbox", "whose mailbox it is"),
    ("webhooks.document", "an institution's; no person's"),
    ("farewells.reader", "of somebody of whom nothing else is left; gone with its letter"),
    ("unfinished.document", "of nobody who is named; whoever has the link has it"),
    ("reviews.accepted", "the specialist's"),
    ("reviews.proposal", "the specialist's"),
    ("reviews.reason", "the specialist's"),
    ("credit_claims.document", "the specialist's"),
    ("credit_claims.question", "the specialist's"),
    ("credit_rows.content", "the specialist's"),
    ("credit_cycles.begun", "the specialist's"),
    ("credit_titles.held", "the specialist's"),
    ("complaints.document", "of each side what it wrote, and what it was told"),
    ("instance_secrets.secret", "nobody's"),
];

#[test]
fn every_sealed_column_belongs_to_somebody_who_can_take_it_out() {
    let sealed: BTreeSet<String> = nakodo::store::sealed_columns().map(|(table, column)| format!("{table}.{column}")).collect();
    let known: BTreeSet<String> = SEALED.iter().map(|(column, _)| (*column).to_owned()).collect();
    assert_eq!(sealed, known, "say here in whose export it stands, and plant a text in it");
}

fn saved(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let disposition = answer.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"nakodo-") && disposition.ends_with(".json\""), "{disposition}");
    assert_eq!((answer.header("cache-control"), answer.header("content-type")), ("no-store", "application/json"));
    answer.json()
}

/// The way to the download on a page.
fn download(page: &str) -> String {
    let end = page.split("/export\"").next().filter(|before| before.len() < page.len()).expect("the page has the link");
    format!("{}/export", end.rsplit("href=\"").next().expect("a link"))
}

fn codes(list: &Value, field: &str) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|one| one[field].as_str().unwrap_or_default().to_owned()).collect()
}

async fn a_specialist_takes_out_all_that_is_kept_and_no_company_but_that_of_the_match(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.plant_story().await;
    let browser = signed_in(&world, &served.client, PERSON_ADDRESS).await;
    let place = download(&browser.get("/account").await.body);
    let answer = browser.get(&place).await;
    let export = saved(&answer);
    let nothing = Vec::<&str>::new();
    let missing: Vec<&&str> = PERSON.iter().filter(|text| !answer.body.contains(**text)).collect();
    assert!(missing.is_empty(), "{missing:?} is kept and not there");
    assert!(answer.body.contains(LEFT_BECAUSE), "it was told why");
    assert_eq!(found(&answer.body, &LEFT), nothing, "a company that was never known, or is not any more");
    assert_eq!(found(&answer.body, &OTHER), nothing, "somebody else");
    assert_eq!(found(&answer.body, &MATCHED), MATCHED_TOLD, "what the letter about the match said, and nothing else of the company");
    assert_eq!(codes(&export["offers"], "state"), ["declined", "accepted", "withdrawn", "accepted"]);
    assert_eq!(codes(&export["matches"], "state"), ["no_show", "running"]);
    assert_eq!(export["matches"][0]["company"], Value::Null);
    assert_eq!((&export["accounts"][0]["roles"], &export["accounts"][0]["address"]), (&json!(["specialist"]), &json!(PERSON_ADDRESS)));
    assert_eq!(export["accounts"][0]["sessions"].as_array().map(Vec::len), Some(1));
    assert!(export["accounts"][0]["sign_ins"][0]["used_at"].is_string());
    assert_eq!(export["silences"][0]["kind"], "offer_reminder");
    let letters = codes(&export["letters"], "kind");
    for kind in ["offer", "acceptance_code", "match_for_specialist", "withdrawn_for_specialist", "invitation", "sign_in"] {
        assert!(letters.iter().any(|one| one == kind), "{kind} among {letters:?}");
    }
    let signed = export["acts"].as_array().and_then(|acts| acts.iter().find(|act| act["own"] == true)).expect("an act of one's own");
    assert_eq!((&signed["act"], &signed["source"]), (&json!("signed_in"), &json!("127.0.0.1")));
}

async fn a_company_takes_out_all_that_is_kept_and_of_those_asked_only_who_won(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.plant_story().await;
    // Without an account, by the link in its letters.
    let status = world.letter(MATCHED_ADDRESS, "match_for_company").link("/help-requests/status/");
    let answer = served.client.stranger().get(&download(&served.client.stranger().get(&status).await.body)).await;
    let export = saved(&answer);
    assert_eq!(found(&answer.body, &MATCHED), MATCHED, "all that it wrote");
    assert_eq!(found(&answer.body, &PERSON), PERSON_TOLD, "what the letter about the match said, and nothing else of the winner");
    assert_eq!((found(&answer.body, &OTHER), found(&answer.body, &LEFT)), (vec![], vec![]));
    assert_eq!(export["asked"], json!([{ "wave": 1, "state": "accepted", "people": 1 }, { "wave": 1, "state": "declined", "people": 1 }]));
    assert_eq!(export["silences"][0]["kind"], "nobody_found");
    assert_eq!(export["accounts"][0]["address"], MATCHED_ADDRESS);
    // With one, the same.
    let browser = signed_in(&world, &served.client, MATCHED_ADDRESS).await;
    let signed = browser.get(&download(&browser.get("/account").await.body)).await;
    assert_eq!(saved(&signed)["help_request"], export["help_request"]);
    // A match that was called off names nobody any more.
    let status = world.letter(LEFT[3], "withdrawn_for_company").link("/help-requests/status/");
    let left = served.client.stranger().get(&format!("{status}/export")).await;
    assert_eq!((saved(&left)["matches"][0]["specialist"].clone(), found(&left.body, &LEFT)), (Value::Null, LEFT.to_vec()));
    assert!(left.body.contains(LEFT_BECAUSE) && !left.body.contains(PERSON[0]) && !left.body.contains(PERSON_ADDRESS));
}

async fn a_support_organisation_takes_out_what_its_member_agreed_to_and_nobody_s_sessions(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let org = world.support_org().await;
    let role = Role::Broker(org, Rank::Member);
    let form = asking(MATCHED);
    let member = nakodo::brokering::MemberForm { number: "A-17".into(), company: form.company.clone() };
    let member = desk::add_member(&world.app.desk, role, member, None).await.expect("the number is free");
    let paper = PaperForm { clerk: "絵合書記".into(), given_on: "2026-11-01".into() };
    desk::note_paper(&world.app.desk, role, member, paper).await.expect("nobody has asked");
    let id = desk::submit_for_member(&world.app.desk, role, member, form.need, None).await.expect("it has agreed").id;
    world.settle().await;
    world.invite(MATCHED_ADDRESS, desk::RoleRequest::Company(id)).await;
    signed_in(&world, &served.client, MATCHED_ADDRESS).await;
    let path = format!("/api/v1/help-requests/{id}/export");
    let form = nakodo::brokering::SupportOrgForm { name: "岐阜県産業振興機構".into(), ..Default::default() };
    let broker = served.client.with_key(&world.key(KeyRequest::Broker(form)).await.token.reveal());
    let answer = broker.get(&path).await;
    let export = saved(&answer);
    assert_eq!(export["member"]["consents"][0]["clerk"], "絵合書記");
    assert_eq!((&export["member"]["number"], &export["support_org_name"]), (&json!("A-17"), &json!("岐阜県産業振興機構")));
    assert_eq!((&export["accounts"], answer.body.contains("127.0.0.1")), (&json!([]), false), "where the company signs in is its own");
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    assert_eq!(saved(&operator.get(&path).await)["accounts"].as_array().map(Vec::len), Some(1));
}

async fn whoever_takes_out_what_is_not_theirs_says_why_and_it_is_logged(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (own, other) = (world.enrol(|_| {}).await, world.enrol(|_| {}).await);
    let asked = world.submit(asking(MATCHED), Submitter::Company).await.id;
    assert_eq!(world.state_of(asked).await, HelpRequestState::AwaitingConfirmation);
    let key = async |request| served.client.with_key(&world.key(request).await.token.reveal());
    let (operator, person) = (key(KeyRequest::Operator).await, key(KeyRequest::Specialist("000001".into())).await);
    let paths = [format!("/api/v1/specialists/{own}/export"), format!("/api/v1/help-requests/{asked}/export")];
    for path in &paths {
        let silent = Client { reason: None, ..operator.clone() };
        assert_eq!(silent.get(path).await.json()["code"], "reason-missing", "{path}");
        saved(&operator.get(path).await);
    }
    saved(&Client { reason: None, ..person.clone() }.get(&paths[0]).await);
    assert_eq!(person.get(&format!("/api/v1/specialists/{other}/export")).await.status, 404);
    assert_eq!(person.get(&paths[1]).await.status, 403);
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 100).await.expect("the store answers");
    let mut exports: Vec<(String, String, bool)> = rows
        .into_iter()
        .map(|(row, _)| (row.act, row.role.split(':').next().unwrap_or_default().to_owned(), row.reason.is_some()))
        .collect();
    exports.retain(|(act, ..)| act.ends_with("_exported"));
    exports.sort();
    let row = |act: &str, role: &str, reason| (act.to_owned(), role.to_owned(), reason);
    let wanted = [
        row("help_request_exported", "operator", true),
        row("specialist_exported", "operator", true),
        row("specialist_exported", "specialist", false),
    ];
    assert_eq!(exports, wanted);
}

async fn at_the_terminal_the_same_is_printed(mode: Mode) {
    let place = Place::new(mode).await;
    let processes = place.start();
    let operator = Client::new(&processes[0].address).with_key(&place.operator_key());
    place.enrol(&operator, 1).await;
    let id = operator.get("/api/v1/specialists?number=000001").await.json()[0]["id"].as_str().expect("an id").to_owned();
    let refused = place.command(&["export", "specialist", &id]).output().expect("the program runs");
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("--reason"), "{refused:?}");
    let printed: Value = serde_json::from_str(&place.say(&["export", "specialist", &id, "--reason", "asked by letter"])).expect("JSON");
    assert_eq!((&printed["profile"]["id"], &printed["profile"]["name"]), (&json!(id), &json!("佐藤 1")));
}
