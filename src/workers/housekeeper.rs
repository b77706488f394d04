//! The housekeeper: removes from the bus what dead workers left there. Nothing depends on it but the size of Redis.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::bus::BusError;
use crate::events::Group;
use crate::workers::{Crew, Round, rest};

/// How often it looks.
const PAUSE: Duration = Duration::from_secs(300);
/// A consumer that has not even looked for so long is dead: a living one looks several times in the time after which its entries are claimed.
const SILENT_AT_LEAST: Duration = Duration::from_secs(3600);

pub(super) async fn round(crew: &Crew) -> Result<Round, BusError> {
    let silent_for = SILENT_AT_LEAST.max(crew.settings.bus.redeliver_after * 10);
    let mut done = 0;
    for group in Group::ALL {
        let tidied = crew.bus.tidy(group, silent_for).await?;
        if tidied.consumers > 0 || tidied.entries > 0 {
            tracing::info!(group = group.name(), consumers = tidied.consumers, entries = tidied.entries, "tidied the bus");
            done += tidied.consumers;
        }
    }
    Ok(Round { done })
}

pub(super) async fn run(crew: Crew, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = round(&crew).await {
            tracing::warn!(%error, "the bus could not be tidied");
        }
        rest(PAUSE, &stop).await;
    }
}
