//! Putting a specialist on the active list.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{ConsentForm, ConsentRecord, LISTING, PUBLIC_LISTING, Specialist, SpecialistForm, latest_word};
use crate::clock::Moment;
use crate::desk::moderation::queue_if_changed;
use crate::desk::once::{RequestKey, once};
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::ids::{Ids, SpecialistId};
use crate::store::Tx;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Enrolled {
    pub id: SpecialistId,
}

/// Enrols one specialist with the words of consent that the form brings.
pub async fn enrol_specialist(desk: &Desk, form: SpecialistForm, key: Option<RequestKey>) -> Result<Enrolled, Refusal> {
    let now = desk.clock.now();
    let specialist = form.check(&desk.catalogue, desk.clock.today())?;
    let acting = desk.clone();
    desk.store.write(move |tx| once(tx, key.as_ref(), now, |tx| enrol(&acting, tx, now, &specialist, &form.consents))).await
}

/// Enrols many specialists in one transaction: all of them or none.
pub async fn enrol_specialists(desk: &Desk, people: Vec<(Specialist, Vec<ConsentForm>)>) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            for (specialist, consents) in &people {
                enrol(&acting, tx, now, specialist, consents)?;
            }
            Ok(people.len())
        })
        .await
}

pub(super) fn enrol(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    specialist: &Specialist,
    consents: &[ConsentForm],
) -> Result<Enrolled, Refusal> {
    let ids = &desk.ids;
    let id = ids.fresh(now);
    let [consented, public] = [LISTING, PUBLIC_LISTING].map(|scope| latest_word(consents, scope).unwrap_or(false));
    if !tx.add_specialist(id, specialist, consented, public, now)? {
        return Err(Refusal::NumberTaken);
    }
    tx.record(ids.fresh(now), &Event::SpecialistEnrolled { specialist: id }, now)?;
    add_consents(tx, ids, now, id, consents)?;
    queue_if_changed(desk, tx, now, id, None, specialist)?;
    Ok(Enrolled { id })
}

/// Adds words of consent to the history, each with its event.
pub(super) fn add_consents(
    tx: &mut Tx<'_>,
    ids: &Ids,
    now: Moment,
    specialist: SpecialistId,
    consents: &[ConsentForm],
) -> Result<(), Refusal> {
    for consent in consents {
        let (scope, version) = (consent.scope.trim().to_owned(), consent.version.trim().to_owned());
        let record = ConsentRecord { scope: scope.clone(), version: version.clone(), given: consent.given, at: now };
        tx.add_consent(ids.fresh(now), specialist, &record)?;
        let event = if consent.given {
            Event::ConsentGiven { specialist, scope, version }
        } else {
            Event::ConsentWithdrawn { specialist, scope, version }
        };
        tx.record(ids.fresh(now), &event, now)?;
    }
    Ok(())
}
