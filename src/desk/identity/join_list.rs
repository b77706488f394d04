//! Somebody who has shown to read a mailbox puts themselves on the active list, with the least that a profile needs, and acts as that specialist from then on.

use crate::active_list::JoinForm;
use crate::desk::enrol_specialist::enrol;
use crate::desk::letters::mailbox_key;
use crate::desk::{Desk, Press, Refusal, Signed, Stale};
use crate::identity::Role;
use crate::ids::{SpecialistId, Token};
use crate::seals::Action;
use crate::store::StoredSpecialist;

/// How registering ended.
#[derive(Clone, Debug)]
pub enum Joining {
    /// On the list. The session has a new secret, under which it acts as the specialist.
    Done { id: SpecialistId, token: Token },
    /// The account is a specialist's already.
    Before,
    /// The registration number stands on the list; whose it is, is not told.
    NumberTaken,
}

/// Puts the reader of the page on the list.
pub async fn join_list(desk: &Desk, signed: Signed, press: Press, form: JoinForm) -> Result<Joining, Refusal> {
    let (specialist, consents) = form.check(&desk.catalogue, desk.clock.today(), &signed.account)?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            if tx.list_roles(signed.id)?.iter().any(|role| matches!(role, Role::Specialist(_))) {
                return Ok(Joining::Before);
            }
            acting.spend(tx, &press, Action::Join, now)?;
            let id = match tx.find_specialist_by_number(specialist.registration.number.as_str())? {
                // Put on the list by the operator: whoever reads a mailbox of that profile takes it over as it stands.
                Some(listed) if reads_mailbox_of(&listed, &signed) => listed.id,
                Some(_) => {
                    // Somebody may be trying whose numbers are on the list.
                    tx.note_act("number_refused", "account", signed.id);
                    return Ok(Joining::NumberTaken);
                }
                None => enrol(&acting, tx, now, &specialist, &consents)?.id,
            };
            let role = Role::Specialist(id);
            tx.grant_role(signed.id, role, now)?;
            tx.set_joining(signed.id, None)?;
            tx.note_act("joined", "specialist", id);
            let token = acting.ids.secret();
            let renewed = tx.renew_session(&signed.token.hash(), &token.hash(), Some(role))?;
            // The session has ended meanwhile.
            if renewed { Ok(Joining::Done { id, token }) } else { Err(Refusal::StalePage(Stale::Used)) }
        })
        .await
}

fn reads_mailbox_of(listed: &StoredSpecialist, signed: &Signed) -> bool {
    let own = mailbox_key(&signed.account.address);
    listed.specialist.contacts.iter().any(|contact| mailbox_key(&contact.address) == own)
}
