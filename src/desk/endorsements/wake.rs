//! What time does to recommendations: nobody answers, the last day comes near, the last day is over.

use crate::brokering::EndorsementHour;
use crate::correspondence::{LetterKind, Party};
use crate::desk::endorsements::{Word, held, keep, tell};
use crate::desk::{Desk, Refusal};
use crate::ids::EndorsementId;
use crate::store::Tx;

/// How many one round takes on.
const ROUND: i64 = 500;

/// Each is a transaction of its own; says how many.
pub async fn wake_endorsements(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_endorsements_to_wake(now, ROUND)).await?;
    let mut woken = 0;
    for id in due {
        let acting = desk.clone();
        woken += usize::from(desk.store.write(move |tx| wake(&acting, tx, id)).await?);
    }
    Ok(woken)
}

fn wake(desk: &Desk, tx: &mut Tx<'_>, id: EndorsementId) -> Result<bool, Refusal> {
    let now = desk.clock.now();
    // Whoever is forgotten meanwhile has taken it along.
    if tx.find_endorsement(id)?.is_none() {
        return Ok(false);
    }
    let (before, person) = held(tx, id)?;
    let mut after = before.clone();
    let mut last = None;
    while let Some(hour) = after.endorsement.wake(desk.catalogue.endorsements(), now) {
        last = Some(hour);
    }
    let Some(hour) = last else { return Ok(false) };
    keep(desk, tx, &before, &after)?;
    let (org, own) = (Party::SupportOrg(after.org), Party::Specialist(after.specialist));
    let told: &[Party] = match hour {
        EndorsementHour::EndsSoon => &[org, own],
        EndorsementHour::Lapsed => &[org],
        // Both were told before.
        EndorsementHour::RunOut => &[],
    };
    let word = if hour == EndorsementHour::EndsSoon { Word::EndsSoon } else { Word::Stands };
    for party in told {
        tell(desk, tx, now, LetterKind::EndorsementTold, *party, (&after, &person), word)?;
    }
    Ok(true)
}
