//! Who acts: the desk carries it through an act into the transaction, so that no act can forget to say it.

use crate::identity::Role;
use crate::ids::{AccountId, ApiKeyId, TokenHash};

/// Who it is. What the machine does by itself has no actor: it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Signed in.
    Account(AccountId),
    /// A program with a key.
    Key(ApiKeyId),
    /// The holder of a letter's link; the first characters of the token's hash, by which the link is found in the table of links.
    Link(String),
    /// Anybody, who has shown nothing.
    Nobody,
    /// A person at the machine itself, by the name that the machine has for them.
    Terminal(String),
    /// The machine by itself, where it forgets who somebody was. All else that it does stands in the journal.
    Machine,
}

/// How many characters of a link's hash are kept: enough to find it, far too few to be it.
const HASH_SHOWN: usize = 16;

impl Who {
    pub fn link(token: &TokenHash) -> Self {
        Self::Link(token.as_str().chars().take(HASH_SHOWN).collect())
    }

    /// As it stands in the audit log.
    pub fn key(&self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Key(id) => format!("key:{id}"),
            Self::Link(hash) => format!("link:{hash}"),
            Self::Nobody => "nobody".to_owned(),
            Self::Terminal(user) => format!("terminal:{user}"),
            Self::Machine => "machine".to_owned(),
        }
    }
}

/// Who acts, as whom, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub who: Who,
    pub role: Option<Role>,
    /// The client's address; empty at the terminal.
    pub source: String,
    /// Names the request, so that what one request did is found together.
    pub request: String,
    /// Why somebody looked at what is not theirs.
    pub reason: Option<String>,
}
