//! Whoever asks for it is erased at once and for good: what others rely on comes first, and afterwards nothing that they wrote can be found.

use chrono::Duration;
use nakodo::desk::{self, AuditFilter, EraseForm, KeyRequest, Refusal, RoleRequest, Submitter};
use nakodo::engagement::WithdrawForm;
use nakodo::identity::Role;
use nakodo::ids::{HelpRequestId, SpecialistId};
use nakodo::intake::HelpRequestState;
use serde_json::json;

use crate::harness::people::{Profile, help_request};
use crate::harness::planted::{LEFT, LEFT_BECAUSE, MATCHED, MATCHED_ADDRESS, OTHER, PERSON, PERSON_ADDRESS, asking};
use crate::harness::process::Place;
use crate::harness::search::readable;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World, press, settle};

in_both_modes![
    nothing_that_an_erased_specialist_wrote_can_be_found_sealed_or_not,
    nothing_that_an_erased_company_wrote_can_be_found_sealed_or_not,
    while_a_match_runs_nobody_is_erased_and_all_stays,
    an_erased_specialist_s_open_offers_go_to_others_and_one_last_letter_says_it,
    erasing_and_accepting_at_the_same_time_end_in_one_story,
    a_signed_in_specialist_is_told_what_goes_and_erases_with_one_press,
    a_company_without_an_account_erases_behind_its_link,
    over_the_api_the_id_is_said_again_and_whoever_erases_another_says_why,
    the_address_of_a_last_letter_that_cannot_leave_goes_after_a_week,
    at_the_terminal_somebody_is_erased_with_a_reason,
];

fn again(id: impl ToString) -> EraseForm {
    EraseForm { confirm: id.to_string() }
}

async fn erase_person(world: &World, id: SpecialistId) -> Result<bool, Refusal> {
    desk::erase_specialist(&world.app.desk, id, Role::Operator, again(id)).await.map(|erased| erased.before)
}

async fn erase_request(world: &World, id: HelpRequestId) -> Result<bool, Refusal> {
    desk::erase_help_request(&world.app.desk, id, Role::Operator, again(id)).await.map(|erased| erased.before)
}

/// Calls the match of the story off: nobody relies on either side any more.
async fn call_off(world: &World) {
    let status = world.letter(MATCHED_ADDRESS, "match_for_company").token("/help-requests/status/");
    let reason = WithdrawForm { reason: LEFT_BECAUSE.to_owned() };
    press::withdraw_as_company(&world.app.desk, status, reason).await.unwrap();
    world.settle().await;
}

async fn nothing_that_an_erased_specialist_wrote_can_be_found_sealed_or_not(mode: Mode) {
    for seals in [true, false] {
        let world = World::with(mode, |raw| raw.store.seals = seals).await;
        let served = Served::open(&world);
        let story = world.plant_story().await;
        signed_in(&world, &served.client, PERSON_ADDRESS).await;
        call_off(&world).await;
        let before = readable(&world, &PERSON);
        assert_eq!(before, if seals { vec![PERSON[11]] } else { PERSON.to_vec() }, "the name of a key is not sealed");
        assert!(!erase_person(&world, story.person).await.unwrap());
        world.settle().await;
        world.wait(Duration::hours(1)).await;
        assert_eq!(readable(&world, &PERSON), Vec::<&str>::new(), "sealed: {seals}");
        if !seals {
            assert_eq!(readable(&world, &OTHER), OTHER, "nobody else is touched");
        }
        assert!(erase_person(&world, story.person).await.unwrap(), "once more changes nothing");
        let export = desk::export_specialist(&world.app.desk, story.person, Role::Operator).await.unwrap();
        let text = serde_json::to_string(&export).unwrap();
        assert!(export.forgotten_at.is_some() && PERSON.iter().all(|planted| !text.contains(planted)), "{text}");
        let last = export.profile.consents.last().map(|word| (word.scope.as_str(), word.given));
        assert_eq!((last, export.profile.consented), (Some(("listing", false)), false), "that it was taken back stays");
    }
}

async fn nothing_that_an_erased_company_wrote_can_be_found_sealed_or_not(mode: Mode) {
    for seals in [true, false] {
        let world = World::with(mode, |raw| raw.store.seals = seals).await;
        let served = Served::open(&world);
        let story = world.plant_story().await;
        signed_in(&world, &served.client, MATCHED_ADDRESS).await;
        call_off(&world).await;
        let came_to = world.state_of(story.matched).await;
        assert!(!erase_request(&world, story.matched).await.unwrap());
        world.settle().await;
        world.wait(Duration::hours(1)).await;
        assert_eq!(readable(&world, &MATCHED), Vec::<&str>::new(), "sealed: {seals}");
        assert_eq!(world.state_of(story.matched).await, came_to, "what came of it stays");
        if !seals {
            assert_eq!(readable(&world, &LEFT), LEFT, "no other company is touched");
        }
        assert!(erase_request(&world, story.matched).await.unwrap(), "once more changes nothing");
    }
}

async fn while_a_match_runs_nobody_is_erased_and_all_stays(mode: Mode) {
    let world = World::new(mode).await;
    let story = world.plant_story().await;
    let before = desk::view_specialist(&world.app.desk, story.person).await.unwrap();
    assert!(matches!(erase_person(&world, story.person).await, Err(Refusal::EngagementRuns)));
    assert!(matches!(erase_request(&world, story.matched).await, Err(Refusal::EngagementRuns)));
    assert_eq!(desk::view_specialist(&world.app.desk, story.person).await.unwrap(), before);
    assert_eq!(world.state_of(story.matched).await, HelpRequestState::Matched);
    assert!(!erase_request(&world, story.left).await.unwrap(), "one that has ended is erased");
    assert!(!erase_person(&world, story.other).await.unwrap(), "somebody who was only asked is");
}

async fn an_erased_specialist_s_open_offers_go_to_others_and_one_last_letter_says_it(mode: Mode) {
    let world = World::new(mode).await;
    let (person, _) = world.plant_people().await;
    let id = world.plant(asking(MATCHED)).await;
    world.decline(OTHER[1], "no-time").await;
    // Somebody who was not there when the first were asked.
    let third = world.enrol(|profile| profile.display_name = Some("S3".into())).await;
    world.settle().await;
    assert!(world.offers_of(id).await.iter().all(|offer| offer.specialist != third));
    let before = world.letters_to(PERSON_ADDRESS).len();
    erase_person(&world, person).await.unwrap();
    world.settle().await;
    let offers = world.offers_of(id).await;
    let state = |who| offers.iter().find(|offer| offer.specialist == who).map(|offer| offer.state.code());
    assert_eq!((state(person), state(third)), (Some("withdrawn"), Some("sent")));
    let last = world.letters_to(PERSON_ADDRESS).split_off(before);
    assert_eq!(last.iter().map(|mail| mail.kind.as_str()).collect::<Vec<_>>(), ["erased"]);
    assert!(!last[0].text.contains(PERSON[0]), "it knows no name");
    // The number is free again.
    let again = desk::enrol_specialist(&world.app.desk, Profile::numbered(1).form(), None).await.unwrap();
    assert_ne!(again.id, person);
}

async fn erasing_and_accepting_at_the_same_time_end_in_one_story(mode: Mode) {
    let world = World::new(mode).await;
    let mut stories = [0, 0];
    for round in 0..4 {
        let address = format!("s{}@example.jp", round + 1);
        // Whoever has won has no room left for the next round.
        let person = world.enrol(|profile| profile.max_engagements = Some(1)).await;
        let mut form = help_request();
        form.need.narrative = format!("{round}");
        let id = world.submit(form, Submitter::Operator).await.id;
        world.settle().await;
        let token = world.letter(&address, "offer").token("/offers/");
        let (here, there) = (world.another().await, world.another().await);
        let accepting = tokio::spawn(async move { press::accept_offer(&here.desk, token).await });
        let erasing = tokio::spawn(async move { desk::erase_specialist(&there.desk, person, Role::Operator, again(person)).await });
        let (accepted, erased) = (accepting.await.unwrap(), erasing.await.unwrap());
        settle(&world.app.crew).await;
        let state = world.state_of(id).await;
        match erased {
            Ok(_) => {
                stories[0] += 1;
                assert!(!matches!(accepted, Ok(desk::Acceptance::Won(_))), "{accepted:?}");
                assert_ne!(state, HelpRequestState::Matched);
            }
            Err(Refusal::EngagementRuns) => {
                stories[1] += 1;
                assert!(matches!(accepted, Ok(desk::Acceptance::Won(_))), "{accepted:?}");
                assert_eq!(state, HelpRequestState::Matched);
                assert!(desk::view_specialist(&world.app.desk, person).await.unwrap().consented);
            }
            Err(other) => panic!("{other}"),
        }
        if state == HelpRequestState::Open {
            desk::cancel_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
        }
        world.app.desk.clock.advance(Duration::seconds(1));
    }
    assert_eq!(stories[0] + stories[1], 4);
}

async fn a_signed_in_specialist_is_told_what_goes_and_erases_with_one_press(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let person = world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    let browser = signed_in(&world, &served.client, "s1@example.jp").await;
    assert!(browser.get("/account").await.body.contains("/account/erase"));
    let page = browser.get("/account/erase").await;
    assert!(page.status == 200 && page.body.contains("元に戻せません") && page.body.contains("残るもの"), "{}", page.body);
    assert_eq!(browser.post_form("/account/erase", &[]).await.status, 403, "without a value of the page");
    assert!(desk::view_specialist(&world.app.desk, person).await.unwrap().consented);
    let done = browser.press("/account/erase", "", &[]).await;
    assert!(done.status == 200 && done.body.contains("消去しました"), "{}", done.body);
    assert_eq!(browser.get("/account").await.header("location"), "/sign-in", "nobody is signed in any more");
    assert!(!desk::view_specialist(&world.app.desk, person).await.unwrap().consented);
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 100).await.unwrap();
    let row = rows.iter().find(|(row, _)| row.act == "specialist_erased").expect("it is written down");
    assert!(row.0.who.starts_with("account:") && row.0.object.1 == person.to_string());
}

async fn a_company_without_an_account_erases_behind_its_link(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (person, _) = world.plant_people().await;
    let id = world.plant(asking(MATCHED)).await;
    let link = world.letter(MATCHED_ADDRESS, "people_asked").link("/help-requests/status/");
    let place = format!("{link}/erase");
    let page = served.client.stranger().get(&place).await;
    assert!(page.status == 200 && page.body.len() < 20_000 && page.body.contains("会社名"), "{}", page.body);
    // Letters are in the order of their milliseconds. The form posts to the page itself.
    world.app.desk.clock.advance(Duration::seconds(1));
    let done = served.client.stranger().press(&place, "", &[]).await;
    assert!(done.status == 200 && done.body.contains("消去しました"), "{}", done.body);
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Cancelled);
    assert!(world.letters_to(PERSON_ADDRESS).iter().any(|mail| mail.kind == "offer_cancelled"), "whoever was asked is told");
    let to_company: Vec<String> = world.letters_to(MATCHED_ADDRESS).into_iter().map(|mail| mail.kind).collect();
    assert_eq!(to_company, ["people_asked", "erased"]);
    assert!(desk::view_specialist(&world.app.desk, person).await.unwrap().consented);
    let again = served.client.stranger().get(&place).await;
    assert!(again.status == 200 && !again.body.contains("<form"), "{}", again.body);
}

async fn over_the_api_the_id_is_said_again_and_whoever_erases_another_says_why(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (own, other) = (world.enrol(|_| {}).await, world.enrol(|_| {}).await);
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    let key = async |request| served.client.with_key(&world.key(request).await.token.reveal());
    let (operator, person) = (key(KeyRequest::Operator).await, key(KeyRequest::Specialist("000001".into())).await);
    let place = |id: &dyn std::fmt::Display| format!("/api/v1/specialists/{id}/erase");
    let wrong = person.post(&place(&own), &json!({ "confirm": other })).await;
    assert_eq!(wrong.mistakes(), [("/confirm".to_owned(), "not-the-id".to_owned())]);
    assert_eq!(person.post(&place(&other), &json!({ "confirm": other })).await.status, 404);
    let silent = Client { reason: None, ..operator.clone() };
    assert_eq!(silent.post(&place(&own), &json!({ "confirm": own })).await.json()["code"], "reason-missing");
    assert_eq!(person.post(&place(&own), &json!({ "confirm": own })).await.json(), json!({ "before": false }));
    assert_eq!(person.get(&format!("/api/v1/specialists/{own}")).await.status, 401, "the key is gone too");
    assert_eq!(operator.post(&place(&own), &json!({ "confirm": own })).await.json(), json!({ "before": true }));
    world.settle().await;
    assert!(matches!(world.accept("s2@example.jp").await, desk::Acceptance::Won(_)));
    let requests = format!("/api/v1/help-requests/{id}/erase");
    assert_eq!(operator.post(&requests, &json!({ "confirm": id })).await.json()["code"], "engagement-runs");
}

async fn the_address_of_a_last_letter_that_cannot_leave_goes_after_a_week(mode: Mode) {
    let world = World::with(mode, |raw| raw.store.seals = false).await;
    let (person, _) = world.plant_people().await;
    erase_person(&world, person).await.unwrap();
    assert_eq!(readable(&world, &PERSON), [PERSON_ADDRESS], "for the letter alone");
    // No postman works meanwhile.
    world.app.desk.clock.advance(Duration::days(8));
    world.app.crew.timekeeper_round().await.unwrap();
    assert_eq!(readable(&world, &PERSON), [""; 0]);
    world.settle().await;
    assert!(world.letters_to(PERSON_ADDRESS).is_empty());
}

async fn at_the_terminal_somebody_is_erased_with_a_reason(mode: Mode) {
    let place = Place::new(mode).await;
    let processes = place.start();
    let operator = Client::new(&processes[0].address).with_key(&place.operator_key());
    place.enrol(&operator, 1).await;
    let id = operator.get("/api/v1/specialists?number=000001").await.json()[0]["id"].as_str().unwrap().to_owned();
    let refused = place.command(&["erase", "specialist", &id]).output().unwrap();
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("--reason"), "{refused:?}");
    assert_eq!(place.say(&["erase", "specialist", &id, "--reason", "asked by letter"]), "erased");
    assert_eq!(place.say(&["erase", "specialist", &id, "--reason", "asked by letter"]), "nothing was left");
    let log = place.say(&["audit", "show", "--what", "specialist_erased"]);
    assert!(log.lines().count() == 1 && log.contains("because: asked by letter"), "{log}");
}
