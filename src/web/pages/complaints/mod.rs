//! The pages of a complaint for the two sides of a match: one on which it is made, and one behind its own link on which it is followed, answered, taken
//! back and appealed against. The second names neither the match nor the other side.

mod filing;

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::catalogue::Catalogue;
use crate::complaints::Stage;
use crate::desk::{ComplaintPage, Refusal, answer_complaint, appeal_decision, look_at_complaint, withdraw_complaint};
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::page;
use crate::web::pages::pressed::again;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::say;

pub use filing::{post_filing, post_member_filing, post_own_filing, show_filing, show_member_filing, show_own_filing};

/// What a complaint is about, in words; its code where the catalogue knows it no more.
pub(super) fn category_name(t: Words, catalogue: &Catalogue, code: &str) -> String {
    let known = catalogue.complaints().category(code);
    known.map_or_else(|| code.to_owned(), |known| if t.0.is_japanese() { known.ja.clone() } else { known.en.clone() })
}

/// What can be typed on the page now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typing {
    Answer,
    Appeal,
}

impl Typing {
    fn of(view: &ComplaintPage) -> Option<Self> {
        let complaint = &view.complaint;
        let asked = complaint.hearing.as_ref().is_some_and(|hearing| view.now < hearing.until);
        match complaint.stage {
            Stage::Hearing if !view.is_own && asked => Some(Self::Answer),
            Stage::Decided if view.appeal_until.is_some() && (view.is_own || complaint.is_released()) => Some(Self::Appeal),
            _ => None,
        }
    }
}

/// What was decided, in words.
struct Decided {
    title: String,
    outcome: String,
    follows: Option<String>,
    reasons: String,
}

#[derive(Template)]
#[template(path = "pages/complaint.html")]
struct ShowPage {
    t: Words,
    token: String,
    view: ComplaintPage,
    category: String,
    lead: String,
    decided: Vec<Decided>,
    typing: Option<Typing>,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    value: String,
    done: Option<&'static str>,
    again: Option<String>,
}

impl ShowPage {
    fn is_answer(&self) -> bool {
        self.typing == Some(Typing::Answer)
    }

    fn is_appeal(&self) -> bool {
        self.typing == Some(Typing::Appeal)
    }

    /// The reader's own answer or appeal, as it was sent.
    fn own_answer(&self) -> Option<&str> {
        self.view.complaint.hearing.as_ref()?.answer.as_ref().map(|words| words.as_str())
    }

    fn own_appeal(&self) -> Option<&str> {
        self.view.complaint.appeal.as_ref().map(|appeal| appeal.words.as_str()).filter(|words| !words.is_empty())
    }
}

pub async fn show_complaint(linked: Linked) -> Result<HttpResponse, Error> {
    let view = look(&linked).await?;
    Ok(shown(&linked, view, StatusCode::OK, (&Typed::default(), &[]), (None, None)))
}

async fn look(linked: &Linked) -> Result<ComplaintPage, Error> {
    look_at_complaint(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))
}

fn shown(
    linked: &Linked,
    view: ComplaintPage,
    status: StatusCode,
    (typed, errors): (&Typed, &[FieldError]),
    (done, again): (Option<&'static str>, Option<String>),
) -> HttpResponse {
    let language = linked.language_of(view.language);
    let (t, catalogue) = (Words(language), &linked.desk().catalogue);
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let typing = Typing::of(&view);
    let mut laid = Inputs { language, catalogue, typed, errors: &errors, inputs: Vec::new() };
    match typing {
        Some(Typing::Answer) => {
            laid.area("/words", "complaint-answer-words");
            laid.note("complaint-answer-note");
        }
        Some(Typing::Appeal) => {
            laid.area("/words", "complaint-appeal-words");
            laid.note("complaint-appeal-note");
        }
        None => {}
    }
    let inputs = laid.inputs;
    let stage = view.complaint.stage.code();
    let lead = if view.is_own { t.say_of("complaint-lead-own", stage) } else { t.say_of("complaint-lead-other", stage) };
    let mistakes = errors.into_iter().map(|(at, sentence)| {
        let input = inputs.iter().find(|input| input.name == at);
        let (name, label) = input.map_or_else(|| (String::new(), at.clone()), |input| (input.name.clone(), input.label.clone()));
        (name, label, sentence)
    });
    let shown = ShowPage {
        token: linked.token.reveal(),
        category: category_name(t, catalogue, &view.complaint.category),
        lead,
        decided: decided(t, &view),
        typing,
        mistakes: mistakes.collect(),
        inputs,
        value: linked.value(Action::Complain),
        done,
        again,
        view,
        t,
    };
    page(status, language, &shown)
}

fn decided(t: Words, view: &ComplaintPage) -> Vec<Decided> {
    let told = |(at, decision): (usize, &crate::complaints::Decision)| {
        let verdict = &decision.verdict;
        let reasons = if view.is_own { &verdict.to_complainant } else { &verdict.to_other };
        Decided {
            title: t.say(if at == 0 { "complaint-decision" } else { "complaint-decision-again" }),
            outcome: t.say_of("complaint-outcome", verdict.outcome.code()),
            follows: (!view.is_own).then(|| t.say_of("complaint-follows", verdict.effect.code())),
            reasons: reasons.as_str().to_owned(),
        }
    };
    view.complaint.decisions.iter().enumerate().map(told).collect()
}

pub async fn post_complaint_step(linked: Linked, path: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    let view = look(&linked).await?;
    let language = linked.language_of(view.language);
    let (desk, press, typed) = (linked.desk(), linked.press(&body), Typed::read(&body));
    let words = typed.text("/words").to_owned();
    let (outcome, done) = match path.1.as_str() {
        "answer" => (answer_complaint(desk, press, words).await, "complaint-done-answered"),
        "appeal" => (appeal_decision(desk, press, words).await, "complaint-done-appealed"),
        "withdraw" => (withdraw_complaint(desk, press).await, "complaint-done-withdrawn"),
        _ => return Err(linked.missing()),
    };
    let nothing = Typed::default();
    let (status, typed, errors, told) = match outcome {
        Ok(()) => (StatusCode::OK, &nothing, Vec::new(), (Some(done), None)),
        Err(Refusal::Fields(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, &typed, errors, (None, None)),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            (status, &typed, Vec::new(), (None, Some(sentence)))
        }
        Err(Refusal::ChangedMeanwhile) => (StatusCode::CONFLICT, &typed, Vec::new(), (None, Some(say(language, "complaint-changed")))),
        Err(refusal) => return Err(linked.refused(refusal)),
    };
    let view = look(&linked).await?;
    Ok(shown(&linked, view, status, (typed, &errors), told))
}
