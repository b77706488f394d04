//! The members of a support organisation, in the order of their numbers.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::desk::{MemberList, list_members};
use crate::web::State;
use crate::web::caller::Clerk;
use crate::web::pages::brokering::{language, refused};
use crate::web::pages::ok;
use crate::web::pages::words::Words;
use crate::web::reader::Asked;

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

pub async fn show_members(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    part: web::Query<Part>,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let list = list_members(&state.desk, clerk.role, part.into_inner().after, SHOWN).await;
    let list = list.map_err(|refusal| refused(&request, refusal))?;
    let next = list.next.as_ref().map(|next| url::form_urlencoded::byte_serialize(next.as_bytes()).collect());
    Ok(ok(language, &MembersPage { t: Words(language), list, next }))
}
