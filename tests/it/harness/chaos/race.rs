//! Many presses at the same moment, over several processes where there are several.

use std::time::Instant;

use futures::future::join_all;
use nakodo::desk::Submitter;
use nakodo::ids::{HelpRequestId, Token};
use nakodo::intake::HelpRequestState;
use nakodo::matching::Explanation;
use nakodo::seals::Action;
use nakodo::settings::RawSettings;
use nakodo::store::{Link, OfferToMake, Purpose, StoreError};

use super::super::people::help_request_from;
use super::super::process::{Place, Process};
use super::super::web::{Client, Served};
use super::super::{Mode, World};

/// Seconds: what is looked at is how long they wait, not how many are sent away.
const PATIENCE: u64 = 60;

/// What the pressers were told.
#[derive(Clone, Debug)]
pub struct Race {
    /// Offers that ended as accepted.
    pub won: usize,
    /// Presses, other than the deciding one, with a clear answer: that somebody else was first, or that this one had won before.
    pub told: usize,
    /// Any other status.
    pub others: Vec<u16>,
    /// From the common start until each was answered, ascending.
    pub millis: Vec<f64>,
}

/// `presses` acceptances at once on `offers` offers of one help request: in the embedded mode on one process, else over `processes`.
pub async fn race(mode: Mode, presses: usize, offers: u32, processes: usize) -> Race {
    // On the real clock, since real processes take part in the scale-out mode.
    let patient = |raw: &mut RawSettings| {
        raw.store.wait_seconds = PATIENCE;
        (raw.web.request_seconds, raw.web.header_seconds) = (PATIENCE, PATIENCE);
    };
    let world = World::ticking(mode, patient).await;
    let id = world.submit(help_request_from(world.app.desk.clock.today()), Submitter::Operator).await.id;
    world.settle().await;
    reopen(&world, id).await;
    let tokens = open_offers(&world, id, offers).await;
    let (here, started): (Option<Served>, Vec<(Place, Process)>) = match mode {
        Mode::Embedded => (Some(Served::open(&world)), Vec::new()),
        Mode::ScaleOut => {
            let mut started = Vec::new();
            for _ in 0..processes {
                let mut place = Place::new(mode).await;
                place.set("NAKODO__STORE__URL", world.database.as_ref().map(|database| database.url.clone()).unwrap_or_default());
                // Processes of one instance have the same keys of the data.
                place.set("NAKODO__STORE__KEYS_FILE", world.folder.path().join("data.keys").display().to_string());
                for key in ["NAKODO__STORE__WAIT_SECONDS", "NAKODO__WEB__REQUEST_SECONDS", "NAKODO__WEB__HEADER_SECONDS"] {
                    place.set(key, PATIENCE.to_string());
                }
                let process = place.spawn(&["serve", "--listen", "127.0.0.1:0"], None, "listening on ");
                started.push((place, process));
            }
            (None, started)
        }
    };
    let here = here.iter().map(|served| served.client.clone());
    let clients: Vec<Client> = here.chain(started.iter().map(|(_, process)| Client::new(&process.address).known())).collect();
    let begin = Instant::now();
    let pressing = (0..presses).map(|at| {
        let client = clients[at % clients.len()].clone();
        let token = &tokens[at % tokens.len()];
        let path = format!("/offers/{}/accept", token.reveal());
        // Each has opened the page before.
        let value = world.app.desk.page_value(Action::Accept, token).reveal();
        async move {
            let answer = client.post_form(&path, &[("value", value.as_str())]).await;
            (answer.status, begin.elapsed().as_secs_f64() * 1000.0)
        }
    });
    let answers = join_all(pressing).await;
    let won = world.offers_of(id).await.into_iter().filter(|offer| offer.state.code() == "accepted").count();
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched, "somebody has won");
    let yes = answers.iter().filter(|(status, _)| *status == 200).count();
    let told = if offers == 1 { yes.saturating_sub(1) } else { answers.iter().filter(|(status, _)| *status == 409).count() };
    let others = answers.iter().map(|(status, _)| *status).filter(|status| !matches!(status, 200 | 409)).collect();
    let mut millis: Vec<f64> = answers.into_iter().map(|(_, millis)| millis).collect();
    millis.sort_by(f64::total_cmp);
    assert!(offers == 1 || yes == 1, "{yes} people were told that they have won");
    Race { won, told, others, millis }
}

/// Makes `count` open offers of one help request, with a link each, as an unusually large wave would.
pub async fn open_offers(world: &World, id: HelpRequestId, count: u32) -> Vec<Token> {
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

/// The harness asks with an empty list, so the help request has ended; it is opened again for offers made by hand.
pub async fn reopen(world: &World, id: HelpRequestId) {
    let now = world.app.desk.clock.now();
    let moved = world.app.desk.store.write(move |tx| tx.move_help_request(id, HelpRequestState::Unmatched, HelpRequestState::Open, now));
    assert!(moved.await.map_err(|error: StoreError| error.to_string()).unwrap());
}
