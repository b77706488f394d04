//! A clerk takes a proposal back that the company has not answered.

use crate::brokering::ReferralState;
use crate::desk::brokering::org_of;
use crate::desk::brokering::referral::ReferralView;
use crate::desk::brokering::referral::look::view;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::ReferralId;

/// Doing it again changes nothing; what the company has answered stays.
pub async fn take_back_referral(desk: &Desk, role: Role, id: ReferralId) -> Result<ReferralView, Refusal> {
    let org = org_of(role)?;
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            let found = tx.find_referral(id)?.filter(|stored| stored.from == org).ok_or(Refusal::NotFound)?;
            tx.hold_help_requests(&[found.help_request])?;
            if tx.end_referral(id, ReferralState::TakenBack, now)? {
                tx.note_act("referral_taken_back", "referral", id);
            }
            let stored = tx.find_referral(id)?.ok_or(Refusal::NotFound)?;
            match stored.state {
                ReferralState::TakenBack => view(tx, org, stored),
                _ => Err(Refusal::ChangedMeanwhile),
            }
        })
        .await
}
