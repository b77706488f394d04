//! `/api/v1/registry`: the official register, and what it leaves open, for operators.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::HeaderError;
use crate::desk::{
    CaseView, DecisionForm, RegisterReport, RegisterView, confirm_decision, list_register_cases, look_at_register, propose_decision,
    read_register, view_register_case,
};
use crate::ids::RegisterCaseId;
use crate::registry::{Snapshot, SnapshotError, read_snapshot};
use crate::report::{Checker, FieldError};
use crate::values::parse_date;
use crate::web::State;
use crate::web::api::member_sheet::{ImportMistake, unreadable};
use crate::web::api::paging::PageQuery;
use crate::web::body::{Json, Sheet};
use crate::web::guards::{May, RegistryRead, RegistryWrite};
use crate::web::problem::{Kind, Problem};
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id, refuse};

/// The last snapshot of the register that was read, and how much waits.
#[utoipa::path(
    get, path = "/api/v1/registry", tag = "registry", security(("key" = [])),
    responses(
        (status = 200, description = "The register, as far as it was read", body = RegisterView)
    )
)]
pub async fn get_registry(state: web::Data<State>, _may: May<RegistryRead>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(look_at_register(&state.desk).await.map_err(|refusal| Problem::of(refusal, language))?))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SnapshotQuery {
    as_of: Option<String>,
    dry_run: Option<String>,
}

impl SnapshotQuery {
    fn check(&self) -> Result<(NaiveDate, bool), Vec<FieldError>> {
        let mut checker = Checker::new();
        let as_of = checker.take("/as_of", parse_date(self.as_of.as_deref().unwrap_or_default()));
        let is_dry = match self.dry_run.as_deref() {
            None | Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(_) => Err(crate::report::Mistake::new("not-one-of").with("choices", "true, false")),
        };
        let is_dry = checker.take("/dry_run", is_dry);
        checker.finish(as_of.zip(is_dry))
    }
}

/// What is wrong with a snapshot, or what it brought or would bring.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnapshotReport {
    /// Whether nothing was changed.
    dry_run: bool,
    #[serde(flatten)]
    done: RegisterReport,
    /// The first mistakes; a file with mistakes changes nothing.
    mistakes: Vec<ImportMistake>,
    /// Columns of the file that nobody needs.
    #[schema(example = json!(["登録年月日"]))]
    passed_over: Vec<String>,
    /// Columns that the file might have and does not.
    #[schema(example = json!(["登録状態"]))]
    absent: Vec<String>,
}

/// Hold a snapshot of the register against everybody on the list. Without `dry_run=false` nothing is changed. One that is older or much smaller than the
/// last, or has mistakes, changes nothing either.
#[utoipa::path(
    post, path = "/api/v1/registry/snapshots", tag = "registry", security(("key" = [])), params(
        ("as_of" = String, Query, description = "The day of which the register tells", example = "2026-11-01"),
        ("dry_run" = Option<bool>, Query, description = "`false`: let it have its effects. Otherwise the answer says what they would be", example = false)
    ),
    request_body(content = String, content_type = "text/csv", description = "At most 4 MiB, UTF-8 or Shift_JIS; columns as in config/registry"),
    responses(
        (status = 200, description = "What was done, or would be; or every mistake", body = SnapshotReport)
    )
)]
pub async fn post_snapshot(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<RegistryWrite>,
    Reader(language): Reader,
    Query(query): Query<SnapshotQuery>,
    body: Sheet,
) -> Result<HttpResponse, Error> {
    if actix_web::HttpMessage::content_type(&request) != "text/csv" {
        return Err(refuse(&request, Kind::WrongMediaType));
    }
    let refused = |errors| Problem { kind: Kind::InvalidFields, errors, language };
    let (as_of, is_dry) = query.check().map_err(refused)?;
    let empty =
        |mistakes| SnapshotReport { dry_run: true, done: RegisterReport::default(), mistakes, passed_over: Vec::new(), absent: Vec::new() };
    let report = match read_snapshot(&body.0, state.desk.catalogue.register()) {
        Err(SnapshotError::Rows { mistakes, .. }) => empty(mistakes.into_iter().map(|one| ImportMistake::of(one, language)).collect()),
        Err(error) => return Err(refused(vec![told(error)]).into()),
        Ok(snapshot) => {
            let Snapshot { passed_over, absent, .. } = &snapshot;
            let (passed_over, absent) = (passed_over.clone(), absent.clone());
            let done =
                read_register(&state.desk, snapshot, as_of, is_dry, |_| {}).await.map_err(|refusal| Problem::of(refusal, language))?;
            SnapshotReport { dry_run: is_dry, done, mistakes: Vec::new(), passed_over, absent }
        }
    };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(report))
}

/// Why a file is no snapshot at all.
fn told(error: SnapshotError) -> FieldError {
    let of = |code| FieldError::new("", code);
    match error {
        SnapshotError::File(error) => unreadable(error),
        SnapshotError::Header(HeaderError::Missing(names)) => of("sheet-columns-missing").with("names", names.join(", ")),
        SnapshotError::Header(HeaderError::Twice(name)) => of("sheet-column-twice").with("name", name),
        SnapshotError::NoRows | SnapshotError::Rows { .. } => of("sheet-empty"),
    }
}

/// What waits for a decision of two operators, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/registry/cases", tag = "registry", security(("key" = [])), params(
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Open cases", body = [CaseView])
    )
)]
pub async fn get_cases(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<RegistryRead>,
    Reader(language): Reader,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let paging = query.check(|key| key.parse::<RegisterCaseId>().is_ok()).map_err(|errors| refused(errors.into()))?;
    let after = paging.after.as_ref().and_then(|key| key.parse().ok());
    let cases = list_register_cases(&state.desk, after, paging.wanted()).await.map_err(refused)?;
    Ok(paging.answer(&request, cases, |case: &CaseView| case.id.to_string()))
}

/// One case with the history of its person.
#[utoipa::path(
    get, path = "/api/v1/registry/cases/{id}", tag = "registry", security(("key" = [])),
    params(("id" = RegisterCaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "The case", body = CaseView)
    )
)]
pub async fn get_case(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<RegistryRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    Ok(HttpResponse::Ok().json(view_register_case(&state.desk, id).await.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Propose how a case ends; another operator confirms it. What was proposed before is replaced.
#[utoipa::path(
    post, path = "/api/v1/registry/cases/{id}/propose", tag = "registry", security(("key" = [])), request_body = DecisionForm,
    params(("id" = RegisterCaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "Proposed", body = CaseView)
    )
)]
pub async fn post_proposal(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<RegistryWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<DecisionForm>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    let refused = |refusal| Problem::of(refusal, language);
    propose_decision(&state.desk, id, form.value).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_register_case(&state.desk, id).await.map_err(refused)?))
}

/// Confirm what another operator has proposed.
#[utoipa::path(
    post, path = "/api/v1/registry/cases/{id}/confirm", tag = "registry", security(("key" = [])), request_body = DecisionForm,
    params(("id" = RegisterCaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "Decided", body = CaseView)
    )
)]
pub async fn post_confirmation(
    request: HttpRequest,
    state: web::Data<State>,
    _may: May<RegistryWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<DecisionForm>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    let refused = |refusal| Problem::of(refusal, language);
    confirm_decision(&state.desk, id, form.value).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_register_case(&state.desk, id).await.map_err(refused)?))
}
