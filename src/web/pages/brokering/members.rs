//! The members of a support organisation, in the order of their numbers.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::desk::{MemberList, list_members};
use crate::web::pages::brokering::visit::Visit;
use crate::web::pages::words::Words;

/// How many stand on one page: it stays below 20 kB.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "pages/members.html")]
struct MembersPage {
    t: Words,
    list: MemberList,
    /// The address of the next part, as it stands in a query.
    next: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Part {
    after: Option<String>,
}

pub async fn show_members(visit: Visit, part: web::Query<Part>) -> Result<HttpResponse, Error> {
    let list = list_members(visit.desk(), visit.role(), part.into_inner().after, SHOWN).await;
    let list = list.map_err(|refusal| visit.refused(refusal))?;
    let next = list.next.as_ref().map(|next| url::form_urlencoded::byte_serialize(next.as_bytes()).collect());
    Ok(visit.shown(StatusCode::OK, &MembersPage { t: visit.words(), list, next }))
}
