//! Not now: a person names the day from which on to be asked again, about anything or about the same work, and takes it back.

use chrono::Duration;
use nakodo::desk::{self, KeyRequest, Submitter};
use nakodo::identity::Role;
use nakodo::ids::HelpRequestId;
use nakodo::intake::HelpRequestState;
use nakodo::matching::Rule;
use serde_json::json;

use crate::harness::people::help_request_from;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    whoever_pauses_is_not_asked_until_the_day_that_was_named,
    a_pause_ends_with_one_press_from_the_same_link_or_from_its_letter,
    declining_with_a_day_pauses_everything_or_the_same_work,
    not_this_kind_of_work_parks_these_menus_for_sixty_days,
    a_pause_by_the_key_of_the_api_is_the_persons_own,
    a_pause_needs_a_day_from_tomorrow_on_and_keeps_what_was_typed,
    a_used_value_does_not_pause_again,
    open_offers_stay_open_in_a_pause,
    whoever_ends_a_pause_serves_a_help_request_that_waits,
    pages_of_pauses_look_alike_where_there_are_none,
];

async fn ask(world: &World) -> HelpRequestId {
    // Letters are in the order of their milliseconds.
    world.app.desk.clock.advance(Duration::seconds(1));
    let id = world.submit(help_request_from(world.app.desk.clock.today()), Submitter::Operator).await.id;
    world.settle().await;
    id
}

async fn asked(world: &World, id: HelpRequestId) -> Vec<String> {
    let mut names: Vec<String> = world.offers_of(id).await.into_iter().map(|offer| offer.display_name).collect();
    names.sort();
    names
}

async fn whoever_pauses_is_not_asked_until_the_day_that_was_named(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let person = world.enrol(|_| {}).await;
    world.enrol(|_| {}).await;
    ask(&world).await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/").replace("/offers/", "/pauses/");
    assert!(served.client.get(&link).await.body.contains("いまはお休みしていません"));
    let done = served.client.press(&link, "", &[("again_on", "2026-12-01")]).await;
    assert!(done.status == 200 && done.body.contains("12月1日"), "{}", done.body);
    let page = served.client.get(&link).await;
    assert!(page.body.contains("12月1日") && page.body.contains("お休みを終える") && page.body.len() < 20_000, "{}", page.body);
    let id = ask(&world).await;
    assert_eq!(asked(&world, id).await, ["S2"]);
    let why = desk::explain_absence(&world.app.desk, id, person, Role::Operator).await.unwrap();
    assert_eq!(why.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::Paused]);
    world.wait(Duration::days(7) - Duration::hours(10) - Duration::seconds(10)).await;
    let id = ask(&world).await;
    assert_eq!(asked(&world, id).await, ["S2"], "shortly before midnight in Japan");
    world.wait(Duration::seconds(10)).await;
    let id = ask(&world).await;
    assert_eq!(asked(&world, id).await, ["S1", "S2"]);
}

async fn a_pause_ends_with_one_press_from_the_same_link_or_from_its_letter(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    ask(&world).await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/").replace("/offers/", "/pauses/");
    for from_letter in [false, true] {
        world.app.desk.clock.advance(Duration::seconds(1));
        assert_eq!(served.client.press(&link, "", &[("again_on", "2027-01-12")]).await.status, 200);
        world.settle().await;
        let id = ask(&world).await;
        assert!(asked(&world, id).await.is_empty());
        let letter = world.letter("s1@example.jp", "offers_paused");
        let way_back = if from_letter { letter.link("/pauses/") } else { link.clone() };
        assert_eq!(served.client.get(&way_back).await.body.contains("この日まで休む"), !from_letter);
        let ended = served.client.press(&way_back, "end", &[]).await;
        assert!(ended.status == 200 && ended.body.contains("お休みを終えました"), "{}", ended.body);
        assert_eq!(served.client.press(&way_back, "end", &[]).await.status, 200, "done already");
        let id = ask(&world).await;
        assert_eq!(asked(&world, id).await, ["S1"]);
    }
}

async fn declining_with_a_day_pauses_everything_or_the_same_work(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for _ in 0..3 {
        world
            .enrol(|profile| {
                let other = profile.menus[0].clone();
                profile.menus.push(other);
                profile.menus[1].menu = "staff-training".into();
            })
            .await;
    }
    ask(&world).await;
    for (number, what) in [(1, "menus"), (2, "all")] {
        let link = world.letter(&format!("s{number}@example.jp"), "offer").link("/offers/");
        let typed = [("reason", "no-time"), ("not_before", what), ("again_on", "2026-12-10")];
        assert_eq!(served.client.press(&link, "decline", &typed).await.status, 200);
    }
    let same = ask(&world).await;
    assert_eq!(asked(&world, same).await, ["S3"]);
    let mut form = help_request_from(world.app.desk.clock.today());
    form.need.menus = vec!["staff-training".into()];
    let other = world.submit(form, Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(asked(&world, other).await, ["S1", "S3"]);
    assert_eq!(world.letters_to("s1@example.jp").iter().filter(|mail| mail.kind == "offers_paused").count(), 0);
    assert_eq!(world.letters_to("s2@example.jp").iter().filter(|mail| mail.kind == "offers_paused").count(), 1);
}

async fn not_this_kind_of_work_parks_these_menus_for_sixty_days(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let person = world.enrol(|_| {}).await;
    world.enrol(|_| {}).await;
    ask(&world).await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let done = served.client.press(&link, "decline", &[("reason", "not-this-work")]).await;
    assert!(done.status == 200 && done.body.contains("60 日のあいだ"), "{}", done.body);
    let page = served.client.get(&link.replace("/offers/", "/pauses/")).await.body;
    assert!(page.contains("2027年1月23日") && page.contains("パソコン・データの基本点検"), "{page}");
    let id = ask(&world).await;
    assert_eq!(asked(&world, id).await, ["S2"]);
    let why = desk::explain_absence(&world.app.desk, id, person, Role::Operator).await.unwrap();
    assert_eq!(why.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::Parked]);
    world.wait(Duration::days(59)).await;
    let id = ask(&world).await;
    assert_eq!(asked(&world, id).await, ["S2"]);
    world.wait(Duration::days(1)).await;
    let id = ask(&world).await;
    assert_eq!(asked(&world, id).await, ["S1", "S2"]);
}

async fn a_pause_by_the_key_of_the_api_is_the_persons_own(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (one, other) = (world.enrol(|_| {}).await, world.enrol(|_| {}).await);
    let own = served.client.with_key(&world.key(KeyRequest::Specialist("000001".into())).await.token.reveal());
    let place = |id| format!("/api/v1/specialists/{id}");
    let pause = json!({ "again_on": "2027-01-12" });
    assert_eq!(own.post(&format!("{}/pause", place(other)), &pause).await.status, 404);
    assert_eq!(own.post(&format!("{}/resume", place(other)), &json!({})).await.status, 404);
    assert_eq!(served.client.post(&format!("{}/pause", place(one)), &pause).await.status, 401);
    let refused = own.post(&format!("{}/pause", place(one)), &json!({ "again_on": "2026-11-24" })).await;
    assert_eq!((refused.status, refused.mistakes()), (422, vec![("/again_on".to_owned(), "not-after-today".to_owned())]));
    let paused = own.post(&format!("{}/pause", place(one)), &pause).await;
    assert_eq!((paused.status, paused.json()), (200, json!({ "all": "2027-01-12", "menus": {} })));
    assert_eq!(own.get(&place(one)).await.json()["pauses"]["all"], json!("2027-01-12"));
    let changed = own.patch(&place(one), &json!({ "hours_per_week": 5 })).await;
    assert_eq!(changed.json()["pauses"]["all"], json!("2027-01-12"), "a change of the profile is no end of the pause: {}", changed.body);
    let id = ask(&world).await;
    assert_eq!(asked(&world, id).await, ["S2"]);
    assert_eq!(own.post(&format!("{}/resume", place(one)), &json!({})).await.json(), json!({ "all": null, "menus": {} }));
    let id = ask(&world).await;
    assert_eq!(asked(&world, id).await, ["S1", "S2"]);
}

async fn a_pause_needs_a_day_from_tomorrow_on_and_keeps_what_was_typed(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = ask(&world).await;
    let offer = world.letter("s1@example.jp", "offer").link("/offers/");
    let pauses = offer.replace("/offers/", "/pauses/");
    for day in ["", "2026-11-24", "2027-11-26", "soon"] {
        let refused = served.client.press(&pauses, "", &[("again_on", day)]).await;
        assert!(refused.status == 422 && refused.body.contains("class=\"mistake\""), "{day}: {}", refused.body);
        assert!(refused.body.contains(&format!("required value=\"{day}\"")), "{}", refused.body);
    }
    let typed = [("reason", "no-time"), ("not_before", "all"), ("again_on", "2026-11-24"), ("text", "来月なら")];
    let refused = served.client.press(&offer, "decline", &typed).await;
    assert!(refused.status == 422 && refused.body.contains("明日以降の日付を選んでください"), "{}", refused.body);
    for kept in ["value=\"all\" checked", "value=\"2026-11-24\"", "来月なら", "value=\"no-time\" required checked"] {
        assert!(refused.body.contains(kept), "{kept} is lost in {}", refused.body);
    }
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
}

async fn a_used_value_does_not_pause_again(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    ask(&world).await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/").replace("/offers/", "/pauses/");
    let value = served.client.read(&link).await["values"]["pause"].as_str().expect("a value").to_owned();
    let pause = async |day: &str| served.client.post_form(&link, &[("value", value.as_str()), ("again_on", day)]).await;
    assert_eq!(pause("2027-01-12").await.status, 200);
    assert_eq!(pause("2027-01-12").await.status, 200, "pressed twice");
    let again = pause("2027-03-01").await;
    assert!(again.status == 409 && again.body.contains("すでに一度押されています"), "{}", again.body);
    assert_eq!(served.client.read(&link).await["pauses"]["all"], json!("2027-01-12"));
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").iter().filter(|mail| mail.kind == "offers_paused").count(), 1);
}

async fn open_offers_stay_open_in_a_pause(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = ask(&world).await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    served.client.press(&link.replace("/offers/", "/pauses/"), "", &[("again_on", "2027-01-12")]).await;
    assert_eq!(served.client.press(&link, "accept", &[]).await.status, 200);
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
}

async fn whoever_ends_a_pause_serves_a_help_request_that_waits(mode: Mode) {
    let world = World::new(mode).await;
    let (first, _) = (world.enrol(|_| {}).await, world.enrol(|profile| profile.max_engagements = Some(1)).await);
    desk::pause_specialist(&world.app.desk, first, nakodo::active_list::PauseForm { again_on: "2027-01-12".into() }).await.unwrap();
    ask(&world).await;
    world.accept("s2@example.jp").await;
    world.settle().await;
    let id = ask(&world).await;
    assert!(asked(&world, id).await.is_empty() && world.state_of(id).await == HelpRequestState::Open, "it waits for the second");
    desk::resume_specialist(&world.app.desk, first).await.unwrap();
    world.settle().await;
    assert_eq!(asked(&world, id).await, ["S1"]);
}

async fn pages_of_pauses_look_alike_where_there_are_none(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    ask(&world).await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").token("/help-requests/status/").reveal();
    let mut told = Vec::new();
    for token in [nakodo::ids::Ids::Random.token().reveal(), status, "short".to_owned()] {
        for path in [format!("/pauses/{token}"), format!("/pauses/{token}/end")] {
            let pressed = served.client.post_form(&path, &[("again_on", "2027-01-12")]).await;
            told.push((pressed.status, pressed.body));
        }
        let looked = served.client.get(&format!("/pauses/{token}")).await;
        told.push((looked.status, looked.body));
    }
    told.dedup();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, 404);
}
