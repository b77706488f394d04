//! The desk: every act of the system. One act is one function in one file, and one transaction in which its events and the letters that it
//! causes are written with it. Nothing else changes state (invariant 2). The desk knows neither the bus nor the mail: it writes events
//! to the outbox, and whoever wants them finds them there.

mod accept_offer;
mod answer_by_mail;
mod ask_by_name;
mod audit;
mod break_glass;
mod brokering;
mod call_next_wave;
mod cancel_help_request;
mod candidates;
mod card_index;
mod change_specialist;
mod choose;
mod complaints;
mod confirm_help_request;
mod console;
mod corporations;
mod course;
mod create_key;
mod credits;
mod dead_letters;
mod decline_offer;
mod endorsements;
mod enrol_specialist;
mod erase;
mod export;
mod first_talk;
mod forget;
mod identity;
mod import_specialists;
mod keep_fresh;
mod lapse;
mod late_choice;
mod letter_wishes;
mod letters;
mod list_help_requests;
mod list_offers;
mod list_specialists;
mod listings;
mod look;
mod look_at_letters;
mod look_at_listed;
mod mailbox_code;
mod match_reviews;
mod moderation;
mod move_support_org;
mod narrow;
mod note_bounce;
mod once;
mod open_own_offer;
mod open_wave;
mod outlook;
mod own_offers;
mod own_page;
mod pause_offers;
mod pledge;
mod policy;
mod pools;
mod press;
mod preview;
mod propose;
mod registry;
mod remind;
mod replay_handled;
mod reseal;
mod resend_letter;
mod say_consent;
mod search_active_list;
mod share_out;
mod statistics;
mod submit_help_request;
mod suppress;
mod take_in_mail;
mod tallies;
mod team;
mod tell_own_week;
mod tell_week;
mod unfinished;
mod wait;
mod wave;
mod webhooks;
mod week_wish;
mod widen;
mod win;
mod withdraw;

use std::sync::Arc;

use chrono::Duration;

use crate::active_list::Freshness;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::full_text::{SearchError, SearchIndex};
use crate::identity::SessionLimits;
use crate::ids::Ids;
use crate::report::FieldError;
use crate::seals::Secret;
pub use crate::store::{LetterFilter, Resealing};
use crate::store::{Store, StoreError};

pub use accept_offer::{AcceptForm, Acceptance, accept_offer};
pub use answer_by_mail::{MailOutcome, answer_by_mail};
pub use ask_by_name::ask_by_name;
pub use audit::{AuditFilter, AuditVerdict, seal_audit_log, show_audit_log, verify_audit_log};
pub use brokering::{
    BasketCount, ClerkView, ConsentPage, EntryLinkForm, EntryLinkView, FoundMembers, HandOverForm, HandOverView, ImportedMembers,
    MemberConsentView, MemberList, MemberView, OrgView, PosterView, Queue, QueueFilter, QueueLine, Queued, ReferralPage, ReferralView,
    Referring, RemovalView, YearView, add_member, answer_as_member, answer_referral, ask_member, change_member, close_entry_link,
    export_members, find_members, find_queued, hand_over, import_members, last_need, list_entry_links, list_members, list_referrals,
    list_taking, look_at_consent, look_at_entry, look_at_referral, look_at_removal, make_entry_link, note_paper, refer_help_request,
    remove_member, report_year, run_out_referrals, show_queue, take_back_referral, take_referrals, take_referrals_of, takes_referrals,
    undo_hand_over, view_hand_over, view_member, view_poster, view_referring,
};
pub use call_next_wave::call_next_waves;
pub use cancel_help_request::{cancel_help_request, cancel_help_request_by_link};
pub use candidates::{CandidateView, CandidatesView, KeptOut, Relaxations, WhyNot, explain_absence, list_candidates, suggest_relaxations};
pub use card_index::{CardIndex, fill_index, follow_journal};
pub use change_specialist::{SpecialistView, change_specialist, view_specialist};
pub use choose::{Choice, NoThankYou, choose_offer, refuse_willing};
pub use complaints::{
    ComplaintCase, ComplaintLine, ComplaintPage, Filing, answer_complaint, appeal_decision, confirm_verdict, file_complaint,
    file_for_member, file_own_complaint, hear_other_side, list_complaints, look_at_complaint, look_at_filing, look_at_filing_for_member,
    look_at_own_filing, propose_verdict, take_up_complaint, view_complaint, wake_complaints, withdraw_complaint,
};
pub use confirm_help_request::{Confirmation, confirm_help_request};
pub use console::{
    AddressForm, DeadPile, FunnelForm, FunnelView, GapsForm, GapsView, UnmatchedView, Waiting, find_letters_of, list_dead_piles,
    look_at_funnel, look_at_gaps, look_at_unmatched, look_at_waiting, replay_dead_pile,
};
pub use corporations::{count_corporations, knows_corporations, look_up_corporation, note_corporations_read, put_corporations};
pub use course::{
    CoursePage, DisputeLine, DisputePage, OutcomePage, Story, agree_to_terms, answer_dispute, change_session, confirm_hours,
    decide_dispute, dispute_hours, list_disputes, look_at_course, look_at_dispute, look_at_last_time, look_at_outcome, plan_check,
    plan_session, promise_to_keep, propose_sheet, put_before_org, report_work, say_met, tell_outcome, wake_courses, wake_follow_ups,
};
pub use create_key::{CreatedKey, KeyRequest, KeyTerms, create_key};
pub use credits::{
    ApprovalPage, ClaimView, CreditsPage, DrawForm, DrawView, PublishedCredit, SchemeView, WorkView, answer_approval, ask_for_approval,
    claim_work, ledger_key, list_draws, look_at_approval, look_at_book, look_at_claim, look_at_credits, mark_seen, publish_credit,
    question_entry, set_cycle, set_title, sign_statement, sign_table, strike_entry, take_back, view_draw, wake_claims,
};
pub use dead_letters::{DeadLetterView, drop_dead_letters, list_dead_letters, replay_dead_letters};
pub use decline_offer::{Declination, decline_offer};
pub use endorsements::{
    EndorsedBy, EndorsementAnswer, EndorsementPage, EndorsementView, Endorsing, answer_endorsement, answer_own_endorsement, ask_to_endorse,
    end_given_endorsement, list_given_endorsements, list_own_endorsements, look_at_endorsement, look_at_endorsing, wake_endorsements,
};
pub use enrol_specialist::{Enrolled, enrol_specialist, enrol_specialists};
pub use erase::{
    EraseForm, ErasePage, Erased, erase_help_request, erase_help_request_by_link, erase_own, erase_specialist, forget_farewells,
    look_at_erasing, look_at_erasing_by_link,
};
pub use export::{HelpRequestExport, SpecialistExport, export_help_request, export_help_request_by_link, export_specialist};
pub use first_talk::{FirstTalk, look_at_first_talk};
pub use forget::{Reached, forget_what_is_old, what_would_be_forgotten};
pub use identity::{
    AccountView, ColleagueView, Invited, Joining, KeyView, NewSession, Proving, RoleRequest, SecondFactorPage, SessionView, SignInForm,
    SignInPage, Signed, SigningIn, act_as, ask_to_join, ask_to_sign_in, disable_account, enable_account, end_all_sessions, end_session,
    find_key, find_signed, forget_old_sign_ins, invite, join_list, list_accounts, list_colleagues, list_keys, list_sessions,
    look_at_second_factor, look_at_sign_in, name_people, name_person, name_roles, prove_second_factor, reset_second_factor, revoke_key,
    set_up_second_factor, share_account, share_colleague, sign_in_by_code, sign_in_by_link,
};
pub use import_specialists::{Imported, import_specialists};
pub use keep_fresh::{ProfileCheckPage, confirm_own_profile, confirm_profile, keep_profiles_fresh, look_at_profile_check};
pub use lapse::{drop_unconfirmed, lapse_silent_offers};
pub use late_choice::{lapse_choices, remind_of_choices};
pub use letter_wishes::{WishesPage, choose_letters, look_at_wishes, unsubscribe};
pub use letters::{EndedSending, Ending, TakenLetter, note_letters, put_off_letter, release_letters, take_letters};
pub use list_help_requests::{HelpRequestLine, list_help_requests};
pub use list_offers::{OfferView, list_offers};
pub use list_specialists::{SpecialistLine, list_specialists};
pub use listings::{
    ListingForm, ListingSource, ListingView, ListingsFound, ListingsReport, ListingsWanted, find_listings, import_listings,
    list_listing_sources, search_listings, suggest_listings,
};
pub use look::{
    AskedPerson, EligibilityView, HelpRequestView, OfferPage, WaitingView, WillingPerson, look_at_confirmation, look_at_offer,
    look_at_status, view_help_request,
};
pub use look_at_letters::{LetterLine, LetterStory, LetterView, list_letters, view_letter};
pub use look_at_listed::{ListedView, look_at_listed};
pub use mailbox_code::{BROWSER_HOLDS, Mailbox, introduce_browser, settle_browser};
pub use match_reviews::{
    ObjectionView, OwnReviews, ReadReview, ReviewsPage, judge_words, list_objections, look_at_own_reviews, look_at_reviews,
    object_to_words, reply_to_own_review, reply_to_review, say_review, show_own_reviews, view_objection, wake_reviews,
};
pub use moderation::{HidingForm, ReviewLine, ReviewView, accept_entry, confirm_hiding, list_reviews, propose_hiding, view_review};
pub use move_support_org::move_support_org;
pub use narrow::{TakenBack, WayBack, narrow_by_link};
pub use note_bounce::{BounceOutcome, note_bounce, note_refused_mailboxes};
pub use once::RequestKey;
pub use open_own_offer::open_own_offer;
pub use open_wave::{Tried, WaveCall, WaveOutcome, open_waves};
pub use outlook::{Outlook, look_ahead};
pub use own_offers::{Matched, OwnFigures, OwnOffer, list_own_offers, look_at_own_offer};
pub use own_page::{OwnPage, look_at_own};
pub use pause_offers::{
    NotBefore, NotBeforeForm, PausePage, look_at_pauses, pause_offers, pause_specialist, resume_offers, resume_specialist,
};
pub use pools::{
    OwnPool, OwnVisit, PoolAnswer, PoolPage, PoolPreview, PoolSide, PoolStep, PoolView, answer_pool, change_pool, list_own_pools,
    list_pools, look_at_pool, open_pool, try_pool, view_pool,
};
pub use press::{Press, Stale};
pub use preview::{Preview, SampleView, preview_profile};
pub use propose::propose_terms;
pub use registry::{
    CaseView, DecisionForm, FindingView, RegisterReport, RegisterView, confirm_decision, list_register_cases, look_at_register,
    propose_decision, read_register, view_register_case,
};
pub use remind::remind_of_offers;
pub use replay_handled::{count_handled, replay_handled};
pub use reseal::reseal_some;
pub use resend_letter::resend_letter;
pub use say_consent::{OwnConsents, look_at_consents, say_consent};
pub use search_active_list::{HitView, SearchForm, SearchView, search_active_list};
pub use statistics::{GroupView, StatisticsCache, StatisticsView, look_at_statistics};
pub use submit_help_request::{Entry, Submitted, Submitter, submit_by_entry, submit_for_member, submit_help_request};
pub use suppress::{SuppressionForm, SuppressionView, add_suppression, lift_suppression, list_suppressions};
pub use take_in_mail::{TakenIn, take_in_mail};
pub use tallies::{Onlooker, Tallies, keep_tallies, note_search, note_views};
pub use team::{
    SeatAnswer, SeatPage, SeatView, SeatWords, Suggestion, TeamPage, answer_seat, invite_guest, invite_to_team, look_at_seat, look_at_team,
    suggest_for_team, take_out, wake_seats,
};
pub use tell_own_week::tell_own_weeks;
pub use tell_week::tell_weeks;
pub use unfinished::{answer_check, begin_check, discard_draft, keep_draft, look_at_check, look_at_draft, undo_answer};
pub use wait::{look_again, serve_waiting};
pub use webhooks::{
    CalledWebhook, MadeWebhook, MessageView, ReplayForm, Replayed, RotatedSecret, TakenMessage, WebhookView, add_webhook, announce,
    change_webhook, forget_messages, list_messages, list_webhooks, list_webhooks_to_call, note_call, remove_webhook, replay_messages,
    rotate_secret, take_messages, test_webhook, view_webhook,
};
pub use week_wish::{WeekWishPage, choose_weekly_letter, look_at_week_wish};
pub use widen::{Said, ask_to_widen, look_at_widening, may_note, note_widening, widen_by_link};
pub use withdraw::{Withdrawing, withdraw_as_company, withdraw_as_specialist};

/// Why an act was not done. No HTTP in here: the web turns this into an answer in one table.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("{} field(s) were refused", .0.len())]
    Fields(Vec<FieldError>),
    /// It does not exist, or it is none of the caller's business: the two look alike from outside.
    #[error("not found")]
    NotFound,
    #[error("the registration number is on the list already")]
    NumberTaken,
    #[error("somebody else changed it meanwhile")]
    ChangedMeanwhile,
    #[error("it was changed since it was read")]
    Outdated,
    #[error("the help request has ended already")]
    HelpRequestEnded,
    #[error("the press does not count: {0:?}")]
    StalePage(Stale),
    #[error("the idempotency key was used for something else")]
    KeyReused,
    #[error("the letter waits for its turn already")]
    LetterWaits,
    #[error("the letter has nothing to say any more: what it was about has changed")]
    NothingToSay,
    #[error("nobody is left to get the letter: its mailboxes are suppressed, or the reader does not want it")]
    NoMailbox,
    #[error("too many of these came from one place")]
    TooMany,
    #[error("whoever looks at what is not theirs says why")]
    ReasonMissing,
    #[error("the company has not agreed to being asked for")]
    ConsentMissing,
    #[error("a match goes on")]
    EngagementRuns,
    #[error("something runs that was asked for the member, or its no is fresh")]
    MemberStays,
    #[error("the company was asked a short while ago, or has agreed")]
    AskedAlready,
    #[error("a rule of matching keeps the person out, or the person was asked before")]
    KeptOut,
    #[error("somebody who was asked is still thinking about it as it is")]
    StillAsked,
    #[error("the company is choosing among those who would do it")]
    CompanyChooses,
    #[error("who has proposed it cannot be the one who decides it")]
    FourEyes,
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Vec<FieldError>> for Refusal {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Fields(errors)
    }
}

/// What acts need. Clones share everything.
#[derive(Clone)]
pub struct Desk {
    pub store: Store,
    pub catalogue: Arc<Catalogue>,
    pub index: CardIndex,
    pub search: SearchIndex,
    pub statistics: StatisticsCache,
    /// What was counted and is not yet written down.
    pub tallies: Tallies,
    pub clock: Clock,
    pub ids: Ids,
    pub periods: Periods,
    /// Seals what pages and letters carry.
    pub secret: Secret,
    /// Whether what people write about themselves is kept back until an operator has accepted it.
    pub holds_texts: bool,
    /// Whether offers can be answered by replying to their letters; none if not.
    pub replies: Option<Replies>,
}

/// How answers by mail are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replies {
    /// Whether a mail server says who wrote them.
    pub are_vouched: bool,
}

/// How long things hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periods {
    /// How long a company may take to confirm its help request.
    pub confirm_within: Duration,
    /// How long a company can follow its help request through the link in its letters.
    pub follow_for: Duration,
    /// How long after its deadline an offer's link still shows what became of it.
    pub show_outcome_for: Duration,
    /// How long one attempt at sending a letter keeps others from trying.
    pub letter_lease: Duration,
    /// When people are asked whether their profiles are still right, and what follows if they do not answer.
    pub freshness: Freshness,
    pub session: SessionLimits,
    /// Whether roles that see much want a second factor.
    pub second_factor: bool,
}
