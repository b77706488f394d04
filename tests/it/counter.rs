//! At the counter: a member is found by a part of its name, and its form begins as the organisation's last one.

use nakodo::brokering::{MemberForm, SupportOrgForm};
use nakodo::desk::{self, RoleRequest, Submitter};
use nakodo::identity::{Rank, Role};
use nakodo::ids::MemberId;

use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_part_of_the_name_or_number_finds_a_member_however_it_is_spelled,
    the_only_one_that_fits_leads_to_its_form_at_once,
    the_form_begins_as_the_last_one_of_the_organisation,
    members_of_another_organisation_are_not_found,
];

async fn clerk(world: &World, served: &Served, address: &str, name: &str) -> (Client, Role) {
    let form = SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None };
    let role = world.invite(address, RoleRequest::Broker(form, Rank::Member)).await.role;
    (signed_in(world, &served.client, address).await, role)
}

async fn world(mode: Mode) -> World {
    World::with(mode, |raw| raw.sessions.second_factor = false).await
}

/// A member that has not been asked yet.
async fn unasked(world: &World, role: Role, number: &str, name: &str) -> MemberId {
    let mut company = help_request().company;
    company.name = name.into();
    desk::add_member(&world.app.desk, role, MemberForm { number: number.into(), company }, None).await.expect("it is right")
}

async fn agreed(world: &World, role: Role, name: &str) -> MemberId {
    let Role::Broker(org, _) = role else { panic!("a broker") };
    let mut form = help_request();
    form.company.name = name.into();
    world.member(org, &form).await
}

fn percent(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn a_part_of_the_name_or_number_finds_a_member_however_it_is_spelled(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, role) = clerk(&world, &served, "tanto@chamber.example.jp", "関商工会議所").await;
    assert!(browser.get("/queue/new").await.body.contains("まだ会員が登録されていません"));
    let (one, other) = (agreed(&world, role, "ナガラ製作所").await, agreed(&world, role, "ナガラ運輸").await);
    let silent = unasked(&world, role, "Z-77", "イブキ食品").await;
    for typed in ["ながら", "ﾅｶﾞﾗ", "ナガラ"] {
        let page = browser.get(&format!("/queue/new?q={}", percent(typed))).await;
        assert_eq!(page.status, 200, "{typed}");
        for member in [one, other] {
            assert!(page.body.contains(&format!("/members/{member}/help-requests")), "{typed}: {}", page.body);
        }
        assert!(!page.body.contains(&silent.to_string()), "{typed}");
    }
    let by_number = browser.get("/queue/new?q=z-77").await.body;
    assert!(by_number.contains("先に同意をいただきます") && by_number.contains(&format!("/members/{silent}?")), "{by_number}");
    let nobody = browser.get("/queue/new?q=none").await;
    assert!(nobody.status == 200 && nobody.body.contains("見つかりません") && nobody.body.contains("/members/new"), "{}", nobody.body);
    for number in 0..30 {
        agreed(&world, role, &format!("関{number}工業")).await;
    }
    let many = browser.get(&format!("/queue/new?q={}", percent("関"))).await.body;
    assert!(many.contains("ほかにもあります") && many.len() < 20_000 && !many.contains("<script"), "{}", many.len());
}

async fn the_only_one_that_fits_leads_to_its_form_at_once(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, role) = clerk(&world, &served, "tanto@chamber.example.jp", "関商工会議所").await;
    let member = agreed(&world, role, "ナガラ製作所").await;
    agreed(&world, role, "イブキ食品").await;
    let found = browser.get(&format!("/queue/new?q={}", percent("製作 ながら"))).await;
    assert_eq!((found.status, found.header("location")), (303, format!("/members/{member}/help-requests?lang=ja").as_str()));
    let form = browser.get(found.header("location")).await.body;
    for text in ["岐阜県 関市", "製造業", "accesskey=\"s\"", "autofocus", "キーボード"] {
        assert!(form.contains(text), "{text}: {form}");
    }
}

async fn the_form_begins_as_the_last_one_of_the_organisation(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (browser, role) = clerk(&world, &served, "tanto@chamber.example.jp", "関商工会議所").await;
    let member = agreed(&world, role, "ナガラ製作所").await;
    let path = format!("/members/{member}/help-requests");
    let first = browser.get(&path).await.body;
    assert!(
        !first.contains("name=\"/need/menus\" value=\"first-consultation\" checked") && first.contains("value=\"2026-12-08\""),
        "{first}"
    );
    let Role::Broker(org, _) = role else { panic!("a broker") };
    let mut form = help_request();
    (form.need.menus, form.need.hours, form.need.budget_yen) = (vec!["first-consultation".into()], Some(3), Some(45_000));
    form.need.narrative = "前の会社の困りごと".into();
    world.submit(form, Submitter::SupportOrg(org)).await;
    let next = browser.get(&path).await.body;
    assert!(next.contains("value=\"first-consultation\" checked") && next.contains("value=\"45000\""), "{next}");
    assert!(!next.contains("前の会社の困りごと"), "what troubles one company is nothing of another's");
}

async fn members_of_another_organisation_are_not_found(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, role) = clerk(&world, &served, "tanto@chamber.example.jp", "関商工会議所").await;
    let (stranger, other) = clerk(&world, &served, "kokei@society.example.jp", "よその商工会").await;
    agreed(&world, role, "ナガラ製作所").await;
    agreed(&world, other, "イブキ食品").await;
    let page = stranger.get(&format!("/queue/new?q={}", percent("ナガラ"))).await;
    assert!(page.status == 200 && page.body.contains("見つかりません") && !page.body.contains("製作所"), "{}", page.body);
}
