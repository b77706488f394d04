//! What both sides of a match said of each other, in the export of each.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::{Desk, Refusal};
use crate::engagement::{Objection, Review, Reviews, Side};
use crate::ids::EngagementId;
use crate::store::Tx;

/// What was said of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedReviews {
    /// What the reader said.
    pub own: Option<Review>,
    /// What the other side said; none while it cannot be read.
    pub of_other: Option<Review>,
    /// That the reader objected to words of the other side.
    pub objection: Option<Objection>,
    /// What operators decided of the reader's own words.
    pub decided_of_own: Option<Objection>,
}

pub(super) fn reviews(desk: &Desk, tx: &mut Tx<'_>, of: EngagementId, side: Side) -> Result<Option<ExportedReviews>, Refusal> {
    let (rules, now) = (desk.catalogue.reviews(), desk.clock.now());
    let told = |reviews: Reviews| ExportedReviews {
        own: reviews.by(side).cloned(),
        of_other: reviews.seen_by(side, rules, now).cloned(),
        objection: reviews.objection_to(side.other()).cloned(),
        decided_of_own: reviews.judged(side).cloned(),
    };
    Ok(tx.find_match_reviews(of)?.map(|found| told(found.reviews)))
}
