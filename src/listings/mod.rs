//! Other public lists of services for small companies, as far as nakodo shows them to whoever finds nobody on the active list (docs/listings.md).
//!
//! A file is read by the dated mapping in `config/listings`, all of it or none. What is on such a list is the publisher's word: nakodo neither checks nor
//! recommends it. It must not know who is on the active list.

mod compare;
mod listing;
mod read;

#[cfg(test)]
mod tests;

pub use compare::{Changes, compare};
pub use listing::Listing;
pub use read::{ListingsError, ListingsFile, read_listings};
