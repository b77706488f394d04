//! What an event is about.

use crate::events::Event;
use crate::ids::HelpRequestId;

impl Event {
    /// The help request that it belongs to, if it belongs to one.
    pub fn help_request(&self) -> Option<HelpRequestId> {
        match self {
            Self::HelpRequestSubmitted { help_request }
            | Self::HelpRequestOpened { help_request }
            | Self::HelpRequestWaiting { help_request }
            | Self::HelpRequestCalledAgain { help_request }
            | Self::HelpRequestUnmatched { help_request }
            | Self::HelpRequestCancelled { help_request }
            | Self::HelpRequestForgotten { help_request }
            | Self::HelpRequestReferred { help_request, .. }
            | Self::WaveOpened { help_request, .. }
            | Self::ChoiceOpened { help_request, .. }
            | Self::OfferMade { help_request, .. }
            | Self::OfferSent { help_request, .. }
            | Self::OfferAccepted { help_request, .. }
            | Self::OfferWilling { help_request, .. }
            | Self::OfferNotChosen { help_request, .. }
            | Self::OfferDeclined { help_request, .. }
            | Self::OfferLapsed { help_request, .. }
            | Self::OfferWithdrawn { help_request, .. }
            | Self::OfferReminded { help_request, .. }
            | Self::EngagementOpened { help_request, .. }
            | Self::EngagementClosed { help_request, .. }
            | Self::EngagementWithdrawn { help_request, .. } => Some(*help_request),
            Self::SpecialistEnrolled { .. }
            | Self::SpecialistChanged { .. }
            | Self::ConsentGiven { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::RoomMade { .. }
            | Self::RegistrationChecked { .. }
            | Self::SpecialistSuspended { .. }
            | Self::SpecialistReinstated { .. }
            | Self::OffersPaused { .. }
            | Self::OffersResumed { .. }
            | Self::PoolSeatChanged { .. }
            | Self::TeamSeatChanged { .. }
            | Self::LetterQueued { .. }
            | Self::SpecialistForgotten { .. }
            | Self::SpecialistUnreachable { .. }
            | Self::SpecialistReachable { .. }
            | Self::OfNewerBuild => None,
        }
    }
}
