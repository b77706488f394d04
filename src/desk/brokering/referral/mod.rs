//! Referrals: a help request goes on to another support organisation when its company says so (docs/decisions/0063-referral.md). Every act on
//! one holds the row of its help request first, so a yes, a taking back and a cancellation happen one after the other.

mod answer;
mod look;
mod propose;
mod run_out;
mod take;
mod take_back;

pub use answer::{ReferralPage, answer_referral, look_at_referral};
pub use look::{OrgView, ReferralView, Referring, list_referrals, list_taking, view_referring};
pub use propose::refer_help_request;
pub use run_out::run_out_referrals;
pub use take::{take_referrals, take_referrals_of, takes_referrals};
pub use take_back::take_back_referral;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_letter;
use crate::desk::{Desk, Refusal};
use crate::store::{LetterToQueue, StoredReferral, Tx};

/// Queues a letter about a referral.
fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, kind: LetterKind, party: Party, about: &StoredReferral) -> Result<(), Refusal> {
    let (id, cause, help_request) = (desk.ids.fresh(now), about.id.to_string(), about.help_request);
    queue_letter(tx, &desk.ids, now, LetterToQueue { id, kind, party, cause, help_request, offer: None })
}
