//! The matcher: opens a wave of offers when a help request has been opened or its last open offer has ended.

use crate::desk::{WaveOutcome, open_wave};
use crate::events::{Envelope, Event};
use crate::workers::Crew;
use crate::workers::consumer::Handled;

pub(super) async fn handle(crew: &Crew, envelope: Envelope) -> Handled {
    let help_request = match envelope.event {
        Event::HelpRequestOpened { help_request }
        | Event::OfferDeclined { help_request, .. }
        | Event::OfferLapsed { help_request, .. }
        | Event::OfferWithdrawn { help_request, .. } => help_request,
        other => return Handled::Failed(format!("the matcher does not handle {other:?}")),
    };
    match open_wave(&crew.desk, envelope.seq, help_request).await {
        Ok(outcome) => {
            crew.telemetry.wave(match outcome {
                WaveOutcome::Opened { .. } => "opened",
                WaveOutcome::NobodyLeft => "nobody_left",
                WaveOutcome::NothingToDo => "nothing_to_do",
            });
            tracing::info!(%help_request, ?outcome, "looked for people to ask");
            Handled::Done
        }
        Err(refusal) => refusal.into(),
    }
}
