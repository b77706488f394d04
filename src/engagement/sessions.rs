//! Sessions: when both meet, and what came of each.

use chrono::{DateTime, Duration, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::engagement::report::duration;
use crate::engagement::{Course, NotNow, Side, Stage};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{parse_date, within};

/// How many sessions one engagement can have.
pub const MOST_SESSIONS: usize = 100;

/// What became of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SessionState {
    Planned,
    Held {
        minutes: u32,
    },
    Cancelled,
    /// One side did not turn up, as the other says.
    NoShow {
        of: Side,
    },
}

impl SessionState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held { .. } => "held",
            Self::Cancelled => "cancelled",
            Self::NoShow { of: Side::Specialist } => "no_show_specialist",
            Self::NoShow { of: Side::Company } => "no_show_company",
        }
    }
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// From 1.
    #[schema(example = 1)]
    pub number: u16,
    /// When it begins (RFC 3339, UTC).
    pub begins: DateTime<Utc>,
    /// How long it is to take.
    #[schema(example = 120)]
    pub planned_minutes: u32,
    /// What became of it.
    pub state: SessionState,
    /// How often it was moved: the sequence of its calendar entry.
    #[schema(example = 0)]
    pub moved: u16,
    /// Who said so last.
    pub said_by: Side,
    /// When that was (RFC 3339, UTC).
    pub said_at: DateTime<Utc>,
    /// When the company said that both met (RFC 3339, UTC); none where it said nothing. It changes no hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_at: Option<DateTime<Utc>>,
}

/// What a side says of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionWord {
    Move {
        begins: Moment,
        minutes: u32,
    },
    /// It took so long. The specialist says so; the company says its word when it confirms.
    Held {
        minutes: u32,
    },
    Cancel,
    /// The other side did not turn up.
    NoShow,
}

impl Session {
    pub(super) fn held_minutes(&self) -> u32 {
        if let SessionState::Held { minutes } = self.state { minutes } else { 0 }
    }

    /// What is planned still when the work ends is off. Its moment is the report's: by that it is known from what a side has called off.
    pub(super) fn drop_if_planned(&mut self, now: Moment) {
        if self.state == SessionState::Planned {
            (self.state, self.said_at) = (SessionState::Cancelled, now);
        }
    }
}

impl Course {
    /// Plans a session; gives its number.
    pub fn plan(&mut self, by: Side, begins: Moment, minutes: u32, now: Moment) -> Result<u16, NotNow> {
        if self.stage != Stage::Working || self.sessions.len() >= MOST_SESSIONS || minutes == 0 {
            return Err(NotNow);
        }
        let number = self.sessions.last().map_or(1, |session| session.number + 1);
        let state = SessionState::Planned;
        self.sessions.push(Session { number, begins, planned_minutes: minutes, state, moved: 0, said_by: by, said_at: now, met_at: None });
        self.moved(now);
        Ok(number)
    }

    /// Whether the company can say that both met at this session: it was held, as the specialist says, and its hours are not settled.
    pub fn may_meet(&self, session: &Session) -> bool {
        !self.stage.is_over() && matches!(session.state, SessionState::Held { .. })
    }

    /// The company says that both met, or takes it back. It is a word for whoever looks at the hours later: it changes none, and no deadline.
    pub fn meet(&mut self, by: Side, number: u16, met: bool, now: Moment) -> Result<(), NotNow> {
        let found = self.sessions.iter().position(|session| session.number == number && self.may_meet(session));
        let session = found.filter(|_| by == Side::Company).and_then(|at| self.sessions.get_mut(at)).ok_or(NotNow)?;
        session.met_at = met.then(|| session.met_at.unwrap_or(now));
        Ok(())
    }

    /// Sessions that were planned still when the work ended: nobody has called them off by themselves.
    pub fn dropped(&self) -> impl Iterator<Item = &Session> {
        let reported_at = self.report.as_ref().map(|report| report.at);
        self.sessions.iter().filter(move |session| session.state == SessionState::Cancelled && Some(session.said_at) == reported_at)
    }

    /// Sessions that are planned still, as they are once there is no match any more: called off.
    pub fn off_with_it(&self) -> Vec<Session> {
        let planned = self.sessions.iter().filter(|session| session.state == SessionState::Planned);
        planned.map(|session| Session { state: SessionState::Cancelled, ..session.clone() }).collect()
    }

    /// At how many of the sessions that were held the company says that both met, and how many were held.
    pub fn met_of_held(&self) -> (usize, usize) {
        let held = self.sessions.iter().filter(|session| matches!(session.state, SessionState::Held { .. }));
        (held.clone().filter(|session| session.met_at.is_some()).count(), held.count())
    }

    /// Says what became of a session. Until the report either side can say otherwise: a slip of the finger costs nobody their hours.
    pub fn say(&mut self, by: Side, number: u16, word: SessionWord, now: Moment) -> Result<(), NotNow> {
        let working = self.stage == Stage::Working;
        let session = self.sessions.iter_mut().find(|session| working && session.number == number).ok_or(NotNow)?;
        let has_begun = session.begins <= now;
        match word {
            SessionWord::Move { begins, minutes } if session.state == SessionState::Planned && minutes > 0 => {
                (session.begins, session.planned_minutes) = (begins, minutes);
                session.moved = session.moved.saturating_add(1);
            }
            SessionWord::Held { minutes } if by == Side::Specialist && has_begun && (1..=24 * 60).contains(&minutes) => {
                session.state = SessionState::Held { minutes };
            }
            SessionWord::Cancel if session.state == SessionState::Planned => session.state = SessionState::Cancelled,
            SessionWord::NoShow if has_begun => {
                session.state = SessionState::NoShow { of: by.other() };
                // Who says so has not met; what the company said before stands, whatever the specialist says after it.
                session.met_at = session.met_at.filter(|_| by == Side::Specialist);
            }
            _ => return Err(NotNow),
        }
        (session.said_by, session.said_at) = (by, now);
        self.moved(now);
        Ok(())
    }
}

/// A session as typed: day and time in Japan, and how long it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionForm {
    pub day: String,
    pub time: String,
    pub hours: String,
    pub minutes: String,
}

impl SessionForm {
    /// When it begins and for how many minutes. One that was held before it was written down can be in the last 90 days.
    pub fn check(&self, now: Moment) -> Result<(Moment, u32), Vec<FieldError>> {
        let mut checker = Checker::new();
        let time = checker.take("/time", parse_time(&self.time));
        let earliest = now - Duration::days(90);
        let day = checker.take(
            "/day",
            parse_date(&self.day).and_then(|day| {
                let moment = crate::clock::japanese(day, 24);
                if moment < earliest || moment > now + Duration::days(400) { Err(Mistake::new("not-near")) } else { Ok(day) }
            }),
        );
        let minutes = checker.take("/hours", self.length());
        let begins = day.zip(time).map(|(day, time)| (day.and_time(time) - Duration::hours(9)).and_utc());
        checker.finish(begins.zip(minutes))
    }

    /// How long it took, or is to take.
    pub fn length(&self) -> Result<u32, Mistake> {
        duration(&self.hours, &self.minutes).and_then(|minutes| within(minutes, 1, 24 * 60).map_err(|_| Mistake::new("not-a-session")))
    }
}

fn parse_time(text: &str) -> Result<NaiveTime, Mistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Mistake::new("required"));
    }
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| Mistake::new("not-a-time"))
}
