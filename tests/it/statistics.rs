//! Help requests in figures: what anybody may read, and what nobody can read out of it.

use chrono::Duration;
use nakodo::desk::{self, StatisticsView, Submitter};
use nakodo::identity::Role;

use crate::harness::people::{help_request, help_request_from};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![groups_of_five_companies_are_told_and_smaller_ones_are_not, what_nobody_stands_by_is_not_counted];

/// So many companies of a prefecture ask for a menu.
async fn ask(world: &World, prefecture: &str, companies: std::ops::Range<u32>) {
    for number in companies {
        let mut form = help_request_from(world.app.desk.clock.today());
        form.company.prefecture = prefecture.to_owned();
        form.company.corporate_number = None;
        form.company.contact.address = format!("soumu{number}@seki-kinzoku.example.jp");
        world.submit(form, Submitter::Operator).await;
    }
}

async fn figures(world: &World) -> Vec<(Option<String>, Option<String>, usize)> {
    let answer = Served::open(world).client.get("/api/v1/statistics").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let view: StatisticsView = serde_json::from_str(&answer.body).unwrap();
    view.groups.into_iter().map(|group| (group.prefecture, group.menu, group.help_requests)).collect()
}

async fn groups_of_five_companies_are_told_and_smaller_ones_are_not(mode: Mode) {
    let world = World::new(mode).await;
    ask(&world, "21", 0..7).await;
    ask(&world, "23", 0..3).await;
    ask(&world, "24", 3..6).await;
    assert!(figures(&world).await.is_empty(), "this month is told when it has ended");
    world.app.desk.clock.advance(Duration::days(10));
    let menu = help_request().need.menus[0].clone();
    assert_eq!(figures(&world).await, [(Some("21".to_owned()), Some(menu), 5), (None, None, 5)]);
    // More of them change nothing before the month is over.
    ask(&world, "24", 10..20).await;
    assert_eq!(figures(&world).await.len(), 2);
    let page = Served::open(&world).client.get("/statistics?lang=ja").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("岐阜県") && page.body.contains("ほかの都道府県") && page.body.contains("5件以上"), "{}", page.body);
    assert!(["関金属", "愛知県", "三重県"].iter().all(|text| !page.body.contains(text)), "{}", page.body);
    assert!(page.body.len() < 20_000);
    world.app.desk.clock.advance(Duration::days(400));
    assert!(figures(&world).await.is_empty(), "after a year they are not told any more");
}

async fn what_nobody_stands_by_is_not_counted(mode: Mode) {
    let world = World::new(mode).await;
    // Not confirmed, or cancelled.
    for number in 0..6 {
        let mut form = help_request();
        form.company.corporate_number = None;
        form.company.contact.address = format!("soumu{number}@seki-kinzoku.example.jp");
        world.submit(form.clone(), Submitter::Company).await;
        let id = world.submit(form, Submitter::Operator).await.id;
        desk::cancel_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
    }
    // One company that asks again and again.
    for _ in 0..8 {
        world.submit(help_request(), Submitter::Operator).await;
    }
    world.app.desk.clock.advance(Duration::days(10));
    assert!(figures(&world).await.is_empty());
}
