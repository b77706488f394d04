//! What letters about a team tell.

use crate::engagement::TeamState;
use crate::ids::Token;
use crate::values::{Line, Prose};

/// Who reads a letter about somebody's place in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamReader {
    Member,
    Lead,
    Company,
}

/// What became of somebody's place in a team.
#[derive(Clone, Debug)]
pub struct TeamFacts {
    pub reader: TeamReader,
    /// Who comes along, as far as they may be known so far; none where the person is erased.
    pub member: Option<Line>,
    /// Who leads.
    pub lead: Line,
    /// The company; only for a reader who may know it.
    pub company: Option<Line>,
    /// Code of the role.
    pub role: String,
    pub state: TeamState,
    /// Why it ended, in the words of who ended it.
    pub parting: Option<Prose>,
    /// The person's own hours that the company has confirmed.
    pub minutes: u32,
    pub page: Token,
    /// Whether whoever comes along stands on no list, and so enters nothing.
    pub is_guest: bool,
}
