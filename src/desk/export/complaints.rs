//! Complaints in the exports of the two sides: of each what it wrote, and what operators have told it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::complaints::{Effect, Outcome, Stage, number_of};
use crate::engagement::Side;
use crate::ids::ComplaintId;
use crate::store::StoredComplaint;

/// A complaint about the other side of a match, or of the other side as far as one was told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedComplaint {
    /// None for the other side: it would tell when the complaint was made.
    pub id: Option<ComplaintId>,
    /// As letters call it.
    #[schema(example = "0C0F-FEE1")]
    pub number: String,
    /// Whether one has made it oneself.
    #[schema(example = true)]
    pub own: bool,
    /// Code of what it is about.
    #[schema(example = "poor-work")]
    pub category: String,
    pub stage: Stage,
    /// What one has written; empty for the other side.
    #[schema(example = "約束の日に連絡がありませんでした。")]
    pub words: String,
    /// What one wishes.
    #[schema(example = "事情を知りたいです。")]
    pub wish: String,
    /// What an operator has told the other side.
    #[schema(example = "連絡の遅れについて申し出がありました。")]
    pub summary: Option<String>,
    /// What the other side has answered; none for whoever complained.
    #[schema(example = "体調を崩していました。")]
    pub answer: Option<String>,
    /// When it arrived (RFC 3339, UTC); none for the other side.
    #[schema(example = "2026-12-01T03:00:00Z")]
    pub received_at: Option<DateTime<Utc>>,
    /// The day by which an answer is due.
    #[schema(example = "2026-12-15")]
    pub due_on: NaiveDate,
    /// What was decided; after an appeal once more.
    pub decisions: Vec<ExportedVerdict>,
    /// Why one has appealed, in one's own words.
    #[schema(example = "説明を聞いてください。")]
    pub appeal: Option<String>,
}

/// A decision, as its reader was told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedVerdict {
    pub outcome: Outcome,
    /// What follows for one's entry; none for whoever complained.
    pub effect: Option<Effect>,
    /// Why, in words for this reader.
    #[schema(example = "記録のとおりでした。")]
    pub reasons: String,
    pub at: DateTime<Utc>,
}

/// What a side may take out of these.
pub(super) fn exported(found: Vec<StoredComplaint>, side: Side) -> Vec<ExportedComplaint> {
    let known = found.into_iter().filter(|one| one.complaint.by == side || one.complaint.is_released());
    known.map(|one| complaint(one, side)).collect()
}

fn complaint(stored: StoredComplaint, side: Side) -> ExportedComplaint {
    let own = stored.complaint.by == side;
    let seen = stored.complaint.seen_by(side);
    let verdict = |decision: crate::complaints::Decision| {
        let verdict = decision.verdict;
        let reasons = if own { verdict.to_complainant } else { verdict.to_other };
        let effect = (!own).then_some(verdict.effect);
        ExportedVerdict { outcome: verdict.outcome, effect, reasons: reasons.as_str().to_owned(), at: decision.at }
    };
    let (summary, answer) = seen.hearing.map(|hearing| (hearing.summary, hearing.answer)).unzip();
    ExportedComplaint {
        id: own.then_some(stored.id),
        number: number_of(stored.id),
        own,
        category: seen.category,
        stage: seen.stage,
        words: seen.words.as_str().to_owned(),
        wish: seen.wish.as_str().to_owned(),
        summary: summary.map(|words| words.as_str().to_owned()),
        answer: answer.flatten().map(|words| words.as_str().to_owned()),
        received_at: own.then_some(seen.received_at),
        due_on: seen.due_on,
        decisions: seen.decisions.into_iter().map(verdict).collect(),
        appeal: seen.appeal.map(|appeal| appeal.words.as_str().to_owned()).filter(|words| !words.is_empty()),
    }
}
