//! The relay: outbox -> bus. Woken by a commit of this process, and by a clock for what other processes left behind.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::bus::BusError;
use crate::desk::Refusal;
use crate::events::Group;
use crate::store::Tx;
use crate::workers::{Crew, GATHER, LONGEST_PAUSE, Round, back_off, rest};

/// How many deliveries go in one transaction and one pipeline.
const AT_ONCE: i64 = 256;

/// While the bus is full: how many times sooner than the usual poll the relay looks again.
const SOONER_WHEN_FULL: u32 = 10;

/// The groups whose streams have room. What does not fit waits in the outbox, where it is safe and takes no memory; one group that does not
/// keep up does not hold up the other.
async fn with_room(crew: &Crew) -> Result<Vec<Group>, BusError> {
    let mut groups = Vec::with_capacity(Group::ALL.len());
    for group in Group::ALL {
        if crew.bus.has_room(group, crew.settings.bus.max_ahead).await? {
            groups.push(group);
        }
    }
    Ok(groups)
}

pub(super) async fn round(crew: &Crew) -> Result<Round, Refusal> {
    let groups = match with_room(crew).await {
        Ok(groups) => groups,
        Err(error) => {
            crew.telemetry.bus_is_well(false);
            tracing::warn!(%error, "events wait in the outbox");
            return Ok(Round::default());
        }
    };
    if groups.is_empty() {
        return Ok(Round::default());
    }
    let now = crew.desk.clock.now();
    let redeliver = chrono::Duration::from_std(crew.settings.bus.redeliver_after).unwrap_or(chrono::Duration::minutes(1));
    let take = move |tx: &mut Tx<'_>| Ok::<_, Refusal>(tx.take_due_deliveries(&groups, now, now + redeliver, AT_ONCE)?);
    let deliveries = crew.desk.store.write_one(take).await?;
    if deliveries.is_empty() {
        // Nothing else would notice in this process that a bus that was away is back.
        if !crew.telemetry.is_bus_well() {
            crew.telemetry.bus_is_well(crew.bus.ping().await.is_ok());
        }
        return Ok(Round::default());
    }
    match crew.bus.publish(&deliveries).await {
        Ok(()) => {
            crew.telemetry.bus_is_well(true);
            crew.telemetry.published(deliveries.len());
            Ok(Round { done: deliveries.len() })
        }
        Err(error) => {
            // Nothing is lost: what could not be published is due again at once.
            crew.telemetry.bus_is_well(false);
            tracing::warn!(%error, "events wait in the outbox");
            let taken: Vec<_> = deliveries.iter().map(|delivery| (delivery.group, delivery.envelope.seq)).collect();
            crew.desk.store.write(move |tx| Ok::<_, Refusal>(tx.return_deliveries(&taken, now)?)).await?;
            Ok(Round::default())
        }
    }
}

pub(super) async fn run(crew: Crew, stop: CancellationToken) {
    // Registered before the first look, so that no commit is missed.
    let mut news = crew.desk.store.news();
    let mut failures = 0;
    while !stop.is_cancelled() {
        let outcome = round(&crew).await;
        let busless = !crew.telemetry.is_bus_well();
        match outcome {
            Ok(Round { done }) if done > 0 => {
                failures = 0;
                rest(GATHER, &stop).await;
            }
            Ok(_) if !busless => {
                failures = 0;
                let is_full = with_room(&crew).await.is_ok_and(|groups| groups.len() < Group::ALL.len());
                let pause = if is_full { crew.settings.bus.poll / SOONER_WHEN_FULL } else { crew.settings.bus.poll };
                wait_for_news(&mut news, pause, &stop).await;
            }
            other => {
                failures = (failures + 1).min(10);
                if let Err(error) = other {
                    tracing::warn!(%error, "the relay cannot read the outbox");
                }
                rest(back_off(crew.settings.bus.poll, failures, LONGEST_PAUSE), &stop).await;
            }
        }
    }
}

async fn wait_for_news(news: &mut tokio::sync::watch::Receiver<u64>, poll: Duration, stop: &CancellationToken) {
    tokio::select! {
        _ = news.changed() => {}
        () = rest(poll, stop) => {}
    }
}
