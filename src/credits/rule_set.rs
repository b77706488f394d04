//! A rule set: what one scheme counts, as dated data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::credits::activity::{Activity, AuthorRole, ForWhom};
use crate::credits::amount::Amount;
use crate::credits::projection::CutBy;

/// The rules of a scheme, in force from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Code of the scheme: `riss`, `cissp`, `career`.
    pub scheme: String,
    pub ja: String,
    pub en: String,
    pub edition: String,
    /// The first day of a cycle to which it applies.
    pub valid_from: NaiveDate,
    pub review_by: Option<NaiveDate>,
    /// Where the figures are from.
    pub source: String,
    pub link: String,
    /// Length of a cycle in years.
    pub cycle_years: u32,
    /// So many days before the end of the cycle everything must be done.
    #[serde(default)]
    pub days_before_expiry: u32,
    /// What one activity counts at most in this scheme.
    pub per_activity: Option<Amount>,
    #[serde(rename = "pot")]
    pub pots: Vec<Pot>,
    #[serde(rename = "value")]
    pub values: Vec<Value>,
    #[serde(default, rename = "title")]
    pub titles: Vec<Title>,
    #[serde(default, rename = "exemption")]
    pub exemptions: Vec<Exemption>,
}

/// What is added up together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pot {
    pub code: String,
    pub ja: String,
    pub en: String,
    /// `credit`, `hour` or `course`.
    pub unit: String,
    /// The pot into which this one flows.
    pub within: Option<String>,
    /// What flows on at most.
    pub most: Option<Amount>,
    /// It flows on as a whole or not at all.
    pub whole: Option<Whole>,
    #[serde(default)]
    pub needed: Requirement,
}

/// What must be, or should be, in a pot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Requirement {
    pub in_cycle: Option<Amount>,
    pub in_each_year: Option<Amount>,
    /// Advised, not required.
    pub advised_in_each_year: Option<Amount>,
}

/// From so much on the whole is taken as done; below it nothing is (seeds S000, S003: a course is deemed taken whole or not at all).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    pub from: Amount,
    pub gives: Amount,
}

/// What an activity of a kind is worth.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    pub kind: String,
    pub pot: String,
    /// Where it goes when it is not about the scheme's subject; left out: nowhere, unless `any_subject`.
    pub pot_unrelated: Option<String>,
    /// It need not be about the scheme's subject.
    #[serde(default)]
    pub any_subject: bool,
    pub worth: Worth,
    /// At most so much for one of them (a book, a project).
    pub most_each: Option<Amount>,
    /// Only what nobody paid for.
    #[serde(default)]
    pub unpaid: bool,
    /// Only for somebody who is neither the employer nor a customer.
    #[serde(default)]
    pub outside: bool,
    /// At most so many people at once.
    pub most_people: Option<u32>,
}

/// How the worth follows from the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Worth {
    /// For each hour.
    Hour(#[serde(with = "units")] Amount),
    /// For each one.
    Each(#[serde(with = "units")] Amount),
    /// For each one, by who wrote it.
    Author {
        #[serde(with = "units")]
        sole: Amount,
        #[serde(with = "units")]
        joint: Amount,
        #[serde(with = "units")]
        editor: Amount,
    },
    /// By the days of what was prepared: the last step that is reached.
    Days(BTreeMap<String, u32>),
}

/// Amounts of files are whole units.
mod units {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::credits::amount::Amount;

    pub fn serialize<S: Serializer>(amount: &Amount, to: S) -> Result<S::Ok, S::Error> {
        (amount.in_hundredths() / 100).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Amount, D::Error> {
        Ok(Amount::whole(u32::deserialize(from)?))
    }
}

/// Something that somebody has passed or holds since a day, as they say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    pub code: String,
    pub ja: String,
    pub en: String,
}

/// Who holds a title need not do what the pots require.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Code of the title.
    pub title: String,
    /// Only for so many years after it was got.
    pub years: Option<u32>,
    pub pots: Vec<String>,
}

/// Why a rule set cannot be used, with the place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetError {
    pub place: String,
    pub why: String,
}

impl RuleSet {
    /// Reads and checks a rule set.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it; only the first mistake where it is no TOML or a field is missing.
    pub fn parse(text: &str) -> Result<Self, Vec<RuleSetError>> {
        let read: Result<Self, _> = toml::from_str(text);
        let rules = read.map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            vec![RuleSetError { place: format!("line {line}"), why: error.message().to_owned() }]
        })?;
        rules.checked()
    }

    /// The same of a rule set as JSON, which is what the published schema describes.
    ///
    /// # Errors
    ///
    /// As with [`RuleSet::parse`].
    pub fn parse_json(text: &str) -> Result<Self, Vec<RuleSetError>> {
        let read: Result<Self, _> = serde_json::from_str(text);
        let rules = read.map_err(|error| vec![RuleSetError { place: format!("line {}", error.line()), why: error.to_string() }])?;
        rules.checked()
    }

    fn checked(self) -> Result<Self, Vec<RuleSetError>> {
        let errors = self.mistakes();
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    pub fn title(&self, code: &str) -> Option<&Title> {
        self.titles.iter().find(|title| title.code == code)
    }

    pub fn pot(&self, code: &str) -> Option<&Pot> {
        self.pots.iter().find(|pot| pot.code == code)
    }

    /// The pots from one on, each followed by the one into which it flows.
    pub fn flow<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a Pot> {
        // As many steps as pots: a circle is refused by the check, and must not hang before it.
        std::iter::successors(self.pot(code), |pot| self.pot(pot.within.as_deref()?)).take(self.pots.len())
    }

    fn mistakes(&self) -> Vec<RuleSetError> {
        let mut found = Vec::new();
        let mut wrong = |place: String, why: &str| found.push(RuleSetError { place, why: why.to_owned() });
        if !(1..=20).contains(&self.cycle_years) {
            wrong("cycle_years".into(), "a cycle lasts 1 to 20 years");
        }
        if self.days_before_expiry >= self.cycle_years.saturating_mul(365) {
            wrong("days_before_expiry".into(), "longer than the cycle");
        }
        for (n, pot) in self.pots.iter().enumerate() {
            let place = format!("pot {}", pot.code);
            if self.pots[..n].iter().any(|other| other.code == pot.code) {
                wrong(place.clone(), "stands twice");
            }
            if pot.within.as_ref().is_some_and(|within| self.pot(within).is_none()) {
                wrong(place.clone(), "`within` names a pot that is not there");
            }
            if self.flow(&pot.code).last().is_some_and(|last| last.within.is_some()) {
                wrong(place.clone(), "flows into itself");
            }
            if pot.whole.is_some() && (pot.within.is_none() || pot.most.is_some()) {
                wrong(place.clone(), "what counts as a whole must flow into another pot, and without `most`");
            }
            if !["credit", "hour", "course"].contains(&pot.unit.as_str()) {
                wrong(place, "`unit` is credit, hour or course");
            }
        }
        for (n, value) in self.values.iter().enumerate() {
            let place = format!("value {}", value.kind);
            if self.values[..n].iter().any(|other| other.kind == value.kind) {
                wrong(place.clone(), "stands twice");
            }
            let mut pots = std::iter::once(&value.pot).chain(&value.pot_unrelated);
            if pots.any(|pot| self.pot(pot).is_none()) {
                wrong(place.clone(), "names a pot that is not there");
            }
            if value.any_subject && value.pot_unrelated.is_some() {
                wrong(place.clone(), "either `any_subject` or `pot_unrelated`");
            }
            if let Worth::Days(steps) = &value.worth
                && (steps.is_empty() || steps.keys().any(|days| days.parse::<u32>().is_err()))
            {
                wrong(place, "`days` is a table of days and what they are worth");
            }
        }
        for (n, title) in self.titles.iter().enumerate() {
            if self.titles[..n].iter().any(|other| other.code == title.code) {
                wrong(format!("title {}", title.code), "stands twice");
            }
        }
        for exemption in &self.exemptions {
            if self.title(&exemption.title).is_none() {
                wrong(format!("exemption {}", exemption.title), "names a title that is not there");
            }
            if exemption.pots.iter().any(|pot| self.pot(pot).is_none()) {
                wrong(format!("exemption {}", exemption.title), "names a pot that is not there");
            }
        }
        found
    }

    /// What an activity is worth by itself and where it goes, before the pots' own bounds; what was cut off and why.
    pub fn judge(&self, activity: &Activity) -> Judged {
        let Some(value) = self.values.iter().find(|value| value.kind == activity.kind) else {
            return Judged::nothing(Amount::ZERO, CutBy::NoValue);
        };
        let full = value.worth.of(activity);
        let refused = [
            (value.unpaid && activity.is_paid, CutBy::Paid),
            (value.outside && activity.for_whom != ForWhom::Others, CutBy::ForEmployerOrCustomer),
            (value.most_people.is_some_and(|most| activity.people > most), CutBy::GroupTooLarge),
        ];
        if let Some((_, why)) = refused.into_iter().find(|(holds, _)| *holds) {
            return Judged::nothing(full, why);
        }
        let pot = if activity.is_related || value.any_subject { Some(&value.pot) } else { value.pot_unrelated.as_ref() };
        let Some(pot) = pot else { return Judged::nothing(full, CutBy::Unrelated) };
        let mut judged = Judged { pot: Some(pot.clone()), full, worth: full, cuts: Vec::new() };
        if let Some(most) = value.most_each {
            judged.cut(most.times(activity.count), CutBy::Each);
        }
        if let Some(most) = self.per_activity {
            judged.cut(most, CutBy::PerActivity);
        }
        judged
    }
}

/// What an activity is worth by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Where it goes; nowhere if it is worth nothing.
    pub pot: Option<String>,
    /// By its facts alone.
    pub full: Amount,
    /// What is left of it.
    pub worth: Amount,
    pub cuts: Vec<(CutBy, Amount)>,
}

impl Judged {
    fn nothing(full: Amount, why: CutBy) -> Self {
        Self { pot: None, full, worth: Amount::ZERO, cuts: vec![(why, full)] }
    }

    /// Leaves at most so much.
    pub fn cut(&mut self, most: Amount, by: CutBy) {
        if self.worth > most {
            self.cuts.push((by, self.worth - most));
            self.worth = most;
        }
    }
}

impl Worth {
    fn of(&self, activity: &Activity) -> Amount {
        match self {
            Self::Hour(each) => each.for_minutes(activity.minutes),
            Self::Each(each) => each.times(activity.count),
            Self::Author { sole, joint, editor } => match activity.author {
                Some(AuthorRole::Sole) => sole.times(activity.count),
                Some(AuthorRole::Joint) => joint.times(activity.count),
                Some(AuthorRole::Editor) => editor.times(activity.count),
                None => Amount::ZERO,
            },
            Self::Days(steps) => {
                let reached = steps.iter().filter_map(|(days, worth)| Some((days.parse::<u32>().ok()?, *worth)));
                let last = reached.filter(|(days, _)| *days <= activity.days).max_by_key(|(days, _)| *days);
                Amount::whole(last.map_or(0, |(_, worth)| worth))
            }
        }
    }
}
