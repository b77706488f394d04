//! The offers of a help request, for its submitter.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::endorsements::endorsers;
use crate::desk::look::visible;
use crate::desk::{Desk, EndorsedBy, Refusal};
use crate::identity::Role;
use crate::ids::{HelpRequestId, OfferId, SpecialistId};
use crate::matching::Explanation;
use crate::offers::{OfferState, Terms};
use crate::store::StoredOffer;

/// An offer as the submitter of the help request sees it. The specialist's name comes with the match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OfferView {
    pub id: OfferId,
    pub specialist: SpecialistId,
    pub display_name: String,
    /// 1 for the first wave.
    pub wave: u16,
    pub state: OfferState,
    pub made_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    /// Code of the reason where it was declined.
    pub decline_reason: Option<String>,
    /// What the specialist would do it for, where that differs from what was asked.
    pub terms: Option<Terms>,
    /// Until when the company may choose the specialist, while it may.
    pub choose_by: Option<DateTime<Utc>>,
    pub explanation: Explanation,
    /// Who recommends the specialist now. Nobody is asked earlier for it.
    pub endorsed_by: Vec<EndorsedBy>,
}

pub async fn list_offers(desk: &Desk, id: HelpRequestId, role: Role) -> Result<Vec<OfferView>, Refusal> {
    desk.break_glass(id, role).await?;
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            visible(tx, id, role)?;
            let offers = tx.list_offers(id)?;
            let ids: Vec<SpecialistId> = offers.iter().map(|offer| offer.specialist).collect();
            let people = tx.list_specialists_by_id(&ids)?;
            let name = |id| {
                let person = people.iter().find(|person| person.id == id);
                person.map(|person| person.shown().display_name.as_str().to_owned()).unwrap_or_default()
            };
            let mut endorsed = endorsers(tx, &ids, now)?;
            let mut said_of = |id| endorsed.remove(&id).unwrap_or_default();
            Ok(offers.into_iter().map(|offer| offer_view(name(offer.specialist), said_of(offer.specialist), offer)).collect())
        })
        .await
}

fn offer_view(display_name: String, endorsed_by: Vec<EndorsedBy>, offer: StoredOffer) -> OfferView {
    let choose_by = offer.choose_by.filter(|_| offer.state == OfferState::Willing);
    let StoredOffer { id, specialist, wave, state, explanation, made_at, expires_at, answered_at, decline_reason, terms, .. } = offer;
    OfferView {
        id,
        specialist,
        display_name,
        wave,
        state,
        made_at,
        expires_at,
        answered_at,
        decline_reason,
        terms,
        choose_by,
        explanation,
        endorsed_by,
    }
}
