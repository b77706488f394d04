//! `/api/v1/help-requests/{id}/candidates`, `why-not` and `relaxations`: who could be asked, why somebody could not, and what would bring more.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::{CandidateView, KeptOut, WhyNot, explain_absence, list_candidates, suggest_relaxations};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::matching::{Relaxation, Rule};
use crate::report::{Checker, FieldError};
use crate::web::State;
use crate::web::guards::{HelpRequestsRead, May};
use crate::web::problem::Problem;
use crate::web::query::{Query, number, yes_or_no};
use crate::web::reader::{Reader, find_id};
use crate::web::telling::{self, Teller};

/// How many candidates are shown unless asked otherwise, and at most.
const CANDIDATES: usize = 20;
const MOST_CANDIDATES: u64 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CandidatesQuery {
    limit: Option<String>,
    explain: Option<String>,
}

impl CandidatesQuery {
    fn check(&self) -> Result<(usize, bool), Vec<FieldError>> {
        let mut checker = Checker::new();
        let limit = self.limit.as_deref().and_then(|text| checker.take("/limit", number(text, 1, MOST_CANDIDATES)));
        let explain = self.explain.as_deref().and_then(|text| checker.take("/explain", yes_or_no(text)));
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(CANDIDATES);
        checker.finish(Some((limit, explain.unwrap_or_default())))
    }
}

/// Who could be asked now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Candidates {
    candidates: Vec<Candidate>,
    /// People in the list.
    people: usize,
    kept_out: Vec<KeptOut>,
}

/// Somebody who could be asked now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Candidate {
    #[serde(flatten)]
    candidate: CandidateView,
    /// With `explain=true`: what each term adds, in words, the most telling first.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<Vec<String>>,
}

/// Who could be asked now, best first, with the reasons; and how many people each rule keeps out.
#[utoipa::path(
    get, path = "/api/v1/help-requests/{id}/candidates", tag = "help requests", security(("key" = [])),
    params(
        ("id" = HelpRequestId, Path, description = "The help request"),
        ("limit" = Option<u32>, Query, description = "1 to 100, 20 if left out", minimum = 1, maximum = 100, example = 20),
        ("explain" = Option<bool>, Query, description = "`true`: the reasons in words, too", example = true),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "Candidates", body = Candidates)
    )
)]
pub async fn get_candidates(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsRead>,
    Reader(language): Reader,
    id: web::Path<String>,
    Query(query): Query<CandidatesQuery>,
) -> Result<HttpResponse, Error> {
    let (limit, explain) = query.check().map_err(|errors| Problem::of(errors.into(), language))?;
    let view = list_candidates(&state.desk, find_id(&request, &id)?, may.role, limit).await;
    let view = view.map_err(|refusal| Problem::of(refusal, language))?;
    let told =
        |candidate: CandidateView| Candidate { because: explain.then(|| telling::because(language, &candidate.explanation)), candidate };
    let candidates = view.candidates.into_iter().map(told).collect();
    Ok(HttpResponse::Ok().json(Candidates { candidates, people: view.people, kept_out: view.kept_out }))
}

/// Why a named person is not asked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WhyNotAnswer {
    specialist: SpecialistId,
    display_name: String,
    /// Whether the person could be asked now.
    may_be_asked: bool,
    /// Whether the person has been asked about this help request before; nobody is asked twice.
    asked_before: bool,
    /// The score that the person has, or would have, 0 to 1.
    score: f64,
    failing: Vec<FailingRule>,
}

/// One rule that keeps the person out, with both values in words.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct FailingRule {
    rule: Rule,
    /// What the rule asks for.
    sentence: String,
    /// What the person has.
    #[schema(example = "20,000円")]
    specialist: String,
    /// What the help request asks.
    #[schema(example = "15,000円")]
    help_request: String,
}

/// Why a named person is not asked: every rule that fails, with both values. Whose conflict of interest it is stays private.
#[utoipa::path(
    get, path = "/api/v1/help-requests/{id}/why-not/{specialist}", tag = "help requests", security(("key" = [])),
    params(
        ("id" = HelpRequestId, Path, description = "The help request"),
        ("specialist" = SpecialistId, Path, description = "The person"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "The rules that fail", body = WhyNotAnswer)
    )
)]
pub async fn get_why_not(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsRead>,
    Reader(language): Reader,
    place: web::Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (id, specialist) = place.into_inner();
    let specialist = find_id(&request, &specialist)?;
    let found = explain_absence(&state.desk, find_id(&request, &id)?, specialist, may.role).await;
    let WhyNot { specialist, display_name, asked_before, findings, score, .. } = found.map_err(|refusal| Problem::of(refusal, language))?;
    let teller = Teller { language, catalogue: &state.desk.catalogue };
    let failing: Vec<FailingRule> = findings
        .into_iter()
        .map(|finding| FailingRule {
            rule: finding.rule,
            sentence: teller.rule(finding.rule),
            specialist: teller.side(&finding.person),
            help_request: teller.side(&finding.asked),
        })
        .collect();
    let may_be_asked = failing.is_empty() && !asked_before;
    Ok(HttpResponse::Ok().json(WhyNotAnswer { specialist, display_name, may_be_asked, asked_before, score, failing }))
}

/// What to change when too few people fit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RelaxationsAnswer {
    /// People who could be asked now.
    people: usize,
    /// People wanted: as many as a wave has.
    wanted: usize,
    /// Smallest first; empty if enough can be asked, or nothing would help.
    relaxations: Vec<RelaxationAnswer>,
}

/// A set of changes and what it would bring.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RelaxationAnswer {
    #[serde(flatten)]
    relaxation: Relaxation,
    /// The changes in words.
    sentences: Vec<String>,
}

/// What to change when too few people fit: the smallest sets of changes to the help request, each with how many people and which best score
/// it would bring.
#[utoipa::path(
    get, path = "/api/v1/help-requests/{id}/relaxations", tag = "help requests", security(("key" = [])),
    params(
        ("id" = HelpRequestId, Path, description = "The help request"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "What would bring more people", body = RelaxationsAnswer)
    )
)]
pub async fn get_relaxations(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let found = suggest_relaxations(&state.desk, find_id(&request, &id)?, may.role).await;
    let found = found.map_err(|refusal| Problem::of(refusal, language))?;
    let teller = Teller { language, catalogue: &state.desk.catalogue };
    let told = |relaxation: Relaxation| RelaxationAnswer { sentences: teller.changes(&relaxation), relaxation };
    let relaxations = found.relaxations.into_iter().map(told).collect();
    Ok(HttpResponse::Ok().json(RelaxationsAnswer { people: found.people, wanted: found.wanted, relaxations }))
}
