//! Whatever races with a choice of the company, one wins and one story is told.

use nakodo::clock::Clock;
use nakodo::desk::{Acceptance, Choice, Declination, Submitter, Withdrawing, cancel_help_request, lapse_choices};
use nakodo::engagement::WithdrawForm;
use nakodo::identity::Role;
use nakodo::ids::{HelpRequestId, OfferId, Token};
use nakodo::intake::HelpRequestState;
use nakodo::offers::{DeclineForm, TermsForm};
use nakodo::store::{Link, Purpose, StoreError};

use crate::harness::chaos::race::{open_offers, reopen};
use crate::harness::people::help_request;
use crate::harness::press::{accept_offer, choose_offer, decline_offer, propose_terms, withdraw_as_company};
use crate::harness::{Mode, World};

in_both_modes![
    choosing_racing_with_a_plain_acceptance_ends_in_one_winner,
    choosing_one_racing_with_choosing_another_ends_in_one_winner,
    choosing_racing_with_the_end_of_its_time_ends_in_one_story,
    choosing_racing_with_cancelling_ends_in_exactly_one_of_the_two,
    choosing_racing_with_stepping_back_ends_in_exactly_one_of_the_two,
    a_yes_with_changes_racing_with_a_plain_one_keeps_nobody_from_winning,
    one_person_chosen_twice_at_once_gets_no_more_work_than_they_take,
    the_last_yes_racing_with_the_last_no_opens_one_choice,
    withdrawing_racing_with_cancelling_ends_the_match_in_any_case,
];

const ROUNDS: usize = 10;

/// A help request with open offers of which the first `willing` have become willing: its id, a status link, and the offers with their links.
async fn story(world: &World, offers: u32, willing: usize) -> (HelpRequestId, Token, Vec<(OfferId, Token)>) {
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    reopen(world, id).await;
    let tokens = open_offers(world, id, offers).await;
    let desk = &world.app.desk;
    for token in tokens.iter().take(willing) {
        assert_eq!(propose_terms(desk, token.clone(), terms()).await.unwrap(), Acceptance::Willing);
    }
    let status = status_link(world, id).await;
    // Ids of one moment are in no order, so the links are put to their offers by what the store says.
    let mut found = Vec::new();
    for token in tokens {
        let hash = token.hash();
        let link = desk.store.read(move |tx| tx.find_link(&hash)).await.map_err(|error: StoreError| error.to_string()).unwrap().unwrap();
        found.push((link.subject.parse().unwrap(), token));
    }
    (id, status, found)
}

fn terms() -> TermsForm {
    TermsForm { fee_yen: Some(70_000), ..TermsForm::default() }
}

fn no() -> DeclineForm {
    DeclineForm { reason: "no-time".to_owned(), text: String::new() }
}

async fn status_link(world: &World, id: HelpRequestId) -> Token {
    let desk = &world.app.desk;
    let (status, now) = (desk.ids.token(), desk.clock.now());
    let link = Link { purpose: Purpose::FollowHelpRequest, subject: id.to_string(), expires_at: now + chrono::Duration::days(100) };
    let hash = status.hash();
    let added = desk.store.write(move |tx| tx.add_link(&hash, &link, now)).await;
    added.map_err(|error: StoreError| error.to_string()).unwrap();
    status
}

async fn count(world: &World, id: HelpRequestId, state: &str) -> usize {
    world.offers_of(id).await.into_iter().filter(|offer| offer.state.code() == state).count()
}

async fn choosing_racing_with_a_plain_acceptance_ends_in_one_winner(mode: Mode) {
    let world = World::new(mode).await;
    for round in 0..ROUNDS {
        let (id, status, offers) = story(&world, 2, 1).await;
        let desk = &world.app.desk;
        let (chosen, accepted) = tokio::join!(choose_offer(desk, status, offers[0].0), accept_offer(desk, offers[1].1.clone()));
        let outcome = (chosen.unwrap(), accepted.unwrap());
        let stories = [(Choice::Chosen, Acceptance::TakenByOther), (Choice::TakenByOther, Acceptance::Won(id))];
        assert!(stories.contains(&outcome), "round {round}: {outcome:?}");
        assert_eq!((world.state_of(id).await, count(&world, id, "accepted").await), (HelpRequestState::Matched, 1));
    }
}

async fn choosing_one_racing_with_choosing_another_ends_in_one_winner(mode: Mode) {
    let world = World::new(mode).await;
    for round in 0..ROUNDS {
        let (id, status, offers) = story(&world, 2, 2).await;
        let desk = &world.app.desk;
        let (one, other) = tokio::join!(choose_offer(desk, status.clone(), offers[0].0), choose_offer(desk, status, offers[1].0));
        let outcome = (one.unwrap(), other.unwrap());
        let stories = [(Choice::Chosen, Choice::TakenByOther), (Choice::TakenByOther, Choice::Chosen)];
        assert!(stories.contains(&outcome), "round {round}: {outcome:?}");
        assert_eq!((count(&world, id, "accepted").await, count(&world, id, "not_chosen").await), (1, 1));
    }
}

async fn choosing_racing_with_the_end_of_its_time_ends_in_one_story(mode: Mode) {
    let world = World::new(mode).await;
    for round in 0..ROUNDS {
        let (id, status, offers) = story(&world, 1, 1).await;
        let desk = &world.app.desk;
        let mut late = desk.clone();
        late.clock = Clock::frozen(desk.clock.now() + chrono::Duration::days(10));
        let (chosen, lapsed) = tokio::join!(choose_offer(desk, status, offers[0].0), lapse_choices(&late));
        let story = (chosen.unwrap(), lapsed.unwrap(), world.offers_of(id).await[0].state.code());
        let stories = [(Choice::Chosen, 0, "accepted"), (Choice::Over, 1, "not_chosen")];
        assert!(stories.contains(&story), "round {round}: {story:?}");
        let letters = desk.store.read(move |tx| tx.list_letters(id)).await.map_err(|error: StoreError| error.to_string()).unwrap();
        let kinds: Vec<&str> = letters.iter().map(|letter| letter.kind.code()).collect();
        let (match_told, lapse_told) = (kinds.contains(&"match_for_company"), kinds.contains(&"choice_lapsed"));
        assert_eq!((match_told, lapse_told), (story.1 == 0, story.1 == 1), "round {round}: letters tell the same story: {kinds:?}");
    }
}

async fn choosing_racing_with_cancelling_ends_in_exactly_one_of_the_two(mode: Mode) {
    let world = World::new(mode).await;
    for round in 0..ROUNDS {
        let (id, status, offers) = story(&world, 1, 1).await;
        let desk = &world.app.desk;
        let (chosen, cancelled) = tokio::join!(choose_offer(desk, status, offers[0].0), cancel_help_request(desk, id, Role::Operator));
        let outcome = (chosen.unwrap(), cancelled.is_ok(), world.state_of(id).await);
        let stories = [(Choice::Chosen, false, HelpRequestState::Matched), (Choice::Over, true, HelpRequestState::Cancelled)];
        assert!(stories.contains(&outcome), "round {round}: {outcome:?}");
    }
}

async fn choosing_racing_with_stepping_back_ends_in_exactly_one_of_the_two(mode: Mode) {
    let world = World::new(mode).await;
    for round in 0..ROUNDS {
        let (id, status, offers) = story(&world, 1, 1).await;
        let desk = &world.app.desk;
        let (chosen, declined) = tokio::join!(choose_offer(desk, status, offers[0].0), decline_offer(desk, offers[0].1.clone(), no()));
        let outcome = (chosen.unwrap(), declined.unwrap(), world.state_of(id).await, world.offers_of(id).await[0].state.code());
        let stories = [
            (Choice::Chosen, Declination::AcceptedBefore, HelpRequestState::Matched, "accepted"),
            (Choice::Over, Declination::Declined, HelpRequestState::Open, "declined"),
        ];
        assert!(stories.contains(&outcome), "round {round}: {outcome:?}");
    }
}

async fn a_yes_with_changes_racing_with_a_plain_one_keeps_nobody_from_winning(mode: Mode) {
    let world = World::new(mode).await;
    for round in 0..ROUNDS {
        let (id, _, offers) = story(&world, 2, 0).await;
        let desk = &world.app.desk;
        let (proposed, accepted) = tokio::join!(propose_terms(desk, offers[0].1.clone(), terms()), accept_offer(desk, offers[1].1.clone()));
        assert_eq!(accepted.unwrap(), Acceptance::Won(id), "round {round}");
        let state = world.offers_of(id).await.into_iter().find(|offer| offer.id == offers[0].0).unwrap().state.code();
        let story = (proposed.unwrap(), state);
        assert!(
            [(Acceptance::Willing, "not_chosen"), (Acceptance::TakenByOther, "withdrawn")].contains(&story),
            "round {round}: {story:?}"
        );
        assert_eq!((world.state_of(id).await, count(&world, id, "accepted").await), (HelpRequestState::Matched, 1));
    }
}

async fn one_person_chosen_twice_at_once_gets_no_more_work_than_they_take(mode: Mode) {
    for round in 0..4 {
        let world = World::new(mode).await;
        world.enrol(|profile| profile.max_engagements = Some(1)).await;
        let mut choices = Vec::new();
        for _ in 0..2 {
            let id = world.submit(help_request(), Submitter::Operator).await.id;
            world.settle().await;
            choices.push((status_link(&world, id).await, world.offers_of(id).await[0].id));
        }
        let desk = &world.app.desk;
        for letter in world.letters_to("s1@example.jp").into_iter().filter(|letter| letter.kind == "offer") {
            assert_eq!(propose_terms(desk, letter.token("/offers/"), terms()).await.unwrap(), Acceptance::Willing);
        }
        let [(one_link, one), (other_link, other)] = choices.try_into().unwrap();
        let (one, other) = tokio::join!(choose_offer(desk, one_link, one), choose_offer(desk, other_link, other));
        let outcome = (one.unwrap(), other.unwrap());
        assert!([(Choice::Chosen, Choice::NoRoom), (Choice::NoRoom, Choice::Chosen)].contains(&outcome), "round {round}: {outcome:?}");
    }
}

async fn the_last_yes_racing_with_the_last_no_opens_one_choice(mode: Mode) {
    for round in 0..4 {
        let world = World::choosing(mode).await;
        let (id, status, offers) = story(&world, 2, 0).await;
        let desk = &world.app.desk;
        let (accepted, declined) = tokio::join!(accept_offer(desk, offers[0].1.clone()), decline_offer(desk, offers[1].1.clone(), no()));
        assert_eq!((accepted.unwrap(), declined.unwrap()), (Acceptance::Willing, Declination::Declined), "round {round}");
        world.settle().await;
        let letters = desk.store.read(move |tx| tx.list_letters(id)).await.map_err(|error: StoreError| error.to_string()).unwrap();
        assert_eq!(letters.iter().filter(|letter| letter.kind.code() == "choice_for_company").count(), 1, "round {round}");
        assert_eq!(choose_offer(desk, status, offers[0].0).await.unwrap(), Choice::Chosen);
    }
}

async fn withdrawing_racing_with_cancelling_ends_the_match_in_any_case(mode: Mode) {
    let world = World::new(mode).await;
    for round in 0..ROUNDS {
        let (id, status, offers) = story(&world, 1, 0).await;
        let desk = &world.app.desk;
        assert_eq!(accept_offer(desk, offers[0].1.clone()).await.unwrap(), Acceptance::Won(id));
        let because = WithdrawForm { reason: "?".to_owned() };
        let (withdrawn, cancelled) =
            tokio::join!(withdraw_as_company(desk, status, because), cancel_help_request(desk, id, Role::Operator));
        assert_eq!(withdrawn.unwrap(), Withdrawing::Withdrawn, "round {round}");
        let expected = if cancelled.is_ok() { HelpRequestState::Cancelled } else { HelpRequestState::Open };
        assert_eq!(world.state_of(id).await, expected, "round {round}");
        let winner = desk.store.read(move |tx| tx.find_winner(id)).await.map_err(|error: StoreError| error.to_string()).unwrap();
        assert_eq!(winner, None);
    }
}
