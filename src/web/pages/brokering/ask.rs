//! The form with which a clerk asks for help on behalf of a member that has agreed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use chrono::Days;

use crate::brokering::Standing;
use crate::desk::{MemberView, Refusal, RequestKey, last_need, submit_for_member, view_member};
use crate::ids::{HelpRequestId, Token};
use crate::intake::{Need, NeedForm, Urgency};
use crate::values::{Slot, WeeklySlots};
use crate::web::body::Bytes;
use crate::web::pages::ask_form::{Frame, form_page, join, read_need};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::wording::{industry_name, prefecture_name, say, say_with};

/// By when a specialist is usually found and has time.
const BEGINS_IN_DAYS: u64 = 14;

fn frame(visit: &Visit, view: &MemberView) -> Frame {
    let (language, catalogue, company) = (visit.language, &visit.desk().catalogue, &view.member.company);
    let place = format!("{} {}", prefecture_name(language, catalogue, &company.prefecture), company.municipality.as_str());
    let staff = say_with(language, "people-count", &[("count", &company.employees.to_string())]);
    let known = [
        ("member-place", place),
        ("label-company-industry", industry_name(language, catalogue, &company.industry)),
        ("label-company-employees", staff),
    ];
    Frame {
        action: format!("/members/{}/help-requests", view.id),
        title: "member-ask-title",
        lead: say_with(language, "member-ask-lead", &[("company", company.name.as_str())]),
        note: "member-ask-note",
        send: "member-ask-send",
        asks_need: true,
        value: visit.value(),
        known: known.into_iter().map(|(key, text)| (say(language, key), text)).collect(),
        ..Frame::default()
    }
}

/// A form that is filled in as the organisation's last one was, but for what is different each time: the company's words and the first day.
fn as_last_time(visit: &Visit, last: Option<Need>) -> Typed {
    let mut typed = Typed::default();
    let first_day = visit.desk().clock.today() + Days::new(BEGINS_IN_DAYS);
    typed.put("/need/start_on", [first_day.format("%Y-%m-%d").to_string()]);
    typed.put("/need/urgency", [Urgency::Normal.code()]);
    if let Some(last) = last {
        typed.put("/need/menus", last.menus);
        typed.put("/need/mode", [last.mode.code()]);
        typed.put("/need/hours", [last.hours.to_string()]);
        typed.put("/need/budget_yen", [last.budget_yen.to_string()]);
        if last.slots != WeeklySlots::FULL {
            typed.put("/need/slots", Slot::all().filter(|slot| last.slots.contains(*slot)).map(|slot| slot.to_string()));
        }
    }
    typed
}

#[derive(Template)]
#[template(path = "pages/member_asked.html")]
struct AskedPage {
    t: Words,
    company: String,
    id: HelpRequestId,
}

pub async fn new_member_help_request(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let view = view_member(visit.desk(), visit.role, visit.id(&id)?).await.map_err(|refusal| visit.refused(refusal))?;
    if view.standing != Standing::Agreed {
        return Err(visit.refused(Refusal::ConsentMissing));
    }
    let last = last_need(visit.desk(), visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let typed = as_last_time(&visit, last);
    Ok(visit.shown(StatusCode::OK, &form_page(&visit.state, visit.language, frame(&visit, &view), typed, &[])))
}

pub async fn post_member_help_request(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    visit.pressed(&body)?;
    let view = view_member(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let typed = Typed::read(&body);
    let (mut need, mut errors) = (NeedForm::default(), Vec::new());
    read_need(&typed, &mut need, &mut errors);
    if let Err(more) = need.check_alone(&visit.state.desk.catalogue, visit.state.desk.clock.today()) {
        join(&mut errors, more);
    }
    let owner = format!("account:{}", visit.signed.id);
    let key = Token::find(typed.text("submission")).map(|token| RequestKey::new(&owner, &token.reveal(), &body.0));
    let outcome = if errors.is_empty() { submit_for_member(visit.desk(), visit.role, id, need, key).await } else { Err(errors.into()) };
    match outcome {
        Ok(submitted) => {
            let company = view.member.company.name.as_str().to_owned();
            Ok(visit.shown(StatusCode::CREATED, &AskedPage { t: visit.words(), company, id: submitted.id }))
        }
        Err(Refusal::Fields(errors)) => {
            let shown = form_page(&visit.state, visit.language, frame(&visit, &view), typed, &errors);
            Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}
