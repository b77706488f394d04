//! What whoever runs an instance sees of it: what waits for a person, how far help requests come, where people are lacking and why, and its letters. These
//! acts look; what they change, they change by the acts of others (letters sent again, deliveries tried again), under the operator's name.

mod funnel;
mod gaps;
mod letters;
mod unmatched;
mod waiting;

pub use funnel::{FunnelForm, FunnelView, look_at_funnel};
pub use gaps::{GapsForm, GapsView, look_at_gaps};
pub use letters::{AddressForm, DeadPile, find_letters_of, list_dead_piles, replay_dead_pile};
pub use unmatched::{UnmatchedView, look_at_unmatched};
pub use waiting::{Waiting, look_at_waiting};
