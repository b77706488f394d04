//! The offers of the specialist: what waits for an answer first, matches with the company's contact and a calendar file, then all else.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::calendar::{Entry, EntryKind, first_slot};
use crate::desk::{OwnOffer, Refusal, list_own_offers, look_at_own_offer, open_own_offer, settle_browser};
use crate::web::body::Bytes;
use crate::web::cookies::Cookie;
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::wording::{menu_name, prefecture_name, say, say_with};

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
    let place = format!("/offers/{}?lang={}", token.reveal(), visit.language.tag());
    let mut answer =
        HttpResponse::SeeOther().insert_header((header::LOCATION, place)).insert_header((header::CACHE_CONTROL, "no-store")).finish();
    Cookie::Browser.set(&visit.state, &mut answer, &browser, KNOWN);
    Ok(answer)
}

/// The suggestion for a first talk, the same entry as in the letter about the match.
pub async fn download_first_talk(AsSpecialist(visit, id): AsSpecialist, offer: web::Path<String>) -> Result<HttpResponse, Error> {
    let offer = look_at_own_offer(visit.desk(), id, visit.id(&offer)?).await.map_err(|refusal| visit.refused(refusal))?;
    let missing = || visit.refused(Refusal::NotFound);
    let matched = offer.company.as_ref().ok_or_else(missing)?;
    let begins = first_slot(&matched.need, matched.at).ok_or_else(missing)?;
    let (language, contact) = (visit.language, &matched.company.contact);
    let with = format!("{} {}", matched.company.name.as_str(), contact.name.as_str());
    let reached = [contact.address.as_str(), contact.phone.as_ref().map_or("", |phone| phone.as_str())].join(" ");
    let entry = Entry {
        kind: EntryKind::FirstTalk,
        begins,
        summary: say_with(language, "letter-talk-summary", &[("name", &with)]),
        description: format!("{}\n{}", say(language, "letter-talk-description"), reached.trim()),
    };
    let settings = &visit.state.settings;
    let host = settings.web.public_url.host_str().unwrap_or("localhost");
    let name = matched.letter.map_or_else(|| offer.id.to_string(), |letter| letter.to_string());
    let file = entry.file(&format!("{name}@{host}"), matched.at, settings.post.from_address.as_str());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", EntryKind::FirstTalk.file_name())))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}

fn line(visit: &Visit, offer: OwnOffer) -> Line {
    let (language, catalogue) = (visit.language, &visit.desk().catalogue);
    let joiner = if language.is_japanese() { "、" } else { ", " };
    let menus: Vec<String> = offer.need.menus.iter().map(|code| menu_name(language, catalogue, code)).collect();
    let name = if menus.is_empty() { say(language, "offers-by-field") } else { menus.join(joiner) };
    Line { name, place: prefecture_name(language, catalogue, &offer.need.prefecture), offer }
}
