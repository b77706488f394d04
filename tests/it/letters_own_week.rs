//! Once a week specialists read how often they were shown and what came of it, if anything did, and how old their confirmation is.

use chrono::Duration;
use nakodo::correspondence::LetterKind;
use nakodo::desk::{self, Acceptance, Onlooker};
use nakodo::ids::SpecialistId;
use nakodo::store::LetterFilter;

use crate::harness::mail::Mail;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    on_monday_morning_somebody_reads_how_often_they_were_shown_and_what_came_of_it,
    in_a_week_without_news_no_letter_comes,
    who_does_not_confirm_the_profile_hears_of_it_each_week_until_one_press,
    one_press_in_the_mail_program_ends_the_week_and_nothing_else,
    who_wants_no_weekly_letter_has_none_queued,
    who_cannot_be_found_any_more_hears_nothing,
    of_two_processes_one_tells_a_specialists_week,
    after_a_long_silence_only_the_last_week_is_told,
];

fn weeks(world: &World) -> Vec<Mail> {
    world.letters_to("s1@example.jp").into_iter().filter(|letter| letter.kind == "specialist_week").collect()
}

/// The person is on a page that somebody looks at.
async fn be_seen(world: &World, person: SpecialistId) {
    desk::note_views(&world.app.desk, [person].into_iter(), Onlooker::Somebody);
    world.app.crew.tally_round().await.expect("the counts are written");
}

/// From a Tuesday, 10:00, to the Monday after, a minute before offices open.
async fn to_monday(world: &World) {
    world.wait(Duration::days(5)).await;
    world.wait(Duration::hours(23) - Duration::minutes(1)).await;
}

/// Somebody whose first week is planned.
async fn listed(mode: Mode) -> (World, SpecialistId) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    world.wait(Duration::zero()).await;
    (world, person)
}

async fn on_monday_morning_somebody_reads_how_often_they_were_shown_and_what_came_of_it(mode: Mode) {
    let (world, person) = listed(mode).await;
    let other = world.enrol(|_| {}).await;
    world.wait(Duration::zero()).await;
    be_seen(&world, person).await;
    be_seen(&world, person).await;
    let id = world.ask_for_help().await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    to_monday(&world).await;
    assert!(weeks(&world).is_empty(), "not before offices open");
    be_seen(&world, other).await;
    world.wait(Duration::minutes(1)).await;
    let [first] = weeks(&world).try_into().expect("one letter");
    for told in
        ["2026年11月23日(月)", "会社のページで表示: 2 回", "検索結果に表示: 0 回", "届いた打診: 1 件", "決まった支援: 1 件", "29日前"]
    {
        assert!(first.text.contains(told), "{told} in {}", first.text);
    }
    let served = Served::open(&world);
    let page = served.client.get(&first.link("/profile/")).await;
    assert!(page.status == 200 && page.body.contains("はい、変わりありません"), "{}", page.body);
    world.wait(Duration::days(7)).await;
    assert_eq!(weeks(&world).len(), 1, "a week of which there is nothing to tell");
    let others: Vec<Mail> = world.letters_to("s2@example.jp").into_iter().filter(|letter| letter.kind == "specialist_week").collect();
    assert!(others.iter().all(|letter| !letter.text.contains("2 回")), "everybody has their own figures");
}

async fn in_a_week_without_news_no_letter_comes(mode: Mode) {
    let (world, person) = listed(mode).await;
    to_monday(&world).await;
    world.wait(Duration::days(1)).await;
    assert!(world.letters().is_empty(), "nothing to say");
    be_seen(&world, person).await;
    world.wait(Duration::days(7) + Duration::hours(1)).await;
    assert_eq!(weeks(&world).len(), 1);
}

async fn who_does_not_confirm_the_profile_hears_of_it_each_week_until_one_press(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.last_confirmed = Some("2026-05-01".into())).await;
    // Planned, asked at once, and stale two weeks later.
    for _ in 0..2 {
        world.wait(Duration::zero()).await;
    }
    world.wait(Duration::days(13)).await;
    world.wait(Duration::days(1)).await;
    assert!(weeks(&world).is_empty());
    world.wait(Duration::days(6)).await;
    let [first] = weeks(&world).try_into().expect("one letter");
    // Lines are cut where they are full.
    let told: String = first.text.split_whitespace().collect();
    assert!(told.contains("後になります") && told.contains("検索での表示も打診もありませんでした"), "{}", first.text);
    world.wait(Duration::days(7)).await;
    assert_eq!(weeks(&world).len(), 2);
    let served = Served::open(&world);
    assert_eq!(served.client.press(&first.link("/profile/"), "", &[]).await.status, 200);
    world.wait(Duration::days(7)).await;
    assert_eq!(weeks(&world).len(), 2, "it is confirmed");
}

async fn one_press_in_the_mail_program_ends_the_week_and_nothing_else(mode: Mode) {
    let (world, person) = listed(mode).await;
    be_seen(&world, person).await;
    world.wait(Duration::days(6)).await;
    let [letter] = weeks(&world).try_into().expect("one letter");
    assert!(letter.raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{}", letter.raw);
    let place = format!("{}/unsubscribe?kind=specialist_week", letter.link("/letters/"));
    let headers = letter.raw.replace("\r\n ", " ");
    assert!(headers.contains(&format!("List-Unsubscribe: <http://nakodo.test{place}>")), "{headers}");
    let served = Served::open(&world);
    for method in ["GET", "HEAD"] {
        assert_eq!(served.client.method(method, &place).await.status, 200);
    }
    be_seen(&world, person).await;
    world.wait(Duration::days(7)).await;
    assert_eq!(weeks(&world).len(), 2, "looking changes nothing");
    for unknown in ["offer", "sign_in", "x"] {
        let wrong = place.replace("specialist_week", unknown);
        assert_eq!(served.client.post_form(&wrong, &[("List-Unsubscribe", "One-Click")]).await.status, 404);
    }
    for _ in 0..2 {
        let ended = served.client.post_form(&place, &[("List-Unsubscribe", "One-Click")]).await;
        assert!(ended.status == 200 && ended.body.contains("保存しました"), "{}", ended.body);
        assert_eq!(ended.body.matches(" checked").count(), 5, "all but one: {}", ended.body);
    }
    be_seen(&world, person).await;
    world.wait(Duration::days(7)).await;
    assert_eq!(weeks(&world).len(), 2);
    let mut form = crate::harness::people::help_request();
    form.need.start_on = "2027-02-01".into();
    world.submit(form, desk::Submitter::Operator).await;
    world.settle().await;
    world.letter("s1@example.jp", "offer");
}

async fn who_wants_no_weekly_letter_has_none_queued(mode: Mode) {
    let (world, person) = listed(mode).await;
    world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/letters/");
    let kinds = ["offer_reminder", "offer_lapsed", "offer_filled", "offer_cancelled"].map(|kind| ("kind", kind));
    let fields: Vec<(&str, &str)> = [("offers", "at_once")].into_iter().chain(kinds).collect();
    assert_eq!(Served::open(&world).client.post_form(&link, &fields).await.status, 200);
    be_seen(&world, person).await;
    world.wait(Duration::days(6)).await;
    let queued = desk::list_letters(&world.app.desk, LetterFilter { kind: Some(LetterKind::SpecialistWeek), ..LetterFilter::default() }, 9);
    assert_eq!(queued.await.expect("the store answers"), []);
}

async fn who_cannot_be_found_any_more_hears_nothing(mode: Mode) {
    let (world, person) = listed(mode).await;
    be_seen(&world, person).await;
    to_monday(&world).await;
    // Queued by now, and to leave when offices open.
    desk::say_consent(&world.app.desk, person, "listing".into(), false).await.expect("a word of consent");
    world.wait(Duration::minutes(1)).await;
    assert!(weeks(&world).is_empty());
}

async fn of_two_processes_one_tells_a_specialists_week(mode: Mode) {
    let (world, person) = listed(mode).await;
    be_seen(&world, person).await;
    world.app.desk.clock.advance(Duration::days(6));
    let desk = &world.app.desk;
    let (one, other) = tokio::join!(desk::tell_own_weeks(desk), desk::tell_own_weeks(desk));
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    world.settle().await;
    assert_eq!(weeks(&world).len(), 1);
}

async fn after_a_long_silence_only_the_last_week_is_told(mode: Mode) {
    let (world, person) = listed(mode).await;
    be_seen(&world, person).await;
    world.app.desk.clock.advance(Duration::days(14));
    be_seen(&world, person).await;
    world.wait(Duration::days(6)).await;
    let [letter] = weeks(&world).try_into().expect("one letter");
    assert!(letter.text.contains("2026年12月7日(月)") && letter.text.contains("会社のページで表示: 1 回"), "{}", letter.text);
}
