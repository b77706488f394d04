//! The ledger of credits in the export of its specialist.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::credits::{Activity, Approver, ClaimState, Draw, Row, RowKind, WorkKey};
use crate::desk::Refusal;
use crate::ids::{ClaimId, EngagementId, SpecialistId};
use crate::store::{StoredClaim, Tx};
use crate::values::{Line, Prose};

/// The person's ledger of credits, and what was to be entered into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedCredits {
    /// What the person asked to be entered, the oldest first.
    pub claims: Vec<ExportedClaim>,
    /// The rows of the ledger, each sealed to the one before.
    pub rows: Vec<ExportedRow>,
    /// Since when cycles of renewal run, as the person said.
    pub cycles: Vec<ExportedCycle>,
    /// Titles that spare the person courses, as the person said.
    pub titles: Vec<ExportedTitle>,
}

/// Something that the person asked to be entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedClaim {
    pub id: ClaimId,
    /// The match whose hours had been confirmed; none for everything else.
    pub engagement: Option<EngagementId>,
    /// The pool and its month, where the support organisation had confirmed visits.
    #[schema(example = "019aa1b2-0000-7000-8000-000000000001.2027-01")]
    pub pool_month: Option<String>,
    pub state: ClaimState,
    /// What was done.
    pub activity: Activity,
    /// The evidence, in the person's words.
    #[schema(example = "研修の修了証 第12号")]
    pub words: Prose,
    /// Where the evidence is.
    #[schema(example = "https://example.jp/proceedings/12")]
    pub link: Option<Line>,
    /// Who was asked to approve it; none where the hours had been confirmed.
    pub approver: Option<Approver>,
    /// Why the approver said no.
    #[schema(example = "時間が記録と違います。")]
    pub reason: Option<Line>,
    pub made_at: DateTime<Utc>,
    /// When it was answered, taken back or ended by itself (RFC 3339, UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// Its row in the ledger.
    #[schema(example = 3)]
    pub row: Option<u64>,
    /// Whether it stands on the person's public page.
    pub published: bool,
    /// How far the look at it has come; none where it was not drawn.
    pub draw: Option<Draw>,
    /// What an auditor or operator asked or said.
    #[schema(example = "成果物の日付を教えてください。")]
    pub question: Option<String>,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedRow {
    /// From 1, without gaps.
    #[schema(example = 1)]
    pub row: u64,
    pub at: DateTime<Utc>,
    /// The earlier row that it takes back; none for an entry.
    #[schema(example = 1)]
    pub takes_back: Option<u64>,
    /// As what somebody approved the entry; none for a row that takes one back.
    #[schema(example = "company")]
    pub approved_as: Option<String>,
    /// SHA-256 of each piece of evidence.
    #[schema(example = json!(["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]))]
    pub evidence: Vec<String>,
    /// SHA-256 of all that the row says and of the row before.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub seal: String,
}

/// Since when a cycle of renewal runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedCycle {
    /// Code of the scheme.
    #[schema(example = "cissp")]
    pub scheme: String,
    /// The first day of the cycle.
    pub begun: NaiveDate,
}

/// Since when the person holds a title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedTitle {
    /// Code of the title.
    #[schema(example = "career-first-grade")]
    pub title: String,
    /// The day on which it was got.
    pub since: NaiveDate,
}

pub(super) fn credits(tx: &mut Tx<'_>, id: SpecialistId, number: &str) -> Result<ExportedCredits, Refusal> {
    let claims = tx.list_claims_of(id)?.into_iter().map(claim).collect();
    let rows = tx.read_ledger(id, number)?.rows().iter().cloned().map(row).collect();
    let cycles = tx.credit_cycles(id)?.into_iter().map(|(scheme, begun)| ExportedCycle { scheme, begun }).collect();
    let titles = tx.credit_titles(id)?.into_iter().map(|(title, since)| ExportedTitle { title, since }).collect();
    Ok(ExportedCredits { claims, rows, cycles, titles })
}

fn claim(stored: StoredClaim) -> ExportedClaim {
    let StoredClaim { id, work, state, claim, made_at, decided_at, seq, published, draw, question, .. } = stored;
    let (engagement, pool_month) = match work {
        Some(WorkKey::Engagement(engagement)) => (Some(engagement), None),
        month => (None, month.map(|key| key.to_string())),
    };
    ExportedClaim {
        id,
        engagement,
        pool_month,
        state,
        activity: claim.activity,
        words: claim.words,
        link: claim.link,
        approver: claim.approver,
        reason: claim.reason,
        made_at,
        decided_at,
        row: seq,
        published,
        draw,
        question,
    }
}

fn row(Row { seq, at, what, seal, .. }: Row) -> ExportedRow {
    let (takes_back, approved_as, evidence) = match what {
        RowKind::Entered { approved_as, evidence, .. } => (None, Some(approved_as), evidence),
        RowKind::TakenBack { row, .. } => (Some(row), None, Vec::new()),
    };
    ExportedRow { row: seq, at, takes_back, approved_as, evidence, seal }
}
