//! Something to be entered that no company has confirmed to nakodo: first its kind is chosen, then the facts that the rules ask of that kind are typed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::catalogue::{ActivityFact, ActivityKind, Named};
use crate::credits::{ApproverRole, AuthorRole, ClaimForm, ForWhom};
use crate::desk::{Refusal, ask_for_approval};
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::credits::telling::{author_key, for_whom_key, role};
use crate::web::pages::me::sheet::{Input, Sheet};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/credit_kinds.html")]
struct KindsTemplate {
    t: Words,
    /// Code and name.
    kinds: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/credit_form.html")]
struct FormTemplate {
    t: Words,
    kind: String,
    title: String,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    value: String,
}

pub async fn show_credit_kinds(AsSpecialist(visit, _): AsSpecialist) -> Result<HttpResponse, Error> {
    let kinds = visit.desk().catalogue.activities().kinds.iter();
    let kinds = kinds.map(|kind| (kind.code.clone(), name(&visit, kind))).collect();
    Ok(visit.shown(StatusCode::OK, &KindsTemplate { t: visit.words(), kinds }))
}

pub async fn show_new_credit(AsSpecialist(visit, _): AsSpecialist, code: web::Path<String>) -> Result<HttpResponse, Error> {
    let kind = kind(&visit, &code)?;
    let typed = Typed::of_texts([
        ("/related", "yes".to_owned()),
        ("/count", "1".to_owned()),
        ("/people", "1".to_owned()),
        ("/approver_language", visit.language.tag().to_owned()),
    ]);
    Ok(shown(&visit, kind, &typed, StatusCode::OK, &[]))
}

pub async fn post_new_credit(AsSpecialist(visit, id): AsSpecialist, code: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let (kind, typed) = (kind(&visit, &code)?, Typed::read(&body));
    match ask_for_approval(visit.desk(), id, form(&kind.code, &typed)).await {
        Ok(_) => Ok(visit.see("/me/credits", "asked")),
        Err(Refusal::Fields(errors)) => Ok(shown(&visit, kind, &typed, StatusCode::UNPROCESSABLE_ENTITY, &errors)),
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

fn kind<'a>(visit: &'a Visit, code: &str) -> Result<&'a ActivityKind, Error> {
    visit.desk().catalogue.activities().kind(code).ok_or_else(|| visit.refused(Refusal::NotFound))
}

fn name(visit: &Visit, named: &dyn Named) -> String {
    if visit.language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() }
}

fn form(kind: &str, typed: &Typed) -> ClaimForm {
    let text = |name: &str| typed.text(name).to_owned();
    ClaimForm {
        kind: kind.to_owned(),
        from: text("/from"),
        until: text("/until"),
        hours: text("/hours"),
        minutes: text("/minutes"),
        count: text("/count"),
        author: text("/author"),
        days: text("/days"),
        people: text("/people"),
        paid: typed.has("/paid", "yes"),
        for_whom: text("/for_whom"),
        related: typed.has("/related", "yes"),
        words: text("/words"),
        link: text("/link"),
        approver_name: text("/approver_name"),
        approver_address: text("/approver_address"),
        approver_role: text("/approver_role"),
        approver_language: text("/approver_language"),
    }
}

fn lay(t: &Words, kind: &ActivityKind, inputs: &mut Sheet<'_>) {
    inputs.date("/from", "credit-input-from");
    inputs.date("/until", "credit-input-until");
    if kind.asks(ActivityFact::Time) {
        inputs.number("/hours", "credit-input-hours");
        inputs.number("/minutes", "credit-input-minutes");
    }
    if kind.asks(ActivityFact::Count) {
        inputs.number("/count", "credit-input-count");
    }
    if kind.asks(ActivityFact::Days) {
        inputs.number("/days", "credit-input-days");
    }
    if kind.asks(ActivityFact::People) {
        inputs.number("/people", "credit-input-people");
    }
    if kind.asks(ActivityFact::Author) {
        inputs.choice("/author", "credit-author", AuthorRole::ALL.map(|one| (one.code().to_owned(), t.say(author_key(one)))));
    }
    if kind.asks(ActivityFact::ForWhom) {
        inputs.choice("/for_whom", "credit-for-whom", ForWhom::ALL.map(|one| (one.code().to_owned(), t.say(for_whom_key(one)))));
    }
    if kind.asks(ActivityFact::Paid) {
        inputs.check("/paid", "credit-input-paid");
        inputs.note("credit-input-paid-note");
    }
    inputs.check("/related", "credit-input-related");
    inputs.area("/words", "credit-input-words");
    inputs.note("credit-input-words-note");
    inputs.line("/link", "credit-input-link");
    inputs.choice("/approver_role", "credit-input-role", ApproverRole::ALL.map(|one| (one.code().to_owned(), role(t, one))));
    inputs.line("/approver_name", "credit-input-approver");
    inputs.line("/approver_address", "credit-input-address");
    inputs.note("credit-input-address-note");
    let tongues = [("ja", "credit-in-japanese"), ("en", "credit-in-english")];
    inputs.choice("/approver_language", "credit-input-language", tongues.map(|(tag, key)| (tag.to_owned(), say(t.0, key))));
}

fn shown(visit: &Visit, kind: &ActivityKind, typed: &Typed, status: StatusCode, errors: &[FieldError]) -> HttpResponse {
    let language = visit.language;
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Sheet { language, catalogue: &visit.desk().catalogue, typed, errors: &errors, inputs: Vec::new() };
    lay(&visit.words(), kind, &mut laid);
    let inputs = laid.inputs;
    let named = |(at, sentence): &(String, String)| {
        let input = inputs.iter().find(|input| at == &input.name);
        let (name, label) =
            input.map_or_else(|| ("/from".to_owned(), visit.words().say("credit-kind")), |input| (input.name.clone(), input.label.clone()));
        (name, label, sentence.clone())
    };
    let page = FormTemplate {
        t: visit.words(),
        kind: kind.code.clone(),
        title: name(visit, kind),
        mistakes: errors.iter().map(named).collect(),
        inputs,
        value: visit.value(),
    };
    visit.shown(status, &page)
}
