//! What follows when a registration does not hold, and when it holds again.
//!
//! The person is locked, so an acceptance at the same moment has either won before, and its match is told of here, or finds its offer withdrawn.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::change_specialist::withdraw_open_offers;
use crate::desk::letters::{queue_letter, queue_notice};
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::ids::SpecialistId;
use crate::registry::{RegisterFinding, RegisterStanding};
use crate::store::{LetterToQueue, NoticeToQueue, StoredSpecialist, Tx};

/// Writes down how a locked person stands now, with all that follows of it.
pub(super) fn settle(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    person: &StoredSpecialist,
    standing: &RegisterStanding,
) -> Result<(), Refusal> {
    let Some((finding, as_of)) = standing.finding.zip(standing.as_of) else { return Ok(()) };
    tx.set_register_standing(person.id, standing, Some(desk.ids.fresh(now)), now)?;
    tx.record(desk.ids.fresh(now), &Event::RegistrationChecked { specialist: person.id, finding }, now)?;
    match (person.standing.suspended, standing.suspended) {
        (false, true) => suspend(desk, tx, now, person, (finding, as_of)),
        (true, false) => reinstate(desk, tx, now, person, as_of),
        _ => Ok(()),
    }
}

fn suspend(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    person: &StoredSpecialist,
    (finding, as_of): (RegisterFinding, NaiveDate),
) -> Result<(), Refusal> {
    let specialist = person.id;
    tx.note_act("specialist_suspended", "specialist", specialist);
    tx.record(desk.ids.fresh(now), &Event::SpecialistSuspended { specialist, finding }, now)?;
    withdraw_open_offers(tx, &desk.ids, now, specialist)?;
    tell(desk, tx, now, person, LetterKind::RegistrationSuspended, as_of)?;
    // A match stays: the contract is the two sides' own. The company should know, and so should whoever stands by it.
    for engagement in tx.list_running_engagements(specialist)? {
        let help_request = engagement.help_request;
        let broker = tx.find_help_request(help_request)?.and_then(|stored| stored.support_org);
        let letters = [
            (LetterKind::RegistrationLostForCompany, Party::Company(help_request)),
            (LetterKind::RegistrationLostForBroker, broker.map_or(Party::Operator, Party::SupportOrg)),
        ];
        for (kind, party) in letters {
            let cause = format!("{}/{}", engagement.id, now.timestamp_micros());
            let letter = LetterToQueue { id: desk.ids.fresh(now), kind, party, cause, help_request, offer: Some(engagement.offer) };
            queue_letter(tx, &desk.ids, now, letter)?;
        }
    }
    Ok(())
}

fn reinstate(desk: &Desk, tx: &mut Tx<'_>, now: Moment, person: &StoredSpecialist, as_of: NaiveDate) -> Result<(), Refusal> {
    let specialist: SpecialistId = person.id;
    tx.note_act("specialist_reinstated", "specialist", specialist);
    tx.record(desk.ids.fresh(now), &Event::SpecialistReinstated { specialist }, now)?;
    tell(desk, tx, now, person, LetterKind::RegistrationRestored, as_of)
}

fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, person: &StoredSpecialist, kind: LetterKind, as_of: NaiveDate) -> Result<(), Refusal> {
    let cause = format!("{}/{as_of}/{}", person.id, now.timestamp_micros());
    let notice = NoticeToQueue { id: desk.ids.fresh(now), kind, party: Party::Specialist(person.id), cause };
    queue_notice(tx, &desk.ids, now, notice, person.specialist.conditions.quiet_hours.over_at(now))
}
