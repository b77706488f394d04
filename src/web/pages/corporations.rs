//! A company types its number, and the register of corporations fills in its name and place. Nothing is sent and nothing kept; what the company has typed
//! already stays as it is.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse};

use crate::desk::look_up_corporation;
use crate::language::Language;
use crate::report::FieldError;
use crate::values::CorporateNumber;
use crate::web::State;
use crate::web::pages::ask_form::{Frame, form_page};
use crate::web::pages::typed::Typed;
use crate::web::pages::{ok, page};
use crate::web::problem::Problem;
use crate::web::reader::refuse_with;
use crate::wording::{say, say_with};

pub(super) const CORPORATE_NUMBER: &str = "/company/corporate_number";

/// The form again: with what the register says, or with why it says nothing.
pub(super) async fn looked_up(
    request: &HttpRequest,
    state: &State,
    language: Language,
    frame: Frame,
    mut typed: Typed,
) -> Result<HttpResponse, Error> {
    let number = match CorporateNumber::parse(typed.text(CORPORATE_NUMBER)) {
        Ok(number) => number,
        Err(mistake) => {
            let errors = [FieldError { pointer: CORPORATE_NUMBER.to_owned(), code: mistake.code, args: mistake.args }];
            return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &form_page(state, language, frame, typed, &errors)));
        }
    };
    let found = look_up_corporation(&state.desk, number).await;
    let told = match found.map_err(|refusal| refuse_with(request, Problem::of(refusal, language)))? {
        Some(found) => {
            let facts = [
                ("/company/name", found.name.as_str()),
                ("/company/prefecture", &found.prefecture),
                ("/company/municipality", found.municipality.as_str()),
            ];
            for (name, fact) in facts {
                if typed.optional(name).is_none() {
                    typed.put(name, [fact]);
                }
            }
            say_with(language, "lookup-found", &[("name", found.name.as_str())])
        }
        None => say(language, "lookup-unknown"),
    };
    let mut shown = form_page(state, language, frame, typed, &[]);
    shown.again = Some(told);
    Ok(ok(language, &shown))
}
