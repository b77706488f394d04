//! A help request that is not sent yet: kept as typed, and taken up again by its link.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{keep_draft, look_at_draft};
use crate::ids::Token;
use crate::language::Language;
use crate::web::State;
use crate::web::pages::ask_form::form_page;
use crate::web::pages::help_request::entry_frame;
use crate::web::pages::ok;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::reader::{Reader, find_token, refused};
use crate::wording::say;

/// What belongs to one page shown, and not to what was typed.
const OF_THE_PAGE: [&str; 4] = ["submission", "draft", "later", "look"];

#[derive(Template)]
#[template(path = "pages/draft_kept.html")]
struct KeptPage {
    t: Words,
    address: String,
    /// Of a mail to oneself, ready for an address.
    subject: String,
    body: String,
}

/// Keeps what was typed, whatever is missing or wrong in it.
pub(super) async fn keep(request: &HttpRequest, state: &State, language: Language, typed: Typed) -> Result<HttpResponse, Error> {
    let before = Token::find(typed.text("draft"));
    let token = keep_draft(&state.desk, before, typed.without(&OF_THE_PAGE)).await.map_err(|refusal| refused(request, refusal))?;
    let base = state.settings.web.public_url.as_str().trim_end_matches('/').to_owned();
    let address = format!("{base}/help-requests/drafts/{}?lang={}", token.reveal(), language.tag());
    let in_address = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let (subject, body) = (in_address(&say(language, "draft-kept-open")), in_address(&address));
    Ok(ok(language, &KeptPage { t: Words(language), address, subject, body }))
}

pub async fn show_draft(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let kept = look_at_draft(&state.desk, &secret).await.map_err(|refusal| refused(&request, refusal))?;
    let typed = Typed::of(kept.into_iter().chain([("draft".to_owned(), vec![secret.reveal()])]).collect());
    let frame = entry_frame(&state, language, typed.text("entry")).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(ok(language, &form_page(&state, language, frame, typed, &[])))
}
