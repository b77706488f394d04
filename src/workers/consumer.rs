//! The loop that all groups share: receive, handle, acknowledge.
//!
//! An entry is acknowledged whatever became of it, because the outbox keeps the truth: a handled delivery is done there, a failed one is due
//! again after its back-off, and one whose worker died is due again after the redelivery pause.

use std::time::Duration;

use futures::stream::{self, Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinError;
use tokio_util::sync::CancellationToken;

use crate::bus::{Batch, BusError, Entry};
use crate::desk::Refusal;
use crate::events::{Event, Group, VERSION};
use crate::traces::span;
use crate::workers::{Crew, GATHER, LONGEST_PAUSE, Round, back_off, failed, herald, matcher, postman, rest};

/// How many entries are taken from the bus in one go, and at most handled and acknowledged together.
pub(super) const AT_ONCE: usize = 64;

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

impl Handled {
    pub(super) fn abnormal(error: &JoinError) -> Self {
        Self::Failed(format!("the handler ended abnormally: {error}"))
    }
}

/// Receives one batch and handles it.
pub(super) async fn round(crew: &Crew, group: Group, wait: Duration) -> Result<Round, Refusal> {
    let batch = batch(crew, group, wait).await?;
    let done = batch.entries.len() + batch.unreadable + batch.deleted;
    handle(crew, group, stream::iter(batch.entries)).await;
    Ok(Round { done })
}

/// What the bus has for `group`; nothing if it cannot be read. What it has lost is published again.
async fn batch(crew: &Crew, group: Group, wait: Duration) -> Result<Batch, Refusal> {
    let batch = match crew.bus.receive(group, AT_ONCE, wait).await {
        Ok(batch) => batch,
        Err(BusError::LostMemory) => {
            tracing::warn!(group = group.name(), "the bus has lost its memory: everything unhandled is published again");
            republish(crew).await?;
            return Ok(Batch { deleted: 1, ..Batch::default() });
        }
        Err(error) => {
            crew.telemetry.bus_is_well(false);
            tracing::warn!(%error, group = group.name(), "the bus cannot be read");
            return Ok(Batch::default());
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
    Ok(batch)
}

async fn republish(crew: &Crew) -> Result<(), Refusal> {
    let now = crew.desk.clock.now();
    crew.desk.store.write(move |tx| Ok::<_, Refusal>(tx.republish_all(now)?)).await.map(drop)
}

/// Handles entries as they come. Whatever has been handled by then is acknowledged together, and nothing waits for the slowest.
async fn handle(crew: &Crew, group: Group, entries: impl Stream<Item = Entry> + Send) {
    let readable = entries.filter_map(|entry| async move {
        if is_readable(&entry) {
            fail::fail_point!("before-handling");
            return Some(entry);
        }
        settle(crew, group, vec![(entry, Handled::Later)]).await;
        None
    });
    let readable = std::pin::pin!(readable);
    match group {
        Group::Matcher => matcher::work(crew, readable).ready_chunks(AT_ONCE).for_each(|some| settle(crew, group, some)).await,
        Group::Herald => herald::work(crew, readable).ready_chunks(AT_ONCE).for_each(|some| settle(crew, group, some)).await,
        Group::Postman => postman::work(crew, readable).ready_chunks(AT_ONCE).for_each(|some| settle(crew, group, some)).await,
    }
}

/// What a newer process wrote a newer process must read: it stays in the outbox, uncounted, and is published again until one does.
fn is_readable(entry: &Entry) -> bool {
    let envelope = &entry.delivery.envelope;
    let is_readable = envelope.version <= VERSION && envelope.event != Event::OfNewerBuild;
    if !is_readable {
        tracing::warn!(event = %envelope.id, version = envelope.version, "an event of a newer version waits for a newer build");
    }
    is_readable
}

/// Notes what failed, and acknowledges all.
async fn settle(crew: &Crew, group: Group, handled: Vec<(Entry, Handled)>) {
    let mut entries = Vec::with_capacity(handled.len());
    for (entry, handled) in handled {
        match handled {
            Handled::Done => crew.telemetry.handled(group.name(), "done"),
            Handled::Later => crew.telemetry.handled(group.name(), "later"),
            Handled::Failed(why) => {
                crew.telemetry.handled(group.name(), "failed");
                let envelope = &entry.delivery.envelope;
                span(envelope.trace).in_scope(|| tracing::warn!(group = group.name(), event = %envelope.id, why, "handling failed"));
                if let Err(error) = failed::postpone(crew, &entry.delivery, why).await {
                    tracing::warn!(%error, "the failure could not be noted; the delivery comes back after the redelivery pause");
                }
            }
        }
        fail::fail_point!("after-handling");
        entries.push(entry);
    }
    crew.telemetry.beat(crew.desk.clock.now());
    if let Err(error) = crew.bus.acknowledge(group, &entries).await {
        tracing::warn!(%error, "entries could not be acknowledged; they will be handled again without effect");
    }
}

/// Receives and handles until the process ends; what is in hand then is finished. The two go on side by side, so that a letter whose mail server
/// hangs does not keep the next ones on the bus.
pub(super) async fn run(crew: Crew, group: Group, stop: CancellationToken) {
    let (hand_over, mut entries) = mpsc::channel(AT_ONCE);
    let handling = handle(&crew, group, stream::poll_fn(move |context| entries.poll_recv(context)));
    tokio::join!(receive(&crew, group, hand_over, &stop), handling);
}

async fn receive(crew: &Crew, group: Group, hand_over: mpsc::Sender<Entry>, stop: &CancellationToken) {
    let mut failures = 0;
    while !stop.is_cancelled() {
        // Not cut off when the process ends: a wait for the bus lasts one poll at most.
        let outcome = batch(crew, group, crew.settings.bus.poll).await;
        crew.telemetry.beat(crew.desk.clock.now());
        match outcome {
            Ok(batch) if crew.telemetry.is_bus_well() => {
                failures = 0;
                let is_busy = !batch.entries.is_empty();
                for entry in batch.entries {
                    // The other side goes away only with this one.
                    let _ = hand_over.send(entry).await;
                }
                if is_busy {
                    rest(GATHER, stop).await;
                }
            }
            other => {
                failures = (failures + 1).min(10);
                if let Err(error) = other {
                    tracing::warn!(%error, group = group.name(), "a worker cannot reach the store");
                }
                rest(back_off(crew.settings.bus.poll, failures, LONGEST_PAUSE), stop).await;
            }
        }
    }
}
