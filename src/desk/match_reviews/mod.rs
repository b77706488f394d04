//! What both sides of a match say about each other after hours were confirmed: each behind the links of its own letters, and for the specialist also
//! among the own pages. Operators decide where somebody objects to words (docs/decisions/0120-what-both-say.md).

mod judge;
mod look;
mod own;
mod say;
mod step;
mod wake;

pub use judge::{ObjectionView, judge_words, list_objections, view_objection};
pub use look::{ReviewsPage, look_at_reviews};
pub use own::{OwnReviews, ReadReview, look_at_own_reviews, show_own_reviews};
pub use say::{object_to_words, reply_to_own_review, reply_to_review, say_review};
pub(in crate::desk) use step::ReviewStep;
pub use wake::wake_reviews;

use std::collections::HashSet;

use crate::catalogue::ReviewRules;
use crate::clock::Moment;
use crate::desk::course::{Engaged, course_of, engaged};
use crate::desk::{Desk, Refusal};
use crate::engagement::{AnswerCounts, EngagementState, Review, Side, told_together};
use crate::ids::{SpecialistId, Token};
use crate::store::{StoredEngagement, StoredReviews, Tx};

/// Who holds the link, and what was said so far of an engagement with confirmed hours; of any other there is nothing to say. None where nobody has said
/// anything.
fn asked(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<Asked, Refusal> {
    let Engaged { engagement, side } = engaged(tx, token, now)?;
    asked_of_match(tx, engagement, side)
}

/// The same for a side that is known otherwise.
fn asked_of_match(tx: &mut Tx<'_>, engagement: StoredEngagement, side: Side) -> Result<Asked, Refusal> {
    let course = course_of(&engagement);
    let counts = engagement.state == EngagementState::Closed && course.confirmed_minutes() > 0;
    let closed_at = course.ending.filter(|_| counts).ok_or(Refusal::NotFound)?.at();
    let said = tx.find_match_reviews(engagement.id)?;
    Ok(Asked { engagement, side, closed_at, said })
}

/// What a link, or a place among the own pages, leads to.
struct Asked {
    engagement: StoredEngagement,
    side: Side,
    closed_at: Moment,
    said: Option<StoredReviews>,
}

/// What companies said of a specialist in all these (the newest match first), all answers together; none while few have said something that can be read.
/// A company that came back is one company, and says what it said last.
fn together(rules: &ReviewRules, all: &[StoredReviews], now: Moment) -> Option<Vec<AnswerCounts>> {
    let mut companies = HashSet::new();
    let seen = all.iter().filter_map(|one| Some((one.first, one.reviews.seen_by(Side::Specialist, rules, now)?)));
    let said: Vec<&Review> = seen.filter_map(|(company, review)| companies.insert(company).then_some(review)).collect();
    told_together(&rules.of_company, &said, rules.least)
}

/// The same as everybody reads it, where the specialist shows it.
pub(super) fn shown_together(
    desk: &Desk,
    tx: &mut Tx<'_>,
    specialist: SpecialistId,
    now: Moment,
) -> Result<Option<Vec<AnswerCounts>>, Refusal> {
    if !tx.shows_reviews(specialist)? {
        return Ok(None);
    }
    Ok(together(desk.catalogue.reviews(), &tx.list_match_reviews_of(specialist)?, now))
}
