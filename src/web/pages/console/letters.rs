//! Letters and deliveries: finding them, seeing what became of each, and having them tried again.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::clock::japanese;
use crate::correspondence::{LetterKind, LetterState};
use crate::desk::{
    AddressForm, DeadPile, LetterFilter, LetterStory, LetterView, Refusal, find_letters_of, list_dead_piles, list_letters,
    replay_dead_letters, replay_dead_pile, resend_letter, view_letter,
};
use crate::events::Group;
use crate::identity::Scope;
use crate::ids::LetterId;
use crate::report::{Checker, FieldError, Mistake};
use crate::web::body::Bytes;
use crate::web::pages::console::{mistake_at, mistakes};
use crate::web::pages::pressed::Pressed;
use crate::web::pages::visit::{AsOperator, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::query::Query;

/// Letters on one page: it stays below 20 kB.
const SHOWN: usize = 30;
/// Deliveries of one pile that are named.
const NAMED: usize = 20;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LettersQuery {
    state: Option<String>,
    kind: Option<String>,
    day: Option<String>,
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/console_letters.html")]
struct LettersPage {
    t: Words,
    here: &'static str,
    typed: LettersQuery,
    address: String,
    mistakes: Vec<(String, String)>,
    kinds: Vec<&'static str>,
    states: [LetterState; 4],
    letters: Vec<LetterView>,
    /// Where the next page is.
    next: Option<String>,
    value: String,
}

#[derive(Template)]
#[template(path = "pages/console_letter.html")]
struct LetterPage {
    t: Words,
    here: &'static str,
    story: LetterStory,
    writes: bool,
    value: String,
    mistake: Option<String>,
    done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/console_dead.html")]
struct DeadPage {
    t: Words,
    here: &'static str,
    piles: Vec<DeadPile>,
    named: usize,
    writes: bool,
    value: String,
    mistake: Option<String>,
    done: Option<&'static str>,
}

impl LettersQuery {
    fn check(&self) -> Result<LetterFilter, Vec<FieldError>> {
        let mut checker = Checker::new();
        let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let unknown = |value: &str, kind: &str| Mistake::new("unknown-code").with("value", value).with("kind", kind);
        let state = given(&self.state).map(|code| LetterState::find(&code).ok_or_else(|| unknown(&code, "states")));
        let state = state.and_then(|state| checker.take("/state", state));
        let kind = given(&self.kind).map(|code| LetterKind::find(&code).ok_or_else(|| unknown(&code, "letters")));
        let kind = kind.and_then(|kind| checker.take("/kind", kind));
        let day = given(&self.day).map(|text| text.parse::<NaiveDate>().map_err(|_| Mistake::new("not-a-date")));
        let day = day.and_then(|day| checker.take("/day", day));
        let before = given(&self.before).map(|text| text.parse::<LetterId>().map_err(|_| Mistake::new("unknown-cursor")));
        let before = before.and_then(|before| checker.take("/before", before));
        let queued = day.map(|day| (japanese(day, 0), japanese(day.checked_add_days(Days::new(1)).unwrap_or(day), 0)));
        checker.finish(Some(LetterFilter { state, kind, queued, before }))
    }

    fn after(&self, last: LetterId) -> String {
        let pairs = [("state", &self.state), ("kind", &self.kind), ("day", &self.day)];
        let given = pairs.into_iter().filter_map(|(name, text)| Some((name, text.as_deref().filter(|text| !text.is_empty())?)));
        let id = last.to_string();
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(given).append_pair("before", &id).finish()
    }
}

impl LettersPage {
    fn error(&self, at: &str) -> Option<&str> {
        mistake_at(&self.mistakes, at)
    }

    fn is_kind(&self, code: &str) -> bool {
        self.typed.kind.as_deref() == Some(code)
    }

    fn is_state(&self, code: &str) -> bool {
        self.typed.state.as_deref() == Some(code)
    }

    fn day(&self) -> &str {
        self.typed.day.as_deref().unwrap_or_default()
    }
}

/// To whom a letter goes, without saying who it is: the part of a party's key before its id.
fn reader(party: &str) -> &str {
    party.split(':').next().unwrap_or_default()
}

fn letters_page(visit: &Visit, typed: LettersQuery) -> LettersPage {
    LettersPage {
        t: visit.words(),
        here: "letters",
        typed,
        address: String::new(),
        mistakes: Vec::new(),
        kinds: LetterKind::ALL.map(LetterKind::code).to_vec(),
        states: LetterState::ALL,
        letters: Vec::new(),
        next: None,
        value: visit.value(),
    }
}

pub async fn show_console_letters(AsOperator(visit): AsOperator, Query(query): Query<LettersQuery>) -> Result<HttpResponse, Error> {
    let page = letters_page(&visit, query);
    let filter = match page.typed.check() {
        Ok(filter) => filter,
        Err(errors) => {
            let mistakes = mistakes(visit.language, &errors);
            return Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &LettersPage { mistakes, ..page }));
        }
    };
    let mut letters = list_letters(visit.desk(), filter, SHOWN + 1).await.map_err(|refusal| visit.refused(refusal))?;
    let has_more = letters.len() > SHOWN;
    letters.truncate(SHOWN);
    let next = letters.last().filter(|_| has_more).map(|last| page.typed.after(last.id));
    Ok(visit.shown(StatusCode::OK, &LettersPage { letters, next, ..page }))
}

/// Looks up the letters to a mail address. It comes in a form, so that it stands in no address of a page and in no log.
pub async fn post_console_letters(AsOperator(visit): AsOperator, body: Bytes) -> Result<HttpResponse, Error> {
    visit.must_have(Scope::LettersRead)?;
    let address = visit.pressed(&body)?.text("address").to_owned();
    let page = LettersPage { address: address.clone(), ..letters_page(&visit, LettersQuery::default()) };
    match find_letters_of(visit.desk(), &AddressForm { address }).await {
        Ok(letters) => Ok(visit.shown(StatusCode::OK, &LettersPage { letters, ..page })),
        Err(Refusal::Fields(errors)) => {
            let mistakes = mistakes(visit.language, &errors);
            Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &LettersPage { mistakes, ..page }))
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

pub async fn show_console_letter(AsOperator(visit): AsOperator, id: web::Path<String>) -> Result<HttpResponse, Error> {
    letter(&visit, visit.id(&id)?, StatusCode::OK, None).await
}

async fn letter(visit: &Visit, id: LetterId, status: StatusCode, mistake: Option<String>) -> Result<HttpResponse, Error> {
    let story = view_letter(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let shown = LetterPage {
        t: visit.words(),
        here: "letters",
        story,
        writes: visit.role.may(Scope::LettersWrite),
        value: visit.value(),
        mistake,
        done: visit.done(&["again"]),
    };
    Ok(visit.shown(status, &shown))
}

/// A press on a page of this session, by somebody who may send again.
fn own(visit: &Visit, body: &Bytes) -> Result<Pressed, Error> {
    visit.must_have(Scope::LettersWrite)?;
    visit.pressed(body)
}

/// What is missing where the box was not ticked that says it is meant.
fn unsaid(visit: &Visit, pressed: &Pressed) -> Option<String> {
    (pressed.text("sure") != "yes").then(|| visit.words().say("console-sure-missing"))
}

pub async fn post_letter_again(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: LetterId = visit.id(&id)?;
    let pressed = own(&visit, &body)?;
    if let Some(mistake) = unsaid(&visit, &pressed) {
        return letter(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, Some(mistake)).await;
    }
    let as_new = pressed.text("as_new") == "yes";
    match resend_letter(visit.desk(), id, as_new, visit.state.settings.operator.clone()).await {
        Ok(()) => Ok(visit.see(&format!("/console/letters/{id}"), "again")),
        Err(refusal @ (Refusal::LetterWaits | Refusal::NothingToSay | Refusal::NoMailbox)) => {
            let mistake = Problem::of(refusal, visit.language).detail();
            letter(&visit, id, StatusCode::CONFLICT, Some(mistake)).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

pub async fn show_dead_letters(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    dead(&visit, StatusCode::OK, None).await
}

async fn dead(visit: &Visit, status: StatusCode, mistake: Option<String>) -> Result<HttpResponse, Error> {
    let shown = DeadPage {
        t: visit.words(),
        here: "dead",
        piles: list_dead_piles(visit.desk()).await.map_err(|refusal| visit.refused(refusal))?,
        named: NAMED,
        writes: visit.role.may(Scope::LettersWrite),
        value: visit.value(),
        mistake,
        done: visit.done(&["replayed"]),
    };
    Ok(visit.shown(status, &shown))
}

/// Has one delivery tried again.
pub async fn post_dead_delivery(AsOperator(visit): AsOperator, body: Bytes) -> Result<HttpResponse, Error> {
    let pressed = own(&visit, &body)?;
    if let Some(mistake) = unsaid(&visit, &pressed) {
        return dead(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(mistake)).await;
    }
    let group = Group::find(pressed.text("group")).ok_or_else(|| visit.refused(Refusal::NotFound))?;
    let which = vec![(group, visit.id(pressed.text("seq"))?)];
    let count = replay_dead_letters(visit.desk(), which).await.map_err(|refusal| visit.refused(refusal))?;
    if count == 0 { Err(visit.refused(Refusal::NotFound)) } else { Ok(visit.see("/console/dead-letters", "replayed")) }
}

/// Has all tried again that was put aside for one reason.
pub async fn post_dead_pile(AsOperator(visit): AsOperator, body: Bytes) -> Result<HttpResponse, Error> {
    let pressed = own(&visit, &body)?;
    if let Some(mistake) = unsaid(&visit, &pressed) {
        return dead(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(mistake)).await;
    }
    replay_dead_pile(visit.desk(), pressed.text("pile")).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/console/dead-letters", "replayed"))
}
