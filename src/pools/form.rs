//! What is typed about a pool, and its check.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use crate::pools::{Budget, DayRule, Pattern, Plan, Pool, Roster, SplitRule};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Line, parse_date, within};

const MOST_MINUTES: u32 = 12 * 60;
const MINUTES_OF_A_DAY: u32 = 24 * 60;

/// How a specialist comes, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PatternForm {
    /// From `1` to `4`.
    pub week: String,
    /// `mon` to `fri`.
    pub weekday: String,
    /// As `13:00`.
    pub begins: String,
    pub slots: Option<u16>,
    pub minutes: Option<u32>,
    pub fee_yen: Option<u64>,
}

/// A new pool, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolForm {
    pub name: String,
    pub first: String,
    pub last: String,
    pub visits: Option<u32>,
    pub yen: Option<u64>,
    /// Code of a [`SplitRule`].
    pub split: String,
    pub pattern: PatternForm,
}

pub const WEEKDAYS: [(&str, Weekday); 5] =
    [("mon", Weekday::Mon), ("tue", Weekday::Tue), ("wed", Weekday::Wed), ("thu", Weekday::Thu), ("fri", Weekday::Fri)];

fn number<T: PartialOrd + std::fmt::Display>(value: Option<T>, low: T, high: T) -> Result<T, Mistake> {
    within(value.ok_or_else(|| Mistake::new("required"))?, low, high)
}

/// An hour and minute as people type them: `13:00`, `9:30`.
fn parse_time(text: &str) -> Result<NaiveTime, Mistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Mistake::new("required"));
    }
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| Mistake::new("not-a-time"))
}

impl PatternForm {
    pub fn check(&self, checker: &mut Checker) -> Option<Pattern> {
        let week = self.week.trim().parse::<u8>().ok().filter(|week| (1..=4).contains(week));
        let week = checker.take("/week", week.ok_or_else(|| Mistake::new("required")));
        let weekday = WEEKDAYS.iter().find(|(code, _)| *code == self.weekday).map(|(_, weekday)| *weekday);
        let weekday = checker.take("/weekday", weekday.ok_or_else(|| Mistake::new("required")));
        let begins = checker.take("/begins", parse_time(&self.begins));
        let slots = checker.take("/slots", number(self.slots, 1, 24));
        let slot_minutes = checker.take("/minutes", number(self.minutes, 15, MOST_MINUTES));
        let fee_yen = checker.take("/fee_yen", number(self.fee_yen, 0, 10_000_000));
        let pattern = Pattern {
            day: DayRule { week: week?, weekday: weekday? },
            begins: begins?,
            slots: slots?,
            slot_minutes: slot_minutes?,
            fee_yen: fee_yen?,
        };
        let begun = u32::try_from((pattern.begins - NaiveTime::MIN).num_minutes()).unwrap_or(MINUTES_OF_A_DAY);
        if begun + u32::from(pattern.slots) * pattern.slot_minutes > MINUTES_OF_A_DAY {
            checker.refuse("/slots", Mistake::new("pool-past-midnight"));
            return None;
        }
        Some(pattern)
    }

    /// What is typed by who wants the same again.
    pub fn of(pattern: &Pattern) -> Self {
        let weekday = WEEKDAYS.iter().find(|(_, weekday)| *weekday == pattern.day.weekday).map_or("", |(code, _)| code);
        Self {
            week: pattern.day.week.to_string(),
            weekday: weekday.to_owned(),
            begins: pattern.begins.format("%H:%M").to_string(),
            slots: Some(pattern.slots),
            minutes: Some(pattern.slot_minutes),
            fee_yen: Some(pattern.fee_yen),
        }
    }
}

impl PoolForm {
    /// The coming fiscal year, and the most usual of the rest.
    pub fn usual(today: NaiveDate) -> Self {
        let year = if today.month() >= 4 { today.year() + 1 } else { today.year() };
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).map(|day| day.to_string()).unwrap_or_default();
        let (week, weekday, begins) = ("2".to_owned(), "tue".to_owned(), "09:00".to_owned());
        Self {
            first: day(year, 4, 1),
            last: day(year + 1, 3, 31),
            split: SplitRule::Equal.code().to_owned(),
            pattern: PatternForm { week, weekday, begins, slots: Some(6), minutes: Some(120), fee_yen: None },
            ..Self::default()
        }
    }

    /// Checks everything at once. `today` is the date in Japan.
    pub fn check(&self, today: NaiveDate) -> Result<Pool, Vec<FieldError>> {
        let mut checker = Checker::new();
        let name = checker.take("/name", Line::parse(&self.name, 80));
        let first = checker.take("/first", parse_date(&self.first));
        let ahead = |day| if day > today { Ok(day) } else { Err(Mistake::new("in-the-past")) };
        let last = checker.take("/last", parse_date(&self.last).and_then(ahead));
        let visits = checker.take("/visits", number(self.visits, 1, 10_000));
        let yen = checker.take("/yen", number(self.yen, 0, 1_000_000_000));
        let split = checker.take("/split", SplitRule::find(&self.split).ok_or_else(|| Mistake::new("required")));
        let pattern = self.pattern.check(&mut checker);
        let mut build = || {
            let (first, last, budget) = (first?, last?, Budget { visits: visits?, yen: yen? });
            let roster =
                Roster { first, last, specialists: Vec::new(), members: Vec::new(), conflicts: Vec::new(), suits: Vec::new(), budget };
            let plan = checker.take("/last", Plan::begin(roster, split?).map_err(|_| Mistake::new("pool-not-a-year")))?;
            Some(Pool {
                name: name.clone()?,
                pattern: pattern?,
                planned: false,
                plan,
                seats: Vec::new(),
                changes: Vec::new(),
                confirmed: Vec::new(),
            })
        };
        let pool = build();
        checker.finish(pool)
    }
}
