//! Other public lists of services (docs/decisions/0067-external-listings.md): taking in a snapshot, and searching them.

mod import;
mod search;

pub use import::{ListingsReport, import_listings};
pub use search::{
    ListingForm, ListingSource, ListingView, ListingsFound, ListingsWanted, find_listings, list_listing_sources, search_listings,
    suggest_listings,
};
