//! The operator has a letter sent again. It says what is true now, so one that has nothing to say any more does not leave.

use crate::correspondence::{LetterState, LetterStep};
use crate::desk::letters::{WhyNot, still_says};
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::ids::LetterId;
use crate::store::ToJournal;
use crate::values::{Line, MailAddress};

/// Queues a letter again that has ended. It keeps its Message-ID and date, so that whoever has it already sees it once; `as_new` gives it new
/// ones. `operator` reads what goes to whoever runs the instance.
pub async fn resend_letter(desk: &Desk, id: LetterId, as_new: bool, operator: (Line, MailAddress)) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let letter = tx.find_letter(id)?.ok_or(Refusal::NotFound)?;
            if letter.state == LetterState::Queued {
                return Err(Refusal::LetterWaits);
            }
            match still_says(&acting, tx, now, &letter, operator)? {
                Ok(_) => {}
                Err(WhyNot::NothingToSay) => return Err(Refusal::NothingToSay),
                Err(WhyNot::NotWanted | WhyNot::NoMailbox) => return Err(Refusal::NoMailbox),
            }
            if !tx.queue_again(id, as_new.then_some(now))? {
                return Err(Refusal::LetterWaits);
            }
            tx.note_steps(&[ToJournal { letter: id, step: LetterStep::QueuedAgain, answer: String::new() }], now)?;
            tx.record(acting.ids.fresh(now), &Event::LetterQueued { letter: id }, now)?;
            Ok(())
        })
        .await
}
