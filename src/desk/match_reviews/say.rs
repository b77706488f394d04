//! Saying how it was, replying, and objecting to words: each behind the links of a side's letters, with one press.

use crate::clock::Moment;
use crate::correspondence::LetterKind;
use crate::desk::course::{engaged, tell};
use crate::desk::match_reviews::{asked, questions, tell_shown};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{ReplyForm, ReviewForm, Reviews, Side};
use crate::seals::Action;
use crate::store::{StoredEngagement, Tx};

/// What a step knows: whose it is, of what, and when.
struct Taking<'a> {
    desk: &'a Desk,
    engagement: &'a StoredEngagement,
    side: Side,
    now: Moment,
}

impl Taking<'_> {
    fn tell(&self, tx: &mut Tx<'_>, kind: LetterKind, to: Side, step: &str) -> Result<(), Refusal> {
        tell(self.desk, tx, self.now, kind, to, self.engagement, step)
    }
}

/// Says how it was, or changes that as long as the other side cannot read it.
pub async fn say_review(desk: &Desk, press: Press, form: ReviewForm) -> Result<(), Refusal> {
    step(desk, press, "review_said", move |tx, taking, reviews| {
        let rules = taking.desk.catalogue.reviews();
        let is_first = reviews.first_at.is_none();
        let was_in = reviews.by(taking.side).is_some();
        // What is typed wrong is told even to somebody who comes too late with it: the page then says so.
        let said = form.check(questions(rules, taking.side))?;
        reviews.say(taking.side, said, rules, taking.now)?;
        match reviews.both_at {
            Some(_) => {
                for reader in [Side::Company, Side::Specialist] {
                    tell_shown(taking.desk, tx, taking.now, taking.engagement, reader)?;
                }
            }
            None if is_first && !was_in => taking.tell(tx, LetterKind::ReviewWaits, taking.side.other(), "waits")?,
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
        taking.tell(tx, LetterKind::ReviewNews, taking.side.other(), "replied")
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
            let (engagement, side, mut reviews) = asked(tx, &press.token, now)?;
            take(tx, &Taking { desk: &acting, engagement: &engagement, side, now }, &mut reviews)?;
            let rules = acting.catalogue.reviews();
            let wakes_at = reviews.shown_at(rules).filter(|at| reviews.both_at.is_none() && now < *at);
            tx.save_match_reviews(&engagement, &reviews, wakes_at)?;
            acting.spend(tx, &press, Action::Tell, now)?;
            tx.note_act(act, "engagement", engagement.id);
            Ok(())
        })
        .await
}
