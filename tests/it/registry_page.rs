//! Operators see on a page what the register leaves open, and decide it in two.

use nakodo::desk::RoleRequest;
use nakodo::ids::SpecialistId;

use crate::harness::register::file;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};
use crate::members::send;

in_both_modes![
    one_operator_proposes_on_the_page_and_another_confirms,
    an_auditor_sees_the_cases_and_decides_none,
    without_a_register_the_page_says_what_is_missing,
];

async fn world(mode: Mode) -> World {
    World::with(mode, |raw| raw.sessions.second_factor = false).await
}

async fn reader(world: &World, served: &Served, address: &str, role: RoleRequest) -> Client {
    world.invite(address, role).await;
    signed_in(world, &served.client, address).await
}

/// Somebody of whom the register says another name, and the page of the case.
pub async fn in_doubt(world: &World, operator: &Client) -> (SpecialistId, String) {
    let person = world.enrol(|profile| profile.name = "髙橋 一郎".into()).await;
    world.read_register(&file(1, &[]), "2026-11-20").await;
    let list = operator.get("/registry").await;
    assert!(list.status == 200 && list.body.contains("髙橋 一郎") && list.body.contains("別の名前"), "{}", list.body);
    let id = list.body.split("href=\"/registry/").nth(1).and_then(|rest| rest.split('?').next()).expect("a case");
    (person, format!("/registry/{id}"))
}

async fn one_operator_proposes_on_the_page_and_another_confirms(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let one = reader(&world, &served, "one@nakodo.example.jp", RoleRequest::Operator).await;
    let other = reader(&world, &served, "other@nakodo.example.jp", RoleRequest::Operator).await;
    assert!(one.get("/account").await.body.contains("/registry?"), "an operator's account leads there");
    let (person, case) = in_doubt(&world, &one).await;
    for page in ["/registry", &case] {
        for language in ["en", "ja"] {
            let shown = one.get(&format!("{page}?lang={language}")).await;
            assert!(shown.status == 200 && shown.body.len() < 20_000 && !shown.body.contains("<script"), "{}", shown.body);
        }
    }
    assert_eq!(one.post_form(&format!("{case}/propose"), &[("decision", "release")]).await.status, 403, "no press on a page of ours");

    // The first form of the page proposes to release.
    let propose = format!("{case}/propose");
    let proposed = send(&one, &case, &propose, &[]).await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let shown = one.get(proposed.header("location")).await.body;
    assert!(shown.contains("提案したのはあなたです") && !shown.contains(&format!("{case}/confirm")), "{shown}");
    assert!(!world.standing(person).await.is_verified(), "one is not enough");

    let list = other.get("/registry").await.body;
    assert!(list.contains("2人目の確認待ち"), "{list}");
    let confirmed = send(&other, &case, &format!("{case}/confirm"), &[]).await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    let shown = other.get(confirmed.header("location")).await.body;
    assert!(shown.contains("ご本人と認めました") && !shown.contains("<input"), "{shown}");
    assert!(world.standing(person).await.is_verified());
    assert!(one.get("/registry").await.body.contains("確認が要る人はいません"));
}

async fn an_auditor_sees_the_cases_and_decides_none(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let auditor = reader(&world, &served, "kansa@nakodo.example.jp", RoleRequest::Auditor).await;
    let (_, case) = in_doubt(&world, &auditor).await;
    let shown = auditor.get(&case).await;
    assert!(shown.status == 200 && !shown.body.contains(&format!("{case}/propose")), "{}", shown.body);
    for act in ["propose", "confirm"] {
        assert_eq!(auditor.post_form(&format!("{case}/{act}"), &[("decision", "release")]).await.status, 403, "{act}");
    }
    let specialist = signed_in_as_specialist(&world, &served).await;
    for page in ["/registry", &case] {
        assert_eq!(specialist.get(page).await.status, 403, "{page}");
    }
}

async fn signed_in_as_specialist(world: &World, served: &Served) -> Client {
    world.enrol(|_| {}).await;
    reader(world, served, "s2@example.jp", RoleRequest::Specialist("000002".to_owned())).await
}

async fn without_a_register_the_page_says_what_is_missing(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let operator = reader(&world, &served, "one@nakodo.example.jp", RoleRequest::Operator).await;
    let shown = operator.get("/registry").await.body;
    assert!(shown.contains("まだ読み込んでいません") && shown.contains("確認が要る人はいません"), "{shown}");
    assert_eq!(operator.get("/registry/nothing").await.status, 404);
}
