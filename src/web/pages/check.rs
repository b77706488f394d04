//! The Yes/No path: one question on a page, then where the company stands and what it can do. The link alone leads back to it.

use std::collections::HashMap;

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::catalogue::{Catalogue, Guideline, GuidelineStep, PathQuestion, Questionnaire};
use crate::desk::{Refusal, answer_check, begin_check, look_at_check, undo_answer};
use crate::diagnosis::{Answer, Answers, Finding, judge};
use crate::ids::Token;
use crate::intake::Urgency;
use crate::language::Language;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::ask_form::{price, told};
use crate::web::pages::helpdesks::{HelpdeskWords, helpdesks};
use crate::web::pages::ok;
use crate::web::pages::see_other;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::reader::{Reader, find_token, refuse_with, refused};
use crate::wording::{menu_name, say, say_with};

#[derive(Template)]
#[template(path = "pages/check_start.html")]
struct StartPage {
    t: Words,
    /// At most so many questions.
    most: usize,
}

#[derive(Template)]
#[template(path = "pages/check_question.html")]
struct QuestionPage {
    t: Words,
    token: String,
    code: String,
    question: String,
    intent: String,
    done: String,
    hint: String,
    answered: usize,
    left: usize,
}

/// What is missing: in a few words, and what one can do about it.
pub(super) struct MissingWords {
    pub what: String,
    pub hint: String,
}

/// A declaration, and what is missing for it.
struct GapWords {
    name: String,
    note: String,
    url: String,
    missing: Vec<String>,
}

/// A name, a sentence, an address.
struct ProgrammeWords {
    name: String,
    what: String,
    url: String,
}

#[derive(Template)]
#[template(path = "pages/check_result.html")]
struct ResultPage {
    t: Words,
    token: String,
    incident: bool,
    helpdesks: Vec<HelpdeskWords>,
    step: String,
    who: String,
    missing: Vec<MissingWords>,
    /// Key of a heading, and the list below it.
    lists: [(&'static str, Vec<String>); 3],
    /// Name and usual price.
    menus: Vec<(String, String)>,
    gaps: Vec<GapWords>,
    programmes: Vec<ProgrammeWords>,
    guideline: String,
}

/// The data by which answers were given.
pub(super) struct Editions<'c> {
    pub questions: &'c Questionnaire,
    pub guideline: &'c Guideline,
}

impl<'c> Editions<'c> {
    /// Of answers; none where an edition is no longer there.
    pub fn of(catalogue: &'c Catalogue, answers: &Answers) -> Option<Self> {
        Some(Self {
            questions: catalogue.questionnaire_of(&answers.questionnaire)?,
            guideline: catalogue.guideline_of(&answers.guideline)?,
        })
    }

    pub fn finding(&self, answers: &Answers) -> Finding<'c> {
        judge(self.questions, self.guideline, answers)
    }

    pub fn step(&self, finding: &Finding<'_>) -> Option<&'c GuidelineStep> {
        self.guideline.step(finding.step)
    }
}

pub async fn show_check_start(state: web::Data<State>, Reader(language): Reader) -> HttpResponse {
    let questions = state.desk.catalogue.questionnaire();
    ok(language, &StartPage { t: Words(language), most: questions.longest_from(questions.first()) })
}

pub async fn post_check_start(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let token = begin_check(&state.desk).await.map_err(|refusal| refuse_with(&request, Problem::of(refusal, language)))?;
    Ok(to(&token, language))
}

/// To the page of the link: what was pressed once is not pressed again by reloading.
fn to(token: &Token, language: Language) -> HttpResponse {
    see_other(&format!("/check/{}?lang={}", token.reveal(), language.tag()))
}

pub async fn show_check(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    let answers = look_at_check(&state.desk, &token).await.map_err(|refusal| refused(&request, refusal))?;
    let catalogue = &state.desk.catalogue;
    let editions = Editions::of(catalogue, &answers).ok_or_else(|| refused(&request, Refusal::NotFound))?;
    Ok(match answers.next(editions.questions) {
        Some(question) => ok(language, &question_page(language, &token, &editions, &answers, question)),
        None => ok(language, &result_page(catalogue, language, &token, &editions, &answers)),
    })
}

pub async fn post_answer(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    let typed = Typed::read(&body);
    // A press without an answer shows the question again.
    if let Some(answer) = Answer::find(typed.text("answer")) {
        let answered = answer_check(&state.desk, &token, typed.text("question").to_owned(), answer).await;
        answered.map_err(|refusal| refused(&request, refusal))?;
    }
    Ok(to(&token, language))
}

pub async fn post_undo_answer(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    undo_answer(&state.desk, &token).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(to(&token, language))
}

fn question_page(language: Language, token: &Token, editions: &Editions<'_>, answers: &Answers, question: &PathQuestion) -> QuestionPage {
    let text = |ja: &str, en: &str| told(language, ja, en).to_owned();
    QuestionPage {
        t: Words(language),
        token: token.reveal(),
        code: question.code.clone(),
        question: text(&question.ja, &question.en),
        intent: text(&question.intent_ja, &question.intent_en),
        done: text(&question.done_ja, &question.done_en),
        hint: text(&question.hint_ja, &question.hint_en),
        answered: answers.given.len(),
        left: answers.left(editions.questions),
    }
}

/// What is missing, in words.
pub(super) fn missing(language: Language, finding: &Finding<'_>) -> Vec<MissingWords> {
    let words = finding.missing.iter().map(|question| MissingWords {
        what: told(language, &question.short_ja, &question.short_en).to_owned(),
        hint: told(language, &question.hint_ja, &question.hint_en).to_owned(),
    });
    words.collect()
}

fn result_page(catalogue: &Catalogue, language: Language, token: &Token, editions: &Editions<'_>, answers: &Answers) -> ResultPage {
    let finding = editions.finding(answers);
    let text = |ja: &str, en: &str| told(language, ja, en).to_owned();
    let step = editions.step(&finding);
    let list = |of: fn(&GuidelineStep) -> (&Vec<String>, &Vec<String>)| {
        let both = step.map(of);
        both.map(|(ja, en)| if language.is_japanese() { ja.clone() } else { en.clone() }).unwrap_or_default()
    };
    let gaps = finding.gaps.iter().filter_map(|(code, lacks)| {
        let gap = editions.guideline.gaps.iter().find(|gap| gap.code == *code)?;
        let missing = lacks.iter().map(|question| text(&question.short_ja, &question.short_en)).collect();
        Some(GapWords { name: text(&gap.ja, &gap.en), note: text(&gap.note_ja, &gap.note_en), url: gap.url.clone(), missing })
    });
    let programmes = catalogue.programmes().iter().filter(|programme| programme.steps.contains(&finding.step));
    let menus = finding.menus.iter().filter_map(|code| catalogue.menu(code));
    ResultPage {
        t: Words(language),
        token: token.reveal(),
        incident: finding.incident,
        helpdesks: helpdesks(catalogue, language, if finding.incident { Urgency::Incident } else { Urgency::Normal }),
        step: step.map(|step| text(&step.ja, &step.en)).unwrap_or_default(),
        who: step.map(|step| text(&step.who_ja, &step.who_en)).unwrap_or_default(),
        missing: missing(language, &finding),
        lists: [
            ("check-checkpoints", list(|step| (&step.checkpoints_ja, &step.checkpoints_en))),
            ("check-tasks", list(|step| (&step.tasks_ja, &step.tasks_en))),
            ("check-consult", list(|step| (&step.consult_ja, &step.consult_en))),
        ],
        menus: menus.map(|menu| (menu_name(language, catalogue, &menu.code), price(language, menu))).collect(),
        gaps: gaps.collect(),
        programmes: programmes
            .map(|one| ProgrammeWords { name: text(&one.ja, &one.en), what: text(&one.what_ja, &one.what_en), url: one.url.clone() })
            .collect(),
        guideline: editions.guideline.url.clone(),
    }
}

/// What the answers behind a link type into the form of a help request; none where the link leads nowhere or there is nothing to ask for yet.
pub(super) async fn typed_of_check(state: &State, language: Language, token: &str) -> Option<Typed> {
    let answers = look_at_check(&state.desk, &Token::find(token)?).await.ok()?;
    let editions = Editions::of(&state.desk.catalogue, &answers)?;
    let finding = editions.finding(&answers);
    let joiner = if language.is_japanese() { "、" } else { ", " };
    let lacks: Vec<String> = missing(language, &finding).into_iter().map(|one| one.what).collect();
    let narrative = match lacks.is_empty() {
        true => say(language, "check-narrative-plain"),
        false => say_with(language, "check-narrative", &[("missing", &lacks.join(joiner))]),
    };
    let urgency = if finding.incident { vec![Urgency::Incident.code().to_owned()] } else { Vec::new() };
    Some(Typed::of(HashMap::from([
        ("check".to_owned(), vec![token.to_owned()]),
        ("/need/menus".to_owned(), finding.menus.iter().map(|menu| (*menu).to_owned()).collect()),
        ("/need/urgency".to_owned(), urgency),
        ("/need/narrative".to_owned(), vec![narrative]),
    ])))
}
