//! A team: who comes along to an engagement beside the one who leads it (docs/decisions/0121-a-team-is-asked-and-agreed-on.md). Who leads asks, the person
//! answers behind the link of a letter, and the company agrees by agreeing to terms that name the seat. Every act holds the row of the help request first,
//! as all acts on an engagement do, and of a person only after that.

mod answer;
mod follow;
mod guest;
mod invite;
mod look;
mod own;
mod part;
mod suggest;
mod wake;

pub use answer::{SeatAnswer, answer_seat};
pub(super) use follow::{break_up, follow, join, lines};
pub use guest::invite_guest;
pub(super) use guest::miss_guest;
pub use invite::invite_to_team;
pub(super) use look::views;
pub use look::{SeatView, SeatWords, TeamPage, look_at_team};
pub use own::{SeatPage, look_at_seat};
pub(super) use part::leave_all;
pub use part::take_out;
pub use suggest::{Suggestion, suggest_for_team};
pub use wake::wake_seats;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party, TeamReader};
use crate::desk::course::{course_of, engaged};
use crate::desk::letters::queue_letter;
use crate::desk::{Desk, Refusal};
use crate::engagement::{EngagementState, Seat, Side, Stage, TeamState, TeamStep, seat_ends_at};
use crate::events::Event;
use crate::ids::{SeatId, SpecialistId, Token};
use crate::matching::{Card, Question, Rule, failing};
use crate::store::{LetterToQueue, StoreError, StoredEngagement, StoredHelpRequest, StoredSeat, StoredSpecialist, Tx};
use crate::values::Prose;

/// Rules of matching that keep somebody from coming along, too. The others are about what the one who leads brings.
const KEEP_OUT: [Rule; 10] = [
    Rule::Consent,
    Rule::Registration,
    Rule::NotHidden,
    Rule::Reachable,
    Rule::EmployerPermission,
    Rule::PublicProcurement,
    Rule::Sensitivity,
    Rule::Conflict,
    Rule::Independence,
    Rule::Paused,
];

/// Whether the rules let a person come along: nobody is asked who could not be asked for the help request itself.
fn may_come(desk: &Desk, tx: &mut Tx<'_>, now: Moment, asked: &StoredHelpRequest, person: &StoredSpecialist) -> Result<bool, StoreError> {
    let question = Question::new(&desk.catalogue, asked.id, &asked.help_request, desk.clock.today());
    let record = tx.records_of(&[person.id], now)?.remove(&person.id).unwrap_or_default();
    let has_room = record.engagements < u16::from(person.specialist.max_engagements);
    let card = Card::new(&desk.catalogue, person.id, &person.specialist, person.consented, person.with(record));
    let card = card.with_pauses(&desk.catalogue, &person.pauses);
    Ok(has_room && !failing(&card, &question).iter().any(|rule| KEEP_OUT.contains(rule)))
}

/// Holds a person's row, so that two who ask for the same one count one another.
fn hold(tx: &mut Tx<'_>, id: SpecialistId) -> Result<StoredSpecialist, Refusal> {
    tx.lock_specialists(&[id])?.pop().ok_or(Refusal::NotFound)
}

/// A seat with its engagement and help request, whose row is held.
struct Held {
    stored: StoredHelpRequest,
    engagement: StoredEngagement,
    seat: StoredSeat,
}

fn held(tx: &mut Tx<'_>, id: SeatId) -> Result<Held, Refusal> {
    let help_request = tx.find_seat(id)?.ok_or(Refusal::NotFound)?.help_request;
    let stored = tx.hold_help_requests(&[help_request])?.pop().ok_or(Refusal::NotFound)?;
    let seat = tx.find_seat(id)?.ok_or(Refusal::NotFound)?;
    let engagement = tx.find_engagement(seat.engagement)?.ok_or(Refusal::NotFound)?;
    Ok(Held { stored, engagement, seat })
}

/// The engagement of whoever holds the link and leads the work, while there is work; the row of its help request is held.
fn led(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<(StoredHelpRequest, StoredEngagement), Refusal> {
    let help_request = engaged(tx, token, now)?.engagement.help_request;
    let stored = tx.hold_help_requests(&[help_request])?.pop().ok_or(Refusal::NotFound)?;
    let by = engaged(tx, token, now)?;
    if by.side != Side::Specialist {
        return Err(Refusal::NotFound);
    }
    let works = course_of(&by.engagement).stage == Stage::Working;
    if by.engagement.state != EngagementState::Running || !works {
        return Err(Refusal::ChangedMeanwhile);
    }
    Ok((stored, by.engagement))
}

/// Takes a step with a seat and keeps it. Gives it as it has become.
fn take(desk: &Desk, tx: &mut Tx<'_>, now: Moment, seat: StoredSeat, step: TeamStep) -> Result<StoredSeat, Refusal> {
    let (from, state) = (seat.state, seat.state.after(step)?);
    let (rules, after) = (desk.catalogue.team(), seat.seat.after(from, state, now));
    let wakes_at = seat_ends_at(rules, state, now).or_else(|| after.forgotten_at(rules, state, now));
    let ended_at = if state.is_open() { None } else { Some(now) };
    let seat = StoredSeat { state, seat: after, wakes_at, ended_at, ..seat };
    if !tx.change_seat(from, &seat)? {
        return Err(Refusal::ChangedMeanwhile);
    }
    if let Some(specialist) = seat.specialist
        && from.takes_time() != state.takes_time()
    {
        tx.record(desk.ids.fresh(now), &Event::TeamSeatChanged { specialist }, now)?;
    }
    Ok(seat)
}

/// Ends a seat before its engagement ends: its hours so far are kept, terms that are proposed do not name it any more, and whoever knows of it is told but
/// the one who did it.
fn part(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    (engagement, seat): (&StoredEngagement, StoredSeat),
    (step, words): (TeamStep, Option<Prose>),
    by: Option<TeamReader>,
) -> Result<(), Refusal> {
    let mut course = course_of(engagement);
    let known = seat.seat.has_joined || course.names(seat.id);
    let minutes = if seat.seat.has_joined { Some(seat.seat.own_minutes(course.held_minutes())) } else { None };
    let parted = Seat { minutes, parting: words, ..seat.seat };
    let seat = take(desk, tx, now, StoredSeat { seat: parted, ..seat }, step)?;
    if engagement.state == EngagementState::Running && course.leave_out(seat.id, now).is_some() {
        tx.save_course(engagement.id, &course, course.wakes_at(desk.catalogue.engagement()))?;
    }
    let readers = [Some(TeamReader::Member), Some(TeamReader::Lead), known.then_some(TeamReader::Company)];
    for to in readers.into_iter().flatten().filter(|reader| Some(*reader) != by) {
        tell(desk, tx, now, (engagement, &seat), to)?;
    }
    Ok(())
}

/// Whether ending a seat takes a name and a mail address out of it.
fn will_be_nobody(seat: &StoredSeat) -> bool {
    seat.specialist.is_none() && seat.state == TeamState::Invited
}

/// To whom letters about the own place go.
fn member(seat: &StoredSeat) -> Party {
    seat.specialist.map_or(Party::Guest(seat.id), Party::Specialist)
}

/// Tells somebody how a seat stands now. Whoever came from outside and is nobody again is told nothing.
fn tell(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    (engagement, seat): (&StoredEngagement, &StoredSeat),
    to: TeamReader,
) -> Result<(), Refusal> {
    let party = match to {
        TeamReader::Member if seat.specialist.is_none() && seat.seat.guest.is_none() => return Ok(()),
        TeamReader::Member => member(seat),
        TeamReader::Lead => Party::Specialist(engagement.specialist),
        TeamReader::Company => Party::Company(seat.help_request),
    };
    let cause = format!("{}/{}-{}", seat.id, seat.state.code(), seat.minutes);
    send(desk, tx, now, LetterKind::TeamTold, (party, seat), cause)
}

fn send(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    kind: LetterKind,
    (party, seat): (Party, &StoredSeat),
    cause: String,
) -> Result<(), Refusal> {
    let letter = LetterToQueue { id: desk.ids.fresh(now), kind, party, cause, help_request: seat.help_request, offer: None };
    queue_letter(tx, &desk.ids, now, letter)
}
