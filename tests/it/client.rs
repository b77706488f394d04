//! The client for Rust programs (`clients/rust`) is made from the description, and does the main job (docs/decisions/0065-a-generated-client.md).

use std::path::Path;

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::KeyRequest;
use nakodo_client::Pages;
use nakodo_client::generated::{
    ApiOpError, CompanyContactForm, CompanyForm, HelpRequestForm, HelpRequestState, HttpClient, MemberForm, NeedForm,
    PostHelpRequestApiError, PutMemberApiError,
};
use serde_json::Value;

use crate::harness::described::DESCRIPTION;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![a_typed_client_asks_for_help_and_reads_what_comes_of_it, a_typed_client_loses_no_update_and_is_told_what_was_wrong];

/// What the generator reads of the description: it makes nothing of examples and of the headers of answers, which are two thirds.
fn without_examples(described: &Value) -> Value {
    match described {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !["example", "examples", "headers"].contains(&name.as_str()));
            kept.map(|(name, value)| (name.clone(), without_examples(value))).collect()
        }
        Value::Array(items) => items.iter().map(without_examples).collect(),
        value => value.clone(),
    }
}

#[test]
fn the_client_is_made_from_todays_description() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/rust/openapi.json");
    let today = serde_json::to_string_pretty(&without_examples(&DESCRIPTION)).expect("a document") + "\n";
    if std::env::var_os("NAKODO_CLIENT").is_some_and(|value| value == "write") {
        std::fs::write(&place, &today).expect("the description is written");
    }
    let kept = std::fs::read_to_string(&place).expect("the description is kept");
    assert!(kept == today, "{} is not what nakodo says today: run scripts/client and check in what it writes", place.display());
}

/// A client as a program of somebody else's makes it.
fn client(served: &Served, key: &str, pages: &Pages) -> HttpClient {
    let http = nakodo_client::reqwest::Client::builder().no_proxy().build().expect("a client");
    HttpClient::new().with_sender(pages.sender(http)).with_base_url(served.client.address.clone()).with_api_key(key)
}

fn company() -> CompanyForm {
    let contact = CompanyContactForm {
        name: Some("田中 花子".into()),
        address: Some("soumu@seki-kinzoku.example.jp".into()),
        ..CompanyContactForm::default()
    };
    CompanyForm {
        name: Some("関金属工業".into()),
        corporate_number: Some(Some("7000012050002".into())),
        prefecture: Some("21".into()),
        municipality: Some("関市".into()),
        industry: Some("E".into()),
        employees: Some(Some(10)),
        capital_yen: Some(Some(10_000_000)),
        contact: Some(contact),
        ..CompanyForm::default()
    }
}

fn help_request() -> HelpRequestForm {
    let need = NeedForm {
        menus: Some(vec!["basic-check".into()]),
        mode: Some("onsite".into()),
        slots: Some(vec!["tue-pm".into(), "thu-pm".into()]),
        start_on: Some("2026-12-01".into()),
        hours: Some(Some(4)),
        budget_yen: Some(Some(60_000)),
        narrative: Some("受発注を電子化するので、ネットの安全が心配です。".into()),
        ..NeedForm::default()
    };
    HelpRequestForm { company: Some(company()), need: Some(need) }
}

async fn a_typed_client_asks_for_help_and_reads_what_comes_of_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let pages = Pages::default();
    let client = client(&served, &world.key(KeyRequest::Operator).await.token.reveal(), &pages);
    let asked = client.post_help_request(Some("first"), help_request()).await.expect("it is taken in");
    assert_eq!(asked.state, HelpRequestState::Open);
    let again = client.post_help_request(Some("first"), help_request()).await.expect("the same");
    assert_eq!(again.id, asked.id, "one key, one help request");
    world.settle().await;

    let id = asked.id.to_string();
    let reason = Some("the company asked by telephone");
    let read = client.get_help_request(&id, reason).await.expect("it is there");
    assert_eq!((read.id, read.state, read.waves), (asked.id, HelpRequestState::Open, 1));
    assert_eq!(client.get_offers(&id, reason).await.expect("offers").len(), 1);
    world.accept("s1@example.jp").await;
    assert_eq!(client.get_help_request(&id, reason).await.expect("it is there").state, HelpRequestState::Matched);

    for _ in 0..4 {
        client.post_help_request(None::<&str>, help_request()).await.expect("it is taken in");
    }
    let (mut found, mut sizes, mut cursor) = (Vec::new(), Vec::new(), None);
    while sizes.is_empty() || cursor.is_some() {
        let page = client.get_help_requests(None, cursor.as_ref(), Some(2)).await.expect("a page");
        sizes.push(page.len());
        found.extend(page.iter().map(|line| line.id));
        cursor = pages.next();
    }
    assert_eq!(sizes, [2, 2, 1]);
    found.sort();
    found.dedup();
    assert!(found.len() == 5 && found.contains(&asked.id), "each once: {found:?}");
    let matched = client.get_help_requests(Some(HelpRequestState::Matched), None::<&str>, None).await.expect("a page");
    assert_eq!(matched.iter().map(|line| line.id).collect::<Vec<_>>(), [asked.id]);
}

async fn a_typed_client_loses_no_update_and_is_told_what_was_wrong(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let form = SupportOrgForm { name: "甲商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None };
    let client = client(&served, &world.key(KeyRequest::Broker(form)).await.token.reveal(), &Pages::default());
    let member = |number: &str| MemberForm { number: Some(number.into()), company: Some(company()) };
    let id = client.post_member(None::<&str>, member("A-1")).await.expect("it is added").id.to_string();
    let read = client.get_member(&id).await.expect("it is there");
    let version = format!("\"{}\"", read.version);
    let changed = client.put_member(&id, &version, member("A-2")).await.expect("it is changed");
    assert_eq!((changed.number.as_str(), changed.version), ("A-2", read.version + 1));
    let refused = client.put_member(&id, &version, member("A-3")).await.expect_err("it was made from what is no more");
    let ApiOpError::Api(refused) = refused else { panic!("{refused}") };
    let Some(PutMemberApiError::Status412(problem)) = refused.typed else { panic!("{refused}") };
    assert_eq!((problem.code.as_str(), problem.status), ("outdated", 412));
    assert_eq!(client.get_member(&id).await.expect("it is there").number, "A-2");

    let mut wrong = help_request();
    wrong.need.as_mut().expect("a need").hours = Some(None);
    let refused = client.post_help_request(None::<&str>, wrong).await.expect_err("hours are missing");
    let ApiOpError::Api(refused) = refused else { panic!("{refused}") };
    let Some(PostHelpRequestApiError::Status422(problem)) = refused.typed else { panic!("{refused}") };
    let told: Vec<(String, String)> = problem.errors.unwrap_or_default().into_iter().map(|field| (field.pointer, field.code)).collect();
    assert!(told.contains(&("/need/hours".into(), "required".into())), "{told:?}");
}
