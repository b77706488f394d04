//! An organisation recommends a specialist it knows: the organisation says why and until when, the specialist agrees first, either ends it at once, and time
//! ends the rest (docs/decisions/0119-endorsements.md).

#[cfg(test)]
mod tests;

use chrono::{Days, Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::EndorsementRules;
use crate::clock::{Moment, in_japan, japanese};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{known_code, parse_date};

/// How a recommendation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndorsementState {
    /// The specialist is asked.
    Asked,
    /// Both have said yes: it is shown until its last day.
    Holds,
    Declined,
    /// The organisation took it back before the specialist had answered.
    TakenBack,
    /// The specialist did not answer in time.
    Lapsed,
    EndedByOrganisation,
    EndedBySpecialist,
    /// Its last day is over.
    RunOut,
    /// The specialist was forgotten.
    Gone,
}

impl EndorsementState {
    pub const ALL: [EndorsementState; 9] = [
        Self::Asked,
        Self::Holds,
        Self::Declined,
        Self::TakenBack,
        Self::Lapsed,
        Self::EndedByOrganisation,
        Self::EndedBySpecialist,
        Self::RunOut,
        Self::Gone,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Holds => "holds",
            Self::Declined => "declined",
            Self::TakenBack => "taken_back",
            Self::Lapsed => "lapsed",
            Self::EndedByOrganisation => "ended_by_organisation",
            Self::EndedBySpecialist => "ended_by_specialist",
            Self::RunOut => "run_out",
            Self::Gone => "gone",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether something can still become of it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Holds)
    }
}

/// What one of the two does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndorsementStep {
    /// The specialist says yes, or no.
    Agree,
    Decline,
    /// The organisation ends it, answered or not.
    EndAsOrganisation,
    EndAsSpecialist,
}

/// What time did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndorsementHour {
    /// Both are to be told that it ends soon.
    EndsSoon,
    Lapsed,
    RunOut,
}

/// The step is not possible now; nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndorsementPast;

/// What an organisation says of somebody, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndorsementTerms {
    /// Code of the kind of organisation that speaks.
    pub kind: String,
    /// Code of what it knows the person from.
    pub reason: String,
    /// The last day.
    pub until: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endorsement {
    pub terms: EndorsementTerms,
    pub state: EndorsementState,
    pub asked_at: Moment,
    /// When the specialist agreed.
    pub agreed_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    /// Whether both need not be told any more that it ends soon.
    pub reminded: bool,
}

impl Endorsement {
    pub fn ask(terms: EndorsementTerms, now: Moment) -> Self {
        Self { terms, state: EndorsementState::Asked, asked_at: now, agreed_at: None, ended_at: None, reminded: false }
    }

    /// The midnight after its last day.
    pub fn ends_at(&self) -> Moment {
        japanese(self.terms.until, 24)
    }

    /// Until when the specialist can say yes: nobody agrees to what is over already.
    pub fn answer_by(&self, rules: &EndorsementRules) -> Moment {
        (self.asked_at + Duration::days(i64::from(rules.answer_days))).min(self.ends_at())
    }

    /// When both are told that it ends soon.
    fn reminds_at(&self, rules: &EndorsementRules) -> Moment {
        self.ends_at() - Duration::days(i64::from(rules.remind_days))
    }

    /// Whether anybody reads it at this moment. Time may have ended it before anything noticed.
    pub fn holds_at(&self, now: Moment) -> bool {
        self.state == EndorsementState::Holds && now < self.ends_at()
    }

    /// Whether something can still become of it at this moment.
    pub fn goes_on_at(&self, now: Moment) -> bool {
        self.state.is_open() && now < self.ends_at()
    }

    /// When time does something next.
    pub fn wakes_at(&self, rules: &EndorsementRules) -> Option<Moment> {
        match self.state {
            EndorsementState::Asked => Some(self.answer_by(rules)),
            EndorsementState::Holds if self.reminded => Some(self.ends_at()),
            EndorsementState::Holds => Some(self.reminds_at(rules)),
            _ => None,
        }
    }

    pub fn take(&mut self, step: EndorsementStep, rules: &EndorsementRules, now: Moment) -> Result<(), EndorsementPast> {
        use EndorsementState as At;
        use EndorsementStep as Step;
        let can_answer = self.state == At::Asked && now < self.answer_by(rules);
        match step {
            Step::Agree if can_answer => {
                self.agreed_at = Some(now);
                // What ends so soon has just been read.
                self.reminded = self.reminds_at(rules) <= now;
                self.state = At::Holds;
            }
            Step::Decline if can_answer => self.end(At::Declined, now),
            Step::EndAsOrganisation if self.state == At::Asked => self.end(At::TakenBack, now),
            Step::EndAsOrganisation if self.holds_at(now) => self.end(At::EndedByOrganisation, now),
            Step::EndAsSpecialist if self.holds_at(now) => self.end(At::EndedBySpecialist, now),
            _ => return Err(EndorsementPast),
        }
        Ok(())
    }

    /// What time has done to it by now; to be asked until nothing comes any more.
    pub fn wake(&mut self, rules: &EndorsementRules, now: Moment) -> Option<EndorsementHour> {
        if self.wakes_at(rules).is_none_or(|at| now < at) {
            return None;
        }
        match self.state {
            EndorsementState::Asked => {
                self.end(EndorsementState::Lapsed, now);
                Some(EndorsementHour::Lapsed)
            }
            _ if now >= self.ends_at() => {
                self.end(EndorsementState::RunOut, now);
                Some(EndorsementHour::RunOut)
            }
            _ => {
                self.reminded = true;
                Some(EndorsementHour::EndsSoon)
            }
        }
    }

    /// The specialist is forgotten: what goes on ends. False if it had ended before.
    pub fn leave(&mut self, now: Moment) -> bool {
        let goes_on = self.state.is_open();
        if goes_on {
            self.end(EndorsementState::Gone, now);
        }
        goes_on
    }

    fn end(&mut self, state: EndorsementState, now: Moment) {
        (self.state, self.ended_at) = (state, Some(now));
    }
}

/// A recommendation as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndorsementForm {
    pub kind: String,
    pub reason: String,
    pub until: String,
}

impl EndorsementForm {
    pub fn check(&self, rules: &EndorsementRules, now: Moment) -> Result<EndorsementTerms, Vec<FieldError>> {
        let mut checker = Checker::new();
        let kind = checker.take("/kind", known_code(&self.kind, "endorser", rules.kind(self.kind.trim()).is_some()));
        let reason = checker.take("/reason", known_code(&self.reason, "endorsement-reason", rules.reason(self.reason.trim()).is_some()));
        let today = in_japan(now).date_naive();
        let until = checker.take("/until", parse_date(&self.until).and_then(|until| in_time(until, today, rules.longest_days)));
        checker.finish((|| Some(EndorsementTerms { kind: kind?, reason: reason?, until: until? }))())
    }
}

/// The last day that can be chosen.
pub fn last_day(rules: &EndorsementRules, today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(u64::from(rules.longest_days))).unwrap_or(today)
}

fn in_time(until: NaiveDate, today: NaiveDate, longest_days: u16) -> Result<NaiveDate, Mistake> {
    match (until - today).num_days() {
        days if days < 0 => Err(Mistake::new("in-the-past")),
        days if days > i64::from(longest_days) => Err(Mistake::new("too-far-ahead").with("max", longest_days)),
        _ => Ok(until),
    }
}
