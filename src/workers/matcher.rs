//! The matcher: opens a wave of offers when a help request has been opened or its last open offer has ended, and gives room that somebody
//! has again to what waits for it. Help requests that come in one batch share people out among them.

use crate::bus::Entry;
use crate::desk::{Shares, Tried, WaveOutcome, open_wave, serve_waiting, share_out};
use crate::events::{Envelope, Event, Withdrawal};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::offers::Ended;
use crate::workers::Crew;
use crate::workers::consumer::Handled;

/// Whom the help requests of a batch should ask. Where this cannot be worked out each one takes whom it likes best.
pub(super) async fn shares(crew: &Crew, batch: &[Entry]) -> Shares {
    let waiting = batch.iter().filter_map(|entry| match task_of(&entry.delivery.envelope.event)? {
        Task::OpenWave { help_request, .. } => Some(help_request),
        Task::ServeWaiting(_) => None,
    });
    let waiting = waiting.collect();
    share_out(&crew.desk, waiting).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "people could not be shared out among the help requests of a batch");
        Shares::new()
    })
}

pub(super) async fn handle(crew: &Crew, envelope: Envelope, shares: &Shares) -> Handled {
    let tried = match task_of(&envelope.event) {
        Some(Task::OpenWave { help_request, freed }) => {
            let share = shares.get(&help_request).cloned().unwrap_or_default();
            open_wave(&crew.desk, envelope.seq, help_request, share, freed).await
        }
        Some(Task::ServeWaiting(specialist)) => serve_waiting(&crew.desk, envelope.seq, specialist).await,
        None => return Handled::Failed(format!("the matcher does not handle {:?}", envelope.event)),
    };
    match tried {
        Ok(Tried { outcome, short }) => {
            crew.telemetry.wave(match outcome {
                WaveOutcome::Opened { .. } => "opened",
                WaveOutcome::ChoiceOpened { .. } => "choice_opened",
                WaveOutcome::Waits => "waits",
                WaveOutcome::NobodyLeft => "nobody_left",
                WaveOutcome::NothingToDo => "nothing_to_do",
            });
            if let Some(tally) = short {
                crew.telemetry.short_wave(tally.kept_out.into_iter().map(|(rule, people)| (rule.code(), people)));
            }
            tracing::info!(event = ?envelope.event, ?outcome, "looked for people to ask");
            Handled::Done
        }
        Err(refusal) => refusal.into(),
    }
}

/// What an event asks of the matcher.
enum Task {
    /// A help request may need its next wave; somebody who was asked about it may have room for another.
    OpenWave { help_request: HelpRequestId, freed: Option<SpecialistId> },
    /// A specialist may have room for what waits.
    ServeWaiting(SpecialistId),
}

fn task_of(event: &Event) -> Option<Task> {
    let open = |help_request: &HelpRequestId| Task::OpenWave { help_request: *help_request, freed: event.may_make_room() };
    match event {
        Event::HelpRequestOpened { help_request }
        | Event::HelpRequestCalledAgain { help_request }
        | Event::OfferDeclined { help_request, .. }
        | Event::OfferLapsed { help_request, .. }
        | Event::OfferWilling { help_request, .. }
        | Event::OfferNotChosen { help_request, why: Ended::Refused | Ended::Unanswered, .. }
        | Event::EngagementWithdrawn { help_request, .. }
        | Event::OfferWithdrawn { help_request, why: Withdrawal::MayNotBeAsked | Withdrawal::Undeliverable, .. } => {
            Some(open(help_request))
        }
        // These come only while a help request waits.
        Event::RoomMade { .. }
        | Event::OfferWithdrawn { .. }
        | Event::OfferNotChosen { .. }
        | Event::SpecialistEnrolled { .. }
        | Event::SpecialistChanged { .. } => event.may_make_room().map(Task::ServeWaiting),
        _ => None,
    }
}
