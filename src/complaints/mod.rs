//! Complaints about the other side of a match.
//!
//! A complaint is one document and a machine of states ([`Complaint`]): it is received, looked into, the other side is heard, and two operators decide.
//! Nothing follows for anybody before that. Time reminds the operator, ends the hearing and the time for an appeal, and in the end closes what nobody
//! decided, so every complaint ends. It must not read the clock, and it must not tell one side who the other is.

mod complaint;
mod form;
mod sight;
#[cfg(test)]
mod tests;
mod verdict;

pub use complaint::{Appeal, Bar, Complaint, Filed, Hearing, NotNow, Stage, Woken};
pub use form::{ComplaintForm, VerdictForm, check_summary, check_words};
pub use verdict::{Decision, Effect, Outcome, Proposal, Verdict};

use crate::ids::ComplaintId;

/// What people call a complaint by: the end of its id, which no other is likely to have, in groups that can be read over a telephone.
pub fn number_of(id: ComplaintId) -> String {
    let text = id.uuid().simple().to_string().to_uppercase();
    let tail: Vec<char> = text.chars().skip(24).collect();
    tail.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
