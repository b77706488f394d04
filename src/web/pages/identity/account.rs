//! The page of an account: as whom one acts, and signing out.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{Refusal, Signed, Stale, act_as, end_session, name_roles};
use crate::identity::{Rank, Role};
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::{Person, SignedIn};
use crate::web::cookies::Cookie;
use crate::web::pages::identity::{role_words, see};
use crate::web::pages::pressed::{Pressed, again_or_ok};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page_of};
use crate::web::problem::Kind;
use crate::web::reader::{Asked, refuse, refused};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage {
    t: Words,
    address: String,
    /// Who it is, where several people share the account.
    person: Option<String>,
    role: Option<String>,
    /// Key and words of the other roles.
    others: Vec<(String, String)>,
    again: Option<String>,
    is_broker: bool,
    /// Whether it says who belongs to its organisation.
    is_owner: bool,
    sees_all: bool,
    is_specialist: bool,
    /// Whether there is no role yet: whoever reads this may be about to register.
    joins: bool,
    /// Where all that is kept of the person or the company is to be had.
    export: Option<String>,
    /// Whether the role waits for the second factor.
    wants_proof: bool,
    /// What makes a press count: for acting as another, for signing out.
    values: (String, String),
}

pub async fn show_account(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    shown(&request, &state, language, &signed, None).await
}

pub async fn post_role(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let pressed = Pressed::read(&request, &body);
    let role = Role::find(pressed.text("role")).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    match act_as(&state.desk, signed.clone(), pressed.press(signed.token.clone()), role).await {
        Ok(fresh) => {
            let mut answer = see("/account", language);
            Cookie::Session.set(&state, &mut answer, &fresh, state.desk.periods.session.whole.num_seconds());
            Ok(answer)
        }
        Err(Refusal::StalePage(stale)) => shown(&request, &state, language, &signed, Some(stale)).await,
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

pub async fn post_sign_out(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    SignedIn(signed): SignedIn,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let press = Pressed::read(&request, &body).press(signed.token.clone());
    let here = signed.session;
    match end_session(&state.desk, signed.clone(), press, here).await {
        Ok(()) => Ok(signed_out(&state, language)),
        // The page that leads to the account tells whoever has no name yet what to do.
        Err(Refusal::StalePage(_)) if signed.wants_name() => Ok(see("/account/name", language)),
        Err(Refusal::StalePage(stale)) => shown(&request, &state, language, &signed, Some(stale)).await,
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

pub(super) fn signed_out(state: &State, language: Language) -> HttpResponse {
    let (title, text) = (say(language, "signed-out-title"), say(language, "signed-out-text"));
    let mut answer = ok(language, &MessagePage { t: Words(language), title, text, note: None });
    Cookie::Session.clear(state, &mut answer);
    answer
}

fn export(role: Role) -> Option<String> {
    match role {
        Role::Specialist(id) => Some(format!("/api/v1/specialists/{id}/export")),
        Role::Company(id) => Some(format!("/api/v1/help-requests/{id}/export")),
        Role::Broker(..) | Role::Auditor | Role::Operator => None,
    }
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    language: Language,
    signed: &Signed,
    stale: Option<Stale>,
) -> Result<HttpResponse, Error> {
    let named = name_roles(&state.desk, signed.roles.clone()).await.map_err(|refusal| refused(request, refusal))?;
    let words = |role: Role, name: &Option<String>| role_words(language, role, name.as_deref());
    let is_own = |role: Role| signed.role == Some(role);
    let value = |action| state.desk.page_value(action, &signed.token).reveal();
    let (status, again) = again_or_ok(stale, language);
    let shown = AccountPage {
        t: Words(language),
        address: signed.account.address.as_str().to_owned(),
        person: signed.person.as_ref().map(|(_, name)| name.as_str().to_owned()),
        role: named.iter().find(|(role, _)| is_own(*role)).map(|(role, name)| words(*role, name)),
        others: named.iter().filter(|(role, _)| !is_own(*role)).map(|(role, name)| (role.key(), words(*role, name))).collect(),
        again,
        is_owner: matches!(signed.acts_as(), Some(Role::Broker(_, Rank::Owner))),
        is_broker: matches!(signed.acts_as(), Some(Role::Broker(..))),
        sees_all: signed.acts_as().is_some_and(Role::sees_all),
        is_specialist: matches!(signed.acts_as(), Some(Role::Specialist(_))),
        joins: signed.roles.is_empty(),
        export: signed.acts_as().and_then(export),
        wants_proof: signed.wants_proof,
        values: (value(Action::ActAs), value(Action::SignOut)),
    };
    Ok(page_of(signed, status, language, &shown))
}
