//! Events on their way: with their place in the journal, and to a group.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::events::{Event, Group};
use crate::ids::EventId;
use crate::traces::TraceId;

/// An event with its place in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    pub id: EventId,
    /// Place in the journal, growing; there may be gaps.
    pub seq: i64,
    pub version: u16,
    pub at: Moment,
    pub event: Event,
    /// The request from which it comes, as far as there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceId>,
}

/// One event on its way to one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub group: Group,
    pub envelope: Envelope,
}
