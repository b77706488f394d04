//! The page of one help request: for its organisation, and for whoever says why they have to see it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::brokering::ReferralForm;
use crate::desk::{self, ClerkView, Desk, HelpRequestView, OfferView, QueueLine, Referring, find_queued, view_referring};
use crate::identity::Role;
use crate::ids::HelpRequestId;
use crate::intake::HelpRequestState;
use crate::values::Line;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Person;
use crate::web::pages::page_of;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::visit::Visit;
use crate::web::pages::words::Words;
use crate::web::problem::Kind;
use crate::web::reader::{Asked, find_id, refuse};
use crate::web::telling::endorsed_words;
use crate::wording::team_wishes;

#[derive(Template)]
#[template(path = "pages/queue_one.html")]
struct OnePage {
    t: Words,
    view: HelpRequestView,
    /// Each with who recommends the person, in sentences.
    offers: Vec<(OfferView, Vec<String>)>,
    menus: Vec<String>,
    wishes: Vec<String>,
    line: Option<QueueLine>,
    /// To whom it can be handed over; empty for whoever only looks.
    colleagues: Vec<ClerkView>,
    referring: Referring,
    referred: Referred,
    value: String,
    done: Option<&'static str>,
    /// Whether a clerk may look who could be asked.
    has_candidates: bool,
    /// Whether a clerk may complain about the specialist of a match.
    may_complain: bool,
}

/// From how many organisations a clerk chooses on the page; the API lists all.
const TARGETS: usize = 60;

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
    let id = find_id(&request, &id)?;
    let role =
        signed.acts_as().ok_or_else(|| refuse(&request, if signed.wants_proof { Kind::SecondFactorMissing } else { Kind::NotAllowed }))?;
    match role {
        Role::Broker(..) => shown(&Visit::of(&request, state.clone(), signed, role), &state.desk, id, Referred::default()).await,
        role if role.sees_all() => Ok(page_of(&signed, StatusCode::OK, language, &WhyPage { t: Words(language), id, mistake: false })),
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
        Ok(reason) => {
            let visit = Visit::of(&request, state.clone(), signed, role);
            shown(&visit, &state.desk.because(&reason), id, Referred::default()).await
        }
        Err(_) => Ok(page_of(&signed, StatusCode::UNPROCESSABLE_ENTITY, language, &WhyPage { t: Words(language), id, mistake: true })),
    }
}

/// `desk`: the one that notes the reason, where one was given.
pub(super) async fn shown(visit: &Visit, desk: &Desk, id: HelpRequestId, referred: Referred) -> Result<HttpResponse, Error> {
    let view = desk::view_help_request(desk, id, visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let offers = desk::list_offers(desk, id, visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let queued = match visit.role {
        role @ Role::Broker(..) => find_queued(desk, role, id).await.map_err(|refusal| visit.refused(refusal))?,
        _ => None,
    };
    let (line, colleagues) = queued.map(|queued| (queued.line, queued.clerks)).unzip();
    // Only what goes on, or found nobody, can be passed on.
    let may_go_on = matches!(view.state, HelpRequestState::Open | HelpRequestState::Unmatched);
    let mut referring = match visit.role {
        role @ Role::Broker(..) if may_go_on => view_referring(desk, role, id).await.map_err(|refusal| visit.refused(refusal))?,
        _ => Referring::default(),
    };
    referring.targets.truncate(TARGETS);
    let status = referred.status;
    let name = |code: &String| {
        let menu = desk.catalogue.menu(code);
        menu.map_or_else(|| code.clone(), |menu| if visit.language.is_japanese() { menu.ja.clone() } else { menu.en.clone() })
    };
    let told = offers.into_iter().map(|offer| {
        let lines = endorsed_words(visit.language, &desk.catalogue, &offer.endorsed_by);
        (offer, lines)
    });
    let shown = OnePage {
        t: visit.words(),
        menus: view.help_request.need.menus.iter().map(name).collect(),
        wishes: team_wishes(visit.language, &desk.catalogue, &view.help_request.need.team_wishes),
        line,
        colleagues: colleagues.unwrap_or_default(),
        value: visit.value(),
        done: visit.done(&["refer-asked", "asked-by-name", "widened", "wider-asked"]),
        may_complain: view.state == HelpRequestState::Matched && matches!(visit.role, Role::Broker(..)),
        has_candidates: may_go_on && matches!(visit.role, Role::Broker(..)),
        referring,
        referred,
        offers: told.collect(),
        view,
    };
    Ok(visit.shown(status, &shown))
}
