//! A side that was told of a decision does not take it as it is. Once, and what was decided stands until it is decided again.

use crate::complaints::check_words;
use crate::correspondence::ComplaintWord;
use crate::desk::complaints::{step, tell_both, tell_operator};
use crate::desk::{Desk, Press, Refusal};

pub async fn appeal_decision(desk: &Desk, press: Press, words: String) -> Result<(), Refusal> {
    let words = check_words(&words)?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let (rules, holidays) = (acting.catalogue.complaints(), acting.catalogue.holidays());
            let after = step(&acting, tx, &press, "complaint_appealed", |complaint, side, now| {
                complaint.appeal(side, words, rules, holidays, now)
            })?;
            let now = acting.clock.now();
            tell_operator(&acting, tx, now, &after, ComplaintWord::Appealed)?;
            tell_both(&acting, tx, now, &after, ComplaintWord::Appealed)
        })
        .await
}
