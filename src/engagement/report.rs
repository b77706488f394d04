//! The report of the specialist, what the company says to it, and how an engagement ends.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::engagement::Side;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Prose, within};

/// How often the specialist can answer other hours with a figure of their own.
const ROUNDS: u8 = 2;

/// The hours as reported, and what was said to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// What the company is asked to confirm.
    #[schema(example = 240)]
    pub minutes: u32,
    /// What the sessions came to when it was first reported; no later figure is above it.
    #[schema(example = 240)]
    pub first_minutes: u32,
    /// What was done, in the specialist's words.
    #[schema(example = "台帳を作り、更新の手順を決めました。")]
    pub words: Prose,
    pub at: DateTime<Utc>,
    /// How often the specialist has answered with another figure.
    #[schema(example = 0)]
    pub rounds: u8,
    /// Other hours, as the company says; none where it says none.
    pub dispute: Option<Dispute>,
    /// That the support organisation was asked to decide, and what it decided; none where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judging: Option<Judging>,
}

/// A dispute before a support organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Judging {
    /// Who asked for it.
    pub by: Side,
    pub at: DateTime<Utc>,
    /// Why it decided as it did, in its words; none before it did.
    pub reason: Option<Prose>,
}

/// Other hours, as the company says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Dispute {
    /// Fewer than were reported.
    #[schema(example = 180)]
    pub minutes: u32,
    /// Why, in the company's words.
    #[schema(example = "三回目は一時間で終わりました。")]
    pub words: Prose,
    pub at: DateTime<Utc>,
}

impl Report {
    pub(super) fn dispute(&mut self, minutes: u32, words: Prose, at: Moment) {
        self.dispute = Some(Dispute { minutes, words, at });
    }

    /// Whether another figure can be answered: above what the company says, not above what was reported, and not for ever.
    pub fn may_insist_on(&self, minutes: u32) -> bool {
        let said = self.dispute.as_ref().map_or(0, |dispute| dispute.minutes);
        self.rounds < ROUNDS && minutes > said && minutes <= self.minutes
    }

    pub fn may_insist(&self) -> bool {
        self.rounds < ROUNDS
    }

    /// Whether a decision lies between what is not in dispute and what is reported, both included.
    pub fn may_be_decided_as(&self, minutes: u32) -> bool {
        self.dispute.as_ref().is_some_and(|dispute| (dispute.minutes..=self.minutes).contains(&minutes))
    }

    pub(super) fn insist(&mut self, minutes: u32, words: Prose) {
        (self.minutes, self.words, self.rounds) = (minutes, words, self.rounds.saturating_add(1));
    }
}

/// How an engagement ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Ending {
    /// The company confirmed the report.
    Confirmed { minutes: u32, at: DateTime<Utc> },
    /// The support organisation decided.
    Decided { minutes: u32, at: DateTime<Utc> },
    /// The specialist agreed to the company's figure.
    Agreed { minutes: u32, at: DateTime<Utc> },
    /// Nobody said more, so what was never in dispute counts.
    Undisputed { minutes: u32, at: DateTime<Utc> },
    /// Nobody said anything, so nothing counts.
    Silent { at: DateTime<Utc> },
}

impl Ending {
    pub fn minutes(self) -> u32 {
        match self {
            Self::Confirmed { minutes, .. }
            | Self::Decided { minutes, .. }
            | Self::Agreed { minutes, .. }
            | Self::Undisputed { minutes, .. } => minutes,
            Self::Silent { .. } => 0,
        }
    }

    pub fn at(self) -> Moment {
        match self {
            Self::Confirmed { at, .. }
            | Self::Decided { at, .. }
            | Self::Agreed { at, .. }
            | Self::Undisputed { at, .. }
            | Self::Silent { at } => at,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Confirmed { .. } => "confirmed",
            Self::Decided { .. } => "decided",
            Self::Agreed { .. } => "agreed",
            Self::Undisputed { .. } => "undisputed",
            Self::Silent { .. } => "silent",
        }
    }
}

/// A report as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportForm {
    pub words: String,
}

impl ReportForm {
    pub fn check(&self) -> Result<Prose, Vec<FieldError>> {
        let mut checker = Checker::new();
        let words = checker.take("/words", said(&self.words));
        checker.finish(words)
    }
}

/// Other hours as typed by the company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisputeForm {
    pub hours: String,
    pub minutes: String,
    pub words: String,
}

impl DisputeForm {
    /// Minutes below `reported`, and why.
    pub fn check(&self, reported: u32) -> Result<(u32, Prose), Vec<FieldError>> {
        let mut checker = Checker::new();
        let minutes = checker.take(
            "/hours",
            duration(&self.hours, &self.minutes)
                .and_then(|minutes| if minutes < reported { Ok(minutes) } else { Err(Mistake::new("not-fewer-hours")) }),
        );
        let words = checker.take("/words", said(&self.words));
        checker.finish(minutes.zip(words))
    }
}

/// The specialist's answer to that, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerForm {
    pub hours: String,
    pub minutes: String,
    pub words: String,
}

impl AnswerForm {
    /// Minutes above what the company says and not above what was reported.
    pub fn check(&self, report: &Report) -> Result<(u32, Prose), Vec<FieldError>> {
        let mut checker = Checker::new();
        let minutes = checker.take(
            "/hours",
            duration(&self.hours, &self.minutes)
                .and_then(|minutes| if report.may_insist_on(minutes) { Ok(minutes) } else { Err(Mistake::new("not-between-hours")) }),
        );
        let words = checker.take("/words", said(&self.words));
        checker.finish(minutes.zip(words))
    }
}

/// A decision as typed by somebody of the support organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionForm {
    pub hours: String,
    pub minutes: String,
    pub words: String,
}

impl DecisionForm {
    /// Minutes from what is not in dispute to what is reported, and why.
    pub fn check(&self, report: &Report) -> Result<(u32, Prose), Vec<FieldError>> {
        let mut checker = Checker::new();
        let minutes = checker.take(
            "/hours",
            duration(&self.hours, &self.minutes)
                .and_then(|minutes| if report.may_be_decided_as(minutes) { Ok(minutes) } else { Err(Mistake::new("not-within-dispute")) }),
        );
        let words = checker.take("/words", said(&self.words));
        checker.finish(minutes.zip(words))
    }
}

fn said(text: &str) -> Result<Prose, Mistake> {
    Prose::parse(text, 1000).and_then(|text| if text.as_str().is_empty() { Err(Mistake::new("required")) } else { Ok(text) })
}

/// Hours and minutes as typed, in minutes. An empty half is none of it.
pub(super) fn duration(hours: &str, minutes: &str) -> Result<u32, Mistake> {
    let number = |text: &str| match text.trim() {
        "" => Ok(0),
        text => text.parse::<u32>().map_err(|_| Mistake::new("not-a-number")),
    };
    if hours.trim().is_empty() && minutes.trim().is_empty() {
        return Err(Mistake::new("required"));
    }
    let (hours, minutes) = (within(number(hours)?, 0, 999)?, within(number(minutes)?, 0, 59)?);
    Ok(hours * 60 + minutes)
}
