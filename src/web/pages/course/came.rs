//! What a page beside the work says after a press: what was done, or why nothing was, and what was typed, if it comes again.

use actix_web::Error;
use actix_web::http::StatusCode;

use crate::desk::Refusal;
use crate::language::Language;
use crate::report::FieldError;
use crate::web::pages::linked::Linked;
use crate::web::pages::pressed::again;
use crate::web::pages::typed::Typed;
use crate::web::problem::field_sentence;
use crate::wording::say;

/// The same before anything was pressed says nothing.
#[derive(Default)]
pub(super) struct Came {
    pub status: StatusCode,
    pub done: Option<&'static str>,
    pub again: Option<String>,
    pub typed: Option<Typed>,
    pub errors: Vec<FieldError>,
}

impl Came {
    /// After a press whose form was `typed`; none where nothing is typed, so that a mistake stands above the page. What the page cannot say is an error.
    pub fn after(linked: &Linked, language: Language, done: Result<&'static str, Refusal>, typed: Option<Typed>) -> Result<Self, Error> {
        Ok(match done {
            Ok(done) => Self { done: Some(done), ..Self::default() },
            Err(Refusal::Fields(errors)) => {
                let again = if typed.is_none() { errors.first().map(|error| field_sentence(error, language)) } else { None };
                Self { status: StatusCode::UNPROCESSABLE_ENTITY, again, typed, errors, ..Self::default() }
            }
            Err(Refusal::StalePage(stale)) => {
                let (status, sentence) = again(stale, language);
                Self { status, again: Some(sentence), typed, ..Self::default() }
            }
            Err(Refusal::ChangedMeanwhile) => {
                let again = Some(say(language, "course-changed-meanwhile"));
                Self { status: StatusCode::CONFLICT, again, typed, ..Self::default() }
            }
            Err(refusal) => return Err(linked.refused(refusal)),
        })
    }
}
