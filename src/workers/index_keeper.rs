//! The index keeper: follows the journal in every process that asks the index, so that who asks has little left to catch up with.

use tokio_util::sync::CancellationToken;

use crate::desk::follow_journal;
use crate::workers::{Crew, rest};

pub(super) async fn run(crew: Crew, stop: CancellationToken) {
    let mut news = crew.desk.store.news();
    while !stop.is_cancelled() {
        match follow_journal(&crew.desk).await {
            Ok(_) => crew.telemetry.index_read(crew.desk.clock.now()),
            Err(error) => {
                tracing::warn!(%error, "the index keeper cannot reach the store");
                rest(crew.settings.bus.poll, &stop).await;
            }
        }
        tokio::select! {
            _ = news.changed() => {}
            () = rest(crew.settings.bus.poll, &stop) => {}
        }
    }
}
