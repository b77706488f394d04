//! The bus: how an event gets quickly from the process that recorded it to a worker that handles it. It may lose, repeat and reorder;
//! the outbox in the store is the truth and repairs all of that. The only room that names redis.
//!
//! A closed enum and no trait: [`EventBus::InProcess`] is a queue for each group in this process, [`EventBus::Redis`] a stream for each
//! group in Redis, read by a consumer group of the same name.

mod in_process;
mod redis_streams;

use std::time::Duration;

use crate::events::{Delivery, Envelope, Group};

use in_process::InProcess;
use redis_streams::RedisStreams;

/// Why the bus did not do what it was asked to. Never fatal: the outbox brings everything back.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    #[error("the bus cannot be reached: {0}")]
    Unavailable(String),
    /// Redis has lost its streams with their groups (they have just been made again): what was in them must be published again.
    #[error("the bus has lost its memory")]
    LostMemory,
}

/// An entry that a worker holds until it says that it is done with it.
#[derive(Debug)]
pub struct Entry {
    /// The stream's own id of the entry; empty for the in-process bus.
    id: String,
    pub delivery: Delivery,
}

/// What a worker gets in one go.
#[derive(Debug, Default)]
pub struct Batch {
    pub entries: Vec<Entry>,
    /// Entries that cannot be read (a newer version, say); they stay in the outbox and are told to the operator.
    pub unreadable: usize,
}

/// A connection to the bus. Clones share it.
#[derive(Clone)]
pub enum EventBus {
    InProcess(InProcess),
    Redis(Box<RedisStreams>),
}

impl EventBus {
    pub fn in_process() -> Self {
        Self::InProcess(InProcess::default())
    }

    /// `consumer` must be stable for a process and different from every other's. `claim_after` is how long an entry may lie with a
    /// consumer before another takes it over.
    pub fn redis(url: &str, prefix: &str, consumer: &str, claim_after: Duration) -> Result<Self, BusError> {
        RedisStreams::new(url, prefix, consumer, claim_after).map(|streams| Self::Redis(Box::new(streams)))
    }

    /// Whether what is in the bus is gone when this process ends.
    pub fn is_volatile(&self) -> bool {
        matches!(self, Self::InProcess(_))
    }

    /// Makes what is needed to publish and read; needed once before, and harmless again.
    pub async fn prepare(&self) -> Result<(), BusError> {
        match self {
            Self::InProcess(_) => Ok(()),
            Self::Redis(streams) => streams.prepare().await,
        }
    }

    pub async fn publish(&self, deliveries: &[Delivery]) -> Result<(), BusError> {
        if deliveries.is_empty() {
            return Ok(());
        }
        match self {
            Self::InProcess(queues) => queues.publish(deliveries),
            Self::Redis(streams) => streams.publish(deliveries).await?,
        }
        fail::fail_point!("after-publish");
        Ok(())
    }

    /// At most `limit` entries for `group`; waits up to `wait` for the first one (not at all for zero).
    pub async fn receive(&self, group: Group, limit: usize, wait: Duration) -> Result<Batch, BusError> {
        match self {
            Self::InProcess(queues) => Ok(queues.receive(group, limit, wait).await),
            Self::Redis(streams) => streams.receive(group, limit, wait).await,
        }
    }

    /// Lets go of entries that have been handled (or will come back through the outbox).
    pub async fn acknowledge(&self, group: Group, entries: &[Entry]) -> Result<(), BusError> {
        match self {
            Self::InProcess(_) => Ok(()),
            Self::Redis(streams) => {
                let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
                streams.acknowledge(group, &ids).await
            }
        }
    }

    pub async fn ping(&self) -> Result<(), BusError> {
        match self {
            Self::InProcess(_) => Ok(()),
            Self::Redis(streams) => streams.ping().await,
        }
    }
}

impl Entry {
    fn new(id: String, group: Group, envelope: Envelope) -> Self {
        Self { id, delivery: Delivery { group, envelope } }
    }
}
