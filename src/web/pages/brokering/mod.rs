//! Pages of support organisations: their members, and asking on behalf of them. And the page on which a company says whether they may.

mod ask;
mod consent;
mod entry_links;
mod hand_over;
mod import;
mod member;
mod member_form;
mod members;
mod queue;
mod referral;
mod referrals;

pub use ask::{new_member_help_request, post_member_help_request};
pub use consent::{post_consent, post_objection, show_consent};
pub use entry_links::{post_close_entry_link, post_entry_link, show_entry_link, show_entry_links};
pub use hand_over::{post_hand_over, post_undo_hand_over, show_hand_over};
pub use import::{download_members, post_import, show_import};
pub use member::{post_ask_member, post_paper, show_member};
pub use member_form::{new_member, post_changed_member, post_member, show_member_form};
pub use members::show_members;
pub use queue::{post_reason, show_queue_page, show_queued};
pub use referral::{post_referral_no, post_referral_yes, show_referral};
pub use referrals::{post_referral, post_take_back, post_taking, show_referrals};

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse};

use crate::desk::{Press, Refusal, Stale};
use crate::ids::MemberId;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::caller::Clerk;
use crate::web::pages::pressed::Pressed;
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{refuse, refuse_with};

/// What makes a press on a page of the organisation count.
fn value(state: &State, clerk: &Clerk) -> String {
    state.desk.page_value(Action::Manage, &clerk.signed.token).reveal()
}

/// Whether a form came from a page of this session: another site's cannot hold the value.
fn came_from_page(state: &State, request: &HttpRequest, clerk: &Clerk, pressed: &Pressed) -> Result<(), Error> {
    let press: Press = pressed.press(clerk.signed.token.clone());
    let is_ours = state.desk.is_of_page(&press, Action::Manage);
    if is_ours { Ok(()) } else { Err(refused(request, Refusal::StalePage(Stale::Unknown))) }
}

fn language(asked: Option<Language>, clerk: &Clerk) -> Language {
    asked.unwrap_or(clerk.signed.account.language)
}

fn refused(request: &HttpRequest, refusal: Refusal) -> Error {
    refuse_with(request, Problem::of(refusal, crate::web::reader::language(request)))
}

fn parse(request: &HttpRequest, id: &str) -> Result<MemberId, Error> {
    id.parse().map_err(|_| refuse(request, Kind::NotFound))
}

/// On to a page, after a press; `done` says there what was done.
fn see(place: &str, language: Language, done: &str) -> HttpResponse {
    let place = format!("{place}?lang={}&done={done}", language.tag());
    HttpResponse::SeeOther().insert_header((header::LOCATION, place)).insert_header((header::CACHE_CONTROL, "no-store")).finish()
}

/// What was done just now, as the address says; one of `known`.
fn done(request: &HttpRequest, known: &[&'static str]) -> Option<&'static str> {
    let asked = url::form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "done")?.1;
    known.iter().find(|one| **one == asked).copied()
}
