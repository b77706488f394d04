//! Matching: who fits a help request, how well, and why. Pure and deterministic: the same list and the same question give the same
//! answer on every machine.
//!
//! A [`Card`] is what the room knows of a specialist (codes resolved to bits), a [`Question`] what it knows of a help request. Hard
//! [`Rule`]s say who may be asked at all; [`score()`] orders those who may. The [`Index`] holds all cards in memory. It is a cache: it can be
//! thrown away at any moment, and whoever it names is checked again in the store before an offer is made (invariant 10).

mod assignment;
mod card;
pub mod columns;
mod index;
mod people;
mod question;
mod record;
mod relaxation;
mod rules;
mod score;
mod supply;
#[cfg(test)]
mod tests;
mod units;
mod why_not;

pub use assignment::{Ask, Assignment, CostError, MOST_VALUE, MinimumCost, Wish, assign, assign_with, minimum_cost};
pub use card::{Card, may_work_beside};
pub use index::{Candidate, Index, RuleTally};
pub use question::Question;
pub use record::Record;
pub use relaxation::{Change, Relaxation, relaxations};
pub use rules::{Rule, are_competitors, failing, is_conflict, knows_industry};
pub use score::{Explanation, Term, TermScore, score};
pub use supply::{Offering, Supply};
pub use why_not::{Finding, Side, why_not};
