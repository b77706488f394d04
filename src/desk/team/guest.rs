//! Who leads an engagement asks somebody from outside to come along: by name and mail address, since they stand on no list. Nothing names the company in that
//! question, and nothing is asked of the person but an answer.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Silence};
use crate::desk::credits::own_mailboxes;
use crate::desk::letters::{gets_none_of, mailbox_key};
use crate::desk::team::{Held, held, led, member, part, send, will_be_nobody};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{Guest, GuestForm, Seat, TeamState, TeamStep, seat_ends_at};
use crate::ids::{SeatId, fingerprint};
use crate::report::FieldError;
use crate::seals::Action;
use crate::store::{StoredSeat, Suppression, Tx};
use crate::values::{is_one_mailbox, mailbox_of};

pub async fn invite_guest(desk: &Desk, press: Press, form: GuestForm) -> Result<SeatId, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (stored, engagement) = led(tx, &press.token, now)?;
            let lead = tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?;
            let before = tx.list_seats(engagement.id)?;
            let open: Vec<&Seat> = before.iter().filter(|seat| seat.state.is_open()).map(|seat| &seat.seat).collect();
            let seat = form.check(acting.catalogue.team(), &open, &own_mailboxes(tx, &lead)?)?;
            let Some(address) = seat.guest.as_ref().map(|guest| guest.address.clone()) else { return Err(Refusal::NotFound) };
            let refused = |code| Refusal::Fields(vec![FieldError::new("/address", code)]);
            let mailbox = Some(fingerprint(tx.keyed("team-guest", &mailbox_of(&address)).as_bytes()));
            if before.iter().any(|seat| seat.seat.mailbox == mailbox) {
                return Err(refused("team-asked-before"));
            }
            // Whoever belongs to the company is helped, and helps nobody.
            if is_one_mailbox(&stored.help_request.company.contact.address, &address) {
                return Err(refused("team-cannot-be-asked"));
            }
            if gets_none_of(tx, &address, LetterKind::TeamAsked)? {
                return Err(refused("mailbox-closed"));
            }
            let new = StoredSeat {
                id: acting.ids.beside(now),
                engagement: engagement.id,
                help_request: engagement.help_request,
                specialist: None,
                state: TeamState::Invited,
                weekly_hours: 0,
                seat: Seat { mailbox, ..seat },
                asked_at: now,
                wakes_at: seat_ends_at(acting.catalogue.team(), TeamState::Invited, now),
                minutes: 0,
                ended_at: None,
            };
            tx.add_seat(&new)?;
            send(&acting, tx, now, LetterKind::TeamAsked, (member(&new), &new), format!("{}/asked", new.id))?;
            acting.spend(tx, &press, Action::Work, now)?;
            tx.note_act("team_guest_asked", "engagement", engagement.id);
            Ok(new.id)
        })
        .await
}

/// The question to somebody from outside came back: there is no such mailbox. Their name goes, and who leads hears at once, to ask at the right address. Of
/// whoever has answered meanwhile nothing changes. Says whether a name went.
pub(in crate::desk) fn miss_guest(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: SeatId) -> Result<bool, Refusal> {
    let Held { engagement, seat, .. } = match held(tx, id) {
        // It was forgotten meanwhile.
        Err(Refusal::NotFound) => return Ok(false),
        held => held?,
    };
    if !will_be_nobody(&seat) {
        return Ok(false);
    }
    part(desk, tx, now, (&engagement, seat), (TeamStep::Bounce, None), None)?;
    Ok(true)
}

/// Somebody from outside wants no more such questions. Their mailbox is kept for that alone.
pub(super) fn ask_no_more(tx: &mut Tx<'_>, now: Moment, guest: &Guest) -> Result<(), Refusal> {
    let (subject, kind) = (mailbox_key(&guest.address), Some(LetterKind::TeamAsked));
    tx.add_suppression(&Suppression { subject, kind, why: Silence::Wish, answer: String::new(), at: now })?;
    Ok(())
}
