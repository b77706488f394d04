//! A wider circle of people is asked because the company says so, by itself or to a clerk.

use nakodo::brokering::{PaperForm, SupportOrgForm};
use nakodo::desk::{self, Refusal, RoleRequest, Said};
use nakodo::identity::{Rank, Role};
use nakodo::ids::{HelpRequestId, MemberId};
use nakodo::intake::HelpRequestState;

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    a_company_asked_by_letter_widens_with_one_press_and_the_next_wave_opens,
    a_clerk_notes_what_the_company_said_where_its_consent_lies_on_paper,
    without_paper_nobody_notes_for_the_company,
    every_set_that_is_told_brings_the_people_that_it_names,
    what_was_asked_stays_while_somebody_is_thinking,
    only_a_set_that_brings_more_people_is_made,
    another_organisation_cannot_widen,
    what_was_widened_is_taken_back_while_nobody_was_asked,
    once_somebody_was_asked_nothing_is_taken_back,
    a_help_request_that_was_open_is_open_again,
];

const CLERK: &str = "tanto@chamber.example.jp";
const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

fn org(name: &str) -> SupportOrgForm {
    SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None }
}

async fn world(mode: Mode) -> World {
    World::with(mode, |raw| raw.sessions.second_factor = false).await
}

async fn clerk(world: &World, served: &Served) -> (Client, Role) {
    let role = world.invite(CLERK, RoleRequest::Broker(org("関商工会議所"), Rank::Member)).await.role;
    (signed_in(world, &served.client, CLERK).await, role)
}

/// A member; it agreed on paper, or by what is on record without a word of it.
async fn member(world: &World, role: Role, on_paper: bool) -> MemberId {
    let Role::Broker(org, _) = role else { panic!("a broker") };
    let form = help_request();
    if !on_paper {
        return world.member(org, &form).await;
    }
    let form = nakodo::brokering::MemberForm { number: "P-1".into(), company: form.company };
    let id = desk::add_member(&world.app.desk, role, form, None).await.expect("it is right");
    let paper = PaperForm { clerk: "山田 太郎".into(), given_on: "2026-11-02".into() };
    desk::note_paper(&world.app.desk, role, id, paper).await.expect("it is noted");
    id
}

/// One that found nobody: two people would do it for more.
async fn unmatched(world: &World, role: Role, on_paper: bool) -> HelpRequestId {
    for _ in 0..2 {
        // Two visits at this price.
        world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(40_000)).await;
    }
    let member = member(world, role, on_paper).await;
    let id = desk::submit_for_member(&world.app.desk, role, member, help_request().need, None).await.expect("it is right").id;
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
    id
}

async fn first_set(world: &World, id: HelpRequestId, role: Role) -> (String, usize) {
    let told = desk::suggest_relaxations(&world.app.desk, id, role).await.expect("it is there");
    let first = told.relaxations.first().expect("something would bring more");
    (first.key(), first.people)
}

async fn budget(world: &World, id: HelpRequestId) -> u32 {
    desk::view_help_request(&world.app.desk, id, Role::Operator).await.expect("it is there").help_request.need.budget_yen
}

async fn send(browser: &Client, id: HelpRequestId, set: &str, how: &str) -> crate::harness::web::Answer {
    let fields = hidden_fields(&browser.get("/entry-links").await.body, "/entry-links");
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("set", set), ("how", how)]);
    browser.post_form(&format!("/queue/{id}/wider"), &fields).await
}

async fn a_company_asked_by_letter_widens_with_one_press_and_the_next_wave_opens(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, role) = clerk(&world, &served).await;
    let id = unmatched(&world, role, false).await;
    let (set, people) = first_set(&world, id, role).await;
    assert_eq!(people, 2);
    let page = browser.get(&format!("/queue/{id}/candidates")).await.body;
    assert!(page.contains(&format!("/queue/{id}/wider?lang=ja&amp;set=")), "{page}");
    for _ in 0..2 {
        assert_eq!(send(&browser, id, &set, "letter").await.status, 303);
    }
    world.settle().await;
    let letters: Vec<_> = world.letters_to(COMPANY).into_iter().filter(|letter| letter.kind == "wider_circle").collect();
    assert_eq!(letters.len(), 1, "once a day about each set");
    assert_eq!((budget(&world, id).await, world.offers_of(id).await.len()), (60_000, 0), "asking changes nothing");
    let status = letters[0].link("/help-requests/status/");
    assert!(served.client.get(&status).await.body.contains("条件を広げて"));
    let circle = format!("{status}/wider");
    let shown = served.client.get(&circle).await;
    assert!(shown.status == 200 && shown.body.contains("80,000円") && shown.body.contains("2人におたずねできます"), "{}", shown.body);
    assert_eq!(budget(&world, id).await, 60_000, "looking changes nothing");
    assert_eq!(served.client.post_form(&circle, &[("set", &set)]).await.status, 403, "no press of the page");
    let value = hidden_fields(&shown.body, &circle).into_iter().find(|(name, _)| name == "value").expect("a value").1;
    let pressed = served.client.post_form(&circle, &[("set", &set), ("value", &value)]).await;
    assert!(pressed.status == 200 && pressed.body.contains("条件を変えました"), "{}", pressed.body);
    assert_eq!((budget(&world, id).await, world.state_of(id).await), (80_000, HelpRequestState::Open));
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), 2, "the next wave opens");
    let again = served.client.post_form(&circle, &[("set", &set), ("value", &value)]).await;
    assert_eq!(again.status, 409, "{}", again.body);
}

async fn a_clerk_notes_what_the_company_said_where_its_consent_lies_on_paper(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, role) = clerk(&world, &served).await;
    let id = unmatched(&world, role, true).await;
    let (set, _) = first_set(&world, id, role).await;
    let page =
        browser.get(&format!("/queue/{id}/wider?set={}", url::form_urlencoded::byte_serialize(set.as_bytes()).collect::<String>())).await;
    assert!(page.status == 200 && page.body.contains("電話で聞いた") && page.body.len() < 20_000, "{}", page.body);
    assert_eq!(send(&browser, id, &set, "").await.status, 422, "how has to be said");
    let noted = send(&browser, id, &set, "phone").await;
    assert_eq!((noted.status, budget(&world, id).await), (303, 80_000));
    assert!(browser.get(noted.header("location")).await.body.contains("条件を変えました"));
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), 2);
    let letter = world.letter(COMPANY, "wider_circle");
    assert!(letter.text.contains("支援機関の職員が") && letter.text.contains("80,000円"), "{}", letter.text);
    let filter = desk::AuditFilter { what: Some("widened_by_phone".into()), ..desk::AuditFilter::default() };
    let rows = desk::show_audit_log(&world.app.desk, filter, 10).await.expect("the store answers");
    assert!(rows.len() == 1 && rows[0].0.who.starts_with("account:"), "{rows:?}");
}

async fn without_paper_nobody_notes_for_the_company(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, role) = clerk(&world, &served).await;
    let id = unmatched(&world, role, false).await;
    let (set, _) = first_set(&world, id, role).await;
    let refused = send(&browser, id, &set, "counter").await;
    assert!(refused.status == 409 && !refused.body.contains("電話で聞いた"), "{}", refused.body);
    assert_eq!((budget(&world, id).await, world.state_of(id).await), (60_000, HelpRequestState::Unmatched));
}

async fn every_set_that_is_told_brings_the_people_that_it_names(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, role) = clerk(&world, &served).await;
    // Each is kept out by something else.
    world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(80_000)).await;
    world.enrol(|profile| profile.availability = vec!["sun-am".into()]).await;
    world.enrol(|profile| profile.served_prefectures = vec!["23".into()]).await;
    let member = member(&world, role, true).await;
    let desk = &world.app.desk;
    let mut tried = 0;
    loop {
        let id = desk::submit_for_member(desk, role, member, help_request().need, None).await.expect("it is right").id;
        let told = desk::suggest_relaxations(desk, id, role).await.expect("it is there").relaxations;
        let Some(set) = told.get(tried) else { break };
        desk::note_widening(desk, role, id, set.key(), Said::AtTheCounter).await.expect("the set is told");
        let after = desk::list_candidates(desk, id, role, 20).await.expect("it is there");
        assert_eq!(after.candidates.len(), set.people, "{}", set.key());
        desk::cancel_help_request(desk, id, role).await.expect("it is open");
        tried += 1;
    }
    assert!(tried > 0, "something was told");
}

async fn what_was_asked_stays_while_somebody_is_thinking(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, role) = clerk(&world, &served).await;
    let id = unmatched(&world, role, true).await;
    let (set, _) = first_set(&world, id, role).await;
    let fits = world.enrol(|_| {}).await;
    desk::ask_by_name(&world.app.desk, role, id, fits).await.expect("the person fits");
    for how in ["counter", "letter"] {
        let refused = send(&browser, id, &set, how).await;
        assert!(refused.status == 409 && refused.body.contains("お返事がそろうまで"), "{how}: {}", refused.body);
    }
    assert_eq!(budget(&world, id).await, 60_000);
}

async fn only_a_set_that_brings_more_people_is_made(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, role) = clerk(&world, &served).await;
    let id = unmatched(&world, role, true).await;
    for set in ["", "raise-budget:1", "raise-budget:99999999", "any-time", "accept-sellers+any-time", "nonsense"] {
        let refused = desk::note_widening(&world.app.desk, role, id, set.into(), Said::ByPhone).await;
        assert!(matches!(refused, Err(Refusal::ChangedMeanwhile)), "{set}: {refused:?}");
    }
    assert_eq!(budget(&world, id).await, 60_000);
}

async fn another_organisation_cannot_widen(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, role) = clerk(&world, &served).await;
    let id = unmatched(&world, role, true).await;
    let (set, _) = first_set(&world, id, role).await;
    let other = world.invite("kokei@society.example.jp", RoleRequest::Broker(org("よその商工会"), Rank::Member)).await.role;
    let desk = &world.app.desk;
    assert!(matches!(desk::note_widening(desk, other, id, set.clone(), Said::ByPhone).await, Err(Refusal::NotFound)));
    assert!(matches!(desk::ask_to_widen(desk, other, id, set.clone()).await, Err(Refusal::NotFound)));
    assert!(matches!(desk::ask_to_widen(desk, Role::Operator, id, set).await, Err(Refusal::NotFound)));
    assert!(matches!(desk::may_note(desk, other, id).await, Err(Refusal::NotFound)));
}

/// The company's page about a wider circle, and the first set that it offers.
async fn circle(world: &World, id: HelpRequestId, role: Role) -> (String, String) {
    let (set, _) = first_set(world, id, role).await;
    desk::ask_to_widen(&world.app.desk, role, id, set.clone()).await.expect("the set is told");
    world.settle().await;
    (format!("{}/wider", world.letter(COMPANY, "wider_circle").link("/help-requests/status/")), set)
}

async fn press_on(client: &Client, circle: &str, page: &str, field: (&str, &str)) -> crate::harness::web::Answer {
    let value = hidden_fields(page, circle).into_iter().find(|(name, _)| name == "value").expect("a value").1;
    client.post_form(circle, &[("value", &value), field]).await
}

async fn what_was_widened_is_taken_back_while_nobody_was_asked(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, role) = clerk(&world, &served).await;
    let id = unmatched(&world, role, false).await;
    let (circle, set) = circle(&world, id, role).await;
    let client = &served.client;
    let shown = client.get(&circle).await.body;
    assert!(!shown.contains("変える前の条件に戻す"), "nothing was changed yet: {shown}");
    let widened = press_on(client, &circle, &shown, ("set", &set)).await;
    assert!(widened.status == 200 && widened.body.contains("変える前の条件に戻す"), "{}", widened.body);
    assert_eq!(client.post_form(&circle, &[("back", "yes")]).await.status, 403, "no press of the page");
    assert_eq!(budget(&world, id).await, 80_000, "looking changes nothing");
    let back = press_on(client, &circle, &widened.body, ("back", "yes")).await;
    assert!(back.status == 200 && back.body.contains("条件を元に戻しました"), "{}", back.body);
    assert_eq!((budget(&world, id).await, world.state_of(id).await), (60_000, HelpRequestState::Unmatched));
    let letters = world.letters_to(COMPANY).len();
    world.settle().await;
    assert_eq!((world.offers_of(id).await.len(), world.letters_to(COMPANY).len()), (0, letters), "nobody is asked, and nobody told twice");
    let twice = press_on(client, &circle, &client.get(&circle).await.body, ("back", "yes")).await;
    assert!(twice.status == 409 && twice.body.contains("元に戻す変更はありません"), "{}", twice.body);
    let again = press_on(client, &circle, &client.get(&circle).await.body, ("set", &set)).await;
    assert_eq!(again.status, 200, "it can be widened once more: {}", again.body);
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), 2);
}

async fn once_somebody_was_asked_nothing_is_taken_back(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, role) = clerk(&world, &served).await;
    let id = unmatched(&world, role, false).await;
    let (circle, set) = circle(&world, id, role).await;
    let client = &served.client;
    let widened = press_on(client, &circle, &client.get(&circle).await.body, ("set", &set)).await;
    world.settle().await;
    let late = press_on(client, &circle, &widened.body, ("back", "yes")).await;
    assert!(late.status == 409 && late.body.contains("元には戻せません"), "{}", late.body);
    assert_eq!((budget(&world, id).await, world.offers_of(id).await.len()), (80_000, 2));
    let shown = client.get(&circle).await.body;
    assert!(!shown.contains("変える前の条件に戻す") && shown.contains("元には戻せません"), "{shown}");
}

async fn a_help_request_that_was_open_is_open_again(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, role) = clerk(&world, &served).await;
    let member = member(&world, role, false).await;
    for _ in 0..2 {
        world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(40_000)).await;
    }
    // The matcher has not looked yet.
    let id = desk::submit_for_member(&world.app.desk, role, member, help_request().need, None).await.expect("it is right").id;
    let (set, _) = first_set(&world, id, role).await;
    let token = world.app.desk.ids.token();
    let link = nakodo::store::Link {
        purpose: nakodo::store::Purpose::FollowHelpRequest,
        subject: id.to_string(),
        expires_at: world.app.desk.clock.now() + chrono::Duration::days(1),
    };
    let (hash, now) = (token.hash(), world.app.desk.clock.now());
    world.app.desk.store.write::<_, Refusal>(move |tx| Ok(tx.add_links(&[(hash, link)], now)?)).await.expect("a link");
    let circle = format!("/help-requests/status/{}/wider", token.reveal());
    let client = &served.client;
    let widened = press_on(client, &circle, &client.get(&circle).await.body, ("set", &set)).await;
    let back = press_on(client, &circle, &widened.body, ("back", "yes")).await;
    assert_eq!((back.status, budget(&world, id).await), (200, 60_000), "{}", back.body);
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    world.settle().await;
    assert_eq!(
        (world.offers_of(id).await.len(), world.state_of(id).await),
        (0, HelpRequestState::Unmatched),
        "the matcher looks by what is asked now"
    );
}
