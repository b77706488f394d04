//! `config/engagement`: how work is agreed on after a match, and until when each side has to act.

use serde::Deserialize;

use crate::catalogue::data::named;
use crate::catalogue::{Catalogue, Named};

/// Something with a code and a name in both languages that terms can hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermChoice {
    pub code: String,
    pub ja: String,
    pub en: String,
    /// Whether whoever orders must give a freelancer a statement of terms. Said of frames only.
    #[serde(default)]
    pub freelance: bool,
}

/// What both sides promise about what they learn of each other.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    pub code: String,
    pub ja: String,
    pub en: String,
}

/// Of an edition only the pledge: an old one stays readable whatever else a later build wants of the file.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PledgeOfEdition {
    pledge: Pledge,
}

/// A law, and where it is explained.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawLink {
    pub ja: String,
    pub en: String,
    pub url: String,
}

/// A stage in which somebody has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingStage {
    Terms,
    Working,
    Confirming,
    Disputed,
    Deciding,
}

impl WaitingStage {
    pub const ALL: [Self; 5] = [Self::Terms, Self::Working, Self::Confirming, Self::Disputed, Self::Deciding];
}

/// After how many days without a word somebody is reminded, and a stage ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageDeadline {
    pub stage: WaitingStage,
    pub remind_days: u16,
    pub end_days: u16,
}

/// After how many months a menu is worth another look.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    pub menu: String,
    pub months: u32,
}

/// When a company is asked what came of the work, and what it can answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpRules {
    /// Days from the end of the work to the question.
    pub after_days: u16,
    /// Days from the question to its one reminder, and to the end of it.
    pub remind_days: u16,
    pub end_days: u16,
    /// What stands in the way.
    pub hindrances: Vec<TermChoice>,
    /// Months after which a company can ask to be reminded of looking again.
    pub checks: Vec<u32>,
    usual_months: u32,
    #[serde(default)]
    again: Vec<Again>,
}

impl FollowUpRules {
    pub fn hindrance(&self, code: &str) -> Option<&TermChoice> {
        self.hindrances.iter().find(|one| one.code == code)
    }

    /// After how many months these menus are worth another look: the one that wears out first.
    pub fn months_for(&self, menus: &[String]) -> u32 {
        let of_menu = |menu: &String| self.again.iter().find(|one| &one.menu == menu).map(|one| one.months);
        menus.iter().filter_map(of_menu).min().unwrap_or(self.usual_months)
    }

    fn check(&self, is_menu: impl Fn(&str) -> bool) -> Result<(), String> {
        if let Some(one) = self.again.iter().find(|one| !is_menu(&one.menu)) {
            return Err(format!("there is no menu {}", one.menu));
        }
        if self.after_days == 0 || self.remind_days == 0 || self.remind_days >= self.end_days || self.end_days > 366 {
            return Err("what came of the work is asked some days after it, reminded of, and then ended within a year".to_owned());
        }
        let offered = |months: &u32| self.checks.contains(months);
        if !self.checks.iter().all(|months| (1..=24).contains(months)) || !offered(&self.usual_months) {
            return Err("checks are 1 to 24 months away, and the usual one is among them".to_owned());
        }
        if let Some(one) = self.again.iter().find(|one| !offered(&one.months)) {
            return Err(format!("{} suggests a check that cannot be chosen", one.menu));
        }
        if self.hindrances.last().is_none_or(|last| last.code != "other") {
            return Err("the last hindrance is `other`".to_owned());
        }
        Ok(())
    }
}

/// The rules of an engagement.
#[derive(Clone, Debug, Deserialize)]
pub struct EngagementRules {
    /// The one that is given now.
    pub pledge: Pledge,
    /// Those of all editions: who has given an older one keeps its words.
    #[serde(skip)]
    pledges: Vec<Pledge>,
    pub law: LawLink,
    pub frames: Vec<TermChoice>,
    pub access: Vec<TermChoice>,
    deadlines: Vec<StageDeadline>,
    pub follow_up: FollowUpRules,
}

named!(TermChoice, Pledge, LawLink);

impl EngagementRules {
    pub fn frame(&self, code: &str) -> Option<&TermChoice> {
        self.frames.iter().find(|frame| frame.code == code)
    }

    /// The pledge with this code, also one that is given no more.
    pub fn pledge_of(&self, code: &str) -> Option<&Pledge> {
        self.pledges.iter().find(|pledge| pledge.code == code)
    }

    pub(super) fn with_pledges(self, editions: impl IntoIterator<Item = PledgeOfEdition>) -> Self {
        Self { pledges: editions.into_iter().map(|edition| edition.pledge).collect(), ..self }
    }

    pub fn access_term(&self, code: &str) -> Option<&TermChoice> {
        self.access.iter().find(|term| term.code == code)
    }

    /// When somebody is reminded in a stage, and when it ends. A file without one for every stage is refused at the start.
    pub fn deadline(&self, stage: WaitingStage) -> StageDeadline {
        let found = self.deadlines.iter().find(|deadline| deadline.stage == stage).copied();
        found.unwrap_or(StageDeadline { stage, remind_days: 7, end_days: 14 })
    }

    pub(super) fn check(&self, is_menu: impl Fn(&str) -> bool) -> Result<(), String> {
        self.follow_up.check(is_menu)?;
        for stage in WaitingStage::ALL {
            let of_stage: Vec<&StageDeadline> = self.deadlines.iter().filter(|deadline| deadline.stage == stage).collect();
            match of_stage.as_slice() {
                [one] if one.remind_days >= 1 && one.remind_days < one.end_days && one.end_days <= 366 => {}
                [_] => return Err(format!("{stage:?} must be reminded of before it ends, and end within a year")),
                _ => return Err(format!("{stage:?} needs one deadline")),
            }
        }
        if self.frames.is_empty() || self.pledge.code.is_empty() || !self.law.url.starts_with("https://") {
            return Err("a frame, a pledge and a link to the law are needed".to_owned());
        }
        // A code stands for words that somebody has agreed to.
        let other = |one: &&Pledge| self.pledges.iter().any(|other| other.code == one.code && other != *one);
        if let Some(one) = self.pledges.iter().find(other) {
            return Err(format!("the pledge {} has other words in another edition", one.code));
        }
        Ok(())
    }
}

impl Catalogue {
    /// How work is agreed on after a match, and until when each side has to act.
    pub fn engagement(&self) -> &EngagementRules {
        &self.engagement
    }
}
