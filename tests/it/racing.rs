//! Whatever races, one wins.

use nakodo::clock::Clock;
use nakodo::desk::{Acceptance, Submitter, cancel_help_request, lapse_silent_offers};
use nakodo::identity::Role;
use nakodo::intake::HelpRequestState;

use crate::harness::chaos::race::{open_offers, race, reopen};
use crate::harness::people::help_request;
use crate::harness::press::accept_offer;
use crate::harness::{Mode, World};

in_both_modes![
    of_a_thousand_acceptances_at_once_one_wins,
    of_one_offer_accepted_a_thousand_times_at_once_comes_one_match,
    accepting_racing_with_lapsing_and_cancelling_ends_in_one_story,
    accepting_racing_with_cancelling_ends_in_exactly_one_of_the_two,
    accepting_racing_with_lapsing_ends_in_exactly_one_of_the_two,
];

async fn of_a_thousand_acceptances_at_once_one_wins(mode: Mode) {
    let race = race(mode, 1000, 1000, 3).await;
    assert_eq!((race.won, race.told, race.others, race.millis.len()), (1, 999, Vec::<u16>::new(), 1000));
}

async fn of_one_offer_accepted_a_thousand_times_at_once_comes_one_match(mode: Mode) {
    let race = race(mode, 1000, 1, 3).await;
    // Whoever presses again is told that they have won.
    assert_eq!((race.won, race.told, race.others, race.millis.len()), (1, 999, Vec::<u16>::new(), 1000));
}

async fn accepting_racing_with_cancelling_ends_in_exactly_one_of_the_two(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..20 {
        let id = world.submit(help_request(), Submitter::Operator).await.id;
        world.settle().await;
        reopen(&world, id).await;
        let token = open_offers(&world, id, 1).await.remove(0);
        let desk = &world.app.desk;
        let cancelling = cancel_help_request(desk, id, Role::Operator);
        let (accepted, cancelled) = tokio::join!(accept_offer(desk, token), cancelling);
        let won = accepted.unwrap() == Acceptance::Won(id);
        assert_eq!(won, cancelled.is_err());
        let expected = if won { HelpRequestState::Matched } else { HelpRequestState::Cancelled };
        assert_eq!(world.state_of(id).await, expected);
    }
}

async fn accepting_racing_with_lapsing_ends_in_exactly_one_of_the_two(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..20 {
        let id = world.submit(help_request(), Submitter::Operator).await.id;
        world.settle().await;
        reopen(&world, id).await;
        let token = open_offers(&world, id, 1).await.remove(0);
        // One presses just in time while the other's clock is just behind the deadline.
        let mut late = world.app.desk.clone();
        late.clock = Clock::frozen(world.app.desk.clock.now() + chrono::Duration::hours(72));
        let (accepted, lapsed) = tokio::join!(accept_offer(&world.app.desk, token), lapse_silent_offers(&late));
        let won = accepted.unwrap() == Acceptance::Won(id);
        assert_eq!((won, lapsed.unwrap()), (won, usize::from(!won)));
        let expected = if won { "accepted" } else { "lapsed" };
        assert_eq!(world.offers_of(id).await[0].state.code(), expected);
    }
}

async fn accepting_racing_with_lapsing_and_cancelling_ends_in_one_story(mode: Mode) {
    let world = World::new(mode).await;
    for round in 0..20_usize {
        let id = world.submit(help_request(), Submitter::Operator).await.id;
        world.settle().await;
        reopen(&world, id).await;
        let token = open_offers(&world, id, 1).await.remove(0);
        let desk = &world.app.desk;
        let mut late = desk.clone();
        late.clock = Clock::frozen(desk.clock.now() + chrono::Duration::hours(72));
        let (accepted, cancelled, lapsed) =
            tokio::join!(accept_offer(desk, token), cancel_help_request(desk, id, Role::Operator), lapse_silent_offers(&late));
        let offer = world.offers_of(id).await[0].state.code();
        let story = (accepted.unwrap() == Acceptance::Won(id), cancelled.is_ok(), lapsed.unwrap(), offer, world.state_of(id).await);
        let stories = [
            (true, false, 0, "accepted", HelpRequestState::Matched),
            (false, true, 0, "withdrawn", HelpRequestState::Cancelled),
            (false, true, 1, "lapsed", HelpRequestState::Cancelled),
        ];
        assert!(stories.contains(&story), "round {round}: {story:?}");
        let letters = desk.store.read(move |tx| tx.list_letters(id)).await.unwrap();
        let mut kinds: Vec<&str> = letters.iter().map(|letter| letter.kind.code()).filter(|kind| !kind.starts_with("nobody")).collect();
        kinds.sort_unstable();
        let told: &[&str] = match story.3 {
            "accepted" => &["match_for_company", "match_for_specialist"],
            "withdrawn" => &["help_request_cancelled", "offer_cancelled"],
            _ => &["help_request_cancelled", "offer_lapsed"],
        };
        assert_eq!(kinds, told, "round {round}: letters tell the same story");
    }
}
