//! The bus: how an event gets quickly from the process that recorded it to a worker that handles it. It may lose, repeat and reorder;
//! the outbox in the store is the truth and repairs all of that. The only room that names redis.
//!
//! A closed enum and no trait: [`EventBus::InProcess`] is a queue for each group in this process, [`EventBus::Redis`] a stream for each
//! group in Redis, read by a consumer group of the same name. Both keep the contract of `tests/it/bus.rs`:
//!
//! - entries of a group come in the order in which they were published;
//! - an entry goes to one reader; in Redis a reader that dies leaves it to the next, in the process it dies with everything else;
//! - what lies in the bus can be counted, so that the relay stops in time;
//! - an entry that this build cannot read is told, and keeps nothing else waiting.

mod examine;
mod in_process;
mod redis_streams;
mod upkeep;
mod wire;

use std::time::Duration;

use crate::clock::Moment;
use crate::events::{Delivery, Envelope, Group};

use in_process::InProcess;
use redis_streams::RedisStreams;

pub use examine::RedisFacts;
pub use upkeep::Tidied;

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
    /// Entries that cannot be read (of a newer build, say). They are off the bus; what they stood for is in the outbox.
    pub unreadable: usize,
    /// Entries that somebody deleted while a worker had them. Nobody should do that, and what else is gone nobody knows.
    pub deleted: usize,
}

/// A delivery that was put aside, as tools on the bus get to see it. The truth is its row in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadNotice {
    pub delivery: Delivery,
    pub attempts: u16,
    /// Without names, addresses and tokens: it leaves the store.
    pub reason: String,
    pub at: Moment,
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

    /// Whether fewer than `most` entries of `group` lie in the bus, in hand or not. As of the last publication of this process, which is
    /// often enough while there is room; asked anew when there was none.
    pub async fn has_room(&self, group: Group, most: usize) -> Result<bool, BusError> {
        match self {
            Self::InProcess(queues) => Ok(queues.count_waiting(group) < most),
            Self::Redis(streams) => Ok(streams.last_count(group) < most || streams.count(group).await? < most),
        }
    }

    /// At most `limit` entries for `group`; waits up to `wait` for the first one (not at all for zero).
    pub async fn receive(&self, group: Group, limit: usize, wait: Duration) -> Result<Batch, BusError> {
        match self {
            Self::InProcess(queues) => Ok(queues.receive(group, limit, wait).await),
            Self::Redis(streams) => streams.receive(group, limit, wait).await,
        }
    }

    /// Lets go of entries that have been handled (or will come back through the outbox), all in one round trip.
    pub async fn acknowledge(&self, group: Group, entries: &[Entry]) -> Result<(), BusError> {
        match self {
            Self::InProcess(_) => Ok(()),
            Self::Redis(streams) => {
                let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
                streams.acknowledge(group, &ids).await
            }
        }
    }

    /// Tells tools on the bus that a delivery was put aside. In the process there are none.
    pub async fn tell_dead(&self, notice: &DeadNotice) -> Result<(), BusError> {
        match self {
            Self::InProcess(_) => Ok(()),
            Self::Redis(streams) => streams.tell_dead(notice).await,
        }
    }

    /// Removes what dead consumers left behind: their names once nothing is pending with them for `silent_for`, and entries below
    /// everything that is pending or still to be read.
    pub async fn tidy(&self, group: Group, silent_for: Duration) -> Result<Tidied, BusError> {
        match self {
            Self::InProcess(_) => Ok(Tidied::default()),
            Self::Redis(streams) => streams.tidy(group, silent_for).await,
        }
    }

    /// What Redis says about itself; nothing in the process.
    pub async fn examine(&self) -> Result<Option<RedisFacts>, BusError> {
        match self {
            Self::InProcess(_) => Ok(None),
            Self::Redis(streams) => streams.examine().await.map(Some),
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
