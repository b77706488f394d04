//! Events: what has happened, in the past tense. They are written to the journal in the transaction of the act that made them, so an
//! event exists if and only if its change is committed (invariant 3).
//!
//! Events carry ids and codes, never a name, an address or free text: they travel through Redis and are kept for good, and erasing a
//! person must not mean rewriting history.

mod about;
mod envelope;

use serde::{Deserialize, Serialize};

use crate::engagement::Side;
use crate::ids::{EngagementId, HelpRequestId, LetterId, OfferId, SpecialistId, SupportOrgId};
use crate::offers::Ended;
use crate::registry::RegisterFinding;

pub use envelope::{Delivery, Envelope};

/// The version of the event format that this build writes. A reader refuses a newer one without losing it.
pub const VERSION: u16 = 1;

/// Everything that happens in nakodo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    SpecialistEnrolled {
        specialist: SpecialistId,
    },
    SpecialistChanged {
        specialist: SpecialistId,
    },
    ConsentGiven {
        specialist: SpecialistId,
        scope: String,
        version: String,
    },
    ConsentWithdrawn {
        specialist: SpecialistId,
        scope: String,
        version: String,
    },
    HelpRequestSubmitted {
        help_request: HelpRequestId,
    },
    /// Confirmed by the company, or submitted by a support organisation: people may be asked now.
    HelpRequestOpened {
        help_request: HelpRequestId,
    },
    WaveOpened {
        help_request: HelpRequestId,
        wave: u16,
        offers: u16,
    },
    OfferMade {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
    },
    OfferSent {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
    },
    OfferAccepted {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
    },
    /// Its reader would do it, and the company decides.
    OfferWilling {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
    },
    /// Its reader was willing and does not have it.
    OfferNotChosen {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
        why: Ended,
    },
    /// All who were asked have answered or let it pass, and the company chooses among the willing.
    ChoiceOpened {
        help_request: HelpRequestId,
        willing: u16,
    },
    OfferDeclined {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
        reason: String,
    },
    OfferLapsed {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
    },
    OfferWithdrawn {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
        why: Withdrawal,
    },
    EngagementOpened {
        help_request: HelpRequestId,
        engagement: EngagementId,
        specialist: SpecialistId,
    },
    /// Those who would fit have their hands full, so it waits for one of them.
    HelpRequestWaiting {
        help_request: HelpRequestId,
    },
    /// It has waited for a while and is to be looked at again, in case nothing else has called it; or its next wave may open beside one that is open.
    HelpRequestCalledAgain {
        help_request: HelpRequestId,
    },
    /// Somebody may have room for what waits.
    RoomMade {
        specialist: SpecialistId,
    },
    OfferReminded {
        help_request: HelpRequestId,
        offer: OfferId,
        specialist: SpecialistId,
    },
    /// Somebody who had accepted cannot after all, or the company called it off: somebody else may have to be asked.
    EngagementWithdrawn {
        help_request: HelpRequestId,
        engagement: EngagementId,
        specialist: SpecialistId,
        by: Side,
    },
    /// It has come to its end: with hours that count, or in silence.
    EngagementClosed {
        help_request: HelpRequestId,
        engagement: EngagementId,
        specialist: SpecialistId,
    },
    /// Somebody wants to be asked again only from some day on, about anything or about some menus.
    OffersPaused {
        specialist: SpecialistId,
    },
    OffersResumed {
        specialist: SpecialistId,
    },
    /// Companies that share somebody take up more of their time than before, or less.
    PoolSeatChanged {
        specialist: SpecialistId,
    },
    /// Somebody comes along to an engagement of another, or does not any more.
    TeamSeatChanged {
        specialist: SpecialistId,
    },
    HelpRequestUnmatched {
        help_request: HelpRequestId,
    },
    HelpRequestCancelled {
        help_request: HelpRequestId,
    },
    /// Its company let it go on to another support organisation.
    HelpRequestReferred {
        help_request: HelpRequestId,
        from: SupportOrgId,
        to: SupportOrgId,
    },
    /// Nothing says any more whose it was.
    HelpRequestForgotten {
        help_request: HelpRequestId,
    },
    SpecialistForgotten {
        specialist: SpecialistId,
    },
    LetterQueued {
        letter: LetterId,
    },
    /// Offers do not reach the person any more: no mailbox is left, the person wants none, or the profile waits to be confirmed.
    SpecialistUnreachable {
        specialist: SpecialistId,
    },
    SpecialistReachable {
        specialist: SpecialistId,
    },
    /// The official register, or two operators, say something else of a registration than before.
    RegistrationChecked {
        specialist: SpecialistId,
        finding: RegisterFinding,
    },
    /// Nobody asks this person any more: the registration does not hold.
    SpecialistSuspended {
        specialist: SpecialistId,
        finding: RegisterFinding,
    },
    /// The registration holds again.
    SpecialistReinstated {
        specialist: SpecialistId,
    },
    /// An event that a newer build has written. This build passes it by and leaves it for one that knows it.
    #[serde(other)]
    OfNewerBuild,
}

/// Why an open offer was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    FilledByOther,
    HelpRequestCancelled,
    /// The person withdrew consent, or the registration does not hold any more.
    MayNotBeAsked,
    /// The mail server refused the letter for good.
    Undeliverable,
}

/// A group of workers that handles certain events. Each event is handled once by each group that wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Opens waves of offers.
    Matcher,
    /// Sends letters.
    Postman,
    /// Tells other programs; handed out only while one of them listens.
    Herald,
}

impl Group {
    pub const ALL: [Group; 3] = [Self::Matcher, Self::Postman, Self::Herald];

    pub fn name(self) -> &'static str {
        match self {
            Self::Matcher => "matcher",
            Self::Postman => "postman",
            Self::Herald => "herald",
        }
    }

    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}

impl Event {
    /// The groups that handle this event. Every event is named here, so that a new one cannot be forgotten; those without a group are
    /// read from the journal by each process (the index keeper follows whatever touches a specialist).
    pub fn groups(&self) -> &'static [Group] {
        match self {
            Self::HelpRequestCalledAgain { .. } | Self::RoomMade { .. } => &[Group::Matcher],
            Self::HelpRequestOpened { .. }
            // Looked at once more after the commit: who made room before it may not have seen that somebody waits.
            | Self::HelpRequestWaiting { .. }
            | Self::EngagementWithdrawn { .. }
            | Self::OfferDeclined { .. }
            | Self::OfferLapsed { .. }
            // The last answer opens the choice.
            | Self::OfferWilling { .. } => &[Group::Matcher, Group::Herald],
            // The help request goes on, so somebody else may have to be asked.
            Self::OfferWithdrawn { why: Withdrawal::MayNotBeAsked | Withdrawal::Undeliverable, .. }
            | Self::OfferNotChosen { why: Ended::Refused | Ended::Unanswered, .. } => &[Group::Matcher, Group::Herald],
            Self::HelpRequestSubmitted { .. }
            | Self::HelpRequestUnmatched { .. }
            | Self::HelpRequestCancelled { .. }
            | Self::HelpRequestReferred { .. }
            | Self::OfferSent { .. }
            | Self::OfferAccepted { .. }
            | Self::OfferWithdrawn { .. }
            | Self::OfferNotChosen { .. }
            | Self::ChoiceOpened { .. }
            | Self::EngagementOpened { .. } => &[Group::Herald],
            Self::LetterQueued { .. } => &[Group::Postman],
            Self::SpecialistEnrolled { .. }
            | Self::SpecialistChanged { .. }
            | Self::ConsentGiven { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::WaveOpened { .. }
            | Self::OfferMade { .. }
            | Self::OfferReminded { .. }
            | Self::EngagementClosed { .. }
            | Self::OffersPaused { .. }
            | Self::OffersResumed { .. }
            | Self::PoolSeatChanged { .. }
            | Self::TeamSeatChanged { .. }
            | Self::HelpRequestForgotten { .. }
            | Self::SpecialistForgotten { .. }
            | Self::SpecialistUnreachable { .. }
            | Self::SpecialistReachable { .. }
            | Self::RegistrationChecked { .. }
            | Self::SpecialistSuspended { .. }
            | Self::SpecialistReinstated { .. }
            | Self::OfNewerBuild => &[],
        }
    }

    /// The event's name as it is written in the journal.
    pub fn kind(&self) -> String {
        let written = serde_json::to_value(self).unwrap_or_default();
        written.get("type").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    }

    /// The specialist who may have room for something else now. While a help request waits for room the matcher gets these events too, even
    /// those that are in no group; at other times nobody needs them.
    pub fn may_make_room(&self) -> Option<SpecialistId> {
        match self {
            Self::SpecialistEnrolled { specialist }
            | Self::SpecialistChanged { specialist }
            | Self::OfferDeclined { specialist, .. }
            | Self::OfferLapsed { specialist, .. }
            | Self::OfferWithdrawn { specialist, .. }
            | Self::OfferNotChosen { specialist, .. }
            | Self::EngagementWithdrawn { specialist, .. }
            | Self::EngagementClosed { specialist, .. }
            | Self::OffersResumed { specialist }
            | Self::PoolSeatChanged { specialist }
            | Self::TeamSeatChanged { specialist }
            | Self::SpecialistReachable { specialist }
            | Self::SpecialistReinstated { specialist }
            | Self::RoomMade { specialist } => Some(*specialist),
            // A word of consent comes with a change of the profile.
            Self::ConsentGiven { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::HelpRequestSubmitted { .. }
            | Self::HelpRequestOpened { .. }
            | Self::WaveOpened { .. }
            | Self::OfferMade { .. }
            | Self::OfferSent { .. }
            | Self::OfferAccepted { .. }
            | Self::OfferWilling { .. }
            | Self::ChoiceOpened { .. }
            | Self::EngagementOpened { .. }
            | Self::HelpRequestWaiting { .. }
            | Self::HelpRequestCalledAgain { .. }
            | Self::OfferReminded { .. }
            | Self::OffersPaused { .. }
            | Self::HelpRequestUnmatched { .. }
            | Self::HelpRequestCancelled { .. }
            | Self::HelpRequestReferred { .. }
            | Self::HelpRequestForgotten { .. }
            | Self::SpecialistForgotten { .. }
            | Self::LetterQueued { .. }
            | Self::SpecialistUnreachable { .. }
            | Self::RegistrationChecked { .. }
            | Self::SpecialistSuspended { .. }
            | Self::OfNewerBuild => None,
        }
    }

    /// The specialist whose card in the index may have changed.
    pub fn touched_specialist(&self) -> Option<SpecialistId> {
        match self {
            Self::SpecialistEnrolled { specialist }
            | Self::SpecialistChanged { specialist }
            | Self::ConsentGiven { specialist, .. }
            | Self::ConsentWithdrawn { specialist, .. }
            | Self::OfferMade { specialist, .. }
            | Self::OfferAccepted { specialist, .. }
            | Self::OfferDeclined { specialist, .. }
            | Self::OfferLapsed { specialist, .. }
            | Self::OfferWithdrawn { specialist, .. }
            | Self::OfferWilling { specialist, .. }
            | Self::OfferNotChosen { specialist, .. }
            | Self::OffersPaused { specialist }
            | Self::OffersResumed { specialist }
            | Self::PoolSeatChanged { specialist }
            | Self::TeamSeatChanged { specialist }
            | Self::EngagementOpened { specialist, .. }
            | Self::EngagementWithdrawn { specialist, .. }
            | Self::EngagementClosed { specialist, .. }
            | Self::SpecialistForgotten { specialist }
            | Self::SpecialistUnreachable { specialist }
            | Self::SpecialistReachable { specialist }
            | Self::RegistrationChecked { specialist, .. }
            | Self::SpecialistSuspended { specialist, .. }
            | Self::SpecialistReinstated { specialist } => Some(*specialist),
            Self::OfferSent { .. }
            | Self::ChoiceOpened { .. }
            | Self::HelpRequestWaiting { .. }
            | Self::HelpRequestCalledAgain { .. }
            | Self::RoomMade { .. }
            | Self::OfferReminded { .. }
            | Self::HelpRequestSubmitted { .. }
            | Self::HelpRequestOpened { .. }
            | Self::WaveOpened { .. }
            | Self::HelpRequestUnmatched { .. }
            | Self::HelpRequestCancelled { .. }
            | Self::HelpRequestReferred { .. }
            | Self::HelpRequestForgotten { .. }
            | Self::LetterQueued { .. }
            | Self::OfNewerBuild => None,
        }
    }
}
