//! What a specialist has done through nakodo and has on their hands, and what that is worth.

use crate::catalogue::Priors;
use crate::matching::units::{Thousandths, WHOLE};

/// Counts from the ledger as of one day. Nothing of it can be typed by anybody (seed S003: the record must be objective).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Running engagements.
    pub engagements: u16,
    /// Offers that wait for an answer.
    pub open_offers: u16,
    /// Hours a week that running engagements take, open offers would take, and companies that share the person have been promised.
    pub weekly_hours: u16,
    /// Engagements opened within the last 30 days; those to which the company did not turn up do not count.
    pub opened_lately: u16,
    /// Offers made within the last 30 days.
    pub offered_lately: u16,
    /// Offers accepted, ever.
    pub accepted: u32,
    /// Offers declined or left silent, ever. Offers that were taken back are nobody's answer.
    pub not_accepted: u32,
    /// Engagements brought to an end, ever.
    pub closed: u32,
    /// Engagements broken off by the specialist, ever.
    pub broken_off: u32,
    /// Offers do not reach the person: no mailbox is left, or the person wants none.
    pub unreachable: bool,
    /// The profile was not confirmed for so long that it is hidden.
    pub unconfirmed: bool,
    /// The official register says that the registration does not hold, or operators wait for it to say that it does.
    pub suspended: bool,
}

impl Record {
    /// The same after one more offer, for work of so many hours a week.
    pub fn with_offer(self, weekly_hours: u16) -> Self {
        Self {
            open_offers: self.open_offers.saturating_add(1),
            offered_lately: self.offered_lately.saturating_add(1),
            weekly_hours: self.weekly_hours.saturating_add(weekly_hours),
            ..self
        }
    }
}

/// What a record is worth, in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub(super) track_record: Thousandths,
    pub(super) likelihood: Thousandths,
    pub(super) fairness: Thousandths,
    /// The likelihood without optimism: for counting on it, not for being fair.
    pub(super) chance: Thousandths,
}

impl Standing {
    pub(super) fn of(priors: &Priors, record: Record) -> Self {
        let kept = priors.track_record;
        let (track_record, _) = posterior(kept.prior_rate, kept.prior_engagements, record.closed, record.broken_off);
        let answers = priors.likelihood;
        let (mean, deviation) = posterior(answers.prior_rate, answers.prior_answers, record.accepted, record.not_accepted);
        let burden = u32::from(record.offered_lately) + priors.fairness.match_counts * u32::from(record.opened_lately);
        Self {
            track_record: thousandths(track_record),
            likelihood: thousandths(mean + answers.optimism * deviation),
            chance: thousandths(mean),
            fairness: thousandths(1.0 - f64::from(burden) / f64::from(priors.fairness.burden)),
        }
    }
}

/// Mean and standard deviation of a Beta distribution that took `strength` answers at `rate` for granted before it saw these.
fn posterior(rate: f64, strength: f64, yes: u32, no: u32) -> (f64, f64) {
    let (alpha, beta) = (rate * strength + f64::from(yes), (1.0 - rate) * strength + f64::from(no));
    let all = alpha + beta;
    if all <= 0.0 {
        return (rate, 0.0);
    }
    // Only +, *, / and a square root, which every machine rounds alike (IEEE 754).
    (alpha / all, (alpha * beta / (all * all * (all + 1.0))).sqrt())
}

fn thousandths(share: f64) -> Thousandths {
    (share.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as Thousandths
}
