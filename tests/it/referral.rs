//! Referral: a help request goes on to another support organisation when its company says so, and the first one loses sight of it.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, KeyRequest, Refusal, Submitter};
use nakodo::identity::{Rank, Role};
use nakodo::ids::{HelpRequestId, SupportOrgId, Token};
use nakodo::intake::HelpRequestState;
use nakodo::seals::Action;
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::process::Place;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    a_help_request_goes_on_with_its_company_s_yes_and_the_first_organisation_loses_sight_of_it,
    a_company_that_says_no_is_not_asked_again_about_the_same_organisation,
    a_proposal_is_taken_back_until_the_company_answers,
    a_proposal_runs_out_after_fourteen_days_and_whoever_made_it_is_told,
    looking_at_the_link_of_a_referral_changes_nothing,
    only_what_goes_on_is_passed_on_and_only_to_who_takes_it,
    the_operator_says_at_the_terminal_who_takes_referrals,
    a_clerk_refers_on_a_phone_and_an_owner_says_who_may_refer_to_it,
];

pub const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
pub const WHY: &str = "工場の制御システムにくわしい機関です。";

/// A support organisation that has a key.
pub struct Org {
    pub client: Client,
    pub id: SupportOrgId,
    pub name: String,
    pub address: String,
}

impl Org {
    pub fn role(&self) -> Role {
        Role::Broker(self.id, Rank::Member)
    }

    pub async fn referrals(&self) -> Value {
        self.client.get("/api/v1/referrals").await.json()
    }

    /// Companies in the queue.
    pub async fn queue(&self) -> Vec<Value> {
        let queue = self.client.get("/api/v1/queue").await.json();
        queue["lines"].as_array().expect("lines").iter().map(|line| line["id"].clone()).collect()
    }

    /// Proposes to pass a help request on; gives the referral.
    pub async fn refer(&self, id: HelpRequestId, to: &Org) -> Value {
        let answer = self.client.post(&format!("/api/v1/help-requests/{id}/referrals"), &json!({ "to": to.id, "reason": WHY })).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()
    }

    /// The code of the problem with which a proposal is refused.
    async fn refused(&self, id: HelpRequestId, to: &Org) -> Value {
        let answer = self.client.post(&format!("/api/v1/help-requests/{id}/referrals"), &json!({ "to": to.id, "reason": WHY })).await;
        answer.json()["code"].clone()
    }

    pub fn letters(&self, world: &World) -> Vec<String> {
        world.letters_to(&self.address).into_iter().map(|mail| mail.kind).collect()
    }
}

async fn org(world: &World, served: &Served, number: usize) -> Org {
    let (name, address) = (format!("第{number}商工会議所"), format!("shien{number}@chamber.example.jp"));
    let form = SupportOrgForm { name: name.clone(), address: address.clone(), language: None };
    let key = world.key(KeyRequest::Broker(form)).await;
    let Role::Broker(id, _) = key.role else { panic!("a broker") };
    Org { client: served.client.with_key(&key.token.reveal()), id, name, address }
}

/// Three organisations, of which the second takes referrals.
pub async fn three(world: &World, served: &Served) -> [Org; 3] {
    let orgs = [org(world, served, 1).await, org(world, served, 2).await, org(world, served, 3).await];
    takes(world, &orgs[1]).await;
    orgs
}

pub async fn takes(world: &World, org: &Org) {
    desk::take_referrals_of(&world.app.desk, org.name.clone(), true).await.expect("it is there");
}

/// Asks for help for a member of an organisation; the first wave goes out.
pub async fn ask(world: &World, org: &Org) -> HelpRequestId {
    let id = world.submit(help_request(), Submitter::SupportOrg(org.id)).await.id;
    world.settle().await;
    id
}

/// The link of the last letter that asks the company.
pub async fn link(world: &World) -> String {
    world.settle().await;
    world.letter(COMPANY, "referral_asked").link("/referral/")
}

pub fn token(link: &str) -> Token {
    Token::find(link.rsplit('/').next().unwrap_or_default()).expect("a token")
}

pub fn states(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|one| one["state"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn a_help_request_goes_on_with_its_company_s_yes_and_the_first_organisation_loses_sight_of_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, third] = three(&world, &served).await;
    let id = ask(&world, &first).await;
    let taking = first.client.get("/api/v1/organisations").await.json();
    assert_eq!(taking, json!([{ "id": second.id, "name": second.name }]));
    assert_eq!(second.client.get("/api/v1/organisations").await.json(), json!([]), "nobody refers to itself");
    let made = first.refer(id, &second).await;
    assert_eq!((&made["state"], &made["help_request"], &made["reason"]), (&json!("open"), &json!(id), &json!(WHY)));
    assert_eq!(first.refused(id, &second).await, json!("asked-already"), "one at a time");
    let place = format!("/api/v1/help-requests/{id}");
    let sees = async |org: &Org| (org.client.get(&place).await.status, org.queue().await.len(), states(&org.referrals().await));
    let nothing = || (404, 0, Vec::<String>::new());
    let link = link(&world).await;
    let letter = world.letter(COMPANY, "referral_asked");
    assert!([first.name.as_str(), second.name.as_str(), WHY].iter().all(|text| letter.html.contains(text)), "{}", letter.html);
    assert_eq!((sees(&second).await, sees(&third).await), (nothing(), nothing()), "before the yes nobody else knows of it");
    let page = served.client.press(&link, "", &[]).await;
    assert!(page.status == 200 && page.body.contains("紹介しました"), "{}", page.body);
    // Once more changes nothing.
    assert_eq!(served.client.press(&link, "", &[]).await.status, 200);
    assert_eq!(sees(&first).await, (404, 0, vec!["agreed".to_owned()]));
    assert_eq!(sees(&second).await, (200, 1, vec!["agreed".to_owned()]));
    assert_eq!(sees(&third).await, nothing());
    let line = &first.referrals().await[0];
    assert_eq!((&line["help_request"], &line["company"], &line["reason"]), (&Value::Null, &Value::Null, &Value::Null), "a line is left");
    assert_eq!((&line["to"]["name"], line["ended_at"].is_string()), (&json!(second.name), true));
    let line = &second.referrals().await[0];
    assert_eq!((&line["help_request"], &line["company"], &line["reason"]), (&json!(id), &json!("関金属工業"), &json!(WHY)));
    assert_eq!(second.client.get("/api/v1/queue").await.json()["lines"][0]["clerk"], Value::Null, "nobody is in charge yet");
    world.settle().await;
    assert_eq!((first.letters(&world), second.letters(&world)), (vec!["referral_ended".to_owned()], vec!["referral_received".to_owned()]));
    assert!(world.letter(&second.address, "referral_received").subject.contains("関金属工業"));
    world.app.desk.clock.advance(Duration::seconds(1));
    // What was offered stays, and the match's copy goes to who looks after it now.
    world.accept("s1@example.jp").await;
    world.settle().await;
    assert_eq!(second.letters(&world), ["referral_received", "match_for_broker"]);
    assert_eq!((first.letters(&world).len(), third.letters(&world).len()), (1, 0));
    let rows = desk::show_audit_log(&world.app.desk, desk::AuditFilter::default(), 100).await.expect("the store answers");
    let acts: Vec<(String, String)> = rows.iter().rev().map(|(row, _)| (row.act.clone(), row.object.1.clone())).collect();
    let row = |act: &str, id: String| (act.to_owned(), id);
    let referral = made["id"].as_str().expect("an id").to_owned();
    for wanted in [
        row("referral_proposed", referral.clone()),
        row("referral_agreed", referral),
        row("help_request_passed_on", first.id.to_string()),
        row("help_request_received", second.id.to_string()),
    ] {
        assert!(acts.contains(&wanted), "{wanted:?} among {acts:?}");
    }
    let events = world.app.desk.store.read(|tx| tx.list_events(0, 1000)).await.expect("the store answers");
    assert_eq!(events.iter().filter(|event| event.event.kind() == "help_request_referred").count(), 1);
}

async fn a_company_that_says_no_is_not_asked_again_about_the_same_organisation(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, third] = three(&world, &served).await;
    let id = ask(&world, &first).await;
    first.refer(id, &second).await;
    let link = link(&world).await;
    let page = served.client.press(&link, "refuse", &[]).await;
    assert!(page.status == 200 && page.body.contains("紹介しませんでした"), "{}", page.body);
    world.settle().await;
    assert!(world.letter(&first.address, "referral_ended").subject.contains("希望されませんでした"));
    assert_eq!((first.queue().await.len(), states(&first.referrals().await)), (1, vec!["refused".to_owned()]));
    assert_eq!((second.queue().await.len(), states(&second.referrals().await)), (0, vec![]));
    let late = desk::answer_referral(&world.app.desk, world.app.desk.press(Action::Agree, token(&link)), true).await;
    assert!(matches!(late, Err(Refusal::ChangedMeanwhile)), "{late:?}");
    assert_eq!(first.refused(id, &second).await, json!("asked-already"));
    takes(&world, &third).await;
    first.refer(id, &third).await;
}

async fn a_proposal_is_taken_back_until_the_company_answers(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, third] = three(&world, &served).await;
    let id = ask(&world, &first).await;
    let place = async |made: Value| format!("/api/v1/referrals/{}/take-back", made["id"].as_str().expect("an id"));
    let back = place(first.refer(id, &second).await).await;
    let link_before = link(&world).await;
    for other in [&second, &third] {
        assert_eq!(other.client.post(&back, &json!({})).await.status, 404, "another's looks as if it were not there");
    }
    for _ in 0..2 {
        assert_eq!(first.client.post(&back, &json!({})).await.json()["state"], json!("taken_back"));
    }
    let page = served.client.get(&link_before).await;
    assert!(page.body.contains("紹介を取り下げました") && !page.body.contains("<form method=\"post\" action=\"/referral"), "{}", page.body);
    assert_eq!(first.queue().await.len(), 1);
    // The same once more, and the company is faster.
    world.app.desk.clock.advance(Duration::seconds(1));
    let back = place(first.refer(id, &second).await).await;
    let link = link(&world).await;
    assert_eq!(served.client.press(&link, "", &[]).await.status, 200);
    assert_eq!(first.client.post(&back, &json!({})).await.json()["code"], json!("changed-meanwhile"));
    assert_eq!((first.queue().await.len(), second.queue().await.len()), (0, 1));
}

async fn a_proposal_runs_out_after_fourteen_days_and_whoever_made_it_is_told(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    let id = ask(&world, &first).await;
    let made = first.refer(id, &second).await;
    assert_eq!(made["runs_out_at"], json!(world.app.desk.clock.now() + Duration::days(14)));
    let link = link(&world).await;
    world.wait(Duration::days(14) - Duration::seconds(1)).await;
    assert_eq!(states(&first.referrals().await), ["open"]);
    world.app.desk.clock.advance(Duration::seconds(1));
    // The timekeeper has not come round yet: the time is over all the same.
    let late = desk::answer_referral(&world.app.desk, world.app.desk.press(Action::Agree, token(&link)), true).await;
    assert!(matches!(late, Err(Refusal::ChangedMeanwhile)), "{late:?}");
    world.wait(Duration::zero()).await;
    assert_eq!(states(&first.referrals().await), ["run_out"]);
    assert!(served.client.get(&link).await.body.contains("お返事の期限が過ぎました"));
    assert!(world.letter(&first.address, "referral_ended").subject.contains("お返事がありませんでした"));
    // Nobody was found meanwhile, and that is when another organisation may help.
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
    assert_eq!(first.refer(id, &second).await["state"], json!("open"));
}

async fn looking_at_the_link_of_a_referral_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    let id = ask(&world, &first).await;
    first.refer(id, &second).await;
    let link = link(&world).await;
    for _ in 0..20 {
        for method in ["GET", "HEAD", "OPTIONS"] {
            assert!(served.client.method(method, &link).await.status < 300);
        }
    }
    for path in [link.clone(), format!("{link}/refuse")] {
        assert_eq!(served.client.post_form(&path, &[]).await.status, 403, "a press that did not come from the page");
    }
    assert_eq!((states(&first.referrals().await), first.queue().await.len()), (vec!["open".to_owned()], 1));
    for language in ["en", "ja"] {
        let page = served.client.get(&format!("{link}?lang={language}")).await;
        assert!(page.body.len() < 20_000 && !page.body.contains("<script") && page.header("cache-control") == "no-store");
        assert!(
            [first.name.as_str(), second.name.as_str(), "関金属工業", WHY].iter().all(|text| page.body.contains(text)),
            "{}",
            page.body
        );
    }
    let elsewhere = format!("/consents/{}", token(&link).reveal());
    assert_eq!(served.client.get(&elsewhere).await.status, 404, "good for this only");
}

async fn only_what_goes_on_is_passed_on_and_only_to_who_takes_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, third] = three(&world, &served).await;
    let ended = ask(&world, &first).await;
    desk::cancel_help_request(&world.app.desk, ended, first.role()).await.expect("it is open");
    world.app.desk.clock.advance(Duration::seconds(1));
    let id = ask(&world, &first).await;
    let place = format!("/api/v1/help-requests/{id}/referrals");
    for to in [json!(first.id), json!(third.id), json!("nobody")] {
        let refused = first.client.post(&place, &json!({ "to": to, "reason": WHY })).await;
        assert_eq!(refused.mistakes(), [("/to".to_owned(), "takes-no-referrals".to_owned())], "{to}");
    }
    let refused = first.client.post(&place, &json!({})).await;
    assert_eq!(refused.mistakes(), [("/to".to_owned(), "required".to_owned()), ("/reason".to_owned(), "required".to_owned())]);
    assert_eq!(third.refused(id, &second).await, json!("not-found"), "another's looks as if it were not there");
    let unconfirmed = first.client.post("/api/v1/help-requests", &help_request()).await.json();
    let unconfirmed = unconfirmed["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    assert_eq!(first.refused(unconfirmed, &second).await, json!("consent-missing"), "the company has not said yet that it is its own");
    assert_eq!(first.refused(ended, &second).await, json!("help-request-ended"));
    first.refer(id, &second).await;
    let link = link(&world).await;
    world.accept("s1@example.jp").await;
    let late = desk::answer_referral(&world.app.desk, world.app.desk.press(Action::Agree, token(&link)), true).await;
    assert!(matches!(late, Err(Refusal::HelpRequestEnded)), "{late:?}");
    let page = served.client.get(&link).await.body;
    assert!(page.contains("このご相談は終わっています") && !page.contains("action=\"/referral"), "{page}");
    desk::take_referrals_of(&world.app.desk, second.name.clone(), false).await.expect("it is there");
    assert_eq!(first.client.get("/api/v1/organisations").await.json(), json!([]));
}

async fn the_operator_says_at_the_terminal_who_takes_referrals(mode: Mode) {
    let place = Place::new(mode).await;
    let processes = place.start();
    let key = |name: &str| place.say(&["keys", "create", "--role", "broker", "--organisation", name, "--mail", "shien@chamber.example.jp"]);
    let made = key("第1商工会議所");
    let first = made.split_whitespace().find(|word| word.len() == 43).expect("a key").to_owned();
    key("第2商工会議所");
    let first = Client::new(&processes[0].address).with_key(&first);
    let names = async || {
        let taking = first.get("/api/v1/organisations").await.json();
        taking.as_array().expect("a list").iter().map(|one| one["name"].clone()).collect::<Vec<_>>()
    };
    place.say(&["organisations", "take-referrals", "第2商工会議所"]);
    assert_eq!(names().await, [json!("第2商工会議所")]);
    place.say(&["organisations", "take-referrals", "第2商工会議所", "--stop"]);
    assert_eq!(names().await, Vec::<Value>::new());
    let unknown = place.command(&["organisations", "take-referrals", "よその商工会"]).output().expect("the program runs");
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("no support organisation"), "{unknown:?}");
}

/// Opens a page and sends one of its forms; gives the status and where it leads.
async fn send(client: &Client, page: &str, to: &str, typed: &[(&str, &str)]) -> (u16, String) {
    let mut fields = hidden_fields(&client.get(page).await.body, to);
    fields.retain(|(name, _)| typed.iter().all(|(other, _)| other != name));
    fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = client.post_form(to, &fields).await;
    (answer.status, if answer.status == 303 { answer.header("location").to_owned() } else { answer.body })
}

async fn a_clerk_refers_on_a_phone_and_an_owner_says_who_may_refer_to_it(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let (first, second) = (org(&world, &served, 1).await, org(&world, &served, 2).await);
    let form = |org: &Org| SupportOrgForm { name: org.name.clone(), address: org.address.clone(), language: None };
    world.invite("tanto@one.example.jp", desk::RoleRequest::Broker(form(&first), Rank::Member)).await;
    world.invite("kaicho@two.example.jp", desk::RoleRequest::Broker(form(&second), Rank::Owner)).await;
    let clerk = signed_in(&world, &served.client, "tanto@one.example.jp").await;
    let owner = signed_in(&world, &served.client, "kaicho@two.example.jp").await;
    let id = ask(&world, &first).await;
    let (page, refer) = (format!("/queue/{id}"), format!("/queue/{id}/referrals"));
    assert!(!clerk.get(&page).await.body.contains("ほかの支援機関に紹介する"), "nobody takes any");
    assert!(!clerk.get("/referrals").await.body.contains("/referrals/taking"), "that is for the owner to say");
    assert_eq!(
        desk::take_referrals(&world.app.desk, first.role(), true).await.map_err(|refusal| refusal.to_string()),
        Err("not found".into())
    );
    assert_eq!(send(&owner, "/referrals", "/referrals/taking", &[]).await.0, 303);
    assert!(owner.get("/referrals").await.body.contains("紹介を受け付けています"));
    let to = second.id.to_string();
    assert_eq!(clerk.post_form(&refer, &[("to", &to), ("reason", WHY)]).await.status, 403, "not from the page");
    let (status, again) = send(&clerk, &page, &refer, &[("to", &to), ("reason", " ")]).await;
    assert!(status == 422 && again.contains("role=\"alert\"") && again.contains("<details open>"), "{again}");
    let (status, place) = send(&clerk, &page, &refer, &[("to", &to), ("reason", WHY)]).await;
    assert_eq!((status, clerk.get(&place).await.body.contains("会社にメールを送ります")), (303, true));
    let back = format!("/referrals/{}/take-back", first.referrals().await[0]["id"].as_str().expect("an id"));
    let (status, place) = send(&clerk, &page, &back, &[]).await;
    assert_eq!((status, clerk.get(&place).await.body.contains("紹介を取り下げました")), (303, true));
    world.app.desk.clock.advance(Duration::seconds(1));
    assert_eq!(send(&clerk, &page, &refer, &[("to", &to), ("reason", WHY)]).await.0, 303);
    assert_eq!(served.client.press(&link(&world).await, "", &[]).await.status, 200);
    assert_eq!(clerk.get(&page).await.status, 404);
    for (reader, path) in [(&clerk, "/referrals".to_owned()), (&owner, "/referrals".into()), (&owner, page), (&owner, "/queue".into())] {
        for language in ["en", "ja"] {
            let page = reader.get(&format!("{path}?lang={language}")).await;
            assert!(page.status == 200 && page.body.len() < 20_000 && !page.body.contains("<script"), "{path}: {}", page.body.len());
        }
    }
    assert!(owner.get("/referrals").await.body.contains(WHY));
    assert!(owner.get("/referrals").await.body.contains("関金属工業") && !clerk.get("/referrals").await.body.contains("関金属工業"));
}
