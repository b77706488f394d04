//! The kinds of letters.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kinds of letters. There is at most one letter of a kind to a party for a cause, ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// To a company that submitted by itself: is this help request yours?
    ConfirmHelpRequest,
    /// The same to one that sent the same a short while ago: which of the two is meant?
    SameHelpRequest,
    /// To the company: we asked N people, expect an answer by …
    PeopleAsked,
    /// To a specialist, anonymised.
    Offer,
    /// To the company: who would fit has no room now, and what happens next.
    HelpRequestWaiting,
    /// To a specialist, anonymised: an offer's deadline comes near.
    OfferReminder,
    /// To a specialist: an offer's deadline has passed.
    OfferLapsed,
    /// To a specialist: the code with which to accept in a browser that nobody knows.
    AcceptanceCode,
    /// To a specialist: offers are paused, and how to end that.
    OffersPaused,
    /// To the company: who has accepted.
    MatchForCompany,
    /// To the specialist who accepted: who the company is.
    MatchForSpecialist,
    /// To the support organisation: the match of its member.
    MatchForBroker,
    /// To the other specialists: filled by someone else.
    OfferFilled,
    /// To specialists with an open offer: the company has cancelled.
    OfferCancelled,
    /// To the company: nobody was found, and what can be done.
    NobodyFound,
    /// To the support organisation or the operator: a help request for which nobody was found.
    NobodyFoundForBroker,
    /// To the company: your help request is cancelled.
    HelpRequestCancelled,
    /// To a specialist who said yes: it is passed on, and the company decides.
    WillingNoted,
    /// To the company: these would do it; please choose, or say yes or no.
    ChoiceForCompany,
    /// To the company: its time to choose is running out.
    ChoiceReminder,
    /// To the support organisation: its member has a choice to make.
    ChoiceForBroker,
    /// To a specialist who said yes: somebody else has it, or the company did not choose.
    OfferNotChosen,
    /// To the company: its time to choose is over.
    ChoiceLapsed,
    /// To the support organisation: its member did not choose in time.
    ChoiceLapsedForBroker,
    /// To the company: the match is withdrawn, and others are asked.
    WithdrawnForCompany,
    /// To the specialist: the match is withdrawn.
    WithdrawnForSpecialist,
    /// To the support organisation or the operator: a match is withdrawn.
    WithdrawnForBroker,
    /// To the support organisation or the operator: the company's mailbox does not exist.
    CompanyUnreachable,
    /// To the operator: no mailbox of a specialist exists any more.
    SpecialistUnreachable,
    /// To the operator: the mailbox of a support organisation does not exist.
    SupportOrgUnreachable,
    /// To a specialist who wants offers gathered: all that wait on a morning.
    OfferDigest,
    /// To a support organisation: what became of its help requests in a week, and what goes on.
    SupportOrgWeek,
    /// To a specialist: how often the profile was shown in a week, what came of it, and how old its confirmation is.
    SpecialistWeek,
    /// To a specialist: is your profile still right? And what follows without an answer.
    ProfileCheck,
    /// To a specialist who answered an offer by mail: what came of it.
    ReplyResult,
    /// To whoever asked to sign in: the link and the code.
    SignIn,
    /// To somebody who may sign in from now on, or in one role more.
    Invitation,
    /// To a company: may your support organisation ask for help for you?
    MemberConsent,
    /// To a company: your support organisation says that you agreed on paper.
    MemberNoted,
    /// To the company: with other terms more people could be asked; or, your support organisation says that you agreed to that.
    WiderCircle,
    /// To the company: may your help request go on to another support organisation?
    ReferralAsked,
    /// To the support organisation that proposed it: what came of that.
    ReferralEnded,
    /// To the other support organisation: the help request is yours now.
    ReferralReceived,
    /// To a specialist: the registration does not hold, and offers are stopped.
    RegistrationSuspended,
    /// To a specialist: the registration holds again.
    RegistrationRestored,
    /// To a specialist: operators have hidden the entry for its texts, or show it again.
    EntryReviewed,
    /// To the company of a running match: the registration of its specialist does not hold.
    RegistrationLostForCompany,
    /// To the support organisation or the operator: the same.
    RegistrationLostForBroker,
    /// To the other side of a match: terms are proposed, or changed.
    TermsProposed,
    /// To both sides of a match: terms hold.
    TermsAgreed,
    /// To the other side of a match: a session is planned, moved or cancelled.
    SessionSet,
    /// To the company: these hours were reported; are they right?
    ReportToConfirm,
    /// To the specialist: the company says fewer hours.
    HoursDisputed,
    /// To a support organisation, and to the other side: a dispute about hours is to be decided.
    DisputePutBefore,
    /// To both sides of a match: it has come to its end.
    EngagementEnded,
    /// To the side of a match whose turn it is.
    EngagementReminder,
    /// To the company, some months after the work: has it acted on it?
    OutcomeAsked,
    /// To a company that asked for it: it is time to look again.
    CheckAgain,
    /// To a side of a match, after it: the other has said how it was, and the reader's own word is missing.
    ReviewWaits,
    /// To a side of a match, after it: what the other has said can be read, or what became of words.
    ReviewNews,
    /// To a specialist, anonymised: would you come along to this engagement?
    TeamAsked,
    /// To whoever leads, comes along, or is helped: what became of somebody's place in the team.
    TeamTold,
    /// To a specialist: an organisation would like to recommend them.
    EndorsementAsked,
    /// To the organisation or the specialist: what became of a recommendation.
    EndorsementTold,
    /// To whoever is named as approver: is what a specialist says they did right?
    CreditAsked,
    /// To the same, whose time is running out.
    CreditReminder,
    /// To the specialist: what came of that.
    CreditDecided,
    /// To the specialist: an auditor asks about an entry, or has struck it.
    CreditQuestioned,
    /// To a specialist: would you be shared by these companies for a year?
    PoolInvited,
    /// To a specialist or a company that takes part: which days there are, or what is new.
    PoolSlots,
    /// To a specialist who takes part: the organisation has confirmed the visits of a month.
    PoolConfirmed,
    /// To whoever complains about the other side of a match: it has arrived, and until when there is an answer.
    ComplaintReceived,
    /// To the operator: a complaint waits.
    ComplaintWaiting,
    /// To the other side, without a word of who complains: what is said, and how to answer.
    ComplaintHearing,
    /// To either side: what became of a complaint.
    ComplaintNews,
    /// To the support organisation or the operator: a webhook is switched off, since nothing arrives there.
    WebhookOff,
    /// To somebody of whom nothing is kept any more: it is done as they asked.
    Erased,
}

impl LetterKind {
    pub const ALL: [LetterKind; 77] = [
        Self::ConfirmHelpRequest,
        Self::SameHelpRequest,
        Self::PeopleAsked,
        Self::Offer,
        Self::HelpRequestWaiting,
        Self::OfferReminder,
        Self::OfferLapsed,
        Self::AcceptanceCode,
        Self::OffersPaused,
        Self::MatchForCompany,
        Self::MatchForSpecialist,
        Self::MatchForBroker,
        Self::OfferFilled,
        Self::OfferCancelled,
        Self::NobodyFound,
        Self::NobodyFoundForBroker,
        Self::HelpRequestCancelled,
        Self::WillingNoted,
        Self::ChoiceForCompany,
        Self::ChoiceReminder,
        Self::ChoiceForBroker,
        Self::OfferNotChosen,
        Self::ChoiceLapsed,
        Self::ChoiceLapsedForBroker,
        Self::WithdrawnForCompany,
        Self::WithdrawnForSpecialist,
        Self::WithdrawnForBroker,
        Self::CompanyUnreachable,
        Self::SpecialistUnreachable,
        Self::SupportOrgUnreachable,
        Self::OfferDigest,
        Self::SupportOrgWeek,
        Self::SpecialistWeek,
        Self::ProfileCheck,
        Self::ReplyResult,
        Self::SignIn,
        Self::Invitation,
        Self::MemberConsent,
        Self::MemberNoted,
        Self::WiderCircle,
        Self::ReferralAsked,
        Self::ReferralEnded,
        Self::ReferralReceived,
        Self::RegistrationSuspended,
        Self::RegistrationRestored,
        Self::EntryReviewed,
        Self::RegistrationLostForCompany,
        Self::RegistrationLostForBroker,
        Self::TermsProposed,
        Self::TermsAgreed,
        Self::SessionSet,
        Self::ReportToConfirm,
        Self::HoursDisputed,
        Self::DisputePutBefore,
        Self::EngagementEnded,
        Self::EngagementReminder,
        Self::OutcomeAsked,
        Self::CheckAgain,
        Self::ReviewWaits,
        Self::ReviewNews,
        Self::TeamAsked,
        Self::TeamTold,
        Self::EndorsementAsked,
        Self::EndorsementTold,
        Self::CreditAsked,
        Self::CreditReminder,
        Self::CreditDecided,
        Self::CreditQuestioned,
        Self::PoolInvited,
        Self::PoolSlots,
        Self::PoolConfirmed,
        Self::ComplaintReceived,
        Self::ComplaintWaiting,
        Self::ComplaintHearing,
        Self::ComplaintNews,
        Self::WebhookOff,
        Self::Erased,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::ConfirmHelpRequest => "confirm_help_request",
            Self::SameHelpRequest => "same_help_request",
            Self::PeopleAsked => "people_asked",
            Self::Offer => "offer",
            Self::HelpRequestWaiting => "help_request_waiting",
            Self::OfferReminder => "offer_reminder",
            Self::OfferLapsed => "offer_lapsed",
            Self::AcceptanceCode => "acceptance_code",
            Self::OffersPaused => "offers_paused",
            Self::MatchForCompany => "match_for_company",
            Self::MatchForSpecialist => "match_for_specialist",
            Self::MatchForBroker => "match_for_broker",
            Self::OfferFilled => "offer_filled",
            Self::OfferCancelled => "offer_cancelled",
            Self::NobodyFound => "nobody_found",
            Self::NobodyFoundForBroker => "nobody_found_for_broker",
            Self::HelpRequestCancelled => "help_request_cancelled",
            Self::WillingNoted => "willing_noted",
            Self::ChoiceForCompany => "choice_for_company",
            Self::ChoiceReminder => "choice_reminder",
            Self::ChoiceForBroker => "choice_for_broker",
            Self::OfferNotChosen => "offer_not_chosen",
            Self::ChoiceLapsed => "choice_lapsed",
            Self::ChoiceLapsedForBroker => "choice_lapsed_for_broker",
            Self::WithdrawnForCompany => "withdrawn_for_company",
            Self::WithdrawnForSpecialist => "withdrawn_for_specialist",
            Self::WithdrawnForBroker => "withdrawn_for_broker",
            Self::CompanyUnreachable => "company_unreachable",
            Self::SpecialistUnreachable => "specialist_unreachable",
            Self::SupportOrgUnreachable => "support_org_unreachable",
            Self::OfferDigest => "offer_digest",
            Self::SupportOrgWeek => "support_org_week",
            Self::SpecialistWeek => "specialist_week",
            Self::ProfileCheck => "profile_check",
            Self::ReplyResult => "reply_result",
            Self::SignIn => "sign_in",
            Self::Invitation => "invitation",
            Self::MemberConsent => "member_consent",
            Self::MemberNoted => "member_noted",
            Self::WiderCircle => "wider_circle",
            Self::ReferralAsked => "referral_asked",
            Self::ReferralEnded => "referral_ended",
            Self::ReferralReceived => "referral_received",
            Self::RegistrationSuspended => "registration_suspended",
            Self::RegistrationRestored => "registration_restored",
            Self::EntryReviewed => "entry_reviewed",
            Self::RegistrationLostForCompany => "registration_lost_for_company",
            Self::RegistrationLostForBroker => "registration_lost_for_broker",
            Self::TermsProposed => "terms_proposed",
            Self::TermsAgreed => "terms_agreed",
            Self::SessionSet => "session_set",
            Self::ReportToConfirm => "report_to_confirm",
            Self::HoursDisputed => "hours_disputed",
            Self::DisputePutBefore => "dispute_put_before",
            Self::EngagementEnded => "engagement_ended",
            Self::EngagementReminder => "engagement_reminder",
            Self::OutcomeAsked => "outcome_asked",
            Self::CheckAgain => "check_again",
            Self::ReviewWaits => "review_waits",
            Self::ReviewNews => "review_news",
            Self::TeamAsked => "team_asked",
            Self::TeamTold => "team_told",
            Self::EndorsementAsked => "endorsement_asked",
            Self::EndorsementTold => "endorsement_told",
            Self::CreditAsked => "credit_asked",
            Self::CreditReminder => "credit_reminder",
            Self::CreditDecided => "credit_decided",
            Self::CreditQuestioned => "credit_questioned",
            Self::PoolInvited => "pool_invited",
            Self::PoolSlots => "pool_slots",
            Self::PoolConfirmed => "pool_confirmed",
            Self::ComplaintReceived => "complaint_received",
            Self::ComplaintWaiting => "complaint_waiting",
            Self::ComplaintHearing => "complaint_hearing",
            Self::ComplaintNews => "complaint_news",
            Self::WebhookOff => "webhook_off",
            Self::Erased => "erased",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
