//! What a specialist sees of what companies said, and whether everybody sees it too.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::clock::in_japan;
use crate::desk::match_reviews::together;
use crate::desk::{Desk, Refusal};
use crate::engagement::{AnswerCounts, Review, Side};
use crate::ids::{EngagementId, HelpRequestId, SpecialistId};
use crate::store::{StoreError, StoredReviews, Tx};

/// How many reviews the page shows.
const SHOWN: usize = 30;

/// What one company said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadReview {
    pub engagement: EngagementId,
    /// The day on which hours were confirmed.
    pub closed_on: NaiveDate,
    /// The company's name; none where nothing is kept of it any more.
    pub company: Option<String>,
    pub review: Review,
    /// Whether the specialist can reply now.
    pub can_reply: bool,
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
            let all = tx.list_match_reviews_of(id)?;
            let seen = all.iter().filter_map(|stored| Some((stored, stored.reviews.seen_by(Side::Specialist, rules, now)?.clone())));
            let seen: Vec<(&StoredReviews, Review)> = seen.take(SHOWN).collect();
            let names = company_names(tx, &seen.iter().map(|(stored, _)| stored.help_request).collect::<Vec<_>>())?;
            let told = |(stored, review): (&StoredReviews, Review)| ReadReview {
                engagement: stored.engagement,
                closed_on: in_japan(stored.reviews.closed_at).date_naive(),
                company: names.get(&stored.help_request).cloned(),
                review,
                // Where nobody is left who could read it, nothing is said.
                can_reply: names.contains_key(&stored.help_request) && stored.reviews.can_reply(Side::Specialist, rules, now),
            };
            let (read, together) = (seen.into_iter().map(told).collect(), together(rules, &all, now));
            Ok(OwnReviews { read, together, shows: tx.shows_reviews(id)?, listed: person.public_listing })
        })
        .await
}

/// Who asked for each of these; nobody where nothing is kept of the company any more.
fn company_names(tx: &mut Tx<'_>, ids: &[HelpRequestId]) -> Result<HashMap<HelpRequestId, String>, StoreError> {
    let kept = tx.list_help_requests_by_id(ids)?.into_iter().filter(|stored| !stored.help_request.company.is_of_nobody());
    Ok(kept.map(|stored| (stored.id, stored.help_request.company.name.as_str().to_owned())).collect())
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
