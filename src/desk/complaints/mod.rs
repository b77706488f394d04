//! Complaints about the other side of a match (docs/decisions/0118-complaints.md). Each side acts behind links of letters that name neither the match nor
//! the other side; operators look into it, and two of them decide. Until then nothing of the specialist changes.

mod answer;
mod appeal;
mod decide;
mod file;
mod look;
mod review;
mod take_back;
mod wake;

pub use answer::answer_complaint;
pub use appeal::appeal_decision;
pub use decide::{confirm_verdict, propose_verdict};
pub use file::{
    Filing, file_complaint, file_for_member, file_own_complaint, look_at_filing, look_at_filing_for_member, look_at_own_filing,
};
pub use look::{ComplaintCase, ComplaintLine, ComplaintPage, list_complaints, look_at_complaint, view_complaint};
pub use review::{hear_other_side, take_up_complaint};
pub use take_back::withdraw_complaint;
pub use wake::wake_complaints;

use crate::clock::Moment;
use crate::complaints::{Complaint, NotNow};
use crate::correspondence::{ComplaintReader, ComplaintWord, LetterKind, Party};
use crate::desk::change_specialist::withdraw_open_offers;
use crate::desk::letters::{queue_letter, queue_notice};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::Side;
use crate::events::Event;
use crate::ids::{ComplaintId, Token};
use crate::seals::Action;
use crate::store::{LetterToQueue, NoticeToQueue, Purpose, StoredComplaint, StoredSpecialist, Tx};

impl From<NotNow> for Refusal {
    /// The page that is shown then says how things stand.
    fn from(NotNow: NotNow) -> Self {
        Self::ChangedMeanwhile
    }
}

/// The complaint behind a link, and for which side the link speaks.
fn behind(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<(StoredComplaint, Side), Refusal> {
    let link = tx.find_link(&token.hash())?.filter(|link| now < link.expires_at).ok_or(Refusal::NotFound)?;
    let id: ComplaintId = match link.purpose {
        Purpose::FollowComplaint | Purpose::AnswerComplaint => link.subject.parse().map_err(|_| Refusal::NotFound)?,
        _ => return Err(Refusal::NotFound),
    };
    let stored = tx.find_complaint(id)?.ok_or(Refusal::NotFound)?;
    let by = stored.complaint.by;
    let side = if link.purpose == Purpose::FollowComplaint { by } else { by.other() };
    Ok((stored, side))
}

/// Takes a step behind a link, keeps the complaint, and counts the press.
fn step(
    desk: &Desk,
    tx: &mut Tx<'_>,
    press: &Press,
    act: &'static str,
    take: impl FnOnce(&mut Complaint, Side, Moment) -> Result<(), NotNow>,
) -> Result<StoredComplaint, Refusal> {
    let now = desk.clock.now();
    let (before, side) = behind(tx, &press.token, now)?;
    let mut complaint = before.complaint.clone();
    take(&mut complaint, side, now)?;
    let after = keep(desk, tx, now, before, complaint)?;
    desk.spend(tx, press, Action::Complain, now)?;
    tx.note_act(act, "complaint", after.id);
    Ok(after)
}

/// Keeps a complaint as it has become; gives it.
fn keep(desk: &Desk, tx: &mut Tx<'_>, now: Moment, before: StoredComplaint, complaint: Complaint) -> Result<StoredComplaint, Refusal> {
    let wakes_at = complaint.wakes_at(desk.catalogue.complaints());
    if !tx.save_complaint(&before, &complaint, wakes_at, now)? {
        return Err(Refusal::ChangedMeanwhile);
    }
    Ok(StoredComplaint { complaint, version: before.version + 1, ..before })
}

/// Puts a locked specialist on the list or takes them off it, by what is decided now. A match goes on: the contract is the two sides' own.
fn settle_bar(desk: &Desk, tx: &mut Tx<'_>, now: Moment, person: &StoredSpecialist) -> Result<(), Refusal> {
    if !tx.settle_bar(person.id, person.barred, now)? {
        return Ok(());
    }
    tx.note_act(if person.barred { "specialist_unbarred" } else { "specialist_barred" }, "specialist", person.id);
    tx.record(desk.ids.fresh(now), &Event::SpecialistChanged { specialist: person.id }, now)?;
    if !person.barred {
        withdraw_open_offers(tx, &desk.ids, now, person.id)?;
    }
    Ok(())
}

/// Who a side is, as a reader of letters.
fn party_of(stored: &StoredComplaint, side: Side) -> Party {
    match (side, stored.support_org) {
        (Side::Company, Some(org)) if stored.complaint.by == Side::Company => Party::SupportOrg(org),
        (Side::Company, _) => Party::Company(stored.help_request),
        (Side::Specialist, _) => Party::Specialist(stored.specialist),
    }
}

/// Who somebody is that a letter about a complaint goes to.
pub(super) fn reader_of(stored: &StoredComplaint, party: Party) -> ComplaintReader {
    match party {
        Party::Operator => ComplaintReader::Operator,
        party if party == party_of(stored, stored.complaint.by) => ComplaintReader::Complainant,
        _ => ComplaintReader::Other,
    }
}

/// The complaint of which a letter tells, and what, by the letter's cause.
pub(super) fn told_of(cause: &str) -> Option<(ComplaintId, ComplaintWord)> {
    let mut parts = cause.split('/');
    Some((parts.next()?.parse().ok()?, ComplaintWord::find(parts.next()?)?))
}

/// Queues a letter about a complaint as it is now.
fn tell(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    stored: &StoredComplaint,
    party: Party,
    (kind, word): (LetterKind, ComplaintWord),
) -> Result<(), Refusal> {
    // After an appeal the same is told once more.
    let cause = format!("{}/{}/{}", stored.id, word.code(), stored.complaint.decisions.len());
    let id = desk.ids.fresh(now);
    // A letter to a specialist belongs to no help request, which would name the company.
    if let Party::Company(help_request) = party {
        return queue_letter(tx, &desk.ids, now, LetterToQueue { id, kind, party, cause, help_request, offer: None });
    }
    let leaves_at = match party {
        Party::Specialist(specialist) => {
            tx.find_specialist(specialist)?.map_or(now, |person| person.specialist.conditions.quiet_hours.over_at(now))
        }
        _ => now,
    };
    queue_notice(tx, &desk.ids, now, NoticeToQueue { id, kind, party, cause }, leaves_at)
}

fn tell_operator(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredComplaint, word: ComplaintWord) -> Result<(), Refusal> {
    tell(desk, tx, now, stored, Party::Operator, (LetterKind::ComplaintWaiting, word))
}

/// Tells whoever complained, and the other side if it knows of the complaint.
fn tell_both(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredComplaint, word: ComplaintWord) -> Result<(), Refusal> {
    let by = stored.complaint.by;
    tell(desk, tx, now, stored, party_of(stored, by), (LetterKind::ComplaintNews, word))?;
    if stored.complaint.is_released() {
        tell(desk, tx, now, stored, party_of(stored, by.other()), (LetterKind::ComplaintNews, word))?;
    }
    Ok(())
}
