//! Taking a step of an engagement: reads what was pressed or typed, calls the act, and shows how things stand then.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::desk::{
    Press, Refusal, agree_to_terms, answer_dispute, change_session, confirm_hours, dispute_hours, plan_session, promise_to_keep,
    propose_sheet, put_before_org, report_work, say_met,
};
use crate::engagement::{AnswerForm, DisputeForm, ReportForm, SessionForm, SessionWord};
use crate::report::FieldError;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::course::forms::{Form, form_page};
use crate::web::pages::course::{look, open, sheet, shown};
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::typed::Typed;
use crate::web::problem::{Kind, Problem, field_sentence};
use crate::web::reader::{Asked, refuse, refuse_with, wants_document};
use crate::wording::say;

/// A step that is only pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pressing {
    Agree,
    /// The specialist gives the pledge, to read what the company wrote.
    Promise,
    Confirm,
    /// The specialist takes the company's figure.
    Settle,
    /// The support organisation is asked to decide.
    PutBefore,
    Cancel(u16),
    Missed(u16),
    /// The company says that both met, or takes it back.
    Met(u16, bool),
}

impl Pressing {
    fn find(name: &str) -> Option<Self> {
        let numbered = |prefix: &str| name.strip_prefix(prefix).and_then(|number| number.parse().ok());
        match name {
            "agree" => Some(Self::Agree),
            "promise" => Some(Self::Promise),
            "confirm" => Some(Self::Confirm),
            "settle" => Some(Self::Settle),
            "put-before" => Some(Self::PutBefore),
            _ => {
                let called_off = numbered("cancel-").map(Self::Cancel).or_else(|| numbered("missed-").map(Self::Missed));
                let met = |prefix, met| numbered(prefix).map(|number| Self::Met(number, met));
                called_off.or_else(|| met("met-", true)).or_else(|| met("unmet-", false))
            }
        }
    }

    /// What the page says when it is done.
    fn done(self) -> &'static str {
        match self {
            Self::Agree => "course-done-agreed",
            Self::Promise => "course-done-promised",
            Self::Confirm => "course-done-confirmed",
            Self::Settle => "course-done-settled",
            Self::PutBefore => "course-done-put-before",
            Self::Cancel(_) => "course-done-cancelled",
            Self::Missed(_) => "course-done-missed",
            Self::Met(_, true) => "course-done-met",
            Self::Met(_, false) => "course-done-unmet",
        }
    }
}

pub async fn post_step(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    path: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (token, step) = path.into_inner();
    let (secret, view, language) = open(&request, &state, asked, &token).await?;
    let pressed = Pressed::read(&request, &body);
    let press = pressed.press(secret.clone());
    let (form, typed) = (Form::find(&step), Typed::read(&body));
    let (outcome, done) = match (form, Pressing::find(&step)) {
        (Some(form), _) => (type_step(&state, press, form, &typed).await, done_of(form)),
        (None, Some(pressing)) => (press_step(&state, press, pressing, &pressed).await, pressing.done()),
        (None, None) => return Err(refuse(&request, Kind::NotFound)),
    };
    let (status, sentence, errors) = match outcome {
        Ok(()) => {
            let view = look(&request, &state, &secret).await?;
            return Ok(shown(&request, &state, language, &secret, (view, StatusCode::OK), (Some(done), None)));
        }
        Err(refusal) if wants_document(&request) => return Err(refuse_with(&request, Problem::of(refusal, language))),
        Err(Refusal::Fields(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, None, errors),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            (status, Some(sentence), Vec::new())
        }
        Err(Refusal::ChangedMeanwhile) => {
            let (view, sentence) = (look(&request, &state, &secret).await?, say(language, "course-changed-meanwhile"));
            return Ok(shown(&request, &state, language, &secret, (view, StatusCode::CONFLICT), (None, Some(sentence))));
        }
        Err(refusal) => return Err(refuse_with(&request, Problem::of(refusal, language))),
    };
    Ok(match form {
        Some(form) => form_page(&state, language, (&secret, &step), (form, &view), &typed, status, (&errors, sentence)),
        None => {
            let sentence = sentence.or_else(|| errors.first().map(|error| field_sentence(error, language)));
            shown(&request, &state, language, &secret, (view, status), (None, sentence))
        }
    })
}

fn done_of(form: Form) -> &'static str {
    match form {
        Form::Terms => "course-done-proposed",
        Form::Session => "course-done-planned",
        Form::Held(_) => "course-done-held",
        Form::Move(_) => "course-done-moved",
        Form::Report => "course-done-reported",
        Form::Dispute => "course-done-disputed",
        Form::Answer => "course-done-answered",
    }
}

async fn type_step(state: &State, press: Press, form: Form, typed: &Typed) -> Result<(), Refusal> {
    let (desk, text) = (&state.desk, |name: &str| typed.text(name).to_owned());
    let session = || SessionForm { day: text("/day"), time: text("/time"), hours: text("/hours"), minutes: text("/minutes") };
    match form {
        Form::Terms => propose_sheet(desk, press, sheet::read(typed)).await,
        Form::Session => plan_session(desk, press, session()).await,
        Form::Held(number) => {
            let minutes = session().length().map_err(|mistake| {
                Refusal::Fields(vec![FieldError { pointer: "/hours".to_owned(), code: mistake.code, args: mistake.args }])
            })?;
            change_session(desk, press, number, SessionWord::Held { minutes }).await
        }
        Form::Move(number) => {
            let (begins, minutes) = session().check(desk.clock.now())?;
            change_session(desk, press, number, SessionWord::Move { begins, minutes }).await
        }
        Form::Report => report_work(desk, press, ReportForm { words: text("/words") }).await,
        Form::Dispute => {
            let form = DisputeForm { hours: text("/hours"), minutes: text("/minutes"), words: text("/words") };
            dispute_hours(desk, press, form).await
        }
        Form::Answer => {
            let form = AnswerForm { hours: text("/hours"), minutes: text("/minutes"), words: text("/words") };
            answer_dispute(desk, press, 0, Some(form)).await
        }
    }
}

async fn press_step(state: &State, press: Press, pressing: Pressing, pressed: &Pressed) -> Result<(), Refusal> {
    let desk = &state.desk;
    // What the page showed: another figure than the one that is there now does not count.
    let seen = pressed.text("seen");
    match pressing {
        Pressing::Agree => agree_to_terms(desk, press, seen.parse().unwrap_or_default(), pressed.pledge()).await,
        Pressing::Promise => promise_to_keep(desk, press, pressed.pledge()).await,
        Pressing::Confirm => confirm_hours(desk, press, seen.parse().unwrap_or_default()).await,
        Pressing::Settle => answer_dispute(desk, press, seen.parse().unwrap_or(u32::MAX), None).await,
        Pressing::PutBefore => put_before_org(desk, press).await,
        Pressing::Cancel(number) => change_session(desk, press, number, SessionWord::Cancel).await,
        Pressing::Missed(number) => change_session(desk, press, number, SessionWord::NoShow).await,
        Pressing::Met(number, met) => say_met(desk, press, number, met).await,
    }
}
