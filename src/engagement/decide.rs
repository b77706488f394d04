//! A dispute about hours before the support organisation that the help request belongs to: either side puts it there, and while it lies there each of them
//! can still give in.

use crate::clock::Moment;
use crate::engagement::{Course, Ending, Judging, NotNow, Side, Stage};
use crate::values::Prose;

impl Course {
    /// Whether both have said different hours, and nobody has been asked to decide.
    pub fn may_be_put_before(&self) -> bool {
        let disputed = self.report.as_ref().is_some_and(|report| report.dispute.is_some());
        disputed && matches!(self.stage, Stage::Disputed | Stage::Confirming)
    }

    /// A side asks for a decision.
    pub fn put_before(&mut self, by: Side, now: Moment) -> Result<(), NotNow> {
        let open = self.may_be_put_before();
        let report = self.report.as_mut().filter(|_| open).ok_or(NotNow)?;
        report.judging = Some(Judging { by, at: now, reason: None });
        self.stage = Stage::Deciding;
        self.moved(now);
        Ok(())
    }

    /// Somebody who is neither side decides, between what is not in dispute and what is reported.
    pub fn decide(&mut self, minutes: u32, reason: Prose, now: Moment) -> Result<(), NotNow> {
        let deciding = self.stage == Stage::Deciding;
        let report = self.report.as_mut().filter(|report| deciding && report.may_be_decided_as(minutes)).ok_or(NotNow)?;
        report.judging.as_mut().ok_or(NotNow)?.reason = Some(reason);
        self.end(Stage::Closed, Ending::Decided { minutes, at: now }, now);
        Ok(())
    }
}
