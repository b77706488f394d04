//! The other side answers to what an operator has told it.

use crate::complaints::check_words;
use crate::correspondence::ComplaintWord;
use crate::desk::complaints::{step, tell_operator};
use crate::desk::{Desk, Press, Refusal};

pub async fn answer_complaint(desk: &Desk, press: Press, words: String) -> Result<(), Refusal> {
    let words = check_words(&words)?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let after = step(&acting, tx, &press, "complaint_answered", |complaint, side, now| complaint.answer(side, words, now))?;
            tell_operator(&acting, tx, acting.clock.now(), &after, ComplaintWord::Heard)
        })
        .await
}
