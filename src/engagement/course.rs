//! How far an engagement has come, as a machine of states. Each method is one step that one side takes; where the step is not theirs, or not now, nothing
//! changes and [`NotNow`] comes back. Nobody confirms their own hours: the report is the specialist's, the confirmation the company's.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::{EngagementRules, WaitingStage};
use crate::clock::Moment;
use crate::engagement::{Ending, Report, Session, SessionState, Sheet, Side};
use crate::values::{Promise, Prose};

/// How far it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Terms are not agreed on yet.
    #[default]
    Terms,
    /// Terms hold, and work is done.
    Working,
    /// The specialist has reported, and the company confirms.
    Confirming,
    /// The company says fewer hours than were reported.
    Disputed,
    /// The support organisation decides between the hours of both.
    Deciding,
    /// Hours are settled.
    Closed,
    /// The company said nothing to the report. It still can confirm.
    Unconfirmed,
    /// Nobody said anything any more.
    Lapsed,
}

impl Stage {
    pub const ALL: [Stage; 8] =
        [Self::Terms, Self::Working, Self::Confirming, Self::Disputed, Self::Deciding, Self::Closed, Self::Unconfirmed, Self::Lapsed];

    pub fn code(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Working => "working",
            Self::Confirming => "confirming",
            Self::Disputed => "disputed",
            Self::Deciding => "deciding",
            Self::Closed => "closed",
            Self::Unconfirmed => "unconfirmed",
            Self::Lapsed => "lapsed",
        }
    }

    /// The stage as the rules know it, while somebody is waited for.
    pub fn waiting(self) -> Option<WaitingStage> {
        match self {
            Self::Terms => Some(WaitingStage::Terms),
            Self::Working => Some(WaitingStage::Working),
            Self::Confirming => Some(WaitingStage::Confirming),
            Self::Disputed => Some(WaitingStage::Disputed),
            Self::Deciding => Some(WaitingStage::Deciding),
            Self::Closed | Self::Unconfirmed | Self::Lapsed => None,
        }
    }

    pub fn is_over(self) -> bool {
        self.waiting().is_none()
    }
}

/// A version of the terms. It holds when both have agreed to it; until then the one before goes on holding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Version {
    /// From 1.
    #[schema(example = 1)]
    pub number: u16,
    /// What is proposed.
    pub sheet: Sheet,
    /// Who proposed it, and so agreed first.
    pub by: Side,
    /// When it was proposed (RFC 3339, UTC).
    pub proposed_at: DateTime<Utc>,
    /// When the other side agreed (RFC 3339, UTC); none until then.
    pub agreed_at: Option<DateTime<Utc>>,
    /// Code of the pledge that both gave with it.
    #[schema(example = "2026-11")]
    pub pledge: String,
}

/// A step that is not this side's, or not now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNow;

/// What the passing of time did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// This side is to be reminded.
    Remind(Side),
    /// The support organisation is to be reminded that it was asked to decide.
    RemindJudge,
    /// The work had stopped with hours that were held: the company is asked to confirm them.
    Reported,
    /// It is over.
    Ended,
}

/// The course of an engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Course {
    pub stage: Stage,
    /// When the last step was taken, or the beginning (RFC 3339, UTC).
    pub since: DateTime<Utc>,
    /// Whether whose turn it is was reminded since.
    pub reminded: bool,
    /// All versions of the terms, the oldest first.
    pub versions: Vec<Version>,
    /// All sessions, in the order in which they were planned.
    pub sessions: Vec<Session>,
    /// What the specialist has reported; none before.
    pub report: Option<Report>,
    /// How it ended; none while it goes on.
    pub ending: Option<Ending>,
    /// The pledge that the specialist gave before there were terms, to read what the company wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
}

/// How many versions of terms there can be.
const MOST_VERSIONS: usize = 30;

impl Course {
    pub fn begin(now: Moment) -> Self {
        let (versions, sessions) = (Vec::new(), Vec::new());
        Self { stage: Stage::Terms, since: now, reminded: false, versions, sessions, report: None, ending: None, promise: None }
    }

    /// The terms that hold.
    pub fn agreed(&self) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.agreed_at.is_some())
    }

    /// A version to which the other side has not said yes.
    pub fn proposed(&self) -> Option<&Version> {
        self.versions.last().filter(|version| version.agreed_at.is_none())
    }

    /// What the sessions that were held come to, in minutes.
    pub fn held_minutes(&self) -> u32 {
        self.sessions.iter().fold(0, |sum, session| sum.saturating_add(session.held_minutes()))
    }

    /// Minutes that the company has confirmed, or that were never in dispute.
    pub fn confirmed_minutes(&self) -> u32 {
        self.ending.map_or(0, |ending| ending.minutes())
    }

    /// Whose turn it is, as far as it is one of the sides.
    pub fn turn(&self) -> Option<Side> {
        match self.stage {
            Stage::Terms => Some(self.proposed().map_or(Side::Specialist, |version| version.by.other())),
            Stage::Working => Some(self.proposed().map_or(Side::Specialist, |version| version.by.other())),
            Stage::Disputed => Some(Side::Specialist),
            Stage::Confirming => Some(Side::Company),
            Stage::Deciding | Stage::Closed | Stage::Unconfirmed | Stage::Lapsed => None,
        }
    }

    /// Proposes terms, or changes them. Who proposes gives the pledge.
    pub fn propose(&mut self, by: Side, sheet: Sheet, pledge: &str, now: Moment) -> Result<u16, NotNow> {
        if !matches!(self.stage, Stage::Terms | Stage::Working) || self.versions.len() >= MOST_VERSIONS {
            return Err(NotNow);
        }
        let number = self.versions.last().map_or(1, |version| version.number + 1);
        self.versions.push(Version { number, sheet, by, proposed_at: now, agreed_at: None, pledge: pledge.to_owned() });
        self.moved(now);
        Ok(number)
    }

    /// Agrees to the version with this number, and gives the pledge with this code: to nothing else that may have come meanwhile.
    pub fn agree(&mut self, by: Side, number: u16, pledge: &str, now: Moment) -> Result<(), NotNow> {
        let open = matches!(self.stage, Stage::Terms | Stage::Working);
        let version = self.versions.last_mut().filter(|version| open && version.number == number && version.by != by);
        let version = version.filter(|version| version.agreed_at.is_none() && version.pledge == pledge).ok_or(NotNow)?;
        version.agreed_at = Some(now);
        self.stage = Stage::Working;
        self.moved(now);
        Ok(())
    }

    /// The specialist says that the work is done.
    pub fn report(&mut self, by: Side, words: Prose, now: Moment) -> Result<(), NotNow> {
        if by != Side::Specialist {
            return Err(NotNow);
        }
        self.stop(words, now)
    }

    /// Ends the work with what was held: as a report, or because one side withdraws. The company confirms, whoever stopped it.
    pub fn stop(&mut self, words: Prose, now: Moment) -> Result<(), NotNow> {
        let minutes = self.held_minutes();
        if self.stage != Stage::Working || minutes == 0 {
            return Err(NotNow);
        }
        for session in &mut self.sessions {
            session.drop_if_planned(now);
        }
        self.report = Some(Report { minutes, first_minutes: minutes, words, at: now, rounds: 0, dispute: None, judging: None });
        self.stage = Stage::Confirming;
        self.moved(now);
        Ok(())
    }

    /// The company confirms so many minutes: those of the report, and no other number that it may have seen before. It can do so late, and after it has said
    /// other hours: a mistyped figure is taken back this way, whether the specialist is asked about it or others decide.
    pub fn confirm(&mut self, by: Side, minutes: u32, now: Moment) -> Result<(), NotNow> {
        if by != Side::Company || !self.may_be_confirmed() || self.report.as_ref().is_none_or(|report| report.minutes != minutes) {
            return Err(NotNow);
        }
        self.end(Stage::Closed, Ending::Confirmed { minutes, at: now }, now);
        Ok(())
    }

    /// Whether the company can still say yes to the report.
    pub fn may_be_confirmed(&self) -> bool {
        matches!(self.stage, Stage::Confirming | Stage::Disputed | Stage::Deciding | Stage::Unconfirmed)
    }

    /// The company says fewer minutes, and why.
    pub fn dispute(&mut self, by: Side, minutes: u32, words: Prose, now: Moment) -> Result<(), NotNow> {
        let report = self.report.as_mut().filter(|report| by == Side::Company && minutes < report.minutes);
        let report = report.filter(|_| self.stage == Stage::Confirming).ok_or(NotNow)?;
        report.dispute(minutes, words, now);
        self.stage = Stage::Disputed;
        self.moved(now);
        Ok(())
    }

    /// The specialist answers: with the company's figure, which settles it, or with another one of at most what was reported, to be looked at again.
    pub fn answer(&mut self, by: Side, minutes: u32, words: Prose, now: Moment) -> Result<(), NotNow> {
        if by != Side::Specialist || !matches!(self.stage, Stage::Disputed | Stage::Deciding) {
            return Err(NotNow);
        }
        let report = self.report.as_mut().ok_or(NotNow)?;
        let said = report.dispute.as_ref().map(|dispute| dispute.minutes).ok_or(NotNow)?;
        if minutes == said {
            self.end(Stage::Closed, Ending::Agreed { minutes, at: now }, now);
        } else if self.stage == Stage::Disputed && report.may_insist_on(minutes) {
            report.insist(minutes, words);
            self.stage = Stage::Confirming;
            self.moved(now);
        } else {
            return Err(NotNow);
        }
        Ok(())
    }

    /// When time does something next; never, once it is over.
    pub fn wakes_at(&self, rules: &EngagementRules) -> Option<Moment> {
        let deadline = rules.deadline(self.stage.waiting()?);
        let days = if self.reminded { deadline.end_days } else { deadline.remind_days };
        Some(self.waits_from() + Duration::days(i64::from(days)))
    }

    /// Until when whose turn it is can act before the stage ends by itself.
    pub fn ends_at(&self, rules: &EngagementRules) -> Option<Moment> {
        let deadline = rules.deadline(self.stage.waiting()?);
        Some(self.waits_from() + Duration::days(i64::from(deadline.end_days)))
    }

    /// Takes the step of time, if it is due.
    pub fn wake(&mut self, rules: &EngagementRules, now: Moment) -> Option<Woken> {
        self.wakes_at(rules).filter(|at| *at <= now)?;
        if !self.reminded {
            self.reminded = true;
            return Some(self.turn().map_or(Woken::RemindJudge, Woken::Remind));
        }
        match self.stage {
            Stage::Working if self.held_minutes() > 0 => self.stop(Prose::default(), now).ok().map(|()| Woken::Reported),
            Stage::Terms | Stage::Working => {
                self.end(Stage::Lapsed, Ending::Silent { at: now }, now);
                Some(Woken::Ended)
            }
            Stage::Confirming => {
                // What the company has said once stands, if it says nothing more.
                let said = self.report.as_ref().and_then(|report| report.dispute.as_ref()).map(|dispute| dispute.minutes);
                match said {
                    Some(minutes) => self.end(Stage::Closed, Ending::Undisputed { minutes, at: now }, now),
                    None => self.end(Stage::Unconfirmed, Ending::Silent { at: now }, now),
                }
                Some(Woken::Ended)
            }
            Stage::Disputed | Stage::Deciding => {
                let said = self.report.as_ref().and_then(|report| report.dispute.as_ref()).map_or(0, |dispute| dispute.minutes);
                self.end(Stage::Closed, Ending::Undisputed { minutes: said, at: now }, now);
                Some(Woken::Ended)
            }
            Stage::Closed | Stage::Unconfirmed | Stage::Lapsed => None,
        }
    }

    fn waits_from(&self) -> Moment {
        let planned = self.sessions.iter().filter(|session| session.state == SessionState::Planned).map(|session| session.begins);
        if self.stage == Stage::Working { planned.fold(self.since, Moment::max) } else { self.since }
    }

    pub(super) fn moved(&mut self, now: Moment) {
        (self.since, self.reminded) = (now, false);
    }

    pub(super) fn end(&mut self, stage: Stage, ending: Ending, now: Moment) {
        (self.stage, self.ending) = (stage, Some(ending));
        self.moved(now);
    }
}
