//! Isolation: every endpoint of the API with every role and with its own, another tenant's and a missing object. What is another's looks as if it were not
//! there. An endpoint that is not in the table fails the test, and so does a page without a word on who may see it.

use std::collections::BTreeSet;

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{KeyRequest, RoleRequest, Submitter};
use nakodo::identity::{Rank, Scope};
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::routes::{MISSING, Route, routes};
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};

in_both_modes![every_endpoint_gives_each_role_its_own_and_nothing_else, every_page_is_public_for_a_reason_or_asks_who_somebody_is,];

/// What an endpoint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    HelpRequest,
    Specialist,
    /// A help request and a specialist.
    Both,
    /// Nothing that belongs to a tenant: the role alone decides.
    Nothing,
}

/// Every endpoint, the scope that it needs (none: everybody's), and what it is about.
const TABLE: [(&str, &str, Option<Scope>, About); 30] = [
    ("get", "/api/v1/active-list", None, About::Nothing),
    ("get", "/api/v1/specialists", Some(Scope::SpecialistsRead), About::Nothing),
    ("post", "/api/v1/specialists", Some(Scope::SpecialistsEnrol), About::Nothing),
    ("get", "/api/v1/specialists/{id}", Some(Scope::SpecialistsRead), About::Specialist),
    ("patch", "/api/v1/specialists/{id}", Some(Scope::SpecialistsWrite), About::Specialist),
    ("post", "/api/v1/specialists/{id}/pause", Some(Scope::SpecialistsWrite), About::Specialist),
    ("post", "/api/v1/specialists/{id}/resume", Some(Scope::SpecialistsWrite), About::Specialist),
    ("get", "/api/v1/help-requests", Some(Scope::HelpRequestsRead), About::Nothing),
    ("post", "/api/v1/help-requests", None, About::Nothing),
    ("get", "/api/v1/help-requests/{id}", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("get", "/api/v1/help-requests/{id}/candidates", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("get", "/api/v1/help-requests/{id}/why-not/{specialist}", Some(Scope::HelpRequestsRead), About::Both),
    ("get", "/api/v1/help-requests/{id}/relaxations", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("get", "/api/v1/help-requests/{id}/offers", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("post", "/api/v1/help-requests/{id}/cancel", Some(Scope::HelpRequestsWrite), About::HelpRequest),
    ("get", "/api/v1/letters", Some(Scope::LettersRead), About::Nothing),
    ("get", "/api/v1/letters/{id}", Some(Scope::LettersRead), About::Nothing),
    ("post", "/api/v1/letters/{id}/resend", Some(Scope::LettersWrite), About::Nothing),
    ("get", "/api/v1/suppressions", Some(Scope::LettersRead), About::Nothing),
    ("post", "/api/v1/suppressions", Some(Scope::LettersWrite), About::Nothing),
    ("post", "/api/v1/suppressions/lift", Some(Scope::LettersWrite), About::Nothing),
    ("post", "/api/v1/bounces", Some(Scope::MailWrite), About::Nothing),
    ("post", "/api/v1/mail", Some(Scope::MailWrite), About::Nothing),
    ("get", "/api/v1/keys", Some(Scope::KeysRead), About::Nothing),
    ("post", "/api/v1/keys", Some(Scope::KeysWrite), About::Nothing),
    ("post", "/api/v1/keys/{id}/revoke", Some(Scope::KeysWrite), About::Nothing),
    ("get", "/api/v1/audit", Some(Scope::AuditRead), About::Nothing),
    ("get", "/api/v1/me", None, About::Nothing),
    ("get", "/api/v1/statistics", None, About::Nothing),
    ("get", "/api/openapi.json", None, About::Nothing),
];

/// Somebody who calls, and what is theirs.
struct Caller {
    name: &'static str,
    client: Client,
    /// By the scopes of the role; the test's own copy of who may what.
    may: fn(Scope) -> bool,
    help_request: Option<String>,
    specialist: Option<String>,
    sees_all: bool,
}

async fn call(client: &Client, method: &str, path: &str) -> Answer {
    let value = client.get("/api/v1/me").await;
    let value = serde_json::from_str::<Value>(&value.body).ok().and_then(|me| me["value"].as_str().map(str::to_owned));
    let mut request = client.http.request(method.to_uppercase().parse().expect("a method"), format!("{}{path}", client.address));
    if let Some(key) = &client.key {
        request = request.bearer_auth(key).header("Nakodo-Reason", "the company asked by telephone");
    }
    if let Some(value) = value {
        request = request.header("Nakodo-Value", value);
    }
    if method != "get" {
        // A document that is refused before anything is changed, wherever one is read.
        let kind = if path.ends_with("/mail") { "message/rfc822" } else { "application/json" };
        request = request.header("Content-Type", kind).body("{}");
    }
    client.send(request).await
}

/// An answer without the name of what was asked for.
fn told(answer: &Answer, id: &str) -> (u16, String) {
    (answer.status, answer.body.replace(id, "[id]"))
}

async fn every_endpoint_gives_each_role_its_own_and_nothing_else(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let described: Value = serde_json::from_str(&served.client.get("/api/openapi.json").await.body).expect("the description is JSON");
    let mut listed = BTreeSet::from([("get".to_owned(), "/api/openapi.json".to_owned())]);
    for (path, methods) in described["paths"].as_object().expect("paths") {
        let methods =
            methods.as_object().expect("methods").keys().filter(|name| ["get", "post", "put", "patch", "delete"].contains(&name.as_str()));
        listed.extend(methods.map(|method| (method.clone(), path.clone())));
    }
    let known: BTreeSet<(String, String)> = TABLE.iter().map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(listed, known, "an endpoint has no row in TABLE, or a row has no endpoint");

    let (own, other) = (world.enrol(|_| {}).await.to_string(), world.enrol(|_| {}).await.to_string());
    let form = |name: &str| SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None };
    let mut requests = Vec::new();
    for name in ["甲商工会議所", "乙商工会議所"] {
        let invited = world.invite("tanto@chamber.example.jp", RoleRequest::Broker(form(name), Rank::Member)).await;
        let nakodo::identity::Role::Broker(org, _) = invited.role else { panic!("a broker") };
        requests.push(world.submit(help_request(), Submitter::SupportOrg(org)).await.id.to_string());
    }
    let company = world.submit(help_request(), Submitter::Company).await.id;
    world.invite("soumu@seki-kinzoku.example.jp", RoleRequest::Company(company)).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    let key = async |request: KeyRequest| served.client.with_key(&world.key(request).await.token.reveal());
    let tenant = |scope: Scope| matches!(scope, Scope::HelpRequestsRead | Scope::HelpRequestsWrite);
    let person = |scope: Scope| matches!(scope, Scope::SpecialistsRead | Scope::SpecialistsWrite);
    let caller = |name, client, may| Caller { name, client, may, help_request: None, specialist: None, sees_all: false };
    let callers = [
        Caller { sees_all: true, ..caller("operator", key(KeyRequest::Operator).await, |_| true) },
        Caller { sees_all: true, ..caller("auditor", key(KeyRequest::Auditor).await, |scope| scope.only_reads()) },
        Caller {
            help_request: Some(requests[0].clone()), ..caller("broker", key(KeyRequest::Broker(form("甲商工会議所"))).await, tenant)
        },
        Caller { specialist: Some(own.clone()), ..caller("specialist", key(KeyRequest::Specialist("000001".into())).await, person) },
        Caller {
            help_request: Some(company.to_string()),
            ..caller("company in a session", signed_in(&world, &served.client, "soumu@seki-kinzoku.example.jp").await, tenant)
        },
        Caller {
            specialist: Some(own.clone()),
            ..caller("specialist in a session", signed_in(&world, &served.client, "s1@example.jp").await, person)
        },
    ];
    let nobody = served.client.stranger();
    let wrong = served.client.with_key(&"B".repeat(43));
    for (method, path, scope, about) in TABLE {
        let Some(scope) = scope else { continue };
        let with = |request: &str, specialist: &str| match about {
            About::HelpRequest | About::Both => path.replace("{id}", request).replace("{specialist}", specialist),
            About::Specialist | About::Nothing => path.replace("{id}", specialist),
        };
        let anything = with(MISSING, MISSING);
        assert_eq!(call(&nobody, method, &anything).await.json()["code"], json!("key-missing"), "{method} {path} without a key");
        assert_eq!(call(&wrong, method, &anything).await.json()["code"], json!("key-unknown"), "{method} {path} with a made-up key");
        for caller in &callers {
            let what = format!("{method} {path} as {}", caller.name);
            let missing = call(&caller.client, method, &anything).await;
            if !(caller.may)(scope) {
                for path in [anything.clone(), with(&requests[0], &own)] {
                    assert_eq!(call(&caller.client, method, &path).await.json()["code"], json!("not-allowed"), "{what}");
                }
                continue;
            }
            if about == About::Nothing {
                assert!(![401, 403].contains(&missing.status), "{what}: {}", missing.body);
                continue;
            }
            // What is refused as a document is refused before anybody looks for the object.
            assert!([404, 422, 428].contains(&missing.status), "{what}, missing: {}", missing.body);
            let (request, specialist) = (caller.help_request.as_ref(), caller.specialist.as_ref());
            if caller.sees_all {
                let found = call(&caller.client, method, &with(&requests[1], &other)).await;
                assert!(![401, 403, 404].contains(&found.status), "{what}, somebody's: {}", found.body);
                continue;
            }
            let foreign = call(&caller.client, method, &with(&requests[1], &other)).await;
            assert_eq!(told(&foreign, &with(&requests[1], &other)), told(&missing, &anything), "{what}: another's looks like none");
            let own = with(request.map_or(MISSING, String::as_str), specialist.map_or(&own, String::as_str));
            let found = call(&caller.client, method, &own).await;
            assert!(![401, 403, 404].contains(&found.status), "{what}, own: {}", found.body);
        }
    }
}

/// Pages that everybody may see, and why.
const PUBLIC: [(&str, &str); 12] = [
    ("/", "the first page"),
    ("/assets/nakodo.css", "the style sheet"),
    ("/statistics", "figures with at least five companies behind each"),
    ("/help-requests/new", "a company asks without an account"),
    ("/help-requests", "a company asks without an account"),
    ("/sign-in", "whoever signs in is nobody yet"),
    ("/sign-in/code", "whoever signs in is nobody yet"),
    ("/dev/letters", "in the development profile only, on this machine only"),
    ("/dev/letters/{name}", "in the development profile only, on this machine only"),
    ("/healthz", "says nothing of anybody"),
    ("/readyz", "says nothing of anybody"),
    ("/metrics", "figures only; a proxy hides it"),
];

async fn every_page_is_public_for_a_reason_or_asks_who_somebody_is(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for Route { path, filled, methods } in routes() {
        if path.starts_with("/api/") || PUBLIC.iter().any(|(public, _)| *public == path) {
            continue;
        }
        for method in methods {
            let answer = served.client.stranger().method(method, &filled).await;
            let is_kept_out = if path.contains("{token}") {
                answer.status == 404
            } else {
                answer.status == 303 && answer.header("location") == "/sign-in"
            };
            assert!(is_kept_out, "{method} {path}: {} {}", answer.status, answer.body);
        }
    }
}
