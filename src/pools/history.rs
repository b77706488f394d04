//! What has changed in a pool, and whom it concerns.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::ids::{MemberId, SpecialistId};
use crate::pools::PoolSlot;

/// What has changed, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub at: Moment,
    pub before: Option<PoolSlot>,
    pub after: Option<PoolSlot>,
}

impl Change {
    /// Whether it is of any interest to a member.
    pub fn is_about(&self, member: MemberId) -> bool {
        [&self.before, &self.after].into_iter().flatten().any(|slot| slot.state.member() == Some(member))
    }

    /// Whether it changes who is visited by a specialist, or when.
    pub fn is_for(&self, specialist: SpecialistId) -> bool {
        let visits =
            |slot: &Option<PoolSlot>| slot.as_ref().is_some_and(|slot| slot.specialist == specialist && slot.state.member().is_some());
        visits(&self.before) || visits(&self.after)
    }
}
