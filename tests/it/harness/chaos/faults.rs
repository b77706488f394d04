//! What goes wrong during a run, one thing after the other, drawn from the seed.

use std::sync::Arc;
use std::time::Duration;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::time::Instant;

use super::fleet::{Fleet, Slot};
use super::servers::{Postgres, Redis};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Fault {
    KillWeb,
    KillWorker,
    /// SIGTERM: finish what is in hand, then end.
    TellWeb,
    TellWorker,
    /// SIGSTOP for longer than a letter's lease, then SIGCONT.
    FreezeWorker,
    FreezeRedis,
    EmptyRedis,
    KillRedis,
    /// The same without the append-only file.
    LoseRedis,
    StopDatabase,
}

impl Fault {
    /// With how often each comes among the others.
    const SCALE_OUT: [(Fault, u32); 10] = [
        (Fault::KillWeb, 20),
        (Fault::KillWorker, 30),
        (Fault::TellWeb, 6),
        (Fault::TellWorker, 6),
        (Fault::FreezeWorker, 6),
        (Fault::FreezeRedis, 6),
        (Fault::EmptyRedis, 8),
        (Fault::KillRedis, 5),
        (Fault::LoseRedis, 5),
        (Fault::StopDatabase, 8),
    ];
    const ROLLOUT: [(Fault, u32); 2] = [(Fault::TellWeb, 1), (Fault::TellWorker, 1)];
    const EMBEDDED: [(Fault, u32); 3] = [(Fault::KillWeb, 75), (Fault::TellWeb, 15), (Fault::FreezeWorker, 10)];

    /// Whether something dies without warning.
    pub fn is_kill(self) -> bool {
        matches!(self, Self::KillWeb | Self::KillWorker | Self::KillRedis | Self::LoseRedis | Self::StopDatabase)
    }
}

/// What may go wrong in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Everything,
    /// Processes are told to end, one at a time, and started again, as when a new version is rolled out.
    Rollout,
}

/// The servers that this run may break; none in the embedded mode.
pub struct Servers {
    pub postgres: Postgres,
    pub redis: Redis,
}

pub struct Gremlin {
    pub trouble: Trouble,
    pub fleet: Arc<Fleet>,
    pub servers: Option<Servers>,
    pub dice: ChaCha8Rng,
    /// How long a worker is frozen: longer than the lease of a letter.
    pub freeze: Duration,
    pub done: Vec<Fault>,
}

impl Gremlin {
    pub fn new(trouble: Trouble, fleet: Arc<Fleet>, servers: Option<Servers>, seed: u64, freeze: Duration) -> Self {
        Self { trouble, fleet, servers, dice: ChaCha8Rng::seed_from_u64(seed ^ 0xBAD), freeze, done: Vec::new() }
    }

    /// Breaks something every second or so until `over` says so of what was done.
    pub async fn rage_until(mut self, over: impl Fn(&[Fault]) -> bool) -> Self {
        loop {
            if over(&self.done) {
                return self;
            }
            let pause = Duration::from_millis(self.dice.random_range(200..1800));
            tokio::time::sleep_until(Instant::now() + pause).await;
            let fault = self.draw();
            self.inflict(fault).await;
            self.done.push(fault);
        }
    }

    fn draw(&mut self) -> Fault {
        let table: &[(Fault, u32)] = match self.trouble {
            Trouble::Rollout => &Fault::ROLLOUT,
            Trouble::Everything if self.servers.is_some() => &Fault::SCALE_OUT,
            Trouble::Everything => &Fault::EMBEDDED,
        };
        let mut drawn = self.dice.random_range(0..table.iter().map(|(_, share)| share).sum());
        for (fault, share) in table {
            if drawn < *share {
                return *fault;
            }
            drawn -= share;
        }
        Fault::KillWeb
    }

    fn pick(&mut self, serves: bool) -> Arc<Slot> {
        let slots: Vec<Arc<Slot>> = self.fleet.slots.iter().filter(|slot| slot.serves() == serves).cloned().collect();
        // The embedded mode has one process, which does everything.
        let slots = if slots.is_empty() { self.fleet.slots.clone() } else { slots };
        slots[self.dice.random_range(0..slots.len())].clone()
    }

    async fn inflict(&mut self, fault: Fault) {
        match fault {
            Fault::KillWeb | Fault::KillWorker => {
                self.pick(fault == Fault::KillWeb).signal("KILL");
            }
            Fault::TellWeb | Fault::TellWorker => {
                let slot = self.pick(fault == Fault::TellWeb);
                if self.trouble == Trouble::Rollout {
                    tokio::task::spawn_blocking(move || slot.roll()).await.expect("its successor comes up");
                } else {
                    slot.signal("TERM");
                }
            }
            Fault::FreezeWorker => {
                let slot = self.pick(false);
                slot.signal("STOP");
                let waking = Instant::now() + self.freeze;
                // Meanwhile other things go wrong.
                tokio::spawn(async move {
                    tokio::time::sleep_until(waking).await;
                    slot.signal("CONT");
                });
            }
            Fault::FreezeRedis | Fault::EmptyRedis | Fault::KillRedis | Fault::LoseRedis | Fault::StopDatabase => {
                let pause = Duration::from_millis(self.dice.random_range(100..2000));
                self.break_a_server(fault, pause).await;
            }
        }
    }

    async fn break_a_server(&mut self, fault: Fault, pause: Duration) {
        let Some(mut servers) = self.servers.take() else { return };
        let (breaking, waking) = (fault, Instant::now() + pause);
        if fault == Fault::EmptyRedis {
            // Redis may be about to come up or be out of breath; then there is nothing to empty.
            let _ = empty(&servers.redis).await;
        }
        let broken = tokio::task::spawn_blocking(move || {
            match breaking {
                Fault::FreezeRedis => servers.redis.signal("STOP"),
                Fault::KillRedis => servers.redis.crash(true),
                Fault::LoseRedis => servers.redis.crash(false),
                Fault::StopDatabase => servers.postgres.stop_at_once(),
                _ => {}
            }
            servers
        });
        let mut servers = broken.await.expect("the server breaks as told");
        if matches!(fault, Fault::FreezeRedis | Fault::StopDatabase) {
            tokio::time::sleep_until(waking).await;
            let mending = tokio::task::spawn_blocking(move || {
                match breaking {
                    Fault::FreezeRedis => servers.redis.signal("CONT"),
                    _ => servers.postgres.begin(),
                }
                servers
            });
            servers = mending.await.expect("the server comes back");
        }
        self.servers = Some(servers);
    }
}

async fn empty(redis: &Redis) -> redis::RedisResult<()> {
    let mut connection = redis::Client::open(redis.url())?.get_multiplexed_async_connection().await?;
    redis::cmd("FLUSHALL").query_async(&mut connection).await
}
