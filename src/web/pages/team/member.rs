//! Somebody's own place in a team, behind the link of their letters. GET shows it; each button is a press of its own.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::clock::Moment;
use crate::desk::{Refusal, SeatAnswer, SeatPage, answer_seat, look_at_seat};
use crate::engagement::{OwnHoursForm, PartingForm, Session, SessionState};
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::course::session_file;
use crate::web::pages::linked::Linked;
use crate::web::pages::page;
use crate::web::pages::team::facts;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::{menu_name, prefecture_name, say, say_with, spent};

/// A session in words.
struct SessionLine {
    number: u16,
    begins: String,
    length: String,
    state: String,
    is_planned: bool,
    is_off: bool,
}

/// What makes each press count.
struct Values {
    accept: String,
    decline: String,
    work: String,
    withdraw: String,
}

#[derive(Template)]
#[template(path = "pages/team_member.html")]
struct MemberTemplate {
    t: Words,
    token: String,
    view: SeatPage,
    menus: Vec<String>,
    place: String,
    facts: Vec<(String, String)>,
    sessions: Vec<SessionLine>,
    held: String,
    /// Code and words.
    promise: (String, String),
    /// How long a guest to whom nobody agrees is known by name.
    forget_days: u16,
    values: Values,
    /// Hours as typed, or as said before.
    hours: String,
    minutes: String,
    said: Said,
}

/// What the page says besides how things stand.
#[derive(Default)]
struct Said {
    done: Option<&'static str>,
    again: Option<String>,
    /// The form that comes again, and what is wrong with it.
    step: String,
    mistake: Option<String>,
    /// What was typed into it.
    reason: String,
    hours: Option<(String, String)>,
}

impl MemberTemplate {
    /// The sentence about how things stand.
    fn lead(&self) -> String {
        self.t.say_of("team-own", self.view.words.state.code())
    }

    fn is_wrong(&self, step: &str) -> bool {
        self.said.mistake.is_some() && self.said.step == step
    }

    fn mistake(&self) -> &str {
        self.said.mistake.as_deref().unwrap_or_default()
    }
}

pub async fn show_seat(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, (StatusCode::OK, Said::default())).await
}

pub async fn post_seat(linked: Linked, path: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    let (_, step) = path.into_inner();
    let pressed = linked.pressed(&body);
    let text = |name: &str| pressed.text(name).to_owned();
    let (answer, done) = match step.as_str() {
        "join" => (SeatAnswer::Accept { pledge: pressed.pledge() }, "team-done-accepted"),
        "decline" => (SeatAnswer::Decline, "team-done-declined"),
        "never" => (SeatAnswer::DeclineAll, "team-done-never"),
        "hours" => (SeatAnswer::Hours(OwnHoursForm { hours: text("hours"), minutes: text("minutes") }), "team-done-hours"),
        "leave" => (SeatAnswer::Leave(PartingForm { reason: text("reason") }), "team-done-left"),
        _ => return Err(linked.missing()),
    };
    let typed = Said { step, reason: text("reason"), hours: Some((text("hours"), text("minutes"))), ..Said::default() };
    let came = match answer_seat(linked.desk(), pressed.press(linked.token.clone()), answer).await {
        Ok(()) => (StatusCode::OK, Said { done: Some(done), ..Said::default() }),
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.first().map(|error| field_sentence(error, linked.language()));
            (StatusCode::UNPROCESSABLE_ENTITY, Said { mistake, ..typed })
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = linked.again(stale);
            (status, Said { again: Some(sentence), ..typed })
        }
        Err(Refusal::ChangedMeanwhile) => {
            (StatusCode::CONFLICT, Said { again: Some(say(linked.language(), "course-changed-meanwhile")), ..Said::default() })
        }
        Err(refusal) => return Err(linked.refused(refusal)),
    };
    shown(&linked, came).await
}

async fn look(linked: &Linked) -> Result<SeatPage, Error> {
    look_at_seat(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))
}

async fn shown(linked: &Linked, (status, said): (StatusCode, Said)) -> Result<HttpResponse, Error> {
    let view = look(linked).await?;
    let language = linked.language_of(view.language);
    let (t, catalogue) = (Words(language), &linked.desk().catalogue);
    let own = view.own_minutes;
    let (hours, minutes) = said.hours.clone().unwrap_or_else(|| ((own / 60).to_string(), (own % 60).to_string()));
    let template = MemberTemplate {
        t,
        menus: view.need.menus.iter().map(|code| menu_name(language, catalogue, code)).collect(),
        place: prefecture_name(language, catalogue, &view.need.prefecture),
        facts: facts(catalogue, language, &view.words),
        sessions: view.sessions.iter().map(|session| in_words(&t, view.now, session)).collect(),
        held: spent(language, view.held_minutes),
        promise: crate::web::pages::course::promise(language, catalogue),
        forget_days: catalogue.team().forget_days,
        values: Values {
            accept: linked.value(Action::Accept),
            decline: linked.value(Action::Decline),
            work: linked.value(Action::Work),
            withdraw: linked.value(Action::Withdraw),
        },
        token: linked.token.reveal(),
        view,
        hours,
        minutes,
        said,
    };
    Ok(page(status, language, &template))
}

fn in_words(t: &Words, now: Moment, session: &Session) -> SessionLine {
    let minutes = match session.state {
        SessionState::Held { minutes } => minutes,
        _ => session.planned_minutes,
    };
    SessionLine {
        number: session.number,
        begins: t.moment(&session.begins),
        length: spent(t.0, minutes),
        state: t.say_of("course-session", session.state.code()),
        is_planned: session.state == SessionState::Planned,
        is_off: session.state == SessionState::Cancelled && now < session.begins,
    }
}

/// A session for the calendar of who comes along.
pub async fn download_team_entry(linked: Linked, path: web::Path<(String, u16)>) -> Result<HttpResponse, Error> {
    let number = path.1;
    let view = look(&linked).await?;
    let language = linked.language_of(view.language);
    let session = view.sessions.iter().find(|session| session.number == number);
    let company = view.company.clone().unwrap_or_default();
    let summary = say_with(language, "course-entry-summary", &[("name", &company)]);
    let text = say(language, "team-entry-text");
    let file = session.and_then(|session| session_file(&linked.state, view.engagement, session, summary, text));
    file.ok_or_else(|| linked.missing())
}
