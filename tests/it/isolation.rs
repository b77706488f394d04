//! Isolation: every endpoint of the API with every role and with its own, another tenant's and a missing object. What is another's looks as if it were not
//! there. An endpoint that is not in the table fails the test, and so does a page without a word on who may see it.

use std::collections::BTreeSet;

use nakodo::brokering::{ReferralForm, SupportOrgForm};
use nakodo::desk::{self, HandOverForm, KeyRequest, RoleRequest, Submitter};
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
    /// A member of a support organisation.
    Member,
    HandOver,
    Referral,
    EntryLink,
    Webhook,
    /// A help request and a specialist.
    Both,
    /// Nothing that belongs to a tenant: the role alone decides.
    Nothing,
}

/// Every endpoint, the scope that it needs (none: everybody's), and what it is about.
const TABLE: [(&str, &str, Option<Scope>, About); 71] = [
    ("get", "/api/v1/active-list", None, About::Nothing),
    ("get", "/api/v1/external-listings", None, About::Nothing),
    ("get", "/api/v1/specialists", Some(Scope::SpecialistsRead), About::Nothing),
    ("post", "/api/v1/specialists", Some(Scope::SpecialistsEnrol), About::Nothing),
    ("get", "/api/v1/specialists/{id}", Some(Scope::SpecialistsRead), About::Specialist),
    ("patch", "/api/v1/specialists/{id}", Some(Scope::SpecialistsWrite), About::Specialist),
    ("post", "/api/v1/specialists/{id}/pause", Some(Scope::SpecialistsWrite), About::Specialist),
    ("post", "/api/v1/specialists/{id}/resume", Some(Scope::SpecialistsWrite), About::Specialist),
    ("get", "/api/v1/specialists/{id}/export", Some(Scope::SpecialistsRead), About::Specialist),
    ("post", "/api/v1/specialists/{id}/erase", Some(Scope::SpecialistsWrite), About::Specialist),
    ("get", "/api/v1/help-requests", Some(Scope::HelpRequestsRead), About::Nothing),
    ("post", "/api/v1/help-requests", None, About::Nothing),
    ("get", "/api/v1/help-requests/{id}", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("get", "/api/v1/help-requests/{id}/candidates", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("get", "/api/v1/help-requests/{id}/why-not/{specialist}", Some(Scope::HelpRequestsRead), About::Both),
    ("get", "/api/v1/help-requests/{id}/relaxations", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("get", "/api/v1/help-requests/{id}/offers", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("post", "/api/v1/help-requests/{id}/cancel", Some(Scope::HelpRequestsWrite), About::HelpRequest),
    ("get", "/api/v1/help-requests/{id}/export", Some(Scope::HelpRequestsRead), About::HelpRequest),
    ("post", "/api/v1/help-requests/{id}/erase", Some(Scope::HelpRequestsWrite), About::HelpRequest),
    ("get", "/api/v1/members", Some(Scope::MembersRead), About::Nothing),
    ("post", "/api/v1/members", Some(Scope::MembersWrite), About::Nothing),
    ("get", "/api/v1/members.csv", Some(Scope::MembersRead), About::Nothing),
    ("post", "/api/v1/members.csv", Some(Scope::MembersWrite), About::Nothing),
    ("get", "/api/v1/members/{id}", Some(Scope::MembersRead), About::Member),
    ("put", "/api/v1/members/{id}", Some(Scope::MembersWrite), About::Member),
    ("post", "/api/v1/members/{id}/ask", Some(Scope::MembersWrite), About::Member),
    ("post", "/api/v1/members/{id}/paper", Some(Scope::MembersWrite), About::Member),
    ("post", "/api/v1/members/{id}/help-requests", Some(Scope::MembersWrite), About::Member),
    ("delete", "/api/v1/members/{id}", Some(Scope::MembersWrite), About::Member),
    ("get", "/api/v1/queue", Some(Scope::QueueRead), About::Nothing),
    ("post", "/api/v1/hand-overs", Some(Scope::QueueWrite), About::Nothing),
    ("get", "/api/v1/hand-overs/{id}", Some(Scope::QueueRead), About::HandOver),
    ("post", "/api/v1/hand-overs/{id}/undo", Some(Scope::QueueWrite), About::HandOver),
    ("post", "/api/v1/help-requests/{id}/referrals", Some(Scope::QueueWrite), About::HelpRequest),
    ("get", "/api/v1/referrals", Some(Scope::QueueRead), About::Nothing),
    ("post", "/api/v1/referrals/{id}/take-back", Some(Scope::QueueWrite), About::Referral),
    ("get", "/api/v1/organisations", Some(Scope::QueueRead), About::Nothing),
    ("get", "/api/v1/entry-links", Some(Scope::QueueRead), About::Nothing),
    ("post", "/api/v1/entry-links", Some(Scope::QueueWrite), About::Nothing),
    ("post", "/api/v1/entry-links/{id}/close", Some(Scope::QueueWrite), About::EntryLink),
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
    ("get", "/api/v1/webhooks", Some(Scope::WebhooksRead), About::Nothing),
    ("post", "/api/v1/webhooks", Some(Scope::WebhooksWrite), About::Nothing),
    ("get", "/api/v1/webhooks/{id}", Some(Scope::WebhooksRead), About::Webhook),
    ("put", "/api/v1/webhooks/{id}", Some(Scope::WebhooksWrite), About::Webhook),
    ("post", "/api/v1/webhooks/{id}/secret", Some(Scope::WebhooksWrite), About::Webhook),
    ("post", "/api/v1/webhooks/{id}/test", Some(Scope::WebhooksWrite), About::Webhook),
    ("get", "/api/v1/webhooks/{id}/messages", Some(Scope::WebhooksRead), About::Webhook),
    ("post", "/api/v1/webhooks/{id}/replay", Some(Scope::WebhooksWrite), About::Webhook),
    ("delete", "/api/v1/webhooks/{id}", Some(Scope::WebhooksWrite), About::Webhook),
    ("get", "/api/v1/audit", Some(Scope::AuditRead), About::Nothing),
    ("get", "/api/v1/registry", Some(Scope::RegistryRead), About::Nothing),
    ("post", "/api/v1/registry/snapshots", Some(Scope::RegistryWrite), About::Nothing),
    ("get", "/api/v1/registry/cases", Some(Scope::RegistryRead), About::Nothing),
    ("get", "/api/v1/registry/cases/{id}", Some(Scope::RegistryRead), About::Nothing),
    ("post", "/api/v1/registry/cases/{id}/propose", Some(Scope::RegistryWrite), About::Nothing),
    ("post", "/api/v1/registry/cases/{id}/confirm", Some(Scope::RegistryWrite), About::Nothing),
    ("get", "/api/v1/me", None, About::Nothing),
    ("get", "/api/v1/statistics", None, About::Nothing),
    ("get", "/api/openapi.json", None, About::Nothing),
];

/// What may belong to somebody, by name.
#[derive(Clone, Debug)]
struct Things {
    help_request: String,
    specialist: String,
    member: String,
    hand_over: String,
    referral: String,
    entry_link: String,
    webhook: String,
}

impl Things {
    fn missing() -> Self {
        let none = || MISSING.to_owned();
        let (help_request, specialist, member, hand_over) = (none(), none(), none(), none());
        Self { help_request, specialist, member, hand_over, referral: none(), entry_link: none(), webhook: none() }
    }

    /// An endpoint's path with these in it.
    fn put_into(&self, path: &str, about: About) -> String {
        let id = match about {
            About::HelpRequest | About::Both => &self.help_request,
            About::Member => &self.member,
            About::HandOver => &self.hand_over,
            About::Referral => &self.referral,
            About::EntryLink => &self.entry_link,
            About::Webhook => &self.webhook,
            About::Specialist | About::Nothing => &self.specialist,
        };
        path.replace("{id}", id).replace("{specialist}", &self.specialist)
    }
}

/// Somebody who calls, and what is theirs.
struct Caller {
    name: &'static str,
    client: Client,
    /// By the scopes of the role; the test's own copy of who may what.
    may: fn(Scope) -> bool,
    own: Things,
    sees_all: bool,
}

/// What only a support organisation has.
fn is_of_an_organisation(scope: Scope) -> bool {
    matches!(scope, Scope::MembersRead | Scope::MembersWrite | Scope::QueueRead | Scope::QueueWrite)
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
    let (mut things, mut roles) = (Vec::new(), Vec::new());
    for (name, specialist) in [("甲商工会議所", &own), ("乙商工会議所", &other)] {
        let invited = world.invite("tanto@chamber.example.jp", RoleRequest::Broker(form(name), Rank::Member)).await;
        let nakodo::identity::Role::Broker(org, _) = invited.role else { panic!("a broker") };
        let help_request = world.submit(help_request(), Submitter::SupportOrg(org)).await.id.to_string();
        let member = world.member(org, &crate::harness::people::help_request()).await.to_string();
        let handed = HandOverForm { to: invited.account.to_string(), ..HandOverForm::default() };
        let hand_over = desk::hand_over(&world.app.desk, invited.role, handed).await.expect("it is handed over").to_string();
        let form = desk::EntryLinkForm { label: "窓口".into() };
        let entry_link = desk::make_entry_link(&world.app.desk, invited.role, form).await.expect("it is made").code;
        let form = serde_json::from_value(json!({ "url": "https://hooks.example.jp/", "label": "受付" })).expect("a form");
        let webhook = desk::add_webhook(&world.app.desk, invited.role, form, true).await.expect("it is made").webhook.id.to_string();
        let (specialist, referral) = (specialist.clone(), String::new());
        things.push(Things { help_request, specialist, member, hand_over, referral, entry_link, webhook });
        desk::take_referrals_of(&world.app.desk, name.to_owned(), true).await.expect("it is there");
        roles.push(invited.role);
    }
    for (one, other) in [(0, 1), (1, 0)] {
        let nakodo::identity::Role::Broker(to, _) = roles[other] else { panic!("a broker") };
        let form = ReferralForm { to: to.to_string(), reason: "近くの機関です。".into() };
        let id = things[one].help_request.parse().expect("an id");
        things[one].referral =
            desk::refer_help_request(&world.app.desk, roles[one], id, form).await.expect("it is proposed").id.to_string();
    }
    let company = world.submit(help_request(), Submitter::Company).await.id;
    world.invite("soumu@seki-kinzoku.example.jp", RoleRequest::Company(company)).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    let key = async |request: KeyRequest| served.client.with_key(&world.key(request).await.token.reveal());
    let tenant = |scope: Scope| matches!(scope, Scope::HelpRequestsRead | Scope::HelpRequestsWrite);
    let person = |scope: Scope| matches!(scope, Scope::SpecialistsRead | Scope::SpecialistsWrite);
    let caller = |name, client, may| Caller { name, client, may, own: Things::missing(), sees_all: false };
    let specialist = Things { specialist: own.clone(), ..Things::missing() };
    let callers = [
        Caller { sees_all: true, ..caller("operator", key(KeyRequest::Operator).await, |scope| !is_of_an_organisation(scope)) },
        Caller {
            sees_all: true,
            ..caller("auditor", key(KeyRequest::Auditor).await, |scope| scope.only_reads() && !is_of_an_organisation(scope))
        },
        Caller {
            own: Things { specialist: other.clone(), ..things[0].clone() },
            ..caller("broker", key(KeyRequest::Broker(form("甲商工会議所"))).await, |scope| {
                let own = [Scope::HelpRequestsRead, Scope::HelpRequestsWrite, Scope::WebhooksRead, Scope::WebhooksWrite];
                is_of_an_organisation(scope) || own.contains(&scope)
            })
        },
        Caller { own: specialist.clone(), ..caller("specialist", key(KeyRequest::Specialist("000001".into())).await, person) },
        Caller {
            own: Things { help_request: company.to_string(), specialist: own.clone(), ..Things::missing() },
            ..caller("company in a session", signed_in(&world, &served.client, "soumu@seki-kinzoku.example.jp").await, tenant)
        },
        Caller { own: specialist, ..caller("specialist in a session", signed_in(&world, &served.client, "s1@example.jp").await, person) },
    ];
    let nobody = served.client.stranger();
    let wrong = served.client.with_key(&"B".repeat(43));
    for (method, path, scope, about) in TABLE {
        let Some(scope) = scope else { continue };
        let anything = Things::missing().put_into(path, about);
        let anothers = things[1].put_into(path, about);
        assert_eq!(call(&nobody, method, &anything).await.json()["code"], json!("key-missing"), "{method} {path} without a key");
        assert_eq!(call(&wrong, method, &anything).await.json()["code"], json!("key-unknown"), "{method} {path} with a made-up key");
        for caller in &callers {
            let what = format!("{method} {path} as {}", caller.name);
            let missing = call(&caller.client, method, &anything).await;
            if !(caller.may)(scope) {
                for path in [anything.clone(), things[0].put_into(path, about)] {
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
            if caller.sees_all {
                let found = call(&caller.client, method, &anothers).await;
                assert!(![401, 403, 404].contains(&found.status), "{what}, somebody's: {}", found.body);
                continue;
            }
            let foreign = call(&caller.client, method, &anothers).await;
            assert_eq!(told(&foreign, &anothers), told(&missing, &anything), "{what}: another's looks like none");
            let found = call(&caller.client, method, &caller.own.put_into(path, about)).await;
            assert!(![401, 403, 404].contains(&found.status), "{what}, own: {}", found.body);
        }
    }
}

/// Pages that everybody may see, and why.
const PUBLIC: [(&str, &str); 22] = [
    ("/for/{code}", "a company asks without an account"),
    ("/", "the first page"),
    ("/assets/nakodo.css", "the style sheet"),
    ("/listings", "lists that others publish"),
    ("/specialists", "people who have agreed to be found by anybody"),
    ("/specialists/feed.atom", "people who have agreed to be found by anybody"),
    ("/specialists/{id}", "somebody who has agreed to be found by anybody"),
    ("/statistics", "figures with at least five companies behind each"),
    ("/check", "a company looks where it stands without an account"),
    ("/worries", "a company asks without an account"),
    ("/help-requests/new", "a company asks without an account"),
    ("/help-requests", "a company asks without an account"),
    ("/join", "whoever registers is nobody yet"),
    ("/sign-in", "whoever signs in is nobody yet"),
    ("/sign-in/code", "whoever signs in is nobody yet"),
    ("/ledger-key", "a public key"),
    ("/dev/letters", "in the development profile only, on this machine only"),
    ("/dev/letters/{name}", "in the development profile only, on this machine only"),
    ("/styleguide", "in the development profile only; says nothing of anybody"),
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
