//! A clerk recommends somebody for the organisation; the specialist is asked by letter.

use chrono::NaiveDate;

use crate::brokering::{Endorsement, EndorsementForm, last_day};
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::org_of;
use crate::desk::endorsements::look::view;
use crate::desk::endorsements::{EndorsementView, Word, can_be_seen, keep, tell};
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{EndorsementId, SpecialistId, SupportOrgId};
use crate::store::{StoredEndorsement, Tx};

/// What the page shows on which a clerk recommends somebody.
#[derive(Clone, Debug)]
pub struct Endorsing {
    pub specialist: SpecialistId,
    pub display_name: String,
    /// What the organisation has said of the person already, and has not ended.
    pub open: Option<EndorsementView>,
    /// As what the organisation spoke the last time.
    pub last_kind: Option<String>,
    /// The last day that can be chosen.
    pub last_day: NaiveDate,
}

pub async fn look_at_endorsing(desk: &Desk, role: Role, specialist: SpecialistId) -> Result<Endorsing, Refusal> {
    let (acting, org) = (desk.clone(), org_of(role)?);
    desk.store
        .read(move |tx| {
            let today = acting.clock.today();
            let person = tx.find_specialist(specialist)?.filter(|person| can_be_seen(person, today)).ok_or(Refusal::NotFound)?;
            let last_kind = tx.list_endorsements_by(org, None, 1)?.pop().map(|last| last.endorsement.terms.kind);
            let open = open_one(tx, org, specialist)?.map(|found| view(tx, found)).transpose()?;
            Ok(Endorsing {
                specialist,
                display_name: person.shown().display_name.as_str().to_owned(),
                open,
                last_kind,
                last_day: last_day(acting.catalogue.endorsements(), today),
            })
        })
        .await
}

fn open_one(tx: &mut Tx<'_>, org: SupportOrgId, specialist: SpecialistId) -> Result<Option<StoredEndorsement>, Refusal> {
    let all = tx.list_endorsements_of(specialist)?.into_iter();
    Ok(all.filter(|one| one.org == org).find(|one| one.endorsement.state.is_open()))
}

/// One recommendation of an organisation at a time: what is to be said otherwise is ended first.
pub async fn ask_to_endorse(desk: &Desk, role: Role, specialist: SpecialistId, form: EndorsementForm) -> Result<EndorsementId, Refusal> {
    let (acting, org) = (desk.clone(), org_of(role)?);
    let terms = form.check(desk.catalogue.endorsements(), desk.clock.now())?;
    desk.store
        .write(move |tx| {
            let (now, rules) = (acting.clock.now(), acting.catalogue.endorsements());
            let person = tx.lock_specialists(&[specialist])?.pop().filter(|person| can_be_seen(person, acting.clock.today()));
            let person = person.ok_or(Refusal::NotFound)?;
            if let Some(before) = open_one(tx, org, specialist)? {
                // What is over and has not been noticed yet stands in nobody's way.
                let mut after = before.clone();
                while after.endorsement.wake(rules, now).is_some() {}
                if after.endorsement.state.is_open() {
                    return Err(Refusal::ChangedMeanwhile);
                }
                keep(&acting, tx, &before, &after)?;
            }
            let endorsement = Endorsement::ask(terms, now);
            let wakes_at = endorsement.wakes_at(rules);
            let new = StoredEndorsement { id: acting.ids.beside(now), specialist, org, endorsement };
            tx.add_endorsement(&new, wakes_at)?;
            tx.note_act("endorsement_asked", "specialist", specialist);
            tell(&acting, tx, now, LetterKind::EndorsementAsked, Party::Specialist(specialist), (&new, &person), Word::Stands)?;
            Ok(new.id)
        })
        .await
}
