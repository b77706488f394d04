//! The postman: takes letters, hands them over, notes them. Between handing over and noting lies the one window in which a crash sends a letter
//! twice; both then carry the same Message-ID.
//!
//! Letters are taken and noted many at a time, and handed over each by itself: whoever's mail server hangs holds up nobody else.

use futures::stream::{self, Stream, StreamExt};

use crate::bus::Entry;
use crate::clock::Moment;
use crate::correspondence::{Letter, RefusedMailbox};
use crate::desk::{
    Desk, EndedSending, Ending, Refusal, TakenLetter, note_letters, note_refused_mailboxes, put_off_letter, release_letters, take_letters,
};
use crate::events::{Envelope, Event};
use crate::ids::LetterId;
use crate::post::SendError;
use crate::traces::{Work, within};
use crate::workers::Crew;
use crate::workers::consumer::{AT_ONCE, Handled};
use crate::workers::together::together;

/// Where a letter stands on its way through the postman's hands.
enum Way {
    /// Taken, and to be handed over before that moment.
    Taken(Box<Letter>, Moment),
    /// Its sending has ended, and that is to be noted.
    Ended(EndedSending),
    Handled(Handled),
}

type OnItsWay = (Entry, Way);

/// Handles letters as they come, and gives each entry back with what became of it.
pub(super) fn work(crew: &Crew, entries: impl Stream<Item = Entry> + Send) -> impl Stream<Item = (Entry, Handled)> + Send {
    let at_once = crew.settings.letters_at_once;
    // Not more are taken in one go than are in hand at the same time, since a letter that is taken waits for its turn under a lease.
    let taken = entries.ready_chunks(at_once).then(move |some| take(crew, some)).flat_map(stream::iter);
    let handed = move |(entry, way): OnItsWay| async move {
        let way = hand_over(crew, &entry.delivery.envelope, way).await;
        (entry, way)
    };
    let ended = taken.map(handed).buffer_unordered(at_once);
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
async fn hand_over(crew: &Crew, envelope: &Envelope, way: Way) -> Way {
    let (letter, until) = match way {
        Way::Taken(letter, until) => (letter, until),
        other => return other,
    };
    let (id, seq, trace) = (letter.id, envelope.seq, envelope.trace);
    let longest = chrono::Duration::from_std(crew.post.send_timeout()).unwrap_or(chrono::Duration::zero());
    let (handled, answer) = if crew.desk.clock.now() + longest > until {
        // It waited so long for its turn that somebody else might begin to send it meanwhile.
        (Handled::Later, None)
    } else {
        let sending = crew.clone();
        // A letter that makes its sending panic must not take the others with it.
        match tokio::spawn(async move { within(trace, Work::Letter, send(&sending, *letter)).await }).await {
            Ok(Sending::Ended(ending, answer)) => return Way::Ended(EndedSending { seq, letter: id, ending, answer }),
            Ok(Sending::HasToWait(until)) => {
                let put_off = put_off_letter(&crew.desk, seq, id, until).await;
                return Way::Handled(put_off.map_or_else(Handled::from, |()| Handled::Later));
            }
            Ok(Sending::Failed(why)) => (Handled::Failed(why.clone()), Some(why)),
            Err(error) => (Handled::abnormal(&error), Some("abnormal".to_owned())),
        }
    };
    match release_letters(&crew.desk, vec![(id, answer)]).await {
        Ok(()) => Way::Handled(handled),
        Err(refusal) => Way::Handled(refusal.into()),
    }
}

/// What came of a try.
enum Sending {
    /// It ended, with what the mail server said.
    Ended(Ending, String),
    /// For now.
    Failed(String),
    /// Others to the same mail provider go first.
    HasToWait(Moment),
}

async fn send(crew: &Crew, letter: Letter) -> Sending {
    let (id, kind) = (letter.id, letter.kind.code());
    fail::fail_point!("in-handler");
    let _permit = match crew.post.pace(&letter, crew.desk.clock.now()) {
        Ok(permit) => permit,
        Err(until) => {
            crew.telemetry.letter(kind, "paced");
            return Sending::HasToWait(until);
        }
    };
    fail::fail_point!("before-sending");
    let sent = crew.post.send(&letter).await;
    if sent.is_ok() {
        fail::fail_point!("after-sending");
    }
    match sent {
        Ok(refused) => {
            let answer = refused.iter().map(|mailbox| mailbox.answer.as_str()).collect::<Vec<_>>().join("; ");
            if let Err(refusal) = note_refused(&crew.desk, id, refused).await {
                return Sending::Failed(refusal.to_string());
            }
            crew.telemetry.letter(kind, "sent");
            tracing::info!(letter = %id, kind, "letter handed over");
            Sending::Ended(Ending::Sent, answer)
        }
        Err(SendError::NoMailbox { why, refused }) => {
            if let Err(refusal) = note_refused(&crew.desk, id, refused).await {
                return Sending::Failed(refusal.to_string());
            }
            crew.telemetry.letter(kind, "refused");
            tracing::warn!(letter = %id, kind, why, "no mailbox takes the letter");
            Sending::Ended(Ending::Refused, why)
        }
        Err(SendError::Permanent(why) | SendError::Unsendable(why)) => {
            crew.telemetry.letter(kind, "refused");
            tracing::warn!(letter = %id, kind, why, "letter refused for good");
            Sending::Ended(Ending::Refused, why)
        }
        Err(SendError::Temporary(why)) => {
            crew.telemetry.letter(kind, "postponed");
            Sending::Failed(why)
        }
    }
}

/// Before the end of the letter is noted: were this lost by a crash, the letter would be tried again and the mailbox refuse again.
async fn note_refused(desk: &Desk, id: LetterId, refused: Vec<RefusedMailbox>) -> Result<(), Refusal> {
    if refused.iter().any(|mailbox| mailbox.is_gone) { note_refused_mailboxes(desk, id, refused).await } else { Ok(()) }
}

async fn note(crew: &Crew, some: Vec<OnItsWay>) -> Vec<(Entry, Handled)> {
    let ended = some.iter().filter_map(|(_, way)| match way {
        Way::Ended(ended) => Some(ended.clone()),
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
