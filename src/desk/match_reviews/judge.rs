//! What operators decide of words to which somebody objects: one keeps them or takes them out, with a reason that both sides read. It is one private
//! text, the answers stay, and an objection is no complaint: nothing follows for anybody's entry.

use crate::clock::Moment;
use crate::desk::match_reviews::ReviewStep;
use crate::desk::{Desk, Refusal};
use crate::engagement::{Side, WordsVerdictForm};
use crate::ids::EngagementId;
use crate::store::{StoredReviews, Tx};

/// Words to which somebody objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionView {
    pub engagement: EngagementId,
    /// Whose words they are.
    pub author: Side,
    /// Both sides by their names.
    pub company: String,
    pub specialist: String,
    pub since: Moment,
    /// What the author wrote: the review, and the reply to the other's.
    pub words: Vec<String>,
}

/// The words of each side of which somebody waits to hear.
fn views(tx: &mut Tx<'_>, found: &StoredReviews) -> Result<Vec<ObjectionView>, Refusal> {
    let stored = tx.find_help_request(found.help_request)?.ok_or(Refusal::NotFound)?;
    let person = tx.find_specialist(found.specialist)?.ok_or(Refusal::NotFound)?;
    let view = |author: Side| {
        let objection = found.reviews.objection_to(author).filter(|objection| objection.judged_at.is_none())?;
        Some(ObjectionView {
            engagement: found.engagement,
            author,
            company: stored.help_request.company.name.as_str().to_owned(),
            specialist: person.specialist.name.as_str().to_owned(),
            since: objection.at,
            words: found.reviews.words_of(author).map(|(words, _)| words.as_str().to_owned()).collect(),
        })
    };
    Ok([Side::Company, Side::Specialist].into_iter().filter_map(view).collect())
}

/// What waits, the oldest first.
pub async fn list_objections(desk: &Desk, limit: usize) -> Result<Vec<ObjectionView>, Refusal> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    desk.store
        .read(move |tx| {
            let mut waiting = Vec::new();
            for found in tx.list_objections(limit)? {
                waiting.extend(views(tx, &found)?);
            }
            Ok(waiting)
        })
        .await
}

/// One of them; that somebody looked stands in the audit log.
pub async fn view_objection(desk: &Desk, id: EngagementId, author: Side) -> Result<ObjectionView, Refusal> {
    desk.note_look("objection_viewed", "engagement", id.to_string()).await?;
    desk.store
        .read(move |tx| {
            let found = tx.find_match_reviews(id)?.ok_or(Refusal::NotFound)?;
            views(tx, &found)?.into_iter().find(|view| view.author == author).ok_or(Refusal::NotFound)
        })
        .await
}

/// Keeps the words of a side, or takes them out.
pub async fn judge_words(desk: &Desk, id: EngagementId, author: Side, form: WordsVerdictForm) -> Result<(), Refusal> {
    let (verdict, acting) = (form.check()?, desk.clone());
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let engagement = tx.find_engagement(id)?.ok_or(Refusal::NotFound)?;
            tx.hold_help_requests(&[engagement.help_request])?.pop().ok_or(Refusal::NotFound)?;
            let mut said = tx.find_match_reviews(id)?.ok_or(Refusal::NotFound)?;
            let act = if verdict.take_out { "words_taken_out" } else { "words_kept" };
            said.reviews.judge(author, verdict, now)?;
            tx.save_match_reviews(&said)?;
            let step = ReviewStep::Judged { author, at: now };
            for reader in [Side::Company, Side::Specialist] {
                step.tell(&acting, tx, now, &engagement, reader)?;
            }
            tx.note_act(act, "engagement", id);
            Ok(())
        })
        .await
}
