//! The messenger: takes messages for other programs, calls these, and notes what came of it. Between the call and its note lies the one window in
//! which a crash sends a message twice; both then carry the same id, by which a receiver knows the second.

use std::time::Duration;

use rand::Rng;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::courier::Call;
use crate::desk::{CalledWebhook, Refusal, TakenMessage, list_webhooks_to_call, note_call, take_messages};
use crate::hooks::CallOutcome;
use crate::traces::{Work, span, within};
use crate::workers::{Crew, LONGEST_PAUSE, Round, back_off, rest};

/// Sends what is due, and waits for all answers.
pub(super) async fn round(crew: &Crew) -> Result<Round, Refusal> {
    let mut calls = JoinSet::new();
    let done = start(crew, &mut calls).await?;
    while let Some(ended) = calls.join_next().await {
        told(ended);
    }
    Ok(Round { done })
}

/// Begins as many calls as there is room for; says how many.
async fn start(crew: &Crew, calls: &mut JoinSet<()>) -> Result<usize, Refusal> {
    let settings = &crew.settings.webhooks;
    let mut begun = 0;
    for webhook in list_webhooks_to_call(&crew.desk).await? {
        let room = settings.at_once.saturating_sub(calls.len());
        if room == 0 {
            break;
        }
        // Longer than the call may last and its note may take.
        let lease =
            chrono::Duration::from_std(settings.timeout + crew.settings.bus.redeliver_after).unwrap_or(chrono::Duration::minutes(1));
        let until = crew.desk.clock.now() + lease;
        for message in take_messages(&crew.desk, webhook, until, room, settings.at_once_each).await? {
            begun += 1;
            let (crew, trace) = (crew.clone(), message.trace);
            calls.spawn(within(trace, Work::Webhook, async move { send(&crew, message).await }));
        }
    }
    Ok(begun)
}

async fn send(crew: &Crew, message: TakenMessage) {
    let (id, webhook, trace, tries) = (message.id, message.webhook, message.trace, message.tries);
    let outcome = call(crew, message).await;
    fail::fail_point!("after-calling");
    crew.telemetry.webhook(outcome.code());
    span(trace).in_scope(|| tracing::info!(message = %id, webhook = %webhook, answer = outcome.answer(), "webhook called"));
    let called = CalledWebhook { message: id, webhook, outcome, pause: pause_after(&crew.settings.webhooks.pauses, tries) };
    if let Err(error) = note_call(&crew.desk, called, crew.settings.webhooks.give_up).await {
        tracing::warn!(%error, message = %id, "what came of a call could not be noted; the message comes back after its lease");
    }
}

async fn call(crew: &Crew, message: TakenMessage) -> CallOutcome {
    let (now, id) = (crew.desk.clock.now(), message.id.to_string());
    let headers = vec![
        ("webhook-timestamp", now.timestamp().to_string()),
        ("webhook-signature", message.secrets.sign(&id, now, &message.body)),
        ("webhook-id", id),
    ];
    let answer = crew.courier.call(Call { url: message.url, headers, body: message.body }).await;
    answer.map_or_else(|why| CallOutcome::Failed(why.code().to_owned()), CallOutcome::of_status)
}

/// The pause after so many tries, with some chance in it so that messages that failed together do not come back together; none after the last.
fn pause_after(pauses: &[Duration], tries: u16) -> Option<chrono::Duration> {
    let pause = pauses.get(usize::from(tries.saturating_sub(1)))?;
    chrono::Duration::from_std(pause.mul_f64(rand::rng().random_range(0.9..1.1))).ok()
}

fn told(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a call ended abnormally; its message comes back after its lease");
    }
}

/// Goes on until the process ends; calls in hand then are finished. A receiver that hangs holds up its own messages alone.
pub(super) async fn run(crew: Crew, stop: CancellationToken) {
    let (mut calls, mut failures) = (JoinSet::new(), 0);
    while !stop.is_cancelled() {
        match start(&crew, &mut calls).await {
            Ok(_) => failures = 0,
            Err(error) => {
                failures = (failures + 1).min(10);
                tracing::warn!(%error, "the messenger cannot reach the store");
                rest(back_off(crew.settings.bus.poll, failures, LONGEST_PAUSE), &stop).await;
            }
        }
        // Whatever ends makes room for the next; what is new is seen with the next look.
        tokio::select! {
            Some(ended) = calls.join_next() => told(ended),
            () = rest(crew.settings.bus.poll, &stop) => {}
        }
    }
    while let Some(ended) = calls.join_next().await {
        told(ended);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_follow_the_settings_and_end() {
        let pauses = [5, 300].map(Duration::from_secs);
        let seconds = |tries| pause_after(&pauses, tries).map(|pause| pause.num_seconds());
        assert!(seconds(1).is_some_and(|pause| (4..=5).contains(&pause)));
        assert!(seconds(2).is_some_and(|pause| (270..=330).contains(&pause)));
        assert_eq!(seconds(3), None);
    }
}
