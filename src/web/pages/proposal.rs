//! "I would do it, with changes": the third fold of the offer page. Each input has the name of its field, so a mistake stands at its input,
//! and a refused form comes back with everything that was typed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::clock::spoken_date;
use crate::desk::{Acceptance, OfferPage, Refusal, propose_terms};
use crate::language::Language;
use crate::offers::{Terms, TermsForm};
use crate::report::FieldError;
use crate::values::Slot;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::browser::Browser;
use crate::web::pages::offer::{Yes, look, not_now, outcome_of, refused, said_yes, template, with_code, without_code};
use crate::web::pages::page;
use crate::web::pages::pressed::again;
use crate::web::pages::typed::Typed;
use crate::web::problem::{Kind, field_sentence};
use crate::web::reader::{Asked, find_token, refuse, wants_document};
use crate::wording::{say, slots, yen};

/// A day of the week with its slots.
pub(super) struct Day {
    pub name: String,
    pub slots: Vec<Ticked>,
}

/// A slot, and whether it is ticked.
pub(super) struct Ticked {
    pub code: String,
    pub part: String,
    pub ticked: bool,
}

/// What the fold shows.
#[derive(Default)]
pub(super) struct Proposal {
    typed: Typed,
    errors: Vec<(String, String)>,
    pub days: Vec<Day>,
    pub earliest: String,
    /// Whether it stands before everything else, since a code is to be typed.
    pub first: bool,
}

impl Proposal {
    pub fn new(state: &State, language: Language, typed: Typed, errors: &[FieldError]) -> Self {
        let slots: Vec<Slot> = Slot::all().collect();
        let days = slots.chunks(3).map(|day| {
            let parts = day.iter().map(|slot| {
                let code = slot.to_string();
                let part = say(language, &format!("part-{}", code.split('-').nth(1).unwrap_or_default()));
                Ticked { ticked: typed.has("slots", &code), code, part }
            });
            let code = day.first().map(ToString::to_string).unwrap_or_default();
            let name = say(language, &format!("weekday-{}", code.split('-').next().unwrap_or_default()));
            Day { name, slots: parts.collect() }
        });
        Self {
            days: days.collect(),
            errors: errors
                .iter()
                .map(|error| (error.pointer.trim_start_matches('/').to_owned(), field_sentence(error, language)))
                .collect(),
            earliest: state.desk.clock.today().format("%Y-%m-%d").to_string(),
            first: false,
            typed,
        }
    }

    /// With what had been typed when the code was sent, if the page is opened by the link in the code's letter.
    pub fn of(state: &State, language: Language, offer: &OfferPage) -> Self {
        let typed = offer.draft.terms.as_ref().map(typed_again).unwrap_or_default();
        let first = offer.mailbox.code_sent && offer.draft.terms.is_some();
        Self { first, ..Self::new(state, language, typed, &[]) }
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(at, _)| at == name).map(|(_, sentence)| sentence.as_str())
    }

    pub fn value(&self, name: &str) -> &str {
        self.typed.text(name)
    }

    pub fn is_open(&self) -> bool {
        let is_typed = |name: &&str| !self.typed.text(name).is_empty();
        !self.errors.is_empty() || ["start_on", "slots", "fee_yen", "remote", "text"].iter().any(is_typed)
    }
}

/// Terms as they are typed.
fn typed_again(terms: &Terms) -> Typed {
    let one = |text: Option<String>| text.into_iter().collect::<Vec<String>>();
    let slots = Slot::all().filter(|slot| terms.slots.is_some_and(|free| free.contains(*slot))).map(|slot| slot.to_string());
    let values = [
        ("start_on", one(terms.start_on.map(|day| day.format("%Y-%m-%d").to_string()))),
        ("slots", slots.collect()),
        ("fee_yen", one(terms.fee_yen.map(|yen| yen.to_string()))),
        ("remote", one(terms.remote.then(|| "yes".to_owned()))),
        ("text", one(Some(terms.text.as_str().to_owned()))),
    ];
    Typed::of(values.into_iter().map(|(name, values)| (name.to_owned(), values)).collect())
}

/// What terms change, as pairs of a label and a value; the word to the company stands by itself.
pub(super) fn changes(language: Language, terms: &Terms) -> Vec<(String, String)> {
    let fact = |label: &str, value: String| (say(language, label), value);
    let mut told = Vec::new();
    told.extend(terms.start_on.map(|day| fact("fact-start", spoken_date(day, language))));
    told.extend(terms.slots.map(|free| fact("fact-slots", slots(language, free))));
    told.extend(terms.remote.then(|| fact("status-mode", say(language, "mode-remote"))));
    told.extend(terms.fee_yen.map(|fee| fact("status-fee", yen(language, u64::from(fee)))));
    told
}

pub async fn post_proposal(
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
    let typed = Typed::read(&body);
    let (form, unreadable) = read(&request, &body, &typed)?;
    let Yes { form: accepting, press, browser } = Yes::read(&request, &state, language, (&secret, browser), &body).await?;
    let outcome = if unreadable.is_empty() {
        propose_terms(&state.desk, press, form, accepting.clone()).await
    } else {
        let others = [form.check(state.desk.clock.today()).err(), accepting.person(offer.shares_mailbox).err()];
        Err(Refusal::Fields(unreadable.into_iter().chain(others.into_iter().flatten().flatten()).collect()))
    };
    // The page again, with all that was typed.
    let shown = |offer, errors: &[FieldError], first| {
        let proposal = Proposal { first, ..Proposal::new(&state, language, typed.clone(), errors) };
        template(&state, language, &secret, offer).after(&accepting).proposing(proposal)
    };
    let has_code = offer.mailbox.code_sent && !accepting.code.is_empty();
    match outcome {
        Err(refusal) if wants_document(&request) => Err(refused(&request, refusal, language)),
        Err(Refusal::Fields(errors)) => Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &shown(offer, &errors, has_code))),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            Ok(page(status, language, &shown(offer, &[], has_code).again(sentence)))
        }
        Err(refusal) => Err(refused(&request, refusal, language)),
        Ok(Acceptance::CodeSent | Acceptance::CodeWrong) if !wants_document(&request) => {
            let is_wrong = outcome.is_ok_and(|outcome| outcome == Acceptance::CodeWrong);
            let errors: &[FieldError] = if is_wrong { &[FieldError::new("/code", "code-wrong")] } else { &[] };
            let (status, _) = outcome_of(if is_wrong { Acceptance::CodeWrong } else { Acceptance::CodeSent });
            Ok(page(status, language, &shown(with_code(offer), errors, true)))
        }
        Ok(Acceptance::CodeOver) if !wants_document(&request) => {
            let (status, _) = outcome_of(Acceptance::CodeOver);
            Ok(page(status, language, &shown(without_code(offer), &[], false).again(say(language, "code-over"))))
        }
        Ok(Acceptance::TooManyCodes | Acceptance::NoRoom) if !wants_document(&request) => {
            let outcome = outcome.unwrap_or(Acceptance::NoRoom);
            Ok(page(outcome_of(outcome).0, language, &shown(offer, &[], has_code).again(not_now(outcome, language))))
        }
        Ok(outcome) => Ok(said_yes(&request, &state, language, outcome, &offer, &browser)),
    }
}

/// A JSON document or a browser's form, with what could not be read into it.
fn read(request: &HttpRequest, body: &Bytes, typed: &Typed) -> Result<(TermsForm, Vec<FieldError>), Error> {
    if let Ok(document @ serde_json::Value::Object(_)) = serde_json::from_slice(&body.0) {
        let form = serde_json::from_value(document).map_err(|_| refuse(request, Kind::InvalidBody))?;
        return Ok((form, Vec::new()));
    }
    let mut errors = Vec::new();
    let form = TermsForm {
        start_on: typed.optional("start_on"),
        slots: typed.list("slots"),
        fee_yen: typed.number("fee_yen", &mut errors),
        remote: typed.has("remote", "yes"),
        text: typed.text("text").to_owned(),
    };
    errors.iter_mut().for_each(|error| error.pointer = format!("/{}", error.pointer));
    Ok((form, errors))
}
