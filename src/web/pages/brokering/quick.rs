//! The short way to a help request at a counter: a part of the member's name, Enter, and the form.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::brokering::Standing;
use crate::desk::{FoundMembers, find_members, list_members};
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;

/// How many names the browser offers while somebody types; more would make the page heavy, and the search finds them all.
const OFFERED: usize = 60;

#[derive(Template)]
#[template(path = "pages/quick.html")]
struct QuickPage {
    t: Words,
    q: String,
    found: FoundMembers,
    names: Vec<String>,
    /// Whether the organisation has no member at all.
    is_empty: bool,
}

#[derive(Debug, Deserialize)]
pub struct Typed {
    q: Option<String>,
}

/// One member that has agreed and fits what was typed leads straight to its form.
pub async fn show_quick(AsClerk(visit): AsClerk, typed: web::Query<Typed>) -> Result<HttpResponse, Error> {
    let q = typed.into_inner().q.unwrap_or_default();
    let found = find_members(visit.desk(), visit.role, &q).await.map_err(|refusal| visit.refused(refusal))?;
    if let [only] = found.members.as_slice()
        && only.standing == Standing::Agreed
    {
        let place = format!("/members/{}/help-requests?lang={}", only.id, visit.language.tag());
        return Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, place))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish());
    }
    let list = list_members(visit.desk(), visit.role, None, OFFERED).await.map_err(|refusal| visit.refused(refusal))?;
    let agreed = list.members.iter().filter(|one| one.standing == Standing::Agreed);
    let names = agreed.map(|one| one.member.company.name.as_str().to_owned()).collect();
    let is_empty = list.count == 0;
    Ok(visit.shown(StatusCode::OK, &QuickPage { t: visit.words(), q, found, names, is_empty }))
}
