//! The postman: takes letters, hands them over, notes them. Between handing over and noting lies the one window in which a crash sends a letter
//! twice; both then carry the same Message-ID.
//!
//! Letters are taken and noted many at a time, and handed over each by itself: whoever's mail server hangs holds up nobody else.

use futures::stream::{self, Stream, StreamExt};

use crate::bus::Entry;
use crate::clock::Moment;
use crate::correspondence::Letter;
use crate::desk::{Ending, TakenLetter, note_letters, release_letters, take_letters};
use crate::events::Event;
use crate::ids::LetterId;
use crate::post::SendError;
use crate::workers::Crew;
use crate::workers::consumer::{AT_ONCE, Handled};
use crate::workers::together::together;

/// Where a letter stands on its way through the postman's hands.
enum Way {
    /// Taken, and to be handed over before that moment.
    Taken(Box<Letter>, Moment),
    /// Its sending has ended, and that is to be noted.
    Ended(LetterId, Ending),
    Handled(Handled),
}

type OnItsWay = (Entry, Way);

/// Handles letters as they come, and gives each entry back with what became of it.
pub(super) fn work(crew: &Crew, entries: impl Stream<Item = Entry> + Send) -> impl Stream<Item = (Entry, Handled)> + Send {
    let at_once = crew.settings.letters_at_once;
    // Not more are taken in one go than are in hand at the same time, since a letter that is taken waits for its turn under a lease.
    let taken = entries.ready_chunks(at_once).then(move |some| take(crew, some)).flat_map(stream::iter);
    let ended = taken.map(move |(entry, way)| async move { (entry, hand_over(crew, way).await) }).buffer_unordered(at_once);
    // Whatever has ended by then is noted together, and nothing waits for the slowest.
    ended.ready_chunks(AT_ONCE).then(move |some| note(crew, some)).flat_map(stream::iter)
}

async fn take(crew: &Crew, entries: Vec<Entry>) -> Vec<OnItsWay> {
    let wanted = entries.iter().filter_map(|entry| letter_of(entry).map(|letter| (entry.delivery.envelope.seq, letter))).collect();
    let (desk, operator) = (crew.desk.clone(), crew.settings.operator.clone());
    let taken = together(wanted, |some| {
        let (desk, operator) = (desk.clone(), operator.clone());
        async move { take_letters(&desk, some, operator).await }
    });
    let mut taken = taken.await.into_iter();
    let way = |entry: Entry| {
        let way = match letter_of(&entry).and_then(|_| taken.next()) {
            Some((_, Ok(TakenLetter::Ready(letter, until)))) => Way::Taken(letter, until),
            Some((_, Ok(TakenLetter::Over))) => Way::Handled(Handled::Done),
            Some((_, Ok(TakenLetter::BeingSent))) => Way::Handled(Handled::Later),
            Some((_, Err(handled))) => Way::Handled(handled),
            None => Way::Handled(Handled::Failed(format!("the postman does not handle {:?}", entry.delivery.envelope.event))),
        };
        (entry, way)
    };
    entries.into_iter().map(way).collect()
}

fn letter_of(entry: &Entry) -> Option<LetterId> {
    match entry.delivery.envelope.event {
        Event::LetterQueued { letter } => Some(letter),
        _ => None,
    }
}

/// Hands a letter over that was taken; what was not taken passes by.
async fn hand_over(crew: &Crew, way: Way) -> Way {
    let (letter, until) = match way {
        Way::Taken(letter, until) => (letter, until),
        other => return other,
    };
    let id = letter.id;
    let longest = chrono::Duration::from_std(crew.post.send_timeout()).unwrap_or(chrono::Duration::zero());
    let handled = if crew.desk.clock.now() + longest > until {
        // It waited so long for its turn that somebody else might begin to send it meanwhile.
        Handled::Later
    } else {
        let crew = crew.clone();
        // A letter that makes its sending panic must not take the others with it.
        match tokio::spawn(async move { send(&crew, *letter).await }).await {
            Ok(Ok(ending)) => return Way::Ended(id, ending),
            Ok(Err(why)) => Handled::Failed(why),
            Err(error) => Handled::abnormal(&error),
        }
    };
    match release_letters(&crew.desk, vec![id]).await {
        Ok(()) => Way::Handled(handled),
        Err(refusal) => Way::Handled(refusal.into()),
    }
}

/// How the sending ended, or why it failed for now.
async fn send(crew: &Crew, letter: Letter) -> Result<Ending, String> {
    let kind = letter.kind.code();
    fail::fail_point!("in-handler");
    fail::fail_point!("before-sending");
    let sent = crew.post.send(&letter).await;
    if sent.is_ok() {
        fail::fail_point!("after-sending");
    }
    match sent {
        Ok(()) => {
            crew.telemetry.letter("sent");
            tracing::info!(letter = %letter.id, kind, "letter handed over");
            Ok(Ending::Sent)
        }
        Err(SendError::Permanent(why) | SendError::Unsendable(why)) => {
            crew.telemetry.letter("refused");
            tracing::warn!(letter = %letter.id, kind, why, "letter refused for good");
            Ok(Ending::Refused)
        }
        Err(SendError::Temporary(why)) => {
            crew.telemetry.letter("postponed");
            Err(why)
        }
    }
}

async fn note(crew: &Crew, some: Vec<OnItsWay>) -> Vec<(Entry, Handled)> {
    let ended = some.iter().filter_map(|(entry, way)| match way {
        Way::Ended(id, ending) => Some((entry.delivery.envelope.seq, *id, *ending)),
        _ => None,
    });
    let desk = crew.desk.clone();
    let noted = together(ended.collect(), |some| {
        let desk = desk.clone();
        async move {
            let count = some.len();
            note_letters(&desk, some).await.map(|()| vec![(); count])
        }
    });
    let mut noted = noted.await.into_iter();
    let handled = |(entry, way): OnItsWay| match way {
        Way::Handled(handled) => (entry, handled),
        Way::Taken(..) | Way::Ended(..) => {
            let handled = noted.next().map_or(Handled::Later, |(_, noted)| noted.map_or_else(|handled| handled, |()| Handled::Done));
            (entry, handled)
        }
    };
    some.into_iter().map(handled).collect()
}
