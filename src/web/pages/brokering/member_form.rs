//! The form with which a clerk adds a member or changes one.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::brokering::MemberForm;
use crate::desk::{Refusal, RequestKey, add_member, change_member, view_member};
use crate::ids::{MemberId, Token};
use crate::language::Language;
use crate::report::FieldError;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Clerk;
use crate::web::pages::brokering::{came_from_page, language, parse, refused, see, value};
use crate::web::pages::help_request::{Frame, form_page, join, read_company};
use crate::web::pages::pressed::Pressed;
use crate::web::pages::typed::Typed;
use crate::web::pages::{ok, page};
use crate::web::reader::Asked;
use crate::wording::say;

/// `of`: the member that is changed, and its version.
fn frame(state: &State, clerk: &Clerk, language: Language, of: Option<(MemberId, i32)>) -> Frame {
    let (title, send) = if of.is_some() { ("member-change-title", "member-save") } else { ("member-new-title", "member-add") };
    Frame {
        action: of.map_or_else(|| "/members".to_owned(), |(id, _)| format!("/members/{id}")),
        title,
        lead: say(language, "member-form-lead"),
        note: "member-form-note",
        send,
        asks_need: false,
        asks_company: true,
        of_member: true,
        version: of.map(|(_, version)| version.to_string()).unwrap_or_default(),
        alert: String::new(),
        value: value(state, clerk),
        entry: None,
    }
}

/// What is on record, as it would be typed.
fn typed_of(form: &MemberForm) -> Typed {
    let company = &form.company;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    Typed::of_texts([
        ("/number", form.number.clone()),
        ("/company/name", company.name.clone()),
        ("/company/corporate_number", optional(&company.corporate_number)),
        ("/company/prefecture", company.prefecture.clone()),
        ("/company/municipality", company.municipality.clone()),
        ("/company/industry", company.industry.clone()),
        ("/company/employees", company.employees.map(|count| count.to_string()).unwrap_or_default()),
        ("/company/capital_yen", company.capital_yen.map(|yen| yen.to_string()).unwrap_or_default()),
        ("/company/contact/name", company.contact.name.clone()),
        ("/company/contact/address", company.contact.address.clone()),
        ("/company/contact/phone", optional(&company.contact.phone)),
        ("/company/contact/language", optional(&company.contact.language)),
    ])
}

/// Reads what was typed over what is on record: what the page does not ask for stays.
fn read(state: &State, typed: &Typed, mut form: MemberForm) -> (MemberForm, Vec<FieldError>) {
    let mut errors = Vec::new();
    form.number = typed.text("/number").to_owned();
    let before = (form.company.industry.clone(), form.company.industry_code.take());
    read_company(typed, &mut form.company, &mut errors);
    // The finer code belongs to its industry.
    form.company.industry_code = before.1.filter(|_| before.0 == form.company.industry);
    if let Err(more) = form.check(&state.desk.catalogue) {
        join(&mut errors, more);
    }
    (form, errors)
}

pub async fn new_member(state: web::Data<State>, Asked(asked): Asked, clerk: Clerk) -> HttpResponse {
    let language = language(asked, &clerk);
    ok(language, &form_page(&state, language, frame(&state, &clerk, language, None), Typed::default(), &[]))
}

pub async fn show_member_form(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (language, id) = (language(asked, &clerk), parse(&request, &id)?);
    let view = view_member(&state.desk, clerk.role, id).await.map_err(|refusal| refused(&request, refusal))?;
    let typed = typed_of(&MemberForm::from(&view.member));
    Ok(ok(language, &form_page(&state, language, frame(&state, &clerk, language, Some((id, view.version))), typed, &[])))
}

pub async fn post_member(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    came_from_page(&state, &request, &clerk, &Pressed::read(&request, &body))?;
    let typed = Typed::read(&body);
    let (form, errors) = read(&state, &typed, MemberForm::default());
    // A double click is the same member.
    let owner = format!("account:{}", clerk.signed.id);
    let key = Token::find(typed.text("submission")).map(|token| RequestKey::new(&owner, &token.reveal(), &body.0));
    let outcome = if errors.is_empty() { add_member(&state.desk, clerk.role, form, key).await } else { Err(errors.into()) };
    match outcome {
        Ok(id) => Ok(see(&format!("/members/{id}"), language, "added")),
        Err(refusal) => again(&request, &state, language, &clerk, None, typed, refusal),
    }
}

pub async fn post_changed_member(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (language, id) = (language(asked, &clerk), parse(&request, &id)?);
    came_from_page(&state, &request, &clerk, &Pressed::read(&request, &body))?;
    let typed = Typed::read(&body);
    let view = view_member(&state.desk, clerk.role, id).await.map_err(|refusal| refused(&request, refusal))?;
    let (form, errors) = read(&state, &typed, MemberForm::from(&view.member));
    // A form without a version was shown before there were any; it changes what is there.
    let read = typed.text("version").parse().ok();
    let outcome = if errors.is_empty() { change_member(&state.desk, clerk.role, id, read, form).await } else { Err(errors.into()) };
    let shown = (id, read.unwrap_or(view.version));
    match outcome {
        Ok(()) => Ok(see(&format!("/members/{id}"), language, "changed")),
        Err(Refusal::Outdated) => {
            let alert = say(language, "member-changed-meanwhile");
            let frame = Frame { alert, ..frame(&state, &clerk, language, Some((id, view.version))) };
            Ok(page(StatusCode::PRECONDITION_FAILED, language, &form_page(&state, language, frame, typed, &[])))
        }
        Err(refusal) => again(&request, &state, language, &clerk, Some(shown), typed, refusal),
    }
}

/// The form once more, with all that was typed.
fn again(
    request: &HttpRequest,
    state: &State,
    language: Language,
    clerk: &Clerk,
    of: Option<(MemberId, i32)>,
    typed: Typed,
    refusal: Refusal,
) -> Result<HttpResponse, Error> {
    match refusal {
        Refusal::Fields(errors) => {
            let shown = form_page(state, language, frame(state, clerk, language, of), typed, &errors);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &shown))
        }
        refusal => Err(refused(request, refusal)),
    }
}
