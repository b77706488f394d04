//! The loop that all groups share: receive, handle, acknowledge.
//!
//! An entry is acknowledged whatever became of it, because the outbox keeps the truth: a handled delivery is done there, a failed one is due
//! again after its back-off, and one whose worker died is due again after the redelivery pause.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use crate::bus::{BusError, Entry};
use crate::desk::{Refusal, Shares};
use crate::events::{Delivery, Event, Group, VERSION};
use crate::workers::{Crew, LONGEST_PAUSE, Round, back_off, failed, matcher, postman, rest};

/// How many entries are taken from the bus in one go.
const AT_ONCE: usize = 64;

/// How the handling of one delivery ended.
#[derive(Debug)]
pub(super) enum Handled {
    /// Done, with its effects, in one transaction.
    Done,
    /// Somebody else has it in hand, or it is too early: it comes back by itself.
    Later,
    /// It failed for a reason that may pass.
    Failed(String),
}

impl From<Refusal> for Handled {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.to_string())
    }
}

pub(super) async fn round(crew: &Crew, group: Group, wait: Duration) -> Result<Round, Refusal> {
    let batch = match crew.bus.receive(group, AT_ONCE, wait).await {
        Ok(batch) => batch,
        Err(BusError::LostMemory) => {
            tracing::warn!(group = group.name(), "the bus has lost its memory: everything unhandled is published again");
            republish(crew).await?;
            return Ok(Round { done: 1 });
        }
        Err(error) => {
            crew.telemetry.bus_is_well(false);
            tracing::warn!(%error, group = group.name(), "the bus cannot be read");
            return Ok(Round::default());
        }
    };
    crew.telemetry.bus_is_well(true);
    if batch.unreadable > 0 {
        tracing::error!(
            count = batch.unreadable,
            group = group.name(),
            "entries cannot be read; they wait in the outbox for a newer build"
        );
        crew.telemetry.unreadable(group.name(), batch.unreadable);
    }
    if batch.deleted > 0 {
        tracing::error!(
            count = batch.deleted,
            group = group.name(),
            "somebody deleted entries in hand: everything unhandled is published again"
        );
        republish(crew).await?;
    }
    let at_once = match group {
        Group::Matcher => 1,
        Group::Postman => crew.settings.letters_at_once,
    };
    let shares = match group {
        Group::Matcher => Arc::new(matcher::shares(crew, &batch.entries).await),
        Group::Postman => Arc::default(),
    };
    let done = batch.entries.len() + batch.unreadable + batch.deleted;
    let handled = futures::stream::iter(batch.entries).map(|entry| handle_entry(crew, group, entry, shares.clone()));
    // Whatever has ended by then is acknowledged together, and nothing waits for the slowest.
    let ended = handled.buffer_unordered(at_once).ready_chunks(AT_ONCE);
    ended.for_each(|entries| acknowledge(crew, group, entries)).await;
    Ok(Round { done })
}

async fn republish(crew: &Crew) -> Result<(), Refusal> {
    let now = crew.desk.clock.now();
    crew.desk.store.write(move |tx| Ok::<_, Refusal>(tx.republish_all(now)?)).await.map(drop)
}

async fn acknowledge(crew: &Crew, group: Group, entries: Vec<Entry>) {
    if let Err(error) = crew.bus.acknowledge(group, &entries).await {
        tracing::warn!(%error, "entries could not be acknowledged; they will be handled again without effect");
    }
}

/// Handles one entry and gives it back to be acknowledged.
async fn handle_entry(crew: &Crew, group: Group, entry: Entry, shares: Arc<Shares>) -> Entry {
    fail::fail_point!("before-handling");
    let delivery = entry.delivery.clone();
    // A handler that panics must not take the others with it.
    let handling = tokio::spawn(handle(crew.clone(), delivery.clone(), shares));
    let handled = handling.await.unwrap_or_else(|error| Handled::Failed(format!("the handler ended abnormally: {error}")));
    match &handled {
        Handled::Done => crew.telemetry.handled(group.name(), "done"),
        Handled::Later => crew.telemetry.handled(group.name(), "later"),
        Handled::Failed(why) => {
            crew.telemetry.handled(group.name(), "failed");
            tracing::warn!(group = group.name(), event = %delivery.envelope.id, why, "handling failed");
            if let Err(error) = failed::postpone(crew, &delivery, why.clone()).await {
                tracing::warn!(%error, "the failure could not be noted; the delivery comes back after the redelivery pause");
            }
        }
    }
    crew.telemetry.beat(crew.desk.clock.now());
    fail::fail_point!("after-handling");
    entry
}

async fn handle(crew: Crew, delivery: Delivery, shares: Arc<Shares>) -> Handled {
    if delivery.envelope.version > VERSION || delivery.envelope.event == Event::OfNewerBuild {
        // A newer process wrote it and a newer process must read it: it stays in the outbox, uncounted, and is published again until one does.
        tracing::warn!(event = %delivery.envelope.id, version = delivery.envelope.version, "an event of a newer version waits for a newer build");
        return Handled::Later;
    }
    fail::fail_point!("in-handler");
    match delivery.group {
        Group::Matcher => matcher::handle(&crew, delivery.envelope, &shares).await,
        Group::Postman => postman::handle(&crew, delivery.envelope).await,
    }
}

pub(super) async fn run(crew: Crew, group: Group, stop: CancellationToken) {
    let mut failures = 0;
    while !stop.is_cancelled() {
        // Not cut off when the process ends: a batch in hand is finished, and a wait for the bus lasts one poll at most.
        let outcome = round(&crew, group, crew.settings.bus.poll).await;
        crew.telemetry.beat(crew.desk.clock.now());
        match outcome {
            Ok(_) if crew.telemetry.is_bus_well() => failures = 0,
            other => {
                failures = (failures + 1).min(10);
                if let Err(error) = other {
                    tracing::warn!(%error, group = group.name(), "a worker cannot reach the store");
                }
                rest(back_off(crew.settings.bus.poll, failures, LONGEST_PAUSE), &stop).await;
            }
        }
    }
}
