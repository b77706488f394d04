//! Not too many letters to one mail provider at a time.

use chrono::Duration;
use nakodo::correspondence::LetterKind;
use nakodo::desk::{self, LetterFilter, Submitter};

use crate::harness::people::help_request;
use crate::harness::{Mode, World};

in_both_modes![letters_to_one_domain_wait_for_their_turn_and_no_failure_is_counted];

async fn letters_to_one_domain_wait_for_their_turn_and_no_failure_is_counted(mode: Mode) {
    let world = World::with(mode, |raw| {
        raw.post.per_domain_per_minute = 2;
        // One failure would be the end.
        raw.bus.max_attempts = 1;
    })
    .await;
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    let offers = || world.letters().into_iter().filter(|letter| letter.kind == "offer").count();
    assert_eq!(offers(), 2, "three live at example.jp");
    assert_eq!(world.letters().len(), 3, "the company lives elsewhere");
    world.wait(Duration::seconds(59)).await;
    assert_eq!(offers(), 2);
    world.wait(Duration::seconds(1)).await;
    assert_eq!(offers(), 3);
    assert!(world.offers_of(id).await.iter().all(|offer| offer.state.code() == "sent"));
    let filter = LetterFilter { kind: Some(LetterKind::Offer), ..LetterFilter::default() };
    let letters = desk::list_letters(&world.app.desk, filter, 10).await.unwrap();
    assert!(letters.iter().all(|letter| letter.attempts == 1), "waiting is no attempt: {letters:?}");
    assert_eq!(desk::list_dead_letters(&world.app.desk).await.unwrap().len(), 0);
}
