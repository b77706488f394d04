//! What letters about a recommendation tell.

use crate::brokering::{EndorsementState, EndorsementTerms};
use crate::clock::Moment;
use crate::ids::Token;
use crate::values::Line;

/// How a recommendation stands, for the specialist or for the organisation.
#[derive(Clone, Debug)]
pub struct EndorsementFacts {
    pub org: Line,
    /// As the list shows the person.
    pub specialist: Line,
    /// When the organisation asked for a yes: with the terms all that is left of one of somebody who was forgotten.
    pub asked_at: Moment,
    pub terms: EndorsementTerms,
    pub state: EndorsementState,
    /// Until when the specialist can agree; only in the question.
    pub answer_by: Option<Moment>,
    /// Whether the letter tells that its last day is near.
    pub ends_soon: bool,
    /// The specialist's own page; none for the organisation, which signs in.
    pub page: Option<Token>,
}
