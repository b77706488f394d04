//! Letters about what came of the work. Whoever has answered meanwhile is not asked any more.

use crate::clock::in_japan;
use crate::correspondence::{Content, LetterKind, OutcomeFacts};
use crate::desk::course::told_of;
use crate::desk::letters::take::Filling;
use crate::engagement::Asking;
use crate::store::{QueuedLetter, StoredHelpRequest};

impl Filling<'_> {
    pub(super) fn outcome(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let (id, step) = told_of(&queued.cause)?;
        let engagement = self.shelf.engagement(id).filter(|engagement| engagement.state.holds())?;
        let follow_up = self.shelf.follow_up(id)?;
        if queued.kind == LetterKind::OutcomeAsked && follow_up.stage.code() != step {
            return None;
        }
        let ended_on = in_japan(engagement.course.as_ref()?.ending?.at()).date_naive();
        let specialist = self.shelf.person(engagement.specialist)?.shown().name.clone();
        let menus = stored.help_request.need.menus.clone();
        let is_reminder = follow_up.stage == Asking::Reminded;
        let page = self.status_link(stored.id);
        Some(Content::Outcome(Box::new(OutcomeFacts { specialist, menus, ended_on, is_reminder, page })))
    }
}
