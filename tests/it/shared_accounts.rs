//! Accounts that several people share: whoever signs in says who they are, and what they do carries their name until it is forgotten.

use chrono::Months;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, AuditFilter, RoleRequest, share_account};
use nakodo::identity::{Rank, Role, person_of};
use nakodo::ids::{MemberId, SupportOrgId};
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served, hidden_fields};
use crate::harness::{Mode, World, the_beginning};
use crate::members::send;
use crate::registry_page::in_doubt;

in_both_modes![
    whoever_signs_in_to_a_shared_account_says_who_they_are_before_anything_else,
    what_is_done_behind_a_shared_account_carries_the_name_of_whoever_did_it,
    somebody_else_sits_down_and_each_act_has_its_own_name,
    a_name_that_nobody_has_used_for_three_years_is_forgotten_and_what_was_done_stays,
    the_owner_says_which_mailboxes_are_shared_and_nobody_else_does,
    two_people_behind_one_mailbox_are_one_pair_of_eyes,
];

const INFO: &str = "info@chamber.example.jp";
const NAME: &str = "/account/name";

fn org() -> SupportOrgForm {
    SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None }
}

/// A support organisation whose clerks share one mailbox.
async fn world(mode: Mode) -> (World, Served, SupportOrgId) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let Role::Broker(org, _) = world.invite(INFO, RoleRequest::Broker(org(), Rank::Member)).await.role else { panic!("a broker") };
    assert!(share_account(&world.app.desk, INFO.into(), true).await.expect("it is there"));
    (world, served, org)
}

async fn say_name(browser: &Client, name: &str) -> Answer {
    browser.press(NAME, "", &[("name", name)]).await
}

async fn named(world: &World, served: &Served, name: &str) -> Client {
    let browser = signed_in(world, &served.client, INFO).await;
    let said = say_name(&browser, name).await;
    assert_eq!((said.status, said.header("location")), (303, "/account?lang=ja"), "{}", said.body);
    browser
}

/// Presses the button of a form on a page.
async fn press(browser: &Client, page: &str, to: &str, typed: &[(&str, &str)]) -> Answer {
    let typed: Vec<(&str, String)> = typed.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    send(browser, page, to, &typed).await
}

async fn ask_for(browser: &Client, member: MemberId) {
    let path = format!("/members/{member}/help-requests");
    let typed = [
        ("/need/menus", "first-consultation"),
        ("/need/mode", "hybrid"),
        ("/need/start_on", "2026-12-08"),
        ("/need/hours", "4"),
        ("/need/budget_yen", "60000"),
        ("/need/narrative", "相談"),
    ];
    let asked = press(browser, &path, &path, &typed).await;
    assert_eq!(asked.status, 201, "{}", asked.body);
}

fn in_charge(queue: &Value) -> Vec<(&str, Option<&str>)> {
    let lines = queue["lines"].as_array().into_iter().flatten();
    lines.map(|line| (line["clerk"]["address"].as_str().unwrap_or("-"), line["clerk"]["person"].as_str())).collect()
}

/// Act, account and name of what was done behind the mailbox, the newest first.
async fn log(operator: &Client) -> Vec<(String, Option<String>)> {
    let rows = operator.get("/api/v1/audit?who=account:&limit=200").await.json();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    rows.as_array().expect("a list").iter().map(|row| (text(&row["act"]).unwrap_or_default(), text(&row["person"]))).collect()
}

async fn operator(world: &World, served: &Served) -> Client {
    served.client.with_key(&world.key(desk::KeyRequest::Operator).await.token.reveal())
}

async fn whoever_signs_in_to_a_shared_account_says_who_they_are_before_anything_else(mode: Mode) {
    let (world, served, _) = world(mode).await;
    let browser = signed_in(&world, &served.client, INFO).await;
    for page in
        ["/account", "/account/sessions", "/account/second-factor", "/account/erase", "/queue", "/members", "/entry-links", "/referrals"]
    {
        let answer = browser.get(page).await;
        assert_eq!((answer.status, answer.header("location")), (303, NAME), "{page}");
    }
    for page in ["/members", "/hand-overs", "/account/role"] {
        assert_eq!(browser.post_form(page, &[]).await.header("location"), NAME, "{page}");
    }
    for page in ["/api/v1/me", "/api/v1/queue", "/api/v1/members"] {
        let answer = browser.get(page).await;
        assert_eq!((answer.status, &answer.json()["code"]), (403, &json!("name-missing")), "{page}");
    }
    let page = browser.get(NAME).await;
    assert!(page.status == 200 && page.body.contains(INFO) && page.body.len() < 20_000, "{}", page.body);
    assert!(browser.get(&format!("{NAME}?lang=en")).await.body.contains("Please tell us your name"));
    assert!(browser.get(&format!("{NAME}?lang=ja")).await.body.contains("お名前"), "a language that was chosen stays until another is");
    for wrong in ["", "   ", "山田\u{202e}花子", &"あ".repeat(81)] {
        let refused = say_name(&browser, wrong).await;
        assert!(refused.status == 422 && refused.body.contains("role=\"alert\""), "{wrong:?}: {}", refused.body);
        assert_eq!(browser.get("/queue").await.status, 303);
    }
    assert_eq!(browser.post_form(NAME, &[("name", "山田")]).await.status, 403, "not from a page of ours");
    assert_eq!(say_name(&browser, " 山田 花子 ").await.status, 303);
    for page in ["/account", "/queue", "/account/sessions"] {
        let shown = browser.get(page).await;
        assert!(shown.status == 200 && shown.body.contains("窓口 info@chamber.example.jp ・ 山田 花子さん"), "{page}: {}", shown.body);
    }
    assert!(browser.get("/account/sessions").await.body.contains("<br>山田 花子さん"));
    let gone = press(&signed_in(&world, &served.client, INFO).await, NAME, "/sign-out", &[]).await;
    assert!(gone.status == 200 && gone.body.contains("ログアウトしました"), "without a name one may go: {}", gone.body);
    world.invite("tanto@chamber.example.jp", RoleRequest::Broker(org(), Rank::Member)).await;
    let alone = signed_in(&world, &served.client, "tanto@chamber.example.jp").await;
    assert!(!alone.get("/account").await.body.contains("窓口 "), "who has a mailbox alone is not asked");
    assert_eq!(alone.get(NAME).await.status, 404);
}

async fn what_is_done_behind_a_shared_account_carries_the_name_of_whoever_did_it(mode: Mode) {
    let (world, served, org) = world(mode).await;
    let form = help_request();
    let member = world.member(org, &form).await;
    let browser = named(&world, &served, "山田 花子").await;
    ask_for(&browser, member).await;
    let queue = browser.get("/api/v1/queue").await.json();
    assert_eq!(in_charge(&queue), [(INFO, Some("山田 花子"))]);
    assert!(browser.get("/queue").await.body.contains("info@chamber.example.jp(山田 花子)"));
    let id = queue["lines"][0]["id"].as_str().expect("an id").to_owned();

    // Another behind the same mailbox takes it over, and puts it back.
    let other = named(&world, &served, "鈴木").await;
    let to = queue["clerks"][0]["id"].as_str().expect("an id").to_owned();
    let taken = press(&other, &format!("/queue/{id}"), "/hand-overs", &[("to", &to)]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert_eq!(in_charge(&browser.get("/api/v1/queue").await.json()), [(INFO, Some("鈴木"))]);
    let place = taken.header("location").split('?').next().expect("a place").to_owned();
    assert!(browser.get(&place).await.body.contains("info@chamber.example.jp(鈴木)"));
    assert_eq!(press(&other, &place, &format!("{place}/undo"), &[]).await.status, 303);
    assert_eq!(in_charge(&browser.get("/api/v1/queue").await.json()), [(INFO, Some("山田 花子"))]);

    let asked = json!({ "number": "B-1", "company": form.company });
    let me = browser.get("/api/v1/me").await.json();
    assert_eq!(me["role"].as_str().map(|role| role.starts_with("broker:")), Some(true));
    let key = served.client.with_key(&world.key(desk::KeyRequest::Broker(self::org())).await.token.reveal());
    let added = key.post("/api/v1/members", &asked).await.json();
    let place = format!("/members/{}", added["id"].as_str().expect("an id"));
    assert!(browser.get(&place).await.body.contains("value=\"山田 花子\""), "whose paper it is stands there already");
    let paper = [("clerk", "山田 花子"), ("given_on", "2026-11-20")];
    assert_eq!(press(&browser, &place, &format!("{place}/paper"), &paper).await.status, 303);
    assert!(browser.get(&place).await.body.contains("操作: 山田 花子さん"));
    let operator = operator(&world, &served).await;
    for (act, person) in log(&operator).await {
        let expected = match act.as_str() {
            "help_requests_handed_over" | "hand_over_undone" => Some("鈴木"),
            "help_request_submitted" | "member_agreed_on_paper" => Some("山田 花子"),
            _ => continue,
        };
        assert_eq!(person.as_deref(), expected, "{act}");
    }
}

async fn somebody_else_sits_down_and_each_act_has_its_own_name(mode: Mode) {
    let (world, served, _) = world(mode).await;
    let browser = named(&world, &served, "山田").await;
    assert!(browser.get("/account").await.body.contains("別の人が使う"));
    assert_eq!(say_name(&browser, "鈴木").await.status, 303);
    assert!(browser.get("/account").await.body.contains("・ 鈴木さん"));
    assert_eq!(say_name(&browser, "山田").await.status, 303);
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter { what: Some("person_named".into()), ..AuditFilter::default() }, 10);
    let who: Vec<String> = rows.await.expect("the store answers").into_iter().map(|(entry, _)| entry.who).collect();
    let once = who.iter().filter(|one| who.iter().filter(|other| other == one).count() == 1).count();
    assert_eq!((who.len(), once), (3, 1), "who came back is the same as before: {who:?}");
    assert!(who.iter().all(|who| person_of(who).is_some()));
}

async fn a_name_that_nobody_has_used_for_three_years_is_forgotten_and_what_was_done_stays(mode: Mode) {
    let (world, served, org) = world(mode).await;
    let member = world.member(org, &help_request()).await;
    ask_for(&named(&world, &served, "山田 花子").await, member).await;
    world.settle().await;
    let months = async |months| world.wait(the_beginning() + Months::new(months) - world.app.desk.clock.now()).await;
    months(35).await;
    let operator = operator(&world, &served).await;
    let named = |rows: &[(String, Option<String>)]| rows.iter().filter(|(_, person)| person.as_deref() == Some("山田 花子")).count();
    let before = log(&operator).await;
    assert!(named(&before) >= 2, "{before:?}");
    months(37).await;
    let after = log(&operator).await;
    assert_eq!((named(&after), after.len()), (0, before.len()), "what was done is still there, by nobody in particular");
    assert_eq!(operator.get("/api/v1/audit?what=person_forgotten").await.json().as_array().map(Vec::len), Some(1));
    desk::seal_audit_log(&world.app.desk).await.expect("the store answers");
    assert_eq!(desk::verify_audit_log(&world.app.desk, None).await.expect("the store answers").damage, None, "no row was changed");
}

async fn the_owner_says_which_mailboxes_are_shared_and_nobody_else_does(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let (owner, clerk, stranger) = ("kaicho@chamber.example.jp", INFO, "tanto@agency.example.jp");
    world.invite(owner, RoleRequest::Broker(org(), Rank::Owner)).await;
    let account = world.invite(clerk, RoleRequest::Broker(org(), Rank::Member)).await.account;
    let agency = SupportOrgForm { name: "岐阜県産業振興機構".into(), address: "shinko@agency.example.jp".into(), language: None };
    let elsewhere = world.invite(stranger, RoleRequest::Broker(agency, Rank::Member)).await.account;
    let sitting = signed_in(&world, &served.client, clerk).await;
    assert_eq!(sitting.get("/colleagues").await.status, 404, "a member does not say who belongs to it");
    assert!(!sitting.get("/account").await.body.contains("/colleagues"));
    let browser = signed_in(&world, &served.client, owner).await;
    assert!(browser.get("/account").await.body.contains("/colleagues"));
    let page = browser.get("/colleagues").await.body;
    assert!(page.contains(clerk) && !page.contains(stranger) && page.len() < 20_000, "{page}");
    let place = |account| format!("/colleagues/{account}");
    let value = hidden_fields(&page, &place(account)).remove(0);
    assert_eq!(browser.post_form(&place(elsewhere), &[(&value.0, &value.1), ("shared", "yes")]).await.status, 404);
    assert_eq!(browser.post_form(&place(account), &[("shared", "yes")]).await.status, 403, "not from a page of ours");
    assert_eq!(press(&browser, "/colleagues", &place(account), &[]).await.header("location"), "/colleagues?lang=ja&done=shared");
    assert_eq!(sitting.get("/queue").await.header("location"), NAME, "whoever sits there is asked at once");
    assert_eq!(say_name(&sitting, "山田").await.status, 303);
    assert!(browser.get("/colleagues").await.body.contains("<li>山田</li>"));
    assert_eq!(press(&browser, "/colleagues", &place(account), &[]).await.header("location"), "/colleagues?lang=ja&done=alone");
    assert!(!sitting.get("/account").await.body.contains("山田"));
}

async fn two_people_behind_one_mailbox_are_one_pair_of_eyes(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    world.invite(INFO, RoleRequest::Operator).await;
    share_account(&world.app.desk, INFO.into(), true).await.expect("it is there");
    let (one, other) = (named(&world, &served, "山田").await, named(&world, &served, "鈴木").await);
    let (_, page) = in_doubt(&world, &one).await;
    let proposed = press(&one, &page, &format!("{page}/propose"), &[("decision", "release")]).await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let shown = other.get(&page).await.body;
    assert!(!shown.contains(&format!("action=\"{page}/confirm")), "whoever proposed is this mailbox: {shown}");
    let value = hidden_fields(&shown, &format!("{page}/propose")).remove(0);
    let refused = other.post_form(&format!("{page}/confirm"), &[(&value.0, &value.1), ("decision", "release")]).await;
    assert!(refused.status == 409, "{}", refused.body);
}
