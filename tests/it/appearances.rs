//! How often somebody on the list is shown to others is counted by the day; who looked is not.

use chrono::Duration;
use nakodo::desk::{self, Submitter};
use nakodo::identity::Role;

use crate::console::{operator, world};
use crate::harness::people::help_request;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    whoever_is_found_or_named_to_a_company_is_told_how_often,
    robots_and_one_s_own_looks_do_not_count,
    a_search_that_finds_nobody_is_counted_by_the_filter_that_emptied_it,
    what_was_counted_goes_with_its_day_and_with_the_person,
];

/// Somebody who may be found by anybody, signed in.
async fn listed(world: &World, served: &Served) -> (nakodo::ids::SpecialistId, Client) {
    let person = world.enrol(crate::search::public).await;
    world.invite("s1@example.jp", desk::RoleRequest::Specialist("000001".to_owned())).await;
    let browser = signed_in(world, &served.client, "s1@example.jp").await;
    (person, browser)
}

async fn written(world: &World) {
    world.app.crew.tally_round().await.expect("a round");
}

/// The figures of the own page: shown in results, shown to companies.
async fn figures(world: &World, own: &Client) -> (String, String) {
    written(world).await;
    let page = own.get("/me").await.body;
    let figure = |label: &str| {
        let rest = page.split(label).nth(1).and_then(|rest| rest.split("<dd>").nth(1)).expect("a figure");
        rest.split('<').next().unwrap_or_default().to_owned()
    };
    (figure("検索結果に表示(4週間)"), figure("会社のページで表示(4週間)"))
}

async fn whoever_is_found_or_named_to_a_company_is_told_how_often(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (person, own) = listed(&world, &served).await;
    for _ in 0..3 {
        let found = served.client.get("/api/v1/active-list").await.json();
        assert_eq!(found["total"], 1, "{found}");
    }
    assert_eq!(figures(&world, &own).await, ("3 回".to_owned(), "0 回".to_owned()));
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    let status = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").link("/help-requests/status/");
    assert_eq!(served.client.get(&status).await.status, 200);
    assert_eq!(figures(&world, &own).await, ("3 回".to_owned(), "1 回".to_owned()));
    let export = desk::export_specialist(&world.app.desk, person, Role::Specialist(person)).await.expect("an export");
    assert_eq!(export.appearances.iter().map(|day| (day.listed, day.viewed)).collect::<Vec<_>>(), [(3, 1)]);
    world.wait(Duration::days(28)).await;
    let own = signed_in(&world, &served.client, "s1@example.jp").await;
    assert_eq!(figures(&world, &own).await, ("0 回".to_owned(), "0 回".to_owned()), "four weeks are told");
}

async fn robots_and_one_s_own_looks_do_not_count(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (_, own) = listed(&world, &served).await;
    let robot = served.client.in_browser(&[("user-agent", "Mozilla/5.0 (compatible; ExampleBot/2.1)")]);
    assert_eq!(robot.get("/api/v1/active-list").await.json()["total"], 1);
    assert_eq!(own.get("/api/v1/active-list").await.json()["total"], 1);
    assert_eq!(figures(&world, &own).await.0, "0 回");
    assert_eq!(served.client.get("/api/v1/active-list").await.json()["total"], 1);
    assert_eq!(figures(&world, &own).await.0, "1 回");
}

async fn a_search_that_finds_nobody_is_counted_by_the_filter_that_emptied_it(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    listed(&world, &served).await;
    let before = operator.get("/console/unmatched").await.body;
    assert!(before.contains("0 件の検索で1人も見つかりませんでした") && before.contains("記録はありません"), "{before}");
    for query in ["menu=basic-check&prefecture=47", "prefecture=47", "q=zzzz&prefecture=47", "prefecture=47&offset=20"] {
        assert_eq!(served.client.get(&format!("/api/v1/active-list?{query}")).await.json()["total"], 0, "{query}");
    }
    written(&world).await;
    let page = operator.get("/console/unmatched").await.body;
    assert!(page.contains("3 件の検索で1人も見つかりませんでした"), "leafing on is no new search: {page}");
    assert!(page.contains("2つ以上の絞り込みの組み合わせ") && !page.contains("zzzz"), "no word is kept: {page}");
    let kept = desk_figures(&world).await;
    assert_eq!(kept, [("by-prefecture".to_owned(), 2), ("by-several".to_owned(), 1), ("empty".to_owned(), 3)]);
}

async fn desk_figures(world: &World) -> Vec<(String, i64)> {
    let today = world.app.desk.clock.today();
    let look = world.app.desk.store.read(move |tx| tx.list_search_figures(today, today));
    look.await.expect("the figures")
}

async fn what_was_counted_goes_with_its_day_and_with_the_person(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let (person, _) = listed(&world, &served).await;
    served.client.get("/api/v1/active-list").await;
    served.client.get("/api/v1/active-list?prefecture=47").await;
    written(&world).await;
    let shown = || world.app.desk.store.read(move |tx| tx.list_appearances(person));
    assert_eq!((shown().await.expect("days").len(), desk_figures(&world).await.len()), (1, 2));
    let day = world.app.desk.clock.today();
    world.wait(Duration::days(400)).await;
    assert_eq!(shown().await.expect("days").len(), 0, "after the months of the rule");
    let old = world.app.desk.store.read(move |tx| tx.list_search_figures(day, day)).await.expect("figures");
    assert_eq!(old, []);
    desk::note_views(&world.app.desk, std::iter::once(person), desk::Onlooker::Somebody);
    written(&world).await;
    assert_eq!(shown().await.expect("days").len(), 1);
    let form = serde_json::from_value(serde_json::json!({ "confirm": person.to_string() })).expect("a form");
    desk::erase_specialist(&world.app.desk, person, Role::Specialist(person), form).await.expect("erased");
    assert_eq!(shown().await.expect("days").len(), 0, "nothing is kept of whoever is erased");
}
