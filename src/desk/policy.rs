//! Which wave policy a help request follows: the one that it got when it opened, whatever the catalogue says since.

use crate::catalogue::WavePolicy;
use crate::clock::in_japan;
use crate::desk::Desk;
use crate::intake::Need;
use crate::store::StoredHelpRequest;

impl Desk {
    /// The policy that a help request gets that opens now; none for an urgency that the catalogue does not know.
    pub(super) fn policy_in_force(&self, need: &Need) -> Option<WavePolicy> {
        self.catalogue.wave_policy(need.urgency.code()).cloned()
    }

    /// The policy of a help request: its own, or where it has none (it opened before policies were kept) that of the day on which it was made.
    pub(super) fn policy_of(&self, stored: &StoredHelpRequest) -> Option<WavePolicy> {
        let day = in_japan(stored.created_at).date_naive();
        let of_day = || self.catalogue.wave_policy_on(stored.help_request.need.urgency.code(), day).cloned();
        stored.policy.clone().or_else(of_day)
    }
}
