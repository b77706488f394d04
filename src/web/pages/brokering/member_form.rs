//! The form with which a clerk adds a member or changes one.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};

use crate::brokering::MemberForm;
use crate::catalogue::Catalogue;
use crate::desk::{Refusal, RequestKey, add_member, change_member, view_member};
use crate::ids::{MemberId, Token};
use crate::intake::CompanyForm;
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::ask_form::{Frame, form_page, join, read_company};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::wording::say;

/// `of`: the member that is changed, and its version.
fn frame(visit: &Visit, of: Option<(MemberId, i32)>) -> Frame {
    let (title, send) = if of.is_some() { ("member-change-title", "member-save") } else { ("member-new-title", "member-add") };
    Frame {
        action: of.map_or_else(|| "/members".to_owned(), |(id, _)| format!("/members/{id}")),
        title,
        lead: say(visit.language, "member-form-lead"),
        note: "member-form-note",
        send,
        asks_company: true,
        of_member: true,
        version: of.map(|(_, version)| version.to_string()).unwrap_or_default(),
        value: visit.value(),
        ..Frame::default()
    }
}

/// What is on record, as it would be typed.
fn typed_of(form: &MemberForm) -> Typed {
    let mut typed = typed_company(&form.company);
    typed.put("/number", [form.number.as_str()]);
    typed
}

/// A company as it would be typed.
pub(in crate::web::pages) fn typed_company(company: &CompanyForm) -> Typed {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    Typed::of_texts([
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
fn read(catalogue: &Catalogue, typed: &Typed, mut form: MemberForm) -> (MemberForm, Vec<FieldError>) {
    let mut errors = Vec::new();
    form.number = typed.text("/number").to_owned();
    let before = (form.company.industry.clone(), form.company.industry_code.take());
    read_company(typed, &mut form.company, &mut errors);
    // The finer code belongs to its industry.
    form.company.industry_code = before.1.filter(|_| before.0 == form.company.industry);
    if let Err(more) = form.check(catalogue) {
        join(&mut errors, more);
    }
    (form, errors)
}

pub async fn new_member(AsClerk(visit): AsClerk) -> HttpResponse {
    visit.shown(StatusCode::OK, &form_page(&visit.state, visit.language, frame(&visit, None), Typed::default(), &[]))
}

pub async fn show_member_form(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    let view = view_member(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let typed = typed_of(&MemberForm::from(&view.member));
    Ok(visit.shown(StatusCode::OK, &form_page(&visit.state, visit.language, frame(&visit, Some((id, view.version))), typed, &[])))
}

pub async fn post_member(AsClerk(visit): AsClerk, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let typed = Typed::read(&body);
    let (form, errors) = read(&visit.desk().catalogue, &typed, MemberForm::default());
    // A double click is the same member.
    let owner = format!("account:{}", visit.signed.id);
    let key = Token::find(typed.text("submission")).map(|token| RequestKey::new(&owner, &token.reveal(), &body.0));
    let outcome = if errors.is_empty() { add_member(visit.desk(), visit.role, form, key).await } else { Err(errors.into()) };
    match outcome {
        Ok(id) => Ok(visit.see(&format!("/members/{id}"), "added")),
        Err(refusal) => again(&visit, None, typed, refusal),
    }
}

pub async fn post_changed_member(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    visit.pressed(&body)?;
    let typed = Typed::read(&body);
    let view = view_member(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let (form, errors) = read(&visit.desk().catalogue, &typed, MemberForm::from(&view.member));
    // A press without a version is no form of ours; it changes what is there.
    let read = typed.text("version").parse().ok();
    let outcome = if errors.is_empty() { change_member(visit.desk(), visit.role, id, read, form).await } else { Err(errors.into()) };
    let shown = (id, read.unwrap_or(view.version));
    match outcome {
        Ok(()) => Ok(visit.see(&format!("/members/{id}"), "changed")),
        Err(Refusal::Outdated) => {
            let alert = say(visit.language, "member-changed-meanwhile");
            let frame = Frame { alert, ..frame(&visit, Some((id, view.version))) };
            Ok(visit.shown(StatusCode::PRECONDITION_FAILED, &form_page(&visit.state, visit.language, frame, typed, &[])))
        }
        Err(refusal) => again(&visit, Some(shown), typed, refusal),
    }
}

/// The form once more, with all that was typed.
fn again(visit: &Visit, of: Option<(MemberId, i32)>, typed: Typed, refusal: Refusal) -> Result<HttpResponse, Error> {
    match refusal {
        Refusal::Fields(errors) => {
            let shown = form_page(&visit.state, visit.language, frame(visit, of), typed, &errors);
            Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
        refusal => Err(visit.refused(refusal)),
    }
}
