//! Organisations recommend specialists they know (docs/decisions/0119-endorsements.md). The specialist agrees first, either ends it at once, and nothing of
//! matching reads it. Every act holds the specialist's row.

mod answer;
mod ask;
mod look;
mod wake;

pub use answer::{EndorsementAnswer, answer_endorsement, answer_own_endorsement, end_given_endorsement};
pub use ask::{Endorsing, ask_to_endorse, look_at_endorsing};
pub use look::{EndorsedBy, EndorsementPage, EndorsementView, list_given_endorsements, list_own_endorsements, look_at_endorsement};
pub(super) use look::{endorsed_by, endorsements_of, endorsers};
pub use wake::wake_endorsements;

use crate::brokering::{EndorsementPast, EndorsementState};
use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_notice;
use crate::desk::{Desk, Refusal};
use crate::ids::{EndorsementId, Ids};
use crate::store::{NoticeToQueue, StoredEndorsement, StoredSpecialist, Tx};

impl From<EndorsementPast> for Refusal {
    /// The page that is shown then says how things stand.
    fn from(EndorsementPast: EndorsementPast) -> Self {
        Self::ChangedMeanwhile
    }
}

/// What a letter tells of one, besides how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Stands,
    EndsSoon,
}

/// How the cause of a letter ends that tells that it ends soon.
const SOON: &str = "/soon";

/// How one stood of which a letter tells, as its code, and whether the letter tells that it ends soon.
pub(super) fn told_of(cause: &str) -> Option<(&str, bool)> {
    let (_, told) = cause.split_once('/')?;
    Some(told.strip_suffix(SOON).map_or((told, false), |code| (code, true)))
}

/// Whether an organisation can recommend this person: whoever is not to be seen by it does not exist for it.
pub(super) fn can_be_seen(person: &StoredSpecialist, today: chrono::NaiveDate) -> bool {
    let holds = person.specialist.registration.holds_on(today) && !person.standing.suspended && !person.hidden;
    holds && (person.consented || person.public_listing)
}

/// One with its specialist, whose row is held.
fn held(tx: &mut Tx<'_>, id: EndorsementId) -> Result<(StoredEndorsement, StoredSpecialist), Refusal> {
    let specialist = tx.find_endorsement(id)?.ok_or(Refusal::NotFound)?.specialist;
    let person = tx.lock_specialists(&[specialist])?.pop().ok_or(Refusal::NotFound)?;
    Ok((tx.find_endorsement(id)?.ok_or(Refusal::NotFound)?, person))
}

/// Tells each organisation what it had said of somebody who is forgotten, and that this is over now: without a name, by the row that stays.
pub(super) fn tell_of_who_is_gone(tx: &mut Tx<'_>, ids: &Ids, now: Moment, ended: Vec<StoredEndorsement>) -> Result<(), Refusal> {
    for StoredEndorsement { id, org, .. } in ended {
        let (party, cause) = (Party::SupportOrg(org), format!("{id}/{}", EndorsementState::Gone.code()));
        let notice = NoticeToQueue { id: ids.fresh(now), kind: LetterKind::EndorsementTold, party, cause };
        queue_notice(tx, ids, now, notice, now)?;
    }
    Ok(())
}

/// Keeps one as it has become.
fn keep(desk: &Desk, tx: &mut Tx<'_>, before: &StoredEndorsement, after: &StoredEndorsement) -> Result<(), Refusal> {
    let wakes_at = after.endorsement.wakes_at(desk.catalogue.endorsements());
    let saved = tx.save_endorsement(before.endorsement.state, after, wakes_at)?;
    if saved { Ok(()) } else { Err(Refusal::ChangedMeanwhile) }
}

/// Tells the specialist or the organisation how it stands now. The cause says what is told, so a letter that comes too late says nothing.
fn tell(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    kind: LetterKind,
    party: Party,
    (stored, person): (&StoredEndorsement, &StoredSpecialist),
    word: Word,
) -> Result<(), Refusal> {
    let leaves_at = match party {
        Party::Specialist(_) => person.specialist.conditions.quiet_hours.over_at(now),
        _ => now,
    };
    let soon = if word == Word::EndsSoon { SOON } else { "" };
    let cause = format!("{}/{}{soon}", stored.id, stored.endorsement.state.code());
    queue_notice(tx, &desk.ids, now, NoticeToQueue { id: desk.ids.fresh(now), kind, party, cause }, leaves_at)
}
