//! The form with which a clerk asks for help on behalf of a member that has agreed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::brokering::Standing;
use crate::desk::{MemberView, Refusal, RequestKey, submit_for_member, view_member};
use crate::ids::Token;
use crate::intake::NeedForm;
use crate::language::Language;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Clerk;
use crate::web::pages::brokering::{came_from_page, language, parse, refused, value};
use crate::web::pages::help_request::{Frame, form_page, join, read_need};
use crate::web::pages::pressed::Pressed;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::reader::Asked;
use crate::wording::{say, say_with};

fn frame(state: &State, clerk: &Clerk, language: Language, view: &MemberView) -> Frame {
    Frame {
        action: format!("/members/{}/help-requests", view.id),
        title: "member-ask-title",
        lead: say_with(language, "member-ask-lead", &[("company", view.member.company.name.as_str())]),
        note: "member-ask-note",
        send: "member-ask-send",
        asks_need: true,
        asks_company: false,
        of_member: false,
        version: String::new(),
        alert: String::new(),
        value: value(state, clerk),
        entry: None,
    }
}

pub async fn new_member_help_request(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let view = view_member(&state.desk, clerk.role, parse(&request, &id)?).await.map_err(|refusal| refused(&request, refusal))?;
    if view.standing != Standing::Agreed {
        return Err(refused(&request, Refusal::ConsentMissing));
    }
    Ok(ok(language, &form_page(&state, language, frame(&state, &clerk, language, &view), Typed::default(), &[])))
}

pub async fn post_member_help_request(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (language, id) = (language(asked, &clerk), parse(&request, &id)?);
    came_from_page(&state, &request, &clerk, &Pressed::read(&request, &body))?;
    let view = view_member(&state.desk, clerk.role, id).await.map_err(|refusal| refused(&request, refusal))?;
    let typed = Typed::read(&body);
    let (mut need, mut errors) = (NeedForm::default(), Vec::new());
    read_need(&typed, &mut need, &mut errors);
    if let Err(more) = need.check_alone(&state.desk.catalogue, state.desk.clock.today()) {
        join(&mut errors, more);
    }
    let owner = format!("account:{}", clerk.signed.id);
    let key = Token::find(typed.text("submission")).map(|token| RequestKey::new(&owner, &token.reveal(), &body.0));
    let outcome = if errors.is_empty() { submit_for_member(&state.desk, clerk.role, id, need, key).await } else { Err(errors.into()) };
    match outcome {
        Ok(_) => {
            let company = view.member.company.name.as_str();
            let (title, text) = (say(language, "member-asked-title"), say_with(language, "member-asked-text", &[("company", company)]));
            Ok(page(StatusCode::CREATED, language, &MessagePage { t: Words(language), title, text, note: None }))
        }
        Err(Refusal::Fields(errors)) => {
            let shown = form_page(&state, language, frame(&state, &clerk, language, &view), typed, &errors);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &shown))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}
