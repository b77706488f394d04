//! A specialist's own profile, part by part.

use nakodo::desk::{self, RoleRequest, SpecialistView};
use nakodo::identity::Role;
use nakodo::ids::SpecialistId;

use crate::harness::joining::{fill_in, joined};
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    every_part_is_saved_by_itself_and_leaves_the_others_as_they_were,
    what_was_saved_is_taken_back_with_one_press,
    a_form_that_was_opened_before_another_change_writes_over_nothing_unseen,
    a_mistake_is_told_at_its_input_and_what_was_typed_stays,
    the_preview_tells_for_which_help_requests_one_comes_up_and_why_not,
    a_part_that_there_is_not_is_no_page_and_nobody_elses_profile_can_be_reached,
    every_own_page_is_small_and_without_scripts_in_both_languages,
];

/// Somebody enrolled by the operator, signed in.
async fn own(world: &World, served: &Served) -> (Client, SpecialistId) {
    let id = world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    (signed_in(world, &served.client, "s1@example.jp").await, id)
}

async fn view(world: &World, id: SpecialistId) -> SpecialistView {
    desk::view_specialist(&world.app.desk, id).await.expect("the profile")
}

async fn save(browser: &Client, path: &str, typed: &[(&str, &str)]) -> crate::harness::web::Answer {
    let typed: Vec<(&str, String)> = typed.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    fill_in(browser, path, path, &typed).await
}

async fn every_part_is_saved_by_itself_and_leaves_the_others_as_they_were(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let before = view(&world, id).await.specialist;
    let week = [
        ("/availability", "tue-pm"),
        ("/availability", "sat-am"),
        ("/hours_per_week", "８"),
        ("/max_engagements", "3"),
        ("/blackouts/0/from", "2026-12-28"),
        ("/blackouts/0/to", "2027-01-05"),
    ];
    assert_eq!(save(&browser, "/me/profile/availability", &week).await.status, 200);
    assert_eq!(save(&browser, "/me/menus/staff-training", &[("/minimum_fee_yen", "30,000"), ("/unit", "visit")]).await.status, 200);
    let done = [("/role", "情報システム"), ("/industry", "E"), ("/from_year", "2019"), ("/text", "受発注の電子化を手伝いました。")];
    assert_eq!(save(&browser, "/me/experiences/new", &done).await.status, 200);
    assert_eq!(save(&browser, "/me/profile/neutrality", &[("/conditions/sells_products", "no")]).await.status, 200);
    let job = [("/conditions/employment/permission", "granted"), ("/conditions/employment/permission_until", "2027-03-31")];
    assert_eq!(save(&browser, "/me/profile/side-job", &job).await.status, 200);
    let after = view(&world, id).await.specialist;
    assert_eq!((after.hours_per_week, after.max_engagements, after.availability.count(), after.blackouts.len()), (8, 3, 2, 1));
    assert_eq!(after.menus.iter().map(|menu| menu.menu.as_str()).collect::<Vec<_>>(), ["basic-check", "staff-training"]);
    assert_eq!((after.experiences.len(), after.conditions.sells_products), (1, Some(false)));
    assert_eq!(after.conditions.employment.permission_until.map(|day| day.to_string()).as_deref(), Some("2027-03-31"));
    assert_eq!(
        (after.name, after.contacts, after.fields, after.served_prefectures),
        (before.name, before.contacts, before.fields, before.served_prefectures)
    );
}

async fn what_was_saved_is_taken_back_with_one_press(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let before = view(&world, id).await.specialist;
    let undo = async |page: &str, action: &str| {
        let fields = hidden_fields(page, action);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert!(!fields.is_empty(), "{action}: {page}");
        browser.post_form(action, &fields).await
    };
    for (path, typed, back) in [
        ("/me/profile/fields", &[("/fields", "digital-operation")][..], "/me/profile/fields"),
        ("/me/menus/basic-check", &[("/minimum_fee_yen", "90000"), ("/unit", "project")], "/me/menus/basic-check"),
        ("/me/menus/mail-drill", &[("/minimum_fee_yen", "90000"), ("/unit", "project")], "/me/menus/mail-drill/drop"),
        ("/me/experiences/new", &[("/role", "a"), ("/industry", "E"), ("/from_year", "2019"), ("/text", "b")], "/me/experiences/0/drop"),
    ] {
        let saved = save(&browser, path, typed).await;
        assert_ne!(view(&world, id).await.specialist, before, "{path}");
        assert_eq!(undo(&saved.body, back).await.status, 200);
        assert_eq!(view(&world, id).await.specialist, before, "{path} is as it was");
    }
    let dropped = fill_in(&browser, "/me/menus/basic-check", "/me/menus/basic-check/drop", &[]).await;
    assert!(view(&world, id).await.specialist.menus.is_empty());
    assert_eq!(undo(&dropped.body, "/me/menus/basic-check").await.status, 200);
    assert_eq!(view(&world, id).await.specialist, before);
}

async fn a_form_that_was_opened_before_another_change_writes_over_nothing_unseen(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let path = "/me/profile/neutrality";
    let opened = hidden_fields(&browser.get(path).await.body, path);
    assert_eq!(save(&browser, "/me/menus/staff-training", &[("/minimum_fee_yen", "1000"), ("/unit", "hour")]).await.status, 200);
    let mut fields: Vec<(&str, &str)> = opened.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("/conditions/sells_products", "no"));
    let answer = browser.post_form(path, &fields).await;
    assert_eq!(answer.status, 412, "{}", answer.body);
    assert!(answer.body.contains("別の画面で変わりました") && answer.body.contains("value=\"no\" checked"), "{}", answer.body);
    assert_eq!(view(&world, id).await.specialist.conditions.sells_products, None);
    // The page that came holds the version that is there now: pressing once more is said with open eyes.
    let again = hidden_fields(&answer.body, path);
    let mut fields: Vec<(&str, &str)> = again.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("/conditions/sells_products", "no"));
    assert_eq!(browser.post_form(path, &fields).await.status, 200);
    let after = view(&world, id).await.specialist;
    assert_eq!((after.conditions.sells_products, after.menus.len()), (Some(false), 2));
    let value = again.iter().find(|(name, _)| name == "value").expect("a value").1.clone();
    assert_eq!(browser.post_form(path, &[("value", &value)]).await.status, 412, "no version, no form of ours");
}

async fn a_mistake_is_told_at_its_input_and_what_was_typed_stays(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let before = view(&world, id).await;
    let wrong =
        [("/hours_per_week", "99"), ("/max_engagements", "many"), ("/blackouts/0/from", "2027-01-05"), ("/blackouts/0/to", "2026-12-28")];
    let answer = save(&browser, "/me/profile/availability", &wrong).await;
    assert_eq!(answer.status, 422);
    for text in
        ["0 から 60 の間", "数字で入力してください", "始まりの日より前", "value=\"99\"", "value=\"many\"", "href=\"#/hours_per_week\""]
    {
        assert!(answer.body.contains(text), "{text}: {}", answer.body);
    }
    let answer = save(&browser, "/me/menus/mail-drill", &[("/minimum_fee_yen", ""), ("/unit", "visit")]).await;
    assert!(answer.status == 422 && answer.body.contains("href=\"#/minimum_fee_yen\""), "{}", answer.body);
    assert_eq!(view(&world, id).await, before);
}

async fn the_preview_tells_for_which_help_requests_one_comes_up_and_why_not(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, _) = own(&world, &served).await;
    let page = browser.get("/me/preview").await.body;
    assert!(page.contains("候補になります(") && page.contains("候補になりません"), "{page}");
    assert!(page.contains("頼みたいことをすべて受けていること"), "the rule that keeps one out: {page}");
    assert!(!page.contains("s1@example.jp") && !page.contains("000001"), "what companies do not see: {page}");
    assert!(page.contains("<h2>S1</h2>"));
    // Somebody who has just registered offers nothing yet.
    let new = joined(&world, &served.client, "new@example.jp", 7).await;
    let page = new.get("/me/preview").await.body;
    assert!(!page.contains("候補になります(") && page.contains("まだありません"), "{page}");
}

async fn a_part_that_there_is_not_is_no_page_and_nobody_elses_profile_can_be_reached(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let other = world.enrol(|_| {}).await;
    for path in ["/me/profile/none", "/me/menus/none", "/me/experiences/0", "/me/experiences/-1"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    // The session says whose profile it is; no address does.
    assert_eq!(save(&browser, "/me/profile/neutrality", &[("/conditions/sells_products", "yes")]).await.status, 200);
    assert_eq!(view(&world, id).await.specialist.conditions.sells_products, Some(true));
    assert_eq!(view(&world, other).await.specialist.conditions.sells_products, None);
    let roles = desk::list_accounts(&world.app.desk).await.expect("accounts")[0].roles.clone();
    assert_eq!(roles, [Role::Specialist(id)]);
    assert_eq!(browser.post_form("/me/confirm", &[]).await.status, 403, "no press on a page of ours");
    assert_eq!(fill_in(&browser, "/me", "/me/confirm", &[]).await.header("location"), "/me?lang=ja&done=confirmed");
    assert_eq!(view(&world, id).await.specialist.last_confirmed, world.app.desk.clock.today());
}

async fn every_own_page_is_small_and_without_scripts_in_both_languages(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, _) = own(&world, &served).await;
    let sections = ["person", "region", "fields", "availability", "side-job", "frames", "teaming", "conflicts", "neutrality", "wishes"];
    let own: Vec<String> = ["/me", "/me/preview", "/me/menus", "/me/menus/basic-check", "/me/experiences", "/me/experiences/new"]
        .into_iter()
        .map(str::to_owned)
        .chain(sections.into_iter().map(|name| format!("/me/profile/{name}")))
        .collect();
    for path in own {
        for language in ["en", "ja"] {
            let page = browser.get(&format!("{path}?lang={language}")).await;
            assert!(page.status == 200 && page.body.len() < 40_000, "{path}: {} {}", page.status, page.body.len());
            for never in ["<script", " style=", " onclick", "[me-", "[gap-"] {
                assert!(!page.body.contains(never), "{path} {language} holds {never}: {}", page.body);
            }
            if language == "en" {
                let japanese = page.body.split("<main").nth(1).unwrap_or_default().chars().filter(|c| ('ぁ'..='ん').contains(c)).count();
                assert!(japanese < 12, "{path} is English: {}", page.body);
            }
        }
    }
}
