//! What each kind of letter says.

use chrono::NaiveDate;

use crate::active_list::CheckStep;
use crate::brokering::ReferralState;
use crate::catalogue::AcceptMode;
use crate::clock::Moment;
use crate::correspondence::{
    CompanyFacts, ComplaintFacts, CourseFacts, CreditFacts, CreditWord, DisputeFacts, EarlierRequest, EndorsementFacts, GatheredOffer,
    OutcomeFacts, OwnWeek, PoolFacts, ReplyOutcome, ReviewFacts, SpecialistFacts, TeamFacts, WeekLine, WillingFacts, WithdrawalFacts,
};
use crate::credits::{ApproverRole, ClaimState};
use crate::ids::Token;
use crate::intake::{AnonymousNeed, Need};
use crate::matching::{Change, Explanation};
use crate::offers::{Ended, Terms};
use crate::registry::RegisterFinding;
use crate::seals::Code;
use crate::values::{Line, MailAddress};

/// The words of a letter, before they are put into a language. A [`Token`] becomes a link.
#[derive(Clone, Debug)]
pub enum Content {
    ConfirmHelpRequest {
        need: AnonymousNeed,
        confirm: Token,
        valid_until: Moment,
    },
    SameHelpRequest {
        need: AnonymousNeed,
        earlier: EarlierRequest,
        confirm: Token,
        valid_until: Moment,
    },
    /// `incident`: where to telephone comes first.
    PeopleAsked {
        asked: u32,
        wave: u16,
        /// Whether some of those whom an earlier wave asked are still thinking.
        beside: bool,
        mode: AcceptMode,
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
        mode: AcceptMode,
    },
    OfferReminder {
        need: AnonymousNeed,
        offer: Token,
        expires_at: Moment,
    },
    OfferLapsed {
        need: AnonymousNeed,
    },
    /// `again_on`: the first day on which the reader may be asked again.
    OffersPaused {
        again_on: NaiveDate,
        page: Token,
    },
    AcceptanceCode {
        need: AnonymousNeed,
        code: Code,
        /// What the yes was to change.
        terms: Option<Terms>,
        offer: Token,
        valid_until: Moment,
    },
    MatchForCompany {
        specialist: SpecialistFacts,
        need: Need,
        /// What was agreed on otherwise than was asked.
        terms: Option<Terms>,
        status: Token,
    },
    /// `acting_person`: who accepted, where several people share the mailbox.
    MatchForSpecialist {
        company: CompanyFacts,
        terms: Option<Terms>,
        acting_person: Option<Line>,
        leave: Token,
    },
    MatchForBroker {
        company: CompanyFacts,
        specialist: SpecialistFacts,
        terms: Option<Terms>,
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
    /// `mode`: whether somebody who accepts as asked still goes first; `answer_by` is known where the company is asked at once.
    WillingNoted {
        need: AnonymousNeed,
        terms: Option<Terms>,
        acting_person: Option<Line>,
        mode: AcceptMode,
        answer_by: Option<Moment>,
        offer: Token,
    },
    ChoiceForCompany {
        need: AnonymousNeed,
        people: Vec<WillingFacts>,
        mode: AcceptMode,
        answer_by: Moment,
        is_reminder: bool,
        status: Token,
    },
    ChoiceForBroker {
        company: CompanyFacts,
        willing: u32,
        answer_by: Moment,
    },
    OfferNotChosen {
        need: AnonymousNeed,
        why: Ended,
    },
    /// `ended`: whether the help request has ended with it.
    ChoiceLapsed {
        need: AnonymousNeed,
        ended: bool,
        status: Token,
    },
    ChoiceLapsedForBroker {
        company: CompanyFacts,
        ended: bool,
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
    CompanyUnreachable {
        company: CompanyFacts,
        reference: String,
    },
    SpecialistUnreachable {
        specialist: SpecialistFacts,
    },
    /// What is new in the work after a match; the kind of the letter says what.
    Course(Box<CourseFacts>),
    Outcome(Box<OutcomeFacts>),
    /// What both sides say about each other; the kind of the letter says whether the reader is asked or told.
    Review(Box<ReviewFacts>),
    Dispute(Box<DisputeFacts>),
    /// Would the reader be shared, or which days there are; the kind of the letter says which.
    Pool(Box<PoolFacts>),
    /// `gone`: its receiver said so itself; `host` and nothing more of the address, which may hold a secret.
    /// Where a complaint stands; the kind of the letter says for whom.
    Complaint(Box<ComplaintFacts>),
    WebhookOff {
        label: Line,
        host: String,
        gone: bool,
        since: Moment,
    },
    SupportOrgUnreachable {
        name: Line,
        address: MailAddress,
    },
    OfferDigest {
        offers: Vec<GatheredOffer>,
    },
    /// `monday`: the first day of the week.
    SupportOrgWeek {
        monday: NaiveDate,
        lines: Vec<WeekLine>,
    },
    /// `monday`: the first day of the week; `confirmed_days`: how many days ago the profile was confirmed; `stale`: whether that counts against it by now.
    SpecialistWeek {
        monday: NaiveDate,
        week: OwnWeek,
        confirmed_days: u64,
        stale: bool,
        confirm: Token,
    },
    ProfileCheck {
        step: CheckStep,
        last_confirmed: NaiveDate,
        confirm: Token,
    },
    /// `offer`: the page, while an answer can still be given.
    ReplyResult {
        need: AnonymousNeed,
        outcome: ReplyOutcome,
        offer: Option<Token>,
    },
    /// The page asks for a press; in another browser than the one that asked the code is typed there.
    SignIn {
        code: Code,
        page: Token,
        valid_until: Moment,
    },
    /// `role`: the code of its kind.
    Invitation {
        role: &'static str,
    },
    /// `org`: the support organisation; the page asks for a yes or a no.
    MemberConsent {
        org: Line,
        company: Line,
        page: Token,
    },
    /// `clerk` has the paper of that day; the page takes the yes back.
    MemberNoted {
        org: Line,
        company: Line,
        clerk: String,
        given_on: NaiveDate,
        page: Token,
    },
    /// `noted`: the company has said so to its support organisation, and it is done.
    WiderCircle {
        need: AnonymousNeed,
        changes: Vec<Change>,
        noted: bool,
        status: Token,
    },
    /// `from` would pass the company's help request on to `to`; the page asks for a yes or a no.
    ReferralAsked {
        need: AnonymousNeed,
        from: Line,
        to: Line,
        reason: Line,
        runs_out_at: Moment,
        page: Token,
    },
    /// What came of a proposal; the help request is with `to` where the company agreed.
    ReferralEnded {
        company: Line,
        to: Line,
        state: ReferralState,
    },
    ReferralReceived {
        company: CompanyFacts,
        from: Line,
        reason: Line,
    },
    /// `as_of`: the day of which the register told.
    RegistrationSuspended {
        finding: RegisterFinding,
        as_of: NaiveDate,
    },
    RegistrationRestored {
        as_of: NaiveDate,
    },
    /// Why the entry is hidden; none where it is shown again.
    EntryReviewed {
        reason: Option<Line>,
    },
    RegistrationLostForCompany {
        need: AnonymousNeed,
        specialist: Line,
        as_of: NaiveDate,
        status: Token,
    },
    RegistrationLostForBroker {
        company: CompanyFacts,
        specialist: Line,
        as_of: NaiveDate,
    },
    /// `lead` and the part of the time are told; who the company is not.
    TeamAsked {
        need: AnonymousNeed,
        lead: Line,
        role: String,
        hours_percent: u8,
        ends_at: Moment,
        page: Token,
        /// Whether the reader stands on no list, and was named by who leads.
        is_guest: bool,
    },
    Team(Box<TeamFacts>),
    /// The question to the specialist too.
    Endorsement(Box<EndorsementFacts>),
    /// The page asks for a yes or a no; the kind of the letter says whether it is the first one.
    CreditAsked {
        specialist: Line,
        facts: CreditFacts,
        role: ApproverRole,
        ends_at: Moment,
        page: Token,
    },
    /// `approver`: who was asked; `reason`: why not.
    CreditDecided {
        facts: CreditFacts,
        approver: Line,
        state: ClaimState,
        reason: Option<Line>,
    },
    CreditQuestioned {
        facts: CreditFacts,
        word: CreditWord,
        reason: Line,
    },
    /// `is_company`: of a company, or of a specialist.
    Erased {
        is_company: bool,
    },
}
