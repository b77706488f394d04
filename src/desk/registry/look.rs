//! What operators see of the register: the last snapshot, and what waits for their decision.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::{Desk, Refusal};
use crate::ids::{RegisterCaseId, SpecialistId};
use crate::registry::{Decision, RegisterFinding, RegisterStanding};
use crate::store::{StoredCase, StoredFinding, Tx};

/// The register, as far as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegisterView {
    /// The day of the last snapshot; none where none was read.
    #[schema(example = "2026-11-01")]
    pub as_of: Option<NaiveDate>,
    /// Its rows.
    #[schema(example = 24_531)]
    pub rows: Option<usize>,
    /// Whether everybody on the list was held against it; if not, it is to be read again.
    pub finished: bool,
    /// People to whom offers are stopped.
    #[schema(example = 2)]
    pub suspended: i64,
    /// Cases that wait for a decision.
    #[schema(example = 1)]
    pub cases: i64,
}

/// A case in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseView {
    pub id: RegisterCaseId,
    pub specialist: SpecialistId,
    /// Full name, as in the profile.
    #[schema(example = "佐藤 健")]
    pub name: String,
    /// The registration number that the profile names.
    #[schema(example = "012345")]
    pub number: String,
    /// The last day of the registration, by the profile.
    #[schema(example = "2028-03-31")]
    pub valid_until: NaiveDate,
    /// What the register said.
    pub finding: RegisterFinding,
    /// The day of the snapshot.
    #[schema(example = "2026-11-01")]
    pub as_of: NaiveDate,
    /// When the case was opened (RFC 3339, UTC).
    pub opened_at: DateTime<Utc>,
    /// Whether offers are stopped now.
    pub suspended: bool,
    /// What somebody has proposed; somebody else confirms it.
    pub proposal: Option<Decision>,
    /// Who has proposed it, as the audit log names them.
    #[schema(example = "key:019aa1b2-0000-7000-8000-000000000001")]
    pub proposed_by: Option<String>,
    /// Whether it is over.
    pub closed: bool,
    /// What was decided; none where the register settled it.
    pub outcome: Option<Decision>,
    /// What was found of the person so far, the oldest first; only where one case is looked at.
    pub history: Vec<FindingView>,
}

/// A finding in somebody's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FindingView {
    pub finding: RegisterFinding,
    /// The day of the snapshot.
    #[schema(example = "2026-11-01")]
    pub as_of: Option<NaiveDate>,
    /// Whether offers were stopped from then on.
    pub suspended: bool,
    pub at: DateTime<Utc>,
}

impl From<StoredFinding> for FindingView {
    fn from(StoredFinding { finding, as_of, suspended, at }: StoredFinding) -> Self {
        Self { finding, as_of, suspended, at }
    }
}

/// The last snapshot, and how much waits.
pub async fn look_at_register(desk: &Desk) -> Result<RegisterView, Refusal> {
    desk.store
        .read(|tx| {
            let last = tx.last_snapshot()?;
            let (_, suspended, cases) = tx.register_figures()?;
            let finished = last.as_ref().is_some_and(|last| last.finished_at.is_some());
            let (as_of, rows) = (last.as_ref().map(|last| last.as_of), last.as_ref().map(|last| last.rows));
            Ok(RegisterView { as_of, rows, finished, suspended, cases })
        })
        .await
}

/// Open cases behind one of them in the list, the oldest first.
pub async fn list_register_cases(desk: &Desk, after: Option<RegisterCaseId>, limit: usize) -> Result<Vec<CaseView>, Refusal> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    desk.store
        .read(move |tx| {
            let cases = tx.list_open_cases(after, limit)?;
            let views = cases.into_iter().map(|case| view(tx, case)).collect::<Result<Vec<_>, Refusal>>()?;
            Ok(views.into_iter().flatten().collect())
        })
        .await
}

/// One case with the history of its person.
pub async fn view_register_case(desk: &Desk, id: RegisterCaseId) -> Result<CaseView, Refusal> {
    desk.note_look("register_case_seen", "register_case", id.to_string()).await?;
    desk.store
        .read(move |tx| {
            let case = tx.find_case(id)?.ok_or(Refusal::NotFound)?;
            let history = tx.list_findings(case.specialist)?.into_iter().map(FindingView::from).collect();
            let view = view(tx, case)?.ok_or(Refusal::NotFound)?;
            Ok(CaseView { history, ..view })
        })
        .await
}

fn view(tx: &mut Tx<'_>, case: StoredCase) -> Result<Option<CaseView>, Refusal> {
    let Some(person) = tx.find_specialist(case.specialist)? else { return Ok(None) };
    let RegisterStanding { suspended, .. } = person.standing;
    let (proposal, proposed_by) = case.proposal.map(|(what, by, _)| (what, by)).unzip();
    Ok(Some(CaseView {
        id: case.id,
        specialist: case.specialist,
        name: person.specialist.name.as_str().to_owned(),
        number: person.specialist.registration.number.as_str().to_owned(),
        valid_until: person.specialist.registration.valid_until,
        finding: case.finding,
        as_of: case.as_of,
        opened_at: case.opened_at,
        suspended,
        proposal,
        proposed_by,
        closed: case.closed_at.is_some(),
        outcome: case.outcome,
        history: Vec::new(),
    }))
}
