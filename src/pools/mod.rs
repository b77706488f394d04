//! Pools: several small companies of one support organisation share specialists over a fiscal year (seed S003: this is how a small budget buys an expert).
//!
//! A *roster* says who takes part: specialists with the days on which they come, member companies with how many visits they want, pairs that must not meet, and
//! a budget in visits and yen. A *plan* puts members into the slots of those days, evenly: who has had the fewest of the visits they want comes first, among these
//! all specialists of a day are chosen jointly, and who was last on one day is not last on the next. What changes during the year — a slot handed back, a company that did not turn up, a member that leaves, another
//! way to share the cost — is done to the plan, and who waited takes what becomes free. Costs are *split* to the yen.
//!
//! A [`Pool`] is what is kept of all that: it also knows who was asked and what has changed, and each change of it is a [`Turn`].
//!
//! Nothing here reads a clock or a store, and equal input gives an equal plan.

mod change;
mod clash;
mod days;
mod fill;
mod form;
mod history;
mod months;
mod plan;
mod pool;
mod roster;
mod split;
#[cfg(test)]
mod tests;

pub use change::{Immovable, Shift};
pub use clash::{Promised, first_clash};
pub use days::{DayRule, days_of};
pub use form::{PatternForm, PoolForm, WEEKDAYS};
pub use history::Change;
pub use months::{ConfirmedMonth, MonthWork, month_of};
pub use plan::{NotTaken, Plan, Slot, SlotState, Unserved, WhyUnserved, plan};
pub use pool::{NotPossible, Pattern, Pool, PoolPair, PoolPlan, PoolShift, PoolSlot, PoolTies, Seat, SeatState, Turn};
pub use roster::{Budget, Conflict, Party, PoolMember, PoolSpecialist, Roster, RosterError, Ties};
pub use split::{SplitRule, split};
