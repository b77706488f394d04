//! Matching as people meet it: why, why not, what to change, and several help requests at once.

use chrono::Duration;
use nakodo::desk::{KeyRequest, Submitter};
use nakodo::ids::HelpRequestId;
use nakodo::intake::{HelpRequestForm, HelpRequestState};
use nakodo::values::CorporateNumber;
use serde_json::json;

use crate::harness::people::help_request;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    waiting_help_requests_share_people_so_that_nobody_goes_without,
    candidates_say_why_in_words,
    a_named_person_comes_with_every_rule_that_fails_and_both_values,
    who_did_not_consent_or_hides_does_not_exist_for_a_broker,
    too_few_people_come_with_what_to_change,
    a_month_later_somebody_busy_is_asked_again,
    hours_promised_to_one_company_are_not_promised_to_another,
    a_company_larger_than_the_law_allows_is_warned_and_served,
    the_operator_sees_which_rule_keeps_most_people_out,
];

fn with_key(served: &Served, key: &nakodo::desk::CreatedKey) -> Client {
    served.client.with_key(&key.token.reveal())
}

async fn operator(world: &World, served: &Served) -> Client {
    with_key(served, &world.key(KeyRequest::Operator).await)
}

/// Submits without letting the matcher work.
async fn wait_in_line(world: &World, change: impl FnOnce(&mut HelpRequestForm)) -> HelpRequestId {
    let mut form = help_request();
    change(&mut form);
    world.submit(form, Submitter::Operator).await.id
}

async fn asked(world: &World, id: HelpRequestId) -> Vec<String> {
    world.offers_of(id).await.into_iter().map(|offer| offer.display_name).collect()
}

/// S1 has an hour a week and comes to both companies; S2 to S4 come to the first one only.
async fn contested(world: &World) -> (HelpRequestId, HelpRequestId) {
    world.enrol(|profile| (profile.hours_per_week, profile.served_prefectures) = (Some(1), vec!["23".into()])).await;
    for _ in 0..3 {
        world.enrol(|profile| profile.served_prefectures.clear()).await;
    }
    let first = wait_in_line(world, |_| {}).await;
    let second = wait_in_line(world, |form| form.company.prefecture = "23".into()).await;
    (first, second)
}

async fn waiting_help_requests_share_people_so_that_nobody_goes_without(mode: Mode) {
    let world = World::new(mode).await;
    let (first, second) = contested(&world).await;
    world.settle().await;
    assert_eq!(asked(&world, second).await, ["S1"], "the only one who could help");
    let mut others = asked(&world, first).await;
    others.sort();
    assert_eq!(others, ["S2", "S3", "S4"]);
}

async fn candidates_say_why_in_words(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let id = wait_in_line(&world, |_| {}).await;
    world.enrol(|profile| profile.qualifications = vec!["中小企業診断士".into()]).await;
    let plain = operator.get(&format!("/api/v1/help-requests/{id}/candidates")).await.json();
    assert!(plain["candidates"][0].get("because").is_none());
    assert_eq!(plain["candidates"][0]["explanation"]["terms"].as_array().unwrap().len(), 11);
    let told = operator.get(&format!("/api/v1/help-requests/{id}/candidates?explain=true")).await.json();
    let because: Vec<&str> = told["candidates"][0]["because"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert_eq!((because.len(), because[0]), (11, "場所と移動: 100%（重み 15%）"));
    assert!(because.contains(&"似た仕事の経験: 分かりません"), "{because:?}");
}

async fn a_named_person_comes_with_every_rule_that_fails_and_both_values(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let id = wait_in_line(&world, |form| form.need.budget_yen = Some(20_000)).await;
    let employer = CorporateNumber::parse("7000012050002").unwrap().as_str().to_owned();
    let person = world
        .enrol(|profile| {
            profile.affiliation = "employed_side_job_ok".into();
            profile.conditions.employment.employer = Some(employer);
            profile.conditions.employment.permission = Some("granted".into());
            profile.conditions.employment.permission_until = Some("2026-11-30".into());
            profile.availability = vec!["sun-am".into()];
        })
        .await;
    let told = operator.get(&format!("/api/v1/help-requests/{id}/why-not/{person}")).await.json();
    let failing = |told: &serde_json::Value| -> Vec<(String, String, String)> {
        let text = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
        let rules = told["failing"].as_array().unwrap().iter();
        rules.map(|one| (text(one, "rule"), text(one, "specialist"), text(one, "help_request"))).collect()
    };
    let expected = [
        ("employer-permission", "2026年11月30日(月)", "2026年12月1日(火)"),
        ("conflict", "お伝えできません", "お伝えできません"),
        ("availability", "なし", "1"),
        ("budget", "30,000円", "20,000円"),
    ];
    assert_eq!(failing(&told), expected.map(|(rule, theirs, ours)| (rule.to_owned(), theirs.to_owned(), ours.to_owned())));
    assert_eq!((&told["may_be_asked"], &told["asked_before"]), (&json!(false), &json!(false)));
    assert_eq!(told["failing"][3]["sentence"], json!("予算が最低料金を下回らないこと"));
    let english = operator.get(&format!("/api/v1/help-requests/{id}/why-not/{person}?lang=en")).await.json();
    assert_eq!(failing(&english)[3], ("budget".into(), "¥30,000".into(), "¥20,000".into()));

    let fits = world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(5_000)).await;
    let told = operator.get(&format!("/api/v1/help-requests/{id}/why-not/{fits}")).await.json();
    assert_eq!((&told["may_be_asked"], &told["failing"]), (&json!(true), &json!([])));
    world.settle().await;
    let told = operator.get(&format!("/api/v1/help-requests/{id}/why-not/{fits}")).await.json();
    assert_eq!((&told["may_be_asked"], &told["asked_before"]), (&json!(false), &json!(true)));
}

async fn who_did_not_consent_or_hides_does_not_exist_for_a_broker(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let form = nakodo::brokering::SupportOrgForm { name: "商工会".into(), address: "shien@chamber.example.jp".into(), language: None };
    let broker = with_key(&served, &world.key(KeyRequest::Broker(form)).await);
    let place = broker.post("/api/v1/help-requests", &help_request()).await.header("location").to_owned();
    let silent = world.enrol(|profile| profile.consents.clear()).await;
    let hidden = world.enrol(|profile| profile.affiliation = "employed_hidden".into()).await;
    for person in [silent, hidden] {
        assert_eq!(broker.get(&format!("{place}/why-not/{person}")).await.status, 404);
        assert_eq!(operator.get(&format!("{place}/why-not/{person}")).await.status, 200);
    }
    assert_eq!(broker.get(&format!("{place}/why-not/nobody")).await.status, 404);
}

async fn too_few_people_come_with_what_to_change(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let id = wait_in_line(&world, |form| form.need.budget_yen = Some(20_000)).await;
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    world.enrol(|profile| (profile.base.prefecture, profile.menus[0].minimum_fee_yen) = ("01".into(), Some(1_000))).await;
    let told = operator.get(&format!("/api/v1/help-requests/{id}/relaxations")).await.json();
    assert_eq!((&told["people"], &told["wanted"]), (&json!(1), &json!(3)));
    let first = &told["relaxations"][0];
    assert_eq!(first["changes"], json!([{ "change": "raise-budget", "to_yen": 30_000 }]));
    assert_eq!((&first["people"], &first["sentences"]), (&json!(4), &json!(["予算を 30,000円 にする"])));
    assert!(first["best_score"].as_f64().unwrap() > 0.5);
    let english = operator.get(&format!("/api/v1/help-requests/{id}/relaxations?lang=en")).await.json();
    assert_eq!(english["relaxations"][0]["sentences"], json!(["Raise the budget to ¥30,000"]));

    let enough = wait_in_line(&world, |_| {}).await;
    let told = operator.get(&format!("/api/v1/help-requests/{enough}/relaxations")).await.json();
    assert_eq!((&told["people"], &told["relaxations"]), (&json!(3), &json!([])));
}

async fn a_month_later_somebody_busy_is_asked_again(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| (profile.max_engagements, profile.hours_per_week) = (Some(9), Some(40))).await;
    for _ in 0..2 {
        world.ask_for_help().await;
        world.accept("s1@example.jp").await;
        // Letters of one moment stand in no order.
        world.wait(Duration::minutes(1)).await;
    }
    let third = world.ask_for_help().await;
    assert!(asked(&world, third).await.is_empty(), "two engagements within 30 days are enough");
    world.wait(Duration::days(31)).await;
    let later = wait_in_line(&world, |form| form.need.start_on = "2027-01-12".into()).await;
    world.settle().await;
    assert_eq!(asked(&world, later).await, ["S1"]);
}

async fn hours_promised_to_one_company_are_not_promised_to_another(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.hours_per_week = Some(3)).await;
    let first = wait_in_line(&world, |form| form.need.hours = Some(8)).await;
    world.settle().await;
    let second = wait_in_line(&world, |form| form.need.hours = Some(8)).await;
    world.settle().await;
    assert_eq!((asked(&world, first).await.len(), asked(&world, second).await.len()), (1, 0), "two hours of three are spoken for");
}

async fn a_company_larger_than_the_law_allows_is_warned_and_served(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    world.enrol(|_| {}).await;
    let large = wait_in_line(&world, |form| (form.company.employees, form.company.capital_yen) = (Some(301), Some(300_000_001))).await;
    let small = wait_in_line(&world, |_| {}).await;
    let told = operator.get(&format!("/api/v1/help-requests/{large}")).await.json();
    assert_eq!(told["eligibility"]["is_warning"], json!(true));
    assert!(told["eligibility"]["ja"].as_str().unwrap().contains("300人以下"), "{told}");
    assert_eq!(operator.get(&format!("/api/v1/help-requests/{small}")).await.json()["eligibility"]["is_warning"], json!(false));
    world.settle().await;
    assert_eq!(world.state_of(large).await, HelpRequestState::Open, "a warning is no wall");
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/");
    let page = served.client.get(&status).await;
    assert!(page.body.contains("お声がけした理由"), "{}", page.body);
}

async fn the_operator_sees_which_rule_keeps_most_people_out(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for _ in 0..2 {
        world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(900_000)).await;
    }
    world.ask_for_help().await;
    let metrics = served.client.get("/metrics").await.body;
    assert!(metrics.contains(r#"nakodo_kept_out_total{rule="budget"} 2"#), "{metrics}");
    assert!(metrics.contains(r#"nakodo_kept_out_total{rule="region"} 0"#), "{metrics}");
}
