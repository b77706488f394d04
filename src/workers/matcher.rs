//! The matcher: opens a wave of offers when a help request has been opened or its last open offer has ended. Help requests that come in one
//! batch share people out among them.

use crate::bus::Entry;
use crate::desk::{Shares, Tried, WaveOutcome, open_wave, share_out};
use crate::events::{Envelope, Event};
use crate::ids::HelpRequestId;
use crate::workers::Crew;
use crate::workers::consumer::Handled;

/// Whom the help requests of a batch should ask. Where this cannot be worked out each one takes whom it likes best.
pub(super) async fn shares(crew: &Crew, batch: &[Entry]) -> Shares {
    let waiting = batch.iter().filter_map(|entry| help_request_of(&entry.delivery.envelope.event)).collect();
    share_out(&crew.desk, waiting).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "people could not be shared out among the help requests of a batch");
        Shares::new()
    })
}

pub(super) async fn handle(crew: &Crew, envelope: Envelope, shares: &Shares) -> Handled {
    let Some(help_request) = help_request_of(&envelope.event) else {
        return Handled::Failed(format!("the matcher does not handle {:?}", envelope.event));
    };
    let share = shares.get(&help_request).cloned().unwrap_or_default();
    match open_wave(&crew.desk, envelope.seq, help_request, share).await {
        Ok(Tried { outcome, short }) => {
            crew.telemetry.wave(match outcome {
                WaveOutcome::Opened { .. } => "opened",
                WaveOutcome::NobodyLeft => "nobody_left",
                WaveOutcome::NothingToDo => "nothing_to_do",
            });
            if let Some(tally) = short {
                crew.telemetry.short_wave(tally.kept_out.into_iter().map(|(rule, people)| (rule.code(), people)));
            }
            tracing::info!(%help_request, ?outcome, "looked for people to ask");
            Handled::Done
        }
        Err(refusal) => refusal.into(),
    }
}

fn help_request_of(event: &Event) -> Option<HelpRequestId> {
    match event {
        Event::HelpRequestOpened { help_request }
        | Event::OfferDeclined { help_request, .. }
        | Event::OfferLapsed { help_request, .. }
        | Event::OfferWithdrawn { help_request, .. } => Some(*help_request),
        _ => None,
    }
}
