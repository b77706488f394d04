//! The tally keeper: writes down what this process has counted, in every process that shows people to others, and once more when it ends.

use tokio_util::sync::CancellationToken;

use crate::desk::{Refusal, keep_tallies};
use crate::workers::{Crew, Round, rest};

pub(super) async fn round(crew: &Crew) -> Result<Round, Refusal> {
    Ok(Round { done: keep_tallies(&crew.desk).await? })
}

pub(super) async fn run(crew: Crew, stop: CancellationToken) {
    loop {
        let is_last = stop.is_cancelled();
        if let Err(error) = round(&crew).await {
            tracing::warn!(%error, "what was counted could not be written down yet");
        }
        if is_last {
            return;
        }
        rest(crew.settings.periods.timekeeper, &stop).await;
    }
}
