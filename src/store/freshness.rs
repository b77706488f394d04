//! Table `specialists`: when the next step of keeping a profile fresh is due.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::active_list::CheckStep;
use crate::clock::Moment;
use crate::ids::SpecialistId;
use crate::store::cells::{ids, time};
use crate::store::schema::specialists;
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// Those of whom it is not planned yet when to ask.
    pub fn list_unplanned_checks(&mut self, limit: i64) -> Result<Vec<SpecialistId>, StoreError> {
        let hidden = i32::from(CheckStep::Hidden.number());
        let unplanned = specialists::table.filter(specialists::check_at.is_null()).filter(specialists::check_step.ne(hidden));
        ids(unplanned.order(specialists::id).limit(limit).select(specialists::id).load(self.connection)?)
    }

    /// Those whose next step is due, the longest due first.
    pub fn list_due_checks(&mut self, now: Moment, limit: i64) -> Result<Vec<SpecialistId>, StoreError> {
        let due = specialists::table.filter(specialists::check_at.le(time(now))).order((specialists::check_at, specialists::id));
        ids(due.limit(limit).select(specialists::id).load(self.connection)?)
    }

    /// Notes the step that was taken, and when the next is due. False if it was not at `from`, or not due at `now` (any more).
    pub fn move_check(
        &mut self,
        id: SpecialistId,
        from: CheckStep,
        now: Moment,
        to: CheckStep,
        next_at: Option<Moment>,
    ) -> Result<bool, StoreError> {
        let place = specialists::table.find(id.to_string()).filter(specialists::check_step.eq(i32::from(from.number())));
        let place = place.filter(specialists::check_at.is_null().or(specialists::check_at.le(time(now))));
        let set = (specialists::check_step.eq(i32::from(to.number())), specialists::check_at.eq(next_at.map(time)));
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// The profile was confirmed: the next question is to be planned.
    pub fn plan_check_anew(&mut self, id: SpecialistId) -> Result<(), StoreError> {
        let set = (specialists::check_step.eq(i32::from(CheckStep::Confirmed.number())), specialists::check_at.eq(None::<NaiveDateTime>));
        diesel::update(specialists::table.find(id.to_string())).set(set).execute(self.connection)?;
        Ok(())
    }
}
