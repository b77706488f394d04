//! A stream for each group in Redis, `{prefix}:<group>`, read by a consumer group of the group's name. The braces put all keys of an instance
//! into one slot of a cluster (docs/decisions/0029-one-stream-for-each-group.md).
//!
//! An entry is removed when it is acknowledged (XACK and XDEL together), so a stream holds only what is not handled and its length says how
//! far the relay is ahead. Nothing is trimmed by length, which would silently drop pending entries. Redis never redelivers by itself: now and
//! then a reader first takes over what has lain with a consumer for too long (XAUTOCLAIM). When Redis has lost everything, reading fails with
//! NOGROUP: the group is made again from the beginning and the caller is told, so that the outbox publishes everything once more.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, ErrorKind, Pipeline, RedisError, ServerErrorKind, Value};
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::Instant;

use crate::bus::wire::{self, FIELD, Received};
use crate::bus::{Batch, BusError};
use crate::events::{Delivery, Group};

/// How long a command other than a blocking read may take.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(5);
/// Where a sweep over what is pending begins, and what Redis says when it has come around.
const BEGINNING: &str = "0-0";

#[derive(Clone)]
pub struct RedisStreams {
    client: Client,
    pub(super) prefix: Arc<str>,
    pub(super) consumer: Arc<str>,
    claim_after: Duration,
    /// One connection for short commands, and one for each group's blocking reads, which would hold up everything else.
    commands: Line,
    readers: [Line; Group::ALL.len()],
    sweeps: Arc<[Mutex<Sweep>; Group::ALL.len()]>,
    /// Lengths of the streams after the last publication, which spares the relay a question each time.
    lengths: Arc<[AtomicUsize; Group::ALL.len()]>,
}

/// A connection that is made when it is first needed and repairs itself.
#[derive(Clone, Default)]
struct Line(Arc<AsyncMutex<Option<ConnectionManager>>>);

/// Where looking for entries of dead consumers has got to.
#[derive(Default)]
struct Sweep {
    /// Behind what the last look has seen; empty at the beginning.
    cursor: String,
    /// None for at once.
    next: Option<Instant>,
}

impl Line {
    /// Gives this connection up: the next command makes a new one, which may lead to another server.
    async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

impl RedisStreams {
    pub(super) fn new(url: &str, prefix: &str, consumer: &str, claim_after: Duration) -> Result<Self, BusError> {
        Ok(Self {
            client: Client::open(url).map_err(|error| away(&error))?,
            prefix: prefix.into(),
            consumer: consumer.into(),
            claim_after,
            commands: Line::default(),
            readers: Default::default(),
            sweeps: Arc::default(),
            lengths: Arc::default(),
        })
    }

    pub(super) fn stream(&self, group: Group) -> String {
        format!("{{{}}}:{}", self.prefix, group.name())
    }

    async fn connect(&self, line: &Line, timeout: Duration) -> Result<ConnectionManager, RedisError> {
        let mut place = line.0.lock().await;
        if let Some(connection) = place.as_ref() {
            return Ok(connection.clone());
        }
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(COMMAND_TIMEOUT))
            .set_response_timeout(Some(timeout))
            .set_number_of_retries(1);
        let connection = ConnectionManager::new_with_config(self.client.clone(), config).await?;
        Ok(place.insert(connection).clone())
    }

    /// Gives the connection up if it leads to a server that has been made a replica: behind a moving address only a new connection finds the
    /// new master.
    async fn noted<T>(line: &Line, outcome: Result<T, RedisError>) -> Result<T, RedisError> {
        if let Err(error) = &outcome
            && (error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly) || error.code() == Some("UNBLOCKED"))
        {
            line.forget().await;
        }
        outcome
    }

    /// Runs a command on the line for short ones.
    pub(super) async fn ask(&self, command: &redis::Cmd) -> Result<Value, RedisError> {
        let mut connection = self.connect(&self.commands, COMMAND_TIMEOUT).await?;
        Self::noted(&self.commands, command.query_async(&mut connection).await).await
    }

    async fn ask_all(&self, pipeline: &Pipeline) -> Result<Vec<Value>, RedisError> {
        let mut connection = self.connect(&self.commands, COMMAND_TIMEOUT).await?;
        Self::noted(&self.commands, pipeline.query_async(&mut connection).await).await
    }

    pub(super) async fn ping(&self) -> Result<(), BusError> {
        self.ask(&redis::cmd("PING")).await.map(drop).map_err(|error| away(&error))
    }

    pub(super) async fn prepare(&self) -> Result<(), BusError> {
        for group in Group::ALL {
            // From 0: what was published before the group was made again counts too.
            let mut command = redis::cmd("XGROUP");
            command.arg("CREATE").arg(self.stream(group)).arg(group.name()).arg("0").arg("MKSTREAM");
            match self.ask(&command).await {
                Err(error) if error.code() != Some("BUSYGROUP") => return Err(away(&error)),
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) async fn publish(&self, deliveries: &[Delivery]) -> Result<(), BusError> {
        let streams = Group::ALL.map(|group| self.stream(group));
        let mut pipeline = Pipeline::with_capacity(deliveries.len() + streams.len());
        for delivery in deliveries {
            let text = wire::write(delivery)?;
            pipeline.cmd("XADD").arg(&streams[delivery.group as usize]).arg("*").arg(FIELD).arg(text).ignore();
        }
        for stream in &streams {
            pipeline.cmd("XLEN").arg(stream);
        }
        let lengths = self.ask_all(&pipeline).await.map_err(|error| away(&error))?;
        for (place, length) in self.lengths.iter().zip(&lengths) {
            place.store(count(length), Ordering::Relaxed);
        }
        Ok(())
    }

    /// How long the stream of `group` was after the last publication of this process.
    pub(super) fn last_count(&self, group: Group) -> usize {
        self.lengths[group as usize].load(Ordering::Relaxed)
    }

    /// How long it is now.
    pub(super) async fn count(&self, group: Group) -> Result<usize, BusError> {
        let length = self.ask(redis::cmd("XLEN").arg(self.stream(group))).await.map_err(|error| away(&error))?;
        self.lengths[group as usize].store(count(&length), Ordering::Relaxed);
        Ok(count(&length))
    }

    pub(super) async fn receive(&self, group: Group, limit: usize, wait: Duration) -> Result<Batch, BusError> {
        let line = &self.readers[group as usize];
        match Self::noted(line, self.read(line, group, limit, wait).await).await {
            Err(error) if error.code() == Some("NOGROUP") => {
                self.prepare().await?;
                Err(BusError::LostMemory)
            }
            Err(error) => Err(away(&error)),
            Ok(batch) => Ok(batch),
        }
    }

    async fn read(&self, line: &Line, group: Group, limit: usize, wait: Duration) -> Result<Batch, RedisError> {
        let mut connection = self.connect(line, wait + COMMAND_TIMEOUT).await?;
        let stream = self.stream(group);
        let mut received = Received::default();
        let due = self.sweep(group).due();
        if let Some(cursor) = due {
            let mut claim = redis::cmd("XAUTOCLAIM");
            claim.arg(&stream).arg(group.name()).arg(&*self.consumer).arg(millis(self.claim_after)).arg(cursor).arg("COUNT").arg(limit);
            let cursor = received.take_claimed(group, claim.query_async(&mut connection).await?)?;
            self.sweep(group).went_on(cursor, self.claim_after / 4);
        }
        if received.batch.entries.len() < limit {
            let mut read = redis::cmd("XREADGROUP");
            read.arg("GROUP").arg(group.name()).arg(&*self.consumer).arg("COUNT").arg(limit - received.batch.entries.len());
            if received.batch.entries.is_empty() && !wait.is_zero() {
                read.arg("BLOCK").arg(millis(wait));
            }
            read.arg("STREAMS").arg(&stream).arg(">");
            received.take_read(group, read.query_async(&mut connection).await?)?;
        }
        if !received.unreadable.is_empty() {
            // Left in the stream they would come back for ever and count against its length. A newer build gets them from the outbox.
            let ids: Vec<&str> = received.unreadable.iter().map(String::as_str).collect();
            self.let_go(group, &ids).await?;
        }
        Ok(received.batch)
    }

    fn sweep(&self, group: Group) -> std::sync::MutexGuard<'_, Sweep> {
        self.sweeps[group as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn acknowledge(&self, group: Group, ids: &[&str]) -> Result<(), BusError> {
        self.let_go(group, ids).await.map_err(|error| away(&error))
    }

    async fn let_go(&self, group: Group, ids: &[&str]) -> Result<(), RedisError> {
        if ids.is_empty() {
            return Ok(());
        }
        let stream = self.stream(group);
        let mut pipeline = redis::pipe();
        // Together: acknowledged alone, an entry would count against the stream's length for good.
        pipeline.atomic();
        pipeline.cmd("XACK").arg(&stream).arg(group.name()).arg(ids).ignore();
        pipeline.cmd("XDEL").arg(&stream).arg(ids).ignore();
        self.ask_all(&pipeline).await.map(drop)
    }
}

impl Sweep {
    /// From where to look now, if it is time.
    fn due(&self) -> Option<String> {
        let is_time = self.next.is_none_or(|next| Instant::now() >= next);
        is_time.then(|| if self.cursor.is_empty() { BEGINNING.to_owned() } else { self.cursor.clone() })
    }

    /// On with the next read as long as there is more to see, then a rest.
    fn went_on(&mut self, cursor: String, rest: Duration) {
        self.next = (cursor == BEGINNING).then(|| Instant::now() + rest);
        self.cursor = cursor;
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn count(value: &Value) -> usize {
    match value {
        Value::Int(number) => usize::try_from(*number).unwrap_or(0),
        _ => 0,
    }
}

pub(super) fn away(error: &RedisError) -> BusError {
    BusError::Unavailable(error.to_string())
}
