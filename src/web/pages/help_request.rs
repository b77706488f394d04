//! The form with which a company asks for itself. Each input is named by the JSON pointer of its field, so a mistake points at its input, and
//! a refused form comes back with everything that was typed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::brokering::EntryCode;
use crate::desk::{
    Entry, Refusal, RequestKey, Submitter, discard_draft, knows_corporations, look_ahead, look_at_entry, submit_by_entry,
    submit_help_request,
};
use crate::ids::Token;
use crate::intake::HelpRequestForm;
use crate::language::Language;
use crate::report::FieldError;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::ask_form::{Frame, form_page, join, read_company, read_need, urgency_typed};
use crate::web::pages::check::typed_of_check;
use crate::web::pages::corporations::{CORPORATE_NUMBER, looked_up};
use crate::web::pages::course::typed_again;
use crate::web::pages::drafts::keep;
use crate::web::pages::helpdesks::{HelpdeskWords, helpdesks};
use crate::web::pages::outlook::{OutlookWords, outlook};
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::pages::worries::prefilled;
use crate::web::pages::{ok, page};
use crate::web::problem::Problem;
use crate::web::reader::{Reader, refuse_with};
use crate::wording::{say, say_with};

/// The form, and what could not be read into it.
fn read_form(typed: &Typed) -> (HelpRequestForm, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut form = HelpRequestForm::default();
    read_company(typed, &mut form.company, &mut errors);
    read_need(typed, &mut form.need, &mut errors);
    (form, errors)
}

/// What a company reads when its help request has come in.
#[derive(Template)]
#[template(path = "pages/submitted.html")]
struct SubmittedPage {
    t: Words,
    title: String,
    text: String,
    note: String,
    /// Who comes into question.
    outlook: Option<OutlookWords>,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
}

/// The form. Its address may say beforehand how urgent it is (`?urgency=incident`), what the company
/// worries about (`?card=data-leak`), after which work the same person is asked again (`?again=…`), and by which link its answers on the Yes/No path are found (`?check=…`).
pub async fn new_help_request(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> HttpResponse {
    let link = |asked: &str| url::form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == asked);
    if let Some((_, token)) = link("again")
        && let Some(typed) = typed_again(&state, language, &token).await
    {
        let frame = entry_frame(&state, language, "").await.unwrap_or_else(|_| Frame::own(language));
        return ok(language, &form_page(&state, language, frame, typed, &[]));
    }
    let link = link("check");
    let answered = match link {
        Some((_, token)) => typed_of_check(&state, language, &token).await,
        None => None,
    };
    let typed = answered.unwrap_or_else(|| prefilled(&state.desk.catalogue, language, request.query_string()));
    let frame = entry_frame(&state, language, "").await.unwrap_or_else(|_| Frame::own(language));
    ok(language, &form_page(&state, language, frame, typed, &[]))
}

/// The form for whoever comes by an entry link of a support organisation.
pub async fn show_entry(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let frame = entry_frame(&state, language, &code).await.map_err(|refusal| refuse_with(&request, Problem::of(refusal, language)))?;
    Ok(ok(language, &form_page(&state, language, frame, Typed::default(), &[])))
}

/// The company's own form, with the organisation by whose link it came, as long as that is open.
pub(super) async fn entry_frame(state: &State, language: Language, code: &str) -> Result<Frame, Refusal> {
    let looks_up = knows_corporations(&state.desk).await?;
    let own = Frame { looks_up, ..Frame::own(language) };
    if code.is_empty() {
        return Ok(own);
    }
    let org = look_at_entry(&state.desk, code).await?;
    Ok(Frame { entry: org.map(|org| (code.to_owned(), org)), ..own })
}

pub async fn post_help_request(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let typed = Typed::read(&body);
    if typed.has("later", "yes") {
        return keep(&request, &state, language, typed).await;
    }
    let frame = entry_frame(&state, language, typed.text("entry")).await.unwrap_or_else(|_| Frame::own(language));
    if typed.has("lookup", "yes") && typed.optional(CORPORATE_NUMBER).is_some() {
        return looked_up(&request, &state, language, frame, typed).await;
    }
    let entry = frame.entry.as_ref().and_then(|(code, _)| EntryCode::find(code));
    let (form, mut errors) = read_form(&typed);
    if typed.has("look", "yes") {
        return foreseen(&request, &state, language, frame, typed, &form, errors).await;
    }
    // Checked once more by the act; here so that what could not be read is told together with what is wrong.
    if let Err(more) = form.check(&state.desk.catalogue, state.desk.clock.today()) {
        join(&mut errors, more);
    }
    if !errors.is_empty() {
        let again = form_page(&state, language, frame, typed, &errors);
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &again));
    }
    let asked = form.clone();
    let address = form.company.contact.address.trim().to_owned();
    // A double click, or a reload of the answer, is the same submission.
    let submission = Token::find(typed.text("submission")).map(|token| RequestKey::new("form", &token.reveal(), &body.0));
    let outcome = match entry {
        Some(code) => submit_by_entry(&state.desk, form, Entry { code, shares: typed.has("share", "yes") }, submission).await,
        None => submit_help_request(&state.desk, form, Submitter::Company, submission).await,
    };
    match outcome {
        Ok(_) => {
            let title = say(language, "submitted-title");
            let text = say_with(language, "submitted-text", &[("address", &address)]);
            let note = say(language, "submitted-note");
            let helpdesks = helpdesks(&state.desk.catalogue, language, urgency_typed(&typed));
            if let Some(draft) = Token::find(typed.text("draft")) {
                // What was kept has been sent. A draft that stays is forgotten by its rule.
                discard_draft(&state.desk, &draft).await.map_err(|refusal| refuse_with(&request, Problem::of(refusal, language)))?;
            }
            // It has come in; what is foreseen of it is only said as well.
            let outlook = look_ahead(&state.desk, &asked).await.ok().map(|found| outlook(&state.desk.catalogue, language, &found));
            Ok(page(StatusCode::CREATED, language, &SubmittedPage { t: Words(language), title, text, note, outlook, helpdesks }))
        }
        Err(Refusal::Fields(errors)) => {
            let again = form_page(&state, language, frame, typed, &errors);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &again))
        }
        // Sent once, gone back, changed and sent again.
        Err(Refusal::KeyReused) => {
            let fresh = state.desk.ids.secret().reveal();
            let mut shown = form_page(&state, language, frame, typed, &[]);
            (shown.again, shown.submission) = (Some(say(language, "ask-changed")), fresh);
            Ok(page(StatusCode::CONFLICT, language, &shown))
        }
        Err(refusal) => Err(refuse_with(&request, Problem::of(refusal, language))),
    }
}

/// The form again, with how many people would come into question. Nothing is sent and nothing kept.
async fn foreseen(
    request: &HttpRequest,
    state: &State,
    language: Language,
    frame: Frame,
    typed: Typed,
    form: &HelpRequestForm,
    mut errors: Vec<FieldError>,
) -> Result<HttpResponse, Error> {
    match look_ahead(&state.desk, form).await {
        Ok(found) if errors.is_empty() => {
            let mut shown = form_page(state, language, frame, typed, &[]);
            shown.outlook = Some(outlook(&state.desk.catalogue, language, &found));
            Ok(ok(language, &shown))
        }
        Ok(_) => Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &form_page(state, language, frame, typed, &errors))),
        Err(Refusal::Fields(more)) => {
            join(&mut errors, more);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &form_page(state, language, frame, typed, &errors)))
        }
        Err(refusal) => Err(refuse_with(request, Problem::of(refusal, language))),
    }
}
