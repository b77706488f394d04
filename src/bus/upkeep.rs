//! What keeps a stream small and readable for people: a stream of dead letters for operators' tools, the removal of consumers that have died,
//! and of entries that nobody will read any more.

use std::time::Duration;

use redis::{RedisError, Value};

use crate::bus::redis_streams::{RedisStreams, away};
use crate::bus::wire::{list, strange, text};
use crate::bus::{BusError, DeadNotice};
use crate::events::Group;

/// For how long a notice stays in the stream of dead letters.
const KEEP_NOTICES: chrono::Duration = chrono::Duration::days(30);

/// What tidying has removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    pub consumers: usize,
    pub entries: u64,
}

impl RedisStreams {
    fn dead_stream(&self) -> String {
        format!("{{{}}}:dead", self.prefix)
    }

    pub(super) async fn tell_dead(&self, notice: &DeadNotice) -> Result<(), BusError> {
        let envelope = &notice.delivery.envelope;
        let oldest = (notice.at - KEEP_NOTICES).timestamp_millis().max(0);
        let mut add = redis::cmd("XADD");
        // By age, and roughly, which costs Redis least. Nobody reads this stream as a group, so nothing can be pending in it.
        add.arg(self.dead_stream()).arg("MINID").arg("~").arg(oldest).arg("*");
        add.arg("group").arg(notice.delivery.group.name()).arg("seq").arg(envelope.seq).arg("id").arg(envelope.id.to_string());
        add.arg("kind").arg(envelope.event.kind()).arg("attempts").arg(notice.attempts).arg("reason").arg(&notice.reason);
        add.arg("at").arg(notice.at.to_rfc3339());
        self.ask(&add).await.map(drop).map_err(|error| away(&error))
    }

    pub(super) async fn tidy(&self, group: Group, silent_for: Duration) -> Result<Tidied, BusError> {
        let tidied = async {
            let consumers = self.remove_silent_consumers(group, silent_for).await?;
            Ok::<_, RedisError>(Tidied { consumers, entries: self.remove_read_entries(group).await? })
        };
        tidied.await.map_err(|error| away(&error))
    }

    /// A living consumer looks for what it may claim now and then, which Redis notes. One that has been silent for long and holds nothing is
    /// dead. Should it hold something all the same (it woke up that very moment), the outbox brings that back.
    async fn remove_silent_consumers(&self, group: Group, silent_for: Duration) -> Result<usize, RedisError> {
        let stream = self.stream(group);
        let mut removed = 0;
        for consumer in list(self.ask(redis::cmd("XINFO").arg("CONSUMERS").arg(&stream).arg(group.name())).await?)? {
            let facts = Facts::read(consumer)?;
            let name = facts.text("name").ok_or_else(strange)?;
            let is_silent = facts.number("idle").is_some_and(|idle| u128::from(idle) >= silent_for.as_millis());
            if name != *self.consumer && is_silent && facts.number("pending") == Some(0) {
                let mut remove = redis::cmd("XGROUP");
                remove.arg("DELCONSUMER").arg(&stream).arg(group.name()).arg(&name);
                if self.ask(&remove).await? != Value::Int(0) {
                    tracing::warn!(
                        group = group.name(),
                        consumer = name,
                        "a consumer that was thought dead held entries; the outbox brings them back"
                    );
                }
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Removes entries that were given out, are not pending, and so come to nobody any more: what a consumer held that was removed. Only below
    /// the lowest pending entry, or below what was given out last when nothing is pending: never what somebody may still want.
    async fn remove_read_entries(&self, group: Group) -> Result<u64, RedisError> {
        let stream = self.stream(group);
        let mut given_out = None;
        for entry in list(self.ask(redis::cmd("XINFO").arg("GROUPS").arg(&stream)).await?)? {
            let facts = Facts::read(entry)?;
            if facts.text("name").as_deref() == Some(group.name()) {
                given_out = facts.text("last-delivered-id");
            }
        }
        let Some(given_out) = given_out else { return Ok(0) };
        let pending = list(self.ask(redis::cmd("XPENDING").arg(&stream).arg(group.name())).await?)?;
        let keep_from = match pending.into_iter().nth(1).and_then(text) {
            Some(lowest) => lowest,
            None => match next_id(&given_out) {
                Some(next) => next,
                None => return Ok(0),
            },
        };
        match self.ask(redis::cmd("XTRIM").arg(&stream).arg("MINID").arg(keep_from)).await? {
            Value::Int(removed) => Ok(u64::try_from(removed).unwrap_or(0)),
            _ => Err(strange()),
        }
    }
}

/// The first id behind `id`.
fn next_id(id: &str) -> Option<String> {
    let (time, number) = id.split_once('-')?;
    let number: u64 = number.parse().ok()?;
    Some(format!("{time}-{}", number.checked_add(1)?))
}

/// A reply of names and values by turns.
struct Facts(Vec<Value>);

impl Facts {
    fn read(value: Value) -> Result<Self, RedisError> {
        list(value).map(Self)
    }

    fn find(&self, name: &str) -> Option<&Value> {
        let at = self.0.iter().step_by(2).position(|key| text(key.clone()).as_deref() == Some(name))?;
        self.0.get(at * 2 + 1)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.find(name).cloned().and_then(text)
    }

    fn number(&self, name: &str) -> Option<u64> {
        match self.find(name)? {
            Value::Int(number) => u64::try_from(*number).ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_id_has_the_next_number() {
        assert_eq!(next_id("1700000000000-0").as_deref(), Some("1700000000000-1"));
        assert_eq!(next_id("0-0").as_deref(), Some("0-1"));
        assert_eq!(next_id("nonsense"), None);
    }
}
