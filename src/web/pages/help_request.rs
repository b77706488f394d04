//! The form with which a company asks for itself. Each input is named by the JSON pointer of its field, so a mistake points at its input, and
//! a refused form comes back with everything that was typed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::brokering::EntryCode;
use crate::catalogue::Named;
use crate::desk::{Entry, Refusal, RequestKey, Submitter, look_at_entry, submit_by_entry, submit_help_request};
use crate::ids::Token;
use crate::intake::{CompanyForm, HelpRequestForm, Mode, NeedForm, Urgency};
use crate::language::Language;
use crate::report::FieldError;
use crate::values::Slot;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::helpdesks::{HelpdeskWords, helpdesks};
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::pages::{ok, page};
use crate::web::problem::{Problem, field_sentence};
use crate::web::reader::{Reader, refuse_with};
use crate::wording::{say, say_with, yen};

/// The form, and what could not be read into it.
fn read_form(typed: &Typed) -> (HelpRequestForm, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut form = HelpRequestForm::default();
    read_company(typed, &mut form.company, &mut errors);
    read_need(typed, &mut form.need, &mut errors);
    (form, errors)
}

/// What the page asks of a company; what it does not ask stays.
pub(super) fn read_company(typed: &Typed, company: &mut CompanyForm, errors: &mut Vec<FieldError>) {
    company.name = typed.text("/company/name").to_owned();
    company.corporate_number = typed.optional("/company/corporate_number");
    company.prefecture = typed.text("/company/prefecture").to_owned();
    company.municipality = typed.text("/company/municipality").to_owned();
    company.industry = typed.text("/company/industry").to_owned();
    company.employees = typed.number("/company/employees", errors);
    company.capital_yen = typed.number("/company/capital_yen", errors);
    company.contact.name = typed.text("/company/contact/name").to_owned();
    company.contact.address = typed.text("/company/contact/address").to_owned();
    company.contact.phone = typed.optional("/company/contact/phone");
    company.contact.language = typed.optional("/company/contact/language");
}

pub(super) fn read_need(typed: &Typed, need: &mut NeedForm, errors: &mut Vec<FieldError>) {
    need.menus = typed.list("/need/menus");
    need.mode = typed.text("/need/mode").to_owned();
    need.slots = typed.list("/need/slots");
    need.start_on = typed.text("/need/start_on").to_owned();
    need.hours = typed.number("/need/hours", errors);
    need.budget_yen = typed.number("/need/budget_yen", errors);
    need.urgency = typed.optional("/need/urgency");
    need.narrative = typed.text("/need/narrative").to_owned();
}

/// What a form is for, as far as that shows. The same fields are asked for in several places.
#[derive(Clone, Default)]
pub(super) struct Frame {
    /// Where it is sent.
    pub action: String,
    /// Keys: title, lead, note before the button, button.
    pub title: &'static str,
    pub lead: String,
    pub note: &'static str,
    pub send: &'static str,
    pub asks_need: bool,
    pub asks_company: bool,
    /// For a clerk: the number of the member is asked for too, and which language the company reads.
    pub of_member: bool,
    /// What makes a clerk's press count.
    pub value: String,
    /// Which version of what is on record was shown; empty for what is new.
    pub version: String,
    /// What somebody has to know before they press again; mostly nothing.
    pub alert: String,
    /// Code of the entry link by which the company came, and whose it is.
    pub entry: Option<(String, String)>,
}

impl Frame {
    /// A company asks for itself.
    fn own(language: Language) -> Self {
        Self {
            action: "/help-requests".to_owned(),
            title: "ask-title",
            lead: say(language, "ask-lead"),
            note: "ask-privacy",
            send: "ask-send",
            asks_need: true,
            asks_company: true,
            ..Self::default()
        }
    }

    fn is_own(&self) -> bool {
        self.asks_need && self.asks_company
    }
}

/// A choice of a list: code, name, whether it was chosen.
struct Choice {
    code: String,
    name: String,
    note: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/help_request.html")]
pub(super) struct FormPage {
    t: Words,
    frame: Frame,
    typed: Typed,
    errors: Vec<(String, String)>,
    prefectures: Vec<Choice>,
    industries: Vec<Choice>,
    menus: Vec<Choice>,
    modes: Vec<Choice>,
    urgencies: Vec<Choice>,
    days: Vec<(String, Vec<Choice>)>,
    earliest: String,
    /// What makes this form one help request, however often it is sent.
    pub submission: String,
    /// Why the page comes again.
    pub again: Option<String>,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
}

/// What a company reads when its help request has come in.
#[derive(Template)]
#[template(path = "pages/submitted.html")]
struct SubmittedPage {
    t: Words,
    title: String,
    text: String,
    note: String,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
}

impl FormPage {
    fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(at, _)| at == name || at.starts_with(&format!("{name}/"))).map(|(_, text)| text.as_str())
    }

    fn value(&self, name: &str) -> &str {
        self.typed.text(name)
    }
}

/// The form. Its address may say beforehand how urgent it is (`?urgency=incident`).
pub async fn new_help_request(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> HttpResponse {
    let asked = url::form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "urgency");
    let typed = asked.map(|(_, urgency)| ("/need/urgency".to_owned(), vec![urgency.into_owned()])).into_iter().collect();
    ok(language, &form_page(&state, language, Frame::own(language), Typed::of(typed), &[]))
}

/// The form for whoever comes by an entry link of a support organisation.
pub async fn show_entry(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let frame = entry_frame(&state, language, &code).await.map_err(|refusal| refuse_with(&request, Problem::of(refusal, language)))?;
    Ok(ok(language, &form_page(&state, language, frame, Typed::default(), &[])))
}

/// The company's own form, with the organisation by whose link it came, as long as that is open.
async fn entry_frame(state: &State, language: Language, code: &str) -> Result<Frame, Refusal> {
    let own = Frame::own(language);
    if code.is_empty() {
        return Ok(own);
    }
    let org = look_at_entry(&state.desk, code).await?;
    Ok(Frame { entry: org.map(|org| (code.to_owned(), org)), ..own })
}

pub async fn post_help_request(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let typed = Typed::read(&body);
    let frame = entry_frame(&state, language, typed.text("entry")).await.unwrap_or_else(|_| Frame::own(language));
    let entry = frame.entry.as_ref().and_then(|(code, _)| EntryCode::find(code));
    let (form, mut errors) = read_form(&typed);
    // Checked once more by the act; here so that what could not be read is told together with what is wrong.
    if let Err(more) = form.check(&state.desk.catalogue, state.desk.clock.today()) {
        join(&mut errors, more);
    }
    if !errors.is_empty() {
        let again = form_page(&state, language, frame, typed, &errors);
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &again));
    }
    let address = form.company.contact.address.trim().to_owned();
    // A double click, or a reload of the answer, is the same submission.
    let submission = Token::find(typed.text("submission")).map(|token| RequestKey::new("form", &token.reveal(), &body.0));
    let outcome = match entry {
        Some(code) => submit_by_entry(&state.desk, form, Entry { code, shares: typed.has("share", "yes") }, submission).await,
        None => submit_help_request(&state.desk, form, Submitter::Company, submission).await,
    };
    match outcome {
        Ok(_) => {
            let title = say(language, "submitted-title");
            let text = say_with(language, "submitted-text", &[("address", &address)]);
            let note = say(language, "submitted-note");
            let helpdesks = helpdesks(&state.desk.catalogue, language, urgency_typed(&typed));
            Ok(page(StatusCode::CREATED, language, &SubmittedPage { t: Words(language), title, text, note, helpdesks }))
        }
        Err(Refusal::Fields(errors)) => {
            let again = form_page(&state, language, frame, typed, &errors);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &again))
        }
        // Sent once, gone back, changed and sent again.
        Err(Refusal::KeyReused) => {
            let fresh = state.desk.ids.secret().reveal();
            let shown = form_page(&state, language, frame, typed, &[]);
            let again = FormPage { again: Some(say(language, "ask-changed")), submission: fresh, ..shown };
            Ok(page(StatusCode::CONFLICT, language, &again))
        }
        Err(refusal) => Err(refuse_with(&request, Problem::of(refusal, language))),
    }
}

/// Adds what is wrong to what could not be read: one mistake for each field.
pub(super) fn join(errors: &mut Vec<FieldError>, more: Vec<FieldError>) {
    let known: Vec<String> = errors.iter().map(|error| error.pointer.clone()).collect();
    errors.extend(more.into_iter().filter(|error| !known.contains(&error.pointer)));
}

fn urgency_typed(typed: &Typed) -> Urgency {
    let is_typed = |urgency: &Urgency| typed.has("/need/urgency", urgency.code());
    Urgency::ALL.into_iter().find(is_typed).unwrap_or(Urgency::Normal)
}

pub(super) fn form_page(state: &State, language: Language, frame: Frame, typed: Typed, errors: &[FieldError]) -> FormPage {
    let catalogue = &state.desk.catalogue;
    let name = |named: &dyn Named| if language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() };
    let choice =
        |at: &str, code: &str, name: String, note: String| Choice { code: code.to_owned(), name, note, chosen: typed.has(at, code) };
    let plain = |at: &str, code: &str, key: &str| choice(at, code, say(language, &format!("{key}-{code}")), String::new());
    let menus = catalogue.menus().iter().map(|menu| {
        let (low, high) = (yen(language, u64::from(menu.price_low_yen)), yen(language, u64::from(menu.price_high_yen)));
        let price = say_with(language, "price-range", &[("low", &low), ("high", &high)]);
        let what = if language.is_japanese() { &menu.what_ja } else { &menu.what_en };
        choice("/need/menus", &menu.code, name(menu), format!("{what} {price}"))
    });
    let slots: Vec<Slot> = Slot::all().collect();
    let days = slots.chunks(3).map(|day| {
        let of_day = day.iter().map(|slot| {
            let code = slot.to_string();
            let part = code.split_once('-').map(|(_, part)| part).unwrap_or_default();
            choice("/need/slots", &code, say(language, &format!("part-{part}")), String::new())
        });
        let code = day[0].to_string();
        let weekday = code.split_once('-').map(|(weekday, _)| weekday).unwrap_or_default();
        (say(language, &format!("weekday-{weekday}")), of_day.collect())
    });
    FormPage {
        t: Words(language),
        frame,
        errors: errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect(),
        prefectures: catalogue.prefectures().iter().map(|it| choice("/company/prefecture", &it.code, name(it), String::new())).collect(),
        industries: catalogue.industries().iter().map(|it| choice("/company/industry", &it.code, name(it), String::new())).collect(),
        menus: menus.collect(),
        modes: Mode::ALL.iter().map(|mode| plain("/need/mode", mode.code(), "mode")).collect(),
        urgencies: Urgency::ALL.iter().map(|urgency| plain("/need/urgency", urgency.code(), "urgency")).collect(),
        days: days.collect(),
        helpdesks: helpdesks(catalogue, language, urgency_typed(&typed)),
        submission: Some(typed.text("submission").to_owned())
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| state.desk.ids.secret().reveal()),
        again: None,
        earliest: state.desk.clock.today().format("%Y-%m-%d").to_string(),
        typed,
    }
}
