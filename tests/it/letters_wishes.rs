//! Specialists choose which letters come, behind the link in each of them.

use chrono::Duration;
use nakodo::desk::{self, Acceptance, Submitter};

use crate::harness::mail::Mail;
use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    what_is_not_wanted_does_not_leave_and_what_a_match_needs_does,
    one_press_saves_and_another_takes_it_back,
    who_wants_no_offers_is_not_asked,
    the_page_is_small_and_only_the_right_link_opens_it,
    offers_that_are_not_urgent_come_together_on_the_next_working_morning,
    an_urgent_offer_comes_at_once_all_the_same,
    what_is_withdrawn_before_the_morning_is_not_told,
    one_press_in_the_mail_program_ends_offers_and_a_look_does_not,
];

const ALL_KINDS: [(&str, &str); 5] = [
    ("kind", "offer_reminder"),
    ("kind", "offer_lapsed"),
    ("kind", "offer_filled"),
    ("kind", "offer_cancelled"),
    ("kind", "specialist_week"),
];

async fn choose(world: &World, offers: &str, kinds: &[(&str, &str)]) {
    let link = world.letters_to("s1@example.jp")[0].link("/letters/");
    let fields: Vec<(&str, &str)> = [("offers", offers)].into_iter().chain(kinds.iter().copied()).collect();
    let answer = Served::open(world).client.post_form(&link, &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

fn kinds(letters: &[Mail]) -> Vec<&str> {
    letters.iter().map(|letter| letter.kind.as_str()).collect()
}

async fn what_is_not_wanted_does_not_leave_and_what_a_match_needs_does(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    choose(&world, "at_once", &[("kind", "offer_lapsed")]).await;
    world.wait(Duration::hours(25)).await;
    assert_eq!(kinds(&world.letters_to("s1@example.jp")), ["offer"], "no reminder");
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    assert_eq!(kinds(&world.letters_to("s1@example.jp")), ["offer", "match_for_specialist"]);
    assert!(world.letters().iter().all(|letter| !letter.raw.contains("List-Unsubscribe")), "none of these is a digest");
    let company = world.letter("soumu@seki-kinzoku.example.jp", "match_for_company");
    assert!(!company.text.contains("/letters/"), "only specialists choose");
}

/// The fields of the form that undoes.
fn undo_fields(page: &str) -> Vec<(String, String)> {
    let hidden = page.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |rest: &str| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split('"').next().unwrap().to_owned())
    };
    hidden.map(field).collect()
}

async fn one_press_saves_and_another_takes_it_back(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/letters/");
    let client = Served::open(&world);
    let client = &client.client;
    let first = client.get(&format!("{link}?lang=en")).await;
    assert_eq!(first.body.matches(" checked").count(), 6, "everything comes: {}", first.body);
    let saved = client.post_form(&link, &[("offers", "gathered"), ("kind", "offer_filled")]).await;
    assert!(saved.body.contains("保存しました") && saved.body.matches(" checked").count() == 2, "{}", saved.body);
    assert_eq!(client.get(&link).await.body.matches(" checked").count(), 2, "it stays");
    let fields = undo_fields(&saved.body);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_form(&link, &fields).await;
    assert_eq!(client.get(&format!("{link}?lang=en")).await.body, first.body, "as it was");
}

async fn who_wants_no_offers_is_not_asked(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    world.ask_for_help().await;
    choose(&world, "never", &ALL_KINDS).await;
    let other = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(other).await.len(), 0);
    assert!(!desk::view_specialist(&world.app.desk, person).await.unwrap().reachable);
    assert!(world.letters().iter().all(|letter| letter.kind != "specialist_unreachable"), "nothing is wrong with the mailbox");
    choose(&world, "at_once", &ALL_KINDS).await;
    let third = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(third).await.len(), 1);
}

async fn the_page_is_small_and_only_the_right_link_opens_it(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let letter = world.letter("s1@example.jp", "offer");
    let served = Served::open(&world);
    let page = served.client.get(&letter.link("/letters/")).await;
    assert!(page.status == 200 && page.body.len() < 20_000 && !page.body.contains("<script"), "{}", page.body.len());
    let offer_token = letter.link("/offers/").replace("/offers/", "");
    for wrong in [format!("/letters/{offer_token}"), format!("/letters/{offer_token}/unsubscribe"), "/letters/x".to_owned()] {
        assert_eq!(served.client.get(&wrong).await.status, 404);
        assert_eq!(served.client.post_form(&wrong, &[]).await.status, 404);
    }
    world.wait(Duration::days(181)).await;
    assert_eq!(served.client.get(&letter.link("/letters/")).await.status, 404, "a link ends with its time");
}

/// Paths of all links to offers in a letter.
fn offer_links(letter: &Mail) -> Vec<String> {
    let links = letter.text.split_whitespace().filter_map(|word| word.find("/offers/").map(|at| word[at..].to_owned()));
    links.collect()
}

/// A specialist who wants offers gathered, and has none.
async fn gathering(mode: Mode) -> World {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    choose(&world, "gathered", &ALL_KINDS).await;
    world.decline("s1@example.jp", "no-time").await;
    world.settle().await;
    world
}

async fn offers_that_are_not_urgent_come_together_on_the_next_working_morning(mode: Mode) {
    let world = gathering(mode).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(world.submit(help_request(), Submitter::Operator).await.id);
        world.settle().await;
    }
    // Tuesday, 10:00: nothing until Wednesday, 9:00.
    world.wait(Duration::minutes(23 * 60 - 1)).await;
    assert_eq!(kinds(&world.letters_to("s1@example.jp")), ["offer"]);
    world.wait(Duration::minutes(1)).await;
    let digest = world.letter("s1@example.jp", "offer_digest");
    assert_eq!(kinds(&world.letters_to("s1@example.jp")), ["offer", "offer_digest"]);
    let links = offer_links(&digest);
    assert_eq!(links.len(), 2, "{}", digest.text);
    for id in &ids {
        let offers = world.offers_of(*id).await;
        let in_japan = nakodo::clock::in_japan(offers[0].expires_at).format("%m-%d %H:%M").to_string();
        assert_eq!((offers[0].state.code(), in_japan.as_str()), ("sent", "11-30 09:00"), "three working days from the letter");
    }
    let served = Served::open(&world);
    let accepted = served.client.press(&links[1], "accept", &[]).await;
    assert_eq!(accepted.status, 200);
    world.settle().await;
    let matched: Vec<_> = [world.state_of(ids[0]).await, world.state_of(ids[1]).await].map(|state| state.code()).to_vec();
    assert!(matched.contains(&"matched") && matched.contains(&"open"), "each link is for its own offer: {matched:?}");
    // The other company thinks better of it: whoever read of it hears of that too.
    let open = if matched[0] == "open" { ids[0] } else { ids[1] };
    desk::cancel_help_request(&world.app.desk, open, nakodo::identity::Role::Operator).await.unwrap();
    world.settle().await;
    assert!(kinds(&world.letters_to("s1@example.jp")).contains(&"offer_cancelled"));
}

async fn an_urgent_offer_comes_at_once_all_the_same(mode: Mode) {
    let world = gathering(mode).await;
    let mut form = help_request();
    form.need.urgency = Some("soon".into());
    let id = world.submit(form, Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
    assert_eq!(kinds(&world.letters_to("s1@example.jp")), ["offer", "offer"]);
}

async fn what_is_withdrawn_before_the_morning_is_not_told(mode: Mode) {
    let world = gathering(mode).await;
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    desk::cancel_help_request(&world.app.desk, id, nakodo::identity::Role::Operator).await.unwrap();
    world.wait(Duration::hours(23)).await;
    assert_eq!(kinds(&world.letters_to("s1@example.jp")), ["offer"], "neither an empty letter nor the end of what nobody read");
}

async fn one_press_in_the_mail_program_ends_offers_and_a_look_does_not(mode: Mode) {
    let world = gathering(mode).await;
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    world.wait(Duration::hours(23)).await;
    let digest = world.letter("s1@example.jp", "offer_digest");
    assert!(digest.raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{}", digest.raw);
    let unfolded = digest.raw.replace("\r\n ", " ");
    let place = unfolded.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: ")).unwrap().trim();
    let place = place.strip_prefix("<http://nakodo.test").and_then(|place| place.strip_suffix('>')).unwrap();
    let served = Served::open(&world);
    for _ in 0..3 {
        assert_eq!(served.client.get(place).await.status, 200);
        assert_eq!(served.client.method("HEAD", place).await.status, 200);
    }
    let person = world.offers_of(id).await[0].specialist;
    assert!(desk::view_specialist(&world.app.desk, person).await.unwrap().reachable, "looking changes nothing");
    let pressed = served.client.post_form(place, &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!(pressed.status, 200);
    assert!(!desk::view_specialist(&world.app.desk, person).await.unwrap().reachable);
    let fields = undo_fields(&pressed.body);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(fields.contains(&("offers", "gathered")), "{fields:?}");
    served.client.post_form(place.strip_suffix("/unsubscribe").unwrap(), &fields).await;
    assert!(desk::view_specialist(&world.app.desk, person).await.unwrap().reachable);
}
