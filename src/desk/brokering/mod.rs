//! Support organisations and their members: who is one, and what the company has agreed to.

mod answer;
mod consent;
mod entry;
mod hand_over;
mod import;
mod look;
mod members;
mod queue;
mod quick;
mod referral;
mod remove;
mod report;

pub use answer::{ConsentPage, answer_as_member, look_at_consent};
pub use consent::{ask_member, note_paper};
pub use entry::{
    EntryLinkForm, EntryLinkView, PosterView, close_entry_link, list_entry_links, look_at_entry, make_entry_link, view_poster,
};
pub use hand_over::{HandOverForm, HandOverView, hand_over, undo_hand_over, view_hand_over};
pub use import::{ImportedMembers, export_members, import_members};
pub use look::{MemberConsentView, MemberList, MemberView, list_members, view_member};
pub use members::{add_member, change_member};
pub use queue::{BasketCount, ClerkView, Queue, QueueFilter, QueueLine, Queued, find_queued, show_queue};
pub use quick::{FoundMembers, find_members, last_need};
pub use referral::{
    OrgView, ReferralPage, ReferralView, Referring, answer_referral, list_referrals, list_taking, look_at_referral, refer_help_request,
    run_out_referrals, take_back_referral, take_referrals, take_referrals_of, takes_referrals, view_referring,
};
pub(super) use remove::remove;
pub use remove::{RemovalView, look_at_removal, remove_member};
pub use report::{YearView, report_year};

use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{MemberId, SupportOrgId};
use crate::store::{Charge, StoredHelpRequest, StoredMember, Tx};

/// The organisation for which somebody acts. Its members are its own business: neither operator nor auditor has one.
pub(super) fn org_of(role: Role) -> Result<SupportOrgId, Refusal> {
    match role {
        Role::Broker(org, _) => Ok(org),
        _ => Err(Refusal::NotFound),
    }
}

/// Holds the row of a member of the organisation; another's looks as if it were not there.
pub(super) fn hold(tx: &mut Tx<'_>, org: SupportOrgId, id: MemberId, now: Moment) -> Result<StoredMember, Refusal> {
    // Looked for first: nobody holds up another organisation's member.
    tx.find_member(id)?.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)?;
    tx.hold_member(id, now)?.ok_or(Refusal::NotFound)
}

/// The organisation that a help request is with, for who holds its row: it may have been passed on since it was read.
pub(super) fn in_charge(tx: &mut Tx<'_>, stored: &StoredHelpRequest) -> Result<Option<SupportOrgId>, Refusal> {
    match stored.support_org {
        Some(_) => Ok(tx.support_orgs_of(&[stored.id])?.remove(&stored.id)),
        None => Ok(None),
    }
}

impl Desk {
    /// Whoever acts in a session, as somebody who can be in charge.
    pub(super) fn charge(&self) -> Option<Charge> {
        let (account, person) = self.store.actor()?.who.account()?;
        Some(Charge { account, person })
    }

    /// Who acts, as in the audit log.
    fn who(&self) -> String {
        self.store.actor().map_or_else(|| "nobody".to_owned(), |actor| actor.who.key())
    }
}
