//! Letters about passing a help request on, and letters to an organisation that it is not with any more.

use crate::brokering::ReferralState;
use crate::correspondence::{Content, LetterKind, Party};
use crate::desk::letters::take::{Filling, company_facts};
use crate::intake::{AnonymousNeed, HelpRequestState};
use crate::store::{Purpose, QueuedLetter, StoreError, StoredHelpRequest, StoredReferral, Tx};
use crate::values::Line;

/// A referral with the names of both organisations.
pub(in crate::desk::letters) struct ReferralFacts {
    stored: StoredReferral,
    from: Line,
    to: Line,
}

pub(in crate::desk::letters) fn tells_of_a_referral(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::ReferralAsked | LetterKind::ReferralEnded | LetterKind::ReferralReceived)
}

/// The referral of which a letter tells, by the letter's cause.
pub(in crate::desk::letters) fn referral(tx: &mut Tx<'_>, letter: &QueuedLetter) -> Result<Option<ReferralFacts>, StoreError> {
    let Some(stored) = letter.cause.parse().ok().map(|id| tx.find_referral(id)).transpose()?.flatten() else { return Ok(None) };
    let from = tx.find_support_org(stored.from)?.map(|found| found.org.name);
    let to = tx.find_support_org(stored.to)?.map(|found| found.org.name);
    Ok(from.zip(to).map(|(from, to)| ReferralFacts { stored, from, to }))
}

impl Filling<'_> {
    /// Whether a letter goes to an organisation that the help request was with when it was queued, and is not any more.
    pub(super) fn is_anothers_by_now(&self, queued: &QueuedLetter, help_request: Option<&StoredHelpRequest>) -> bool {
        let (Party::SupportOrg(org), Some(stored)) = (queued.party, help_request) else { return false };
        queued.kind != LetterKind::ReferralEnded && stored.support_org != Some(org)
    }

    pub(super) fn referral(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let ReferralFacts { stored: referral, from, to } = self.shelf.referral(queued.id)?;
        let (from, to, reason) = (from.clone(), to.clone(), referral.reason.clone()?);
        let goes_on = matches!(stored.state, HelpRequestState::Open | HelpRequestState::Unmatched);
        match queued.kind {
            // One that was taken back meanwhile, or whose help request has ended, asks nothing any more.
            LetterKind::ReferralAsked => (goes_on && referral.is_open(self.now)).then(|| {
                let need = AnonymousNeed::from(&stored.help_request);
                let runs_out_at = referral.runs_out_at;
                // The link outlives its use, so that whoever comes too late is told so.
                let page = self.link(Purpose::AnswerReferral, referral.id.to_string(), runs_out_at + self.desk.periods.show_outcome_for);
                Content::ReferralAsked { need, from, to, reason, runs_out_at, page }
            }),
            LetterKind::ReferralEnded => (goes_on || referral.state != ReferralState::RunOut).then(|| {
                let company = stored.help_request.company.name.clone();
                Content::ReferralEnded { company, to, state: referral.state }
            }),
            _ => Some(Content::ReferralReceived { company: company_facts(stored), from, reason }),
        }
    }
}
