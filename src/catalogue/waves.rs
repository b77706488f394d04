//! `config/waves`: how people are asked, by urgency.

use serde::{Deserialize, Serialize};

/// Which hours count towards a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Every hour.
    AllHours,
    /// The 24 hours of each open day.
    OpenDays,
    /// Office hours of open days.
    OpenHours,
}

/// Who gets a help request that several people would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AcceptMode {
    /// Who accepts first.
    First,
    /// Whom the company chooses among those who accepted by the deadline.
    Choose,
}

/// What becomes of those who would do it, where the company does not choose in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unanswered {
    /// Nobody has it; all are told.
    Nobody,
    /// The best by score of those who accepted as asked.
    Best,
}

/// How a help request of one urgency is offered. A help request keeps the policy of the moment at which it opens, as JSON of this type; what
/// a later build adds must have a meaning where it is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "AsWritten")]
pub struct WavePolicy {
    /// How likely at least one person of a wave should accept, in thousandths.
    pub target_per_mille: u16,
    /// People asked at a time, at least and at most.
    pub smallest_wave: u16,
    pub largest_wave: u16,
    pub max_waves: u16,
    /// After how many hours the next wave opens beside one that is still open, and how many offers may then be open at a time; none where every
    /// wave waits for the end of the one before.
    pub interval_hours: Option<u16>,
    pub max_open_offers: Option<u16>,
    /// Hours to answer, and after how many of them a reminder goes out (ascending, below the expiry).
    pub expiry_hours: u16,
    pub reminder_hours: Vec<u16>,
    pub counted: Counted,
    /// Hours for which a help request may wait until people who would fit have room again.
    pub wait_hours: u16,
    pub mode: AcceptMode,
    /// Hours for the company to choose among those who would do it, or to answer to changed terms, and after how many it is reminded.
    pub answer_hours: u16,
    pub answer_reminder_hours: Option<u16>,
    pub unanswered: Unanswered,
    /// Whether the others hear that it is taken.
    pub tell_others: bool,
    /// Whether accepting in a browser that never opened the mailbox needs a code that is sent there.
    pub code_for_forwarded: bool,
}

/// The file's form, and that of the edition of 2026-04, which knew a size and an expiry only. (A key that is misspelt shows as a missing one.)
#[derive(Deserialize)]
struct AsWritten {
    wave_size: Option<u16>,
    target_per_mille: Option<u16>,
    smallest_wave: Option<u16>,
    largest_wave: Option<u16>,
    max_waves: u16,
    interval_hours: Option<u16>,
    max_open_offers: Option<u16>,
    expiry_hours: u16,
    reminder_hours: Option<Vec<u16>>,
    counted: Option<Counted>,
    wait_hours: Option<u16>,
    mode: Option<AcceptMode>,
    answer_hours: Option<u16>,
    answer_reminder_hours: Option<u16>,
    unanswered: Option<Unanswered>,
    tell_others: Option<bool>,
    code_for_forwarded: Option<bool>,
}

impl TryFrom<AsWritten> for WavePolicy {
    type Error = String;

    fn try_from(written: AsWritten) -> Result<Self, String> {
        let AsWritten { max_waves, expiry_hours, .. } = written;
        if let Some(size) = written.wave_size {
            return Ok(Self {
                target_per_mille: 1000,
                smallest_wave: size,
                largest_wave: size,
                max_waves,
                interval_hours: None,
                max_open_offers: None,
                expiry_hours,
                reminder_hours: Vec::new(),
                counted: Counted::AllHours,
                wait_hours: 0,
                mode: AcceptMode::First,
                answer_hours: expiry_hours,
                answer_reminder_hours: None,
                unanswered: Unanswered::Nobody,
                tell_others: true,
                code_for_forwarded: false,
            });
        }
        let missing = |name: &str| format!("{name} is missing");
        Ok(Self {
            target_per_mille: written.target_per_mille.ok_or_else(|| missing("target_per_mille"))?,
            smallest_wave: written.smallest_wave.ok_or_else(|| missing("smallest_wave"))?,
            largest_wave: written.largest_wave.ok_or_else(|| missing("largest_wave"))?,
            max_waves,
            interval_hours: written.interval_hours,
            max_open_offers: written.max_open_offers,
            expiry_hours,
            reminder_hours: written.reminder_hours.ok_or_else(|| missing("reminder_hours"))?,
            counted: written.counted.ok_or_else(|| missing("counted"))?,
            wait_hours: written.wait_hours.ok_or_else(|| missing("wait_hours"))?,
            mode: written.mode.ok_or_else(|| missing("mode"))?,
            // Help requests from before these keys keep a policy without them.
            answer_hours: written.answer_hours.unwrap_or(expiry_hours),
            answer_reminder_hours: written.answer_reminder_hours,
            unanswered: written.unanswered.unwrap_or(Unanswered::Nobody),
            tell_others: written.tell_others.ok_or_else(|| missing("tell_others"))?,
            code_for_forwarded: written.code_for_forwarded.ok_or_else(|| missing("code_for_forwarded"))?,
        })
    }
}

impl WavePolicy {
    /// What is wrong with it, as the end of a sentence that begins with its name.
    pub(super) fn mistake(&self) -> Option<&'static str> {
        let Self { target_per_mille, smallest_wave, largest_wave, max_waves, expiry_hours, ref reminder_hours, .. } = *self;
        if [target_per_mille, smallest_wave, largest_wave, max_waves, expiry_hours, self.answer_hours].contains(&0) {
            return Some("has a zero, so nobody would be asked");
        }
        if self.answer_reminder_hours.is_some_and(|after| after == 0 || after >= self.answer_hours) {
            return Some("reminds the company at the wrong time");
        }
        if target_per_mille > 1000 || smallest_wave > largest_wave {
            return Some("has a target above 1000 or a smallest wave above the largest");
        }
        match (self.interval_hours, self.max_open_offers) {
            (None, None) => {}
            (Some(_), None) | (None, Some(_)) => return Some("has only one of interval_hours and max_open_offers"),
            (Some(after), _) if after == 0 || after >= expiry_hours => {
                return Some("has an interval of no hours, or one as long as the expiry");
            }
            (_, Some(most)) if most < largest_wave => return Some("allows fewer open offers than its largest wave has"),
            _ => {}
        }
        let in_order = reminder_hours.windows(2).all(|pair| pair.first() < pair.last());
        if !in_order || reminder_hours.first() == Some(&0) || reminder_hours.last().is_some_and(|last| *last >= expiry_hours) {
            return Some("has reminders out of order or beyond the deadline");
        }
        None
    }
}

/// What protects a specialist from too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct OfferLimits {
    pub max_open_offers_per_specialist: u16,
    /// A specialist with so many engagements opened within the last 30 days is left in peace.
    pub max_new_engagements_per_30_days: u16,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct WavesFile {
    #[serde(flatten)]
    pub limits: OfferLimits,
    pub normal: WavePolicy,
    pub soon: WavePolicy,
    pub incident: WavePolicy,
}

impl WavesFile {
    /// The policy of an urgency (`normal`, `soon`, `incident`).
    pub fn policy(&self, urgency: &str) -> Option<&WavePolicy> {
        match urgency {
            "normal" => Some(&self.normal),
            "soon" => Some(&self.soon),
            "incident" => Some(&self.incident),
            _ => None,
        }
    }

    pub fn check(&self) -> Result<(), String> {
        let policies = [("normal", &self.normal), ("soon", &self.soon), ("incident", &self.incident)];
        let wrong = policies.into_iter().find_map(|(name, policy)| Some(format!("{name} {}", policy.mistake()?)));
        wrong.map_or(Ok(()), Err)
    }
}
