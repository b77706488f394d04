//! What the course of an engagement does to its team: terms name who would come along, both sides' agreement brings them in, and the end ends every seat.

use crate::clock::Moment;
use crate::correspondence::TeamReader;
use crate::desk::team::{part, take, tell};
use crate::desk::{Desk, Refusal};
use crate::engagement::{Course, Seat, Side, TeamLine, TeamState, TeamStep};
use crate::matching::is_conflict;
use crate::store::{StoredEngagement, StoredHelpRequest, StoredSeat, Tx};

/// Whom terms name that this side proposes: who takes part, and who would. The company proposes nobody of whom it does not know.
pub(in crate::desk) fn lines(tx: &mut Tx<'_>, engagement: &StoredEngagement, course: &Course, by: Side) -> Result<Vec<TeamLine>, Refusal> {
    let known = |seat: &StoredSeat| by == Side::Specialist || course.names(seat.id);
    let named = |seat: &StoredSeat| seat.state == TeamState::Joined || (seat.state == TeamState::Willing && known(seat));
    Ok(tx.list_seats(engagement.id)?.iter().filter(|seat| named(seat)).map(|seat| TeamLine::of(seat.id, &seat.seat)).collect())
}

/// Both sides have agreed to these terms: who is named comes in. Whoever has come to stand too near to the company meanwhile does not.
pub(in crate::desk) fn join(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    (stored, engagement): (&StoredHelpRequest, &StoredEngagement),
    team: &[TeamLine],
) -> Result<(), Refusal> {
    let seats = tx.list_seats(engagement.id)?;
    let named = |seat: &StoredSeat| seat.state == TeamState::Willing && team.iter().any(|line| line.seat == seat.id);
    for seat in seats.into_iter().filter(named) {
        let apart = match seat.specialist {
            Some(id) => tx.find_specialist(id)?.is_none_or(|person| is_conflict(&person.specialist, &stored.help_request.company)),
            // Whoever stands on no list has declared nothing; one who is forgotten meanwhile is nobody.
            None => seat.seat.guest.is_none(),
        };
        if apart {
            part(desk, tx, now, (engagement, seat), (TeamStep::Lapse, None), None)?;
            continue;
        }
        let seat = take(desk, tx, now, seat, TeamStep::Join)?;
        for to in [TeamReader::Member, TeamReader::Lead] {
            tell(desk, tx, now, (engagement, &seat), to)?;
        }
    }
    Ok(())
}

/// Keeps the team in step with the course: with the report everybody's own hours stand, and what is over ends every seat.
pub(in crate::desk) fn follow(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    engagement: &StoredEngagement,
    course: &Course,
) -> Result<(), Refusal> {
    if course.report.is_none() && !course.stage.is_over() {
        return Ok(());
    }
    let reported = course.report.as_ref().map_or(0, |report| report.first_minutes);
    for seat in tx.list_seats(engagement.id)? {
        let from = seat.state;
        if from == TeamState::Joined && !course.stage.is_over() {
            let minutes = Some(seat.seat.own_minutes(reported));
            if !tx.change_seat(from, &StoredSeat { seat: Seat { minutes, ..seat.seat }, ..seat })? {
                return Err(Refusal::ChangedMeanwhile);
            }
        } else if course.stage.is_over() {
            finish(desk, tx, now, engagement, (seat, reported), course.confirmed_minutes())?;
        }
    }
    Ok(())
}

/// The match is withdrawn before anybody had worked.
pub(in crate::desk) fn break_up(desk: &Desk, tx: &mut Tx<'_>, now: Moment, engagement: &StoredEngagement) -> Result<(), Refusal> {
    for seat in tx.list_seats(engagement.id)? {
        finish(desk, tx, now, engagement, (seat, 0), 0)?;
    }
    Ok(())
}

/// Ends a seat with its engagement. Who had left before keeps the hours, and is told only where some count.
fn finish(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    engagement: &StoredEngagement,
    (seat, reported): (StoredSeat, u32),
    confirmed: u32,
) -> Result<(), Refusal> {
    let minutes = if seat.seat.has_joined { seat.seat.confirmed_minutes(reported, confirmed) } else { 0 };
    let is_news = minutes != seat.minutes;
    let counted = StoredSeat { minutes, ..seat };
    let seat = match counted.state.after(TeamStep::Finish) {
        Ok(_) if counted.state.is_open() || is_news => take(desk, tx, now, counted, TeamStep::Finish)?,
        Err(_) if is_news => {
            if !tx.change_seat(counted.state, &counted)? {
                return Err(Refusal::ChangedMeanwhile);
            }
            counted
        }
        _ => return Ok(()),
    };
    tell(desk, tx, now, (engagement, &seat), TeamReader::Member)
}
