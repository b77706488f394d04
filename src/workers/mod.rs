//! Workers: what goes on behind the web. Each is a loop around one *round* that does what can be done now and then returns; the loops wait,
//! the rounds never do, so tests drive the rounds themselves and need no sleep.
//!
//! - the **relay** carries due deliveries from the outbox to the bus;
//! - a **consumer** for each group reads the bus and handles: the **matcher** opens waves, the **postman** sends letters, the **herald** makes messages
//!   for other programs;
//! - the **messenger** sends these;
//! - the **timekeeper** ends what is late;
//! - the **housekeeper** keeps the bus small;
//! - the **observer** reads figures for those who watch;
//! - the **index keeper** follows the journal;
//! - the **tally keeper** writes down what the process has counted.

mod consumer;
mod failed;
mod herald;
mod housekeeper;
mod index_keeper;
mod matcher;
mod messenger;
mod observer;
mod postman;
mod relay;
mod tally_keeper;
mod timekeeper;
mod together;

use std::sync::Arc;
use std::time::Duration;

use rand::Rng;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::bus::{BusError, EventBus};
use crate::courier::Courier;
use crate::desk::{Desk, Refusal};
use crate::events::Group;
use crate::post::Post;
use crate::settings::Settings;
use crate::store::Tx;
use crate::telemetry::Telemetry;

/// What the workers need. Clones share everything.
#[derive(Clone)]
pub struct Crew {
    pub desk: Desk,
    pub bus: EventBus,
    pub post: Arc<Post>,
    pub courier: Courier,
    pub settings: Arc<Settings>,
    pub telemetry: Telemetry,
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Things done or tried; a round that did none found nothing to do.
    pub done: usize,
}

impl Crew {
    /// Carries what is due to the bus.
    pub async fn relay_round(&self) -> Result<Round, Refusal> {
        relay::round(self).await
    }

    /// Handles what is on the bus for `group`; waits up to `wait` for something to come.
    pub async fn consumer_round(&self, group: Group, wait: Duration) -> Result<Round, Refusal> {
        consumer::round(self, group, wait).await
    }

    /// Calls other programs for which something is due.
    pub async fn messenger_round(&self) -> Result<Round, Refusal> {
        messenger::round(self).await
    }

    /// Ends what is late.
    pub async fn timekeeper_round(&self) -> Result<Round, Refusal> {
        timekeeper::round(self).await
    }

    /// Writes down what was counted.
    pub async fn tally_round(&self) -> Result<Round, Refusal> {
        tally_keeper::round(self).await
    }

    /// Removes what dead workers left on the bus.
    pub async fn housekeeper_round(&self) -> Result<Round, BusError> {
        housekeeper::round(self).await
    }

    /// Reads the figures of the whole instance.
    pub async fn observer_round(&self) -> Result<(), Refusal> {
        observer::round(self).await
    }

    /// Before the loops: in the embedded mode nobody else can be at work, so leases that a crashed process left are broken and what it had
    /// published to itself is published again.
    pub async fn recover(&self) -> Result<(), Refusal> {
        if self.desk.store.is_embedded() {
            let now = self.desk.clock.now();
            let release =
                move |tx: &mut Tx<'_>| Ok::<_, Refusal>((tx.release_all_letters()?, tx.release_all_messages()?, tx.republish_all(now)?));
            self.desk.store.write(release).await?;
        }
        Ok(())
    }

    /// Starts what every process needs: the relay, the index keeper, and the tally keeper.
    pub fn start_basics(&self, loops: &mut JoinSet<()>, stop: &CancellationToken) {
        loops.spawn(relay::run(self.clone(), stop.clone()));
        loops.spawn(index_keeper::run(self.clone(), stop.clone()));
        loops.spawn(tally_keeper::run(self.clone(), stop.clone()));
    }

    /// Starts the consumers and the timekeeper: what a worker process does on top.
    pub fn start_workers(&self, loops: &mut JoinSet<()>, stop: &CancellationToken) {
        for group in Group::ALL {
            loops.spawn(consumer::run(self.clone(), group, stop.clone()));
        }
        loops.spawn(messenger::run(self.clone(), stop.clone()));
        loops.spawn(timekeeper::run(self.clone(), stop.clone()));
        loops.spawn(housekeeper::run(self.clone(), stop.clone()));
        loops.spawn(observer::run(self.clone(), stop.clone()));
    }
}

/// The pause of a busy loop: what comes within it goes in one journey, or in one transaction. The first after a quiet while goes at once. (Without it
/// a busy relay made a round for every one and a half deliveries, a quarter of what the database did.)
const GATHER: Duration = Duration::from_millis(2);

/// How long a loop that cannot reach the store or the bus waits at most before it looks again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A pause that doubles with each failure in a row, up to `longest`, with some chance in it so that many do not come back at the same moment.
fn back_off(first: Duration, failures: u16, longest: Duration) -> Duration {
    let doubled = first.saturating_mul(1_u32 << failures.clamp(1, 20).saturating_sub(1));
    doubled.min(longest).mul_f64(rand::rng().random_range(0.75..1.25))
}

/// Waits for `pause` or the end of the process, whichever comes first.
async fn rest(pause: Duration, stop: &CancellationToken) {
    let _ = tokio::time::timeout(pause, stop.cancelled()).await;
}
