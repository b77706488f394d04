//! After the months of the rules nothing says any more who it was.

use chrono::{Duration, Months};
use nakodo::active_list::SpecialistForm;
use nakodo::desk::{self, AuditFilter, RoleRequest, Submitter};
use nakodo::identity::Role;
use nakodo::ids::{HelpRequestId, SpecialistId};
use nakodo::offers::DeclineForm;
use nakodo::store::StoreError;

use crate::harness::people::{COMPANY_SECRETS, Profile, help_request};
use crate::harness::{Mode, World, press, the_beginning};

in_both_modes![
    a_cancelled_help_request_says_after_six_months_no_more_who_it_was,
    a_help_request_that_goes_on_is_not_forgotten,
    a_specialist_who_withdrew_every_consent_is_forgotten_after_a_year,
    somebody_who_came_back_is_not_forgotten,
    looking_at_what_would_be_forgotten_forgets_nothing,
];

async fn months(world: &World, months: u32) {
    let until = the_beginning() + Months::new(months);
    world.wait(until - world.app.desk.clock.now()).await;
}

async fn cancelled(world: &World) -> HelpRequestId {
    for _ in 0..2 {
        world.enrol(|_| {}).await;
    }
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    let token = world.letter("s1@example.jp", "offer").token("/offers/");
    let form = DeclineForm { reason: "no-time".to_owned(), text: "夕顔の都合".to_owned() };
    press::decline_offer(&world.app.desk, token, form).await.unwrap();
    desk::cancel_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
    world.settle().await;
    id
}

async fn company(world: &World, id: HelpRequestId) -> String {
    serde_json::to_string(&desk::view_help_request(&world.app.desk, id, Role::Operator).await.unwrap().help_request).unwrap()
}

async fn a_cancelled_help_request_says_after_six_months_no_more_who_it_was(mode: Mode) {
    let world = World::new(mode).await;
    let id = cancelled(&world).await;
    let due = the_beginning() + Months::new(6);
    world.wait(due - Duration::hours(1) - world.app.desk.clock.now()).await;
    let known = COMPANY_SECRETS;
    let before = company(&world, id).await;
    assert!(known.iter().all(|text| before.contains(text)), "{before}");
    world.wait(Duration::hours(2)).await;
    let after = company(&world, id).await;
    assert!(known.iter().all(|text| !after.contains(text)), "{after}");
    let view = desk::view_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
    assert_eq!((view.help_request.company.prefecture.as_str(), view.state.code()), ("21", "cancelled"), "what came of it stays");
    assert_eq!(view.help_request.need.menus, help_request().need.menus);
    assert_eq!(world.offers_of(id).await.len(), 2, "who was asked stays");
    assert!(world.app.desk.store.recorded().get("help_request_forgotten") == Some(&1));
    world.wait(Duration::hours(1)).await;
    assert!(world.app.desk.store.recorded().get("help_request_forgotten") == Some(&1), "once");
    let rows = desk::show_audit_log(&world.app.desk, AuditFilter::default(), 10).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|(row, _)| (row.who.as_str(), row.act.as_str(), row.object.1.clone())).collect();
    assert_eq!(rows, [("machine", "help_request_forgotten", id.to_string())], "nobody can ask later who it was");
}

async fn a_help_request_that_goes_on_is_not_forgotten(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let matched = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    world.accept("s1@example.jp").await;
    months(&world, 119).await;
    assert!(company(&world, matched).await.contains("関金属工業"));
    months(&world, 121).await;
    assert!(!company(&world, matched).await.contains("関金属工業"), "ten years later");
}

async fn consent(world: &World, id: SpecialistId, given: bool) {
    let changed = desk::change_specialist(&world.app.desk, id, None, move |before| {
        let mut form: SpecialistForm = serde_json::from_value(serde_json::to_value(before).unwrap()).unwrap();
        form.consents.push(nakodo::active_list::ConsentForm { scope: "listing".into(), version: "2026-04".into(), given });
        Ok(form)
    });
    changed.await.unwrap();
    world.settle().await;
}

async fn profile(world: &World, id: SpecialistId) -> String {
    let found = world.app.desk.store.read(move |tx| tx.find_specialist(id)).await.map_err(|error: StoreError| error.to_string());
    serde_json::to_string(&found.unwrap().expect("the row stays").specialist).unwrap()
}

async fn a_specialist_who_withdrew_every_consent_is_forgotten_after_a_year(mode: Mode) {
    let world = World::new(mode).await;
    let id = world.enrol(|_| {}).await;
    let stays = world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".to_owned())).await;
    consent(&world, id, false).await;
    months(&world, 11).await;
    assert!(profile(&world, id).await.contains("佐藤 1"));
    months(&world, 13).await;
    let after = profile(&world, id).await;
    assert!(["佐藤 1", "S1\"", "000001", "s1@example.jp", "岐阜市"].iter().all(|text| !after.contains(text)), "{after}");
    assert!(profile(&world, stays).await.contains("佐藤 2"));
    let account = world.app.desk.store.read(|tx| tx.find_account_by_mailbox("s1@example.jp")).await;
    assert_eq!(account.map_err(|error: StoreError| error.to_string()).unwrap(), None);
    // The number is free again: the person may come back.
    let again = desk::enrol_specialist(&world.app.desk, Profile::numbered(1).form(), None).await.unwrap();
    assert_ne!(again.id, id);
}

async fn somebody_who_came_back_is_not_forgotten(mode: Mode) {
    let world = World::new(mode).await;
    let id = world.enrol(|_| {}).await;
    consent(&world, id, false).await;
    months(&world, 11).await;
    consent(&world, id, true).await;
    months(&world, 30).await;
    assert!(profile(&world, id).await.contains("佐藤 1"));
}

async fn looking_at_what_would_be_forgotten_forgets_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let id = cancelled(&world).await;
    let counts =
        async || desk::what_would_be_forgotten(&world.app.desk).await.unwrap().into_iter().map(|one| one.count).collect::<Vec<_>>();
    assert_eq!(counts().await, [0; 12]);
    world.app.desk.clock.advance(Duration::days(200));
    assert_eq!(counts().await, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert!(company(&world, id).await.contains("関金属工業"));
    assert_eq!(desk::forget_what_is_old(&world.app.desk).await.unwrap(), 1);
    assert_eq!(counts().await, [0; 12]);
}
