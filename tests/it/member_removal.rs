//! A member is taken off its organisation's list: nothing of it is left there, and nobody gets round a no by that.

use chrono::Duration;
use nakodo::desk::{self, AuditFilter, KeyRequest, Refusal};
use nakodo::identity::{Rank, Role};
use nakodo::intake::HelpRequestState;
use serde_json::{Value, json};

use crate::harness::people::{COMPANY_SECRETS, help_request};
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};
use crate::members::{COMPANY, added, ask, broker, clerk, noted, org, send};

in_both_modes![
    of_a_member_that_goes_nothing_is_left_on_the_list,
    a_member_stays_while_something_runs_that_was_asked_for_it,
    a_no_is_remembered_for_half_a_year_and_forgotten_after_one,
    a_letter_that_waits_does_not_leave_once_its_reader_is_gone,
    removing_at_the_moment_of_asking_ends_in_one_of_the_two,
    a_clerk_sees_what_goes_before_it_goes,
];

async fn removed(broker: &Client, place: &str) -> (u16, Value) {
    let answer = broker.delete(place).await;
    let said = if answer.body.is_empty() { Value::Null } else { answer.json()["code"].clone() };
    (answer.status, said)
}

async fn of_a_member_that_goes_nothing_is_left_on_the_list(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    noted(&broker, &place).await;
    let asked = ask(&broker, &place).await.1;
    let help_request = format!("/api/v1/help-requests/{}", asked["id"].as_str().expect("an id"));
    broker.post(&format!("{help_request}/cancel"), &json!({})).await;
    world.settle().await;
    let link = world.letter(COMPANY, "member_noted").link("/consents/");

    assert_eq!(removed(&broker, &place).await, (204, Value::Null));
    for (path, status) in [(place.as_str(), 404), (&help_request, 200), (&link, 404)] {
        assert_eq!(broker.get(path).await.status, status, "{path}");
    }
    assert_eq!(removed(&broker, &place).await, (404, json!("not-found")));
    let list = broker.get("/api/v1/members").await.body + &broker.get("/api/v1/members.csv").await.body;
    assert!(COMPANY_SECRETS.iter().all(|text| !list.contains(text)), "{list}");
    // Its number is free, and it is asked anew.
    let again = added(&broker, "A-1").await;
    assert_eq!(broker.get(&again).await.json()["standing"], "unasked");
    assert!(broker.get(&again).await.json().get("consents").is_none(), "what was said before is gone");
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 1_000).await.expect("the store answers");
    for act in ["member_added", "member_agreed_on_paper", "member_removed"] {
        assert!(rows.iter().any(|(row, _)| row.act == act && place.ends_with(&row.object.1)), "{act} stays in the audit log");
    }
}

async fn a_member_stays_while_something_runs_that_was_asked_for_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    noted(&broker, &place).await;
    let asked = ask(&broker, &place).await.1;
    assert_eq!(removed(&broker, &place).await, (409, json!("member-stays")));
    let cancel = format!("/api/v1/help-requests/{}/cancel", asked["id"].as_str().expect("an id"));
    assert_eq!(broker.post(&cancel, &json!({})).await.status, 200);
    assert_eq!(removed(&broker, &place).await.0, 204);
}

async fn a_no_is_remembered_for_half_a_year_and_forgotten_after_one(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let (early, late) = (added(&broker, "A-1").await, added(&broker, "A-2").await);
    for place in [&early, &late] {
        world.app.desk.clock.advance(Duration::seconds(1));
        broker.post(&format!("{place}/ask"), &json!({})).await;
        world.settle().await;
        let link = world.letter(COMPANY, "member_consent").link("/consents/");
        assert_eq!(served.client.press(&link, "object", &[]).await.status, 200);
        assert_eq!(broker.get(place).await.json()["standing"], "declined");
    }
    world.app.desk.clock.advance(Duration::days(179));
    assert_eq!(removed(&broker, &early).await, (409, json!("member-stays")), "or the same company could be added and asked again");
    world.app.desk.clock.advance(Duration::days(2));
    assert_eq!(removed(&broker, &early).await.0, 204);
    world.app.desk.clock.advance(Duration::days(180));
    assert_eq!(desk::forget_what_is_old(&world.app.desk).await.expect("the store answers"), 0);
    world.app.desk.clock.advance(Duration::days(6));
    assert_eq!(desk::forget_what_is_old(&world.app.desk).await.expect("the store answers"), 1);
    assert_eq!(broker.get(&late).await.status, 404);
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 1_000).await.expect("the store answers");
    assert!(rows.iter().any(|(row, _)| row.act == "member_forgotten" && row.reason.as_deref() == Some("config/retention")));
}

async fn a_letter_that_waits_does_not_leave_once_its_reader_is_gone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    assert_eq!(broker.post(&format!("{place}/ask"), &json!({})).await.status, 200);
    assert_eq!(removed(&broker, &place).await.0, 204);
    world.settle().await;
    assert_eq!(world.letters().len(), 0);
}

async fn removing_at_the_moment_of_asking_ends_in_one_of_the_two(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let key = world.key(KeyRequest::Broker(org())).await;
    let broker = served.client.with_key(&key.token.reveal());
    let Role::Broker(org, _) = key.role else { panic!("a broker") };
    let role = Role::Broker(org, Rank::Member);
    for number in 0..6 {
        let place = added(&broker, &format!("A-{number}")).await;
        noted(&broker, &place).await;
        let desk = &world.app.desk;
        let id = place.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let (asked, gone) =
            tokio::join!(desk::submit_for_member(desk, role, id, help_request().need, None), desk::remove_member(desk, role, id));
        match (asked, gone) {
            (Ok(asked), Err(Refusal::MemberStays)) => assert_eq!(world.state_of(asked.id).await, HelpRequestState::Open),
            (Err(Refusal::ConsentMissing), Ok(())) => assert_eq!(broker.get(&place).await.status, 404),
            (asked, gone) => panic!("{asked:?} and {gone:?}"),
        }
    }
}

async fn a_clerk_sees_what_goes_before_it_goes(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let broker = broker(&world, &served).await;
    let place = added(&broker, "A-1").await;
    let page = place.replace("/api/v1", "");
    let clerk = clerk(&world, &served).await;
    let removal = format!("{page}/remove");
    assert!(clerk.get(&page).await.body.contains(&removal), "the member's page leads there");
    for language in ["en", "ja"] {
        let shown = clerk.get(&format!("{removal}?lang={language}")).await;
        assert!(shown.status == 200 && shown.body.len() < 20_000 && shown.body.contains("関金属工業"), "{}", shown.body);
    }
    assert_eq!(clerk.post_form(&removal, &[]).await.status, 403, "a form that did not come from a page of this session");
    assert_eq!(clerk.get(&page).await.status, 200, "looking removes nothing");
    let gone = send(&clerk, &removal, &removal, &[]).await;
    assert_eq!(gone.status, 303, "{}", gone.body);
    let list = clerk.get(gone.header("location")).await.body;
    assert!(list.contains("会員の名簿から外しました") && !list.contains("関金属工業"), "{list}");

    let place = added(&broker, "A-2").await;
    noted(&broker, &place).await;
    ask(&broker, &place).await;
    let removal = clerk.get(&format!("{}/remove", place.replace("/api/v1", ""))).await.body;
    assert!(removal.contains("いまは外せません") && !removal.contains("<button class=\"button danger"), "{removal}");
}
