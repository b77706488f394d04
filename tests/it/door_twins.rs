//! The same help request twice: one submission is one help request, and the same again is asked about in a letter.

use chrono::Duration;
use nakodo::desk::Submitter;
use nakodo::intake::HelpRequestState;

use crate::harness::people::help_request;
use crate::harness::web::{Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    a_form_that_is_sent_twice_is_one_help_request,
    a_form_that_was_changed_after_sending_is_asked_about,
    the_same_again_within_a_day_is_asked_about_in_the_letter_only,
    somebody_else_or_something_else_or_the_next_day_is_no_twin,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

/// What a company types into the form.
const TYPED: [(&str, &str); 13] = [
    ("/need/menus", "basic-check"),
    ("/need/mode", "onsite"),
    ("/need/slots", "tue-pm"),
    ("/need/start_on", "2026-12-01"),
    ("/need/hours", "4"),
    ("/need/budget_yen", "60000"),
    ("/company/name", "関金属工業"),
    ("/company/prefecture", "21"),
    ("/company/municipality", "関市"),
    ("/company/industry", "E"),
    ("/company/employees", "10"),
    ("/company/contact/name", "田中 花子"),
    ("/company/contact/address", COMPANY),
];

async fn submission(served: &Served) -> String {
    let fields = hidden_fields(&served.client.get("/help-requests/new").await.body, "/help-requests");
    fields.into_iter().find(|(name, _)| name == "submission").expect("the form has its own value").1
}

async fn count(world: &World, state: HelpRequestState) -> i64 {
    let counted = world.app.desk.store.read(move |tx| tx.count_help_requests(state)).await;
    counted.map_err(|error: nakodo::store::StoreError| error.to_string()).unwrap()
}

async fn a_form_that_is_sent_twice_is_one_help_request(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let value = submission(&served).await;
    assert_ne!(value, submission(&served).await, "each page has its own");
    let mut typed = TYPED.to_vec();
    typed.push(("submission", &value));
    let send = || served.client.post_form("/help-requests", &typed);
    let (one, other) = tokio::join!(send(), send());
    let reload = send().await;
    assert_eq!((one.status, other.status, reload.status), (201, 201, 201), "{}", other.body);
    world.settle().await;
    assert_eq!(count(&world, HelpRequestState::AwaitingConfirmation).await, 1);
    assert_eq!(world.letters().len(), 1);
    // A form that was refused first keeps its value.
    let refused = served.client.post_form("/help-requests", &[("submission", &value)]).await;
    assert_eq!((refused.status, hidden_fields(&refused.body, "/help-requests")[0].1.as_str()), (422, value.as_str()));
}

async fn a_form_that_was_changed_after_sending_is_asked_about(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let value = submission(&served).await;
    let mut typed = TYPED.to_vec();
    typed.push(("submission", &value));
    assert_eq!(served.client.post_form("/help-requests", &typed).await.status, 201);
    typed[4].1 = "8";
    let asked = served.client.post_form("/help-requests", &typed).await;
    assert!(asked.status == 409 && asked.body.contains("すでに一度お送りいただいています"), "{}", asked.body);
    assert!(asked.body.contains("value=\"8\""), "what was typed is kept");
    let fresh = hidden_fields(&asked.body, "/help-requests")[0].1.clone();
    assert_ne!(fresh, value);
    typed.pop();
    typed.push(("submission", &fresh));
    assert_eq!(served.client.post_form("/help-requests", &typed).await.status, 201);
    assert_eq!(count(&world, HelpRequestState::AwaitingConfirmation).await, 2);
}

async fn the_same_again_within_a_day_is_asked_about_in_the_letter_only(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let first = served.client.post_form("/help-requests", &TYPED).await;
    world.settle().await;
    world.wait(Duration::hours(1)).await;
    let second = served.client.post_form("/help-requests", &TYPED).await;
    assert_eq!((first.status, first.body), (second.status, second.body), "a stranger learns nothing");
    world.settle().await;
    let letter = world.letter(COMPANY, "same_help_request");
    assert!(letter.text.contains("はじめのご依頼を確認する"), "{}", letter.text);
    // The first link continues with the first one.
    let links: Vec<String> =
        letter.text.split_whitespace().filter_map(|word| Some(word.split_once("http://nakodo.test")?.1.to_owned())).collect();
    let confirms: Vec<&String> = links.iter().filter(|link| link.starts_with("/help-requests/confirm/")).collect();
    assert_eq!(confirms.len(), 2, "{links:?}");
    assert_eq!(served.client.press(confirms[0], "", &[]).await.status, 200);
    world.settle().await;
    assert_eq!((count(&world, HelpRequestState::Open).await, count(&world, HelpRequestState::AwaitingConfirmation).await), (1, 1));
    assert_eq!(world.letters_to("s1@example.jp").len(), 1);
    // Now that the first is under way, a third one is shown how it goes.
    world.wait(Duration::hours(1)).await;
    let form = world.submit(help_request(), Submitter::Company).await;
    assert_eq!(form.state, HelpRequestState::AwaitingConfirmation, "other words of the same company are another help request");
    // Sent as new all the same.
    assert_eq!(served.client.press(confirms[1], "", &[]).await.status, 200);
    world.settle().await;
    assert_eq!(count(&world, HelpRequestState::Open).await, 2);
    world.wait(Duration::hours(1)).await;
    served.client.post_form("/help-requests", &TYPED).await;
    world.settle().await;
    assert!(world.letter(COMPANY, "same_help_request").text.contains("はじめのご依頼の状況を見る"));
}

async fn somebody_else_or_something_else_or_the_next_day_is_no_twin(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    served.client.post_form("/help-requests", &TYPED).await;
    let with = |name: &str, value: &'static str| TYPED.map(|(key, text)| (key, if key == name { value } else { text }));
    served.client.post_form("/help-requests", &with("/company/contact/address", "a@other.example.jp")).await;
    served.client.post_form("/help-requests", &with("/need/hours", "5")).await;
    world.settle().await;
    world.wait(Duration::hours(24)).await;
    served.client.post_form("/help-requests", &TYPED).await;
    world.settle().await;
    let kinds: Vec<String> = world.letters().into_iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds, ["confirm_help_request"; 4]);
}
