//! Who leads, or the company, goes on without somebody; and whoever is erased leaves every team first.

use crate::clock::Moment;
use crate::correspondence::TeamReader;
use crate::desk::course::{course_of, engaged};
use crate::desk::team::{Held, held, part, will_be_nobody};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{EngagementState, PartingForm, Side, TeamState, TeamStep};
use crate::ids::{SeatId, SpecialistId};
use crate::seals::Action;
use crate::store::Tx;

/// Why is told to all who know of it. Hours that were worked stay the person's.
pub async fn take_out(desk: &Desk, press: Press, id: SeatId, form: PartingForm) -> Result<(), Refusal> {
    let (acting, words) = (desk.clone(), form.check()?);
    let is_nobody = desk
        .store
        .write(move |tx| {
            let now = acting.clock.now();
            let by = engaged(tx, &press.token, now)?;
            // Another's seat looks as if it were not there.
            tx.find_seat(id)?.filter(|seat| seat.engagement == by.engagement.id).ok_or(Refusal::NotFound)?;
            let Held { engagement, seat, .. } = held(tx, id)?;
            if by.side == Side::Company && !course_of(&engagement).names(id) {
                return Err(Refusal::NotFound);
            }
            if engagement.state != EngagementState::Running {
                return Err(Refusal::ChangedMeanwhile);
            }
            let reader = match by.side {
                Side::Specialist => TeamReader::Lead,
                Side::Company => TeamReader::Company,
            };
            let is_nobody = will_be_nobody(&seat);
            part(&acting, tx, now, (&engagement, seat), (TeamStep::TakeOut(by.side), Some(words)), Some(reader))?;
            acting.spend(tx, &press, Action::Work, now)?;
            tx.note_act("team_member_taken_out", "engagement", engagement.id);
            Ok::<_, Refusal>(is_nobody)
        })
        .await?;
    if is_nobody { desk.empty_log().await } else { Ok(()) }
}

/// Takes somebody who is erased out of all teams, who are told that the person has left. The rows of the help requests are held before the person's.
pub(in crate::desk) fn leave_all(desk: &Desk, tx: &mut Tx<'_>, now: Moment, specialist: SpecialistId) -> Result<(), Refusal> {
    let seats = tx.list_seats_of_specialist(specialist)?.into_iter().filter(|seat| seat.state.is_open());
    let ids: Vec<SeatId> = seats.map(|seat| seat.id).collect();
    for id in ids {
        let Held { engagement, seat, .. } = held(tx, id)?;
        let step = if seat.state == TeamState::Invited { TeamStep::Decline } else { TeamStep::Leave };
        part(desk, tx, now, (&engagement, seat), (step, None), Some(TeamReader::Member))?;
    }
    Ok(())
}
