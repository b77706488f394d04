//! Profiles that nobody has confirmed for long.

use chrono::Duration;
use nakodo::desk::{self, Submitter};
use nakodo::identity::Role;
use nakodo::matching::Rule;

use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    who_does_not_answer_is_told_twice_and_then_not_asked_until_one_press,
    one_press_puts_the_next_question_off,
    whoever_pauses_from_the_page_is_asked_about_the_profile_when_the_pause_is_over,
    who_is_not_on_the_list_is_not_asked_about_it,
    neither_looking_at_the_page_nor_a_bare_form_confirms_anything,
];

/// What the letters to the first specialist are, by subject.
fn subjects(world: &World) -> Vec<String> {
    let letters = world.letters_to("s1@example.jp").into_iter();
    letters.filter(|letter| letter.kind == "profile_check").map(|letter| letter.subject).collect()
}

async fn who_does_not_answer_is_told_twice_and_then_not_asked_until_one_press(mode: Mode) {
    let world = World::new(mode).await;
    // Confirmed on 1 November; asked 180 days later.
    let person = world.enrol(|_| {}).await;
    world.wait(Duration::days(150)).await;
    assert_eq!(subjects(&world).len(), 0);
    world.wait(Duration::days(10)).await;
    assert_eq!(subjects(&world).len(), 1, "{:?}", subjects(&world));
    world.wait(Duration::days(13)).await;
    assert_eq!(subjects(&world).len(), 1);
    world.wait(Duration::days(1)).await;
    assert_eq!(subjects(&world).len(), 2);
    let soon = |form: &mut nakodo::intake::HelpRequestForm| form.need.start_on = "2027-07-06".into();
    let mut form = help_request();
    soon(&mut form);
    let id = world.submit(form.clone(), Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), 1, "stale is not hidden");
    desk::cancel_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
    world.wait(Duration::days(30)).await;
    assert_eq!(subjects(&world).len(), 3);
    let id = world.submit(form.clone(), Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), 0, "hidden until confirmed");
    let why = desk::explain_absence(&world.app.desk, id, person, Role::Operator).await.unwrap();
    assert_eq!(why.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::Confirmed]);
    let letters = world.letters_to("s1@example.jp");
    let last = letters.iter().rfind(|letter| letter.kind == "profile_check").unwrap();
    let served = Served::open(&world);
    let pressed = served.client.press(&last.link("/profile/"), "", &[]).await;
    assert_eq!(pressed.status, 200, "{}", pressed.body);
    let id = world.submit(form, Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(id).await.len(), 1, "asked again at once");
}

async fn one_press_puts_the_next_question_off(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    world.wait(Duration::days(160)).await;
    let link = world.letter("s1@example.jp", "profile_check").link("/profile/");
    let client = &Served::open(&world);
    let client = &client.client;
    for _ in 0..2 {
        assert_eq!(client.press(&link, "", &[]).await.status, 200);
    }
    let today = world.app.desk.clock.today();
    assert_eq!(desk::view_specialist(&world.app.desk, person).await.unwrap().specialist.last_confirmed, today);
    world.wait(Duration::days(170)).await;
    assert_eq!(subjects(&world).len(), 1, "neither a reminder nor a question");
    world.wait(Duration::days(11)).await;
    assert_eq!(subjects(&world).len(), 2);
}

async fn whoever_pauses_from_the_page_is_asked_about_the_profile_when_the_pause_is_over(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    world.wait(Duration::days(160)).await;
    let link = world.letter("s1@example.jp", "profile_check").link("/profile/");
    let client = &Served::open(&world);
    let client = &client.client;
    let page = client.get(&link).await.body;
    let pauses = link.replace("/profile/", "/pauses/");
    let path = pauses.split_once("/pauses/").expect("a path").1;
    assert!(page.contains(&format!("href=\"/pauses/{path}")), "{page}");
    let again_on = world.app.desk.clock.today() + Duration::days(60);
    let done = client.press(&pauses, "", &[("again_on", again_on.to_string().as_str())]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    world.settle().await;
    let paused = desk::view_specialist(&world.app.desk, person).await.unwrap();
    assert_eq!(paused.pauses.all, Some(again_on));
    let letter = world.letter("s1@example.jp", "offers_paused");
    world.wait(Duration::days(59)).await;
    assert_eq!(subjects(&world).len(), 1, "neither called stale nor hidden in a pause");
    world.wait(Duration::days(1)).await;
    assert_eq!(subjects(&world).len(), 2);
    assert_eq!(client.get(&letter.link("/pauses/")).await.status, 404, "the way back ends with the pause");
}

async fn who_is_not_on_the_list_is_not_asked_about_it(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.consents[0].given = false).await;
    world.wait(Duration::days(400)).await;
    world.wait(Duration::days(60)).await;
    assert_eq!(subjects(&world).len(), 0);
}

async fn neither_looking_at_the_page_nor_a_bare_form_confirms_anything(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    world.wait(Duration::days(160)).await;
    let letter = world.letter("s1@example.jp", "profile_check");
    let served = Served::open(&world);
    let before = desk::view_specialist(&world.app.desk, person).await.unwrap();
    let bare = served.client.post_form(&letter.link("/profile/"), &[]).await;
    assert!(bare.status == 403 && bare.body.contains("もう一度このページのボタンを押してください"), "{}", bare.body);
    for method in ["GET", "HEAD", "OPTIONS"] {
        served.client.method(method, &letter.link("/profile/")).await;
    }
    let page = served.client.get(&letter.link("/profile/")).await;
    assert!(page.body.len() < 20_000 && page.body.contains("はい、変わりありません") && !page.body.contains("<script"), "{}", page.body);
    assert_eq!(desk::view_specialist(&world.app.desk, person).await.unwrap(), before);
    let wishes = letter.link("/letters/").replace("/letters/", "/profile/");
    assert_eq!(served.client.get(&wishes).await.status, 404, "a link is for one thing");
}
