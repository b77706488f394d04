//! What has changed in a pool, and whom it concerns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::ids::{MemberId, SpecialistId};
use crate::pools::{Pool, PoolSlot};

/// What has changed, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub at: Moment,
    pub before: Option<PoolSlot>,
    pub after: Option<PoolSlot>,
}

impl Change {
    /// The slot of which it tells.
    pub fn number(&self) -> Option<u32> {
        self.after.as_ref().or(self.before.as_ref()).map(|slot| slot.number)
    }

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

impl Pool {
    /// How often a slot was changed since it was first there, whoever had it: the sequence of its entry in calendars. It only grows.
    pub fn changed(&self, number: u32) -> u32 {
        let changes = self.changes.iter().filter(|change| change.number() == Some(number)).count();
        u32::try_from(changes).unwrap_or(u32::MAX).saturating_sub(1)
    }

    /// Slots that were somebody's and are not any more, each as it was the last time.
    pub fn lost(&self, is_own: impl Fn(&PoolSlot) -> bool) -> Vec<PoolSlot> {
        let had = self.changes.iter().filter_map(|change| change.before.as_ref()).filter(|slot| is_own(slot));
        let mut lost: BTreeMap<u32, &PoolSlot> = had.map(|slot| (slot.number, slot)).collect();
        self.plan.slots().iter().filter(|slot| is_own(slot)).for_each(|slot| {
            lost.remove(&slot.number);
        });
        lost.into_values().cloned().collect()
    }
}
