//! Whoever complained takes it back, until it is decided. Nobody asks why.

use crate::correspondence::ComplaintWord;
use crate::desk::complaints::{step, tell_both};
use crate::desk::{Desk, Press, Refusal};

pub async fn withdraw_complaint(desk: &Desk, press: Press) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let after = step(&acting, tx, &press, "complaint_withdrawn", |complaint, side, _| complaint.withdraw(side))?;
            tell_both(&acting, tx, acting.clock.now(), &after, ComplaintWord::Withdrawn)
        })
        .await
}
