//! Operators look at what people on the list write about themselves: they accept it, or two of them hide the entry with a reason, which the person gets
//! by letter and answers by changing the text (docs/decisions/0092-texts-are-looked-at.md).

mod decide;
mod look;

use crate::active_list::{Specialist, Texts};
use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::ids::SpecialistId;
use crate::store::Tx;

pub use decide::{HidingForm, accept_entry, confirm_hiding, propose_hiding};
pub use look::{ReviewLine, ReviewView, list_reviews, view_review};

/// Puts somebody's texts before the operators if they are otherwise than before, or new; and keeps them back meanwhile where the instance says so. Says
/// whether they are kept back now, if that was decided anew.
pub(super) fn queue_if_changed(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    id: SpecialistId,
    before: Option<&Specialist>,
    after: &Specialist,
) -> Result<Option<bool>, Refusal> {
    let (before, after) = (before.map(Texts::of).unwrap_or_default(), Texts::of(after));
    if before == after {
        return Ok(None);
    }
    tx.queue_review(id, now)?;
    tx.hold_texts(id, desk.holds_texts.then_some(now))?;
    Ok(Some(desk.holds_texts))
}
