//! The relay: outbox -> bus. Woken by a commit of this process, and by a clock for what other processes left behind.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::desk::Refusal;
use crate::workers::{Crew, LONGEST_PAUSE, Round, back_off, rest};

/// How many deliveries go in one transaction and one pipeline.
const AT_ONCE: i64 = 256;

pub(super) async fn round(crew: &Crew) -> Result<Round, Refusal> {
    let now = crew.desk.clock.now();
    let redeliver = chrono::Duration::from_std(crew.settings.bus.redeliver_after).unwrap_or(chrono::Duration::minutes(1));
    let deliveries = crew.desk.store.write(move |tx| Ok::<_, Refusal>(tx.take_due_deliveries(now, now + redeliver, AT_ONCE)?)).await?;
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
            crew.desk.store.write(move |tx| Ok::<_, Refusal>(tx.republish_all(now)?)).await?;
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
            Ok(Round { done }) if done > 0 => failures = 0,
            Ok(_) if !busless => {
                failures = 0;
                wait_for_news(&mut news, crew.settings.bus.poll, &stop).await;
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
