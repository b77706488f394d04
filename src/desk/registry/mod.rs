//! The official register and those on the list: a snapshot is held against them, what it says is kept, and what it leaves open two operators settle.

mod decide;
mod look;
mod read;
mod suspend;

use crate::active_list::Specialist;
use crate::clock::Moment;
use crate::desk::Refusal;
use crate::events::Event;
use crate::ids::Ids;
use crate::registry::{RegisterFinding, RegisterStanding};
use crate::store::{StoredSpecialist, Tx};

pub use decide::{DecisionForm, confirm_decision, propose_decision};
pub use look::{CaseView, FindingView, RegisterView, list_register_cases, look_at_register, view_register_case};
pub use read::{RegisterReport, read_register};

/// What was found of a profile says nothing of another number, name or date. A suspension stays: nobody escapes one by an edit.
pub(super) fn void_if_changed(
    tx: &mut Tx<'_>,
    ids: &Ids,
    now: Moment,
    before: &StoredSpecialist,
    after: &Specialist,
) -> Result<RegisterStanding, Refusal> {
    let what = |person: &Specialist| (person.name.clone(), person.registration.number.clone(), person.registration.valid_until);
    let standing = &before.standing;
    if standing.finding.is_none() || what(&before.specialist) == what(after) {
        return Ok(standing.clone());
    }
    let finding = RegisterFinding::Changed;
    let void = RegisterStanding { finding: Some(finding), grounds: None, ..standing.clone() };
    tx.set_register_standing(before.id, &void, Some(ids.fresh(now)), now)?;
    tx.settle_case(before.id, now)?;
    tx.record(ids.fresh(now), &Event::RegistrationChecked { specialist: before.id, finding }, now)?;
    Ok(void)
}
