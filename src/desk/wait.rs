//! Waiting for room: an open help request for which people would fit who have their hands full stays open until one of them has room again,
//! or until its policy says that it has waited long enough.
//!
//! Two things wake it. Whatever makes room for a specialist reaches the matcher while anybody waits (`Event::may_make_room`), and the
//! oldest help request that the specialist fits gets the room; so that none is made at the very moment at which a help request begins to wait, and
//! neither sees the other, it is looked at once more right after (docs/decisions/0021). Besides, the timekeeper calls everybody who waits now and
//! then, for room that comes with time alone (the 30 days of a limit).

use std::collections::HashSet;

use chrono::Duration;

use crate::clock::in_japan;
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_letter;
use crate::desk::open_wave::{next_wave, nobody_left};
use crate::desk::wave::Wave;
use crate::desk::{Desk, Refusal, Tried, WaveOutcome, follow_journal};
use crate::events::{Event, Group};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::matching::{Card, Question, Record, failing};
use crate::offers::waits_until;
use crate::store::{LetterToQueue, Tx};

/// How often a help request that waits is looked at.
const LOOK_EVERY: Duration = Duration::minutes(15);
/// How many help requests one round, or one call, looks at.
const AT_ONCE: i64 = 500;
/// People whose hands are full and who are read from the store in one go, and how often at most: it is enough to find one.
const PAGE: usize = 200;
const PAGES: usize = 10;

/// Nobody can be asked now. Whether somebody could with empty hands decides if the help request waits; `is_somebody_busy` where that has been
/// seen already (of people who have just been asked by another wave, the index does not know it yet).
pub(super) fn wait_or_give_up(wave: &Wave<'_>, tx: &mut Tx<'_>, is_somebody_busy: bool) -> Result<WaveOutcome, Refusal> {
    let Wave { desk, now, stored, policy, plan, question, asked, .. } = wave;
    let now = *now;
    let until = stored.waiting_until.unwrap_or_else(|| waits_until(policy, now));
    if until <= now {
        return nobody_left(desk, tx, now, stored);
    }
    if stored.waiting_since.is_some() {
        return Ok(WaveOutcome::Waits);
    }
    if !is_somebody_busy && !could_be_asked(desk, tx, question, asked)? {
        return nobody_left(desk, tx, now, stored);
    }
    let id = stored.id;
    tx.let_wait(id, now, until, now + LOOK_EVERY)?;
    tx.record(desk.ids.fresh(now), &Event::HelpRequestWaiting { help_request: id }, now)?;
    let letter = LetterToQueue {
        id: desk.ids.fresh(now),
        kind: LetterKind::HelpRequestWaiting,
        party: Party::Company(id),
        cause: format!("{id}/before-wave-{}", plan.number),
        help_request: id,
        offer: None,
    };
    queue_letter(tx, &desk.ids, now, letter)?;
    Ok(WaveOutcome::Waits)
}

/// Whether anybody would pass every rule with empty hands. Somebody who takes no engagements at all is nobody to wait for.
fn could_be_asked(desk: &Desk, tx: &mut Tx<'_>, question: &Question, asked: &HashSet<SpecialistId>) -> Result<bool, Refusal> {
    let full = desk.index.read().full_hands(question, asked);
    for some in full.chunks(PAGE).take(PAGES) {
        let people = tx.list_specialists_by_id(some)?;
        let fits = people.iter().any(|person| {
            let card = Card::new(&desk.catalogue, person.id, &person.specialist, person.consented, person.with(Record::default()));
            let card = card.with_pauses(&desk.catalogue, &person.pauses);
            failing(&card, question).is_empty()
        });
        if fits {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives room that `specialist` may have to the oldest help request that waits for somebody like that, as the handling of the matcher's
/// delivery `seq`. If it took some, the next in line is called by an event of its own, so that one transaction holds one help request.
pub async fn serve_waiting(desk: &Desk, seq: i64, specialist: SpecialistId) -> Result<Tried, Refusal> {
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            if !tx.finish_delivery(Group::Matcher, seq, now)? {
                return Ok(WaveOutcome::NothingToDo.into());
            }
            let Some(oldest) = oldest_that_fits(&acting, tx, specialist)? else { return Ok(WaveOutcome::NothingToDo.into()) };
            let tried = next_wave(&acting, tx, now, oldest, specialist)?;
            // Another worker may have served it at the same time, and then this room is still there.
            if matches!(tried.outcome, WaveOutcome::Opened { .. } | WaveOutcome::NothingToDo) {
                tx.record(acting.ids.fresh(now), &Event::RoomMade { specialist }, now)?;
            }
            Ok(tried)
        })
        .await
}

fn oldest_that_fits(desk: &Desk, tx: &mut Tx<'_>, specialist: SpecialistId) -> Result<Option<HelpRequestId>, Refusal> {
    let today = in_japan(desk.clock.now()).date_naive();
    for id in tx.list_waiting(AT_ONCE)? {
        let Some(stored) = tx.find_help_request(id)? else { continue };
        let question = Question::new(&desk.catalogue, id, &stored.help_request, today);
        if desk.index.read().candidate(specialist, &question).is_some() && !tx.not_to_ask_about(id)?.contains(&specialist) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Calls help requests that have waited for a while, and ends those that have waited long enough; says how many.
pub async fn look_again(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_to_look_at_again(now, AT_ONCE)).await?;
    let mut done = 0;
    for id in due {
        let acting = desk.clone();
        let looked = desk.store.write(move |tx| {
            let Some(stored) = tx.find_help_request(id)? else { return Ok(false) };
            if stored.waiting_until.is_some_and(|until| until <= now) {
                // Held with the number of waves that was read: had it got one meanwhile, it would not wait any more.
                let waits = stored.waiting_since.is_some() && tx.hold_open_help_request(id, stored.waves, now)?;
                return Ok(waits && nobody_left(&acting, tx, now, &stored)? == WaveOutcome::NobodyLeft);
            }
            if !tx.put_off_look(id, now, now + LOOK_EVERY)? {
                return Ok(false);
            }
            tx.record(acting.ids.fresh(now), &Event::HelpRequestCalledAgain { help_request: id }, now)?;
            Ok::<_, Refusal>(true)
        });
        done += usize::from(looked.await?);
    }
    Ok(done)
}
