//! Letters about a specialist whom several companies share.

use crate::correspondence::{Content, LetterKind, PoolEntry, PoolFacts, PoolVisit};
use crate::desk::letters::take::Filling;
use crate::desk::pools::{PoolNotice, PoolSide};
use crate::pools::SeatState;
use crate::store::{Purpose, QueuedLetter};

impl Filling<'_> {
    /// Whoever has answered, or was told that nothing is left, is not asked any more.
    pub(super) fn pool(&mut self, queued: &QueuedLetter, notice: &PoolNotice) -> Option<Content> {
        let PoolNotice { view, side, visits, lost, off, work } = notice;
        let roster = view.pool.plan.roster();
        let (pattern, for_specialist, purpose, subject) = match side {
            PoolSide::Specialist(id) => {
                let seat = view.pool.seat(*id)?;
                let is_said = match queued.kind {
                    LetterKind::PoolConfirmed => work.is_some(),
                    kind => (kind == LetterKind::PoolInvited) == (seat.state == SeatState::Asked),
                };
                if !is_said {
                    return None;
                }
                (seat.pattern, true, Purpose::AnswerPool, format!("{}/{id}", view.id))
            }
            PoolSide::Member(id) => (view.pool.pattern, false, Purpose::FollowPool, format!("{}/{id}", view.id)),
        };
        let to_come = visits.iter().filter(|visit| visit.to_come);
        let visit = |visit: &crate::desk::pools::OwnVisit| PoolVisit {
            begins: visit.begins,
            minutes: visit.minutes,
            with: visit.with.clone().unwrap_or_default(),
        };
        let facts = PoolFacts {
            pool: view.id,
            org: view.org.clone(),
            name: view.pool.name.clone(),
            first: roster.first,
            last: roster.last,
            pattern,
            members: roster.members.len(),
            for_specialist,
            visits: to_come.map(visit).collect(),
            lost: lost.clone(),
            off: off.iter().map(|one| PoolEntry { number: one.number, changed: one.changed, visit: visit(one) }).collect(),
            work: *work,
            page: self.link(purpose, subject, crate::clock::japanese(roster.last, 24).max(self.now) + self.desk.periods.follow_for),
        };
        Some(Content::Pool(Box::new(facts)))
    }
}
