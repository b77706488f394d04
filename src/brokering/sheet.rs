//! Members as a CSV file (docs/brokering.md), as organisations keep them in a spreadsheet. Every mistake of every row is reported at once, by line
//! and column; what is written is read back without loss.

mod columns;
mod read;
mod table;
mod write;

#[cfg(test)]
mod tests;

pub use columns::{MEMBER_COLUMNS, MemberColumn};
pub use read::{MemberRow, read_members};
pub use table::MemberTable;
pub use write::write_members;
