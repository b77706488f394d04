//! The official register of registered specialists, as far as it says whether somebody on the active list may carry the title.
//!
//! A [`Snapshot`] is read from a file by the dated mapping in `config/registry` and never kept: of the many people in it only those matter who are on the
//! list. [`compare()`] says what it tells of one of them, and [`RegisterStanding`] is what is kept of that.

mod compare;
mod snapshot;
mod standing;
mod title;

#[cfg(test)]
mod tests;

pub use compare::{Compared, RegisterFinding, compare};
pub use snapshot::{RegisterRow, Snapshot, SnapshotError, read_snapshot};
pub use standing::{Decision, RegisterStanding, Step, step};
pub use title::{names_title, untitled};
