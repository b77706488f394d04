//! Signing in, and what somebody sees of themselves.

mod account;
mod colleagues;
mod name;
mod second_factor;
mod sessions;
mod sign_in;

pub use account::{post_role, post_sign_out, show_account};
pub use colleagues::{post_colleague, show_colleagues};
pub use name::{post_name, show_name};
pub use second_factor::{post_new_second_factor, post_second_factor, show_second_factor};
pub use sessions::{post_end_all_sessions, post_end_session, show_sessions};
pub(super) use sign_in::ask_for_code;
pub use sign_in::{post_sign_in, post_sign_in_code, post_sign_in_link, show_sign_in, show_sign_in_link};

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse};

use crate::desk::Refusal;
use crate::identity::Role;
use crate::language::Language;
use crate::web::problem::Problem;
use crate::web::reader::refuse_with;
use crate::wording::{say, say_with};

/// On to a page, after a press.
pub(super) fn see(place: &str, language: Language) -> HttpResponse {
    let place = format!("{place}?lang={}", language.tag());
    HttpResponse::SeeOther().insert_header((header::LOCATION, place)).insert_header((header::CACHE_CONTROL, "no-store")).finish()
}

pub(super) fn refused(request: &HttpRequest, refusal: Refusal) -> Error {
    refuse_with(request, Problem::of(refusal, crate::web::reader::language(request)))
}

/// A role in words, with whose it is.
fn role_words(language: Language, role: Role, name: Option<&str>) -> String {
    let role = say(language, &format!("role-{}", role.code()));
    name.map_or_else(|| role.clone(), |name| say_with(language, "role-named", &[("role", &role), ("name", name)]))
}
