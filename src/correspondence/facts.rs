//! What letters tell of people, companies and the work between them.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::engagement::{Course, Session, Side};
use crate::ids::{EngagementId, Token};
use crate::intake::{AnonymousNeed, Company, Need};
use crate::matching::Explanation;
use crate::offers::Terms;
use crate::values::{Line, MailAddress, Prose};

/// What a company learns of a specialist at the match.
#[derive(Clone, Debug)]
pub struct SpecialistFacts {
    pub name: Line,
    pub registration_number: String,
    /// The last day of the registration.
    pub valid_until: NaiveDate,
    /// Whether the official register says so too; where not, neither is told.
    pub verified: bool,
    pub addresses: Vec<MailAddress>,
    pub prefecture: String,
    pub municipality: Line,
    pub qualifications: Vec<Line>,
    /// Who acts for the specialist, where several people share the mailbox.
    pub acting_person: Option<Line>,
}

/// What a specialist learns of a company at the match.
#[derive(Clone, Debug)]
pub struct CompanyFacts {
    pub company: Company,
    pub need: Need,
}

/// Somebody who would do it, as the company may know them before it chooses.
#[derive(Clone, Debug)]
pub struct WillingFacts {
    /// The name that the person chose to be shown.
    pub display_name: Line,
    pub explanation: Explanation,
    pub terms: Option<Terms>,
}

/// How far the work after a match has come, for one of its sides.
#[derive(Clone, Debug)]
pub struct CourseFacts {
    pub engagement: EngagementId,
    pub reader: Side,
    /// The other side, by its name.
    pub other: Line,
    pub course: Course,
    /// The session of which the letter tells, if it tells of one.
    pub session: Option<Session>,
    /// Until when whose turn it is can act.
    pub ends_at: Option<Moment>,
    /// To the page of the engagement.
    pub page: Token,
}

/// Work that ended some time ago, of which its company is asked, or to which it wants to come back; the kind of the letter says which.
#[derive(Clone, Debug)]
pub struct OutcomeFacts {
    /// The specialist's name.
    pub specialist: Line,
    /// Codes of the menus.
    pub menus: Vec<String>,
    /// The day on which the work ended.
    pub ended_on: NaiveDate,
    /// Whether the reader was asked before.
    pub is_reminder: bool,
    pub page: Token,
}

/// What both sides of a match say about each other, for one of them.
#[derive(Clone, Debug)]
pub struct ReviewFacts {
    pub reader: Side,
    /// The other side, by its name.
    pub other: Line,
    pub word: ReviewWord,
    /// To the page of the engagement.
    pub page: Token,
}

/// What is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewWord {
    /// The other side has said something. It can be read at that moment, or once the reader's word is in.
    Waits { shown_at: Moment },
    /// What the other side said can be read, and answered until then.
    Shown { reply_until: Moment },
    /// The other side replied.
    Replied,
    /// An operator has decided about words: the reader's own, or those of the other side.
    Judged { is_own: bool, taken_out: bool, reason: Prose },
}

/// A match that was withdrawn: who both were, who withdrew, and why in that side's words.
#[derive(Clone, Debug)]
pub struct WithdrawalFacts {
    pub company: Line,
    pub specialist: Line,
    pub by: Side,
    pub reason: Prose,
    pub engagement: EngagementId,
    /// Sessions that were planned still, each as called off.
    pub off: Vec<Session>,
}

/// The help request that a company sent shortly before the same one.
#[derive(Clone, Debug)]
pub struct EarlierRequest {
    pub sent_at: Moment,
    /// Whether its company has confirmed it; the page is the one to follow it then, and else the one to confirm it.
    pub confirmed: bool,
    pub page: Token,
}

/// One of the offers that are gathered in a letter.
#[derive(Clone, Debug)]
pub struct GatheredOffer {
    pub need: AnonymousNeed,
    pub explanation: Explanation,
    pub offer: Token,
    pub expires_at: Moment,
}

/// A help request in the weekly letter to its support organisation.
#[derive(Clone, Debug)]
pub struct WeekLine {
    pub company: CompanyFacts,
    pub standing: WeekStanding,
}

/// How it stands.
#[derive(Clone, Debug)]
pub enum WeekStanding {
    Matched {
        specialist: Line,
    },
    Unmatched,
    /// Somebody has been asked and has not answered.
    Asking,
    /// Those who would fit have their hands full.
    WaitsForRoom,
    /// Somebody is willing, and the company decides.
    CompanyChooses,
}

/// What a week brought somebody on the list, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnWeek {
    /// How often the person stood among those whom somebody had found.
    pub listed: u64,
    /// How often the person stood on a page that somebody had before them.
    pub viewed: u64,
    pub offers: u64,
    pub won: u64,
}

/// A dispute about hours, for the support organisation that decides it.
#[derive(Clone, Debug)]
pub struct DisputeFacts {
    pub engagement: EngagementId,
    pub company: Line,
    pub specialist: Line,
    /// Minutes as reported, and as the company says.
    pub reported: u32,
    pub said: u32,
    pub ends_at: Option<Moment>,
    pub is_reminder: bool,
    /// Minutes with which one side has given in, so that nothing is left to decide; none as long as something is.
    pub settled: Option<u32>,
}
