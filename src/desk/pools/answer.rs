//! What a specialist or a company does behind the link of a letter about a pool: each with what is their own.

use chrono::NaiveDate;

use crate::clock::in_japan;
use crate::desk::pledge::promised;
use crate::desk::pools::change::ties_of;
use crate::desk::pools::look::{PoolSide, side_of};
use crate::desk::pools::take;
use crate::desk::{Desk, Press, Refusal};
use crate::pools::{PoolTies, SlotState, Turn};
use crate::seals::Action;

/// What is pressed on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolAnswer {
    /// A specialist says yes. `pledge` is the code of the pledge that the page showed; none where its box was not ticked.
    Agree {
        pledge: Option<String>,
    },
    Decline,
    /// A specialist cannot come on a day.
    Absent {
        day: NaiveDate,
    },
    /// A specialist, or a company, does not take part after today any more.
    Leave,
    /// A company cannot be visited then.
    HandBack {
        slot: u32,
    },
}

pub async fn answer_pool(desk: &Desk, press: Press, answer: PoolAnswer) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (id, _) = side_of(tx, &press.token, now)?;
            let stored = tx.hold_pool(id, now)?.ok_or(Refusal::NotFound)?;
            let (_, side) = side_of(tx, &press.token, now)?;
            let today = in_japan(now).date_naive();
            let turn = match (answer, side) {
                (PoolAnswer::Agree { pledge }, PoolSide::Specialist(specialist)) => {
                    let promise = Some(promised(&acting, pledge.as_deref(), now)?);
                    let person = tx.find_specialist(specialist)?.ok_or(Refusal::NotFound)?;
                    Turn::Answer { specialist, promise, ties: ties_of(tx, &stored.pool, &person)? }
                }
                (PoolAnswer::Decline, PoolSide::Specialist(specialist)) => {
                    Turn::Answer { specialist, promise: None, ties: PoolTies::none() }
                }
                (PoolAnswer::Absent { day }, PoolSide::Specialist(specialist)) => Turn::Absent { specialist, day, instead: None },
                (PoolAnswer::Leave, PoolSide::Specialist(specialist)) => Turn::Withdraw { specialist, after: today },
                (PoolAnswer::Leave, PoolSide::Member(member)) => Turn::Leave { member, after: today },
                (PoolAnswer::HandBack { slot }, PoolSide::Member(member)) => {
                    // Another's slot is none of the reader's.
                    let is_own = stored.pool.plan.slots().iter().any(|one| one.number == slot && one.state == SlotState::Taken(member));
                    if !is_own {
                        return Err(Refusal::ChangedMeanwhile);
                    }
                    Turn::HandBack { slot }
                }
                _ => return Err(Refusal::NotFound),
            };
            acting.spend(tx, &press, Action::Share, now)?;
            take(&acting, tx, now, stored, turn)
        })
        .await
}
