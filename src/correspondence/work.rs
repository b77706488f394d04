//! What letters tell of the work after a match.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::engagement::{Course, Session, Side};
use crate::ids::Token;
use crate::values::{Line, Prose};

/// How far the work after a match has come, for one of its sides.
#[derive(Clone, Debug)]
pub struct CourseFacts {
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

/// A match that was withdrawn: who both were, who withdrew, and why in that side's words.
#[derive(Clone, Debug)]
pub struct WithdrawalFacts {
    pub company: Line,
    pub specialist: Line,
    pub by: Side,
    pub reason: Prose,
}
