//! Calling help requests whose next wave opens beside one that is open. The matcher decides whether it is its turn: between the call and its
//! handling somebody may have answered, or another wave may have opened.

use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::offers::next_wave_at;

/// How many help requests one round calls.
const ROUND: i64 = 500;

/// Calls those that are due; says how many. Where no wave opens then, because as many offers are open as there may be or nobody is left to be asked,
/// the next call comes after as long again.
pub async fn call_next_waves(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_to_call(now, ROUND)).await?;
    let mut called = 0;
    for id in due {
        let acting = desk.clone();
        let done = desk.store.write(move |tx| {
            let Some(stored) = tx.find_help_request(id)? else { return Ok(false) };
            let again_at = acting.policy_of(&stored).and_then(|policy| next_wave_at(&policy, acting.catalogue.holidays(), now));
            if !tx.put_off_call(id, now, again_at)? {
                return Ok(false);
            }
            tx.record(acting.ids.fresh(now), &Event::HelpRequestCalledAgain { help_request: id }, now)?;
            Ok::<_, Refusal>(true)
        });
        called += usize::from(done.await?);
    }
    Ok(called)
}
