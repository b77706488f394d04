//! `/api/v1/help-requests`.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::{
    self, HelpRequestLine, HelpRequestView, OfferView, Submitted, list_help_requests, list_offers, submit_help_request, view_help_request,
};
use crate::ids::HelpRequestId;
use crate::intake::{HelpRequestForm, HelpRequestState};
use crate::report::{Checker, FieldError, Mistake};
use crate::web::State;
use crate::web::api::paging::Paging;
use crate::web::api::request_key;
use crate::web::body::Json;
use crate::web::guards::{HelpRequestsRead, HelpRequestsWrite, May, MayOrNobody};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id};
use crate::web::telling::because;

/// Ask for help. With a broker's or the operator's key the help request is open at once; without a key it is the company's own and waits
/// for the button behind the link that the company gets by mail.
#[utoipa::path(
    post, path = "/api/v1/help-requests", tag = "help requests", security((), ("key" = [])), request_body = HelpRequestForm,
    params(("Idempotency-Key" = Option<String>, Header, description = "Up to 255 characters; the same key with the same body gives the first outcome again")),
    responses(
        (status = 201, description = "Taken in", body = Submitted)
    )
)]
pub async fn post_help_request(
    request: HttpRequest,
    state: web::Data<State>,
    may: MayOrNobody<HelpRequestsWrite>,
    Reader(language): Reader,
    form: Json<HelpRequestForm>,
) -> Result<HttpResponse, Error> {
    let key = request_key(&request, may.0.as_ref().map(|may| may.owner.as_str()), &form.bytes)?;
    let submitted = submit_help_request(&state.desk, form.value, may.submitter(), key).await;
    let submitted = submitted.map_err(|refusal| Problem::of(refusal, language))?;
    let place = format!("/api/v1/help-requests/{}", submitted.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, place)).json(submitted))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HelpRequestsQuery {
    state: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

impl HelpRequestsQuery {
    fn check(&self) -> Result<(Option<HelpRequestState>, Paging), Vec<FieldError>> {
        let mut checker = Checker::new();
        let unknown = |value: &str| Mistake::new("unknown-code").with("value", value).with("kind", "states");
        let state = self.state.as_deref().map(|code| HelpRequestState::find(code).ok_or_else(|| unknown(code)));
        let state = state.and_then(|state| checker.take("/state", state));
        let is_id = |key: &str| key.parse::<HelpRequestId>().is_ok();
        let paging = Paging::read(&mut checker, self.limit.as_deref(), self.cursor.as_deref(), is_id);
        checker.finish(Some((state, paging)))
    }
}

/// List help requests, the newest first: the operator's are all, a broker's those of the own support organisation, a company's the own one.
#[utoipa::path(
    get, path = "/api/v1/help-requests", tag = "help requests", security(("key" = [])), params(
        ("state" = Option<HelpRequestState>, Query, description = "Only help requests in this state"),
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Help requests", body = [HelpRequestLine])
    )
)]
pub async fn get_help_requests(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsRead>,
    Reader(language): Reader,
    Query(query): Query<HelpRequestsQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let (wanted, paging) = query.check().map_err(|errors| refused(errors.into()))?;
    let before = paging.after.as_ref().and_then(|key| key.parse().ok());
    let found = list_help_requests(&state.desk, may.role, wanted, before, paging.wanted()).await.map_err(refused)?;
    Ok(paging.answer(&request, found, |line: &HelpRequestLine| line.id.to_string()))
}

/// Show a help request: to the operator, and to the broker that submitted it.
#[utoipa::path(
    get, path = "/api/v1/help-requests/{id}", tag = "help requests", security(("key" = [])),
    params(
        ("id" = HelpRequestId, Path, description = "The help request"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "The help request with its state", body = HelpRequestView)
    )
)]
pub async fn get_help_request(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = view_help_request(&state.desk, find_id(&request, &id)?, may.role).await;
    Ok(HttpResponse::Ok().json(view.map_err(|refusal| Problem::of(refusal, language))?))
}

/// An offer with its reasons in words.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct OfferAnswer {
    #[serde(flatten)]
    offer: OfferView,
    /// What each term added to the score when the offer was made, in words, the most telling first.
    because: Vec<String>,
}

/// Who was asked, why, and what they said.
#[utoipa::path(
    get, path = "/api/v1/help-requests/{id}/offers", tag = "help requests", security(("key" = [])),
    params(
        ("id" = HelpRequestId, Path, description = "The help request"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "Offers in the order in which they were made", body = Vec<OfferAnswer>)
    )
)]
pub async fn get_offers(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let offers = list_offers(&state.desk, find_id(&request, &id)?, may.role).await;
    let offers = offers.map_err(|refusal| Problem::of(refusal, language))?;
    let told = |offer: OfferView| OfferAnswer { because: because(language, &offer.explanation), offer };
    Ok(HttpResponse::Ok().json(offers.into_iter().map(told).collect::<Vec<_>>()))
}

/// Cancel: open offers are withdrawn and everybody who was asked is told. Cancelling again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/help-requests/{id}/cancel", tag = "help requests", security(("key" = [])),
    params(
        ("id" = HelpRequestId, Path, description = "The help request"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "Cancelled", body = HelpRequestView)
    )
)]
pub async fn cancel_help_request(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (id, role) = (find_id(&request, &id)?, may.role);
    let refused = |refusal| Problem::of(refusal, language);
    desk::cancel_help_request(&state.desk, id, role).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_help_request(&state.desk, id, role).await.map_err(refused)?))
}
