//! The observer: reads the figures of the whole instance for those who watch it. Now and then, so that no scrape ever asks the database, and
//! in processes with workers alone, since the figures are the same everywhere.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::japanese;
use crate::desk::Refusal;
use crate::store::{HookFigures, StoreError, Tx};
use crate::telemetry::{GroupFigures, HookState, RegisterFigures, WholeState};
use crate::workers::{Crew, rest};

/// Between two looks: as often as Prometheus usually asks.
const PAUSE: Duration = Duration::from_secs(15);

pub(super) async fn round(crew: &Crew) -> Result<(), Refusal> {
    let now = crew.desk.clock.now();
    let read = move |tx: &mut Tx<'_>| {
        let register = tx.register_figures()?;
        Ok::<_, StoreError>((tx.queue_figures(now)?, tx.state_figures()?, tx.longest_wait()?, register, tx.hook_figures()?))
    };
    let (groups, states, longest_wait, (as_of, suspended, cases), hooks) = crew.desk.store.read(read).await?;
    let groups = groups.into_iter().map(|of| {
        let figures = GroupFigures { waiting: of.waiting, dead: of.dead, oldest_due: of.oldest_due };
        (of.group.name(), figures)
    });
    let help_requests = states.into_iter().map(|of| (of.state.code(), of.count, of.oldest)).collect();
    let register = RegisterFigures { as_of: as_of.map(|day| japanese(day, 0)), suspended, cases };
    let HookFigures { failed, gone, waiting, given_up } = hooks;
    let hooks = HookState { off: [("failed", failed), ("gone", gone)], messages: [("waiting", waiting), ("given_up", given_up)] };
    crew.telemetry.whole(&WholeState { groups: groups.collect(), help_requests, longest_wait, register, hooks }, now);
    Ok(())
}

pub(super) async fn run(crew: Crew, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = round(&crew).await {
            tracing::warn!(%error, "the figures of the instance could not be read");
        }
        rest(PAUSE, &stop).await;
    }
}
