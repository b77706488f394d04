//! Answering a question of the Yes/No path.

use crate::desk::{Desk, Refusal};
use crate::diagnosis::{Answer, Answers};
use crate::ids::Token;
use crate::store::{Tx, Unfinished};

/// Answers the question that is asked, or one before it. What is neither changes nothing: a page that lay open for long shows itself anew.
pub async fn answer_check(desk: &Desk, token: &Token, question: String, answer: Answer) -> Result<(), Refusal> {
    let acting = desk.clone();
    change(desk, token, move |answers| {
        if let Some(questionnaire) = acting.catalogue.questionnaire_of(&answers.questionnaire) {
            answers.answer(questionnaire, &question, answer);
        }
    })
    .await
}

/// Changes the answers that a link leads to, one press after the other.
pub(super) async fn change(desk: &Desk, token: &Token, act: impl FnOnce(&mut Answers) + Send + 'static) -> Result<(), Refusal> {
    let (hash, now) = (token.hash(), desk.clock.now());
    let change = move |tx: &mut Tx<'_>| {
        if !tx.hold_unfinished(&hash, Unfinished::Answers, now)? {
            return Err(Refusal::NotFound);
        }
        let (id, mut answers) = tx.find_unfinished::<Answers>(&hash, Unfinished::Answers)?.ok_or(Refusal::NotFound)?;
        act(&mut answers);
        Ok(tx.change_unfinished(id, &answers)?)
    };
    desk.store.write(change).await
}
