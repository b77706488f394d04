//! The postman: takes a letter, hands it over, notes it. Between handing over and noting lies the one window in which a crash sends a letter
//! twice; both then carry the same Message-ID.

use crate::desk::{Refusal, TakenLetter, note_letter_refused, note_letter_sent, release_letter, take_letter};
use crate::events::{Envelope, Event};
use crate::post::SendError;
use crate::workers::Crew;
use crate::workers::consumer::Handled;

pub(super) async fn handle(crew: &Crew, envelope: Envelope) -> Handled {
    let Event::LetterQueued { letter: id } = envelope.event else {
        return Handled::Failed(format!("the postman does not handle {:?}", envelope.event));
    };
    let desk = &crew.desk;
    let letter = match take_letter(desk, envelope.seq, id, crew.settings.operator.clone()).await {
        Ok(TakenLetter::Ready(letter)) => letter,
        Ok(TakenLetter::Over) => return Handled::Done,
        Ok(TakenLetter::BeingSent) => return Handled::Later,
        Err(refusal) => return refusal.into(),
    };
    fail::fail_point!("before-sending");
    let sent = crew.post.send(&letter).await;
    if sent.is_ok() {
        fail::fail_point!("after-sending");
    }
    let noted: Result<Handled, Refusal> = match sent {
        Ok(()) => {
            crew.telemetry.letter("sent");
            tracing::info!(letter = %id, kind = letter.kind.code(), "letter handed over");
            note_letter_sent(desk, envelope.seq, id).await.map(|()| Handled::Done)
        }
        Err(SendError::Permanent(why) | SendError::Unsendable(why)) => {
            crew.telemetry.letter("refused");
            tracing::warn!(letter = %id, kind = letter.kind.code(), why, "letter refused for good");
            note_letter_refused(desk, envelope.seq, id).await.map(|()| Handled::Done)
        }
        Err(SendError::Temporary(why)) => {
            crew.telemetry.letter("postponed");
            release_letter(desk, id).await.map(|()| Handled::Failed(why))
        }
    };
    noted.unwrap_or_else(Handled::from)
}
