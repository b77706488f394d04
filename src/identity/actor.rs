//! Who acts: the desk carries it through an act into the transaction, so that no act can forget to say it.

use crate::identity::Role;
use crate::ids::{AccountId, ApiKeyId, PersonId, TokenHash};

/// Who it is. What the machine does by itself has no actor: it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Signed in.
    Account(AccountId),
    /// Signed in with an account that several people share, and one of these by their own word.
    Person(AccountId, PersonId),
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

    /// Whoever is signed in with an account.
    pub fn of_account(account: AccountId, person: Option<PersonId>) -> Self {
        person.map_or(Self::Account(account), |person| Self::Person(account, person))
    }

    /// With which account, and as whom behind it.
    pub fn account(&self) -> Option<(AccountId, Option<PersonId>)> {
        match self {
            Self::Account(id) => Some((*id, None)),
            Self::Person(id, person) => Some((*id, Some(*person))),
            _ => None,
        }
    }

    /// As it stands in the audit log.
    pub fn key(&self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Person(id, person) => format!("account:{id}/{person}"),
            Self::Key(id) => format!("key:{id}"),
            Self::Link(hash) => format!("link:{hash}"),
            Self::Nobody => "nobody".to_owned(),
            Self::Terminal(user) => format!("terminal:{user}"),
            Self::Machine => "machine".to_owned(),
        }
    }
}

/// Who it is without the person behind a shared account, of whom there is no proof but their own word: two of these are still one pair of eyes.
pub fn account_of(who: &str) -> &str {
    if who.starts_with("account:") { who.split('/').next().unwrap_or(who) } else { who }
}

/// The person behind a shared account, as the audit log names them.
pub fn person_of(who: &str) -> Option<PersonId> {
    who.strip_prefix("account:")?.split_once('/')?.1.parse().ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_behind_one_mailbox_are_told_apart_and_are_one_account() {
        let (ids, now) = (crate::ids::Ids::seeded(1), crate::clock::Moment::default());
        let (account, one, other): (AccountId, PersonId, PersonId) = (ids.fresh(now), ids.fresh(now), ids.fresh(now));
        let key = |person| Who::of_account(account, person).key();
        assert_ne!(key(Some(one)), key(Some(other)));
        for person in [Some(one), Some(other), None] {
            assert_eq!(account_of(&key(person)), key(None));
            assert_eq!(person_of(&key(person)), person);
            assert_eq!(Who::of_account(account, person).account(), Some((account, person)));
        }
        let terminal = Who::Terminal("a/b".into()).key();
        assert_eq!((account_of(&terminal), person_of(&terminal)), ("terminal:a/b", None));
    }
}
