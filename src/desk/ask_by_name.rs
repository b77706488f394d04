//! A clerk asks one person by name, besides the waves. The person is asked as anybody is: every rule is checked again under a lock, the offer counts like
//! any other, and nobody is asked twice.

use std::collections::HashSet;

use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::org_of;
use crate::desk::letters::queue_letters;
use crate::desk::look::held;
use crate::desk::open_wave::{lock, make_offers};
use crate::desk::wave::{Standing, Wave};
use crate::desk::{Desk, Refusal, follow_journal};
use crate::events::Event;
use crate::identity::Role;
use crate::ids::{HelpRequestId, OfferId, SpecialistId};
use crate::intake::HelpRequestState;
use crate::matching::{Card, Rule, failing};
use crate::offers::{BY_NAME, WavePlan};
use crate::store::{LetterToQueue, Tx};

/// Asks `specialist` now. A help request that found nobody is open again with that.
pub async fn ask_by_name(desk: &Desk, role: Role, id: HelpRequestId, specialist: SpecialistId) -> Result<OfferId, Refusal> {
    org_of(role)?;
    // The card of somebody who was enrolled a moment ago must be there.
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store.write(move |tx| ask(&acting, tx, role, id, specialist)).await
}

fn ask(desk: &Desk, tx: &mut Tx<'_>, role: Role, id: HelpRequestId, specialist: SpecialistId) -> Result<OfferId, Refusal> {
    let now = desk.clock.now();
    let stored = held(tx, id, role)?;
    match stored.state {
        HelpRequestState::Open | HelpRequestState::Unmatched => {}
        HelpRequestState::AwaitingConfirmation => return Err(Refusal::ConsentMissing),
        HelpRequestState::Matched | HelpRequestState::Cancelled => return Err(Refusal::HelpRequestEnded),
    }
    let policy = desk.policy_of(&stored).ok_or(Refusal::HelpRequestEnded)?;
    let mut standing = Standing::default();
    let asked = tx.list_asked(&[id])?;
    asked.iter().for_each(|one| standing.add(one));
    if standing.willing > 0 {
        return Err(Refusal::CompanyChooses);
    }
    let (was, waves) = (stored.state, stored.waves);
    // Whoever was only too late the first time is asked once more, as a wave of its own: their letter is another one.
    let again = asked.iter().any(|one| one.specialist == specialist);
    let plan = if again { WavePlan { number: waves + 1, ..BY_NAME } } else { BY_NAME };
    let wave = Wave::new(desk, now, stored, standing, plan, policy);
    let candidate = desk.index.read().candidate(specialist, &wave.question);
    let Some(candidate) = candidate else { return Err(refused(desk, tx, &wave, specialist)?) };
    let mut locked = lock(tx, Some(now), &[vec![candidate.clone()]])?;
    let Some(chosen) = wave.choose(vec![candidate], &mut locked).chosen.pop() else {
        return Err(refused(desk, tx, &wave, specialist)?);
    };
    let (leaves_with_others, timed) = (chosen.gathered, wave.offer_to(chosen));
    let (offer, begins_at) = (timed.offer.id, timed.begins_at);
    if was == HelpRequestState::Unmatched {
        tx.move_help_request(id, was, HelpRequestState::Open, now)?;
        tx.record(desk.ids.fresh(now), &Event::HelpRequestCalledAgain { help_request: id }, now)?;
    }
    tx.stop_waiting(id)?;
    if timed.again {
        tx.hold_offers(&[id])?;
        tx.count_waves(&[id], now)?;
    }
    // Where no wave has called the next one, this offer does.
    if again || waves == 0 {
        wave.next_at(begins_at).map(|at| tx.call_at(&[id], at)).transpose()?;
    }
    let gathered: HashSet<OfferId> = leaves_with_others.then_some(offer).into_iter().collect();
    let mut letters = make_offers(desk, tx, now, &[timed], &gathered)?;
    let (kind, party) = (LetterKind::PeopleAsked, Party::Company(id));
    // Told by whom it is about, not by a wave; once for each time.
    let cause = format!("{id}/{}/by-name-{offer}", plan.number);
    letters.push((LetterToQueue { id: desk.ids.fresh(now), kind, party, cause, help_request: id, offer: None }, now));
    queue_letters(tx, &desk.ids, now, letters)?;
    tx.note_act("asked_by_name", "offer", offer);
    Ok(offer)
}

/// Why somebody is not asked. Who did not consent, or hides, does not exist.
fn refused(desk: &Desk, tx: &mut Tx<'_>, wave: &Wave<'_>, specialist: SpecialistId) -> Result<Refusal, Refusal> {
    let Some(person) = tx.find_specialist(specialist)? else { return Ok(Refusal::NotFound) };
    let record = person.with(tx.records_of(&[specialist], wave.now)?.remove(&specialist).unwrap_or_default());
    let card = Card::new(&desk.catalogue, specialist, &person.specialist, person.consented, record);
    let unseen = failing(&card, &wave.question).iter().any(|rule| matches!(rule, Rule::Consent | Rule::NotHidden));
    Ok(if unseen { Refusal::NotFound } else { Refusal::KeptOut })
}
