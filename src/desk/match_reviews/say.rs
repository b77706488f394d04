//! Saying how it was, replying, and objecting to words: each behind the links of a side's letters, with one press. A specialist who is signed in replies
//! among the own pages too.

use crate::clock::Moment;
use crate::desk::course::engaged;
use crate::desk::match_reviews::{Asked, ReviewStep, asked, asked_of_match};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{ReplyForm, ReviewForm, Reviews, Side, asked_of};
use crate::ids::{EngagementId, HelpRequestId, SpecialistId};
use crate::seals::Action;
use crate::store::{StoredEngagement, StoredReviews, Tx};
use crate::values::Prose;

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
    step(desk, press, REPLIED, move |tx, taking, reviews| reply(tx, taking, reviews, words)).await
}

/// The same for a specialist who is signed in.
pub async fn reply_to_own_review(desk: &Desk, specialist: SpecialistId, id: EngagementId, form: ReplyForm) -> Result<(), Refusal> {
    let (words, acting) = (form.check()?, desk.clone());
    desk.store
        .write(move |tx| {
            let about = own(tx, specialist, id)?.help_request;
            tx.hold_help_requests(&[about])?.pop().ok_or(Refusal::NotFound)?;
            let engagement = own(tx, specialist, id)?;
            let asked = asked_of_match(tx, engagement, Side::Specialist)?;
            take(&acting, tx, acting.clock.now(), asked, REPLIED, |tx, taking, reviews| reply(tx, taking, reviews, words))
        })
        .await
}

/// An engagement of this specialist; another's looks as if it were not there.
fn own(tx: &mut Tx<'_>, specialist: SpecialistId, id: EngagementId) -> Result<StoredEngagement, Refusal> {
    tx.find_engagement(id)?.filter(|found| found.specialist == specialist).ok_or(Refusal::NotFound)
}

/// Its name in the audit log.
const REPLIED: &str = "review_replied";

fn reply(tx: &mut Tx<'_>, taking: &Taking<'_>, reviews: &mut Reviews, words: Prose) -> Result<(), Refusal> {
    reviews.reply(taking.side, words, taking.desk.catalogue.reviews(), taking.now)?;
    taking.tell(tx, taking.side.other(), ReviewStep::Replied)
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
    with: impl FnOnce(&mut Tx<'_>, &Taking<'_>, &mut Reviews) -> Result<(), Refusal> + Send + 'static,
) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let help_request = engaged(tx, &press.token, now)?.engagement.help_request;
            tx.hold_help_requests(&[help_request])?.pop().ok_or(Refusal::NotFound)?;
            let asked = asked(tx, &press.token, now)?;
            take(&acting, tx, now, asked, act, with)?;
            acting.spend(tx, &press, Action::Tell, now)
        })
        .await
}

/// Takes a step of a match whose help request is held, and keeps what came of it.
fn take(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    Asked { engagement, side, closed_at, said }: Asked,
    act: &'static str,
    with: impl FnOnce(&mut Tx<'_>, &Taking<'_>, &mut Reviews) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut said = said.map_or_else(|| begin(tx, &engagement, closed_at), Ok)?;
    with(tx, &Taking { desk, engagement: &engagement, side, now }, &mut said.reviews)?;
    let reviews = &said.reviews;
    said.wakes_at = reviews.shown_at(desk.catalogue.reviews()).filter(|at| reviews.both_at.is_none() && now < *at);
    tx.save_match_reviews(&said)?;
    tx.note_act(act, "engagement", engagement.id);
    Ok(())
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
