//! Letters about a team. What has been overtaken by a further word is not told any more.

use crate::correspondence::{Content, LetterKind, Party, TeamFacts, TeamReader};
use crate::desk::letters::take::{Filling, Reader};
use crate::engagement::TeamState;
use crate::ids::SeatId;
use crate::intake::AnonymousNeed;
use crate::store::{Purpose, QueuedLetter, StoredHelpRequest};

impl Filling<'_> {
    pub(super) fn guest(&self, id: SeatId) -> Option<Reader> {
        let guest = self.shelf.guest(id)?;
        Some(Reader { name: guest.name.clone(), to: vec![guest.address.clone()], language: guest.language })
    }

    pub(super) fn team(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let (seat, member) = self.shelf.seat(queued.id)?;
        let engagement = self.shelf.engagement(seat.engagement)?;
        let lead = self.shelf.person(engagement.specialist)?;
        let follow = self.now + self.desk.periods.follow_for;
        if queued.kind == LetterKind::TeamAsked {
            let ends_at = seat.wakes_at.filter(|at| seat.state == TeamState::Invited && self.now < *at && engagement.state.holds())?;
            let lead = lead.shown().display_name.clone();
            let page = self.link(Purpose::FollowTeam, seat.id.to_string(), follow);
            let need = AnonymousNeed::from(&stored.help_request);
            let (role, hours_percent) = (seat.seat.role.clone(), seat.seat.hours_percent);
            let is_guest = seat.specialist.is_none();
            return Some(Content::TeamAsked { need, lead, role, hours_percent, ends_at, page, is_guest });
        }
        let step = format!("{}/{}-{}", seat.id, seat.state.code(), seat.minutes);
        if queued.cause != step {
            return None;
        }
        let reader = match queued.party {
            Party::Company(_) => TeamReader::Company,
            Party::Specialist(id) if id == engagement.specialist => TeamReader::Lead,
            _ => TeamReader::Member,
        };
        let joined = seat.seat.has_joined;
        let named = |person: &crate::store::StoredSpecialist| {
            if joined { person.shown().name.clone() } else { person.shown().display_name.clone() }
        };
        // Who had come in knows the company already; after the match is withdrawn nobody is told a name.
        let knows = joined && engagement.state.holds();
        let company = match reader {
            TeamReader::Member => knows.then(|| stored.help_request.company.name.clone()),
            TeamReader::Lead | TeamReader::Company => Some(stored.help_request.company.name.clone()),
        };
        // None where the person is erased, or forgotten.
        let member = match seat.specialist {
            Some(_) => member.as_ref().filter(|member| !member.specialist.registration.number.is_of_nobody()).map(named),
            None => seat.seat.guest.as_ref().map(|guest| guest.name.clone()),
        };
        let lead = if reader == TeamReader::Member { named(lead) } else { lead.shown().name.clone() };
        let is_guest = seat.specialist.is_none();
        let page = match reader {
            TeamReader::Member => self.link(Purpose::FollowTeam, seat.id.to_string(), follow),
            TeamReader::Lead => self.link(Purpose::LeaveEngagement, engagement.id.to_string(), follow),
            TeamReader::Company => self.link(Purpose::FollowHelpRequest, stored.id.to_string(), follow),
        };
        let (role, state, parting, minutes) = (seat.seat.role.clone(), seat.state, seat.seat.parting.clone(), seat.minutes);
        Some(Content::Team(Box::new(TeamFacts { reader, member, lead, company, role, state, parting, minutes, page, is_guest })))
    }
}
