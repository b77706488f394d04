//! What a side may see of both reviews.

use crate::clock::{Moment, in_japan};
use crate::desk::course::course_of;
use crate::desk::match_reviews::{Asked, asked};
use crate::desk::{Desk, Refusal};
use crate::engagement::{Objection, Review, Reviews, Side};
use crate::ids::Token;
use crate::language::Language;

/// What the page about both reviews shows its reader, and nothing that the reader may not know yet.
#[derive(Clone, Debug)]
pub struct ReviewsPage {
    pub side: Side,
    /// The other side, by its name.
    pub other: String,
    pub menus: Vec<String>,
    /// The day on which the work ended.
    pub ended_on: Option<chrono::NaiveDate>,
    /// What the reader said.
    pub own: Option<Review>,
    /// What the other side said, once both can be read.
    pub of_other: Option<Review>,
    /// Whether the other side has said something.
    pub other_has_said: bool,
    /// From when on both can be read, as far as that is known.
    pub shown_at: Option<Moment>,
    pub is_shown: bool,
    /// Until when something can be said or changed.
    pub open_until: Moment,
    pub can_say: bool,
    pub can_reply: bool,
    pub can_object: bool,
    /// What became of the reader's objection.
    pub objection: Option<Objection>,
    /// What was decided of the reader's own words.
    pub decided_of_own: Option<Objection>,
    pub language: Language,
}

/// What the link of a letter about a match leads to, once hours were confirmed.
pub async fn look_at_reviews(desk: &Desk, token: Token) -> Result<ReviewsPage, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let Asked { engagement, side, closed_at, said } = asked(tx, &token, now)?;
            let reviews = said.map_or_else(|| Reviews::begin(closed_at), |said| said.reviews);
            let stored = tx.find_help_request(engagement.help_request)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?;
            let rules = acting.catalogue.reviews();
            let (other, language) = match side {
                Side::Company => (person.shown().name.as_str().to_owned(), stored.help_request.company.contact.language),
                Side::Specialist => (stored.help_request.company.name.as_str().to_owned(), person.specialist.language()),
            };
            Ok(ReviewsPage {
                side,
                other,
                ended_on: course_of(&engagement).ending.map(|ending| in_japan(ending.at()).date_naive()),
                menus: stored.help_request.need.menus,
                own: reviews.by(side).cloned(),
                of_other: reviews.seen_by(side, rules, now).cloned(),
                other_has_said: reviews.by(side.other()).is_some(),
                shown_at: reviews.shown_at(rules),
                is_shown: reviews.is_shown(rules, now),
                open_until: reviews.open_until(rules),
                can_say: reviews.can_say(rules, now),
                can_reply: reviews.can_reply(side, rules, now),
                can_object: reviews.can_object(side, rules, now),
                objection: reviews.objection_to(side.other()).cloned(),
                decided_of_own: reviews.judged(side).cloned(),
                language,
            })
        })
        .await
}
