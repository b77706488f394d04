//! A dispute about hours that somebody of the support organisation decides: what each side said, what is not in dispute, and the form.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{DisputePage, Refusal, decide_dispute, look_at_dispute};
use crate::engagement::{DecisionForm, Session, SessionState};
use crate::ids::EngagementId;
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::spent;

#[derive(Template)]
#[template(path = "pages/dispute.html")]
struct DisputeTemplate {
    t: Words,
    view: DisputePage,
    reported: String,
    said: String,
    company_words: String,
    until: Option<String>,
    /// When each session was held and for how long, and what the company says of it.
    sessions: Vec<(String, String)>,
    inputs: Vec<Input>,
    mistakes: Vec<(String, String, String)>,
    value: String,
}

pub async fn show_dispute(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    shown(&visit, visit.id(&id)?, StatusCode::OK, &Typed::default(), &[]).await
}

pub async fn post_dispute(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let (id, typed): (EngagementId, _) = (visit.id(&id)?, Typed::read(&body));
    let text = |name: &str| typed.text(name).to_owned();
    let form = DecisionForm { hours: text("/hours"), minutes: text("/minutes"), words: text("/words") };
    match decide_dispute(visit.desk(), visit.role, id, form).await {
        Ok(()) => Ok(visit.see("/queue", "decided")),
        Err(Refusal::Fields(errors)) => shown(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors).await,
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

fn lay(inputs: &mut Inputs<'_>) {
    inputs.number("/hours", "course-input-hours");
    inputs.number("/minutes", "course-input-minutes");
    inputs.area("/words", "dispute-words");
    inputs.note("dispute-words-note");
}

fn in_words(t: &Words, session: &Session) -> (String, String) {
    let minutes = if let SessionState::Held { minutes } = session.state { minutes } else { 0 };
    let met = session.met_at.map(|at| t.say1("course-met", "at", t.moment(&at)));
    (t.moment(&session.begins), [Some(spent(t.0, minutes)), met].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

async fn shown(visit: &Visit, id: EngagementId, status: StatusCode, typed: &Typed, errors: &[FieldError]) -> Result<HttpResponse, Error> {
    let view = look_at_dispute(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, language) = (visit.words(), visit.language);
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Inputs { language, catalogue: &visit.desk().catalogue, typed, errors: &errors, inputs: Vec::new() };
    lay(&mut laid);
    let inputs = laid.inputs;
    let mistake = |(at, sentence): &(String, String)| {
        let input = inputs.iter().find(|input| &input.name == at)?;
        Some((input.name.clone(), input.label.clone(), sentence.clone()))
    };
    let dispute = view.report.dispute.as_ref();
    let shown = DisputeTemplate {
        reported: spent(language, view.report.minutes),
        said: spent(language, dispute.map_or(0, |dispute| dispute.minutes)),
        company_words: dispute.map(|dispute| dispute.words.as_str().to_owned()).unwrap_or_default(),
        until: view.line.ends_at.map(|at| t.moment(&at)),
        sessions: view.sessions.iter().map(|session| in_words(&t, session)).collect(),
        mistakes: errors.iter().filter_map(mistake).collect(),
        inputs,
        value: visit.value(),
        view,
        t,
    };
    Ok(visit.shown(status, &shown))
}
