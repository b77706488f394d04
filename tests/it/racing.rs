//! Whatever races, one wins.

use futures::future::join_all;
use nakodo::clock::Clock;
use nakodo::desk::{Acceptance, Submitter, accept_offer, cancel_help_request, lapse_silent_offers};
use nakodo::ids::{HelpRequestId, Token};
use nakodo::intake::HelpRequestState;
use nakodo::matching::Explanation;
use nakodo::store::{Link, OfferToMake, Purpose, Role, StoreError};

use crate::harness::people::{help_request, help_request_from};
use crate::harness::process::Place;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    of_two_hundred_acceptances_at_once_one_wins,
    accepting_racing_with_cancelling_ends_in_exactly_one_of_the_two,
    accepting_racing_with_lapsing_ends_in_exactly_one_of_the_two,
];

/// Makes `count` open offers of one help request, with a link each, as an unusually large wave would.
async fn open_offers(world: &World, id: HelpRequestId, count: u32) -> Vec<Token> {
    let mut tokens = Vec::new();
    for _ in 0..count {
        // Without consent, so that nobody is asked by the matcher as well.
        let specialist = world.enrol(|profile| profile.consents.clear()).await;
        let (desk, now) = (world.app.desk.clone(), world.app.desk.clock.now());
        let (token, offer_id) = (desk.ids.token(), desk.ids.fresh(now));
        let hash = token.hash();
        let explanation = Explanation { score: 0.5, terms: Vec::new(), comes_over: true, estimated_fee_yen: None };
        let expires_at = now + chrono::Duration::hours(72);
        let offer =
            OfferToMake { id: offer_id, help_request: id, specialist, wave: 1, explanation, weekly_hours: 1, made_at: now, expires_at };
        let link = Link { purpose: Purpose::AnswerOffer, subject: offer_id.to_string(), expires_at };
        let made = desk.store.write(move |tx| {
            tx.add_offer(&offer)?;
            tx.add_link(&hash, &link, now)
        });
        made.await.map_err(|error: StoreError| error.to_string()).unwrap();
        tokens.push(token);
    }
    tokens
}

/// Embedded against one process' web; scale-out against two `nakodo serve` over one database.
async fn of_two_hundred_acceptances_at_once_one_wins(mode: Mode) {
    // On the real clock, since real processes take part in the scale-out mode.
    let world = World::ticking(mode).await;
    let id = world.submit(help_request_from(world.app.desk.clock.today()), Submitter::Operator).await.id;
    world.settle().await;
    reopen(&world, id).await;
    let tokens = open_offers(&world, id, 200).await;

    let (here, place, clients): (Option<Served>, Option<Place>, Vec<Client>);
    let mut processes = Vec::new();
    match mode {
        Mode::Embedded => {
            let served = Served::open(&world);
            clients = vec![served.client.clone()];
            (here, place) = (Some(served), None);
        }
        Mode::ScaleOut => {
            let mut shared = Place::new(mode).await;
            shared.set("NAKODO__STORE__URL", world.database.as_ref().map(|database| database.url.clone()).unwrap_or_default());
            for _ in 0..2 {
                processes.push(shared.spawn(&["serve", "--listen", "127.0.0.1:0"], None, "listening on "));
            }
            clients = processes.iter().map(|process| Client::new(&process.address)).collect();
            (here, place) = (None, Some(shared));
        }
    }
    let presses = tokens.iter().enumerate().map(|(at, token)| {
        let client = clients[at % clients.len()].clone();
        let path = format!("/offers/{}/accept", token.reveal());
        async move { client.post_form(&path, &[]).await.status }
    });
    let mut statuses = join_all(presses).await;
    statuses.sort_unstable();
    let won = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!((won, statuses[1..].iter().all(|status| *status == 409)), (1, true), "{statuses:?}");

    let accepted = world.offers_of(id).await.into_iter().filter(|offer| offer.state.code() == "accepted").count();
    assert_eq!((accepted, world.state_of(id).await), (1, HelpRequestState::Matched));
    drop((here, place, processes));
}

/// The harness asks with an empty list, so the help request has ended; it is opened again for offers made by hand.
async fn reopen(world: &World, id: HelpRequestId) {
    let now = world.app.desk.clock.now();
    let moved = world.app.desk.store.write(move |tx| tx.move_help_request(id, HelpRequestState::Unmatched, HelpRequestState::Open, now));
    assert!(moved.await.map_err(|error: StoreError| error.to_string()).unwrap());
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
