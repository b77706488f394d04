//! Who sees what around a referral: what waits, what runs at the same moment, and what is left.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, Refusal, Submitter};
use nakodo::identity::Rank;
use nakodo::ids::HelpRequestId;
use nakodo::intake::HelpRequestState;
use nakodo::offers::TermsForm;
use nakodo::seals::Action;
use nakodo::store::Charge;
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World, press};
use crate::referral::{COMPANY, WHY, ask, link, states, takes, three, token};

in_both_modes![
    what_waited_for_the_first_organisation_does_not_reach_it_any_more,
    a_member_that_takes_its_yes_back_ends_nothing_that_was_passed_on,
    a_yes_and_taking_back_at_once_are_one_story,
    a_yes_and_a_cancellation_at_once_are_one_story,
    a_clerk_of_before_is_not_put_in_charge_after_the_yes,
    nothing_stays_of_the_reason_once_the_company_is_forgotten,
    the_list_of_referrals_is_read_in_parts,
    a_help_request_goes_on_again_and_comes_back,
];

async fn what_waited_for_the_first_organisation_does_not_reach_it_any_more(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    let id = ask(&world, &first).await;
    first.refer(id, &second).await;
    let link = link(&world).await;
    let desk = &world.app.desk;
    let terms = TermsForm { fee_yen: Some(70_000), text: "交通費を含みます。".into(), ..TermsForm::default() };
    press::propose_terms(desk, world.letter("s1@example.jp", "offer").token("/offers/"), terms).await.expect("the link works");
    desk::answer_referral(desk, desk.press(Action::Agree, token(&link)), true).await.expect("the press counts");
    world.settle().await;
    assert_eq!(first.letters(&world), ["referral_ended"], "a letter that waited names the company to nobody else");
    assert_eq!(world.letter(COMPANY, "choice_for_company").kind, "choice_for_company");
    let waited = desk.store.read(move |tx| tx.list_letters(id)).await.expect("the store answers");
    let dropped = waited.iter().filter(|letter| letter.kind.code() == "choice_for_broker").map(|letter| letter.state.code());
    assert_eq!(dropped.collect::<Vec<_>>(), ["dropped"]);
}

async fn a_member_that_takes_its_yes_back_ends_nothing_that_was_passed_on(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    let member = json!({ "number": "A-1", "company": help_request().company });
    let place = first.client.post("/api/v1/members", &member).await.header("location").to_owned();
    first.client.post(&format!("{place}/paper"), &json!({ "clerk": "山田 太郎", "given_on": "2026-11-02" })).await;
    let asked = first.client.post(&format!("{place}/help-requests"), &json!({ "need": help_request().need })).await.json();
    let id: HelpRequestId = asked["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    first.refer(id, &second).await;
    assert_eq!(served.client.press(&link(&world).await, "", &[]).await.status, 200);
    let consent = world.letter(COMPANY, "member_noted").link("/consents/");
    assert_eq!(served.client.press(&consent, "object", &[]).await.status, 200);
    assert_eq!((world.state_of(id).await, second.queue().await.len()), (HelpRequestState::Open, 1));
}

async fn a_yes_and_taking_back_at_once_are_one_story(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    for round in 0..10 {
        world.app.desk.clock.advance(Duration::seconds(1));
        let id = ask(&world, &first).await;
        let made = first.refer(id, &second).await;
        let referral = made["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        let token = token(&link(&world).await);
        let desk = &world.app.desk;
        let yes = desk::answer_referral(desk, desk.press(Action::Agree, token), true);
        let (yes, back) = tokio::join!(yes, desk::take_back_referral(desk, first.role(), referral));
        assert_ne!(yes.is_ok(), back.is_ok(), "round {round}: {yes:?}, {back:?}");
        let (with, state) = if yes.is_ok() { (&second, "agreed") } else { (&first, "taken_back") };
        assert!(with.queue().await.contains(&json!(id)), "round {round}");
        assert_eq!(first.referrals().await[0]["state"], json!(state), "round {round}");
    }
}

async fn a_yes_and_a_cancellation_at_once_are_one_story(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    for round in 0..10 {
        world.app.desk.clock.advance(Duration::seconds(1));
        let id = ask(&world, &first).await;
        first.refer(id, &second).await;
        let token = token(&link(&world).await);
        let desk = &world.app.desk;
        let yes = desk::answer_referral(desk, desk.press(Action::Agree, token), true);
        // By a clerk of the first organisation, who has nothing to say any more after the yes.
        let (yes, cancelled) = tokio::join!(yes, desk::cancel_help_request(desk, id, first.role()));
        let with = match (&yes, &cancelled) {
            (Ok(()), Err(Refusal::NotFound)) => &second,
            (Err(Refusal::HelpRequestEnded), Ok(())) => &first,
            other => panic!("round {round}: {other:?}"),
        };
        let expected = if yes.is_ok() { HelpRequestState::Open } else { HelpRequestState::Cancelled };
        assert_eq!(world.state_of(id).await, expected, "round {round}");
        assert_eq!(with.client.get(&format!("/api/v1/help-requests/{id}")).await.status, 200, "round {round}");
    }
}

async fn a_clerk_of_before_is_not_put_in_charge_after_the_yes(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    let form = SupportOrgForm { name: first.name.clone(), address: first.address.clone(), language: None };
    let clerk = world.invite("tanto@chamber.example.jp", desk::RoleRequest::Broker(form, Rank::Member)).await.account;
    let id = ask(&world, &first).await;
    let handed = first.client.post("/api/v1/hand-overs", &json!({ "help_request": id, "to": clerk })).await.json();
    first.refer(id, &second).await;
    assert_eq!(served.client.press(&link(&world).await, "", &[]).await.status, 200);
    let in_charge = async || second.client.get("/api/v1/queue").await.json()["lines"][0]["clerk"].clone();
    assert_eq!(in_charge().await, Value::Null);
    let again = first.client.post("/api/v1/hand-overs", &json!({ "help_request": id, "to": clerk })).await;
    assert_eq!(again.status, 404);
    let undone = first.client.post(&format!("/api/v1/hand-overs/{}/undo", handed["id"].as_str().expect("an id")), &json!({})).await;
    assert_eq!((undone.status, in_charge().await), (200, Value::Null));
    let late =
        world.app.desk.store.write(move |tx| tx.put_in_charge(first.id, id, None, Some(Charge { account: clerk, person: None }))).await;
    assert!(!late.expect("the store answers"), "the write that was under way at the yes");
    assert_eq!(in_charge().await, Value::Null);
}

async fn nothing_stays_of_the_reason_once_the_company_is_forgotten(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    let id = ask(&world, &first).await;
    first.refer(id, &second).await;
    let link = link(&world).await;
    let status = world.letter(COMPANY, "people_asked").link("/help-requests/status/");
    let export = served.client.get(&format!("{status}/export")).await.json();
    let taken = &export["referrals"][0];
    assert_eq!((&taken["reason"], &taken["from"], &taken["to"]), (&json!(WHY), &json!(first.name), &json!(second.name)));
    assert_eq!(first.client.get(&format!("/api/v1/help-requests/{id}/export")).await.json()["referrals"], json!([]));
    let erased = first.client.post(&format!("/api/v1/help-requests/{id}/erase"), &json!({ "confirm": id })).await;
    assert_eq!(erased.status, 200, "{}", erased.body);
    assert_eq!(served.client.get(&link).await.status, 404);
    let kept = world.app.desk.store.read(move |tx| tx.list_referrals_of(id)).await.expect("the store answers");
    assert_eq!(kept.iter().map(|one| one.reason.clone()).collect::<Vec<_>>(), [None]);
    world.wait(Duration::days(14)).await;
    assert_eq!((states(&first.referrals().await), first.letters(&world)), (vec!["run_out".to_owned()], vec![]));
}

async fn the_list_of_referrals_is_read_in_parts(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, _] = three(&world, &served).await;
    let mut made = Vec::new();
    for _ in 0..5 {
        world.app.desk.clock.advance(Duration::seconds(1));
        let id = world.submit(help_request(), Submitter::SupportOrg(first.id)).await.id;
        made.insert(0, first.refer(id, &second).await["id"].clone());
    }
    let (mut found, mut next) = (Vec::new(), Some("/api/v1/referrals?limit=2".to_owned()));
    while let Some(path) = next {
        let part = first.client.get(&path).await;
        let rows = part.json();
        assert!(rows.as_array().is_some_and(|rows| (1..=2).contains(&rows.len())), "{rows}");
        found.extend(rows.as_array().into_iter().flatten().map(|one| one["id"].clone()));
        next = part.next();
    }
    assert_eq!(found, made);
    let wrong = first.client.get("/api/v1/referrals?cursor=none").await;
    assert_eq!(wrong.mistakes(), [("/cursor".to_owned(), "unknown-cursor".to_owned())]);
}

async fn a_help_request_goes_on_again_and_comes_back(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let [first, second, third] = three(&world, &served).await;
    takes(&world, &third).await;
    takes(&world, &first).await;
    let id = ask(&world, &first).await;
    for (from, to) in [(&first, &second), (&second, &third), (&third, &first)] {
        world.app.desk.clock.advance(Duration::seconds(1));
        from.refer(id, to).await;
        assert_eq!(served.client.press(&link(&world).await, "", &[]).await.status, 200);
        assert_eq!((from.queue().await, to.queue().await), (vec![], vec![json!(id)]));
    }
    assert_eq!((states(&first.referrals().await).len(), states(&third.referrals().await).len()), (2, 2));
    assert_eq!(second.referrals().await.as_array().into_iter().flatten().filter(|one| !one["reason"].is_null()).count(), 0);
}
