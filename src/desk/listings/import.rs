//! A snapshot of a list takes the place of the last one, in one transaction: nobody ever sees half of each.

use chrono::NaiveDate;

use crate::desk::{Desk, Refusal};
use crate::ids::ListingId;
use crate::listings::{Changes, ListingsFile, compare};
use crate::report::FieldError;
use crate::store::{ListingSnapshot, Tx};

/// What a snapshot brought, or would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingsReport {
    pub rows: usize,
    pub changes: Changes,
    /// Rows that are over already: they are kept and not shown.
    pub over: usize,
}

/// Takes in the list `kind` as it was on `as_of`, from `source`. A dry run changes nothing and says what would come.
pub async fn import_listings(
    desk: &Desk,
    kind: String,
    file: ListingsFile,
    as_of: NaiveDate,
    source: Option<String>,
    is_dry: bool,
) -> Result<ListingsReport, Refusal> {
    let (now, today) = (desk.clock.now(), desk.clock.today());
    if as_of > today {
        return Err(Refusal::Fields(vec![FieldError::new("/as_of", "listings-day-to-come")]));
    }
    let known = desk.catalogue.listing_kind(&kind).ok_or(Refusal::NotFound)?;
    let least_percent = u64::from(known.least_percent);
    let snapshot = ListingSnapshot {
        source: source.unwrap_or_else(|| known.home.clone()),
        kind,
        as_of,
        digest: file.digest.clone(),
        rows: file.rows.len(),
        mapping: desk.catalogue.listing_edition().to_owned(),
        taken_at: now,
    };
    let ids = desk.ids.clone();
    let work = move |tx: &mut Tx<'_>| {
        if let Some(last) = tx.listing_snapshots()?.get(&snapshot.kind) {
            doubt(last, &snapshot, least_percent)?;
        }
        let before = tx.list_listings_of(&snapshot.kind)?;
        let report = ListingsReport {
            rows: file.rows.len(),
            changes: compare(before.iter().map(|stored| &stored.listing), &file.rows),
            over: file.rows.iter().filter(|row| row.valid_until.is_some_and(|until| until < today)).count(),
        };
        if !is_dry {
            let known: std::collections::HashMap<String, ListingId> =
                before.iter().map(|stored| (stored.listing.key(), stored.id)).collect();
            let rows: Vec<_> =
                file.rows.iter().map(|row| (known.get(&row.key()).copied().unwrap_or_else(|| ids.fresh(now)), row)).collect();
            tx.replace_listings(&snapshot, &rows)?;
            tx.note_act("listings_read", "listing_snapshot", &snapshot.kind);
        }
        Ok(report)
    };
    if is_dry { desk.store.read(work).await } else { desk.store.write(work).await }
}

fn doubt(last: &ListingSnapshot, new: &ListingSnapshot, least_percent: u64) -> Result<(), Refusal> {
    let rows = |snapshot: &ListingSnapshot| u64::try_from(snapshot.rows).unwrap_or(u64::MAX);
    let error = if new.as_of < last.as_of {
        FieldError::new("/as_of", "listings-older").with("last", last.as_of)
    } else if rows(new).saturating_mul(100) < rows(last).saturating_mul(least_percent) {
        FieldError::new("/rows", "listings-smaller").with("rows", new.rows).with("last", last.rows).with("percent", least_percent)
    } else {
        return Ok(());
    };
    Err(Refusal::Fields(vec![error]))
}
