//! What time does to places in teams: a question that nobody answers ends, and so does a yes to which the company does not agree. Whoever came from outside
//! for nothing is forgotten some time after.

use crate::desk::team::{Held, held, part, will_be_nobody};
use crate::desk::{Desk, Refusal};
use crate::engagement::{Seat, TeamStep};
use crate::store::{StoredSeat, Tx};

/// How many one round takes on.
const ROUND: i64 = 500;

/// Each is a transaction of its own; says how many.
pub async fn wake_seats(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_seats_to_wake(now, ROUND)).await?;
    let (mut woken, mut forgotten) = (0, false);
    for id in due {
        let acting = desk.clone();
        let done = desk.store.write(move |tx| {
            let now = acting.clock.now();
            let Held { engagement, seat, .. } = match held(tx, id) {
                // It was forgotten meanwhile.
                Err(Refusal::NotFound) => return Ok((false, false)),
                held => held?,
            };
            if seat.wakes_at.is_none_or(|at| at > now) {
                return Ok((false, false));
            }
            if !seat.state.is_open() {
                forget_guest(tx, seat)?;
                return Ok((true, true));
            }
            let is_nobody = will_be_nobody(&seat);
            part(&acting, tx, now, (&engagement, seat), (TeamStep::Lapse, None), None)?;
            Ok::<_, Refusal>((true, is_nobody))
        });
        let (done, is_nobody) = done.await?;
        (woken, forgotten) = (woken + usize::from(done), forgotten || is_nobody);
    }
    if forgotten {
        desk.empty_log().await?;
    }
    Ok(woken)
}

/// Takes name and mail address out of a place that has ended.
fn forget_guest(tx: &mut Tx<'_>, seat: StoredSeat) -> Result<(), Refusal> {
    let seat = StoredSeat { seat: Seat { guest: None, ..seat.seat }, wakes_at: None, ..seat };
    if tx.change_seat(seat.state, &seat)? { Ok(()) } else { Err(Refusal::ChangedMeanwhile) }
}
