//! Full-text search of the active list: who may be found by anybody, found by words, filtered, and counted. In memory, a cache like the cards of
//! matching (invariant 10); the desk fills it and checks what it names in the store. The only room that names tantivy
//! (`docs/decisions/0017-full-text-search.md`).
//!
//! tantivy answers one question only: in whose own texts do these letters stand, and where. Filters and counts are bits in a row for each
//! person, looked through one by one; the words of the catalogue (menus, services and their synonyms) are compared with the query and become
//! bits too. Scores are sums of whole numbers, so the order does not depend on the history of an index: two processes answer alike.

mod index;
mod listed;
mod query;
mod snippet;
#[cfg(test)]
mod tests;
mod texts;
mod tokens;
mod vocabulary;

pub use index::SearchIndex;
pub use listed::Listed;
pub use query::{Counted, Dimension, Emptied, Filter, Found, Hit, Query};
pub use snippet::{Needles, Part};

/// Why the index cannot answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the search index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The process is coming to its end, or a search panicked.
    #[error("a search did not come to its end: {0}")]
    Ended(String),
}
