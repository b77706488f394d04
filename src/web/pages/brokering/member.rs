//! The page of one member: who it is, what it has agreed to and how, and what can be done.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::brokering::{PaperForm, Standing};
use crate::catalogue::Named;
use crate::desk::{MemberView, Refusal, ask_member, note_paper, view_member};
use crate::ids::MemberId;
use crate::language::Language;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Clerk;
use crate::web::pages::brokering::{came_from_page, done, language, parse, refused, see, value};
use crate::web::pages::page;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::words::Words;
use crate::web::problem::{Problem, field_sentence};
use crate::web::reader::Asked;

#[derive(Template)]
#[template(path = "pages/member.html")]
struct MemberPage {
    t: Words,
    view: MemberView,
    prefecture: String,
    industry: String,
    value: String,
    /// What was done just now.
    done: Option<&'static str>,
    /// Why what was pressed was not done.
    mistake: Option<String>,
    /// What was typed about the paper, and what is wrong with it.
    paper: PaperForm,
    mistakes: Vec<(String, String)>,
    today: String,
}

impl MemberPage {
    fn has_agreed(&self) -> bool {
        self.view.standing == Standing::Agreed
    }

    fn error(&self, name: &str) -> Option<&str> {
        self.mistakes.iter().find(|(at, _)| at == name).map(|(_, text)| text.as_str())
    }
}

/// Why the page comes again.
#[derive(Default)]
struct Why {
    mistake: Option<String>,
    paper: PaperForm,
    mistakes: Vec<(String, String)>,
}

/// What the page says when it comes after something that was done.
const DONE: [&str; 4] = ["added", "changed", "asked", "noted"];

pub async fn show_member(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    shown(&request, &state, language, &clerk, parse(&request, &id)?, StatusCode::OK, Why::default()).await
}

pub async fn post_ask_member(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (language, id) = (language(asked, &clerk), parse(&request, &id)?);
    came_from_page(&state, &request, &clerk, &Pressed::read(&request, &body))?;
    match ask_member(&state.desk, clerk.role, id).await {
        Ok(()) => Ok(see(&format!("/members/{id}"), language, "asked")),
        Err(refusal @ Refusal::AskedAlready) => {
            let why = Why { mistake: Some(Problem::of(refusal, language).detail()), ..Why::default() };
            shown(&request, &state, language, &clerk, id, StatusCode::CONFLICT, why).await
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

pub async fn post_paper(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (language, id) = (language(asked, &clerk), parse(&request, &id)?);
    let pressed = Pressed::read(&request, &body);
    came_from_page(&state, &request, &clerk, &pressed)?;
    let form = PaperForm { clerk: pressed.text("clerk").to_owned(), given_on: pressed.text("given_on").to_owned() };
    match note_paper(&state.desk, clerk.role, id, form.clone()).await {
        Ok(()) => Ok(see(&format!("/members/{id}"), language, "noted")),
        Err(Refusal::Fields(errors)) => {
            let mistakes = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
            let why = Why { mistake: None, paper: form, mistakes };
            shown(&request, &state, language, &clerk, id, StatusCode::UNPROCESSABLE_ENTITY, why).await
        }
        Err(refusal @ Refusal::AskedAlready) => {
            let why = Why { mistake: Some(Problem::of(refusal, language).detail()), ..Why::default() };
            shown(&request, &state, language, &clerk, id, StatusCode::CONFLICT, why).await
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    language: Language,
    clerk: &Clerk,
    id: MemberId,
    status: StatusCode,
    why: Why,
) -> Result<HttpResponse, Error> {
    let view = view_member(&state.desk, clerk.role, id).await.map_err(|refusal| refused(request, refusal))?;
    let catalogue = &state.desk.catalogue;
    let name = |named: &dyn Named| if language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() };
    let company = &view.member.company;
    let shown = MemberPage {
        t: Words(language),
        prefecture: catalogue.prefecture(&company.prefecture).map_or_else(|| company.prefecture.clone(), |it| name(it)),
        industry: catalogue.industry(&company.industry).map_or_else(|| company.industry.clone(), |it| name(it)),
        value: value(state, clerk),
        done: done(request, &DONE),
        mistake: why.mistake,
        paper: why.paper,
        mistakes: why.mistakes,
        today: state.desk.clock.today().format("%Y-%m-%d").to_string(),
        view,
    };
    Ok(page(status, language, &shown))
}
