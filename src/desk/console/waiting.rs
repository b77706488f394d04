//! The operator's first page: what waits for a person, how much of it, and since when.

use chrono::Duration;

use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::store::{Pile, Piles};

/// What stays as it is for good is told for so long.
const TOLD_FOR: Duration = Duration::days(30);

/// Something that waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// `cases`, `complaints`, `texts`, `credits`, `dead`, `objections`, `letters`, `unmatched`, `room` or `webhooks`.
    pub what: &'static str,
    pub count: i64,
    /// Since when the oldest of it waits, where that is known.
    pub oldest: Option<Moment>,
}

/// Everything that may wait, in the order of its weight; also that of which nothing waits now.
pub async fn look_at_waiting(desk: &Desk) -> Result<Vec<Waiting>, Refusal> {
    let since = desk.clock.now() - TOLD_FOR;
    let look = desk.store.read(move |tx| {
        let (credits, complaints) = (tx.count_drawn_claims()?, tx.count_waiting_complaints()?);
        let objections = tx.count_objections()?;
        Ok::<_, Refusal>((tx.count_piles(since)?, credits, complaints, objections, tx.hook_figures()?))
    });
    let (Piles { cases, texts, dead, refused_letters, unmatched, waiting }, credits, complaints, objections, hooks) = look.await?;
    let hooks = Pile { count: hooks.failed, oldest: None };
    let piles = [
        ("dead", dead),
        ("complaints", complaints),
        ("cases", cases),
        ("texts", texts),
        ("objections", objections),
        ("credits", credits),
        ("letters", refused_letters),
        ("unmatched", unmatched),
        ("room", waiting),
        ("webhooks", hooks),
    ];
    Ok(piles.map(|(what, Pile { count, oldest })| Waiting { what, count, oldest }).to_vec())
}
