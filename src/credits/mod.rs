//! Credits: what a specialist has done, what each scheme of renewal makes of it, and the ledger in which it stands.
//!
//! An *activity* is a fact: work that a company confirmed, a course, a book, a talk. A *rule set* is dated data of one scheme (`config/credit_rules`): which
//! activities are worth how much, into which *pot* it goes, and how much of a pot is needed or counts at most. A *projection* is what a rule set makes of
//! many activities, with a reason for everything that did not count. One activity is projected into every scheme; no scheme changes the activity.
//!
//! The *ledger* holds approved activities in the order in which they were approved, each sealed to the one before. Nothing in it is ever changed: a mistake
//! is taken back by a further row. So every figure can be worked out anew from the ledger and the rule set alone, by anybody.

mod activity;
mod amount;
mod claim;
mod cycle;
mod editions;
mod ledger;
mod projection;
mod rule_set;
mod statement;
mod table;
mod tally;
#[cfg(test)]
mod tests;
mod work;

pub use activity::{Activity, AuthorRole, ForWhom};
pub use amount::Amount;
pub use claim::{Approver, ApproverRole, Claim, ClaimForm, ClaimState, Draw, is_drawn};
pub use cycle::{Cycle, Milestone, MilestoneKind};
pub use editions::{is_title, rules_in_force, schemes};
pub use ledger::{Damage, Ledger, Row, RowKind};
pub use projection::{Counted, Cut, CutBy, PotStanding, Projection, TitleHeld, project};
pub use rule_set::{Exemption, Pot, Requirement, RuleSet, RuleSetError, Title, Value, Whole, Worth};
pub use statement::{Head, Statement, StatementError, Verified};
pub use table::{TableSeals, VerifiedTable};
pub use tally::Tally;
pub use work::WorkKey;
