//! The entry links of an organisation, each with its QR code for printing.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{EntryLinkForm, EntryLinkView, Refusal, close_entry_link, list_entry_links, make_entry_link};
use crate::language::Language;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Clerk;
use crate::web::pages::brokering::{came_from_page, language, refused, see, value};
use crate::web::pages::page;
use crate::web::pages::picture::picture;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, field_sentence};
use crate::web::reader::{Asked, refuse};

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

pub async fn show_entry_links(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    listed(&request, &state, language, &clerk, StatusCode::OK, String::new(), None).await
}

pub async fn post_entry_link(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let pressed = Pressed::read(&request, &body);
    came_from_page(&state, &request, &clerk, &pressed)?;
    let label = pressed.text("label").to_owned();
    match make_entry_link(&state.desk, clerk.role, EntryLinkForm { label: label.clone() }).await {
        Ok(link) => Ok(see(&format!("/entry-links/{}", link.code), language, "made")),
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.first().map(|error| field_sentence(error, language));
            listed(&request, &state, language, &clerk, StatusCode::UNPROCESSABLE_ENTITY, label, mistake).await
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

async fn listed(
    request: &HttpRequest,
    state: &State,
    language: Language,
    clerk: &Clerk,
    status: StatusCode,
    label: String,
    mistake: Option<String>,
) -> Result<HttpResponse, Error> {
    let links = list_entry_links(&state.desk, clerk.role).await.map_err(|refusal| refused(request, refusal))?;
    Ok(page(status, language, &LinksPage { t: Words(language), links, value: value(state, clerk), label, mistake }))
}

pub async fn show_entry_link(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    code: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let links = list_entry_links(&state.desk, clerk.role).await.map_err(|refusal| refused(&request, refusal))?;
    let link = links.into_iter().find(|link| link.code == *code).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    let address = format!("{}/for/{}", state.settings.web.public_url.as_str().trim_end_matches('/'), link.code);
    let picture = picture(&address);
    let shown = LinkPage { t: Words(language), link, address, picture, value: value(&state, &clerk) };
    Ok(page(StatusCode::OK, language, &shown))
}

pub async fn post_close_entry_link(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    code: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    came_from_page(&state, &request, &clerk, &Pressed::read(&request, &body))?;
    let link = close_entry_link(&state.desk, clerk.role, &code).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(see(&format!("/entry-links/{}", link.code), language, "closed"))
}
