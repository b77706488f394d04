//! A complaint from the first word to its end.

use chrono::{Days, Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::{ComplaintRules, Holidays};
use crate::clock::{Moment, in_japan, japanese};
use crate::complaints::{Decision, Effect, Outcome, Proposal, Verdict};
use crate::engagement::Side;
use crate::values::Prose;

/// How far a complaint has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ComplaintStage)]
pub enum Stage {
    Received,
    /// An operator looks into it.
    Looking,
    /// The other side has an operator's summary, and can answer.
    Hearing,
    /// The other side has answered, or had its time.
    Heard,
    /// Decided; either side that was told can appeal.
    Decided,
    Appealed,
    /// Decided for good.
    Closed,
    /// Whoever complained has taken it back.
    Withdrawn,
    /// Nobody decided in time.
    Lapsed,
}

impl Stage {
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::Looking,
        Self::Hearing,
        Self::Heard,
        Self::Decided,
        Self::Appealed,
        Self::Closed,
        Self::Withdrawn,
        Self::Lapsed,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Looking => "looking",
            Self::Hearing => "hearing",
            Self::Heard => "heard",
            Self::Decided => "decided",
            Self::Appealed => "appealed",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Nothing changes any more, except that a pause ends.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn | Self::Lapsed)
    }

    /// Operators have something to do, and a day by which.
    pub fn waits_for_operator(self) -> bool {
        matches!(self, Self::Received | Self::Looking | Self::Hearing | Self::Heard | Self::Appealed)
    }

    /// Whoever complained can take it back.
    pub fn can_withdraw(self) -> bool {
        matches!(self, Self::Received | Self::Looking | Self::Hearing | Self::Heard)
    }
}

/// What somebody complains about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub category: String,
    pub words: Prose,
    pub wish: Prose,
}

/// What the other side is told, and says to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// An operator's own words: those of the complaint are nobody else's.
    pub summary: Prose,
    pub asked_at: Moment,
    pub until: Moment,
    pub answer: Option<Prose>,
}

/// Why somebody does not take a decision as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    pub by: Side,
    pub words: Prose,
    pub at: Moment,
}

/// What keeps somebody off the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    Until(Moment),
    ForGood,
}

/// What time did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The day of the answer comes near.
    Remind,
    /// It has passed.
    Overdue,
    /// The other side said nothing in its time.
    Silent,
    /// Nobody appealed in time.
    Closed,
    /// Nobody decided in time.
    GaveUp,
    /// A pause is over.
    Lifted,
}

/// The step is not theirs, or not now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNow;

/// All of a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    pub by: Side,
    pub category: String,
    pub words: Prose,
    pub wish: Prose,
    pub stage: Stage,
    pub received_at: Moment,
    /// The day by which whoever waits for it has an answer.
    pub due_on: NaiveDate,
    remind_on: NaiveDate,
    /// How often the operator was told that the answer is due: 0 to 2.
    reminders: u8,
    pub hearing: Option<Hearing>,
    pub proposal: Option<Proposal>,
    /// How many were proposed.
    proposals: u16,
    /// One, and another after an appeal.
    pub decisions: Vec<Decision>,
    pub appeal: Option<Appeal>,
    pub bar: Option<Bar>,
}

fn days(count: u16) -> Duration {
    Duration::days(i64::from(count))
}

fn day_after(day: NaiveDate, count: u16) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(count))).unwrap_or(day)
}

impl Complaint {
    pub fn receive(by: Side, filed: Filed, rules: &ComplaintRules, holidays: &Holidays, now: Moment) -> Self {
        let Filed { category, words, wish } = filed;
        let today = in_japan(now).date_naive();
        let mut complaint = Self {
            by,
            category,
            words,
            wish,
            stage: Stage::Received,
            received_at: now,
            due_on: today,
            remind_on: today,
            reminders: 0,
            hearing: None,
            proposal: None,
            proposals: 0,
            decisions: Vec::new(),
            appeal: None,
            bar: None,
        };
        complaint.promise(rules, holidays, now);
        complaint
    }

    /// An answer is due so many open days from now.
    fn promise(&mut self, rules: &ComplaintRules, holidays: &Holidays, now: Moment) {
        let today = in_japan(now).date_naive();
        self.due_on = holidays.open_day_after(today, rules.answer_days);
        self.remind_on = holidays.open_day_after(today, rules.answer_days.saturating_sub(rules.remind_days));
        self.reminders = 0;
    }

    /// Whether the other side knows of it.
    pub fn is_released(&self) -> bool {
        self.hearing.is_some()
    }

    /// What was decided last.
    pub fn decision(&self) -> Option<&Decision> {
        self.decisions.last()
    }

    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.stage.waits_for_operator() && today > self.due_on
    }

    /// Until when somebody can appeal.
    pub fn appeal_until(&self, rules: &ComplaintRules) -> Option<Moment> {
        let decided = self.decision().filter(|_| self.stage == Stage::Decided)?;
        Some(decided.at + days(rules.appeal_days))
    }

    pub fn take_up(&mut self) -> Result<(), NotNow> {
        self.go(&[Stage::Received], Stage::Looking)
    }

    /// Tells the other side, in an operator's own words, and asks for an answer.
    pub fn hear(&mut self, summary: Prose, rules: &ComplaintRules, now: Moment) -> Result<(), NotNow> {
        self.go(&[Stage::Looking], Stage::Hearing)?;
        self.proposal = None;
        self.hearing = Some(Hearing { summary, asked_at: now, until: now + days(rules.hear_days), answer: None });
        Ok(())
    }

    pub fn answer(&mut self, by: Side, words: Prose, now: Moment) -> Result<(), NotNow> {
        let in_time = self.hearing.as_ref().is_some_and(|hearing| now < hearing.until);
        if by == self.by || !in_time {
            return Err(NotNow);
        }
        self.go(&[Stage::Hearing], Stage::Heard)?;
        if let Some(hearing) = &mut self.hearing {
            hearing.answer = Some(words);
        }
        Ok(())
    }

    /// Whether a verdict like this may be given now: nobody is judged unheard, and an entry on the list is a specialist's.
    pub fn may_decide(&self, outcome: Outcome, effect: Effect) -> bool {
        let heard = matches!(self.stage, Stage::Heard | Stage::Appealed) && self.is_released();
        let (upheld, about_company) = (outcome == Outcome::Upheld, self.by == Side::Specialist);
        self.can_be_decided() && (heard || !upheld) && (upheld || effect == Effect::Nothing) && !(about_company && effect.bars())
    }

    pub fn can_be_decided(&self) -> bool {
        matches!(self.stage, Stage::Looking | Stage::Heard | Stage::Appealed)
    }

    /// Proposes how it ends; what was proposed before is replaced.
    pub fn propose(&mut self, verdict: Verdict, by: &str, now: Moment) -> Result<(), NotNow> {
        if !self.may_decide(verdict.outcome, verdict.effect) {
            return Err(NotNow);
        }
        self.proposals = self.proposals.saturating_add(1);
        self.proposal = Some(Proposal { number: self.proposals, verdict, by: by.to_owned(), at: now });
        Ok(())
    }

    /// Decides as somebody else has proposed. That it is somebody else, whoever calls knows.
    pub fn confirm(&mut self, number: u16, by: &str, rules: &ComplaintRules, now: Moment) -> Result<Effect, NotNow> {
        let proposal = self.proposal.clone().filter(|proposal| proposal.number == number).ok_or(NotNow)?;
        let Proposal { verdict, by: proposed_by, .. } = proposal;
        if !self.may_decide(verdict.outcome, verdict.effect) {
            return Err(NotNow);
        }
        let effect = verdict.effect;
        self.stage = if self.stage == Stage::Appealed { Stage::Closed } else { Stage::Decided };
        self.bar = match effect {
            Effect::Nothing | Effect::Note => None,
            Effect::Pause => Some(Bar::Until(now + days(rules.pause_days))),
            Effect::Remove => Some(Bar::ForGood),
        };
        self.proposal = None;
        self.decisions.push(Decision { verdict, proposed_by, confirmed_by: by.to_owned(), at: now });
        Ok(effect)
    }

    pub fn withdraw(&mut self, by: Side) -> Result<(), NotNow> {
        if by != self.by || !self.stage.can_withdraw() {
            return Err(NotNow);
        }
        (self.stage, self.proposal) = (Stage::Withdrawn, None);
        Ok(())
    }

    /// Once, by whichever side was told of the decision. What was decided stands until it is decided again.
    pub fn appeal(&mut self, by: Side, words: Prose, rules: &ComplaintRules, holidays: &Holidays, now: Moment) -> Result<(), NotNow> {
        let in_time = self.appeal_until(rules).is_some_and(|until| now < until);
        if !in_time || self.appeal.is_some() || (by != self.by && !self.is_released()) {
            return Err(NotNow);
        }
        self.stage = Stage::Appealed;
        self.appeal = Some(Appeal { by, words, at: now });
        self.promise(rules, holidays, now);
        Ok(())
    }

    pub fn pause_until(&self) -> Option<Moment> {
        self.bar.and_then(|bar| match bar {
            Bar::Until(until) => Some(until),
            Bar::ForGood => None,
        })
    }

    /// When time does something next.
    pub fn wakes_at(&self, rules: &ComplaintRules) -> Option<Moment> {
        let operator = self.stage.waits_for_operator().then(|| match self.reminders {
            0 => japanese(self.remind_on, 0),
            1 => japanese(day_after(self.due_on, 1), 0),
            _ => japanese(day_after(self.due_on, rules.give_up_days), 0),
        });
        let hearing = self.hearing.as_ref().filter(|_| self.stage == Stage::Hearing).map(|hearing| hearing.until);
        [operator, hearing, self.appeal_until(rules), self.pause_until()].into_iter().flatten().min()
    }

    /// Does one thing that is due; whoever calls asks again until there is none.
    pub fn wake(&mut self, rules: &ComplaintRules, now: Moment) -> Option<Woken> {
        if self.wakes_at(rules).is_none_or(|at| now < at) {
            return None;
        }
        if matches!(self.bar, Some(Bar::Until(until)) if until <= now) {
            self.bar = None;
            return Some(Woken::Lifted);
        }
        if self.hearing.as_ref().is_some_and(|hearing| self.stage == Stage::Hearing && hearing.until <= now) {
            self.stage = Stage::Heard;
            return Some(Woken::Silent);
        }
        if self.stage == Stage::Decided {
            self.stage = Stage::Closed;
            return Some(Woken::Closed);
        }
        self.reminders = self.reminders.saturating_add(1);
        Some(match self.reminders {
            1 => Woken::Remind,
            2 => Woken::Overdue,
            _ => {
                // After an appeal there is a decision, and it stands.
                self.stage = if self.stage == Stage::Appealed { Stage::Closed } else { Stage::Lapsed };
                self.proposal = None;
                Woken::GaveUp
            }
        })
    }

    fn go(&mut self, from: &[Stage], to: Stage) -> Result<(), NotNow> {
        if !from.contains(&self.stage) {
            return Err(NotNow);
        }
        self.stage = to;
        Ok(())
    }
}
