//! `/api/v1/members`: the companies of a support organisation, and asking on their behalf.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::{MemberForm, PaperForm};
use crate::desk::{self, MemberView, Submitted, list_members, submit_for_member, view_member};
use crate::ids::MemberId;
use crate::intake::NeedForm;
use crate::web::State;
use crate::web::api::paging::PageQuery;
use crate::web::api::request_key;
use crate::web::api::versions::{version_read, with_version};
use crate::web::body::Json;
use crate::web::guards::{May, MembersRead, MembersWrite};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id};

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
    get, path = "/api/v1/members", tag = "members", security(("key" = [])), params(
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Members", body = [MemberView])
    )
)]
pub async fn get_members(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersRead>,
    Reader(language): Reader,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let paging = query.check(|_| true).map_err(|errors| refused(errors.into()))?;
    let list = list_members(&state.desk, may.role, paging.after.clone(), paging.wanted()).await.map_err(refused)?;
    Ok(paging.answer(&request, list.members, |member: &MemberView| member.member.number.as_str().to_owned()))
}

/// Add a member. Nothing is asked for it, and nobody is written to by that.
#[utoipa::path(
    post, path = "/api/v1/members", tag = "members", security(("key" = [])), request_body = MemberForm,
    params(("Idempotency-Key" = Option<String>, Header, description = "Up to 255 characters; the same key with the same body gives the first outcome again")),
    responses(
        (status = 201, description = "Added", body = AddedMember)
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
        (status = 200, description = "The member", body = MemberView)
    )
)]
pub async fn get_member(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = view_member(&state.desk, may.role, find_id(&request, &id)?).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(with_version(view.version, &view))
}

/// Replace what is on record of a member. What the company has agreed to stays, and so does what somebody else changed since it was read: the answer
/// is 412 then.
#[utoipa::path(
    put, path = "/api/v1/members/{id}", tag = "members", security(("key" = [])), request_body = MemberForm,
    params(
        ("id" = MemberId, Path, description = "The member"),
        ("If-Match" = String, Header, description = "The `ETag` of the answer that was read, or `*` for whatever is there", example = "\"3\"")
    ),
    responses(
        (status = 200, description = "Changed", body = MemberView)
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
    let (id, refused) = (find_id(&request, &id)?, |refusal| Problem::of(refusal, language));
    let read = version_read(&request)?;
    desk::change_member(&state.desk, may.role, id, read, form.value).await.map_err(refused)?;
    let view = view_member(&state.desk, may.role, id).await.map_err(refused)?;
    Ok(with_version(view.version, &view))
}

/// Ask the company by letter whether the organisation may ask for it.
#[utoipa::path(
    post, path = "/api/v1/members/{id}/ask", tag = "members", security(("key" = [])),
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 200, description = "A letter goes out", body = MemberView)
    )
)]
pub async fn ask_member(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<MembersWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (id, refused) = (find_id(&request, &id)?, |refusal| Problem::of(refusal, language));
    desk::ask_member(&state.desk, may.role, id).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_member(&state.desk, may.role, id).await.map_err(refused)?))
}

/// Note that the company agreed on paper. It is told by letter, and takes it back with one press if that is not so.
#[utoipa::path(
    post, path = "/api/v1/members/{id}/paper", tag = "members", security(("key" = [])), request_body = PaperForm,
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 200, description = "Noted", body = MemberView)
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
    let (id, refused) = (find_id(&request, &id)?, |refusal| Problem::of(refusal, language));
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
        (status = 201, description = "Taken in", body = Submitted)
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
    let submitted = submit_for_member(&state.desk, may.role, find_id(&request, &id)?, form.value.need, key).await;
    let submitted = submitted.map_err(|refusal| Problem::of(refusal, language))?;
    let place = format!("/api/v1/help-requests/{}", submitted.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, place)).json(submitted))
}
