//! A stream for each group in Redis, `{prefix}:<group>`, read by a consumer group of the group's name. The braces keep each stream in one
//! slot of a cluster.
//!
//! An entry is removed when it is acknowledged (XACK and XDEL together), so a stream holds only what is not handled and never needs
//! trimming, which would silently drop pending entries. Redis never redelivers by itself: each look first takes over what has lain with a
//! consumer for too long (XAUTOCLAIM). When Redis has lost everything, reading fails with NOGROUP: the group is made again from the
//! beginning and the caller is told, so that the outbox publishes everything once more.

use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::streams::{StreamAutoClaimReply, StreamId, StreamReadReply};
use redis::{Client, ErrorKind, FromRedisValue, RedisError};
use tokio::sync::OnceCell;

use crate::bus::{Batch, BusError, Entry};
use crate::events::{Delivery, Envelope, Group};

/// How long a command other than a blocking read may take.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(5);
/// The one field of an entry.
const FIELD: &str = "event";

#[derive(Clone)]
pub struct RedisStreams {
    client: Client,
    prefix: String,
    consumer: String,
    claim_after: Duration,
    /// One connection for short commands, and one for each group's blocking reads, which would hold up everything else.
    commands: std::sync::Arc<OnceCell<ConnectionManager>>,
    readers: [std::sync::Arc<OnceCell<ConnectionManager>>; 2],
}

impl RedisStreams {
    pub(super) fn new(url: &str, prefix: &str, consumer: &str, claim_after: Duration) -> Result<Self, BusError> {
        let client = Client::open(url).map_err(|error| BusError::Unavailable(error.to_string()))?;
        Ok(Self {
            client,
            prefix: prefix.to_owned(),
            consumer: consumer.to_owned(),
            claim_after,
            commands: Default::default(),
            readers: Default::default(),
        })
    }

    fn stream(&self, group: Group) -> String {
        format!("{{{}}}:{}", self.prefix, group.name())
    }

    async fn connect(&self, cell: &OnceCell<ConnectionManager>, timeout: Duration) -> Result<ConnectionManager, BusError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(COMMAND_TIMEOUT))
            .set_response_timeout(Some(timeout))
            .set_number_of_retries(1);
        let connected = cell.get_or_try_init(|| ConnectionManager::new_with_config(self.client.clone(), config)).await;
        connected.cloned().map_err(|error| away(&error))
    }

    async fn commands(&self) -> Result<ConnectionManager, BusError> {
        self.connect(&self.commands, COMMAND_TIMEOUT).await
    }

    pub(super) async fn ping(&self) -> Result<(), BusError> {
        let mut connection = self.commands().await?;
        redis::cmd("PING").query_async::<()>(&mut connection).await.map_err(|error| away(&error))
    }

    pub(super) async fn prepare(&self) -> Result<(), BusError> {
        let mut connection = self.commands().await?;
        for group in Group::ALL {
            // From 0: what was published before the group was made again counts too.
            let mut command = redis::cmd("XGROUP");
            command.arg("CREATE").arg(self.stream(group)).arg(group.name()).arg("0").arg("MKSTREAM");
            match command.query_async::<()>(&mut connection).await {
                Err(error) if error.code() != Some("BUSYGROUP") => return Err(away(&error)),
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) async fn publish(&self, deliveries: &[Delivery]) -> Result<(), BusError> {
        let mut connection = self.commands().await?;
        let mut pipeline = redis::pipe();
        for delivery in deliveries {
            let text = serde_json::to_string(&delivery.envelope).map_err(|error| BusError::Unavailable(error.to_string()))?;
            pipeline.cmd("XADD").arg(self.stream(delivery.group)).arg("*").arg(FIELD).arg(text).ignore();
        }
        pipeline.query_async::<()>(&mut connection).await.map_err(|error| away(&error))
    }

    pub(super) async fn receive(&self, group: Group, limit: usize, wait: Duration) -> Result<Batch, BusError> {
        let outcome = self.read(group, limit, wait).await;
        match outcome {
            Err(error) if error.code() == Some("NOGROUP") => {
                self.prepare().await?;
                Err(BusError::LostMemory)
            }
            Err(error) => Err(away(&error)),
            Ok(batch) => Ok(batch),
        }
    }

    async fn read(&self, group: Group, limit: usize, wait: Duration) -> Result<Batch, RedisError> {
        let cell = &self.readers[group as usize];
        let broken = |error: BusError| RedisError::from((ErrorKind::Io, "not connected", error.to_string()));
        let mut connection = self.connect(cell, wait + COMMAND_TIMEOUT).await.map_err(broken)?;
        let stream = self.stream(group);
        let mut claim = redis::cmd("XAUTOCLAIM");
        claim.arg(&stream).arg(group.name()).arg(&self.consumer);
        claim.arg(u64::try_from(self.claim_after.as_millis()).unwrap_or(u64::MAX)).arg("0-0").arg("COUNT").arg(limit);
        let claimed: StreamAutoClaimReply = claim.query_async(&mut connection).await?;
        if !claimed.deleted_ids.is_empty() {
            // Somebody else trimmed the stream. The outbox brings these back, but nobody should do that.
            tracing::error!(group = group.name(), count = claimed.deleted_ids.len(), "pending entries were deleted from the stream");
        }
        let mut batch = Batch::default();
        self.unpack(group, claimed.claimed, &mut batch);
        if batch.entries.len() >= limit {
            return Ok(batch);
        }
        let mut read = redis::cmd("XREADGROUP");
        read.arg("GROUP").arg(group.name()).arg(&self.consumer).arg("COUNT").arg(limit - batch.entries.len());
        if batch.entries.is_empty() && !wait.is_zero() {
            read.arg("BLOCK").arg(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        }
        read.arg("STREAMS").arg(&stream).arg(">");
        let fresh: Option<StreamReadReply> = read.query_async(&mut connection).await?;
        for key in fresh.into_iter().flat_map(|reply| reply.keys) {
            self.unpack(group, key.ids, &mut batch);
        }
        Ok(batch)
    }

    fn unpack(&self, group: Group, ids: Vec<StreamId>, batch: &mut Batch) {
        for entry in ids {
            let text = entry.map.get(FIELD).and_then(|value| String::from_redis_value_ref(value).ok());
            match text.and_then(|text| serde_json::from_str::<Envelope>(&text).ok()) {
                Some(envelope) => batch.entries.push(Entry::new(entry.id, group, envelope)),
                // Left pending for a build that can read it.
                None => batch.unreadable += 1,
            }
        }
    }

    pub(super) async fn acknowledge(&self, group: Group, ids: &[&str]) -> Result<(), BusError> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut connection = self.commands().await?;
        let stream = self.stream(group);
        let mut pipeline = redis::pipe();
        pipeline.atomic();
        pipeline.cmd("XACK").arg(&stream).arg(group.name()).arg(ids).ignore();
        pipeline.cmd("XDEL").arg(&stream).arg(ids).ignore();
        pipeline.query_async::<()>(&mut connection).await.map_err(|error| away(&error))
    }
}

fn away(error: &RedisError) -> BusError {
    BusError::Unavailable(error.to_string())
}
