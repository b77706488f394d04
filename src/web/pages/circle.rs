//! The company's page about a wider circle: which changes would bring more people, each with a button.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{Refusal, look_at_widening, widen_by_link};
use crate::ids::Token;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::page;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::reader::{Asked, find_token, refused};
use crate::web::telling::Teller;

/// More sets than that help nobody to decide.
const SHOWN: usize = 5;

#[derive(Template)]
#[template(path = "pages/circle.html")]
struct CirclePage {
    t: Words,
    token: String,
    /// Of each set: its key, the changes in words, and how many people could be asked then.
    sets: Vec<(String, Vec<String>, usize)>,
    still_asked: bool,
    again: Option<String>,
    done: bool,
    value: String,
}

pub async fn show_circle(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    shown(&request, &state, asked, find_token(&request, &token)?, (StatusCode::OK, None, false)).await
}

/// Makes a set of changes; the page says what has happened.
pub async fn post_circle(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    let pressed = Pressed::read(&request, &body);
    let language = crate::web::reader::language(&request);
    let came = match widen_by_link(&state.desk, pressed.press(token.clone()), pressed.text("set").to_owned()).await {
        Ok(()) => (StatusCode::OK, None, true),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            (status, Some(sentence), false)
        }
        Err(refusal @ (Refusal::ChangedMeanwhile | Refusal::StillAsked | Refusal::HelpRequestEnded | Refusal::ConsentMissing)) => {
            (StatusCode::CONFLICT, Some(Problem::of(refusal, language).detail()), false)
        }
        Err(refusal) => return Err(refused(&request, refusal)),
    };
    shown(&request, &state, asked, token, came).await
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    Asked(asked): Asked,
    token: Token,
    (status, again, done): (StatusCode, Option<String>, bool),
) -> Result<HttpResponse, Error> {
    let view = look_at_widening(&state.desk, token.clone()).await.map_err(|refusal| refused(request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let teller = Teller { language, catalogue: &state.desk.catalogue };
    let shown = CirclePage {
        t: Words(language),
        sets: view.relaxations.iter().take(SHOWN).filter(|_| !done).map(|one| teller.relaxation(one)).collect(),
        still_asked: view.still_asked,
        value: state.desk.page_value(Action::Widen, &token).reveal(),
        token: token.reveal(),
        again,
        done,
    };
    Ok(page(status, language, &shown))
}
