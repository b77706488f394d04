//! What somebody did, as facts: no scheme's figures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who wrote something, where that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorRole {
    Sole,
    Joint,
    Editor,
}

impl AuthorRole {
    pub const ALL: [Self; 3] = [Self::Sole, Self::Joint, Self::Editor];

    pub fn code(self) -> &'static str {
        match self {
            Self::Sole => "sole",
            Self::Joint => "joint",
            Self::Editor => "editor",
        }
    }
}

/// For whom it was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ForWhom {
    /// The specialist's own employer.
    Employer,
    /// A customer of the employer.
    Customer,
    #[default]
    Others,
}

impl ForWhom {
    pub const ALL: [Self; 3] = [Self::Others, Self::Employer, Self::Customer];

    pub fn code(self) -> &'static str {
        match self {
            Self::Employer => "employer",
            Self::Customer => "customer",
            Self::Others => "others",
        }
    }
}

/// An activity. What its kind does not ask for stays as it is by default, and no rule looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// Code of what it is.
    #[schema(example = "in-house-work")]
    pub kind: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; an activity counts for the cycle and year in which it ended.
    pub until: NaiveDate,
    /// Time spent, in minutes.
    #[schema(example = 150)]
    #[serde(default)]
    pub minutes: u32,
    /// How many of them (books, articles).
    #[schema(example = 1)]
    #[serde(default = "one")]
    pub count: u32,
    /// Who wrote it, where something was written.
    #[serde(default)]
    pub author: Option<AuthorRole>,
    /// Days of a course that was prepared.
    #[schema(example = 0)]
    #[serde(default)]
    pub days: u32,
    /// Whether it is about the subject of the scheme (security). Where that is unknown it counts as not.
    #[serde(default)]
    pub is_related: bool,
    /// Whether somebody paid for it.
    #[serde(default)]
    pub is_paid: bool,
    /// For whom it was done.
    #[serde(default)]
    pub for_whom: ForWhom,
    /// How many people were advised at once.
    #[schema(example = 1)]
    #[serde(default = "one")]
    pub people: u32,
}

fn one() -> u32 {
    1
}

impl Activity {
    /// An activity of a kind on one day, with nothing else known.
    pub fn on(kind: &str, day: NaiveDate) -> Self {
        Self {
            kind: kind.to_owned(),
            from: day,
            until: day,
            minutes: 0,
            count: 1,
            author: None,
            days: 0,
            is_related: false,
            is_paid: false,
            for_whom: ForWhom::Others,
            people: 1,
        }
    }
}
