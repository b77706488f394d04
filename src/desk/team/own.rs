//! Somebody's own place in a team, as its page shows it: before the company has agreed to it, nothing on it says who the company is. Nothing is changed.

use crate::clock::Moment;
use crate::desk::course::course_of;
use crate::desk::team::SeatWords;
use crate::desk::team::answer::seat_of;
use crate::desk::{Desk, Refusal};
use crate::engagement::{EngagementState, Session, Stage, TeamState};
use crate::ids::{EngagementId, Token};
use crate::intake::AnonymousNeed;
use crate::language::Language;

#[derive(Clone, Debug)]
pub struct SeatPage {
    pub engagement: EngagementId,
    pub need: AnonymousNeed,
    /// Who leads.
    pub lead: String,
    /// Who is helped; only once the company has agreed to it, and while the match holds.
    pub company: Option<String>,
    pub words: SeatWords,
    /// Until when somebody is to say something.
    pub ends_at: Option<Moment>,
    /// What is planned and was held; none before the company has agreed.
    pub sessions: Vec<Session>,
    pub held_minutes: u32,
    /// What counts as the own part of it, unless something else is said.
    pub own_minutes: u32,
    pub can_answer: bool,
    pub can_say_hours: bool,
    pub can_leave: bool,
    /// Whether the reader stands on no list: nothing else is asked of them, and nothing is entered for them.
    pub is_guest: bool,
    pub now: Moment,
    pub language: Language,
}

pub async fn look_at_seat(desk: &Desk, token: Token) -> Result<SeatPage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let id = seat_of(tx, &token, now)?;
            let seat = tx.find_seat(id)?.ok_or(Refusal::NotFound)?;
            let engagement = tx.find_engagement(seat.engagement)?.ok_or(Refusal::NotFound)?;
            let stored = tx.find_help_request(seat.help_request)?.ok_or(Refusal::NotFound)?;
            let own = seat.specialist.map(|id| tx.find_specialist(id)).transpose()?.flatten();
            let language = own.map(|own| own.specialist.language()).or_else(|| seat.seat.guest.as_ref().map(|guest| guest.language));
            // Whoever said no, or nothing, reads how it ended in the language of the instance; whoever is forgotten has no page any more.
            let language = language.or_else(|| seat.seat.mailbox.as_ref().map(|_| Language::default())).ok_or(Refusal::NotFound)?;
            let lead = tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?;
            let course = course_of(&engagement);
            let takes_part = matches!(seat.state, TeamState::Joined | TeamState::Finished);
            let knows = takes_part && seat.seat.has_joined && engagement.state.holds();
            let shown = lead.shown();
            let running = engagement.state == EngagementState::Running;
            Ok(SeatPage {
                engagement: engagement.id,
                need: AnonymousNeed::from(&stored.help_request),
                lead: if knows { shown.name.as_str().to_owned() } else { shown.display_name.as_str().to_owned() },
                company: knows.then(|| stored.help_request.company.name.as_str().to_owned()),
                words: SeatWords { why: None, ..SeatWords::of(&seat, &course) },
                ends_at: seat.wakes_at.filter(|_| seat.state.is_open()),
                sessions: if knows { course.sessions.clone() } else { Vec::new() },
                own_minutes: seat.seat.own_minutes(course.held_minutes()),
                held_minutes: if knows { course.held_minutes() } else { 0 },
                can_answer: running
                    && course.stage == Stage::Working
                    && seat.state == TeamState::Invited
                    && seat.wakes_at.is_some_and(|at| now < at),
                can_say_hours: running && seat.state == TeamState::Joined && course.stage == Stage::Working && course.held_minutes() > 0,
                can_leave: running && matches!(seat.state, TeamState::Willing | TeamState::Joined),
                now,
                is_guest: seat.specialist.is_none(),
                language,
            })
        })
        .await
}
