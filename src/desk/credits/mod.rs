//! The ledger of credits as acts: work with confirmed hours is entered with one press, everything else when another person has approved it behind the
//! link of a letter (docs/decisions/0102-ledger-of-credits.md). Every act holds the specialist's row first, so a ledger has one writer at a time.

mod answer;
mod ask;
mod claim_work;
mod cycles;
mod draw;
mod look;
mod publish;
mod statement;
mod take_back;
mod wake;
mod work;

pub use answer::{ApprovalPage, answer_approval, look_at_approval};
pub use ask::ask_for_approval;
pub(super) use ask::own_mailboxes;
pub use claim_work::claim_work;
pub use cycles::{set_cycle, set_title};
pub use draw::{DrawForm, DrawView, list_draws, mark_seen, question_entry, strike_entry, view_draw};
pub use look::{ClaimView, CreditsPage, SchemeView, WorkView, look_at_claim, look_at_credits};
pub(super) use publish::published;
pub use publish::{PublishedCredit, publish_credit};
pub use statement::{ledger_key, look_at_book, sign_statement, sign_table};
pub use take_back::take_back;
pub use wake::wake_claims;

use chrono::Duration;
use serde_json::json;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::credits::{ClaimState, Draw, Ledger, RowKind, is_drawn};
use crate::desk::letters::queue_notice;
use crate::desk::{Desk, Refusal};
use crate::ids::{ClaimId, SpecialistId, fingerprint};
use crate::store::{NoticeToQueue, StoreError, StoredClaim, StoredSpecialist, Tx};

/// Holds a specialist's row until the transaction ends.
fn hold(tx: &mut Tx<'_>, id: SpecialistId) -> Result<StoredSpecialist, Refusal> {
    let person = tx.lock_specialists(&[id])?.pop().ok_or(Refusal::NotFound)?;
    if person.specialist.registration.number.is_of_nobody() { Err(Refusal::NotFound) } else { Ok(person) }
}

/// A claim behind the lock of its specialist.
fn held(tx: &mut Tx<'_>, id: ClaimId) -> Result<(StoredSpecialist, StoredClaim), Refusal> {
    let specialist = tx.find_claim(id)?.ok_or(Refusal::NotFound)?.specialist;
    let person = hold(tx, specialist)?;
    Ok((person, tx.find_claim(id)?.ok_or(Refusal::NotFound)?))
}

/// A claim of this specialist, behind the lock. Another's looks as if it were not there.
fn own(tx: &mut Tx<'_>, specialist: SpecialistId, id: ClaimId) -> Result<(StoredSpecialist, StoredClaim), Refusal> {
    let (person, claim) = held(tx, id)?;
    if claim.specialist == specialist { Ok((person, claim)) } else { Err(Refusal::NotFound) }
}

fn ledger_of(tx: &mut Tx<'_>, person: &StoredSpecialist) -> Result<Ledger, Refusal> {
    Ok(tx.read_ledger(person.id, person.specialist.registration.number.as_str())?)
}

/// Appends a row to the ledger of a specialist whose row is held, and gives its place and seal.
fn append(tx: &mut Tx<'_>, person: &StoredSpecialist, now: Moment, what: RowKind) -> Result<(u64, String), Refusal> {
    let mut ledger = ledger_of(tx, person)?;
    let broken = |(row, damage): (u64, crate::credits::Damage)| StoreError::Unreadable {
        what: "ledger",
        why: format!("row {row}: {}", damage.code()),
    };
    let row = ledger.append(now, what).map_err(broken)?;
    tx.add_credit_row(person.id, row)?;
    Ok((row.seq, row.seal.clone()))
}

/// Enters a claim into the ledger; the seal of its row decides whether somebody looks at it later.
fn enter(desk: &Desk, tx: &mut Tx<'_>, now: Moment, person: &StoredSpecialist, claim: StoredClaim) -> Result<StoredClaim, Refusal> {
    let mut evidence = claim.claim.evidence(claim.id);
    // Whoever has the certificate of the work can show that it is this one.
    evidence.extend(claim.work.map(|work| {
        fingerprint(json!(["nakodo evidence 1", claim.id, work.to_string(), claim.claim.activity.minutes]).to_string().as_bytes())
    }));
    let approved_as = claim.claim.approved_as().to_owned();
    let (seq, seal) = append(tx, person, now, RowKind::Entered { activity: claim.claim.activity.clone(), approved_as, evidence })?;
    let draw = is_drawn(&seal, desk.catalogue.activities().audit_per_mille).then_some(Draw::Drawn);
    let settled = claim.claim.clone().settled(None);
    Ok(StoredClaim { state: ClaimState::Entered, claim: settled, wakes_at: None, decided_at: Some(now), seq: Some(seq), draw, ..claim })
}

/// Until when an approver can answer.
fn ends_at(desk: &Desk, claim: &StoredClaim) -> Moment {
    claim.made_at + Duration::days(i64::from(desk.catalogue.activities().approval.end_days))
}

/// Queues a letter about a claim; `step` makes it another one than the last of its kind.
fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, kind: LetterKind, party: Party, about: ClaimId, step: &str) -> Result<(), Refusal> {
    let notice = NoticeToQueue { id: desk.ids.fresh(now), kind, party, cause: format!("{about}/{step}") };
    queue_notice(tx, &desk.ids, now, notice, now)
}

/// The same to the specialist, not in their quiet hours.
fn tell_specialist(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    kind: LetterKind,
    person: &StoredSpecialist,
    about: &StoredClaim,
) -> Result<(), Refusal> {
    let cause = format!("{}/{}", about.id, now.timestamp_micros());
    let notice = NoticeToQueue { id: desk.ids.fresh(now), kind, party: Party::Specialist(person.id), cause };
    queue_notice(tx, &desk.ids, now, notice, person.specialist.conditions.quiet_hours.over_at(now))
}
