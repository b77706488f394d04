//! Asks another person to approve what a specialist says that they did. Only their mailbox gets the link.

use chrono::Duration;

use crate::correspondence::{LetterKind, Party};
use crate::credits::{ClaimForm, ClaimState};
use crate::desk::credits::{hold, tell};
use crate::desk::letters::gets_nothing;
use crate::desk::{Desk, Refusal};
use crate::ids::{ClaimId, SpecialistId};
use crate::report::FieldError;
use crate::store::{StoredClaim, StoredSpecialist, Tx};
use crate::values::MailAddress;

/// The mailboxes of a specialist: of the profile, and of accounts that act for it.
pub(in crate::desk) fn own_mailboxes(tx: &mut Tx<'_>, person: &StoredSpecialist) -> Result<Vec<MailAddress>, Refusal> {
    let contacts = person.specialist.contacts.iter().map(|contact| contact.address.clone());
    let accounts = tx.list_accounts_of_specialist(person.id)?;
    Ok(contacts.chain(accounts.into_iter().map(|account| account.account.address)).collect())
}

/// A second press with the same form asks nobody twice.
pub async fn ask_for_approval(desk: &Desk, specialist: SpecialistId, form: ClaimForm) -> Result<ClaimId, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let (now, rules) = (acting.clock.now(), acting.catalogue.activities());
            let person = hold(tx, specialist)?;
            let claim = form.check(rules, acting.clock.today(), &own_mailboxes(tx, &person)?)?;
            let waiting: Vec<StoredClaim> =
                tx.list_claims_of(specialist)?.into_iter().filter(|claim| claim.state == ClaimState::Waiting).collect();
            if let Some(same) = waiting.iter().find(|one| one.claim == claim) {
                return Ok(same.id);
            }
            if waiting.len() >= usize::from(rules.most_waiting) {
                let mistake = FieldError::new("/kind", "too-many-waiting").with("max", rules.most_waiting);
                return Err(Refusal::Fields(vec![mistake]));
            }
            let address = claim.approver.as_ref().and_then(|approver| approver.address.as_ref());
            if let Some(address) = address
                && gets_nothing(tx, address)?.is_some()
            {
                return Err(Refusal::Fields(vec![FieldError::new("/approver_address", "mailbox-closed")]));
            }
            let asked = StoredClaim {
                id: acting.ids.beside(now),
                specialist,
                work: None,
                state: ClaimState::Waiting,
                claim,
                made_at: now,
                wakes_at: Some(now + Duration::days(i64::from(rules.approval.remind_days))),
                reminded: false,
                decided_at: None,
                seq: None,
                published: false,
                draw: None,
                question: None,
            };
            tx.add_claim(&asked)?;
            tx.note_act("credit_asked", "claim", asked.id);
            tell(&acting, tx, now, LetterKind::CreditAsked, Party::Approver(asked.id), asked.id, "asked")?;
            Ok(asked.id)
        })
        .await
}
