//! The operator's console: what waits for a person, how far help requests come, where people are lacking, and which rules hold.

use nakodo::desk::{RoleRequest, Submitter};

use crate::harness::people::help_request;
use crate::harness::register::file;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    the_first_page_says_what_waits_and_where_it_is_dealt_with,
    the_way_to_a_match_is_told_step_by_step,
    days_that_cannot_be_are_named_and_stay_as_typed,
    the_map_counts_who_asks_and_who_comes_and_never_whom_nobody_may_see,
    the_rules_in_force_and_to_come_are_listed,
    only_operators_and_auditors_see_the_console,
];

const PAGES: [&str; 7] =
    ["/console", "/console/funnel", "/console/map", "/console/unmatched", "/console/letters", "/console/dead-letters", "/console/policies"];

pub async fn world(mode: Mode) -> World {
    World::with(mode, |raw| raw.sessions.second_factor = false).await
}

pub async fn operator(world: &World, served: &Served) -> Client {
    world.invite("one@nakodo.example.jp", RoleRequest::Operator).await;
    signed_in(world, &served.client, "one@nakodo.example.jp").await
}

/// The text of a page without its tags, one space between words.
fn text(page: &str) -> String {
    let words = page.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text.trim())).filter(|text| !text.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

async fn the_first_page_says_what_waits_and_where_it_is_dealt_with(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    assert!(operator.get("/account").await.body.contains("/console?"), "an operator's account leads there");
    assert!(operator.get("/console").await.body.contains("人の対応を待っているものはありません"));
    world.enrol(|profile| profile.name = "髙橋 一郎".into()).await;
    world.read_register(&file(1, &[]), "2026-11-20").await;
    // Nobody fits this one.
    let mut form = help_request();
    form.need.budget_yen = Some(1_000);
    world.submit(form, Submitter::Operator).await;
    world.settle().await;
    world.wait(chrono::Duration::days(4)).await;
    let operator = signed_in(&world, &served.client, "one@nakodo.example.jp").await;
    let page = operator.get("/console").await.body;
    let told = text(&page);
    assert!(told.contains("国の登録簿との食い違い 1 件 いちばん古いもの: 4 日前から"), "{told}");
    assert!(told.contains("見つからなかった依頼(30日以内) 1 件 いちばん古いもの: 4 日前から"), "{told}");
    assert!(page.contains("href=\"/registry?lang=ja\"") && page.contains("href=\"/console/unmatched?lang=ja\""), "{page}");
    assert!(told.contains("待っているものがない項目") && told.contains("処理できなかった配送"), "{told}");
    world.wait(chrono::Duration::days(40)).await;
    let operator = signed_in(&world, &served.client, "one@nakodo.example.jp").await;
    assert!(!text(&operator.get("/console").await.body).contains("(30日以内) 1 件"), "what nobody can change any more is told for a month");
}

async fn the_way_to_a_match_is_told_step_by_step(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    assert!(operator.get("/console/funnel").await.body.contains("この期間に送られた依頼はありません"));
    world.enrol(|_| {}).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    world.wait(chrono::Duration::hours(5)).await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    // One that nobody confirmed, and one that nobody fits.
    world.submit(help_request(), Submitter::Company).await;
    let mut form = help_request();
    form.need.budget_yen = Some(1_000);
    world.submit(form, Submitter::Operator).await;
    world.settle().await;
    let operator = signed_in(&world, &served.client, "one@nakodo.example.jp").await;
    let page = operator.get("/console/funnel").await;
    assert!(page.status == 200 && page.body.len() < 20_000 && !page.body.contains("<script"), "{}", page.body);
    let told = text(&page.body);
    let steps = "送信 3 (100%) 0 1 会社の確認 2 (66%) 1 0 最初の打診 1 (33%) 0 0 最初の返事 1 (33%) 0 0 引き合わせ 1 (33%) – –";
    assert!(told.contains(steps), "{told}");
    assert!(told.contains("送信から引き合わせまで 中央値 5 時間、10件中9件は 5 時間 以内"), "{told}");
    assert!(told.contains("2026-11 3 1 5 時間"), "{told}");
    let before = operator.get("/console/funnel?from=2026-01-01&to=2026-01-31&lang=en").await.body;
    assert!(before.contains("No help request was sent in this time") && before.contains("value=\"2026-01-31\""), "{before}");
}

async fn days_that_cannot_be_are_named_and_stay_as_typed(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let wrong = operator.get("/console/funnel?from=2026-11-20&to=2026-11-01").await;
    let is_named = wrong.body.contains("id=\"to-mistake\"") && wrong.body.contains("value=\"2026-11-20\"");
    assert!(wrong.status == 422 && is_named && wrong.body.contains("aria-invalid"), "{}", wrong.body);
    let wrong = operator.get("/console/map?menu=tea&lang=en").await;
    assert!(wrong.status == 422 && wrong.body.contains("id=\"menu-mistake\""), "{}", wrong.body);
    assert_eq!(operator.get("/console/map?prefecture=21").await.status, 422, "a parameter that nobody knows is named");
    assert_eq!(operator.get("/console/letters?state=lost&day=yesterday").await.status, 422);
}

async fn the_map_counts_who_asks_and_who_comes_and_never_whom_nobody_may_see(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let empty = operator.get("/console/map").await.body;
    assert!(empty.contains("打診できる専門家は 0 名です") && empty.contains("依頼も、訪問できる専門家もありません"), "{empty}");
    assert_eq!(empty.matches("<g class=\"quiet\">").count(), 47, "every prefecture has a tile, and text in it");
    world.enrol(|_| {}).await;
    world.enrol(|profile| profile.affiliation = "employed_hidden".into()).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    let page = operator.get("/console/map").await;
    assert!(page.status == 200 && !page.body.contains("<script") && page.body.len() < 40_000, "{} bytes", page.body.len());
    let told = text(&page.body);
    assert!(told.contains("打診できる専門家は 1 名です"), "the hidden one is nobody: {told}");
    assert!(told.contains("岐阜県 需要 1 空き 1 ○"), "{told}");
    assert!(told.contains("岐阜県 1 0 0 1 1 0 ○ 足りている"), "{told}");
    let menu = operator.get("/console/map?menu=basic-check&field=").await.body;
    assert!(menu.contains("value=\"basic-check\" selected"), "{menu}");
    let sheet = operator.get("/console/map.csv?menu=&field=&lang=en").await;
    assert_eq!(sheet.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = sheet.body.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!((lines.len(), lines[21]), (48, "21,\"Gifu\",1,0,0,1,1,0,\"Enough\""), "{lines:?}");
    assert_eq!(operator.get("/console/map.csv?menu=tea").await.status, 422);
}

async fn the_rules_in_force_and_to_come_are_listed(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let page = operator.get("/console/policies").await;
    assert!(page.status == 200 && page.body.contains("config/waves/2026-12.toml"), "{}", page.body);
    let told = text(&page.body);
    assert!(told.contains("2026-12 · これから · 2026年12月1日(火) から"), "{told}");
    assert!(told.contains("2026-11 · 有効 · ") && told.contains("2026-04 · 以前の版 · "), "{told}");
    assert!(told.contains("2026年12月1日(火): 打診の進め方"), "{told}");
    assert!(operator.get("/console/policies?lang=en").await.body.contains("How waves of offers go"));
}

async fn only_operators_and_auditors_see_the_console(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    world.invite("kansa@nakodo.example.jp", RoleRequest::Auditor).await;
    let auditor = signed_in(&world, &served.client, "kansa@nakodo.example.jp").await;
    world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".to_owned())).await;
    let specialist = signed_in(&world, &served.client, "s1@example.jp").await;
    for page in PAGES {
        for language in ["en", "ja"] {
            let shown = auditor.get(&format!("{page}?lang={language}")).await;
            assert!(shown.status == 200 && !shown.body.contains("<script"), "{page}: {}", shown.body);
        }
        assert_eq!(specialist.get(page).await.status, 403, "{page}");
    }
    assert_eq!(specialist.get("/console/map.csv").await.status, 403);
    for press in ["/console/dead-letters/replay", "/console/dead-letters/replay-all"] {
        assert_eq!(auditor.post_form(press, &[("sure", "yes")]).await.status, 403, "an auditor looks: {press}");
    }
}
