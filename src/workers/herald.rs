//! The herald: makes messages of what happens, for other programs that want to hear of it. The messenger sends them.

use futures::stream::{self, Stream, StreamExt};

use crate::bus::Entry;
use crate::desk::announce;
use crate::events::Event;
use crate::workers::Crew;
use crate::workers::consumer::{AT_ONCE, Handled};
use crate::workers::together::together;

/// Handles events as they come, and gives each entry back with what became of it.
pub(super) fn work(crew: &Crew, entries: impl Stream<Item = Entry> + Send) -> impl Stream<Item = (Entry, Handled)> + Send {
    entries.ready_chunks(AT_ONCE).then(move |some| handle(crew, some)).flat_map(stream::iter)
}

async fn handle(crew: &Crew, entries: Vec<Entry>) -> Vec<(Entry, Handled)> {
    let told = entries.iter().filter(|entry| is_told(&entry.delivery.envelope.event)).map(|entry| entry.delivery.envelope.clone());
    let desk = crew.desk.clone();
    let announced = together(told.collect(), |some| {
        let desk = desk.clone();
        async move { announce(&desk, some).await }
    });
    let mut announced = announced.await.into_iter();
    let handled = |entry: Entry| {
        let handled = if is_told(&entry.delivery.envelope.event) {
            announced.next().map_or(Handled::Later, |(_, done)| done.map_or_else(|handled| handled, |()| Handled::Done))
        } else {
            Handled::Failed(format!("the herald does not handle {:?}", entry.delivery.envelope.event))
        };
        (entry, handled)
    };
    entries.into_iter().map(handled).collect()
}

fn is_told(event: &Event) -> bool {
    matches!(
        event,
        Event::HelpRequestSubmitted { .. }
            | Event::HelpRequestOpened { .. }
            | Event::HelpRequestWaiting { .. }
            | Event::HelpRequestUnmatched { .. }
            | Event::HelpRequestCancelled { .. }
            | Event::HelpRequestReferred { .. }
            | Event::ChoiceOpened { .. }
            | Event::OfferSent { .. }
            | Event::OfferAccepted { .. }
            | Event::OfferWilling { .. }
            | Event::OfferDeclined { .. }
            | Event::OfferLapsed { .. }
            | Event::OfferWithdrawn { .. }
            | Event::OfferNotChosen { .. }
            | Event::EngagementOpened { .. }
            | Event::EngagementWithdrawn { .. }
    )
}
