//! Operators look at what people on the list write: one accepts, two hide, and whoever is hidden answers by changing the text.

use nakodo::active_list::ExperienceForm;
use nakodo::desk::{self, RoleRequest, Submitter};
use nakodo::identity::Role;
use nakodo::ids::SpecialistId;

use crate::console::{operator, world};
use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    what_is_new_or_changed_waits_and_is_accepted_by_one,
    two_hide_an_entry_its_person_hears_why_and_comes_back_by_changing_it,
    what_was_changed_meanwhile_is_not_decided,
    an_auditor_looks_and_decides_nothing,
    what_was_decided_is_exported_and_goes_with_the_person,
];

const BAD: &str = "必ず受注できます";
const REASON: &str = "成果を約束しています。";

/// Somebody who may be found by anybody, and the page on which operators look at the entry.
async fn written(world: &World) -> (SpecialistId, String) {
    let person = world.enrol(crate::search::public).await;
    (person, format!("/console/moderation/{person}"))
}

async fn other(world: &World, served: &Served) -> Client {
    world.invite("other@nakodo.example.jp", RoleRequest::Operator).await;
    signed_in(world, &served.client, "other@nakodo.example.jp").await
}

/// Changes what somebody has written.
async fn write(world: &World, person: SpecialistId, text: &'static str) {
    let change = move |now: &nakodo::active_list::Specialist| {
        let mut form = nakodo::active_list::SpecialistForm::of(now).expect("a form");
        let experience = ExperienceForm { role: "講師".into(), text: text.into(), ..form.experiences.remove(0) };
        form.experiences = vec![experience];
        Ok(form)
    };
    desk::change_specialist(&world.app.desk, person, None, change).await.expect("it is changed");
}

async fn press(client: &Client, page: &str, act: &str, typed: &[(&str, &str)]) -> Answer {
    let to = format!("{page}/{act}");
    let shown = client.get(page).await.body;
    let hidden = hidden_fields(&shown, &to);
    assert!(!hidden.is_empty(), "no form for {to}: {shown}");
    let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let all: Vec<(&str, &str)> = hidden.chain(typed.iter().copied()).collect();
    client.post_form(&to, &all).await
}

async fn found(served: &Served) -> u64 {
    served.client.get("/api/v1/active-list").await.json()["total"].as_u64().expect("a figure")
}

async fn what_is_new_or_changed_waits_and_is_accepted_by_one(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    assert!(operator.get("/console/moderation").await.body.contains("確認を待っている文章はありません"));
    let (person, page) = written(&world).await;
    assert_eq!(found(&served).await, 1, "whoever waits is shown meanwhile");
    assert!(operator.get("/console").await.body.contains("確認を待っている文章"));
    let shown = operator.get(&page).await;
    assert!(shown.status == 200 && shown.body.contains("町工場で") && shown.body.len() < 20_000, "{}", shown.body);
    let accepted = press(&operator, &page, "accept", &[]).await;
    assert_eq!(accepted.status, 303, "{}", accepted.body);
    assert!(operator.get(accepted.header("location")).await.body.contains("確認を待っている文章はありません"));
    write(&world, person, BAD).await;
    let shown = operator.get(&page).await.body;
    let told = shown.contains(&format!("<ins>講師\n{BAD}</ins>")) && shown.contains("<del>講師\n登録") && !shown.contains("中小企業診断士");
    assert!(told, "only what changed: {shown}");
    let same = |now: &nakodo::active_list::Specialist| Ok(nakodo::active_list::SpecialistForm::of(now).expect("a form"));
    press(&operator, &page, "accept", &[]).await;
    desk::change_specialist(&world.app.desk, person, None, same).await.expect("it is changed");
    assert!(operator.get("/console/moderation").await.body.contains("確認を待っている文章はありません"), "no word was changed");
}

async fn two_hide_an_entry_its_person_hears_why_and_comes_back_by_changing_it(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let one = operator(&world, &served).await;
    let other = other(&world, &served).await;
    let (person, page) = written(&world).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".to_owned())).await;
    let own = signed_in(&world, &served.client, "s1@example.jp").await;
    write(&world, person, BAD).await;
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    let empty = press(&one, &page, "hide", &[("reason", " ")]).await;
    assert!(empty.status == 422 && empty.body.contains("id=\"reason-mistake\""), "{}", empty.body);
    assert_eq!(press(&one, &page, "hide", &[("reason", REASON)]).await.status, 303);
    let shown = one.get(&page).await.body;
    assert!(shown.contains("提案したのはあなたです") && !shown.contains(&format!("{page}/confirm")), "{shown}");
    assert_eq!(found(&served).await, 1, "one is not enough");
    let confirmed = press(&other, &page, "confirm", &[]).await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    assert_eq!(found(&served).await, 0);
    let offer = world.offers_of(id).await.remove(0);
    assert_eq!(offer.state, nakodo::offers::OfferState::Withdrawn);
    let again = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(again).await.len(), 0, "nobody asks whoever is hidden");
    let letter = world.letter("s1@example.jp", "entry_reviewed");
    assert!(letter.text.contains(REASON) && letter.text.contains("/me"), "{}", letter.text);
    let page_of_own = own.get("/me").await.body;
    assert!(page_of_own.contains(REASON) && page_of_own.contains("お名前を隠しています"), "{page_of_own}");

    world.wait(chrono::Duration::minutes(1)).await;
    write(&world, person, "町工場で訓練を行いました").await;
    assert_eq!(found(&served).await, 0, "hidden until somebody has looked");
    let list = one.get("/console/moderation").await.body;
    assert!(list.contains("いまは隠れています"), "{list}");
    assert_eq!(press(&one, &page, "accept", &[]).await.status, 303);
    assert_eq!(found(&served).await, 1);
    world.settle().await;
    let shown_again = world.letters_to("s1@example.jp").into_iter().filter(|letter| letter.kind == "entry_reviewed").count();
    assert_eq!(shown_again, 2, "that the entry is shown again is told, too");
    let filter = desk::AuditFilter { what: Some(person.to_string()), ..desk::AuditFilter::default() };
    let acts: Vec<String> =
        desk::show_audit_log(&world.app.desk, filter, 100).await.expect("the log").into_iter().map(|(entry, _)| entry.act).collect();
    for act in ["hiding_proposed", "entry_hidden", "entry_accepted"] {
        assert!(acts.iter().any(|one| one == act), "{act}: {acts:?}");
    }
}

async fn what_was_changed_meanwhile_is_not_decided(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let one = operator(&world, &served).await;
    let other = other(&world, &served).await;
    let (person, page) = written(&world).await;
    let hidden = hidden_fields(&one.get(&page).await.body, &format!("{page}/accept"));
    write(&world, person, BAD).await;
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(one.post_form(&format!("{page}/accept"), &fields).await.status, 409, "nobody accepts what was not shown");
    assert_eq!(press(&one, &page, "hide", &[("reason", REASON)]).await.status, 303);
    write(&world, person, "町工場で訓練を行いました").await;
    assert!(!other.get(&page).await.body.contains(&format!("{page}/confirm")), "what was proposed was about other texts");
    assert_eq!(one.post_form(&format!("{page}/accept"), &[("version", "1")]).await.status, 403, "no press on a page of ours");
    assert_eq!(one.get("/console/moderation/nothing").await.status, 404);
}

async fn an_auditor_looks_and_decides_nothing(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, page) = written(&world).await;
    world.invite("kansa@nakodo.example.jp", RoleRequest::Auditor).await;
    let auditor = signed_in(&world, &served.client, "kansa@nakodo.example.jp").await;
    let shown = auditor.get(&page).await;
    assert!(shown.status == 200 && !shown.body.contains("<form"), "{}", shown.body);
    for act in ["accept", "hide", "confirm"] {
        assert_eq!(auditor.post_form(&format!("{page}/{act}"), &[("version", "1")]).await.status, 403, "{act}");
    }
}

async fn what_was_decided_is_exported_and_goes_with_the_person(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (one, other) = (operator(&world, &served).await, other(&world, &served).await);
    let (person, page) = written(&world).await;
    assert_eq!(press(&one, &page, "accept", &[]).await.status, 303);
    write(&world, person, BAD).await;
    assert_eq!(press(&one, &page, "hide", &[("reason", REASON)]).await.status, 303);
    assert_eq!(press(&other, &page, "confirm", &[]).await.status, 303);
    let review = desk::export_specialist(&world.app.desk, person, Role::Specialist(person)).await.expect("an export").review;
    let review = review.expect("somebody has looked");
    assert_eq!((review.reason.as_deref(), review.hidden, review.waiting_since), (Some(REASON), true, None));
    assert!(review.accepted.is_some_and(|texts| texts.experiences[0].contains("町工場で")));
    let form = serde_json::from_value(serde_json::json!({ "confirm": person.to_string() })).expect("a form");
    desk::erase_specialist(&world.app.desk, person, Role::Specialist(person), form).await.expect("erased");
    let kept = world.app.desk.store.read(move |tx| tx.find_review(person)).await.expect("the store answers");
    assert_eq!(kept, None, "nothing is kept of whoever is erased");
}
