//! What the operator does with deliveries that were put aside: look at them, have them tried again, or give them up.

use crate::correspondence::{LetterKind, LetterState, Party};
use crate::desk::letters::end;
use crate::desk::{Desk, Refusal};
use crate::events::{Event, Group};
use crate::ids::LetterId;
use crate::store::{DeadLetter, StoreError, Tx};

/// A delivery that was put aside, with the letter that it would have sent.
#[derive(Clone, Debug)]
pub struct DeadLetterView {
    pub dead: DeadLetter,
    pub letter: Option<(LetterId, LetterKind, Party)>,
}

fn letter_of(event: &Event) -> Option<LetterId> {
    match event {
        Event::LetterQueued { letter } => Some(*letter),
        _ => None,
    }
}

fn view(tx: &mut Tx<'_>, dead: DeadLetter) -> Result<DeadLetterView, StoreError> {
    let queued = letter_of(&dead.envelope.event).map(|id| tx.find_letter(id)).transpose()?.flatten();
    Ok(DeadLetterView { dead, letter: queued.map(|letter| (letter.id, letter.kind, letter.party)) })
}

/// Everything that is put aside, in the order of the journal.
pub async fn list_dead_letters(desk: &Desk) -> Result<Vec<DeadLetterView>, Refusal> {
    let look = |tx: &mut Tx<'_>| {
        let dead = tx.list_dead_letters()?;
        Ok(dead.into_iter().map(|dead| view(tx, dead)).collect::<Result<_, StoreError>>()?)
    };
    desk.store.read(look).await
}

/// Has dead deliveries tried again, as if they had never failed; gives how many of `which` were dead. Harmless as every repetition is: a
/// letter that has left does not leave again, a wave that is open is not opened twice.
pub async fn replay_dead_letters(desk: &Desk, which: Vec<(Group, i64)>) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            let mut revived = 0;
            for (group, seq) in which {
                tx.note_act("delivery_replayed", group.name(), seq);
                revived += usize::from(tx.revive_delivery(group, seq, now)?);
            }
            Ok(revived)
        })
        .await
}

/// Gives dead deliveries up for good; gives how many of `which` were dead. The letters that they would have sent are dropped with them, so that
/// nothing waits for them; the reasons stay in the outbox.
pub async fn drop_dead_letters(desk: &Desk, which: Vec<(Group, i64)>) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let ids = desk.ids.clone();
    desk.store
        .write(move |tx| {
            let mut dropped = 0;
            for (group, seq) in which {
                if !tx.drop_delivery(group, seq, now)? {
                    continue;
                }
                tx.note_act("delivery_dropped", group.name(), seq);
                dropped += 1;
                let event = tx.list_events(seq - 1, 1)?.pop().filter(|envelope| envelope.seq == seq);
                if let (Group::Postman, Some(letter)) = (group, event.and_then(|envelope| letter_of(&envelope.event))) {
                    end(tx, &ids, now, LetterState::Dropped, vec![(letter, "given-up".to_owned())])?;
                }
            }
            Ok(dropped)
        })
        .await
}
