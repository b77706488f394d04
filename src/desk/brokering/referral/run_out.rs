//! Proposals that the company has not answered in time run out, and whoever made one is told.

use crate::brokering::ReferralState;
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::referral::tell;
use crate::desk::{Desk, Refusal};
use crate::ids::ReferralId;
use crate::store::Tx;

/// How many one round takes on.
const ROUND: i64 = 500;

/// Each is a transaction of its own; says how many.
pub async fn run_out_referrals(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let late = desk.store.read(move |tx| tx.list_late_referrals(now, ROUND)).await?;
    let mut done = 0;
    for id in late {
        let acting = desk.clone();
        done += usize::from(desk.store.write(move |tx| run_out(&acting, tx, id)).await?);
    }
    Ok(done)
}

fn run_out(desk: &Desk, tx: &mut Tx<'_>, id: ReferralId) -> Result<bool, Refusal> {
    let now = desk.clock.now();
    let Some(found) = tx.find_referral(id)? else { return Ok(false) };
    tx.hold_help_requests(&[found.help_request])?;
    if !tx.end_referral(id, ReferralState::RunOut, now)? {
        return Ok(false);
    }
    tell(desk, tx, now, LetterKind::ReferralEnded, Party::SupportOrg(found.from), &found)?;
    Ok(true)
}
