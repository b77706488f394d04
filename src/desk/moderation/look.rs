//! What waits to be looked at.

use crate::active_list::{TextChange, Texts};
use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::ids::SpecialistId;

/// An entry that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewLine {
    pub specialist: SpecialistId,
    pub display_name: String,
    pub since: Moment,
    /// Whether the entry is hidden, and whether somebody proposes to hide it.
    pub hidden: bool,
    pub proposed: bool,
}

/// One entry with what changed since somebody last looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewView {
    pub specialist: SpecialistId,
    /// The version that is shown: what is decided is decided of it.
    pub version: i32,
    pub display_name: String,
    pub waiting_since: Option<Moment>,
    pub changes: Vec<TextChange>,
    pub hidden: bool,
    /// Whether what is new is kept back until somebody accepts it.
    pub held: bool,
    /// Why the entry is hidden.
    pub reason: Option<String>,
    /// Why somebody proposes to hide it, and who.
    pub proposal: Option<(String, String)>,
}

/// Entries that wait, the oldest first.
pub async fn list_reviews(desk: &Desk, limit: usize) -> Result<Vec<ReviewLine>, Refusal> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    desk.store
        .read(move |tx| {
            let waiting = tx.list_waiting_reviews(limit)?;
            let ids: Vec<SpecialistId> = waiting.iter().map(|review| review.specialist).collect();
            let people = tx.list_specialists_by_id(&ids)?;
            let lines = waiting.into_iter().filter_map(|review| {
                let person = people.iter().find(|person| person.id == review.specialist)?;
                Some(ReviewLine {
                    specialist: person.id,
                    display_name: person.specialist.display_name.as_str().to_owned(),
                    since: review.waiting_since?,
                    hidden: person.hidden,
                    proposed: review.proposal.is_some(),
                })
            });
            Ok(lines.collect())
        })
        .await
}

/// One entry; that somebody looked stands in the audit log.
pub async fn view_review(desk: &Desk, id: SpecialistId) -> Result<ReviewView, Refusal> {
    desk.note_look("entry_reviewed", "specialist", id.to_string()).await?;
    desk.store
        .read(move |tx| {
            let review = tx.find_review(id)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            let before = review.accepted.unwrap_or_default();
            Ok(ReviewView {
                specialist: id,
                version: person.version,
                display_name: person.specialist.display_name.as_str().to_owned(),
                waiting_since: review.waiting_since,
                changes: Texts::of(&person.specialist).changes_since(&before),
                hidden: person.hidden,
                held: person.held,
                reason: review.reason,
                proposal: review.proposal,
            })
        })
        .await
}
