//! Delivering once more what was handled already, after a fault in a handler has been mended, say. Safe because every handler may run twice
//! with the effect of once (invariant 4).

use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::events::Group;

/// How many events since `from` the group has handled.
pub async fn count_handled(desk: &Desk, group: Group, from: Moment) -> Result<i64, Refusal> {
    desk.store.read(move |tx| Ok(tx.count_handled_since(group, from)?)).await
}

/// Has them delivered to the group once more; gives how many. What is dead or was given up stays so.
pub async fn replay_handled(desk: &Desk, group: Group, from: Moment) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            tx.note_act("events_replayed", group.name(), from.to_rfc3339());
            Ok(tx.redeliver_handled_since(group, from, now)?)
        })
        .await
}
