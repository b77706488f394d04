//! Nobody is promised to be at two places at once, and nobody is asked for a pool who asked for rest or whose employer has not agreed.

use nakodo::active_list::PauseForm;
use nakodo::desk;

use crate::harness::web::Served;
use crate::harness::{Mode, World};
use crate::pools::{PATTERN, PERSON, PLEDGED, done, opened, shared, step, world};

in_both_modes![
    nobody_agrees_to_two_pools_at_the_same_time,
    a_visit_is_not_moved_to_where_another_pool_has_the_specialist,
    whoever_rests_or_needs_a_permission_is_not_asked,
];

/// The pattern with another week and beginning, for one visit.
pub fn pattern(week: &'static str, begins: &'static str) -> Vec<(&'static str, &'static str)> {
    let typed = |field: &str, was: &'static str| match field {
        "/week" => week,
        "/begins" => begins,
        "/slots" => "1",
        _ => was,
    };
    PATTERN.into_iter().map(|(field, was)| (field, typed(field, was))).collect()
}

async fn answer(world: &World, served: &Served, word: &str) -> (u16, String) {
    world.settle().await;
    let link = world.letter(PERSON, "pool_invited").link("/pool/");
    let done = served.client.press(&link, word, &PLEDGED).await;
    (done.status, done.body)
}

async fn nobody_agrees_to_two_pools_at_the_same_time(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    shared.planned(&world, &served, specialist).await;
    let (other, invite) = (opened(&shared.clerk).await, format!("invite-{specialist}"));
    // From nine o'clock on it is six times two hours: until nine in the evening.
    done(&shared.clerk, &other, &invite, &pattern("3", "20:00")).await;
    let (status, page) = answer(&world, &served, "agree").await;
    assert!(status == 409 && page.contains("2026-12-21の同じ時間に"), "{status} {page}");
    assert_eq!(answer(&world, &served, "decline").await.0, 200);
    for (week, begins) in [("3", "21:00"), ("2", "9:00")] {
        done(&shared.clerk, &other, &invite, &pattern(week, begins)).await;
        let (status, page) = answer(&world, &served, "agree").await;
        assert_eq!(status, 200, "{week} {begins}: {page}");
        assert_eq!(served.client.press(&world.letter(PERSON, "pool_invited").link("/pool/"), "leave", &[]).await.status, 200);
    }
}

async fn a_visit_is_not_moved_to_where_another_pool_has_the_specialist(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let specialist = world.enrol(|_| {}).await;
    let shared = shared(&world, &served, 2).await;
    shared.planned(&world, &served, specialist).await;
    let other = opened(&shared.clerk).await;
    done(&shared.clerk, &other, &format!("invite-{specialist}"), &pattern("2", "9:00")).await;
    assert_eq!(answer(&world, &served, "agree").await.0, 200, "agreed to, and not planned yet");
    let number = shared.slots("2027-01", "move").await.first().cloned().expect("a visit");
    let (name, second_monday) = (format!("move-{number}"), [("/day", "2027-02-08")]);
    let page = shared.clerk.get(&format!("{}/steps/{name}", shared.place)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let refused = crate::pools::send(&shared.clerk, &page_of(&shared.place, &name), &page_of(&shared.place, &name), &second_monday).await;
    assert!(refused.status == 422 && refused.body.contains("ほかの訪問を引き受けています"), "{} {}", refused.status, refused.body);
    let moved = step(&shared.clerk, &shared.place, &name, &[("/day", "2027-02-09")]).await;
    assert_eq!(moved.status, 303, "{}", moved.body);
}

fn page_of(place: &str, step: &str) -> String {
    format!("{place}/steps/{step}")
}

async fn whoever_rests_or_needs_a_permission_is_not_asked(mode: Mode) {
    let world = world(mode).await;
    let served = Served::open(&world);
    let shared = shared(&world, &served, 1).await;
    let employed = world
        .enrol(|profile| {
            profile.affiliation = "employed_side_job_ok".into();
            profile.conditions.employment.permission = Some("granted".into());
            profile.conditions.employment.permission_until = Some("2026-11-30".into());
        })
        .await;
    let resting = world.enrol(|_| {}).await;
    let rest = PauseForm { again_on: "2027-01-12".into() };
    desk::pause_specialist(&world.app.desk, resting, rest).await.expect("the form is right");
    for person in [employed, resting] {
        let page = page_of(&shared.place, &format!("invite-{person}"));
        let refused = crate::pools::send(&shared.clerk, &page, &page, &PATTERN).await;
        assert!(refused.status == 422 && refused.body.contains("いまは声をかけられません"), "{} {}", refused.status, refused.body);
    }
    desk::resume_specialist(&world.app.desk, resting).await.expect("they are there");
    done(&shared.clerk, &shared.place, &format!("invite-{resting}"), &PATTERN).await;
    world.settle().await;
    assert_eq!(world.letters_to("s2@example.jp").iter().filter(|letter| letter.kind == "pool_invited").count(), 1);
}
