//! One's own part of a pool, behind the link of a letter: for a specialist the question and then the days, for a company its visits and what it bears.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

use crate::desk::{PoolAnswer, PoolPage, PoolSide, Refusal, answer_pool, look_at_pool};
use crate::language::Language;
use crate::pools::SeatState;
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::course::promise;
use crate::web::pages::linked::Linked;
use crate::web::pages::page;
use crate::web::pages::pools::told::{month, pattern, rule};
use crate::web::pages::pools::{entries, file};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::{say, spent, yen};

struct VisitWords {
    number: u32,
    when: String,
    length: String,
    with: String,
    to_come: bool,
}

#[derive(Template)]
#[template(path = "pages/pool_part.html")]
struct PartPage {
    t: Words,
    token: String,
    value: String,
    org: String,
    name: String,
    period: String,
    /// Of a specialist: how the question stands; none for a company.
    seat: Option<&'static str>,
    pattern: String,
    members: usize,
    companies: Vec<String>,
    visits: Vec<VisitWords>,
    /// Days to come of a specialist.
    days: Vec<(NaiveDate, String)>,
    /// Code and words of the pledge that goes with a yes.
    promise: (String, String),
    /// What a company bears: month, rule, yen.
    shares: Vec<(String, String, String)>,
    total: String,
    stays: bool,
    done: bool,
    again: Option<String>,
}

pub async fn show_pool_part(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, StatusCode::OK, (false, None)).await
}

pub async fn post_pool_answer(linked: Linked, place: web::Path<(String, String)>, body: Bytes) -> Result<HttpResponse, Error> {
    let (_, what) = place.into_inner();
    let pressed = linked.pressed(&body);
    let answer = match what.as_str() {
        "agree" => PoolAnswer::Agree { pledge: pressed.pledge() },
        "decline" => PoolAnswer::Decline,
        "leave" => PoolAnswer::Leave,
        _ => {
            let slot = what.strip_prefix("give-back-").and_then(|number| number.parse().ok()).map(|slot| PoolAnswer::HandBack { slot });
            let absent = || what.strip_prefix("absent-").and_then(|day| day.parse().ok()).map(|day| PoolAnswer::Absent { day });
            slot.or_else(absent).ok_or_else(|| linked.missing())?
        }
    };
    let language = linked.language();
    let (status, done, sentence) = match answer_pool(linked.desk(), linked.press(&body), answer).await {
        Ok(()) => (StatusCode::OK, true, None),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = linked.again(stale);
            (status, false, Some(sentence))
        }
        Err(Refusal::ChangedMeanwhile) => (StatusCode::CONFLICT, false, Some(say(language, "pool-changed-meanwhile"))),
        Err(Refusal::Fields(errors)) => {
            let sentences = errors.iter().map(|error| field_sentence(error, language)).collect::<Vec<_>>();
            (StatusCode::CONFLICT, false, Some(sentences.join("\n")))
        }
        Err(refusal) => return Err(linked.refused(refusal)),
    };
    shown(&linked, status, (done, sentence)).await
}

/// Visits to come, for the reader's calendar.
pub async fn download_pool_calendar(linked: Linked) -> Result<HttpResponse, Error> {
    let part = look(&linked).await?;
    let language = linked.language_of(part.language);
    let entries = entries(&linked.state, language, part.view.id, part.view.pool.name.as_str(), (&part.visits(), &part.lost()));
    Ok(file(&linked.state, &entries))
}

async fn look(linked: &Linked) -> Result<PoolPage, Error> {
    look_at_pool(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))
}

async fn shown(linked: &Linked, status: StatusCode, (done, again): (bool, Option<String>)) -> Result<HttpResponse, Error> {
    let part = look(linked).await?;
    let language = linked.language_of(part.language);
    let own = PartPage {
        token: linked.token.reveal(),
        value: linked.value(Action::Share),
        done,
        again,
        promise: promise(language, &linked.desk().catalogue),
        ..words(language, &part)
    };
    Ok(page(status, language, &own))
}

fn words(language: Language, part: &PoolPage) -> PartPage {
    let (t, view) = (Words(language), &part.view);
    let roster = view.pool.plan.roster();
    let (seat, own, stays) = match part.side {
        PoolSide::Specialist(id) => {
            let seat = view.pool.seat(id);
            let state = seat.map_or(SeatState::Left, |seat| seat.state);
            (Some(state.code()), seat.map_or(view.pool.pattern, |seat| seat.pattern), state == SeatState::Agreed)
        }
        PoolSide::Member(id) => {
            let stays = roster.members.iter().any(|one| one.id == id && one.until.is_none());
            (None, view.pool.pattern, stays)
        }
    };
    let gone = || say(language, "pool-gone");
    let visit = |visit: crate::desk::OwnVisit| VisitWords {
        number: visit.number,
        when: t.moment(&visit.begins),
        length: spent(language, visit.minutes),
        with: visit.with.unwrap_or_else(gone),
        to_come: visit.to_come,
    };
    let days = match part.side {
        PoolSide::Specialist(id) if stays => view.pool.days_of(id, view.today),
        _ => Vec::new(),
    };
    let shares = match part.side {
        PoolSide::Member(id) => view.pool.shares_of(id),
        PoolSide::Specialist(_) => Vec::new(),
    };
    let by = |(year, month): (i32, u32)| {
        let day = NaiveDate::from_ymd_opt(year, month, 1).map_or(roster.first, |day| day.max(roster.first));
        rule(language, view.pool.plan.rule_on(day))
    };
    let mut companies: Vec<String> = if seat == Some("agreed") { view.members.values().cloned().collect() } else { Vec::new() };
    companies.sort();
    PartPage {
        t,
        token: String::new(),
        value: String::new(),
        org: view.org.clone(),
        name: view.pool.name.as_str().to_owned(),
        period: t.say2("pool-period", &("from", &t.date(&roster.first)), &("until", &t.date(&roster.last))),
        seat,
        pattern: pattern(language, &own),
        members: roster.members.len(),
        companies,
        visits: part.visits().into_iter().map(visit).collect(),
        promise: Default::default(),
        days: days.into_iter().map(|day| (day, t.date(&day))).collect(),
        total: yen(language, shares.iter().map(|(_, borne)| borne).sum()),
        shares: shares.into_iter().map(|(which, borne)| (month(language, which), by(which), yen(language, borne))).collect(),
        stays: stays && view.today <= roster.last,
        done: false,
        again: None,
    }
}
