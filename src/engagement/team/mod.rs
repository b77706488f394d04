//! A team: people who come along to an engagement beside the specialist who was matched. The one who was matched leads and alone is bound by the match;
//! everybody else has a *seat* with a role and shares, is asked first, and comes in only when the company agrees to terms that name the seat. A seat always
//! ends, whoever says nothing.

mod guest;
#[cfg(test)]
mod tests;

pub use guest::{Guest, GuestForm};

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::TeamRules;
use crate::clock::Moment;
use crate::engagement::report::duration;
use crate::engagement::{Course, NotNow, Side};
use crate::ids::SeatId;
use crate::pools::split;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Promise, Prose, known_code, within};

/// How far a seat has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TeamSeatState)]
pub enum TeamState {
    /// The person is asked.
    Invited,
    /// The person would come; the company has not agreed yet.
    Willing,
    /// Both have agreed.
    Joined,
    Declined,
    /// Somebody said nothing in time, or the match ended first.
    Lapsed,
    /// The question could not be delivered: there is no such mailbox.
    Unreachable,
    /// The person stepped back.
    Left,
    /// Who leads, or the company, goes on without the person.
    TakenOut,
    /// The engagement came to its end.
    Finished,
}

impl TeamState {
    pub const ALL: [TeamState; 9] = [
        Self::Invited,
        Self::Willing,
        Self::Joined,
        Self::Declined,
        Self::Lapsed,
        Self::Unreachable,
        Self::Left,
        Self::TakenOut,
        Self::Finished,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Willing => "willing",
            Self::Joined => "joined",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::Unreachable => "unreachable",
            Self::Left => "left",
            Self::TakenOut => "taken_out",
            Self::Finished => "finished",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the person is asked, or takes part.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Invited | Self::Willing | Self::Joined)
    }

    /// Whether the person has promised time.
    pub fn takes_time(self) -> bool {
        matches!(self, Self::Willing | Self::Joined)
    }

    /// What a step makes of it; the same for everybody who might take that step twice.
    pub fn after(self, step: TeamStep) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Invited, TeamStep::Accept) => Ok(Self::Willing),
            (Self::Invited, TeamStep::Decline) => Ok(Self::Declined),
            // Whoever has answered reads mail: what comes back later ends nothing.
            (Self::Invited, TeamStep::Bounce) => Ok(Self::Unreachable),
            (Self::Willing, TeamStep::Join) => Ok(Self::Joined),
            (Self::Willing | Self::Joined, TeamStep::Leave) => Ok(Self::Left),
            (Self::Invited | Self::Willing | Self::Joined, TeamStep::TakeOut(Side::Specialist)) => Ok(Self::TakenOut),
            // The company knows of nobody who has not said yes.
            (Self::Willing | Self::Joined, TeamStep::TakeOut(Side::Company)) => Ok(Self::TakenOut),
            (Self::Invited | Self::Willing, TeamStep::Lapse | TeamStep::Finish) => Ok(Self::Lapsed),
            // A company can confirm late, and then it ends once more, with hours.
            (Self::Joined | Self::Finished, TeamStep::Finish) => Ok(Self::Finished),
            _ => Err(NotNow),
        }
    }
}

/// What somebody does about a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamStep {
    Accept,
    Decline,
    /// The company has agreed to terms that name it.
    Join,
    Leave,
    TakeOut(Side),
    /// The question came back.
    Bounce,
    /// Time has run out.
    Lapse,
    /// The engagement ends.
    Finish,
}

/// A seat: as what somebody comes along, and with which shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Code of the role.
    pub role: String,
    /// Of the time of the sessions.
    pub hours_percent: u8,
    /// Of the fee.
    pub fee_percent: u8,
    /// Why this person, for the company; gone once either of them is forgotten.
    pub why: Option<Prose>,
    /// The person's own time, as they have said, or as it was reported.
    pub minutes: Option<u32>,
    /// Whether the company has agreed to it.
    pub has_joined: bool,
    /// When that was; none where it did not, or did before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<Moment>,
    /// Why it ended, in the words of who ended it.
    pub parting: Option<Prose>,
    /// Who it is, where somebody from outside was asked; none for people of the active list, and once it is forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guest: Option<Guest>,
    /// Which mailbox was asked, in a form that tells no address: nobody from outside is asked twice, not even once nothing else is kept of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<String>,
    /// The pledge that was given with the yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
}

impl Seat {
    /// The same with nobody's words, and without whoever came from outside.
    pub fn without_words(self) -> Self {
        Self { why: None, parting: None, guest: None, mailbox: None, ..self }
    }

    /// The same after a step. Whoever came from outside and never said yes is nobody again: they have agreed to nothing, not even to being on record.
    pub fn after(self, from: TeamState, state: TeamState, now: Moment) -> Self {
        let is_nobody = from == TeamState::Invited && !state.is_open();
        let has_joined = self.has_joined || state == TeamState::Joined;
        let joined_at = self.joined_at.or((state == TeamState::Joined).then_some(now));
        Self { has_joined, joined_at, guest: self.guest.filter(|_| !is_nobody), ..self }
    }

    /// When somebody from outside who said yes and never came in is nobody again: nothing has come of it, and by then they have been told so.
    pub fn forgotten_at(&self, rules: &TeamRules, state: TeamState, ended: Moment) -> Option<Moment> {
        let came_for_nothing = self.guest.is_some() && !self.has_joined && !state.is_open();
        came_for_nothing.then(|| ended + Duration::days(i64::from(rules.forget_days)))
    }

    /// How much of `held` minutes was the person's own: what they have said, and where they said nothing what was agreed on.
    pub fn own_minutes(&self, held: u32) -> u32 {
        let agreed = u64::from(held) * u64::from(self.hours_percent.min(100)) / 100;
        self.minutes.unwrap_or(u32::try_from(agreed).unwrap_or(held)).min(held)
    }

    /// What counts of the person's reported minutes where the company has confirmed so many of all: the same part.
    pub fn confirmed_minutes(&self, reported: u32, confirmed: u32) -> u32 {
        let own = self.minutes.unwrap_or_default().min(reported);
        let part = u64::from(own) * u64::from(confirmed.min(reported)) / u64::from(reported.max(1));
        u32::try_from(part).unwrap_or(own)
    }

    /// Hours a week of the person, where all of it takes `weekly`.
    pub fn weekly_hours(&self, weekly: u16) -> u16 {
        let part = (u32::from(weekly) * u32::from(self.hours_percent.min(100))).div_ceil(100);
        u16::try_from(part).unwrap_or(weekly)
    }
}

/// A seat as terms name it. Nobody's name stands here: it is looked up where the terms are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TeamLine {
    /// The seat.
    pub seat: SeatId,
    /// Code of the role.
    #[schema(example = "junior")]
    pub role: String,
    /// Of the time of the sessions, in per cent.
    #[schema(example = 100)]
    pub hours_percent: u8,
    /// Of the fee, in per cent.
    #[schema(example = 0)]
    pub fee_percent: u8,
}

impl TeamLine {
    pub fn of(id: SeatId, seat: &Seat) -> Self {
        Self { seat: id, role: seat.role.clone(), hours_percent: seat.hours_percent, fee_percent: seat.fee_percent }
    }
}

/// The fee in yen, shared: what stays with who leads, and then each line's. They always add up to the whole.
pub fn fee_shares(total: u64, team: &[TeamLine]) -> (u64, Vec<u64>) {
    let others: u64 = team.iter().map(|line| u64::from(line.fee_percent)).sum();
    let weights: Vec<u64> =
        [100u64.saturating_sub(others)].into_iter().chain(team.iter().map(|line| u64::from(line.fee_percent))).collect();
    let mut shares = split(total, &weights).into_iter();
    (shares.next().unwrap_or(total), shares.collect())
}

/// A seat as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatForm {
    pub role: String,
    pub hours_percent: String,
    pub fee_percent: String,
    pub why: String,
}

impl SeatForm {
    /// `others` are the seats that are open already.
    pub fn check(&self, rules: &TeamRules, others: &[&Seat]) -> Result<Seat, Vec<FieldError>> {
        let mut checker = Checker::new();
        let seat = self.lay(&mut checker, rules, others, false);
        checker.finish(seat)
    }

    /// The same beside other fields; `outside`: for somebody who stands on no list.
    fn lay(&self, checker: &mut Checker, rules: &TeamRules, others: &[&Seat], outside: bool) -> Option<Seat> {
        let known = rules.role(self.role.trim()).is_some_and(|role| role.outside == outside);
        let role = checker.take("/role", known_code(&self.role, "role", known));
        let hours_percent = checker.take("/hours_percent", percent(&self.hours_percent).and_then(|part| within(part, 1, 100)));
        let taken: u16 = others.iter().map(|seat| u16::from(seat.fee_percent)).sum();
        let most = 100u16.saturating_sub(u16::from(rules.lead_least_percent)).saturating_sub(taken);
        let most = u8::try_from(most).unwrap_or_default();
        let fee_percent = checker.take("/fee_percent", percent(&self.fee_percent).and_then(|part| within(part, 0, most)));
        let why = checker.take("/why", filled(&self.why, 400));
        if others.len() >= usize::from(rules.most_members) {
            checker.refuse("/role", Mistake::new("team-full").with("max", rules.most_members));
        }
        Some(Seat {
            role: role?,
            hours_percent: hours_percent?,
            fee_percent: fee_percent?,
            why: why.map(Some)?,
            minutes: None,
            has_joined: false,
            joined_at: None,
            parting: None,
            guest: None,
            mailbox: None,
            promise: None,
        })
    }
}

/// Own hours as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnHoursForm {
    pub hours: String,
    pub minutes: String,
}

impl OwnHoursForm {
    /// Nobody was there longer than the sessions took.
    pub fn check(&self, held: u32) -> Result<u32, Vec<FieldError>> {
        let mut checker = Checker::new();
        let minutes = duration(&self.hours, &self.minutes)
            .and_then(|minutes| if minutes > held { Err(Mistake::new("team-more-than-held")) } else { Ok(minutes) });
        let minutes = checker.take("/hours", minutes);
        checker.finish(minutes)
    }
}

/// Why somebody leaves, or is taken out, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartingForm {
    pub reason: String,
}

impl PartingForm {
    pub fn check(&self) -> Result<Prose, Vec<FieldError>> {
        let mut checker = Checker::new();
        let reason = checker.take("/reason", filled(&self.reason, 400));
        checker.finish(reason)
    }
}

impl Course {
    /// Whether terms, old or new, name a seat: then the company knows of it.
    pub fn names(&self, seat: SeatId) -> bool {
        self.versions.iter().any(|version| version.sheet.team.iter().any(|line| line.seat == seat))
    }

    /// Takes a seat out of terms that are proposed, as a version of its own: nobody can agree to somebody who is not there any more. Gives its number; none
    /// where there is nothing to take out, or no room for a further version: then agreeing finds nobody in the seat, and brings nobody in.
    pub fn leave_out(&mut self, seat: SeatId, now: Moment) -> Option<u16> {
        let version = self.proposed().filter(|version| version.sheet.team.iter().any(|line| line.seat == seat))?;
        let (by, pledge, mut sheet) = (version.by, version.pledge.clone(), version.sheet.clone());
        sheet.team.retain(|line| line.seat != seat);
        self.propose(by, sheet, &pledge, now).ok()
    }
}

/// Until when whoever is to say the next word about a seat has time.
pub fn seat_ends_at(rules: &TeamRules, state: TeamState, since: Moment) -> Option<Moment> {
    let days = match state {
        TeamState::Invited => rules.answer_days,
        TeamState::Willing => rules.company_days,
        _ => return None,
    };
    Some(since + Duration::days(i64::from(days)))
}

fn percent(text: &str) -> Result<u8, Mistake> {
    match text.trim().trim_end_matches(['%', '%']) {
        "" => Err(Mistake::new("required")),
        text => text.trim().parse().map_err(|_| Mistake::new("not-a-number")),
    }
}

fn filled(text: &str, most: usize) -> Result<Prose, Mistake> {
    Prose::parse(text, most).and_then(|text| if text.as_str().is_empty() { Err(Mistake::new("required")) } else { Ok(text) })
}
