//! Entry links of a support organisation: they count who came, and show what the company lets the organisation see.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{KeyRequest, RoleRequest};
use nakodo::identity::Rank;
use serde_json::{Value, json};

use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    a_company_that_shares_lies_in_the_queue_and_one_that_does_not_is_counted,
    a_closed_link_leads_to_the_plain_form,
    a_mistake_keeps_the_link_and_the_choice,
    a_clerk_makes_a_link_with_a_picture_to_print,
];

fn org() -> SupportOrgForm {
    SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None }
}

async fn broker(world: &World, served: &Served) -> Client {
    served.client.with_key(&world.key(KeyRequest::Broker(org())).await.token.reveal())
}

async fn made(broker: &Client) -> (String, String) {
    let made = broker.post("/api/v1/entry-links", &json!({ "label": "窓口のちらし" })).await;
    assert_eq!(made.status, 201, "{}", made.body);
    (made.header("location").to_owned(), made.json()["code"].as_str().unwrap_or_default().to_owned())
}

/// Sends the form behind an entry link.
async fn ask(client: &Client, path: &str, company: &str, shares: bool, hours: &str) -> Answer {
    let mut fields = hidden_fields(&client.get(path).await.body, "/help-requests");
    let typed = [
        ("/company/name", company),
        ("/company/prefecture", "21"),
        ("/company/municipality", "関市"),
        ("/company/industry", "E"),
        ("/company/employees", "12"),
        ("/company/contact/name", "田中 花子"),
        ("/company/contact/address", "soumu@seki-kinzoku.example.jp"),
        ("/need/menus", "first-consultation"),
        ("/need/mode", "hybrid"),
        ("/need/start_on", "2026-12-08"),
        ("/need/hours", hours),
        ("/need/budget_yen", "60000"),
        ("/need/narrative", "取引先に聞かれました。"),
    ];
    fields.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    if shares {
        fields.push(("share".into(), "yes".into()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_form("/help-requests", &fields).await
}

async fn counts(broker: &Client) -> (Value, Value) {
    let links = broker.get("/api/v1/entry-links").await.json();
    (links[0]["count"].clone(), links[0]["shared"].clone())
}

async fn companies(broker: &Client) -> Vec<String> {
    let queue = broker.get("/api/v1/queue").await.json();
    queue["lines"].as_array().into_iter().flatten().filter_map(|line| line["company"].as_str().map(str::to_owned)).collect()
}

async fn a_company_that_shares_lies_in_the_queue_and_one_that_does_not_is_counted(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let (path, code) = made(&broker).await;
    let page = served.client.get(&path.to_uppercase().replace("/FOR/", "/for/")).await.body;
    assert!(page.contains("関商工会議所からのご案内") && !page.contains("name=\"share\" value=\"yes\" checked"), "{page}");
    assert_eq!(ask(&served.client, &path, "A社", true, "4").await.status, 201);
    assert_eq!(ask(&served.client, &path, "B社", false, "4").await.status, 201);
    assert_eq!((counts(&broker).await, companies(&broker).await), ((json!(2), json!(1)), vec!["A社".to_owned()]));
    world.settle().await;
    assert_eq!(world.letters_to("shien@chamber.example.jp").len(), 0, "the company confirms first");
    let elsewhere = SupportOrgForm { name: "よその商工会".into(), ..org() };
    let elsewhere = served.client.with_key(&world.key(KeyRequest::Broker(elsewhere)).await.token.reveal());
    assert_eq!(elsewhere.get("/api/v1/entry-links").await.json(), json!([]));
    assert_eq!(elsewhere.post(&format!("/api/v1/entry-links/{code}/close"), &json!({})).await.status, 404);
}

async fn a_closed_link_leads_to_the_plain_form(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let (path, code) = made(&broker).await;
    let page = served.client.get(&path).await.body;
    for _ in 0..2 {
        assert!(broker.post(&format!("/api/v1/entry-links/{code}/close"), &json!({})).await.json()["closed_at"].is_string());
    }
    let closed = served.client.get(&path).await;
    assert!(closed.status == 200 && !closed.body.contains("関商工会議所"), "{}", closed.body);
    // A page that was open before the link was closed.
    assert!(page.contains("関商工会議所"));
    assert_eq!(ask(&served.client, &path, "A社", true, "4").await.status, 201);
    assert_eq!((counts(&broker).await, companies(&broker).await), ((json!(0), json!(0)), vec![]));
    for missing in ["/for/aaaaaaaa", "/for/none", "/for/%20"] {
        assert_eq!(served.client.get(missing).await.status, 404, "{missing}");
    }
}

async fn a_mistake_keeps_the_link_and_the_choice(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let (path, code) = made(&broker).await;
    let again = ask(&served.client, &path, "A社", true, "many").await;
    assert_eq!(again.status, 422);
    assert!(
        again.body.contains(&format!("name=\"entry\" value=\"{code}\"")) && again.body.contains("value=\"yes\" checked"),
        "{}",
        again.body
    );
}

async fn a_clerk_makes_a_link_with_a_picture_to_print(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.invite("tanto@chamber.example.jp", RoleRequest::Broker(org(), Rank::Member)).await;
    let clerk = signed_in(&world, &served.client, "tanto@chamber.example.jp").await;
    let send = async |page: &str, to: &str, label: &str| {
        let mut fields = hidden_fields(&clerk.get(page).await.body, to);
        fields.push(("label".into(), label.into()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        clerk.post_form(to, &fields).await
    };
    assert_eq!(send("/entry-links", "/entry-links", " ").await.status, 422);
    let made = send("/entry-links", "/entry-links", "窓口のちらし").await;
    let place = made.header("location").split('?').next().unwrap_or_default().to_owned();
    let shown = clerk.get(&place).await.body;
    assert!(shown.contains("src=\"data:image/svg+xml;base64,") && shown.contains("http://nakodo.test/for/"), "{shown}");
    for path in ["/entry-links", place.as_str()] {
        for language in ["en", "ja"] {
            let page = clerk.get(&format!("{path}?lang={language}")).await;
            assert!(page.status == 200 && page.body.len() < 20_000 && !page.body.contains("<script"), "{path}: {}", page.body.len());
        }
    }
    assert_eq!(send(&place, &format!("{place}/close"), "").await.status, 303);
    assert!(clerk.get(&place).await.body.contains("このリンクは閉じています"));
    assert_eq!(clerk.post_form("/entry-links", &[("label", "x")]).await.status, 403);
}
