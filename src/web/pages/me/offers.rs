//! The offers of the specialist: what waits for an answer first, matches with the company's contact and a calendar file, then all else.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{OwnOffer, list_own_offers, open_own_offer, settle_browser};
use crate::web::body::Bytes;
use crate::web::cookies::Cookie;
use crate::web::pages::see_other;
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::wording::{menu_name, prefecture_name, say};

/// An offer in words.
struct Line {
    offer: OwnOffer,
    /// What is asked for, and where.
    name: String,
    place: String,
}

#[derive(Template)]
#[template(path = "pages/me_offers.html")]
struct OffersPage {
    t: Words,
    open: Vec<Line>,
    matched: Vec<Line>,
    others: Vec<Line>,
    value: String,
}

/// Older ones than these are in the export of everything.
const MOST: usize = 100;
/// How long the browser stays known in which the mailbox was shown.
const KNOWN: i64 = crate::desk::BROWSER_HOLDS.num_seconds();

pub async fn show_own_offers(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let offers = list_own_offers(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let lines: Vec<Line> = offers.into_iter().take(MOST).map(|offer| line(&visit, offer)).collect();
    let (open, rest): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.offer.open);
    let (matched, others) = rest.into_iter().partition(|line| line.offer.company.is_some());
    let shown = OffersPage { t: visit.words(), open, matched, others, value: visit.value() };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// Leads to the page of the offer, as the letter's link does.
pub async fn post_open_offer(
    request: HttpRequest,
    AsSpecialist(visit, id): AsSpecialist,
    offer: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let offer = visit.id(&offer)?;
    let desk = visit.desk();
    let presented = Cookie::Browser.read(&visit.state, &request);
    let browser = settle_browser(desk, presented, desk.ids.secret()).await.map_err(|refusal| visit.refused(refusal))?;
    let token = open_own_offer(desk, visit.signed.clone(), id, offer, browser.clone()).await.map_err(|refusal| visit.refused(refusal))?;
    let mut answer = see_other(&format!("/offers/{}?lang={}", token.reveal(), visit.language.tag()));
    Cookie::Browser.set(&visit.state, &mut answer, &browser, KNOWN);
    Ok(answer)
}

fn line(visit: &Visit, offer: OwnOffer) -> Line {
    let (language, catalogue) = (visit.language, &visit.desk().catalogue);
    let joiner = if language.is_japanese() { "、" } else { ", " };
    let menus: Vec<String> = offer.need.menus.iter().map(|code| menu_name(language, catalogue, code)).collect();
    let name = if menus.is_empty() { say(language, "offers-by-field") } else { menus.join(joiner) };
    Line { name, place: prefecture_name(language, catalogue, &offer.need.prefecture), offer }
}
