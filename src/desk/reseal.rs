//! Sealing anew what is kept, with the key that seals now: after a new key has come, or for rows from before anything was sealed. Each call is a
//! transaction of its own with few rows, so nobody waits long for it, and what is done stays done.

use crate::desk::{Desk, Refusal};
use crate::store::Resealing;

/// Rows of one transaction.
const AT_ONCE: i64 = 200;

/// Goes on from `so_far`; says how far it has come.
pub async fn reseal_some(desk: &Desk, so_far: Resealing) -> Result<Resealing, Refusal> {
    desk.store
        .write(move |tx| {
            if so_far == Resealing::default() {
                tx.note_act("data_sealed_anew", "store", "");
            }
            Ok(tx.reseal(so_far, AT_ONCE)?)
        })
        .await
}
