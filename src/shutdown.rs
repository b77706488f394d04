//! Stopping: SIGTERM and Ctrl-C are turned into one signal that everything long-running listens to. What is in hand is finished first.

use tokio_util::sync::CancellationToken;

/// Waits for SIGTERM or Ctrl-C and then cancels the token that it gave.
pub fn on_signals() -> CancellationToken {
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        wait().await;
        tracing::info!("stopping: finishing what is in hand");
        told.cancel();
    });
    stop
}

#[cfg(unix)]
async fn wait() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn wait() {
    drop(tokio::signal::ctrl_c().await);
}
