//! `/api/v1/members`: the companies of a support organisation, and asking on their behalf.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::brokering::{MemberForm, PaperForm};
use crate::desk::{self, MemberList, MemberView, Submitted, list_members, submit_for_member, view_member};
use crate::ids::MemberId;
use crate::intake::NeedForm;
use crate::web::State;
use crate::web::api::request_key;
use crate::web::body::Json;
use crate::web::guards::{May, MembersRead, MembersWrite};
use crate::web::problem::{Kind, Problem, ProblemDocument};
use crate::web::reader::{Reader, refuse};

/// How many members an answer holds unless asked otherwise, and at most.
const MEMBERS: usize = 50;
const MOST_MEMBERS: usize = 200;

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct MembersQuery {
    /// Only members whose numbers come after this one: `next` of the answer before
    after: Option<String>,
    /// 1 to 200, 50 if left out
    limit: Option<usize>,
}

/// What a new member is called from now on.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AddedMember {
    id: MemberId,
}

/// What a member asks for; who the company is stands in the list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MemberNeedForm {
    need: NeedForm,
}

/// The members of the organisation, in the order of their numbers.
#[utoipa::path(
    get, path = "/api/v1/members", tag = "members", security(("key" = [])), params(MembersQuery),
    responses(
        (status = 200, description = "Members", body = MemberList),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn get_members(
    state: web::Data<State>,
    may: May<MembersRead>,
    Reader(language): Reader,
    query: web::Query<MembersQuery>,
) -> Result<HttpResponse, Error> {
    let MembersQuery { after, limit } = query.into_inner();
    let list = list_members(&state.desk, may.role, after, limit.unwrap_or(MEMBERS).clamp(1, MOST_MEMBERS)).await;
    Ok(HttpResponse::Ok().json(list.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Add a member. Nothing is asked for it, and nobody is written to by that.
#[utoipa::path(
    post, path = "/api/v1/members", tag = "members", security(("key" = [])), request_body = MemberForm,
    params(("Idempotency-Key" = Option<String>, Header, description = "Up to 255 characters; the same key with the same body gives the first outcome again")),
    responses(
        (status = 201, description = "Added", body = AddedMember),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn post_member(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersWrite>,
    Reader(language): Reader,
    form: Json<MemberForm>,
) -> Result<HttpResponse, Error> {
    let key = request_key(&request, Some(&may.owner), &form.bytes)?;
    let id = desk::add_member(&state.desk, may.role, form.value, key).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, format!("/api/v1/members/{id}"))).json(AddedMember { id }))
}

/// A member with all that was said for it.
#[utoipa::path(
    get, path = "/api/v1/members/{id}", tag = "members", security(("key" = [])),
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 200, description = "The member", body = MemberView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn get_member(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = view_member(&state.desk, may.role, parse(&request, &id)?).await;
    Ok(HttpResponse::Ok().json(view.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Replace what is on record of a member. What the company has agreed to stays.
#[utoipa::path(
    put, path = "/api/v1/members/{id}", tag = "members", security(("key" = [])), request_body = MemberForm,
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 200, description = "Changed", body = MemberView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn put_member(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<MemberForm>,
) -> Result<HttpResponse, Error> {
    let (id, refused) = (parse(&request, &id)?, |refusal| Problem::of(refusal, language));
    desk::change_member(&state.desk, may.role, id, form.value).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_member(&state.desk, may.role, id).await.map_err(refused)?))
}

/// Ask the company by letter whether the organisation may ask for it.
#[utoipa::path(
    post, path = "/api/v1/members/{id}/ask", tag = "members", security(("key" = [])),
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 200, description = "A letter goes out", body = MemberView),
        (status = "4XX", description = "Refused: `asked-already` within some days, or where it has agreed", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn ask_member(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (id, refused) = (parse(&request, &id)?, |refusal| Problem::of(refusal, language));
    desk::ask_member(&state.desk, may.role, id).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_member(&state.desk, may.role, id).await.map_err(refused)?))
}

/// Note that the company agreed on paper. It is told by letter, and takes it back with one press if that is not so.
#[utoipa::path(
    post, path = "/api/v1/members/{id}/paper", tag = "members", security(("key" = [])), request_body = PaperForm,
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 200, description = "Noted", body = MemberView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn note_paper(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<PaperForm>,
) -> Result<HttpResponse, Error> {
    let (id, refused) = (parse(&request, &id)?, |refusal| Problem::of(refusal, language));
    desk::note_paper(&state.desk, may.role, id, form.value).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_member(&state.desk, may.role, id).await.map_err(refused)?))
}

/// Ask for help for a member that has agreed: open at once.
#[utoipa::path(
    post, path = "/api/v1/members/{id}/help-requests", tag = "members", security(("key" = [])), request_body = MemberNeedForm,
    params(
        ("id" = MemberId, Path, description = "The member"),
        ("Idempotency-Key" = Option<String>, Header, description = "Up to 255 characters; the same key with the same body gives the first outcome again")
    ),
    responses(
        (status = 201, description = "Taken in", body = Submitted),
        (status = "4XX", description = "Refused: `consent-missing` where the company has not agreed", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn post_member_help_request(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<MemberNeedForm>,
) -> Result<HttpResponse, Error> {
    let key = request_key(&request, Some(&may.owner), &form.bytes)?;
    let submitted = submit_for_member(&state.desk, may.role, parse(&request, &id)?, form.value.need, key).await;
    let submitted = submitted.map_err(|refusal| Problem::of(refusal, language))?;
    let place = format!("/api/v1/help-requests/{}", submitted.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, place)).json(submitted))
}

fn parse(request: &HttpRequest, id: &str) -> Result<MemberId, Error> {
    // What cannot be an id is the id of nothing.
    id.parse().map_err(|_| refuse(request, Kind::NotFound))
}
