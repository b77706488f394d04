//! Letters about the work after a match. What has been overtaken by a further step is not told any more.

use crate::correspondence::{Content, CourseFacts, DisputeFacts, LetterKind, Party};
use crate::desk::course::{AGAIN, SETTLED, told_of};
use crate::desk::letters::take::Filling;
use crate::engagement::{Course, Side, Stage};
use crate::store::{Purpose, QueuedLetter, StoredEngagement, StoredHelpRequest};

impl Filling<'_> {
    pub(super) fn course(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let (id, step) = told_of(&queued.cause)?;
        let engagement = self.shelf.engagement(id).filter(|engagement| engagement.state.holds())?;
        let course = engagement.course.clone()?;
        if matches!(queued.party, Party::SupportOrg(_)) {
            return self.dispute(step, stored, engagement, &course);
        }
        let reader = if matches!(queued.party, Party::Company(_)) { Side::Company } else { Side::Specialist };
        let session = match queued.kind {
            LetterKind::SessionSet => {
                Some(course.sessions.iter().find(|session| session.number.to_string() == step.split('.').next().unwrap_or(step))?.clone())
            }
            _ => None,
        };
        let still = match queued.kind {
            LetterKind::TermsProposed => course.proposed().is_some_and(|version| version.number.to_string() == step),
            LetterKind::TermsAgreed => course.agreed().is_some_and(|version| version.number.to_string() == step),
            LetterKind::SessionSet => course.stage == Stage::Working,
            LetterKind::ReportToConfirm => course.stage == Stage::Confirming,
            LetterKind::HoursDisputed => course.stage == Stage::Disputed,
            LetterKind::DisputePutBefore => course.stage == Stage::Deciding,
            LetterKind::EngagementEnded => course.stage.code() == step,
            // Whoever has acted meanwhile is not reminded of it.
            _ => course.turn() == Some(reader) && course.reminded,
        };
        if !still {
            return None;
        }
        let other = match reader {
            Side::Company => self.shelf.person(engagement.specialist)?.shown().name.clone(),
            Side::Specialist => stored.help_request.company.name.clone(),
        };
        let until = self.now + self.desk.periods.follow_for;
        let page = match reader {
            Side::Company => self.link(Purpose::FollowHelpRequest, stored.id.to_string(), until),
            Side::Specialist => self.link(Purpose::LeaveEngagement, id.to_string(), until),
        };
        let ends_at = course.ends_at(self.desk.catalogue.engagement());
        Some(Content::Course(Box::new(CourseFacts { engagement: id, reader, other, course, session, ends_at, page })))
    }

    /// For who decides: as long as there is something to decide, and that nothing is any more.
    fn dispute(&self, step: &str, stored: &StoredHelpRequest, about: &StoredEngagement, course: &Course) -> Option<Content> {
        let settled = step.starts_with(SETTLED).then(|| course.confirmed_minutes());
        let still = if settled.is_some() { Stage::Closed } else { Stage::Deciding };
        let report = course.report.as_ref().filter(|_| course.stage == still)?;
        Some(Content::Dispute(Box::new(DisputeFacts {
            engagement: about.id,
            company: stored.help_request.company.name.clone(),
            specialist: self.shelf.person(about.specialist)?.shown().name.clone(),
            reported: report.minutes,
            said: report.dispute.as_ref()?.minutes,
            ends_at: course.ends_at(self.desk.catalogue.engagement()),
            is_reminder: step.starts_with(AGAIN),
            settled,
        })))
    }
}
