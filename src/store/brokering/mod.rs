//! What support organisations have: members and what these agreed to, the queue, hand-overs, referrals, entry links, pools.

mod entry_links;
mod members;
mod pools;
mod queue;
mod referrals;
mod years;

pub use entry_links::StoredEntryLink;
pub use members::{StoredConsent, StoredMember};
pub use pools::StoredPool;
pub use queue::{Charge, QueueRow, StoredHandOver};
pub use referrals::StoredReferral;
