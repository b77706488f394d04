//! In which frames somebody can work is said once, in the profile: the company reads it before it chooses, and terms begin with it.

use nakodo::desk::{self, RoleRequest};

use crate::harness::signing_in::signed_in;
use crate::harness::web::{Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    somebody_says_in_which_frames_they_work_and_which_comes_first,
    a_company_that_chooses_reads_the_frames_and_nobody_else_does,
    terms_begin_with_the_frame_of_the_specialist,
    terms_begin_with_the_first_frame_of_all_where_nothing_is_said,
    an_unknown_frame_is_refused_at_its_place,
];

async fn frames_of(world: &World, id: nakodo::ids::SpecialistId) -> Vec<String> {
    desk::view_specialist(&world.app.desk, id).await.expect("somebody").specialist.conditions.frames
}

async fn somebody_says_in_which_frames_they_work_and_which_comes_first(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let id = world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".to_owned())).await;
    let own = signed_in(&world, &served.client, "s1@example.jp").await;
    assert!(own.get("/me").await.body.contains("契約の形"));
    let save = async |chosen: &[&str], first: &str| {
        let page = own.get("/me/profile/frames").await.body;
        let hidden = hidden_fields(&page, "/me/profile/frames");
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend(chosen.iter().map(|code| ("/conditions/frames", *code)));
        fields.push(("/conditions/frames/first", first));
        own.post_form("/me/profile/frames", &fields).await
    };
    assert_eq!(save(&["individual", "employer"], "employer").await.status, 200);
    assert_eq!(frames_of(&world, id).await, ["employer", "individual"]);
    let page = own.get("/me/profile/frames").await.body;
    assert_eq!(page.matches(" checked").count() + page.matches(" selected").count(), 3, "both, and the one to begin with: {page}");
    assert!(own.get("/me/preview").await.body.contains("専門家の所属先との契約"));
    // Whoever chooses one to begin with can do it, ticked or not.
    assert_eq!(save(&["individual"], "honorarium").await.status, 200);
    assert_eq!(frames_of(&world, id).await, ["honorarium", "individual"]);
    let wrong = save(&["salary"], "").await;
    assert!(wrong.status == 422 && wrong.body.contains("href=\"#/conditions/frames\""), "{}", wrong.body);
    assert_eq!(save(&[], "").await.status, 200);
    assert!(frames_of(&world, id).await.is_empty());
}

async fn a_company_that_chooses_reads_the_frames_and_nobody_else_does(mode: Mode) {
    let world = World::choosing(mode).await;
    let served = Served::open(&world);
    let id = world
        .enrol(|profile| {
            crate::search::public(profile);
            profile.conditions.frames = vec!["dispatch".into(), "honorarium".into()];
        })
        .await;
    world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "choice_for_company").link("/help-requests/status/");
    let page = served.client.get(&format!("{status}?lang=ja")).await.body;
    assert!(page.contains("お受けできる契約の形") && page.contains("支援機関からの派遣") && page.contains("謝金"), "{page}");
    let anybody = served.client.get(&format!("/specialists/{id}?lang=ja")).await;
    assert!(anybody.status == 200 && !anybody.body.contains("支援機関からの派遣"), "{}", anybody.body);
}

/// The frame with which the form of the terms begins, for the specialist of a new match.
async fn begun_with(world: &World) -> String {
    world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    let page = world.letter("s1@example.jp", "match_for_specialist").link("/engagements/");
    let token = nakodo::ids::Token::find(page.rsplit('/').next().unwrap_or_default()).expect("a token");
    desk::look_at_course(&world.app.desk, token).await.expect("a match").sheet.frame
}

async fn terms_begin_with_the_frame_of_the_specialist(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.conditions.frames = vec!["honorarium".into(), "individual".into()]).await;
    assert_eq!(begun_with(&world).await, "honorarium");
}

async fn terms_begin_with_the_first_frame_of_all_where_nothing_is_said(mode: Mode) {
    let mut world = World::new(mode).await;
    let first = |text: String| {
        let (head, frames) = text.split_once("[[frames]]").expect("frames");
        format!("{head}[[frames]]\ncode = \"retainer\"\nja = \"顧問契約\"\nen = \"Retainer\"\nfreelance = true\n\n[[frames]]{frames}")
    };
    let changed = std::sync::Arc::new(crate::harness::dated::catalogue_with("engagement", first));
    world.app.desk.catalogue = changed.clone();
    world.app.crew.desk.catalogue = changed;
    world.enrol(|_| {}).await;
    assert_eq!(begun_with(&world).await, "retainer");
}

async fn an_unknown_frame_is_refused_at_its_place(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(desk::KeyRequest::Operator).await.token.reveal());
    let mut form = serde_json::to_value(crate::harness::people::Profile::numbered(9).form()).expect("a document");
    form["conditions"]["frames"] = serde_json::json!(["individual", "salary"]);
    let refused = operator.post("/api/v1/specialists", &form).await;
    assert_eq!((refused.status, refused.mistakes().len()), (422, 1), "{}", refused.body);
    assert!(refused.mistakes()[0].0.starts_with("/conditions/frames"), "{}", refused.body);
    form["conditions"]["frames"] = serde_json::json!(["individual", "individual", "dispatch"]);
    let taken = operator.post("/api/v1/specialists", &form).await;
    assert_eq!(taken.status, 201, "{}", taken.body);
    let id = taken.json()["id"].as_str().expect("an id").to_owned();
    let read = operator.get(&format!("/api/v1/specialists/{id}")).await.json();
    assert_eq!(read["conditions"]["frames"], serde_json::json!(["individual", "dispatch"]), "each once: {read}");
}
