//! When something has happened already: where to call comes first.

use nakodo::desk::Submitter;

use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![the_form_of_an_incident_begins_with_the_help_desks, pages_and_letters_about_an_incident_begin_with_the_help_desks];

/// Whether the telephone number of the police stands in a page before its form, or before the first fact.
fn begins_with_help_desks(page: &str, before: &str) -> bool {
    let at = |what: &str| page.find(what);
    at("tel:%239110").is_some_and(|desk| at(before).is_some_and(|other| desk < other))
}

async fn the_form_of_an_incident_begins_with_the_help_desks(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let client = &served.client;
    let plain = client.get("/help-requests/new").await.body;
    assert!(!plain.contains("9110"), "{plain}");
    assert!(plain.contains("/help-requests/new?urgency=incident&amp;lang=ja"), "the way there is shown: {plain}");
    let incident = client.get("/help-requests/new?urgency=incident").await.body;
    assert!(begins_with_help_desks(&incident, "<form"), "{incident}");
    assert!(incident.contains("value=\"incident\" checked"), "{incident}");
    let english = client.get("/help-requests/new?urgency=incident&lang=en").await.body;
    assert!(english.contains("If something has happened already") && english.contains("Police consultation line"), "{english}");
    let refused = client.post_form("/help-requests", &[("/need/urgency", "incident")]).await;
    assert_eq!(refused.status, 422);
    assert!(begins_with_help_desks(&refused.body, "<form"), "{}", refused.body);
    let nonsense = client.get("/help-requests/new?urgency=%22%3E&urgency=incident").await;
    assert_eq!((nonsense.status, nonsense.body.contains("9110")), (200, false));
}

async fn pages_and_letters_about_an_incident_begin_with_the_help_desks(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let client = &served.client;
    world.enrol(|_| {}).await;
    let mut form = help_request();
    form.need.urgency = Some("incident".into());
    world.submit(form, Submitter::Company).await;
    world.settle().await;
    let letter = world.letter("soumu@seki-kinzoku.example.jp", "confirm_help_request");
    assert!(letter.text.contains("#9110") && letter.text.contains("cs-support@ipa.go.jp"), "{}", letter.text);
    let confirm = letter.link("/help-requests/confirm/");
    let page = client.get(&confirm).await.body;
    assert!(begins_with_help_desks(&page, "<form"), "{page}");
    assert_eq!(client.press(&confirm, "", &[]).await.status, 200);
    world.settle().await;
    let letter = world.letter("soumu@seki-kinzoku.example.jp", "people_asked");
    assert!(letter.text.contains("#9110"), "{}", letter.text);
    let page = client.get(&letter.link("/help-requests/status/")).await.body;
    assert!(begins_with_help_desks(&page, "<dl"), "{page}");
}
