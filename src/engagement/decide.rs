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

    /// Whether the hours that count are neither side's word.
    pub fn is_decided(&self) -> bool {
        matches!(self.ending, Some(Ending::Decided { .. }))
    }

    /// As it is kept, in words that a build from before decisions reads too (0049): it sees hours in dispute, and then hours that are agreed on.
    /// What tells one from the other is the judging, which that build passes over.
    pub fn to_kept(&self) -> Self {
        let mut kept = self.clone();
        if kept.stage == Stage::Deciding {
            kept.stage = Stage::Disputed;
        }
        if let Some(Ending::Decided { minutes, at }) = kept.ending {
            kept.ending = Some(Ending::Agreed { minutes, at });
        }
        kept
    }

    /// What was kept. A dispute that such a build has written meanwhile is one that nobody was asked about.
    pub fn from_kept(mut kept: Self) -> Self {
        let Some(judging) = kept.report.as_ref().and_then(|report| report.judging.as_ref()) else { return kept };
        let decided = judging.reason.is_some();
        match kept.ending {
            None if kept.stage == Stage::Disputed => kept.stage = Stage::Deciding,
            Some(Ending::Agreed { minutes, at }) if decided => kept.ending = Some(Ending::Decided { minutes, at }),
            _ => {}
        }
        kept
    }
}
