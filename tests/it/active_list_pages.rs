//! The active list for anybody with a browser or a reader of feeds: searching, one person's page, and what never stands there.

use nakodo::active_list::{ConsentForm, ExperienceForm};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::harness::people::Profile;
use crate::harness::register;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    somebody_is_found_by_words_and_filters_and_the_address_can_be_passed_on,
    an_empty_page_says_which_filter_did_it_and_leads_to_the_rest,
    a_wrong_code_is_named_and_what_was_typed_stays,
    more_people_than_a_page_holds_are_leafed_through,
    the_page_of_a_person_says_what_the_consent_names_and_nothing_else,
    whoever_may_not_be_found_has_no_page_and_is_in_no_feed,
    a_hostile_name_breaks_neither_page_nor_feed,
    a_language_once_chosen_stays,
    somebody_looks_for_a_specialist_on_a_phone,
];

fn agreed(profile: &mut Profile) {
    profile.consents.push(ConsentForm { scope: "public-listing".into(), version: "2026-11".into(), given: true });
    profile.experiences = vec![ExperienceForm {
        industry: "E".into(),
        role: "講師".into(),
        from_year: Some(2022),
        to_year: None,
        text: "町工場でだましメールの訓練を行いました。".into(),
        ..ExperienceForm::default()
    }];
    profile.conditions.sells_products = Some(false);
}

/// `count` people who may be found, confirmed by the register.
async fn filled(mode: Mode, count: usize) -> (World, Served) {
    let world = World::new(mode).await;
    for _ in 0..count {
        world.enrol(agreed).await;
    }
    world.read_register(&register::file(99, &[]), "2026-11-01").await;
    let served = Served::open(&world);
    (world, served)
}

async fn page(client: &Client, parameters: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let answer = client.get(&format!("/specialists?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// Where the link leads whose words these are.
fn leads(body: &str, words: &str) -> String {
    let before = body.split(words).next().expect("the words are there");
    let link = before.rsplit("href=\"").next().and_then(|rest| rest.split('"').next()).expect("a link");
    link.replace("&#38;", "&").replace("&amp;", "&")
}

async fn somebody_is_found_by_words_and_filters_and_the_address_can_be_passed_on(mode: Mode) {
    let (_world, served) = filled(mode, 2).await;
    let stranger = served.client.stranger();
    let parameters =
        [("q", "メール訓練"), ("prefecture", "21"), ("menu", "basic-check"), ("service", ""), ("remote", "yes"), ("lang", "ja")];
    let found = page(&stranger, &parameters).await;
    assert!(found.contains("2人が見つかりました") && found.contains("<mark>だましメールの訓練</mark>"), "{found}");
    for selected in ["value=\"21\" selected>岐阜県 (2)", "value=\"basic-check\" selected>", "value=\"yes\" checked", "value=\"メール訓練\""]
    {
        assert!(found.contains(selected), "{selected} is not in {found}");
    }
    assert!(!found.contains("value=\"penetration-test\""), "what would find nobody is not offered");
    assert!(found.contains("content=\"index, follow\""), "search engines may read a list that anybody may read");
    // Each condition can be taken back by itself.
    let without = leads(&found, "条件「岐阜県」をはずす");
    assert!(without.starts_with("/specialists?") && !without.contains("prefecture=") && without.contains("menu=basic-check"), "{without}");
    let again = stranger.get(without.trim_end_matches("#found")).await.body;
    assert!(again.contains("2人が見つかりました"), "{again}");
}

async fn an_empty_page_says_which_filter_did_it_and_leads_to_the_rest(mode: Mode) {
    let (_world, served) = filled(mode, 1).await;
    let empty = page(&served.client.stranger(), &[("q", "訓練"), ("menu", "penetration-test"), ("prefecture", "21")]).await;
    assert!(empty.contains("0人が見つかりました"), "{empty}");
    let without = leads(&empty, "「支援メニュー」の条件をはずすと、1人が見つかります。");
    assert!(!without.contains("menu=") && without.contains("prefecture=21"), "{without}");
    let several = page(&served.client.stranger(), &[("q", "存在しない言葉"), ("prefecture", "47")]).await;
    assert!(several.contains("条件をひとつはずすだけでは見つかりません"), "{several}");
}

async fn a_wrong_code_is_named_and_what_was_typed_stays(mode: Mode) {
    let (_world, served) = filled(mode, 1).await;
    let wrong = served.client.stranger().get("/specialists?q=kunren&prefecture=99").await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("role=\"alert\"") && wrong.body.contains("99") && wrong.body.contains("value=\"kunren\""),
        "{}",
        wrong.body
    );
    let unknown = served.client.stranger().get("/specialists?prefektur=21").await;
    assert_eq!(unknown.status, 422, "a filter that is misspelled and passed over would show too much");
}

async fn more_people_than_a_page_holds_are_leafed_through(mode: Mode) {
    let (_world, served) = filled(mode, 21).await;
    let stranger = served.client.stranger();
    let first = page(&stranger, &[]).await;
    assert_eq!(first.matches("<article").count(), 20);
    assert!(!first.contains("前を見る"), "nothing stands before the first page");
    let later = leads(&first, ">次を見る");
    let second = stranger.get(later.trim_end_matches("#found")).await.body;
    assert_eq!(second.matches("<article").count(), 1);
    assert!(!second.contains("次を見る") && !leads(&second, ">前を見る").contains("offset"), "{second}");
}

async fn the_page_of_a_person_says_what_the_consent_names_and_nothing_else(mode: Mode) {
    let (world, served) = filled(mode, 0).await;
    let id = world
        .enrol(|profile| {
            agreed(profile);
            profile.conditions.employment.employer = Some("7000012050002".into());
            profile.affiliation = "employed_side_job_ok".into();
        })
        .await;
    world.read_register(&register::file(99, &[]), "2026-11-01").await;
    let answer = served.client.stranger().get(&format!("/specialists/{id}")).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    for said in ["<h1>S1</h1>", "国の登録を確認済み", "岐阜県 岐阜市", "だましメールの訓練", "15,000円", "中立の立場", "2026年11月1日"]
    {
        assert!(answer.body.contains(said), "{said} is not in {}", answer.body);
    }
    for kept in ["佐藤", "s1@example.jp", "000001", "7000012050002", "火"] {
        assert!(!answer.body.contains(kept), "{kept} is in {}", answer.body);
    }
    let data = answer.body.split("<script type=\"application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let data: Value = serde_json::from_str(data.expect("linked data")).expect("it is JSON");
    let person = &data["mainEntity"];
    assert_eq!((&data["@type"], &person["@type"], &person["name"]), (&json!("ProfilePage"), &json!("Person"), &json!("S1")));
    assert_eq!(person["makesOffer"][0]["priceSpecification"]["minPrice"], json!(15_000));
    assert_eq!(person["makesOffer"][0]["itemOffered"]["areaServed"][0]["@type"], json!("AdministrativeArea"));
    assert_eq!(person["address"]["addressRegion"], json!("岐阜県"));
    assert!(person["hasCredential"].is_object(), "the register confirms it");
    let ask = leads(&answer.body, "この内容で相談してみる");
    let form = served.client.stranger().get(&ask).await;
    assert!(form.body.contains("value=\"basic-check\" checked"), "the menu is chosen: {}", form.body);
}

async fn whoever_may_not_be_found_has_no_page_and_is_in_no_feed(mode: Mode) {
    let (world, served) = filled(mode, 0).await;
    let open = world.enrol(agreed).await;
    let asked_only = world.enrol(|_| {}).await;
    let hidden = |profile: &mut Profile| {
        agreed(profile);
        profile.affiliation = "employed_hidden".into();
    };
    let hidden = world.enrol(hidden).await;
    let last_day = |profile: &mut Profile| {
        agreed(profile);
        profile.registration.valid_until = "2026-11-24".into();
    };
    let last_day = world.enrol(last_day).await;
    world.read_register(&register::file(99, &[]), "2026-11-01").await;
    let stranger = served.client.stranger();
    let seen = async || {
        let mut seen = Vec::new();
        for id in [open, asked_only, hidden, last_day] {
            seen.push(stranger.get(&format!("/specialists/{id}")).await.status);
        }
        (seen, stranger.get("/specialists/feed.atom").await.body.matches("<entry>").count())
    };
    assert_eq!(seen().await, (vec![200, 404, 404, 200], 2));
    assert_eq!(stranger.get("/specialists/nobody").await.status, 404);
    world.app.desk.clock.advance(chrono::Duration::days(1));
    assert_eq!(seen().await, (vec![200, 404, 404, 404], 1), "a registration ended over night");
    let operator = served.client.with_key(&world.key(nakodo::desk::KeyRequest::Operator).await.token.reveal());
    let withdrawn = json!({ "consents": [{ "scope": "public-listing", "version": "2026-11", "given": false }] });
    assert_eq!(operator.patch(&format!("/api/v1/specialists/{open}"), &withdrawn).await.status, 200);
    assert_eq!(seen().await, (vec![404, 404, 404, 404], 0), "withdrawing takes effect at once");
}

async fn a_hostile_name_breaks_neither_page_nor_feed(mode: Mode) {
    let (world, served) = filled(mode, 0).await;
    let name = "</script><b>&amp;]]>\"S";
    let id = world
        .enrol(|profile| {
            agreed(profile);
            profile.display_name = Some(name.into());
        })
        .await;
    world.read_register(&register::file(99, &[]), "2026-11-01").await;
    let stranger = served.client.stranger();
    let body = stranger.get(&format!("/specialists/{id}")).await.body;
    assert_eq!((body.matches("</script>").count(), body.matches("<b>").count()), (1, 0), "{body}");
    let answer = stranger.get("/specialists/feed.atom?menu=basic-check").await;
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    let feed: atom_syndication::Feed = answer.body.parse().expect("a feed");
    let entry = &feed.entries()[0];
    assert_eq!((entry.title().as_str(), entry.id()), (name, format!("urn:uuid:{id}").as_str()));
    assert_eq!(entry.updated().to_rfc3339(), "2026-11-01T00:00:00+09:00");
    assert!(entry.links()[0].href().ends_with(&format!("/specialists/{id}")), "{:?}", entry.links());
    assert!(feed.links().iter().any(|link| link.rel() == "self" && link.href().contains("menu=basic-check")), "{:?}", feed.links());
}

async fn a_language_once_chosen_stays(mode: Mode) {
    let (_world, served) = filled(mode, 0).await;
    let stranger = served.client.stranger();
    let chosen = stranger.get("/?lang=en").await;
    let cookie = chosen.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    assert_eq!(cookie, "nakodo-language=en");
    let later = async |path: &str, accept: &str| {
        let asked = stranger.http.get(format!("{}{path}", stranger.address));
        asked.header("cookie", &cookie).header("accept-language", accept).send().await.expect("an answer")
    };
    let later_page = later("/specialists", "ja").await;
    assert_eq!(later_page.headers().get("set-cookie"), None, "it is said once");
    assert!(later_page.text().await.expect("a page").contains("lang=\"en\""));
    let back = later("/specialists?lang=ja", "en").await;
    assert!(
        back.headers()["set-cookie"]
            .to_str()
            .is_ok_and(|cookie| cookie.starts_with("nakodo-language=ja; Path=/; Max-Age=31536000; HttpOnly"))
    );
    assert!(back.text().await.expect("a page").contains("<html lang=\"ja\""));
    assert_eq!(stranger.get("/api/v1/active-list?lang=en").await.header("set-cookie"), "", "programs need none");
}

async fn somebody_looks_for_a_specialist_on_a_phone(mode: Mode) {
    let (_world, served) = filled(mode, 3).await;
    let browser = Browser::open(&served.client.address, 360).await;
    browser.go("/specialists").await;
    browser.look("active-list").await;
    browser.type_into("q", "めーる訓練").await;
    browser.press("summary").await;
    browser.type_into("industry", "製造業").await;
    browser.press("form[role=search] button").await;
    browser.says("3人が見つかりました").await;
    browser.look("active-list-found").await;
    browser.press("article h3 a").await;
    browser.says("町工場でだましメール").await;
    browser.look("listed").await;
    browser.go("/specialists?q=himitsu&prefecture=47&lang=en").await;
    browser.says("0 people found").await;
    browser.look("active-list-empty-en").await;
    browser.page.clone().close().await.expect("the browser closes");
}
