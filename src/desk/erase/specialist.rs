//! A specialist is erased: words of consent and open offers are withdrawn, others are asked, and nothing says any more who it was.

use std::collections::BTreeMap;

use crate::active_list::{ConsentForm, ConsentRecord};
use crate::clock::Moment;
use crate::correspondence::Party;
use crate::desk::change_specialist::replace;
use crate::desk::erase::{EraseForm, Erased, drop_letters, say_farewell};
use crate::desk::forget::forget_specialist;
use crate::desk::pools::leave_as_specialist;
use crate::desk::team::leave_all;
use crate::desk::{Desk, Refusal};
use crate::engagement::EngagementState;
use crate::identity::Role;
use crate::ids::SpecialistId;
use crate::store::{Farewell, StoredSpecialist, Tx};

/// Erases a specialist over the API or at the terminal.
pub async fn erase_specialist(desk: &Desk, id: SpecialistId, role: Role, form: EraseForm) -> Result<Erased, Refusal> {
    form.check(id)?;
    desk.must_say_why(role)?;
    let acting = desk.clone();
    let erased = desk.store.write(move |tx| erase(&acting, tx, acting.clock.now(), id)).await?;
    desk.empty_log().await?;
    Ok(erased)
}

/// Whoever accepts at the same moment waits for the lock of the person, or has been first: then a match runs, and nothing is erased.
pub(super) fn erase(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: SpecialistId) -> Result<Erased, Refusal> {
    // Rows of help requests are held before those of people.
    leave_all(desk, tx, now, id)?;
    let stored = tx.lock_specialists(&[id])?.pop().ok_or(Refusal::NotFound)?;
    if tx.find_specialist_dates(id)?.is_some_and(|dates| dates.forgotten_at.is_some()) {
        return Ok(Erased { before: true });
    }
    if runs(tx, id)? {
        return Err(Refusal::EngagementRuns);
    }
    leave_as_specialist(desk, tx, now, id)?;
    let words = tx.list_consents(id)?;
    let quiet = replace(desk, tx, now, &stored, stored.specialist.clone(), &withdrawn(&words))?;
    let to = stored.specialist.contacts.iter().map(|contact| contact.address.clone()).collect();
    let farewell = Farewell { to, language: stored.specialist.language() };
    let role = Role::Specialist(id);
    let readers = parties(tx, Party::Specialist(id), role)?;
    let waiting = tx.list_waiting_letters(&readers)?;
    drop_letters(desk, tx, now, waiting)?;
    // Nobody else changes the row before the end of this transaction.
    if !forget_specialist(tx, &desk.ids, &StoredSpecialist { specialist: stored.specialist, ..quiet }, now, now)? {
        return Err(Refusal::ChangedMeanwhile);
    }
    say_farewell(desk, tx, now, Party::Specialist(id), &farewell)?;
    tx.note_act("specialist_erased", "specialist", id);
    Ok(Erased { before: false })
}

/// Whether a match of the person goes on.
pub(super) fn runs(tx: &mut Tx<'_>, id: SpecialistId) -> Result<bool, Refusal> {
    Ok(tx.list_engagements_of(id)?.iter().any(|one| one.engagement.state == EngagementState::Running))
}

/// Somebody's letters go to these; those of an account that is somebody else's besides go on.
pub(super) fn parties(tx: &mut Tx<'_>, party: Party, role: Role) -> Result<Vec<Party>, Refusal> {
    let mut parties = vec![party];
    for account in tx.list_accounts_in(role)? {
        if tx.list_roles(account.id)? == [role] {
            parties.push(Party::Account(account.id));
        }
    }
    Ok(parties)
}

/// Words that take back all that was last given.
fn withdrawn(words: &[ConsentRecord]) -> Vec<ConsentForm> {
    let last: BTreeMap<&str, &ConsentRecord> = words.iter().map(|word| (word.scope.as_str(), word)).collect();
    let given = last.into_values().filter(|word| word.given);
    given.map(|word| ConsentForm { scope: word.scope.clone(), version: word.version.clone(), given: false }).collect()
}
