//! What a new snapshot changes.

use std::collections::HashMap;

use crate::listings::Listing;

/// Titles of what came, went and is told otherwise than before, each in the order of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub came: Vec<String>,
    pub went: Vec<String>,
    pub changed: Vec<String>,
}

pub fn compare<'a>(before: impl IntoIterator<Item = &'a Listing>, after: impl IntoIterator<Item = &'a Listing>) -> Changes {
    let before: Vec<&Listing> = before.into_iter().collect();
    let mut known: HashMap<String, &Listing> = before.iter().map(|one| (one.key(), *one)).collect();
    let mut changes = Changes::default();
    for listing in after {
        match known.remove(&listing.key()) {
            None => changes.came.push(listing.title()),
            Some(old) if old != listing => changes.changed.push(listing.title()),
            Some(_) => {}
        }
    }
    changes.went = before.iter().filter(|one| known.contains_key(&one.key())).map(|one| one.title()).collect();
    changes
}
