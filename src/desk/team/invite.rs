//! Who leads an engagement asks somebody from the active list to come along. Nothing names the company in that question.

use crate::correspondence::{LetterKind, Party};
use crate::desk::team::{hold, led, may_come, send};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{Seat, SeatForm, TeamState, seat_ends_at};
use crate::events::Event;
use crate::ids::{SeatId, SpecialistId};
use crate::report::FieldError;
use crate::seals::Action;
use crate::store::StoredSeat;

/// Whoever could not be asked for the help request itself cannot be asked to come along, and why is nobody's business but theirs.
pub async fn invite_to_team(desk: &Desk, press: Press, specialist: SpecialistId, form: SeatForm) -> Result<SeatId, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (stored, engagement) = led(tx, &press.token, now)?;
            let before = tx.list_seats(engagement.id)?;
            let open: Vec<&Seat> = before.iter().filter(|seat| seat.state.is_open()).map(|seat| &seat.seat).collect();
            let seat = form.check(acting.catalogue.team(), &open)?;
            let refused = |code| Refusal::Fields(vec![FieldError::new("/person", code)]);
            if specialist == engagement.specialist || before.iter().any(|seat| seat.specialist == Some(specialist)) {
                return Err(refused("team-asked-before"));
            }
            let person = hold(tx, specialist)?;
            if !may_come(&acting, tx, now, &stored, &person)? {
                return Err(refused("team-cannot-be-asked"));
            }
            // As many hours a week as the offer was made for, in part.
            let weekly = tx.find_offer(engagement.offer)?.map_or(0, |offer| offer.weekly_hours);
            let new = StoredSeat {
                id: acting.ids.beside(now),
                engagement: engagement.id,
                help_request: engagement.help_request,
                specialist: Some(specialist),
                state: TeamState::Invited,
                weekly_hours: seat.weekly_hours(weekly),
                seat,
                asked_at: now,
                wakes_at: seat_ends_at(acting.catalogue.team(), TeamState::Invited, now),
                minutes: 0,
                ended_at: None,
            };
            tx.add_seat(&new)?;
            tx.record(acting.ids.fresh(now), &Event::TeamSeatChanged { specialist }, now)?;
            send(&acting, tx, now, LetterKind::TeamAsked, (Party::Specialist(specialist), &new), format!("{}/asked", new.id))?;
            acting.spend(tx, &press, Action::Work, now)?;
            tx.note_act("team_member_asked", "engagement", engagement.id);
            Ok(new.id)
        })
        .await
}
