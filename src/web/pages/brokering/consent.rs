//! The page behind the link of a letter on which a company says whether its support organisation may ask for it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::brokering::Standing;
use crate::desk::{ConsentPage, Refusal, answer_as_member, look_at_consent};
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::page;
use crate::web::pages::words::Words;

#[derive(Template)]
#[template(path = "pages/consent.html")]
struct ConsentTemplate {
    t: Words,
    token: String,
    view: ConsentPage,
    again: Option<String>,
    /// What makes a press count: for a yes, for a no.
    values: (String, String),
}

impl ConsentTemplate {
    fn has_agreed(&self) -> bool {
        self.view.standing == Standing::Agreed
    }

    fn has_declined(&self) -> bool {
        self.view.standing == Standing::Declined
    }
}

pub async fn show_consent(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, None).await
}

pub async fn post_consent(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    answered(&linked, &body, true).await
}

pub async fn post_objection(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    answered(&linked, &body, false).await
}

async fn answered(linked: &Linked, body: &Bytes, agrees: bool) -> Result<HttpResponse, Error> {
    match answer_as_member(linked.desk(), linked.press(body), agrees).await {
        Ok(()) => shown(linked, None).await,
        Err(Refusal::StalePage(stale)) => shown(linked, Some(linked.again(stale))).await,
        Err(refusal) => Err(linked.refused(refusal)),
    }
}

async fn shown(linked: &Linked, again: Option<(StatusCode, String)>) -> Result<HttpResponse, Error> {
    let view = look_at_consent(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))?;
    let language = linked.language_of(view.language);
    let (status, again) = again.map_or((StatusCode::OK, None), |(status, sentence)| (status, Some(sentence)));
    let values = (linked.value(Action::Agree), linked.value(Action::Object));
    Ok(page(status, language, &ConsentTemplate { t: Words(language), token: linked.token.reveal(), view, again, values }))
}
