//! Saying how it was, replying, and objecting to words: each behind the links of a side's letters, with one press.

use crate::clock::Moment;
use crate::desk::course::engaged;
use crate::desk::match_reviews::{Asked, ReviewStep, asked};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{ReplyForm, ReviewForm, Reviews, Side, asked_of};
use crate::ids::HelpRequestId;
use crate::seals::Action;
use crate::store::{StoredEngagement, StoredReviews, Tx};

/// What a step knows: whose it is, of what, and when.
struct Taking<'a> {
    desk: &'a Desk,
    engagement: &'a StoredEngagement,
    side: Side,
    now: Moment,
}

impl Taking<'_> {
    fn tell(&self, tx: &mut Tx<'_>, reader: Side, step: ReviewStep) -> Result<(), Refusal> {
        step.tell(self.desk, tx, self.now, self.engagement, reader)
    }
}

/// Says how it was, or changes that as long as the other side cannot read it.
pub async fn say_review(desk: &Desk, press: Press, form: ReviewForm) -> Result<(), Refusal> {
    step(desk, press, "review_said", move |tx, taking, reviews| {
        let rules = taking.desk.catalogue.reviews();
        let is_first = reviews.first_at.is_none();
        // What is typed wrong is told even to somebody who comes too late with it: the page then says so.
        let said = form.check(asked_of(rules, taking.side))?;
        reviews.say(taking.side, said, rules, taking.now)?;
        match reviews.both_at {
            Some(_) => {
                for reader in [Side::Company, Side::Specialist] {
                    taking.tell(tx, reader, ReviewStep::Shown)?;
                }
            }
            None if is_first => taking.tell(tx, taking.side.other(), ReviewStep::Waits)?,
            None => {}
        }
        Ok(())
    })
    .await
}

/// Replies to what the other side said, once.
pub async fn reply_to_review(desk: &Desk, press: Press, form: ReplyForm) -> Result<(), Refusal> {
    let words = form.check()?;
    step(desk, press, "review_replied", move |tx, taking, reviews| {
        reviews.reply(taking.side, words, taking.desk.catalogue.reviews(), taking.now)?;
        taking.tell(tx, taking.side.other(), ReviewStep::Replied)
    })
    .await
}

/// Asks operators to look at the words of the other side.
pub async fn object_to_words(desk: &Desk, press: Press) -> Result<(), Refusal> {
    step(desk, press, "words_objected_to", move |_, taking, reviews| {
        Ok(reviews.object(taking.side, taking.desk.catalogue.reviews(), taking.now)?)
    })
    .await
}

async fn step(
    desk: &Desk,
    press: Press,
    act: &'static str,
    take: impl FnOnce(&mut Tx<'_>, &Taking<'_>, &mut Reviews) -> Result<(), Refusal> + Send + 'static,
) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let help_request = engaged(tx, &press.token, now)?.engagement.help_request;
            tx.hold_help_requests(&[help_request])?.pop().ok_or(Refusal::NotFound)?;
            let Asked { engagement, side, closed_at, said } = asked(tx, &press.token, now)?;
            let mut said = said.map_or_else(|| begin(tx, &engagement, closed_at), Ok)?;
            take(tx, &Taking { desk: &acting, engagement: &engagement, side, now }, &mut said.reviews)?;
            let reviews = &said.reviews;
            said.wakes_at = reviews.shown_at(acting.catalogue.reviews()).filter(|at| reviews.both_at.is_none() && now < *at);
            tx.save_match_reviews(&said)?;
            acting.spend(tx, &press, Action::Tell, now)?;
            tx.note_act(act, "engagement", engagement.id);
            Ok(())
        })
        .await
}

/// Nothing said yet of this engagement. Whether the same company was there before is found out while it still has a name.
fn begin(tx: &mut Tx<'_>, of: &StoredEngagement, closed_at: Moment) -> Result<StoredReviews, Refusal> {
    // Two engagements of one company may come to their first word at the same time.
    tx.lock_specialists(&[of.specialist])?;
    let before = tx.list_match_reviews_of(of.specialist)?;
    let asked: Vec<HelpRequestId> = before.iter().map(|said| said.help_request).chain([of.help_request]).collect();
    let companies = tx.list_help_requests_by_id(&asked)?;
    let company = |id: HelpRequestId| companies.iter().find(|stored| stored.id == id).map(|stored| stored.help_request.company.key());
    let first = before.iter().find(|said| company(said.help_request) == company(of.help_request)).map_or(of.id, |said| said.first);
    let (engagement, help_request, specialist) = (of.id, of.help_request, of.specialist);
    Ok(StoredReviews { engagement, help_request, specialist, first, reviews: Reviews::begin(closed_at), wakes_at: None })
}
