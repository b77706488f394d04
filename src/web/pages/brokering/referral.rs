//! The page behind the link of a letter on which a company says whether its help request goes on to another support organisation.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::brokering::ReferralState;
use crate::desk::{ReferralPage, Refusal, answer_referral, look_at_referral};
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::page;
use crate::web::pages::words::Words;

#[derive(Template)]
#[template(path = "pages/referral.html")]
struct ReferralTemplate {
    t: Words,
    token: String,
    view: ReferralPage,
    again: Option<String>,
    /// What makes a press count: for a yes, for a no.
    values: (String, String),
}

impl ReferralTemplate {
    /// What has become of it, where there is nothing to decide any more.
    fn ending(&self) -> Option<&'static str> {
        match self.view.state {
            ReferralState::Agreed => Some("referral-is-agreed"),
            ReferralState::Refused => Some("referral-is-refused"),
            ReferralState::TakenBack => Some("referral-is-taken_back"),
            ReferralState::RunOut => Some("referral-is-run_out"),
            ReferralState::Open if self.view.can_answer => None,
            ReferralState::Open => Some("referral-is-over"),
        }
    }
}

pub async fn show_referral(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, StatusCode::OK, None).await
}

pub async fn post_referral_yes(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    answered(&linked, &body, true).await
}

pub async fn post_referral_no(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    answered(&linked, &body, false).await
}

async fn answered(linked: &Linked, body: &Bytes, agrees: bool) -> Result<HttpResponse, Error> {
    match answer_referral(linked.desk(), linked.press(body), agrees).await {
        Ok(()) => shown(linked, StatusCode::OK, None).await,
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = linked.again(stale);
            shown(linked, status, Some(sentence)).await
        }
        // The page says what has happened meanwhile.
        Err(Refusal::ChangedMeanwhile | Refusal::HelpRequestEnded) => shown(linked, StatusCode::CONFLICT, None).await,
        Err(refusal) => Err(linked.refused(refusal)),
    }
}

async fn shown(linked: &Linked, status: StatusCode, again: Option<String>) -> Result<HttpResponse, Error> {
    let view = look_at_referral(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))?;
    let language = linked.language_of(view.language);
    let values = (linked.value(Action::Agree), linked.value(Action::Object));
    Ok(page(status, language, &ReferralTemplate { t: Words(language), token: linked.token.reveal(), view, again, values }))
}
