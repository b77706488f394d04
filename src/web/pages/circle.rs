//! The company's page about a wider circle: which changes would bring more people, each with a button.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::desk::{Press, Refusal, TakenBack, WayBack, look_at_widening, narrow_by_link, widen_by_link};
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::page;
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::telling::Teller;
use crate::wording::say;

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
    /// What was done just now: the key of its sentence.
    done: Option<&'static str>,
    /// Whether the last change can be taken back, and whether it is too late for that.
    may_go_back: bool,
    asked_since: bool,
    value: String,
}

pub async fn show_circle(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, (StatusCode::OK, None, None)).await
}

/// Makes a set of changes; the page says what has happened.
pub async fn post_circle(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let pressed = linked.pressed(&body);
    let press = pressed.press(linked.token.clone());
    if pressed.text("back") == "yes" {
        let came = took_back(&linked, press).await.map_err(|refusal| linked.refused(refusal))?;
        return shown(&linked, came).await;
    }
    let came = match widen_by_link(linked.desk(), press, pressed.text("set").to_owned()).await {
        Ok(()) => (StatusCode::OK, None, Some("circle-done")),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = linked.again(stale);
            (status, Some(sentence), None)
        }
        Err(refusal @ (Refusal::ChangedMeanwhile | Refusal::StillAsked | Refusal::HelpRequestEnded | Refusal::ConsentMissing)) => {
            (StatusCode::CONFLICT, Some(Problem::of(refusal, linked.language()).detail()), None)
        }
        Err(refusal) => return Err(linked.refused(refusal)),
    };
    shown(&linked, came).await
}

/// The answer's status, why nothing was done, and what was.
type Came = (StatusCode, Option<String>, Option<&'static str>);

async fn took_back(linked: &Linked, press: Press) -> Result<Came, Refusal> {
    let too_late = |why| (StatusCode::CONFLICT, Some(say(linked.language(), why)), None);
    match narrow_by_link(linked.desk(), press).await {
        Ok(TakenBack::Done) => Ok((StatusCode::OK, None, Some("circle-taken-back"))),
        Ok(TakenBack::AskedSince) => Ok(too_late("circle-asked-since")),
        Ok(TakenBack::Nothing) => Ok(too_late("circle-nothing-back")),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = linked.again(stale);
            Ok((status, Some(sentence), None))
        }
        Err(refusal) => Err(refusal),
    }
}

async fn shown(linked: &Linked, (status, again, done): Came) -> Result<HttpResponse, Error> {
    let view = look_at_widening(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))?;
    let language = linked.language_of(view.language);
    let teller = Teller { language, catalogue: &linked.desk().catalogue };
    let shown = CirclePage {
        t: Words(language),
        sets: view.relaxations.iter().take(SHOWN).filter(|_| done.is_none()).map(|one| teller.relaxation(one)).collect(),
        still_asked: view.still_asked,
        may_go_back: view.way_back == Some(WayBack::Open),
        asked_since: view.way_back == Some(WayBack::AskedSince),
        value: linked.value(Action::Widen),
        token: linked.token.reveal(),
        again,
        done,
    };
    Ok(page(status, language, &shown))
}
