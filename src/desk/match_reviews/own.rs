//! What a specialist sees of what companies said, and whether everybody sees it too.

use chrono::NaiveDate;

use crate::clock::in_japan;
use crate::desk::match_reviews::together;
use crate::desk::{Desk, Refusal};
use crate::engagement::{AnswerCounts, Review, Side};
use crate::ids::SpecialistId;
use crate::store::StoredReviews;

/// How many reviews the page shows.
const SHOWN: usize = 30;

/// What one company said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadReview {
    /// The day on which hours were confirmed.
    pub closed_on: NaiveDate,
    /// The company's name; none where nothing is kept of it any more.
    pub company: Option<String>,
    pub review: Review,
}

/// What companies said of a specialist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReviews {
    /// What can be read, the newest match first.
    pub read: Vec<ReadReview>,
    /// All answers together; none while they are few.
    pub together: Option<Vec<AnswerCounts>>,
    /// Whether everybody sees them together.
    pub shows: bool,
    /// Whether there is a page where everybody would.
    pub listed: bool,
}

pub async fn look_at_own_reviews(desk: &Desk, id: SpecialistId) -> Result<OwnReviews, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let person = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            let rules = acting.catalogue.reviews();
            let mut read = Vec::new();
            for StoredReviews { help_request, reviews, .. } in tx.list_match_reviews_of(id)? {
                if read.len() == SHOWN {
                    break;
                }
                let Some(review) = reviews.seen_by(Side::Specialist, rules, now).cloned() else { continue };
                let forgotten = tx.find_help_request_dates(help_request)?.is_none_or(|dates| dates.forgotten_at.is_some());
                let stored = if forgotten { None } else { tx.find_help_request(help_request)? };
                let company = stored.map(|stored| stored.help_request.company.name.as_str().to_owned());
                read.push(ReadReview { closed_on: in_japan(reviews.closed_at).date_naive(), company, review });
            }
            let together = together(&acting, tx, id, now)?;
            Ok(OwnReviews { read, together, shows: tx.shows_reviews(id)?, listed: person.public_listing })
        })
        .await
}

/// Shows everybody what companies said, all answers together, or no more.
pub async fn show_own_reviews(desk: &Desk, id: SpecialistId, shows: bool) -> Result<(), Refusal> {
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            tx.lock_specialists(&[id])?.pop().ok_or(Refusal::NotFound)?;
            if tx.show_reviews(id, shows.then_some(now))? {
                tx.note_act(if shows { "reviews_shown" } else { "reviews_hidden" }, "specialist", id);
            }
            Ok(())
        })
        .await
}
