//! What both sides of a match say about each other after hours were confirmed: each behind the links of its own letters, and for the specialist also
//! among the own pages. Operators decide where somebody objects to words (docs/decisions/0120-what-both-say.md).

mod judge;
mod look;
mod own;
mod say;
mod wake;

pub use judge::{ObjectionView, judge_words, list_objections, view_objection};
pub use look::{ReviewsPage, look_at_reviews};
pub use own::{OwnReviews, ReadReview, look_at_own_reviews, show_own_reviews};
pub use say::{object_to_words, reply_to_review, say_review};
pub use wake::wake_reviews;

use crate::catalogue::{ReviewQuestion, ReviewRules};
use crate::clock::Moment;
use crate::correspondence::LetterKind;
use crate::desk::course::{course_of, engaged, tell};
use crate::desk::{Desk, Refusal};
use crate::engagement::{AnswerCounts, EngagementState, Review, Reviews, Side, told_together};
use crate::ids::{SpecialistId, Token};
use crate::store::{StoredEngagement, Tx};

/// What a side is asked about the other.
pub(super) fn questions(rules: &ReviewRules, side: Side) -> &[ReviewQuestion] {
    match side {
        Side::Company => &rules.of_company,
        Side::Specialist => &rules.of_specialist,
    }
}

/// Who holds the link, and what was said so far of an engagement with confirmed hours; of any other there is nothing to say.
fn asked(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<(StoredEngagement, Side, Reviews), Refusal> {
    let by = engaged(tx, token, now)?;
    let course = course_of(&by.engagement);
    let counts = by.engagement.state == EngagementState::Closed && course.confirmed_minutes() > 0;
    let closed_at = course.ending.filter(|_| counts).ok_or(Refusal::NotFound)?.at();
    let found = tx.find_match_reviews(by.engagement.id)?.map(|found| found.reviews);
    Ok((by.engagement, by.side, found.unwrap_or_else(|| Reviews::begin(closed_at))))
}

/// Tells a side that it can read what the other has said.
fn tell_shown(desk: &Desk, tx: &mut Tx<'_>, now: Moment, of: &StoredEngagement, reader: Side) -> Result<(), Refusal> {
    let step = "shown";
    tell(desk, tx, now, LetterKind::ReviewNews, reader, of, step)
}

/// What companies said of a specialist, all answers together; none while few have said something that can be read.
pub(super) fn together(desk: &Desk, tx: &mut Tx<'_>, specialist: SpecialistId, now: Moment) -> Result<Option<Vec<AnswerCounts>>, Refusal> {
    let rules = desk.catalogue.reviews();
    let all = tx.list_match_reviews_of(specialist)?;
    let said: Vec<&Review> = all.iter().filter_map(|one| one.reviews.seen_by(Side::Specialist, rules, now)).collect();
    Ok(told_together(&rules.of_company, &said, rules.least))
}

/// The same for everybody, where the specialist shows it.
pub(super) fn shown_together(
    desk: &Desk,
    tx: &mut Tx<'_>,
    specialist: SpecialistId,
    now: Moment,
) -> Result<Option<Vec<AnswerCounts>>, Refusal> {
    if tx.shows_reviews(specialist)? { together(desk, tx, specialist, now) } else { Ok(None) }
}
