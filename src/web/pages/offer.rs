//! The page behind the link in an offer letter. Opening it changes nothing, however often a scanner does; a press of a button acts.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::catalogue::Named;
use crate::desk::{
    AcceptForm, Acceptance, Declination, Mailbox, NotBeforeForm, OfferPage, Press, Refusal, accept_offer, decline_offer, look_at_offer,
    settle_browser,
};
use crate::ids::Token;
use crate::language::Language;
use crate::offers::{DeclineForm, OfferState};
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::browser::{Browser, remember};
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::proposal::{Proposal, changes};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::problem::{Problem, field_sentence};
use crate::web::reader::{Asked, find_token, refuse_with, wants_document};
use crate::wording::{field_name, industry_name, menu_name, prefecture_name, say, say_with, slots, team_wishes};

#[derive(Template)]
#[template(path = "pages/offer.html")]
pub(super) struct OfferTemplate {
    t: Words,
    token: String,
    offer: OfferPage,
    place: String,
    industry: String,
    menus: Vec<String>,
    fields: Vec<String>,
    slots: String,
    /// What the company says about others who may join in.
    wishes: Vec<String>,
    /// Why this person was asked, in words.
    reasons: Vec<String>,
    estimate: Option<u32>,
    decline_reasons: Vec<(String, String)>,
    /// What became of the offer, once it is not open any more.
    outcome: Option<(String, String)>,
    /// What was typed into the refused form: reason, text, and what is wrong with it.
    declining: DeclineForm,
    mistakes: Vec<String>,
    not_before: NotBeforeForm,
    /// What was typed for accepting, and what is wrong with it.
    code: String,
    acting_person: String,
    /// Whether the name is asked for beside the code, since this browser has not named anybody.
    asks_name: bool,
    mistake: Option<String>,
    /// Why the page comes again.
    again: Option<String>,
    /// What a press of "accept" comes to, by the key of its sentence.
    accept_text: &'static str,
    /// What the reader's yes changes.
    said: Vec<(String, String)>,
    /// The fold for a yes with changes, and what makes its press count.
    proposal: Proposal,
    propose_value: String,
    /// What makes a press count: for accepting, for declining.
    values: (String, String),
}

impl OfferTemplate {
    /// With what was typed for accepting.
    pub(super) fn after(self, form: &AcceptForm) -> Self {
        Self { code: form.code.clone(), acting_person: form.acting_person.clone(), ..self }
    }

    /// With what was typed for a yes with changes.
    pub(super) fn proposing(self, proposal: Proposal) -> Self {
        Self { proposal, ..self }
    }

    pub(super) fn again(self, sentence: String) -> Self {
        Self { again: Some(sentence), ..self }
    }
}

/// Where the code from the mailbox is typed.
#[derive(Template)]
#[template(path = "pages/code.html")]
struct CodeTemplate {
    t: Words,
    token: String,
    values: (String, String),
    code: String,
    acting_person: String,
    asks_name: bool,
    mistake: Option<String>,
}

pub async fn show_offer(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Browser(browser): Browser,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let offer = look(&request, &state, &token, browser).await?;
    let language = asked.unwrap_or(offer.language);
    let secret = find_token(&request, &token)?;
    if wants_document(&request) {
        return Ok(document(&state, &secret, &offer));
    }
    Ok(ok(language, &template(&state, language, &secret, offer)))
}

/// For programs: how the offer stands, what accepting needs, and the values with which a press counts.
fn document(state: &State, token: &Token, offer: &OfferPage) -> HttpResponse {
    let actions: &[Action] = match offer.state {
        _ if offer.open => &[Action::Accept, Action::Decline, Action::Propose],
        OfferState::Willing => &[Action::Decline],
        _ => &[],
    };
    let values = actions.iter().map(|action| (action.code().to_owned(), value(state, *action, token).into()));
    let values: serde_json::Map<_, serde_json::Value> = values.collect();
    let needs = json!({ "code": offer.mailbox.asks_for_code, "acting_person": offer.shares_mailbox });
    let told = json!({ "state": offer.state, "expires_at": offer.expires_at, "needs": needs, "values": values });
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(told)
}

pub async fn post_accept(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Browser(browser): Browser,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let offer = look(&request, &state, &token, browser.clone()).await?;
    let language = asked.unwrap_or(offer.language);
    let secret = find_token(&request, &token)?;
    let Yes { form, press, browser } = Yes::read(&request, &state, language, (&secret, browser), &body).await?;
    let outcome = match accept_offer(&state.desk, press, form.clone()).await {
        Ok(outcome) => outcome,
        Err(refusal) if wants_document(&request) => return Err(refused(&request, refusal, language)),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            return Ok(page(status, language, &template(&state, language, &secret, offer).after(&form).again(sentence)));
        }
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.iter().map(|error| field_sentence(error, language)).next();
            let shown = template(&state, language, &secret, offer).after(&form);
            return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &OfferTemplate { mistake, ..shown }));
        }
        Err(refusal) => return Err(refused(&request, refusal, language)),
    };
    let (status, _) = outcome_of(outcome);
    if !wants_document(&request) {
        match outcome {
            Acceptance::CodeSent => return Ok(page(status, language, &code_page(&state, language, &secret, form, None))),
            Acceptance::CodeWrong => {
                let mistake = Some(say(language, "code-wrong"));
                return Ok(page(status, language, &code_page(&state, language, &secret, form, mistake)));
            }
            Acceptance::TooManyCodes | Acceptance::NoRoom => {
                let shown = template(&state, language, &secret, offer).after(&form);
                return Ok(page(status, language, &shown.again(not_now(outcome, language))));
            }
            Acceptance::CodeOver => {
                let shown = template(&state, language, &secret, without_code(offer)).after(&form);
                return Ok(page(status, language, &shown.again(say(language, "code-over"))));
            }
            _ => {}
        }
    }
    Ok(said_yes(&request, &state, language, outcome, &offer, &browser))
}

/// A press of a button that says yes, with what was typed for it and the browser as it is to be known.
pub(super) struct Yes {
    pub form: AcceptForm,
    pub press: Press,
    pub browser: Token,
}

impl Yes {
    pub async fn read(
        request: &HttpRequest,
        state: &State,
        language: Language,
        (token, presented): (&Token, Option<Token>),
        body: &Bytes,
    ) -> Result<Self, Error> {
        let pressed = Pressed::read(request, body);
        let form = AcceptForm { code: pressed.text("code").to_owned(), acting_person: pressed.text("acting_person").to_owned() };
        let browser = settle_browser(&state.desk, presented, state.desk.ids.secret()).await;
        let browser = browser.map_err(|refusal| refused(request, refusal, language))?;
        let press = Press { browser: Some(browser.clone()), ..pressed.press(token.clone()) };
        Ok(Self { form, press, browser })
    }
}

/// What became of a yes; a browser in which it counted is known from now on.
pub(super) fn said_yes(
    request: &HttpRequest,
    state: &State,
    language: Language,
    outcome: Acceptance,
    offer: &OfferPage,
    browser: &Token,
) -> HttpResponse {
    let (status, code) = outcome_of(outcome);
    let mut answer = told(request, language, status, code);
    if matches!(outcome, Acceptance::Won(_) | Acceptance::Willing) && offer.mailbox.remembers() {
        remember(state, &mut answer, browser);
    }
    answer
}

/// Why a yes does not count now, where the offer stays open: said on the page that keeps what was typed.
pub(super) fn not_now(outcome: Acceptance, language: Language) -> String {
    let (_, code) = outcome_of(outcome);
    format!("{}\n{}", say(language, &format!("outcome-{code}")), say(language, &format!("outcome-{code}-text")))
}

/// The page for somebody to whom a code has just been sent.
pub(super) fn with_code(offer: OfferPage) -> OfferPage {
    OfferPage { mailbox: Mailbox { code_sent: true, ..offer.mailbox }, ..offer }
}

/// The page for somebody whose code cannot be used any more.
pub(super) fn without_code(offer: OfferPage) -> OfferPage {
    OfferPage { mailbox: Mailbox { code_sent: false, ..offer.mailbox }, ..offer }
}

/// Status and wording of what became of a yes.
pub(super) fn outcome_of(outcome: Acceptance) -> (StatusCode, &'static str) {
    match outcome {
        Acceptance::Won(_) => (StatusCode::OK, "won"),
        Acceptance::WonAlready(_) => (StatusCode::OK, "won-already"),
        Acceptance::Willing => (StatusCode::OK, "willing"),
        Acceptance::WillingAlready => (StatusCode::OK, "willing-already"),
        Acceptance::NotChosen => (StatusCode::CONFLICT, "not-chosen"),
        Acceptance::GivenUp => (StatusCode::CONFLICT, "given-up"),
        Acceptance::TakenByOther => (StatusCode::CONFLICT, "taken-by-other"),
        Acceptance::Withdrawn => (StatusCode::GONE, "withdrawn"),
        Acceptance::Lapsed => (StatusCode::GONE, "lapsed"),
        Acceptance::DeclinedBefore => (StatusCode::CONFLICT, "declined-before"),
        Acceptance::NoRoom => (StatusCode::CONFLICT, "no-room"),
        Acceptance::CodeSent => (StatusCode::ACCEPTED, "code-sent"),
        Acceptance::CodeWrong => (StatusCode::FORBIDDEN, "code-wrong"),
        Acceptance::CodeOver => (StatusCode::GONE, "code-over"),
        Acceptance::TooManyCodes => (StatusCode::TOO_MANY_REQUESTS, "too-many-codes"),
    }
}

fn code_page(state: &State, language: Language, token: &Token, form: AcceptForm, mistake: Option<String>) -> CodeTemplate {
    let values = (value(state, Action::Accept, token), String::new());
    let AcceptForm { code, acting_person } = form;
    CodeTemplate { t: Words(language), token: token.reveal(), values, code, acting_person, asks_name: false, mistake }
}

pub async fn post_decline(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Browser(browser): Browser,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let offer = look(&request, &state, &token, browser).await?;
    let language = asked.unwrap_or(offer.language);
    let pressed = Pressed::read(&request, &body);
    let form = DeclineForm { reason: pressed.text("reason").to_owned(), text: pressed.text("text").to_owned() };
    let not_before = NotBeforeForm { what: pressed.text("not_before").to_owned(), again_on: pressed.text("again_on").to_owned() };
    let secret = find_token(&request, &token)?;
    match decline_offer(&state.desk, pressed.press(secret.clone()), form.clone(), not_before.clone()).await {
        Ok(Declination::Declined) => Ok(declined(&request, &state, language, &form)),
        Ok(Declination::OverAlready) => Ok(told(&request, language, StatusCode::OK, "over-already")),
        Ok(Declination::AcceptedBefore) => Ok(told(&request, language, StatusCode::CONFLICT, "accepted-before")),
        // The page again, with what was typed and what is missing.
        Err(Refusal::Fields(errors)) if !wants_document(&request) => {
            let mistakes = errors.iter().map(|error| field_sentence(error, language)).collect();
            let shown = template(&state, language, &secret, offer);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &OfferTemplate { declining: form, not_before, mistakes, ..shown }))
        }
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            let shown = OfferTemplate { declining: form, not_before, ..template(&state, language, &secret, offer) };
            Ok(page(status, language, &shown.again(sentence)))
        }
        Err(refusal) => Err(refused(&request, refusal, language)),
    }
}

/// Says also if the reason lets the person rest from such work.
fn declined(request: &HttpRequest, state: &State, language: Language, form: &DeclineForm) -> HttpResponse {
    let rest = state.desk.catalogue.decline_reason(form.reason.trim()).and_then(|reason| reason.park_days);
    let Some(days) = rest.filter(|_| !wants_document(request)) else { return told(request, language, StatusCode::OK, "declined") };
    let (title, text) = (say(language, "outcome-declined"), say(language, "outcome-declined-text"));
    let rest = say_with(language, "outcome-declined-rest", &[("count", &days.to_string())]);
    let text = format!("{text}\n{rest}");
    page(StatusCode::OK, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) })
}

/// The outcome of a press: a page, or `{"outcome": …}` for a program.
pub(super) fn told(request: &HttpRequest, language: Language, status: StatusCode, code: &str) -> HttpResponse {
    if wants_document(request) {
        return HttpResponse::build(status).json(json!({ "outcome": code }));
    }
    let title = say(language, &format!("outcome-{code}"));
    let text = say(language, &format!("outcome-{code}-text"));
    page(status, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) })
}

pub(super) fn refused(request: &HttpRequest, refusal: Refusal, language: Language) -> Error {
    refuse_with(request, Problem::of(refusal, language))
}

pub(super) async fn look(request: &HttpRequest, state: &State, token: &str, browser: Option<Token>) -> Result<OfferPage, Error> {
    let secret = find_token(request, token)?;
    let language = crate::web::reader::language(request);
    look_at_offer(&state.desk, secret, browser).await.map_err(|refusal| refused(request, refusal, language))
}

fn value(state: &State, action: Action, token: &Token) -> String {
    state.desk.page_value(action, token).reveal()
}

pub(super) fn template(state: &State, language: Language, token: &Token, offer: OfferPage) -> OfferTemplate {
    let catalogue = &state.desk.catalogue;
    let reasons = offer.explanation.reasons(4).into_iter().map(|term| say(language, &format!("reason-{}", term.code()))).collect();
    let named = |named: &dyn Named| if language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() };
    let outcome =
        outcome_code(&offer).map(|code| (say(language, &format!("outcome-{code}")), say(language, &format!("outcome-{code}-text"))));
    let drafted = offer.draft.acting_person.as_ref().map(|person| person.as_str().to_owned());
    let known = || offer.mailbox.known.as_ref().and_then(|known| known.acting_person.clone());
    let acting_person = drafted.or_else(known).unwrap_or_default();
    OfferTemplate {
        t: Words(language),
        token: token.reveal(),
        values: (value(state, Action::Accept, token), value(state, Action::Decline, token)),
        again: None,
        accept_text: accept_text(&offer),
        proposal: Proposal::of(state, language, &offer),
        said: offer.said.terms.as_ref().map(|terms| changes(language, terms)).unwrap_or_default(),
        propose_value: value(state, Action::Propose, token),
        place: prefecture_name(language, catalogue, &offer.need.prefecture),
        industry: industry_name(language, catalogue, &offer.need.industry),
        menus: offer.need.menus.iter().map(|code| menu_name(language, catalogue, code)).collect(),
        fields: offer.need.fields.iter().map(|code| field_name(language, catalogue, code)).collect(),
        slots: slots(language, offer.need.slots),
        wishes: team_wishes(language, catalogue, &offer.need.team_wishes),
        reasons,
        estimate: offer.explanation.estimated_fee_yen.and_then(|yen| u32::try_from(yen).ok()),
        decline_reasons: catalogue.decline_reasons().iter().map(|reason| (reason.code.clone(), named(reason))).collect(),
        outcome,
        declining: DeclineForm::default(),
        mistakes: Vec::new(),
        not_before: NotBeforeForm::default(),
        code: String::new(),
        asks_name: offer.shares_mailbox && acting_person.is_empty(),
        acting_person,
        mistake: None,
        offer,
    }
}

fn accept_text(offer: &OfferPage) -> &'static str {
    match (offer.mailbox.asks_for_code, offer.chooses) {
        (true, true) => "offer-accept-text-code-choose",
        (true, false) => "offer-accept-text-code",
        (false, true) => "offer-accept-text-choose",
        (false, false) => "offer-accept-text",
    }
}

/// The wording of an offer that cannot be answered any more.
fn outcome_code(offer: &OfferPage) -> Option<&'static str> {
    match offer.state {
        _ if offer.open => None,
        OfferState::Accepted if offer.given_up => Some("given-up"),
        OfferState::Accepted => Some("won-already"),
        OfferState::Declined => Some("declined-before"),
        OfferState::Willing => Some("willing-already"),
        _ if offer.filled => Some("taken-by-other"),
        OfferState::Withdrawn => Some("withdrawn"),
        OfferState::NotChosen => Some("not-chosen"),
        OfferState::Queued | OfferState::Sent | OfferState::Lapsed => Some("lapsed"),
    }
}
