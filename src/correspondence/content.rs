//! What each kind of letter says.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::engagement::Side;
use crate::ids::Token;
use crate::intake::{AnonymousNeed, Company, Need};
use crate::matching::Explanation;
use crate::values::{Line, MailAddress, Prose};

/// What a company learns of a specialist at the match.
#[derive(Clone, Debug)]
pub struct SpecialistFacts {
    pub name: Line,
    pub registration_number: String,
    /// The last day of the registration.
    pub valid_until: NaiveDate,
    pub addresses: Vec<MailAddress>,
    pub prefecture: String,
    pub municipality: Line,
    pub qualifications: Vec<Line>,
}

/// What a specialist learns of a company at the match.
#[derive(Clone, Debug)]
pub struct CompanyFacts {
    pub company: Company,
    pub need: Need,
}

/// A match that was withdrawn: who both were, who withdrew, and why in that side's words.
#[derive(Clone, Debug)]
pub struct WithdrawalFacts {
    pub company: Line,
    pub specialist: Line,
    pub by: Side,
    pub reason: Prose,
}

/// The words of a letter, before they are put into a language. A [`Token`] becomes a link.
#[derive(Clone, Debug)]
pub enum Content {
    ConfirmHelpRequest {
        need: AnonymousNeed,
        confirm: Token,
        valid_until: Moment,
    },
    /// `incident`: where to telephone comes first.
    PeopleAsked {
        asked: u32,
        wave: u16,
        answer_by: Moment,
        incident: bool,
        status: Token,
    },
    HelpRequestWaiting {
        need: AnonymousNeed,
        until: Moment,
        status: Token,
    },
    Offer {
        need: AnonymousNeed,
        explanation: Explanation,
        offer: Token,
        expires_at: Moment,
    },
    OfferReminder {
        need: AnonymousNeed,
        offer: Token,
        expires_at: Moment,
    },
    OfferLapsed {
        need: AnonymousNeed,
    },
    MatchForCompany {
        specialist: SpecialistFacts,
        need: Need,
        status: Token,
    },
    MatchForSpecialist {
        company: CompanyFacts,
        leave: Token,
    },
    MatchForBroker {
        company: CompanyFacts,
        specialist: SpecialistFacts,
    },
    OfferFilled {
        need: AnonymousNeed,
    },
    OfferCancelled {
        need: AnonymousNeed,
    },
    NobodyFound {
        asked: u32,
        need: AnonymousNeed,
        status: Token,
    },
    NobodyFoundForBroker {
        company: CompanyFacts,
        asked: u32,
        reference: String,
    },
    HelpRequestCancelled {
        need: AnonymousNeed,
    },
    WithdrawnForCompany {
        need: AnonymousNeed,
        withdrawal: WithdrawalFacts,
        status: Token,
    },
    WithdrawnForSpecialist {
        need: AnonymousNeed,
        withdrawal: WithdrawalFacts,
    },
    WithdrawnForBroker {
        company: CompanyFacts,
        withdrawal: WithdrawalFacts,
    },
}
