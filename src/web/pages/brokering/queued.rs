//! The page of one help request: for its organisation, and for whoever says why they have to see it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{self, ClerkView, Desk, HelpRequestView, OfferView, QueueLine, find_queued};
use crate::identity::Role;
use crate::ids::HelpRequestId;
use crate::values::Line;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::{Clerk, Person};
use crate::web::pages::brokering::visit::Visit;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::words::Words;
use crate::web::pages::{ok, page};
use crate::web::problem::Kind;
use crate::web::reader::{Asked, find_id, refuse};

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
    value: String,
    done: Option<&'static str>,
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
    let id = find_id(&request, &id)?;
    let role =
        signed.acts_as().ok_or_else(|| refuse(&request, if signed.wants_proof { Kind::SecondFactorMissing } else { Kind::NotAllowed }))?;
    match role {
        Role::Broker(..) => shown(&Visit::of(&request, state.clone(), Clerk { signed, role }), &state.desk, id).await,
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
    let id = find_id(&request, &id)?;
    let role = signed.acts_as().filter(|role| role.sees_all()).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    match Line::parse(Pressed::read(&request, &body).text("reason"), 200) {
        Ok(reason) => shown(&Visit::of(&request, state.clone(), Clerk { signed, role }), &state.desk.because(&reason), id).await,
        Err(_) => Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &WhyPage { t: Words(language), id, mistake: true })),
    }
}

/// `desk`: the one that notes the reason, where one was given.
async fn shown(visit: &Visit, desk: &Desk, id: HelpRequestId) -> Result<HttpResponse, Error> {
    let view = desk::view_help_request(desk, id, visit.role()).await.map_err(|refusal| visit.refused(refusal))?;
    let offers = desk::list_offers(desk, id, visit.role()).await.map_err(|refusal| visit.refused(refusal))?;
    let queued = match visit.role() {
        role @ Role::Broker(..) => find_queued(desk, role, id).await.map_err(|refusal| visit.refused(refusal))?,
        _ => None,
    };
    let (line, colleagues) = queued.map(|queued| (queued.line, queued.clerks)).unzip();
    let name = |code: &String| {
        let menu = desk.catalogue.menu(code);
        menu.map_or_else(|| code.clone(), |menu| if visit.language.is_japanese() { menu.ja.clone() } else { menu.en.clone() })
    };
    let shown = OnePage {
        t: visit.words(),
        menus: view.help_request.need.menus.iter().map(name).collect(),
        line,
        colleagues: colleagues.unwrap_or_default(),
        value: visit.value(),
        done: visit.done(&["handed-over"]),
        offers,
        view,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}
