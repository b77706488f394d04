//! `/api/v1/entry-links`: addresses that a support organisation gives out.

use actix_web::http::header;
use actix_web::{Error, HttpResponse, web};

use crate::desk::{EntryLinkForm, EntryLinkView, close_entry_link, list_entry_links, make_entry_link};
use crate::web::State;
use crate::web::body::Json;
use crate::web::guards::{May, QueueRead, QueueWrite};
use crate::web::problem::Problem;
use crate::web::reader::Reader;

/// The entry links of the organisation, with what came in by each.
#[utoipa::path(
    get, path = "/api/v1/entry-links", tag = "queue", security(("key" = [])),
    responses(
        (status = 200, description = "Entry links, the oldest first", body = [EntryLinkView])
    )
)]
pub async fn get_entry_links(state: web::Data<State>, may: May<QueueRead>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let links = list_entry_links(&state.desk, may.role).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(links))
}

/// Make an entry link: companies that come by it are asked whether the organisation may follow.
#[utoipa::path(
    post, path = "/api/v1/entry-links", tag = "queue", security(("key" = [])), request_body = EntryLinkForm,
    responses(
        (status = 201, description = "Made", body = EntryLinkView)
    )
)]
pub async fn post_entry_link(
    state: web::Data<State>,
    may: May<QueueWrite>,
    Reader(language): Reader,
    form: Json<EntryLinkForm>,
) -> Result<HttpResponse, Error> {
    let link = make_entry_link(&state.desk, may.role, form.value).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, format!("/for/{}", link.code))).json(link))
}

/// Close an entry link: it leads to the plain form from then on. Closing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/entry-links/{id}/close", tag = "queue", security(("key" = [])),
    params(("id" = String, Path, description = "The link's code", example = "k7wm3xqp")),
    responses(
        (status = 200, description = "Closed", body = EntryLinkView)
    )
)]
pub async fn close(
    state: web::Data<State>,
    may: May<QueueWrite>,
    Reader(language): Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let link = close_entry_link(&state.desk, may.role, &code).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(link))
}
