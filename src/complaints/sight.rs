//! What each side may read of a complaint, and what is left of it when a side is forgotten.

use crate::complaints::{Appeal, Complaint, Decision, Effect, Stage, Verdict};
use crate::engagement::Side;
use crate::values::Prose;

impl Complaint {
    /// What a side may read: its own words, and what operators have written for it. Neither proposals nor notes nor who decided, and of the other side's
    /// words none.
    pub fn seen_by(&self, side: Side) -> Self {
        let (nothing, is_own) = (Prose::default, side == self.by);
        let mut seen = self.clone();
        seen.proposal = None;
        if !is_own {
            (seen.words, seen.wish) = (nothing(), nothing());
        }
        if let Some(hearing) = &mut seen.hearing {
            hearing.answer = hearing.answer.take().filter(|_| !is_own);
        }
        for Decision { verdict, proposed_by, confirmed_by, .. } in &mut seen.decisions {
            if is_own {
                // What follows for the other side is theirs.
                (verdict.to_other, verdict.effect) = (nothing(), Effect::Nothing);
            } else {
                verdict.to_complainant = nothing();
            }
            verdict.note = nothing();
            proposed_by.clear();
            confirmed_by.clear();
        }
        if is_own {
            seen.bar = None;
        }
        seen.appeal = seen.appeal.map(|appeal| Appeal { words: if appeal.by == side { appeal.words } else { nothing() }, ..appeal });
        seen
    }

    /// Takes out what says who a side was, or what it wrote. What was decided stays, without words; what was open ends.
    pub fn forget(&mut self, side: Side) {
        let nothing = Prose::default;
        if side == self.by {
            (self.words, self.wish) = (nothing(), nothing());
        } else {
            self.bar = None;
        }
        if let Some(hearing) = &mut self.hearing {
            hearing.summary = nothing();
            hearing.answer = hearing.answer.take().filter(|_| side == self.by);
        }
        if let Some(appeal) = self.appeal.as_mut().filter(|appeal| appeal.by == side) {
            appeal.words = nothing();
        }
        for decision in &mut self.decisions {
            let Verdict { to_complainant, to_other, note, .. } = &mut decision.verdict;
            (*to_complainant, *to_other, *note) = (nothing(), nothing(), nothing());
        }
        self.proposal = None;
        if !self.stage.is_over() {
            self.stage = if self.decisions.is_empty() { Stage::Withdrawn } else { Stage::Closed };
        }
    }
}
