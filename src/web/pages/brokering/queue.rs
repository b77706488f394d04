//! The queue of a support organisation on one page, and the page of one help request in it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::brokering::{Basket, ReferralForm};
use crate::desk::{
    self, ClerkView, HelpRequestView, OfferView, Queue, QueueFilter, QueueLine, Referring, Refusal, show_queue, view_referring,
};
use crate::identity::Role;
use crate::ids::HelpRequestId;
use crate::intake::HelpRequestState;
use crate::language::Language;
use crate::values::Line;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::{Clerk, Person};
use crate::web::pages::brokering::{done, language, refused, value};
use crate::web::pages::pressed::Pressed;
use crate::web::pages::words::Words;
use crate::web::pages::{ok, page};
use crate::web::problem::Kind;
use crate::web::reader::{Asked, refuse};

/// How many stand on one page in all: it stays below 20 kB.
const SHOWN: usize = 40;
/// From how many organisations a clerk chooses on the page; the API lists all.
const TARGETS: usize = 60;

#[derive(Template)]
#[template(path = "pages/queue.html")]
struct QueuePage {
    t: Words,
    /// Basket, how many lie in it, and the first of them.
    baskets: Vec<(Basket, i64, Vec<QueueLine>)>,
    clerks: Vec<ClerkView>,
    value: String,
    me: String,
    /// The basket that is shown alone, and whether only what is mine.
    only: Option<Basket>,
    mine: bool,
    is_empty: bool,
}

#[derive(Debug, Deserialize)]
pub struct Part {
    basket: Option<String>,
    mine: Option<String>,
}

pub async fn show_queue_page(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    part: web::Query<Part>,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let only = part.basket.as_deref().and_then(Basket::find);
    let mine = part.mine.is_some();
    let filter = QueueFilter { basket: only, clerk: mine.then_some(clerk.signed.id) };
    let Queue { baskets, lines, clerks } =
        show_queue(&state.desk, clerk.role, filter).await.map_err(|refusal| refused(&request, refusal))?;
    let is_empty = baskets.iter().all(|one| one.count == 0);
    let shown = baskets.into_iter().filter(|one| only.is_none_or(|only| one.basket == only)).map(|one| {
        let of_basket = lines.iter().filter(|line| line.basket == one.basket).take(if only.is_some() { SHOWN } else { SHOWN / 4 });
        (one.basket, one.count, of_basket.cloned().collect())
    });
    let value = value(&state, &clerk);
    let shown =
        QueuePage { t: Words(language), baskets: shown.collect(), clerks, value, me: clerk.signed.id.to_string(), only, mine, is_empty };
    Ok(ok(language, &shown))
}

#[derive(Template)]
#[template(path = "pages/queue_one.html")]
struct OnePage {
    t: Words,
    view: HelpRequestView,
    offers: Vec<OfferView>,
    menus: Vec<String>,
    line: Option<QueueLine>,
    /// To whom it can be handed over; empty for whoever only looks.
    colleagues: Vec<ClerkView>,
    referring: Referring,
    referred: Referred,
    value: String,
    done: Option<&'static str>,
}

/// What was typed about passing it on, and why that was not done.
#[derive(Default)]
pub(super) struct Referred {
    pub typed: ReferralForm,
    pub mistake: Option<String>,
    pub status: StatusCode,
}

#[derive(Template)]
#[template(path = "pages/why.html")]
struct WhyPage {
    t: Words,
    id: HelpRequestId,
    mistake: bool,
}

/// To its organisation at once; an operator or an auditor is asked for a reason first.
pub async fn show_queued(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let id = parse(&request, &id)?;
    let role =
        signed.acts_as().ok_or_else(|| refuse(&request, if signed.wants_proof { Kind::SecondFactorMissing } else { Kind::NotAllowed }))?;
    match role {
        Role::Broker(..) => shown(&request, &state, &state.desk, language, Clerk { signed, role }, id, Referred::default()).await,
        role if role.sees_all() => Ok(ok(language, &WhyPage { t: Words(language), id, mistake: false })),
        _ => Err(refuse(&request, Kind::NotFound)),
    }
}

/// Shows a help request to somebody whose it is not, with the reason that they give.
pub async fn post_reason(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    id: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let id = parse(&request, &id)?;
    let role = signed.acts_as().filter(|role| role.sees_all()).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    match Line::parse(Pressed::read(&request, &body).text("reason"), 200) {
        Ok(reason) => {
            let desk = state.desk.because(&reason);
            shown(&request, &state, &desk, language, Clerk { signed, role }, id, Referred::default()).await
        }
        Err(_) => Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &WhyPage { t: Words(language), id, mistake: true })),
    }
}

pub(super) async fn shown(
    request: &HttpRequest,
    state: &State,
    desk: &desk::Desk,
    language: Language,
    clerk: Clerk,
    id: HelpRequestId,
    referred: Referred,
) -> Result<HttpResponse, Error> {
    let away = |refusal: Refusal| refused(request, refusal);
    let view = desk::view_help_request(desk, id, clerk.role).await.map_err(away)?;
    let offers = desk::list_offers(desk, id, clerk.role).await.map_err(away)?;
    let queue = match clerk.role {
        Role::Broker(..) => Some(show_queue(desk, clerk.role, QueueFilter { basket: None, clerk: None }).await.map_err(away)?),
        _ => None,
    };
    // Only what goes on, or found nobody, can be passed on.
    let can_be_referred =
        matches!(clerk.role, Role::Broker(..)) && matches!(view.state, HelpRequestState::Open | HelpRequestState::Unmatched);
    let mut referring = if can_be_referred { view_referring(desk, clerk.role, id).await.map_err(away)? } else { Referring::default() };
    referring.targets.truncate(TARGETS);
    let (lines, colleagues) = queue.map(|queue| (queue.lines, queue.clerks)).unwrap_or_default();
    let line = lines.into_iter().find(|line| line.id == id);
    let name = |code: &String| {
        let menu = state.desk.catalogue.menu(code);
        menu.map_or_else(|| code.clone(), |menu| if language.is_japanese() { menu.ja.clone() } else { menu.en.clone() })
    };
    let menus = view.help_request.need.menus.iter().map(name).collect();
    let status = referred.status;
    let shown = OnePage {
        referred,
        t: Words(language),
        colleagues: if line.is_some() { colleagues } else { Vec::new() },
        value: value(state, &clerk),
        done: done(request, &["refer-asked"]),
        referring,
        menus,
        line,
        offers,
        view,
    };
    Ok(page(status, language, &shown))
}

fn parse(request: &HttpRequest, id: &str) -> Result<HelpRequestId, Error> {
    id.parse().map_err(|_| refuse(request, Kind::NotFound))
}
