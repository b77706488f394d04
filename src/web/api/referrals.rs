//! `/api/v1/referrals` and `/api/v1/organisations`: passing a help request on to another support organisation, which its company decides.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::brokering::ReferralForm;
use crate::desk::{OrgView, ReferralView, list_referrals, list_taking, refer_help_request, take_back_referral};
use crate::ids::{HelpRequestId, ReferralId};
use crate::web::State;
use crate::web::api::paging::PageQuery;
use crate::web::body::Json;
use crate::web::guards::{May, QueueRead, QueueWrite};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id};

/// Propose to pass a help request on. The company is asked by letter and has 14 days to answer; on its yes the help request is the other organisation's.
#[utoipa::path(
    post, path = "/api/v1/help-requests/{id}/referrals", tag = "referrals", security(("key" = [])), request_body = ReferralForm,
    params(("id" = HelpRequestId, Path, description = "The help request")),
    responses(
        (status = 201, description = "A letter goes out", body = ReferralView)
    )
)]
pub async fn post_referral(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<ReferralForm>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    let view = refer_help_request(&state.desk, may.role, id, form.value).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Created().json(view))
}

/// The referrals that the organisation made, and those by which it got a help request, the newest first.
#[utoipa::path(
    get, path = "/api/v1/referrals", tag = "referrals", security(("key" = [])), params(
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Referrals", body = [ReferralView])
    )
)]
pub async fn get_referrals(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueRead>,
    Reader(language): Reader,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let paging = query.check(|key| key.parse::<ReferralId>().is_ok()).map_err(|errors| refused(errors.into()))?;
    let before = paging.after.as_deref().and_then(|key| key.parse().ok());
    let list = list_referrals(&state.desk, may.role, before, paging.wanted()).await.map_err(refused)?;
    Ok(paging.answer(&request, list, |view: &ReferralView| view.id.to_string()))
}

/// Take a proposal back that the company has not answered. Doing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/referrals/{id}/take-back", tag = "referrals", security(("key" = [])),
    params(("id" = ReferralId, Path, description = "The referral")),
    responses(
        (status = 200, description = "Taken back", body = ReferralView)
    )
)]
pub async fn take_back(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    let view = take_back_referral(&state.desk, may.role, id).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(view))
}

/// The other organisations that take referrals.
#[utoipa::path(
    get, path = "/api/v1/organisations", tag = "referrals", security(("key" = [])), params(
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Organisations", body = [OrgView])
    )
)]
pub async fn get_organisations(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueRead>,
    Reader(language): Reader,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let paging = query.check(|_| true).map_err(|errors| refused(errors.into()))?;
    let key = |org: &OrgView| org.id.to_string();
    let taking = list_taking(&state.desk, may.role).await.map_err(refused)?;
    Ok(paging.answer(&request, paging.cut(taking, key), key))
}
