//! What time does to complaints: it reminds the operator, ends hearings, the time for appeals and pauses, and in the end what nobody decided.

use crate::complaints::Woken;
use crate::correspondence::{ComplaintWord, LetterKind};
use crate::desk::complaints::{keep, party_of, settle_bar, tell, tell_both, tell_operator};
use crate::desk::{Desk, Refusal};
use crate::engagement::Side;

/// How many complaints one round takes on.
const ROUND: i64 = 200;

/// Does what is due; says how many things.
pub async fn wake_complaints(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_complaints_to_wake(now, ROUND)).await?;
    let mut woken = 0;
    for id in due {
        let acting = desk.clone();
        let done = desk.store.write(move |tx| {
            let Some(found) = tx.find_complaint(id)? else { return Ok(0) };
            let Some(person) = tx.lock_specialists(&[found.specialist])?.pop() else { return Ok(0) };
            let Some(before) = tx.find_complaint(id)? else { return Ok(0) };
            let (now, rules) = (acting.clock.now(), acting.catalogue.complaints());
            let mut complaint = before.complaint.clone();
            let steps: Vec<Woken> = std::iter::from_fn(|| complaint.wake(rules, now)).collect();
            let after = keep(&acting, tx, now, before, complaint)?;
            for step in &steps {
                match step {
                    Woken::Remind => tell_operator(&acting, tx, now, &after, ComplaintWord::Remind)?,
                    Woken::Overdue => tell_operator(&acting, tx, now, &after, ComplaintWord::Overdue)?,
                    Woken::Silent => tell_operator(&acting, tx, now, &after, ComplaintWord::Heard)?,
                    Woken::GaveUp => tell_both(&acting, tx, now, &after, ComplaintWord::Lapsed)?,
                    Woken::Closed => {}
                    Woken::Lifted => {
                        settle_bar(&acting, tx, now, &person)?;
                        let party = party_of(&after, Side::Specialist);
                        tell(&acting, tx, now, &after, party, (LetterKind::ComplaintNews, ComplaintWord::Lifted))?;
                    }
                }
            }
            Ok::<_, Refusal>(steps.len())
        });
        woken += done.await?;
    }
    Ok(woken)
}
