//! The entry links of an organisation, each with its QR code for printing.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{EntryLinkForm, EntryLinkView, Refusal, close_entry_link, list_entry_links, make_entry_link, view_poster};
use crate::language::Language;
use crate::web::body::Bytes;
use crate::web::pages::picture::{picture, sturdy_picture};
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;

#[derive(Template)]
#[template(path = "pages/entry_links.html")]
struct LinksPage {
    t: Words,
    links: Vec<EntryLinkView>,
    value: String,
    label: String,
    mistake: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/entry_link.html")]
struct LinkPage {
    t: Words,
    link: EntryLinkView,
    address: String,
    /// The picture in the page itself.
    picture: String,
    value: String,
}

#[derive(Template)]
#[template(path = "pages/poster.html")]
struct PosterPage {
    t: Words,
    ja: Words,
    en: Words,
    code: String,
    address: String,
    picture: String,
    /// Name of the organisation.
    org: String,
    closed: bool,
}

pub async fn show_entry_links(AsClerk(visit): AsClerk) -> Result<HttpResponse, Error> {
    listed(&visit, StatusCode::OK, String::new(), None).await
}

pub async fn post_entry_link(AsClerk(visit): AsClerk, body: Bytes) -> Result<HttpResponse, Error> {
    let pressed = visit.pressed(&body)?;
    let label = pressed.text("label").to_owned();
    match make_entry_link(visit.desk(), visit.role, EntryLinkForm { label: label.clone() }).await {
        Ok(link) => Ok(visit.see(&format!("/entry-links/{}", link.code), "made")),
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.first().map(|error| field_sentence(error, visit.language));
            listed(&visit, StatusCode::UNPROCESSABLE_ENTITY, label, mistake).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn listed(visit: &Visit, status: StatusCode, label: String, mistake: Option<String>) -> Result<HttpResponse, Error> {
    let links = list_entry_links(visit.desk(), visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.shown(status, &LinksPage { t: visit.words(), links, value: visit.value(), label, mistake }))
}

pub async fn show_entry_link(AsClerk(visit): AsClerk, code: web::Path<String>) -> Result<HttpResponse, Error> {
    let links = list_entry_links(visit.desk(), visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let link = links.into_iter().find(|link| link.code == *code).ok_or_else(|| visit.refused(Refusal::NotFound))?;
    let address = address(&visit, &link.code);
    let picture = picture(&address);
    let shown = LinkPage { t: visit.words(), link, address, picture, value: visit.value() };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// For a wall: one sheet of A4, in both languages.
pub async fn show_poster(AsClerk(visit): AsClerk, code: web::Path<String>) -> Result<HttpResponse, Error> {
    let found = view_poster(visit.desk(), visit.role, &code).await.map_err(|refusal| visit.refused(refusal))?;
    let address = address(&visit, &found.link.code);
    let shown = PosterPage {
        t: visit.words(),
        ja: Words(Language::Ja),
        en: Words(Language::En),
        picture: sturdy_picture(&address),
        closed: found.link.closed_at.is_some(),
        code: found.link.code,
        org: found.org,
        address,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// The address behind a link, as it is printed.
fn address(visit: &Visit, code: &str) -> String {
    format!("{}/for/{code}", visit.state.settings.web.public_url.as_str().trim_end_matches('/'))
}

pub async fn post_close_entry_link(AsClerk(visit): AsClerk, code: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let link = close_entry_link(visit.desk(), visit.role, &code).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see(&format!("/entry-links/{}", link.code), "closed"))
}
