//! The matcher: opens a wave of offers when a help request has been opened or its last open offer has ended, and gives room that somebody
//! has again to what waits for it. Help requests that come in one batch share people out among them.

use futures::stream::{self, Stream, StreamExt};

use crate::bus::Entry;
use crate::desk::{Tried, WaveCall, WaveOutcome, open_waves, serve_waiting};
use crate::events::{Envelope, Event, Withdrawal};
use crate::ids::SpecialistId;
use crate::offers::Ended;
use crate::traces::{TraceId, Work, mark, within};
use crate::workers::Crew;
use crate::workers::consumer::{AT_ONCE, Handled};
use crate::workers::together::together;

/// Handles events as they come, and gives each entry back with what became of it.
pub(super) fn work(crew: &Crew, entries: impl Stream<Item = Entry> + Send) -> impl Stream<Item = (Entry, Handled)> + Send {
    entries.ready_chunks(AT_ONCE).then(move |some| handle(crew, some)).flat_map(stream::iter)
}

/// What an event asks of the matcher.
#[derive(Clone, Copy)]
enum Task {
    /// A help request may need its next wave; somebody who was asked about it may have room for another.
    OpenWave(WaveCall),
    /// A specialist may have room for what waits.
    ServeWaiting(i64, SpecialistId),
}

fn task_of(envelope: &Envelope) -> Option<Task> {
    let event = &envelope.event;
    match event {
        Event::HelpRequestOpened { help_request }
        | Event::HelpRequestCalledAgain { help_request }
        | Event::HelpRequestWaiting { help_request }
        | Event::OfferDeclined { help_request, .. }
        | Event::OfferLapsed { help_request, .. }
        | Event::OfferWilling { help_request, .. }
        | Event::OfferNotChosen { help_request, why: Ended::Refused | Ended::Unanswered, .. }
        | Event::EngagementWithdrawn { help_request, .. }
        | Event::OfferWithdrawn { help_request, why: Withdrawal::MayNotBeAsked | Withdrawal::Undeliverable, .. } => {
            Some(Task::OpenWave(WaveCall {
                seq: envelope.seq,
                help_request: *help_request,
                freed: event.may_make_room(),
                trace: envelope.trace,
            }))
        }
        // These come only while a help request waits.
        Event::RoomMade { .. }
        | Event::OfferWithdrawn { .. }
        | Event::OfferNotChosen { .. }
        | Event::EngagementClosed { .. }
        | Event::SpecialistEnrolled { .. }
        | Event::SpecialistChanged { .. }
        | Event::SpecialistReachable { .. }
        | Event::PoolSeatChanged { .. }
        | Event::TeamSeatChanged { .. }
        | Event::OffersResumed { .. } => event.may_make_room().map(|specialist| Task::ServeWaiting(envelope.seq, specialist)),
        _ => None,
    }
}

async fn handle(crew: &Crew, entries: Vec<Entry>) -> Vec<(Entry, Handled)> {
    let tasks: Vec<Option<Task>> = entries.iter().map(|entry| task_of(&entry.delivery.envelope)).collect();
    let calls = tasks.iter().filter_map(|task| match task {
        Some(Task::OpenWave(call)) => Some(*call),
        _ => None,
    });
    let desk = crew.desk.clone();
    let opened = together(calls.collect(), |calls| {
        let desk = desk.clone();
        async move {
            calls.iter().for_each(|_| {
                fail::fail_point!("in-handler");
            });
            open_waves(&desk, calls).await
        }
    });
    let mut opened = opened.await.into_iter();
    let mut handled = Vec::with_capacity(entries.len());
    for (entry, task) in entries.into_iter().zip(tasks) {
        let tried = match task {
            Some(Task::OpenWave(_)) => opened.next().map_or(Err(Handled::Later), |(_, tried)| tried),
            Some(Task::ServeWaiting(seq, specialist)) => serve(crew, seq, specialist, entry.delivery.envelope.trace).await,
            None => Err(Handled::Failed(format!("the matcher does not handle {:?}", entry.delivery.envelope.event))),
        };
        let became = tried.map_or_else(|handled| handled, |tried| told(crew, &entry.delivery.envelope, tried));
        handled.push((entry, became));
    }
    handled
}

async fn serve(crew: &Crew, seq: i64, specialist: SpecialistId, trace: Option<TraceId>) -> Result<Tried, Handled> {
    let desk = crew.desk.clone();
    let serving = together(vec![(seq, specialist)], |some| {
        let desk = desk.clone();
        async move {
            let mut tried = Vec::with_capacity(some.len());
            for (seq, specialist) in some {
                tried.push(within(trace, Work::Wave, serve_waiting(&desk, seq, specialist)).await?);
            }
            Ok(tried)
        }
    });
    serving.await.pop().map_or(Err(Handled::Later), |(_, tried)| tried)
}

fn told(crew: &Crew, envelope: &Envelope, Tried { outcome, short }: Tried) -> Handled {
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
    mark(envelope.trace, Work::Wave, || tracing::info!(event = ?envelope.event, ?outcome, "looked for people to ask"));
    Handled::Done
}
