//! The pledge to keep what is learned of a company, as somebody gives it by a press.

use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::report::FieldError;
use crate::values::Promise;

/// What is noted of it. `shown` is the code of the pledge that the page showed; none where its box was not ticked. Nobody gives another one than they have read.
pub(super) fn promised(desk: &Desk, shown: Option<&str>, now: Moment) -> Result<Promise, Refusal> {
    let Some(shown) = shown else {
        return Err(Refusal::Fields(vec![FieldError::new("/pledged", "pledge-missing")]));
    };
    let pledge = desk.catalogue.engagement().pledge.code.clone();
    if shown == pledge { Ok(Promise { pledge, at: now }) } else { Err(Refusal::ChangedMeanwhile) }
}
