//! Old messages are forgotten, whatever became of them.

use chrono::Duration;

use crate::desk::{Desk, Refusal};

/// Forgets what is older than `keep`; says how many.
pub async fn forget_messages(desk: &Desk, keep: Duration) -> Result<usize, Refusal> {
    let before = desk.clock.now() - keep;
    desk.store.write(move |tx| Ok(tx.forget_messages(before)?)).await
}
