//! The steps of an engagement for which something is typed: each is a page with a form, which comes again as it was typed when something is wrong.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::catalogue::{Catalogue, Named};
use crate::clock::in_japan;
use crate::desk::CoursePage;
use crate::engagement::{EngagementState, Session, Side, Stage};
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::pages::course::{open, other_of, sheet};
use crate::web::pages::linked::Linked;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::page;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::{say_with, spent};

/// A step that is typed. Its name is a part of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Terms,
    Session,
    Held(u16),
    Move(u16),
    Report,
    Dispute,
    Answer,
}

impl Form {
    pub fn find(name: &str) -> Option<Self> {
        let numbered = |prefix: &str| name.strip_prefix(prefix).and_then(|number| number.parse().ok());
        match name {
            "terms" => Some(Self::Terms),
            "session" => Some(Self::Session),
            "report" => Some(Self::Report),
            "dispute" => Some(Self::Dispute),
            "answer" => Some(Self::Answer),
            _ => numbered("held-").map(Self::Held).or_else(|| numbered("move-").map(Self::Move)),
        }
    }

    pub fn action(self) -> Action {
        if self == Self::Terms { Action::Propose } else { Action::Work }
    }

    /// Whether the reader can take the step now.
    fn is_open(self, view: &CoursePage) -> bool {
        let (stage, specialist) = (view.course.stage, view.side == Side::Specialist);
        let is = |number: u16| view.course.sessions.iter().any(|session| session.number == number);
        let working = stage == Stage::Working;
        let open = match self {
            Self::Terms => matches!(stage, Stage::Terms | Stage::Working),
            Self::Session => working,
            Self::Held(number) => working && specialist && is(number),
            Self::Move(number) => working && is(number),
            Self::Report => working && specialist,
            Self::Dispute => stage == Stage::Confirming && !specialist,
            Self::Answer => stage == Stage::Disputed && specialist,
        };
        open && view.state == EngagementState::Running
    }

    /// Title, what is said first, and the button.
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::Terms => ["course-terms-title", "course-terms-lead", "course-terms-button"],
            Self::Session => ["course-session-title", "course-session-lead", "course-session-button"],
            Self::Held(_) => ["course-held-title", "course-held-lead", "course-held-button"],
            Self::Move(_) => ["course-move-title", "course-move-lead", "course-move-button"],
            Self::Report => ["course-report-title", "course-report-lead", "course-report-button"],
            Self::Dispute => ["course-dispute-title", "course-dispute-lead", "course-dispute-button"],
            Self::Answer => ["course-answer-title", "course-answer-lead", "course-answer-button"],
        }
    }

    /// What stands in the form when it is opened.
    fn filled(self, view: &CoursePage) -> Typed {
        let lasting = |minutes: u32| [("/hours", (minutes / 60).to_string()), ("/minutes", (minutes % 60).to_string())];
        let session = |number: u16| view.course.sessions.iter().find(|session| session.number == number);
        match self {
            Self::Terms => sheet::fill(&view.sheet),
            Self::Session => Typed::of_texts(lasting(120)),
            Self::Held(number) => Typed::of_texts(lasting(session(number).map_or(0, |session| session.planned_minutes))),
            Self::Move(number) => session(number).map(moved).unwrap_or_default(),
            Self::Report => Typed::default(),
            Self::Dispute => Typed::of_texts(lasting(view.course.report.as_ref().map_or(0, |report| report.minutes))),
            Self::Answer => Typed::of_texts(lasting(view.course.report.as_ref().map_or(0, |report| report.minutes))),
        }
    }

    fn lay(self, inputs: &mut Inputs<'_>) {
        match self {
            Self::Terms => sheet::lay(inputs),
            Self::Session | Self::Move(_) => {
                inputs.date("/day", "course-day");
                inputs.line("/time", "course-time");
                inputs.note("course-time-note");
                lasting(inputs);
            }
            Self::Held(_) => lasting(inputs),
            Self::Report => {
                inputs.area("/words", "course-report-words");
                inputs.note("course-report-words-note");
            }
            Self::Dispute | Self::Answer => {
                lasting(inputs);
                inputs.area("/words", "course-why");
                inputs.note("course-why-note");
            }
        }
    }
}

fn lasting(inputs: &mut Inputs<'_>) {
    inputs.number("/hours", "course-input-hours");
    inputs.number("/minutes", "course-input-minutes");
}

fn moved(session: &Session) -> Typed {
    let at = in_japan(session.begins);
    Typed::of_texts([
        ("/day", at.date_naive().to_string()),
        ("/time", at.format("%H:%M").to_string()),
        ("/hours", (session.planned_minutes / 60).to_string()),
        ("/minutes", (session.planned_minutes % 60).to_string()),
    ])
}

/// Code and words of the pledge that is given now.
pub(in crate::web::pages) fn promise(language: Language, catalogue: &Catalogue) -> (String, String) {
    let given = &catalogue.engagement().pledge;
    (given.code.clone(), reader_word(language, given))
}

/// Something named, in the reader's language.
pub(in crate::web::pages) fn reader_word(language: Language, named: &dyn Named) -> String {
    if language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() }
}

#[derive(Template)]
#[template(path = "pages/course_form.html")]
struct FormPage {
    t: Words,
    token: String,
    title: String,
    lead: String,
    button: String,
    action: String,
    value: String,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    again: Option<String>,
}

pub async fn show_step(linked: Linked, path: web::Path<(String, String)>) -> Result<HttpResponse, Error> {
    let (_, step) = path.into_inner();
    let (view, language) = open(&linked).await?;
    let form = Form::find(&step).filter(|form| form.is_open(&view)).ok_or_else(|| linked.missing())?;
    let typed = form.filled(&view);
    Ok(form_page(&linked, language, &step, (form, &view), &typed, StatusCode::OK, (&[], None)))
}

pub(super) fn form_page(
    linked: &Linked,
    language: Language,
    step: &str,
    (form, view): (Form, &CoursePage),
    typed: &Typed,
    status: StatusCode,
    (errors, again): (&[FieldError], Option<String>),
) -> HttpResponse {
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Inputs { language, catalogue: &linked.desk().catalogue, typed, errors: &errors, inputs: Vec::new() };
    form.lay(&mut laid);
    let inputs = laid.inputs;
    let named = |(at, sentence): &(String, String)| {
        let input = inputs.iter().find(|input| at == &input.name || at.starts_with(&format!("{}/", input.name)));
        let (name, label) = input.map_or_else(|| (String::new(), at.clone()), |input| (input.name.clone(), input.label.clone()));
        (name, label, sentence.clone())
    };
    let [title, lead, button] = form.words();
    let (name, t) = (other_of(view).unwrap_or_default(), Words(language));
    let report = view.course.report.as_ref();
    let (reported, said) = (report.map_or(0, |report| report.minutes), report.and_then(|report| report.dispute.as_ref()));
    let facts = [
        ("name", name.as_str()),
        ("held", &spent(language, view.course.held_minutes())),
        ("reported", &spent(language, reported)),
        ("said", &spent(language, said.map_or(0, |dispute| dispute.minutes))),
    ];
    let shown = FormPage {
        t,
        token: linked.token.reveal(),
        title: t.say(title),
        lead: say_with(language, lead, &facts),
        button: t.say(button),
        action: format!("/engagements/{}/steps/{step}", linked.token.reveal()),
        value: linked.value(form.action()),
        mistakes: errors.iter().map(named).collect(),
        again,
        inputs,
    };
    page(status, language, &shown)
}
