//! `config/engagement`: how work is agreed on after a match, and until when each side has to act.

use serde::Deserialize;

use crate::catalogue::Named;
use crate::catalogue::data::named;

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
}

impl WaitingStage {
    pub const ALL: [Self; 4] = [Self::Terms, Self::Working, Self::Confirming, Self::Disputed];
}

/// After how many days without a word somebody is reminded, and a stage ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageDeadline {
    pub stage: WaitingStage,
    pub remind_days: u16,
    pub end_days: u16,
}

/// The rules of an engagement.
#[derive(Clone, Debug, Deserialize)]
pub struct EngagementRules {
    pub pledge: Pledge,
    pub law: LawLink,
    pub frames: Vec<TermChoice>,
    pub access: Vec<TermChoice>,
    deadlines: Vec<StageDeadline>,
}

named!(TermChoice, Pledge, LawLink);

impl EngagementRules {
    pub fn frame(&self, code: &str) -> Option<&TermChoice> {
        self.frames.iter().find(|frame| frame.code == code)
    }

    pub fn access_term(&self, code: &str) -> Option<&TermChoice> {
        self.access.iter().find(|term| term.code == code)
    }

    /// When somebody is reminded in a stage, and when it ends. A file without one for every stage is refused at the start.
    pub fn deadline(&self, stage: WaitingStage) -> StageDeadline {
        let found = self.deadlines.iter().find(|deadline| deadline.stage == stage).copied();
        found.unwrap_or(StageDeadline { stage, remind_days: 7, end_days: 14 })
    }

    pub(super) fn check(&self) -> Result<(), String> {
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
        Ok(())
    }
}
