//! The form with which a clerk asks for help on behalf of a member that has agreed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};

use crate::brokering::Standing;
use crate::desk::{MemberView, Refusal, RequestKey, submit_for_member, view_member};
use crate::ids::Token;
use crate::intake::NeedForm;
use crate::web::body::Bytes;
use crate::web::pages::MessagePage;
use crate::web::pages::ask_form::{Frame, form_page, join, read_need};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::wording::{say, say_with};

fn frame(visit: &Visit, view: &MemberView) -> Frame {
    Frame {
        action: format!("/members/{}/help-requests", view.id),
        title: "member-ask-title",
        lead: say_with(visit.language, "member-ask-lead", &[("company", view.member.company.name.as_str())]),
        note: "member-ask-note",
        send: "member-ask-send",
        asks_need: true,
        value: visit.value(),
        ..Frame::default()
    }
}

pub async fn new_member_help_request(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let view = view_member(visit.desk(), visit.role, visit.id(&id)?).await.map_err(|refusal| visit.refused(refusal))?;
    if view.standing != Standing::Agreed {
        return Err(visit.refused(Refusal::ConsentMissing));
    }
    Ok(visit.shown(StatusCode::OK, &form_page(&visit.state, visit.language, frame(&visit, &view), Typed::default(), &[])))
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
        Ok(_) => {
            let company = view.member.company.name.as_str();
            let (title, text) =
                (say(visit.language, "member-asked-title"), say_with(visit.language, "member-asked-text", &[("company", company)]));
            Ok(visit.shown(StatusCode::CREATED, &MessagePage { t: visit.words(), title, text, note: None }))
        }
        Err(Refusal::Fields(errors)) => {
            let shown = form_page(&visit.state, visit.language, frame(&visit, &view), typed, &errors);
            Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}
