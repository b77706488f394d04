//! What the register leaves open is decided by two, and nobody carries the title whom it does not know.

use nakodo::active_list::ConsentForm;
use nakodo::desk::{Acceptance, KeyRequest, RoleRequest, Submitter};
use nakodo::ids::SpecialistId;
use nakodo::registry::{RegisterFinding, names_title};
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::register::{file, squeezed};
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    who_proposes_cannot_decide_and_a_second_operator_can,
    what_is_confirmed_is_what_was_proposed_last,
    two_operators_suspend_and_only_the_register_or_two_operators_lift_it,
    a_snapshot_is_read_over_the_api,
    whoever_is_not_verified_carries_no_title_on_any_page_letter_or_answer,
];

async fn operators(world: &World, served: &Served) -> [Client; 2] {
    let [one, other] = [world.key(KeyRequest::Operator).await, world.key(KeyRequest::Operator).await];
    [one, other].map(|key| served.client.with_key(&key.token.reveal()))
}

/// Somebody of whom the register says another name, and the path of the case.
async fn in_doubt(world: &World, operator: &Client) -> (SpecialistId, String) {
    let person = world.enrol(|profile| profile.name = "髙橋 一郎".into()).await;
    world.read_register(&file(1, &[]), "2026-11-20").await;
    let cases = operator.get("/api/v1/registry/cases").await.json();
    let case = &cases[0];
    assert_eq!((&case["finding"], &case["name"], &case["suspended"]), (&json!("name_mismatch"), &json!("髙橋 一郎"), &json!(false)));
    (person, format!("/api/v1/registry/cases/{}", case["id"].as_str().expect("an id")))
}

fn decision(what: &str) -> Value {
    json!({ "decision": what })
}

async fn who_proposes_cannot_decide_and_a_second_operator_can(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let [one, other] = operators(&world, &served).await;
    let (person, case) = in_doubt(&world, &one).await;
    assert_eq!(one.post(&format!("{case}/confirm"), &decision("release")).await.json()["code"], "changed-meanwhile", "nothing is proposed");
    assert_eq!(one.post(&format!("{case}/propose"), &decision("perhaps")).await.mistakes()[0].1, "not-one-of");
    let proposed = one.post(&format!("{case}/propose"), &decision("release")).await.json();
    assert_eq!((&proposed["proposal"], &proposed["closed"]), (&json!("release"), &json!(false)));
    let refused = one.post(&format!("{case}/confirm"), &decision("release")).await;
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("four-eyes")));
    assert!(!world.standing(person).await.is_verified(), "one is not enough");

    let decided = other.post(&format!("{case}/confirm"), &decision("release")).await.json();
    assert_eq!((&decided["outcome"], &decided["closed"]), (&json!("release"), &json!(true)));
    assert_eq!(decided["history"].as_array().map(Vec::len), Some(2));
    assert!(world.standing(person).await.is_verified());
    assert_eq!(other.post(&format!("{case}/confirm"), &decision("release")).await.status, 409, "it is over");
    assert_eq!(one.get("/api/v1/registry/cases").await.json(), json!([]));

    let acts: Vec<String> = one
        .get("/api/v1/audit?limit=200")
        .await
        .json()
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["act"].as_str().unwrap_or_default().to_owned())
        .collect();
    for act in ["release_proposed", "release_confirmed", "register_case_seen"] {
        assert!(acts.iter().any(|one| one == act), "{act} in {acts:?}");
    }
    world.read_register(&file(1, &[]), "2026-11-21").await;
    assert_eq!(world.standing(person).await.finding, Some(RegisterFinding::Vouched), "the same doubt does not come up again");
}

async fn what_is_confirmed_is_what_was_proposed_last(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let [one, other] = operators(&world, &served).await;
    let (person, case) = in_doubt(&world, &one).await;
    one.post(&format!("{case}/propose"), &decision("release")).await;
    other.post(&format!("{case}/propose"), &decision("suspend")).await;
    assert_eq!(one.post(&format!("{case}/confirm"), &decision("release")).await.status, 409, "that is not proposed any more");
    assert_eq!(other.post(&format!("{case}/confirm"), &decision("suspend")).await.json()["code"], "four-eyes");
    assert_eq!(one.post(&format!("{case}/confirm"), &decision("suspend")).await.status, 200);
    assert!(world.standing(person).await.suspended);
}

async fn two_operators_suspend_and_only_the_register_or_two_operators_lift_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let [one, other] = operators(&world, &served).await;
    let (person, case) = in_doubt(&world, &one).await;
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), 1, "a doubt alone stops no offers");
    one.post(&format!("{case}/propose"), &decision("suspend")).await;
    other.post(&format!("{case}/confirm"), &decision("suspend")).await;
    world.settle().await;
    assert_eq!(world.offers_of(id).await[0].state.code(), "withdrawn");
    assert!(squeezed(&world.letter("s1@example.jp", "registration_suspended").text).contains("運営の2名"));
    world.read_register(&file(1, &[]), "2026-11-21").await;
    assert!(world.standing(person).await.suspended, "the same doubt lifts nothing");
    assert_eq!(one.get("/api/v1/registry").await.json()["suspended"], 1);
    world.read_register(&file(1, &[]).replace("佐藤 1", "髙橋一郎"), "2026-11-22").await;
    assert!(world.standing(person).await.is_verified());
}

async fn a_snapshot_is_read_over_the_api(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let [operator, _] = operators(&world, &served).await;
    let person = world.enrol(|_| {}).await;
    let post = async |query: &str, rows: &str| {
        operator.post_raw(&format!("/api/v1/registry/snapshots?{query}"), "text/csv", rows.to_owned()).await
    };
    let told = post("as_of=2026-11-20", &file(1, &[(1, "失効")])).await.json();
    assert_eq!((&told["dry_run"], &told["suspended"], &told["passed_over"]), (&json!(true), &json!(1), &json!(["登録年月日"])));
    assert_eq!(world.standing(person).await.finding, None);
    let wrong = post("as_of=2026-11-20&dry_run=false", &format!("{}x,,佐藤,,\n", file(1, &[]))).await.json();
    assert_eq!((&wrong["dry_run"], &wrong["mistakes"][0]["line"]), (&json!(true), &json!(3)));
    assert_eq!(post("as_of=2026-11-20", "a,b\n").await.mistakes()[0].1, "sheet-columns-missing");
    assert_eq!(post("as_of=soon", &file(1, &[])).await.mistakes()[0], ("/as_of".to_owned(), "not-a-date".to_owned()));
    assert_eq!(post("as_of=2026-11-20&dry_run=false", &file(1, &[])).await.json()["findings"], json!({ "verified": 1 }));
    let view = operator.get(&format!("/api/v1/specialists/{person}")).await.json();
    assert_eq!(view["standing"], json!({ "finding": "verified", "as_of": "2026-11-20", "suspended": false }));
    assert_eq!(post("as_of=2026-11-19&dry_run=false", &file(1, &[])).await.mistakes()[0].1, "snapshot-older");
}

/// What a page says of whoever it is about. (Its foot says what nakodo is for, whoever is looked at.)
fn said(page: &str) -> &str {
    let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
    main.map_or(page, |(main, _)| main)
}

async fn whoever_is_not_verified_carries_no_title_on_any_page_letter_or_answer(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let public = ConsentForm { scope: "public-listing".into(), version: "2026-11".into(), given: true };
    let vain = |profile: &mut crate::harness::people::Profile| {
        profile.name = "登録セキスペ 佐藤".into();
        profile.display_name = Some("RISS S1".into());
        profile.qualifications = vec!["情報処理安全確保支援士".into(), "中小企業診断士".into()];
        profile.consents.push(public);
    };
    let person = world.enrol(vain).await;
    let org = world.support_org().await;
    let id = world.submit(help_request(), Submitter::SupportOrg(org)).await.id;
    world.settle().await;
    let broker = served.client.with_key(
        &world
            .key(KeyRequest::Broker(nakodo::brokering::SupportOrgForm {
                name: "岐阜県産業振興機構".into(),
                address: "shien@chamber.example.jp".into(),
                language: None,
            }))
            .await
            .token
            .reveal(),
    );
    let offer = served.client.get(&world.letter("s1@example.jp", "offer").link("/offers/")).await;
    assert!(!names_title(said(&offer.body)), "{}", offer.body);
    assert!(matches!(world.accept("s1@example.jp").await, Acceptance::Won(_)));
    world.settle().await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".to_owned())).await;
    world.settle().await;

    let check = |when: &str, may: bool, answers: &[(String, String)]| {
        let named: Vec<&str> = answers.iter().filter(|(_, body)| names_title(body)).map(|(what, _)| what.as_str()).collect();
        assert!(may != named.is_empty(), "{when}: {named:?}");
    };
    let everything = async || {
        let mut found: Vec<(String, String)> = Vec::new();
        for letter in world.letters().into_iter().filter(|letter| letter.kind != "people_asked" && letter.kind != "member_noted") {
            found.push((
                format!("letter {} to {:?}", letter.kind, letter.to),
                format!("{}\n{}\n{}", letter.subject, letter.text, letter.html),
            ));
        }
        let status = world.letter("soumu@seki-kinzoku.example.jp", "match_for_company").link("/help-requests/status/");
        let leave = world.letter("s1@example.jp", "match_for_specialist").link("/engagements/");
        for page in [status, leave] {
            let answer = served.client.get(&page).await;
            assert_eq!(answer.status, 200, "{page}");
            found.push((page, said(&answer.body).to_owned()));
        }
        for path in [
            format!("/api/v1/help-requests/{id}/offers"),
            format!("/api/v1/help-requests/{id}/candidates"),
            format!("/api/v1/help-requests/{id}/why-not/{person}"),
        ] {
            let answer = broker.get(&path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            found.push((path, answer.body));
        }
        let search = served.client.get("/api/v1/active-list?q=%E4%B8%AD%E5%B0%8F%E4%BC%81%E6%A5%AD%E8%A8%BA%E6%96%AD%E5%A3%AB").await;
        assert_eq!(search.json()["total"], 1, "{}", search.body);
        found.push(("search".to_owned(), search.body));
        found
    };
    check("never held against the register", false, &everything().await);
    let by_title = served
        .client
        .get("/api/v1/active-list?q=%E6%83%85%E5%A0%B1%E5%87%A6%E7%90%86%E5%AE%89%E5%85%A8%E7%A2%BA%E4%BF%9D%E6%94%AF%E6%8F%B4%E5%A3%AB")
        .await;
    assert_eq!(by_title.json()["total"], 0, "nor is anybody found by it");
    let match_letter = squeezed(&world.letter("soumu@seki-kinzoku.example.jp", "match_for_company").text);
    assert!(match_letter.contains("まだ確認できていません") && !match_letter.contains("000001"), "{match_letter}");

    world.read_register(&file(1, &[]).replace("佐藤 1", "登録セキスペ佐藤"), "2026-11-20").await;
    let found = everything().await;
    check("in the register", true, &found[found.len() - 1..]);
}
