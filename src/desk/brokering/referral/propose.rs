//! A clerk proposes to pass a help request on to another organisation; its company is asked by letter.

use crate::brokering::{ANSWERED_WITHIN, ReferralForm, ReferralState};
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::org_of;
use crate::desk::brokering::referral::look::view;
use crate::desk::brokering::referral::{ReferralView, tell};
use crate::desk::look::held;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::HelpRequestId;
use crate::intake::HelpRequestState;
use crate::report::FieldError;
use crate::store::StoredReferral;

/// Only what goes on, or found nobody, and one proposal at a time; not to an organisation to which the company has said no.
pub async fn refer_help_request(desk: &Desk, role: Role, id: HelpRequestId, form: ReferralForm) -> Result<ReferralView, Refusal> {
    let org = org_of(role)?;
    let referral = form.check()?;
    let (acting, now) = (desk.clone(), desk.clock.now());
    desk.store
        .write(move |tx| {
            match held(tx, id, role)?.state {
                HelpRequestState::Open | HelpRequestState::Unmatched => {}
                // Whether the company asks for anything is still open.
                HelpRequestState::AwaitingConfirmation => return Err(Refusal::ConsentMissing),
                HelpRequestState::Matched | HelpRequestState::Cancelled => return Err(Refusal::HelpRequestEnded),
            }
            let takes = referral.to != org && tx.list_taking_referrals()?.iter().any(|(taking, _)| *taking == referral.to);
            if !takes {
                return Err(Refusal::Fields(vec![FieldError::new("/to", "takes-no-referrals")]));
            }
            let before = tx.list_referrals_of(id)?;
            let is_no = |one: &StoredReferral| one.state == ReferralState::Refused && one.to == referral.to;
            if before.iter().any(|one| one.is_open(now) || is_no(one)) {
                return Err(Refusal::AskedAlready);
            }
            // One whose time is over makes room at once.
            for late in before.iter().filter(|one| one.state == ReferralState::Open) {
                tx.end_referral(late.id, ReferralState::RunOut, now)?;
            }
            let made = StoredReferral {
                id: acting.ids.beside(now),
                help_request: id,
                from: org,
                to: referral.to,
                reason: Some(referral.reason),
                state: ReferralState::Open,
                made_at: now,
                runs_out_at: now + ANSWERED_WITHIN,
                ended_at: None,
            };
            tx.add_referral(&made)?;
            tx.note_act("referral_proposed", "referral", made.id);
            tell(&acting, tx, now, LetterKind::ReferralAsked, Party::Company(id), &made)?;
            view(tx, org, made)
        })
        .await
}
