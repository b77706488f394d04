//! What Redis says about itself, for `nakodo doctor`.

use std::collections::HashMap;

use redis::RedisError;

use crate::bus::BusError;
use crate::bus::redis_streams::{RedisStreams, away};
use crate::bus::wire::{list, strange, text};
use crate::clock::Moment;

/// A Redis server as it is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedisFacts {
    pub version: String,
    /// A replica refuses to be written to.
    pub is_replica: bool,
    /// Whether it writes a log of its own (`appendonly`).
    pub keeps_log: bool,
    /// Whether it takes snapshots now and then (`save`); none where it does not tell.
    pub takes_snapshots: Option<bool>,
    /// `maxmemory-policy`.
    pub eviction: String,
    /// Its own clock.
    pub now: Moment,
}

impl RedisFacts {
    /// Whether it has the commands that the streams need (XAUTOCLAIM, XADD … MINID).
    pub fn is_new_enough(&self) -> bool {
        let mut parts = self.version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= (6, 2)
    }

    /// Whether it may throw keys away that have no time limit, as ours have none.
    pub fn may_evict(&self) -> bool {
        self.eviction.starts_with("allkeys")
    }
}

impl RedisStreams {
    pub(super) async fn examine(&self) -> Result<RedisFacts, BusError> {
        self.facts().await.map_err(|error| away(&error))
    }

    async fn facts(&self) -> Result<RedisFacts, RedisError> {
        let info = text(self.ask(&redis::cmd("INFO")).await?).ok_or_else(strange)?;
        let info: HashMap<&str, &str> = info.lines().filter_map(|line| line.split_once(':')).collect();
        let fact = |name: &str| info.get(name).map(|value| value.trim()).unwrap_or_default();
        // A hosted Redis may refuse to tell its configuration.
        let save = self.ask(redis::cmd("CONFIG").arg("GET").arg("save")).await.ok();
        let save = save.and_then(|reply| list(reply).ok()).and_then(|pair| pair.into_iter().nth(1)).and_then(text);
        let time = list(self.ask(&redis::cmd("TIME")).await?)?.into_iter().filter_map(text).filter_map(|part| part.parse::<i64>().ok());
        let [seconds, micros] = time.collect::<Vec<_>>()[..] else { return Err(strange()) };
        Ok(RedisFacts {
            version: fact("redis_version").to_owned(),
            is_replica: matches!(fact("role"), "slave" | "replica"),
            keeps_log: fact("aof_enabled") == "1",
            takes_snapshots: save.map(|save| !save.is_empty()),
            eviction: fact("maxmemory_policy").to_owned(),
            now: Moment::from_timestamp_micros(seconds * 1_000_000 + micros).ok_or_else(strange)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redis_before_6_2_lacks_the_commands() {
        let is_new_enough = |version: &str| {
            let (eviction, version) = ("noeviction".to_owned(), version.to_owned());
            RedisFacts { version, is_replica: false, keeps_log: true, takes_snapshots: None, eviction, now: Moment::default() }
                .is_new_enough()
        };
        assert_eq!(["5.0.14", "6.0.16", "6.2.0", "7.0.15", "10.0", "nonsense"].map(is_new_enough), [false, false, true, true, true, false]);
    }
}
