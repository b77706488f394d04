//! An instance may keep back what people write about themselves until an operator has accepted it; otherwise it is shown at once.

use nakodo::active_list::{ExperienceForm, SpecialistForm};
use nakodo::desk::{self, RoleRequest};
use nakodo::ids::SpecialistId;

use crate::console::operator;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    new_texts_are_seen_by_nobody_else_until_an_operator_accepts_them,
    changed_texts_are_kept_back_and_nothing_else_is,
    without_the_setting_texts_are_shown_at_once,
    a_company_that_chooses_and_one_that_is_matched_read_nothing_that_is_kept_back,
    whoever_changes_no_text_is_not_kept_back,
];

const WRITTEN: &str = "町工場で訓練を行いました";
const QUALIFIED: &str = "中小企業診断士";

async fn world(mode: Mode, before_listing: bool) -> World {
    World::with(mode, |raw| (raw.moderation.before_listing, raw.sessions.second_factor) = (before_listing, false)).await
}

/// Somebody whom anybody may find, with words of their own.
async fn written(world: &World) -> SpecialistId {
    world
        .enrol(|profile| {
            crate::search::public(profile);
            profile.display_name = Some("訓練のS1".into());
            profile.qualifications = vec![QUALIFIED.into()];
            profile.experiences = vec![ExperienceForm {
                industry: "E".into(),
                role: "講師".into(),
                from_year: Some(2020),
                text: WRITTEN.into(),
                ..ExperienceForm::default()
            }];
        })
        .await
}

/// All that anybody can read of the person: the page, and what a search by the person's own words finds.
async fn read_by_anybody(served: &Served, person: SpecialistId) -> String {
    let page = served.client.get(&format!("/specialists/{person}?lang=ja")).await;
    assert_eq!(page.status, 200, "the person is found all the same");
    let found = served.client.get("/api/v1/active-list?q=%E8%A8%93%E7%B7%B4").await;
    assert_eq!(found.status, 200);
    page.body + &found.json()["hits"].to_string()
}

async fn accept(operator: &Client, person: SpecialistId) {
    let page = format!("/console/moderation/{person}");
    let to = format!("{page}/accept");
    let hidden = hidden_fields(&operator.get(&page).await.body, &to);
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(operator.post_form(&to, &fields).await.status, 303);
}

async fn new_texts_are_seen_by_nobody_else_until_an_operator_accepts_them(mode: Mode) {
    let world = world(mode, true).await;
    let served = Served::open(&world);
    let person = written(&world).await;
    let seen = read_by_anybody(&served, person).await;
    for text in [WRITTEN, QUALIFIED, "訓練のS1", "講師"] {
        assert!(!seen.contains(text), "{text}: {seen}");
    }
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".to_owned())).await;
    let own = signed_in(&world, &served.client, "s1@example.jp").await;
    assert!(own.get("/me").await.body.contains("運営が確かめるまで"));
    assert!(!own.get("/me/preview").await.body.contains(WRITTEN), "the preview shows what others see");
    assert!(own.get("/me/experiences/0").await.body.contains(WRITTEN), "nothing typed is lost");
    let operator = operator(&world, &served).await;
    let page = operator.get(&format!("/console/moderation/{person}")).await.body;
    assert!(page.contains(WRITTEN) && page.contains("認めるまで"), "{page}");
    accept(&operator, person).await;
    let seen = read_by_anybody(&served, person).await;
    for text in [WRITTEN, QUALIFIED, "訓練のS1"] {
        assert!(seen.contains(text), "{text}: {seen}");
    }
    assert!(!own.get("/me").await.body.contains("運営が確かめるまで"));
}

async fn change(world: &World, person: SpecialistId, change: impl Fn(&mut SpecialistForm) + Send + 'static) {
    let changed = desk::change_specialist(&world.app.desk, person, None, move |now| {
        let mut form = SpecialistForm::of(now).expect("a form");
        change(&mut form);
        Ok(form)
    });
    changed.await.expect("it is changed");
}

async fn changed_texts_are_kept_back_and_nothing_else_is(mode: Mode) {
    let world = world(mode, true).await;
    let served = Served::open(&world);
    let person = written(&world).await;
    let operator = operator(&world, &served).await;
    accept(&operator, person).await;
    change(&world, person, |form| form.experiences[0].text = "必ず受注できます".into()).await;
    let seen = read_by_anybody(&served, person).await;
    assert!(!seen.contains("必ず受注できます") && !seen.contains(WRITTEN), "{seen}");
    let id = world.ask_for_help().await;
    assert_eq!(world.offers_of(id).await.len(), 1, "the person is asked as before");
    accept(&operator, person).await;
    assert!(read_by_anybody(&served, person).await.contains("必ず受注できます"), "accepted as it is");
}

async fn without_the_setting_texts_are_shown_at_once(mode: Mode) {
    let world = world(mode, false).await;
    let served = Served::open(&world);
    let person = written(&world).await;
    let seen = read_by_anybody(&served, person).await;
    assert!(seen.contains(WRITTEN) && seen.contains(QUALIFIED) && seen.contains("訓練のS1"), "{seen}");
    let operator = operator(&world, &served).await;
    assert!(!operator.get(&format!("/console/moderation/{person}")).await.body.contains("認めるまで"));
}

async fn a_company_that_chooses_and_one_that_is_matched_read_nothing_that_is_kept_back(mode: Mode) {
    let world = world(mode, true).await;
    let served = Served::open(&world);
    written(&world).await;
    world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    let letter = world.letter("soumu@seki-kinzoku.example.jp", "match_for_company");
    let status = served.client.get(&letter.link("/help-requests/status/")).await.body;
    let export = served.client.get(&format!("{}/export", letter.link("/help-requests/status/"))).await;
    assert_eq!(export.status, 200);
    for (place, text) in [("letter", &letter.text), ("page", &status), ("export", &export.body)] {
        assert!(!text.contains(QUALIFIED) && !text.contains(WRITTEN) && !text.contains("訓練のS1"), "{place}: {text}");
        assert!(place == "export" || text.contains("佐藤 1"), "the name is told at a match: {place}: {text}");
    }
}

async fn whoever_changes_no_text_is_not_kept_back(mode: Mode) {
    let world = world(mode, true).await;
    let served = Served::open(&world);
    let person = written(&world).await;
    accept(&operator(&world, &served).await, person).await;
    change(&world, person, |form| form.hours_per_week = Some(3)).await;
    assert!(read_by_anybody(&served, person).await.contains(WRITTEN));
}
