//! The page behind the link of a letter on which a specialist agrees to being recommended, or does not, and ends it later.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{EndorsementAnswer, EndorsementPage, Refusal, answer_endorsement, look_at_endorsement};
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::endorsements::{Given, Reader, given};
use crate::web::pages::linked::Linked;
use crate::web::pages::page;
use crate::web::pages::pressed::again;
use crate::web::pages::words::Words;
use crate::wording::say;

/// What makes each press count.
struct Values {
    agree: String,
    decline: String,
    end: String,
}

#[derive(Template)]
#[template(path = "pages/endorsement.html")]
struct LinkTemplate {
    t: Words,
    token: String,
    page: EndorsementPage,
    given: Given,
    values: Values,
    again: Option<String>,
}

pub async fn show_endorsement(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, Ok(())).await
}

pub async fn post_endorsement(linked: Linked, path: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    let answer = EndorsementAnswer::find(&path.1).ok_or_else(|| linked.missing())?;
    let done = answer_endorsement(linked.desk(), linked.press(&body), answer).await;
    shown(&linked, done).await
}

/// The page as things stand now, with why a press did not count.
async fn shown(linked: &Linked, done: Result<(), Refusal>) -> Result<HttpResponse, Error> {
    let view = look_at_endorsement(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))?;
    let language = linked.language_of(view.language);
    let (status, again) = match done {
        Ok(()) => (StatusCode::OK, None),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            (status, Some(sentence))
        }
        Err(Refusal::ChangedMeanwhile) => (StatusCode::CONFLICT, Some(say(language, "endorsement-changed"))),
        Err(refusal) => return Err(linked.refused(refusal)),
    };
    let t = Words(language);
    let template = LinkTemplate {
        given: given(&t, &linked.desk().catalogue, view.view.clone(), Reader::Own { is_named: false }),
        values: Values { agree: linked.value(Action::Agree), decline: linked.value(Action::Object), end: linked.value(Action::Withdraw) },
        token: linked.token.reveal(),
        page: view,
        again,
        t,
    };
    Ok(page(status, language, &template))
}
