//! Who somebody is to nakodo: accounts, as whom they may act, and the rules of signing in. There are no passwords: whoever reads a mailbox is its
//! owner, here as everywhere in nakodo. It must not know cookies or tables.

mod account;
mod actor;
mod audit;
mod person;
mod role;
mod rules;
mod scope;
mod second_factor;

pub use account::{Account, AccountForm};
pub use actor::{Actor, Who, account_of, person_of};
pub use audit::{AuditEntry, Chain, Damage, Place};
pub use person::PersonForm;
pub use role::{Rank, Role};
pub use rules::{
    ASK_AGAIN_WITHIN, Answer, Asked, CODE_TRIES, JOINING_HOLDS, SESSION_IS_SEEN, SIGN_IN_HOLDS, SessionLimits, sign_in_limits,
};
pub use scope::Scope;
pub use second_factor::{Authenticator, PROOF_TRIES, PROOFS_WITHIN, RECOVERY_CODES, find_recovery_code, recovery_code};
