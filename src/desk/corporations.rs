//! The register of corporations (docs/decisions/0112-corporations.md): taking it in, and looking a company up by its number.

use chrono::NaiveDate;

use crate::desk::{Desk, Refusal};
use crate::intake::Corporation;
use crate::values::CorporateNumber;

/// Puts some corporations of a file in place, in one transaction. A file has millions, so it comes in parts; each part may come again.
pub async fn put_corporations(desk: &Desk, found: Vec<Corporation>, as_of: NaiveDate) -> Result<(), Refusal> {
    desk.store.write(move |tx| Ok::<_, Refusal>(tx.put_corporations(&found, as_of)?)).await
}

/// Says in the audit log that a file was taken in: once, not for each of its parts.
pub async fn note_corporations_read(desk: &Desk, as_of: NaiveDate) -> Result<(), Refusal> {
    let note = move |tx: &mut crate::store::Tx<'_>| {
        tx.note_act("corporations_read", "corporations", as_of.to_string());
        Ok::<_, Refusal>(())
    };
    desk.store.write(note).await
}

/// How many are in place, and the day of the newest; none if nobody has loaded any.
pub async fn count_corporations(desk: &Desk) -> Result<Option<(i64, String)>, Refusal> {
    desk.store.read(|tx| Ok::<_, Refusal>(tx.count_corporations()?)).await
}

pub async fn knows_corporations(desk: &Desk) -> Result<bool, Refusal> {
    desk.store.read(|tx| Ok::<_, Refusal>(tx.knows_corporations()?)).await
}

pub async fn look_up_corporation(desk: &Desk, number: CorporateNumber) -> Result<Option<Corporation>, Refusal> {
    desk.store.read(move |tx| Ok::<_, Refusal>(tx.find_corporation(&number)?)).await
}
