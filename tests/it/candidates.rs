//! A clerk looks who could be asked, and asks one person by name.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, Refusal, RoleRequest, Submitter};
use nakodo::identity::{Rank, Role};
use nakodo::ids::{HelpRequestId, SpecialistId, SupportOrgId};
use nakodo::intake::HelpRequestState;
use nakodo::offers::TermsForm;

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served, hidden_fields};
use crate::harness::{Mode, World, press};

in_both_modes![
    a_clerk_sees_who_could_be_asked_why_and_what_would_bring_more,
    who_hides_or_did_not_agree_is_on_no_page_and_in_no_figure,
    somebody_is_asked_by_name_once_and_accepts_like_anybody,
    somebody_who_is_kept_out_is_not_asked_and_the_page_says_why,
    one_person_asked_by_two_clerks_at_once_is_asked_once,
    what_found_nobody_is_open_again_once_somebody_is_asked,
    what_waited_for_room_does_not_end_while_somebody_thinks,
    nobody_is_asked_by_name_while_the_company_chooses,
    another_organisation_finds_nothing_there,
    waves_go_on_beside_somebody_who_was_asked_by_name,
];

const ONE: &str = "tanto@chamber.example.jp";
const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

fn org(name: &str) -> SupportOrgForm {
    SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None }
}

/// A clerk in a browser, and the organisation.
async fn clerk(world: &World, served: &Served, address: &str, name: &str) -> (Client, SupportOrgId) {
    let invited = world.invite(address, RoleRequest::Broker(org(name), Rank::Member)).await;
    let Role::Broker(id, _) = invited.role else { panic!("a broker") };
    (signed_in(world, &served.client, address).await, id)
}

async fn world(mode: Mode) -> World {
    World::with(mode, |raw| raw.sessions.second_factor = false).await
}

async fn ask(world: &World, org: SupportOrgId) -> HelpRequestId {
    world.submit(help_request(), Submitter::SupportOrg(org)).await.id
}

/// Presses the button of a person's page.
async fn press_ask(browser: &Client, id: HelpRequestId, person: SpecialistId) -> Answer {
    let path = format!("/queue/{id}/candidates/{person}");
    // What stands on any page of the session: the button itself may be gone by now.
    let fields = hidden_fields(&browser.get("/entry-links").await.body, "/entry-links");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post_form(&path, &fields).await
}

async fn a_clerk_sees_who_could_be_asked_why_and_what_would_bring_more(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, org) = clerk(&world, &served, ONE, "関商工会議所").await;
    let id = ask(&world, org).await;
    let path = format!("/queue/{id}/candidates");
    let nobody = browser.get(&path).await;
    assert!(nobody.status == 200 && nobody.body.contains("新しく声をかけられる人がいません"), "{}", nobody.body);
    let (near, dear) = (world.enrol(|_| {}).await, world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(900_000)).await);
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200);
    for text in ["S1", "場所と移動", "<meter max=\"100\" value=\"100\">100%</meter> 100%", "会社の都道府県まで来られます", "予算を"]
    {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(page.body.contains("予算が最低料金を下回らないこと</th><td>1"), "{}", page.body);
    assert!(page.body.contains(&format!("{path}/{near}")) && !page.body.contains(&dear.to_string()));
    assert!(!page.body.contains("お返事の見込み"), "how somebody has answered so far is not told");
    let why = browser.get(&format!("{path}/{dear}")).await.body;
    assert!(why.contains("合わない条件が1つあります") && why.contains("60,000円") && !why.contains("今おたずねする"), "{why}");
    let fits = browser.get(&format!("{path}/{near}")).await.body;
    assert!(fits.contains("すべて満たしています") && fits.contains("今おたずねする"), "{fits}");
    assert!(world.offers_of(id).await.is_empty(), "looking asks nobody");
    for number in 0..20 {
        world.enrol(|profile| profile.display_name = Some(format!("専門家その{number}"))).await;
    }
    for path in [path.clone(), format!("{path}?q=%E9%96%A2"), format!("{path}/{near}"), format!("{path}/{dear}")] {
        for language in ["en", "ja"] {
            let page = browser.get(&format!("{path}{}lang={language}", if path.contains('?') { "&" } else { "?" })).await;
            assert!(page.status == 200 && page.body.len() < 30_000 && !page.body.contains("<script"), "{path}: {}", page.body.len());
        }
    }
}

async fn who_hides_or_did_not_agree_is_on_no_page_and_in_no_figure(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, org) = clerk(&world, &served, ONE, "関商工会議所").await;
    let id = ask(&world, org).await;
    let before = browser.get(&format!("/queue/{id}/candidates")).await.body;
    let silent = world.enrol(|profile| profile.consents.clear()).await;
    let hidden = world.enrol(|profile| profile.affiliation = "employed_hidden".into()).await;
    assert_eq!(browser.get(&format!("/queue/{id}/candidates")).await.body, before);
    for person in [silent, hidden] {
        assert_eq!(browser.get(&format!("/queue/{id}/candidates/{person}")).await.status, 404);
        assert_eq!(press_ask(&browser, id, person).await.status, 404);
    }
    assert!(world.offers_of(id).await.is_empty());
}

async fn somebody_is_asked_by_name_once_and_accepts_like_anybody(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, org) = clerk(&world, &served, ONE, "関商工会議所").await;
    let id = ask(&world, org).await;
    let (_, second) = (world.enrol(|_| {}).await, world.enrol(|_| {}).await);
    let path = format!("/queue/{id}/candidates/{second}");
    assert_eq!(browser.post_form(&path, &[]).await.status, 403, "no press of a page of ours");
    assert!(world.offers_of(id).await.is_empty());
    let asked = press_ask(&browser, id, second).await;
    assert_eq!((asked.status, asked.header("location")), (303, format!("/queue/{id}?lang=ja&done=asked-by-name").as_str()));
    assert!(browser.get(asked.header("location")).await.body.contains("お一人おたずねしました"));
    let again = press_ask(&browser, id, second).await;
    assert!(again.status == 409 && again.body.contains("すでにおたずねしています"), "{}", again.body);
    let offers = world.offers_of(id).await;
    assert_eq!(offers.iter().map(|offer| (offer.specialist, offer.wave)).collect::<Vec<_>>(), [(second, 0)]);
    world.settle().await;
    assert_eq!(world.letters_to("s2@example.jp").iter().filter(|letter| letter.kind == "offer").count(), 1);
    assert!(world.letter(COMPANY, "people_asked").text.contains("1人"));
    let filter = desk::AuditFilter { what: Some("asked_by_name".into()), ..desk::AuditFilter::default() };
    let rows = desk::show_audit_log(&world.app.desk, filter, 10).await.expect("the store answers");
    assert!(rows.len() == 1 && rows[0].0.who.starts_with("account:") && rows[0].0.object.1 == offers[0].id.to_string(), "{rows:?}");
    assert_eq!(world.accept("s2@example.jp").await, desk::Acceptance::Won(id));
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    let ended = press_ask(&browser, id, second).await;
    assert_eq!(ended.status, 409);
}

async fn somebody_who_is_kept_out_is_not_asked_and_the_page_says_why(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, org) = clerk(&world, &served, ONE, "関商工会議所").await;
    let id = ask(&world, org).await;
    let dear = world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(900_000)).await;
    let refused = press_ask(&browser, id, dear).await;
    assert!(refused.status == 409 && refused.body.contains("予算が最低料金を下回らないこと"), "{}", refused.body);
    // Whose hands are full is kept out by the store, whatever the page said.
    let busy = world.enrol(|profile| profile.max_engagements = Some(1)).await;
    let desk = &world.app.desk;
    let role = Role::Broker(org, Rank::Member);
    for _ in 0..3 {
        let other = ask(&world, org).await;
        desk::ask_by_name(desk, role, other, busy).await.expect("there is room");
    }
    assert!(matches!(desk::ask_by_name(desk, role, id, busy).await, Err(Refusal::KeptOut)), "three offers are open");
    let unconfirmed = world.submit(help_request(), Submitter::Company).await.id;
    assert!(matches!(desk::ask_by_name(desk, role, unconfirmed, busy).await, Err(Refusal::NotFound)));
    assert!(matches!(desk::ask_by_name(desk, Role::Operator, id, busy).await, Err(Refusal::NotFound)));
    assert!(world.offers_of(id).await.is_empty());
}

async fn one_person_asked_by_two_clerks_at_once_is_asked_once(mode: Mode) {
    let world = world(mode).await;
    let org = world.support_org().await;
    let role = Role::Broker(org, Rank::Member);
    for _ in 0..5 {
        let (id, person) = (ask(&world, org).await, world.enrol(|_| {}).await);
        let desk = &world.app.desk;
        let (one, other) = tokio::join!(desk::ask_by_name(desk, role, id, person), desk::ask_by_name(desk, role, id, person));
        let refused = [&one, &other].into_iter().filter(|outcome| matches!(outcome, Err(Refusal::KeptOut))).count();
        assert_eq!((refused, world.offers_of(id).await.len()), (1, 1), "{one:?} {other:?}");
    }
}

async fn what_found_nobody_is_open_again_once_somebody_is_asked(mode: Mode) {
    let world = world(mode).await;
    let org = world.support_org().await;
    let id = ask(&world, org).await;
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
    let person = world.enrol(|_| {}).await;
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched, "nobody looks again by themselves");
    desk::ask_by_name(&world.app.desk, Role::Broker(org, Rank::Member), id, person).await.expect("the person fits");
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), 1);
    world.decline("s1@example.jp", "no-time").await;
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
    let told = world.letters_to(COMPANY).into_iter().filter(|letter| letter.kind == "nobody_found").count();
    assert_eq!(told, 2, "each time the company is told");
}

async fn what_waited_for_room_does_not_end_while_somebody_thinks(mode: Mode) {
    let world = world(mode).await;
    let org = world.support_org().await;
    let role = Role::Broker(org, Rank::Member);
    world.enrol(|profile| profile.max_engagements = Some(9)).await;
    for _ in 0..3 {
        ask(&world, org).await;
        world.settle().await;
    }
    let waits = ask(&world, org).await;
    world.settle().await;
    assert!(world.offers_of(waits).await.is_empty());
    // One day before the end of the waiting, somebody new is asked before the matcher has looked.
    world.app.desk.clock.advance(Duration::days(13));
    let person = world.enrol(|_| {}).await;
    desk::ask_by_name(&world.app.desk, role, waits, person).await.expect("the person fits");
    world.wait(Duration::days(2)).await;
    assert_eq!(world.state_of(waits).await, HelpRequestState::Open, "somebody is thinking");
    assert!(world.offers_of(waits).await[0].state.is_open());
}

async fn nobody_is_asked_by_name_while_the_company_chooses(mode: Mode) {
    let world = world(mode).await;
    let org = world.support_org().await;
    let role = Role::Broker(org, Rank::Member);
    world.enrol(|_| {}).await;
    let id = ask(&world, org).await;
    world.settle().await;
    let desk = &world.app.desk;
    let terms = TermsForm { fee_yen: Some(70_000), ..TermsForm::default() };
    press::propose_terms(desk, world.letter("s1@example.jp", "offer").token("/offers/"), terms).await.expect("the link works");
    let other = world.enrol(|_| {}).await;
    assert!(matches!(desk::ask_by_name(desk, role, id, other).await, Err(Refusal::CompanyChooses)));
    assert_eq!(world.offers_of(id).await.len(), 1);
}

async fn another_organisation_finds_nothing_there(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, own) = clerk(&world, &served, ONE, "関商工会議所").await;
    let (other, _) = clerk(&world, &served, "kokei@society.example.jp", "よその商工会").await;
    let (id, person) = (ask(&world, own).await, world.enrol(|_| {}).await);
    for path in [format!("/queue/{id}/candidates"), format!("/queue/{id}/candidates/{person}")] {
        assert_eq!(other.get(&path).await.status, 404);
    }
    let role = world.invite("kokei@society.example.jp", RoleRequest::Broker(org("よその商工会"), Rank::Member)).await.role;
    let refused = desk::ask_by_name(&world.app.desk, role, id, person).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    assert!(world.offers_of(id).await.is_empty());
}

async fn waves_go_on_beside_somebody_who_was_asked_by_name(mode: Mode) {
    let world = world(mode).await;
    let org = world.support_org().await;
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let id = ask(&world, org).await;
    world.settle().await;
    let asked = world.offers_of(id).await.len();
    assert!(asked > 0, "the first wave went out");
    let late = world.enrol(|_| {}).await;
    desk::ask_by_name(&world.app.desk, Role::Broker(org, Rank::Member), id, late).await.expect("the person fits");
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), asked + 1);
    // All of the wave let it lapse, and so does the one who was asked by name; the next wave finds whoever is left.
    world.wait(Duration::days(7)).await;
    let offers = world.offers_of(id).await;
    let mut people: Vec<SpecialistId> = offers.iter().map(|offer| offer.specialist).collect();
    people.sort();
    people.dedup();
    assert_eq!(people.len(), offers.len(), "nobody is asked twice");
    assert_eq!(offers.iter().filter(|offer| offer.wave == 0).count(), 1);
}
