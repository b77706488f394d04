//! Members of a support organisation: before anything is asked on behalf of a company, its yes is on record, and it takes it back with one press.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, AuditFilter, KeyRequest, RoleRequest};
use nakodo::identity::{Rank, Role};
use nakodo::intake::HelpRequestState;
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    nothing_is_asked_for_a_member_before_it_agrees,
    a_company_is_asked_once_and_a_no_is_respected,
    consent_on_paper_is_told_to_the_company_which_takes_it_back_with_one_press,
    looking_at_the_link_of_consent_changes_nothing,
    consent_says_who_when_and_how,
    a_company_that_is_not_a_member_is_asked_before_anything_goes_out,
    a_help_request_at_the_moment_of_an_objection_does_not_stay_open,
    a_clerk_adds_a_member_and_asks_on_its_behalf,
    what_a_page_does_not_ask_for_stays,
    a_member_number_stands_once_in_a_list,
    the_list_of_members_is_read_in_parts,
    a_member_is_changed_in_the_place_of_what_was_read,
];

pub const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const CLERK: &str = "tanto@chamber.example.jp";

pub fn org() -> SupportOrgForm {
    SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None }
}

pub async fn broker(world: &World, served: &Served) -> Client {
    served.client.with_key(&world.key(KeyRequest::Broker(org())).await.token.reveal())
}

fn member(number: &str) -> Value {
    json!({ "number": number, "company": help_request().company })
}

/// Adds a member; gives its place in the API.
pub async fn added(broker: &Client, number: &str) -> String {
    let added = broker.post("/api/v1/members", &member(number)).await;
    assert_eq!(added.status, 201, "{}", added.body);
    added.header("location").to_owned()
}

pub async fn ask(broker: &Client, place: &str) -> (u16, Value) {
    let answer = broker.post(&format!("{place}/help-requests"), &json!({ "need": help_request().need })).await;
    (answer.status, answer.json())
}

/// Consent on paper.
pub async fn noted(broker: &Client, place: &str) {
    let paper = broker.post(&format!("{place}/paper"), &json!({ "clerk": "山田 太郎", "given_on": "2026-11-02" })).await;
    assert_eq!((paper.status, &paper.json()["standing"]), (200, &json!("agreed")), "{}", paper.body);
}

async fn nothing_is_asked_for_a_member_before_it_agrees(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    world.settle().await;
    assert_eq!(world.letters().len(), 0, "adding a member writes to nobody");
    let refused = ask(&broker, &place).await;
    assert_eq!((refused.0, &refused.1["code"]), (409, &json!("consent-missing")));
    assert_eq!(broker.post(&format!("{place}/ask"), &json!({})).await.json()["standing"], json!("asked"));
    world.settle().await;
    assert_eq!(ask(&broker, &place).await.1["code"], json!("consent-missing"), "asking is no yes");
    let letter = world.letter(COMPANY, "member_consent");
    assert!(letter.text.contains("関商工会議所") && letter.text.contains("関金属工業"), "{}", letter.text);
    let agreed = served.client.press(&letter.link("/consents/"), "", &[]).await;
    assert!(agreed.status == 200 && agreed.body.contains("同意をいただいています"), "{}", agreed.body);
    let asked = ask(&broker, &place).await;
    assert_eq!((asked.0, &asked.1["state"]), (201, &json!("open")));
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").len(), 1);
}

async fn a_company_is_asked_once_and_a_no_is_respected(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    let again = async || broker.post(&format!("{place}/ask"), &json!({})).await.json()["code"].clone();
    assert_eq!(again().await, Value::Null);
    assert_eq!(again().await, json!("asked-already"));
    world.app.desk.clock.advance(chrono::Duration::days(3));
    assert_eq!(again().await, Value::Null, "after three days once more");
    world.settle().await;
    let link = world.letter(COMPANY, "member_consent").link("/consents/");
    let declined = served.client.press(&link, "object", &[]).await;
    assert!(declined.status == 200 && declined.body.contains("同意をいただいていません"), "{}", declined.body);
    world.app.desk.clock.advance(chrono::Duration::days(179));
    assert_eq!(again().await, json!("asked-already"));
    world.app.desk.clock.advance(chrono::Duration::days(1));
    assert_eq!(again().await, Value::Null);
    noted(&broker, &place).await;
    let twice = broker.post(&format!("{place}/paper"), &json!({ "clerk": "山田 太郎", "given_on": "2026-11-02" })).await;
    assert_eq!((twice.status, &twice.json()["code"]), (409, &json!("asked-already")), "it has agreed");
    assert_eq!(again().await, json!("asked-already"), "there is nothing to ask");
}

async fn consent_on_paper_is_told_to_the_company_which_takes_it_back_with_one_press(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    for (clerk, day, pointer, code) in [
        ("", "2026-11-02", "/clerk", "required"),
        ("山田", "2026-11-25", "/given_on", "in-the-future"),
        ("山田", "", "/given_on", "required"),
    ] {
        let refused = broker.post(&format!("{place}/paper"), &json!({ "clerk": clerk, "given_on": day })).await;
        assert_eq!(refused.mistakes(), [(pointer.to_owned(), code.to_owned())]);
    }
    noted(&broker, &place).await;
    let id = ask(&broker, &place).await.1["id"].as_str().and_then(|id| id.parse().ok()).expect("it is open");
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    let letter = world.letter(COMPANY, "member_noted");
    assert!(letter.text.contains("山田 太郎") && letter.text.contains("関商工会議所"), "{}", letter.text);
    let page = served.client.get(&letter.link("/consents/")).await.body;
    assert!(page.contains("1 件の相談も終わります") || page.contains("1件の相談も終わります"), "{page}");
    assert_eq!(served.client.press(&letter.link("/consents/"), "object", &[]).await.status, 200);
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Cancelled);
    assert_eq!(world.letter("s1@example.jp", "offer_cancelled").kind, "offer_cancelled");
    assert_eq!(ask(&broker, &place).await.1["code"], json!("consent-missing"));
    assert_eq!(broker.get(&place).await.json()["standing"], json!("declined"));
}

async fn looking_at_the_link_of_consent_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    broker.post(&format!("{place}/ask"), &json!({})).await;
    world.settle().await;
    let link = world.letter(COMPANY, "member_consent").link("/consents/");
    for _ in 0..20 {
        for method in ["GET", "HEAD", "OPTIONS"] {
            assert!(served.client.method(method, &link).await.status < 300);
        }
    }
    for path in [link.clone(), format!("{link}/object")] {
        let pressed = served.client.post_form(&path, &[]).await;
        assert_eq!(pressed.status, 403, "a press that did not come from the page");
    }
    assert_eq!(broker.get(&place).await.json()["standing"], json!("asked"));
    for language in ["en", "ja"] {
        let page = served.client.get(&format!("{link}?lang={language}")).await;
        assert!(page.body.len() < 20_000 && !page.body.contains("<script") && page.header("cache-control") == "no-store");
    }
    let of_another = world.letter(COMPANY, "member_consent").token("/consents/").reveal();
    assert_eq!(served.client.get(&format!("/help-requests/status/{of_another}")).await.status, 404, "good for this only");
}

async fn consent_says_who_when_and_how(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    // Rows of one moment have no order.
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    noted(&broker, &place).await;
    world.settle().await;
    world.app.desk.clock.advance(chrono::Duration::days(1));
    served.client.press(&world.letter(COMPANY, "member_noted").link("/consents/"), "object", &[]).await;
    let view = broker.get(&place).await.json();
    let said = |at: usize, field: &str| view["consents"][at][field].clone();
    assert_eq!((said(0, "given"), said(0, "way"), said(0, "clerk")), (json!(false), json!("letter"), Value::Null));
    assert!(
        said(0, "who").as_str().is_some_and(|who| who.starts_with("link:")) && said(0, "at") == json!("2026-11-25T01:00:01Z"),
        "{view}"
    );
    assert_eq!((said(1, "given"), said(1, "way"), said(1, "clerk")), (json!(true), json!("paper"), json!("山田 太郎")));
    assert!(said(1, "who").as_str().is_some_and(|who| who.starts_with("key:")) && said(1, "given_on") == json!("2026-11-02"), "{view}");
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 100).await.expect("the store answers");
    let acts: Vec<&str> = rows.iter().rev().map(|(entry, _)| entry.act.as_str()).collect();
    assert_eq!(acts, ["member_added", "member_agreed_on_paper", "member_declined"]);
}

async fn a_company_that_is_not_a_member_is_asked_before_anything_goes_out(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let broker = broker(&world, &served).await;
    let submitted = broker.post("/api/v1/help-requests", &help_request()).await;
    assert_eq!((submitted.status, &submitted.json()["state"]), (201, &json!("awaiting_confirmation")));
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").len(), 0);
    let link = world.letter(COMPANY, "confirm_help_request").link("/help-requests/confirm/");
    assert_eq!(served.client.press(&link, "", &[]).await.status, 200);
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").len(), 1);
    assert_eq!(broker.get(submitted.header("location")).await.json()["state"], json!("open"), "its organisation follows it");
}

async fn a_help_request_at_the_moment_of_an_objection_does_not_stay_open(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let key = world.key(KeyRequest::Broker(org())).await;
    let broker = served.client.with_key(&key.token.reveal());
    let Role::Broker(org, _) = key.role else { panic!("a broker") };
    for number in 0..6 {
        let place = added(&broker, &format!("A-{number}")).await;
        noted(&broker, &place).await;
        world.app.desk.clock.advance(chrono::Duration::seconds(1));
        world.settle().await;
        let token = world.letter(COMPANY, "member_noted").token("/consents/");
        let desk = &world.app.desk;
        let press = desk.press(nakodo::seals::Action::Object, token);
        let id = place.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let role = Role::Broker(org, Rank::Member);
        let (objected, asked) =
            tokio::join!(desk::answer_as_member(desk, press, false), desk::submit_for_member(desk, role, id, help_request().need, None));
        objected.expect("the press counts");
        if let Ok(asked) = asked {
            assert_eq!(world.state_of(asked.id).await, HelpRequestState::Cancelled);
        }
        assert_eq!(ask(&broker, &place).await.1["code"], json!("consent-missing"));
    }
}

/// Fields of a form as a browser sends them.
fn fields(number: &str, name: &str) -> Vec<(&'static str, String)> {
    let company = help_request().company;
    vec![
        ("/number", number.to_owned()),
        ("/company/name", name.to_owned()),
        ("/company/prefecture", company.prefecture),
        ("/company/municipality", company.municipality),
        ("/company/industry", company.industry),
        ("/company/employees", "１２".to_owned()),
        ("/company/contact/name", company.contact.name),
        ("/company/contact/address", company.contact.address),
        ("/company/contact/language", "ja".to_owned()),
    ]
}

/// Opens a page and sends one of its forms.
pub async fn send(client: &Client, page: &str, to: &str, typed: &[(&str, String)]) -> Answer {
    send_shown(client, &client.get(page).await.body, to, typed).await
}

/// Sends a form of a page that was opened before.
async fn send_shown(client: &Client, shown: &str, to: &str, typed: &[(&str, String)]) -> Answer {
    let hidden = crate::harness::web::hidden_fields(shown, to);
    let typed = typed.iter().map(|(name, value)| (*name, value.as_str()));
    let all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(typed).collect();
    client.post_form(to, &all).await
}

pub async fn clerk(world: &World, served: &Served) -> Client {
    world.invite(CLERK, RoleRequest::Broker(org(), Rank::Member)).await;
    signed_in(world, &served.client, CLERK).await
}

async fn a_clerk_adds_a_member_and_asks_on_its_behalf(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let clerk = clerk(&world, &served).await;
    assert!(clerk.get("/members").await.body.contains("まだ会員が登録されていません"));
    let wrong = send(&clerk, "/members/new", "/members", &fields("A-1", " ")).await;
    assert!(wrong.status == 422 && wrong.body.contains("1 か所") && wrong.body.contains("関市"), "{}", wrong.body);
    let added = send(&clerk, "/members/new", "/members", &fields("A-1", "関金属工業株式会社")).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let place = added.header("location").split('?').next().unwrap_or_default().to_owned();
    let shown = clerk.get(added.header("location")).await.body;
    assert!(shown.contains("登録しました") && shown.contains("岐阜県") && shown.contains("まだおたずねしていません"), "{shown}");
    let ask = format!("{place}/help-requests");
    assert_eq!(clerk.get(&ask).await.status, 409);
    let paper = [("clerk", "山田 太郎".to_owned()), ("given_on", "2026-11-02".to_owned())];
    assert_eq!(send(&clerk, &place, &format!("{place}/paper"), &paper).await.status, 303);
    let need = [
        ("/need/menus", "basic-check".to_owned()),
        ("/need/mode", "onsite".to_owned()),
        ("/need/start_on", "2026-12-08".to_owned()),
        ("/need/hours", "4".to_owned()),
        ("/need/budget_yen", "60,000".to_owned()),
        ("/need/narrative", "取引先に聞かれました。".to_owned()),
    ];
    let asked = send(&clerk, &ask, &ask, &need).await;
    assert!(asked.status == 201 && asked.body.contains("関金属工業株式会社"), "{}", asked.body);
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").len(), 1);
    // A form that did not come from a page of this session is nobody's word.
    let stray = clerk.post_form(&format!("{place}/ask"), &[]).await;
    assert_eq!(stray.status, 403);
    for path in ["/members".to_owned(), "/members/new".into(), place.clone(), format!("{place}/change"), ask] {
        for language in ["en", "ja"] {
            let page = clerk.get(&format!("{path}?lang={language}")).await;
            assert!(page.status == 200 && page.body.len() < 30_000 && !page.body.contains("<script"), "{path}: {}", page.body.len());
            assert_eq!(page.header("cache-control"), "no-store");
        }
    }
}

async fn what_a_page_does_not_ask_for_stays(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let mut form = member("A-1");
    form["company"]["relations"] = json!({ "competitors": ["7000012050002"] });
    form["company"]["on_island"] = json!(true);
    let place = broker.post("/api/v1/members", &form).await.header("location").to_owned();
    let clerk = clerk(&world, &served).await;
    let page = place.replace("/api/v1", "");
    let changed = send(&clerk, &format!("{page}/change"), &page, &fields("A-2", "関金属工業株式会社")).await;
    assert_eq!(changed.status, 303, "{}", changed.body);
    let company = &broker.get(&place).await.json()["company"];
    assert_eq!((&company["name"], &company["employees"], &company["on_island"]), (&json!("関金属工業株式会社"), &json!(12), &json!(true)));
    assert_eq!(company["relations"]["competitors"], json!(["7000012050002"]));
}

async fn a_member_number_stands_once_in_a_list(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let (first, second) = (added(&broker, "A-1").await, added(&broker, "A-2").await);
    let taken = [("/number".to_owned(), "member-number-taken".to_owned())];
    assert_eq!(broker.post("/api/v1/members", &member("A-1")).await.mistakes(), taken);
    assert_eq!(broker.put(&second, "*", &member("A-1")).await.mistakes(), taken);
    assert_eq!(broker.put(&first, "*", &member("A-1")).await.status, 200, "its own number is free for it");
    assert_eq!(broker.put(&second, "*", &member("A-3")).await.json()["number"], json!("A-3"));
    let other = SupportOrgForm { name: "よその商工会".into(), ..org() };
    let other = served.client.with_key(&world.key(KeyRequest::Broker(other)).await.token.reveal());
    added(&other, "A-1").await;
    let keyed = broker.with_idempotency_key("once");
    let (one, again) = (keyed.post("/api/v1/members", &member("B-1")).await, keyed.post("/api/v1/members", &member("B-1")).await);
    assert_eq!((one.status, one.json()), (again.status, again.json()));
}

async fn the_list_of_members_is_read_in_parts(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    for number in [3, 1, 5, 2, 4] {
        added(&broker, &format!("A-{number}")).await;
    }
    let (mut seen, mut place) = (Vec::new(), Some("/api/v1/members?limit=2".to_owned()));
    while let Some(here) = place {
        let part = broker.get(&here).await;
        let numbers = part.json().as_array().cloned().unwrap_or_default();
        seen.extend(numbers.iter().filter_map(|one| one["number"].as_str().map(str::to_owned)));
        place = part.next();
    }
    assert_eq!(seen, ["A-1", "A-2", "A-3", "A-4", "A-5"]);
}

async fn a_member_is_changed_in_the_place_of_what_was_read(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    let read = broker.get(&place).await;
    let clerk = clerk(&world, &served).await;
    let page = place.replace("/api/v1", "");
    let form = clerk.get(&format!("{page}/change")).await;
    assert_eq!(broker.put(&place, read.header("etag"), &member("A-2")).await.status, 200);
    assert_eq!(broker.put(&place, read.header("etag"), &member("A-3")).await.json()["code"], json!("outdated"));
    let unread = broker.http.put(format!("{}{place}", broker.address)).bearer_auth(broker.key.clone().unwrap_or_default());
    assert_eq!(broker.send(unread.json(&member("A-3"))).await.json()["code"], json!("read-first"));
    // The page that was opened before tells its reader, and keeps what they typed.
    let told = send_shown(&clerk, &form.body, &page, &fields("A-4", "関金属工業株式会社")).await;
    assert_eq!((told.status, told.body.contains("関金属工業株式会社")), (412, true));
    assert!(told.body.contains("先に変更しました"), "{}", told.body);
    assert_eq!(broker.get(&place).await.json()["number"], json!("A-2"));
    assert_eq!(send_shown(&clerk, &told.body, &page, &fields("A-4", "関金属工業株式会社")).await.status, 303);
    assert_eq!(broker.get(&place).await.json()["number"], json!("A-4"));
}
