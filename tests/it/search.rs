//! The public search of the active list: who is found, who never is, and what an empty list says.

use nakodo::active_list::{ConsentForm, ExperienceForm};
use nakodo::desk::KeyRequest;
use serde_json::{Value, json};

use crate::harness::people::Profile;
use crate::harness::register;
use crate::harness::web::{Answer, Served};
use crate::harness::{Mode, World};

in_both_modes![
    whoever_was_enrolled_a_moment_before_is_found_without_a_key,
    withdrawing_either_word_of_consent_takes_one_out_at_once,
    whoever_may_not_be_found_by_anybody_is_neither_shown_nor_counted,
    a_registration_that_runs_out_overnight_is_not_found_in_the_morning,
    an_empty_list_names_the_filter_that_emptied_it,
    a_wrong_parameter_is_named_in_the_readers_language,
    a_search_is_counted_and_its_words_are_not,
    an_instance_that_starts_finds_who_was_enrolled_before,
];

/// Yes or no to one kind of use.
pub fn word(scope: &str, given: bool) -> ConsentForm {
    let version = if scope == "listing" { "2026-04" } else { "2026-11" };
    ConsentForm { scope: scope.into(), version: version.into(), given }
}

/// Somebody who may be found by anybody and has told of a drill.
pub fn public(profile: &mut Profile) {
    profile.consents.push(word("public-listing", true));
    profile.qualifications = vec!["中小企業診断士".into()];
    profile.experiences = vec![ExperienceForm {
        industry: "E".into(),
        role: "講師".into(),
        from_year: Some(2022),
        to_year: None,
        text: "登録ｾｷｽﾍﾟとして、町工場でだましメールの訓練を行いました。".into(),
        ..ExperienceForm::default()
    }];
}

/// A search with its parameters encoded.
async fn search(served: &Served, parameters: &[(&str, &str)]) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    served.client.get(&format!("/api/v1/active-list?{query}")).await
}

async fn names(served: &Served, parameters: &[(&str, &str)]) -> Vec<String> {
    let found = search(served, parameters).await;
    assert_eq!(found.status, 200, "{}", found.body);
    let found = found.json();
    let hits = found["hits"].as_array().cloned().unwrap_or_default();
    assert_eq!(found["total"], json!(hits.len()));
    hits.iter().map(|hit| hit["display_name"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn whoever_was_enrolled_a_moment_before_is_found_without_a_key(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    assert_eq!(names(&served, &[("q", "セキスペ")]).await, [""; 0]);
    let mut profile = Profile::numbered(1);
    public(&mut profile);
    assert_eq!(operator.post("/api/v1/specialists", &profile.form()).await.status, 201);
    assert_eq!(names(&served, &[("q", "セキスペ")]).await, [""; 0], "nobody has looked into the register yet");
    world.read_register(&register::file(9, &[]), "2026-11-01").await;
    for typed in ["セキスペ", "セキスぺ", "せきすぺ", "ｾｷｽﾍﾟ", "標的型メール訓練", "phishing drill", "岐阜 診断士", "製造業"]
    {
        assert_eq!(names(&served, &[("q", typed)]).await, ["S1"], "{typed}");
    }
    assert_eq!(names(&served, &[("prefecture", "13,23"), ("service", "mail-drill"), ("remote", "yes")]).await, ["S1"]);

    let found = search(&served, &[("q", "訓練")]).await;
    assert_eq!(found.header("cache-control"), "no-store");
    let hit = &found.json()["hits"][0];
    assert_eq!((&hit["menus"][0]["minimum_fee_yen"], &hit["menus"][0]["unit"]), (&json!(15_000), &json!("visit")));
    assert_eq!((&hit["base"]["prefecture"], &hit["last_confirmed"]), (&json!("21"), &json!("2026-11-01")));
    let marked: Vec<&Value> = hit["snippet"].as_array().unwrap().iter().filter(|part| part["matched"] == json!(true)).collect();
    assert_eq!(marked, [&json!({ "text": "訓練", "matched": true })]);
    assert_eq!(found.json()["facets"]["menu"], json!([{ "code": "basic-check", "people": 1 }]));
    for secret in ["佐藤 1", "s1@example.jp", "000001", "independent"] {
        assert!(!found.body.contains(secret), "{secret} in {}", found.body);
        let by_it = search(&served, &[("q", secret)]).await.json();
        assert_eq!(by_it["total"], json!(0), "{secret}");
    }
}

async fn withdrawing_either_word_of_consent_takes_one_out_at_once(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let id = world.enrol(public).await;
    world.read_register(&register::file(9, &[]), "2026-11-01").await;
    assert_eq!(names(&served, &[("q", "訓練")]).await, ["S1"]);
    for scope in ["public-listing", "listing"] {
        for (given, expected) in [(false, 0), (true, 1)] {
            let changed = operator.patch(&format!("/api/v1/specialists/{id}"), &json!({ "consents": [word(scope, given)] })).await;
            assert_eq!((changed.status, changed.json()["consents"].as_array().map(|all| all.len() > 2)), (200, Some(true)));
            for parameters in [&[("q", "訓練")][..], &[]] {
                assert_eq!(names(&served, parameters).await.len(), expected, "{scope} {given}");
            }
        }
    }
}

async fn whoever_may_not_be_found_by_anybody_is_neither_shown_nor_counted(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.enrol(|profile| profile.consents = vec![word("public-listing", true)]).await;
    let hidden = |profile: &mut Profile| {
        public(profile);
        profile.affiliation = "employed_hidden".into();
    };
    world.enrol(hidden).await;
    let lapsed = |profile: &mut Profile| {
        public(profile);
        profile.registration.status = Some("lapsed".into());
    };
    world.enrol(lapsed).await;
    let found = search(&served, &[]).await.json();
    assert_eq!((&found["total"], &found["hits"], &found["facets"]["prefecture"]), (&json!(0), &json!([]), &json!([])));
    assert_eq!(found["emptied_by"], json!([]));
}

async fn a_registration_that_runs_out_overnight_is_not_found_in_the_morning(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let last_day = |profile: &mut Profile| {
        public(profile);
        profile.registration.valid_until = "2026-11-24".into();
    };
    world.enrol(last_day).await;
    assert_eq!(names(&served, &[]).await, ["S1"]);
    world.app.desk.clock.advance(chrono::Duration::days(1));
    assert_eq!(names(&served, &[]).await, [""; 0]);
}

async fn an_empty_list_names_the_filter_that_emptied_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(public).await;
    world.enrol(public).await;
    world.read_register(&register::file(9, &[]), "2026-11-01").await;
    let empty = search(&served, &[("q", "訓練"), ("menu", "penetration-test"), ("prefecture", "21")]).await.json();
    assert_eq!(empty["emptied_by"], json!([{ "filter": "menu", "people": 2 }]));
    assert_eq!(empty["advice"], json!(["「支援メニュー」の条件をはずすと、2人が見つかります。"]));
    let english = search(&served, &[("q", "存在しない言葉"), ("lang", "en")]).await.json();
    assert_eq!(english["advice"], json!(["Leave out “words” to find 2 people."]));
    let several = search(&served, &[("q", "存在しない言葉"), ("prefecture", "47")]).await.json();
    assert_eq!((&several["emptied_by"], several["advice"].as_array().map(Vec::len)), (&json!([]), Some(1)));
}

async fn a_wrong_parameter_is_named_in_the_readers_language(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let refused =
        search(&served, &[("prefecture", "21,99"), ("menu", "no-such-menu"), ("remote", "perhaps"), ("limit", "0"), ("offset", "x")]).await;
    assert_eq!((refused.status, refused.header("content-type")), (422, "application/problem+json"));
    let expected = [
        ("/prefecture", "unknown-code"),
        ("/menu", "unknown-code"),
        ("/remote", "unknown-code"),
        ("/limit", "out-of-range"),
        ("/offset", "not-a-number"),
    ];
    assert_eq!(refused.mistakes(), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
    assert!(refused.body.contains("99"), "{}", refused.body);
    let long = search(&served, &[("q", &"長".repeat(201))]).await;
    assert_eq!((long.status, long.mistakes()), (422, vec![("/q".to_owned(), "too-long".to_owned())]));
    assert_eq!(search(&served, &[("prefecture", ""), ("remote", "no"), ("lang", "en")]).await.status, 200);
}

async fn a_search_is_counted_and_its_words_are_not(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(public).await;
    world.read_register(&register::file(9, &[]), "2026-11-01").await;
    search(&served, &[("q", "訓練")]).await;
    search(&served, &[("q", "himitsunokotoba")]).await;
    search(&served, &[("q", "himitsunokotoba"), ("prefecture", "47")]).await;
    let signals = served.client.get("/metrics").await.body;
    for line in
        ["nakodo_searches_total 3", "nakodo_searches_empty_total{filter=\"words\"} 1", "nakodo_searches_empty_total{filter=\"several\"} 1"]
    {
        assert!(signals.contains(line), "{line} in {signals}");
    }
    assert!(!signals.contains("himitsu"), "{signals}");
}

async fn an_instance_that_starts_finds_who_was_enrolled_before(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(public).await;
    world.read_register(&register::file(9, &[]), "2026-11-01").await;
    assert!(world.app.desk.search.is_empty(), "nobody has looked into the journal yet");
    nakodo::desk::fill_index(&world.app.desk).await.expect("the index fills");
    assert_eq!(world.app.desk.search.len(), 1);
    let served = Served::open(&world);
    assert_eq!(names(&served, &[("q", "だましメール")]).await, ["S1"]);
}
