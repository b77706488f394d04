//! Tables `listing_snapshots` and `external_listings`: other public lists of services, each as of its last snapshot. They hold what publishers say of
//! companies, so nothing in them is sealed.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::helper_types::IntoBoxed;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::ListingId;
use crate::listings::Listing;
use crate::store::cells::{document, from_document, id, moment, time, unreadable};
use crate::store::connection::AnyConnection;
use crate::store::schema::{external_listings, listing_snapshots};
use crate::store::{StoreError, Tx};

/// The last snapshot of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingSnapshot {
    pub kind: String,
    pub as_of: NaiveDate,
    /// Where the file came from.
    pub source: String,
    pub digest: String,
    pub rows: usize,
    /// The edition of the mapping by which it was read.
    pub mapping: String,
    pub taken_at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredListing {
    pub id: ListingId,
    pub kind: String,
    pub listing: Listing,
}

/// Which rows; what is over on `today` is never shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingFilter {
    pub kind: Option<String>,
    /// A prefecture that is served, or of which the list does not say.
    pub prefecture: Option<String>,
    pub service: Option<String>,
    /// Folded; all must be found.
    pub words: Vec<String>,
    pub today: NaiveDate,
}

type Cells = (String, String, String);

/// Codes, so that one of them is found between two spaces.
fn spaced<'a>(codes: impl Iterator<Item = &'a String>) -> String {
    codes.fold(String::from(" "), |text, code| text + code + " ")
}

fn holding(text: &str) -> String {
    format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

type Fitting = IntoBoxed<'static, external_listings::table, <AnyConnection as Connection>::Backend>;

fn fitting(filter: &ListingFilter) -> Fitting {
    let holds = external_listings::valid_until.is_null().or(external_listings::valid_until.assume_not_null().ge(filter.today.to_string()));
    let mut query = external_listings::table.into_boxed().filter(holds);
    if let Some(kind) = &filter.kind {
        query = query.filter(external_listings::kind.eq(kind.clone()));
    }
    if let Some(prefecture) = &filter.prefecture {
        let served = external_listings::prefectures.like(holding(&format!(" {prefecture} "))).escape('\\');
        query = query.filter(external_listings::prefectures.eq("").or(served));
    }
    if let Some(service) = &filter.service {
        query = query.filter(external_listings::services.like(holding(&format!(" {service} "))).escape('\\'));
    }
    for word in &filter.words {
        query = query.filter(external_listings::haystack.like(holding(word)).escape('\\'));
    }
    query
}

fn stored((key, kind, cell): Cells) -> Result<StoredListing, StoreError> {
    Ok(StoredListing { id: id(&key)?, kind, listing: from_document("listing", &cell)? })
}

impl Tx<'_> {
    /// Puts a snapshot with its rows in the place of the last one of its kind.
    pub fn replace_listings(&mut self, snapshot: &ListingSnapshot, rows: &[(ListingId, &Listing)]) -> Result<(), StoreError> {
        let kind = external_listings::kind.eq(&snapshot.kind);
        diesel::delete(external_listings::table.filter(kind)).execute(self.connection)?;
        diesel::delete(listing_snapshots::table.find(&snapshot.kind)).execute(self.connection)?;
        let added = diesel::insert_into(listing_snapshots::table).values((
            listing_snapshots::kind.eq(&snapshot.kind),
            listing_snapshots::as_of.eq(snapshot.as_of.to_string()),
            listing_snapshots::source.eq(&snapshot.source),
            listing_snapshots::digest.eq(&snapshot.digest),
            listing_snapshots::row_count.eq(i32::try_from(rows.len()).unwrap_or(i32::MAX)),
            listing_snapshots::mapping.eq(&snapshot.mapping),
            listing_snapshots::taken_at.eq(time(snapshot.taken_at)),
        ));
        added.execute(self.connection)?;
        for (id, listing) in rows {
            let row = diesel::insert_into(external_listings::table).values((
                external_listings::id.eq(id.to_string()),
                external_listings::kind.eq(&snapshot.kind),
                external_listings::listing_key.eq(listing.key()),
                external_listings::document.eq(document(listing)?),
                external_listings::haystack.eq(listing.haystack()),
                external_listings::services.eq(spaced(listing.services.iter())),
                external_listings::prefectures.eq(listing.prefectures.as_ref().map(|codes| spaced(codes.iter())).unwrap_or_default()),
                external_listings::valid_until.eq(listing.valid_until.map(|day| day.to_string())),
            ));
            row.execute(self.connection)?;
        }
        Ok(())
    }

    /// Everything of one list, also what is over.
    pub fn list_listings_of(&mut self, kind: &str) -> Result<Vec<StoredListing>, StoreError> {
        let rows = external_listings::table.filter(external_listings::kind.eq(kind)).order(external_listings::id);
        let rows = rows.select((external_listings::id, external_listings::kind, external_listings::document));
        rows.load::<Cells>(self.connection)?.into_iter().map(stored).collect()
    }

    /// What fits, in the order of ids, behind `after`.
    pub fn find_listings(
        &mut self,
        filter: &ListingFilter,
        after: Option<ListingId>,
        limit: i64,
    ) -> Result<Vec<StoredListing>, StoreError> {
        let mut rows = fitting(filter).order(external_listings::id).limit(limit);
        if let Some(after) = after {
            rows = rows.filter(external_listings::id.gt(after.to_string()));
        }
        let rows = rows.select((external_listings::id, external_listings::kind, external_listings::document));
        rows.load::<Cells>(self.connection)?.into_iter().map(stored).collect()
    }

    pub fn count_listings(&mut self, filter: &ListingFilter) -> Result<i64, StoreError> {
        Ok(fitting(filter).count().get_result(self.connection)?)
    }

    /// The last snapshot of each list, by its code.
    pub fn listing_snapshots(&mut self) -> Result<HashMap<String, ListingSnapshot>, StoreError> {
        let rows = listing_snapshots::table.load::<(String, String, String, String, i32, String, NaiveDateTime)>(self.connection)?;
        let snapshot =
            |(kind, as_of, source, digest, rows, mapping, taken_at): (String, String, String, String, i32, String, NaiveDateTime)| {
                let as_of = as_of.parse().map_err(|error| unreadable("day", error))?;
                let rows = usize::try_from(rows).unwrap_or_default();
                Ok((kind.clone(), ListingSnapshot { kind, as_of, source, digest, rows, mapping, taken_at: moment(taken_at) }))
            };
        rows.into_iter().map(snapshot).collect()
    }
}
