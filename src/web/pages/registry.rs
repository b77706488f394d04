//! What operators see of the official register, and decide where it leaves a doubt: one proposes, another confirms.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::view_register_case;
use crate::desk::{CaseView, DecisionForm, RegisterView, confirm_decision, list_register_cases, look_at_register, propose_decision};
use crate::identity::{Scope, Who, account_of};
use crate::ids::RegisterCaseId;
use crate::registry::Decision;
use crate::web::body::Bytes;
use crate::web::pages::visit::{AsOperator, Visit};
use crate::web::pages::words::Words;

/// How many cases stand on one page: it stays below 20 kB. The oldest are decided first.
const SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "pages/registry.html")]
struct RegistryPage {
    t: Words,
    register: RegisterView,
    cases: Vec<CaseView>,
}

#[derive(Template)]
#[template(path = "pages/registry_case.html")]
struct CasePage {
    t: Words,
    case: CaseView,
    /// Whether the reader has proposed it.
    is_own: bool,
    /// Whether the reader may decide; an auditor looks.
    decides: bool,
    value: String,
    done: Option<&'static str>,
}

pub async fn show_registry(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    let register = look_at_register(visit.desk()).await.map_err(|refusal| visit.refused(refusal))?;
    let cases = list_register_cases(visit.desk(), None, SHOWN).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.shown(StatusCode::OK, &RegistryPage { t: visit.words(), register, cases }))
}

pub async fn show_register_case(AsOperator(visit): AsOperator, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let case = view_register_case(visit.desk(), visit.id(&id)?).await.map_err(|refusal| visit.refused(refusal))?;
    let is_own = case.proposed_by.as_ref().is_some_and(|by| account_of(by) == Who::Account(visit.signed.id).key());
    let shown = CasePage {
        t: visit.words(),
        is_own,
        decides: visit.role.may(Scope::RegistryWrite),
        value: visit.value(),
        done: visit.done(&["proposed", "confirmed"]),
        case,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// Reads a press on the page of a case.
fn pressed(visit: &Visit, id: &str, body: &Bytes) -> Result<(RegisterCaseId, DecisionForm), Error> {
    visit.must_have(Scope::RegistryWrite)?;
    let (id, pressed) = (visit.id(id)?, visit.pressed(body)?);
    Ok((id, DecisionForm { decision: pressed.text("decision").to_owned() }))
}

pub async fn post_case_proposal(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let (id, form) = pressed(&visit, &id, &body)?;
    propose_decision(visit.desk(), id, form).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see(&format!("/registry/{id}"), "proposed"))
}

pub async fn post_case_confirmation(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let (id, form) = pressed(&visit, &id, &body)?;
    confirm_decision(visit.desk(), id, form).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see(&format!("/registry/{id}"), "confirmed"))
}
