//! Changing a profile, and the consent that goes with it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{
    Affiliation, CheckStep, ConsentForm, ConsentRecord, LISTING, PUBLIC_LISTING, Pauses, Specialist, SpecialistForm, latest_word,
};
use crate::clock::Moment;
use crate::correspondence::LetterKind;
use crate::desk::enrol_specialist::add_consents;
use crate::desk::identity::end_lost_roles;
use crate::desk::letters::{queue_offer_letter, settle_reach};
use crate::desk::moderation::queue_if_changed;
use crate::desk::registry::void_if_changed;
use crate::desk::{Desk, Refusal};
use crate::events::{Event, Withdrawal};
use crate::ids::{Ids, SpecialistId};
use crate::registry::RegisterStanding;
use crate::store::{StoredSpecialist, Tx};

/// A profile as its owner and the operator see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SpecialistView {
    pub id: SpecialistId,
    /// Grows by one with every change.
    pub version: i32,
    /// Whether the person may be found and asked by their latest word of consent.
    pub consented: bool,
    /// Whether anybody may find the person in the public search, by their latest word of consent.
    pub public_listing: bool,
    /// Whether offers reach the person: a mailbox is left that did not bounce, and the person wants offers.
    pub reachable: bool,
    /// Every word of consent, oldest first.
    pub consents: Vec<ConsentRecord>,
    /// From when on the person wants to be asked again; past days mean nothing any more.
    pub pauses: Pauses,
    /// What the official register said last, and whether offers are stopped for it.
    pub standing: RegisterStanding,
    #[serde(flatten)]
    pub specialist: Specialist,
}

/// Shows a profile.
pub async fn view_specialist(desk: &Desk, id: SpecialistId) -> Result<SpecialistView, Refusal> {
    desk.store
        .read(move |tx| {
            let stored = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            view(tx, stored)
        })
        .await
}

/// Changes a profile. `change` gets the profile as a form and gives it back changed, with any new words of consent; what it cannot make
/// sense of it refuses. With `read`, only the version that was read is changed. Open offers of somebody who may not be asked any more are withdrawn in the same transaction.
pub async fn change_specialist(
    desk: &Desk,
    id: SpecialistId,
    read: Option<i32>,
    change: impl FnOnce(&Specialist) -> Result<SpecialistForm, Refusal> + Send + 'static,
) -> Result<SpecialistView, Refusal> {
    let (now, today) = (desk.clock.now(), desk.clock.today());
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let before = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            if read.is_some_and(|version| version != before.version) {
                return Err(Refusal::Outdated);
            }
            let form = change(&before.specialist)?;
            let specialist = form.check(&acting.catalogue, today)?;
            let stored = replace(&acting, tx, now, &before, specialist, &form.consents)?;
            view(tx, stored)
        })
        .await
}

/// Puts `specialist` in the place of `before`.
pub(super) fn replace(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    before: &StoredSpecialist,
    specialist: Specialist,
    consents: &[ConsentForm],
) -> Result<StoredSpecialist, Refusal> {
    let ids = &desk.ids;
    let number = specialist.registration.number.as_str();
    if tx.find_specialist_by_number(number)?.is_some_and(|other| other.id != before.id) {
        return Err(Refusal::NumberTaken);
    }
    let consented = latest_word(consents, LISTING).unwrap_or(before.consented);
    let public_listing = latest_word(consents, PUBLIC_LISTING).unwrap_or(before.public_listing);
    let changed = StoredSpecialist { specialist, consented, public_listing, ..before.clone() };
    if !tx.change_specialist(&changed, now)? {
        return Err(Refusal::ChangedMeanwhile);
    }
    let addresses = |specialist: &Specialist| specialist.contacts.iter().map(|contact| contact.address.clone()).collect::<Vec<_>>();
    if addresses(&before.specialist) != addresses(&changed.specialist) {
        // Who read the old mailbox need not read the new one.
        tx.forget_browsers(before.id)?;
        end_lost_roles(tx, &changed)?;
    }
    tx.record(ids.fresh(now), &Event::SpecialistChanged { specialist: before.id }, now)?;
    add_consents(tx, ids, now, before.id, consents)?;
    let held = queue_if_changed(desk, tx, now, before.id, Some(&before.specialist), &changed.specialist)?;
    let today = crate::clock::in_japan(now).date_naive();
    let hidden = changed.specialist.affiliation == Affiliation::EmployedHidden;
    if !consented || hidden || !changed.specialist.registration.holds_on(today) {
        withdraw_open_offers(tx, ids, now, before.id)?;
    }
    let mut changed = StoredSpecialist { version: before.version + 1, held: held.unwrap_or(before.held), ..changed };
    if changed.specialist.last_confirmed != before.specialist.last_confirmed {
        tx.plan_check_anew(before.id)?;
        changed.check_step = CheckStep::Confirmed;
    }
    changed.standing = void_if_changed(tx, ids, now, before, &changed.specialist)?;
    if changed.specialist.contacts != before.specialist.contacts {
        changed.reachable = settle_reach(tx, ids, now, before.id)?;
    }
    Ok(changed)
}

pub(super) fn withdraw_open_offers(tx: &mut Tx<'_>, ids: &Ids, now: Moment, specialist: SpecialistId) -> Result<(), Refusal> {
    for offer in tx.list_open_offers_to(specialist)? {
        if tx.mark_live_offer_withdrawn(offer.id)? {
            let (help_request, offer_id) = (offer.help_request, offer.id);
            let event = Event::OfferWithdrawn { help_request, offer: offer_id, specialist, why: Withdrawal::MayNotBeAsked };
            tx.record(ids.fresh(now), &event, now)?;
            queue_offer_letter(tx, ids, now, LetterKind::OfferCancelled, &offer)?;
        }
    }
    Ok(())
}

pub(super) fn view(tx: &mut Tx<'_>, stored: StoredSpecialist) -> Result<SpecialistView, Refusal> {
    let StoredSpecialist { id, specialist, consented, public_listing, version, reachable, pauses, standing, .. } = stored;
    let consents = tx.list_consents(id)?;
    Ok(SpecialistView { id, version, consented, public_listing, reachable, consents, pauses, standing, specialist })
}
