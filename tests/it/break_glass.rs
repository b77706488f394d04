//! Whoever looks at a help request that is not their own says why, and it stands in the audit log.

use nakodo::desk::{self, AuditFilter, KeyRequest, RoleRequest, Submitter};
use nakodo::identity::AuditEntry;
use nakodo::ids::HelpRequestId;
use serde_json::json;

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    without_a_reason_nobody_sees_what_is_not_theirs,
    a_reason_stands_in_the_log_before_anything_is_shown,
    whose_own_it_is_needs_no_reason,
    an_operator_in_a_session_says_why_too,
];

const WHY: &str = "会社から電話で問い合わせ";

async fn looks(world: &World) -> Vec<AuditEntry> {
    let filter = AuditFilter { what: Some("help_request_looked_at".into()), ..AuditFilter::default() };
    let rows = desk::show_audit_log(&world.app.desk, filter, 100).await.expect("the store answers");
    rows.into_iter().map(|(entry, _)| entry).collect()
}

fn places(id: HelpRequestId, specialist: &str) -> Vec<String> {
    let base = format!("/api/v1/help-requests/{id}");
    let below = ["".to_owned(), "/offers".into(), "/candidates".into(), "/relaxations".into(), format!("/why-not/{specialist}")];
    below.into_iter().map(|end| format!("{base}{end}")).collect()
}

async fn with(world: &World, served: &Served, request: KeyRequest, reason: Option<&'static str>) -> Client {
    Client { reason, ..served.client.with_key(&world.key(request).await.token.reveal()) }
}

async fn without_a_reason_nobody_sees_what_is_not_theirs(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let person = world.enrol(|_| {}).await.to_string();
    let id = world.ask_for_help().await;
    for request in [KeyRequest::Operator, KeyRequest::Auditor] {
        // Empty, and longer than anybody reads.
        for reason in [None, Some("  "), Some(Box::leak("x".repeat(201).into_boxed_str()) as &str)] {
            let client = with(&world, &served, request.clone(), reason).await;
            for place in places(id, &person) {
                let answer = client.get(&place).await;
                assert_eq!((answer.status, &answer.json()["code"]), (403, &json!("reason-missing")), "{place}");
                assert!(answer.body.contains("Nakodo-Reason") && !answer.body.contains("関金属工業"), "{}", answer.body);
            }
        }
    }
    let operator = with(&world, &served, KeyRequest::Operator, None).await;
    let cancelled = operator.post(&format!("/api/v1/help-requests/{id}/cancel"), &json!({})).await;
    assert_eq!(cancelled.json()["code"], json!("reason-missing"));
    assert_eq!(world.state_of(id).await.code(), "open");
    assert_eq!(looks(&world).await, []);
}

async fn a_reason_stands_in_the_log_before_anything_is_shown(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let person = world.enrol(|_| {}).await.to_string();
    let id = world.ask_for_help().await;
    let auditor = with(&world, &served, KeyRequest::Auditor, Some(WHY)).await;
    let places = places(id, &person);
    for place in &places {
        assert_eq!(auditor.get(place).await.status, 200, "{place}");
    }
    let seen = looks(&world).await;
    assert_eq!(seen.len(), places.len());
    for row in &seen {
        assert_eq!((row.reason.as_deref(), row.object.1.as_str(), row.role.as_str()), (Some(WHY), id.to_string().as_str(), "auditor"));
    }
    // What is not there is not seen.
    let missing = auditor.get("/api/v1/help-requests/019aa1b2-0000-7000-8000-00000000dead").await;
    assert_eq!((missing.status, looks(&world).await.len()), (404, places.len()));
    let operator = with(&world, &served, KeyRequest::Operator, Some(WHY)).await;
    assert_eq!(operator.post(&format!("/api/v1/help-requests/{id}/cancel"), &json!({})).await.status, 200);
    let filter = AuditFilter { what: Some("help_request_cancelled".into()), ..AuditFilter::default() };
    let rows = desk::show_audit_log(&world.app.desk, filter, 10).await.expect("the store answers");
    assert_eq!(rows[0].0.reason.as_deref(), Some(WHY));
}

async fn whose_own_it_is_needs_no_reason(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.submit(help_request(), Submitter::Company).await.id;
    world.invite("soumu@seki-kinzoku.example.jp", RoleRequest::Company(id)).await;
    let company = signed_in(&world, &served.client, "soumu@seki-kinzoku.example.jp").await;
    assert_eq!(company.get(&format!("/api/v1/help-requests/{id}")).await.status, 200);
    assert_eq!(looks(&world).await, []);
}

async fn an_operator_in_a_session_says_why_too(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let id = world.ask_for_help().await;
    world.invite("operator@nakodo.example", RoleRequest::Operator).await;
    let browser = signed_in(&world, &served.client, "operator@nakodo.example").await;
    let place = format!("/api/v1/help-requests/{id}");
    assert_eq!(browser.get(&place).await.json()["code"], json!("reason-missing"));
    let asked = browser.http.get(format!("{}{place}", browser.address)).header("Nakodo-Reason", WHY.as_bytes());
    assert_eq!(browser.send(asked).await.status, 200);
    let seen = looks(&world).await;
    assert!(seen.len() == 1 && seen[0].who.starts_with("account:") && seen[0].reason.as_deref() == Some(WHY), "{seen:?}");
}
