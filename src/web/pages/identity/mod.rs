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

use actix_web::HttpResponse;

use crate::identity::Role;
use crate::language::Language;
use crate::web::pages::see_other;
use crate::wording::{say, say_with};

/// On to a page, after a press.
pub(super) fn see(place: &str, language: Language) -> HttpResponse {
    see_other(&format!("{place}?lang={}", language.tag()))
}

/// A role in words, with whose it is.
fn role_words(language: Language, role: Role, name: Option<&str>) -> String {
    let role = say(language, &format!("role-{}", role.code()));
    name.map_or_else(|| role.clone(), |name| say_with(language, "role-named", &[("role", &role), ("name", name)]))
}
