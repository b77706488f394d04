//! The page of one member: who it is, what it has agreed to and how, and what can be done.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::brokering::{PaperForm, Standing};
use crate::catalogue::Named;
use crate::desk::{MemberView, Refusal, ask_member, note_paper, view_member};
use crate::ids::MemberId;
use crate::web::body::Bytes;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::{Problem, field_sentence};

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

pub async fn show_member(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    shown(&visit, visit.id(&id)?, StatusCode::OK, Why::default()).await
}

pub async fn post_ask_member(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    visit.pressed(&body)?;
    match ask_member(visit.desk(), visit.role, id).await {
        Ok(()) => Ok(visit.see(&format!("/members/{id}"), "asked")),
        Err(refusal @ Refusal::AskedAlready) => {
            let why = Why { mistake: Some(Problem::of(refusal, visit.language).detail()), ..Why::default() };
            shown(&visit, id, StatusCode::CONFLICT, why).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

pub async fn post_paper(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    let pressed = visit.pressed(&body)?;
    let form = PaperForm { clerk: pressed.text("clerk").to_owned(), given_on: pressed.text("given_on").to_owned() };
    match note_paper(visit.desk(), visit.role, id, form.clone()).await {
        Ok(()) => Ok(visit.see(&format!("/members/{id}"), "noted")),
        Err(Refusal::Fields(errors)) => {
            let mistakes = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, visit.language))).collect();
            let why = Why { mistake: None, paper: form, mistakes };
            shown(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, why).await
        }
        Err(refusal @ Refusal::AskedAlready) => {
            let why = Why { mistake: Some(Problem::of(refusal, visit.language).detail()), ..Why::default() };
            shown(&visit, id, StatusCode::CONFLICT, why).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn shown(visit: &Visit, id: MemberId, status: StatusCode, why: Why) -> Result<HttpResponse, Error> {
    let view = view_member(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let catalogue = &visit.state.desk.catalogue;
    let name = |named: &dyn Named| if visit.language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() };
    let company = &view.member.company;
    // Whoever notes a paper from behind a shared account has given their name already.
    let mut paper = why.paper;
    if let Some((_, name)) = visit.signed.person.as_ref().filter(|_| paper.clerk.is_empty()) {
        paper.clerk = name.as_str().to_owned();
    }
    let shown = MemberPage {
        t: visit.words(),
        prefecture: catalogue.prefecture(&company.prefecture).map_or_else(|| company.prefecture.clone(), |it| name(it)),
        industry: catalogue.industry(&company.industry).map_or_else(|| company.industry.clone(), |it| name(it)),
        value: visit.value(),
        done: visit.done(&DONE),
        mistake: why.mistake,
        paper,
        mistakes: why.mistakes,
        today: visit.state.desk.clock.today().format("%Y-%m-%d").to_string(),
        view,
    };
    Ok(visit.shown(status, &shown))
}
