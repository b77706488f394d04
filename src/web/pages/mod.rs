//! Pages for people: Japanese first, English on request, without scripts, on a phone. GET shows, POST acts (invariant 5).

mod ask_form;
mod brokering;
mod check;
mod choice;
mod drafts;
mod engagement;
mod erase;
mod export;
mod help_request;
mod helpdesks;
mod home;
mod identity;
mod letter_wishes;
mod letters;
mod offer;
mod outlook;
mod pauses;
mod picture;
mod pressed;
mod profile_check;
mod proposal;
mod reference;
mod registry;
mod statistics;
mod status;
mod status_stream;
mod summary;
mod typed;
mod visit;
mod week_wish;
mod words;
mod worries;

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use crate::language::Language;
use crate::web::problem::Problem;

pub use brokering::{
    download_members, new_member, new_member_help_request, post_ask_member, post_changed_member, post_close_entry_link, post_consent,
    post_entry_link, post_hand_over, post_import, post_member, post_member_help_request, post_objection, post_paper, post_reason,
    post_referral, post_referral_no, post_referral_yes, post_removal, post_take_back, post_taking, post_undo_hand_over, show_consent,
    show_entry_link, show_entry_links, show_hand_over, show_import, show_member, show_member_form, show_members, show_queue_page,
    show_queued, show_referral, show_referrals, show_removal,
};
pub use check::{post_answer, post_check_start, post_undo_answer, show_check, show_check_start};
pub use choice::{post_choice, post_refusal};
pub use drafts::show_draft;
pub use engagement::{post_withdrawal, show_engagement};
pub use erase::{post_account_erasure, post_status_erasure, show_account_erasure, show_status_erasure};
pub use export::download_help_request;
pub use help_request::{new_help_request, post_help_request, show_entry};
pub use home::{home, style_sheet};
pub use identity::{
    post_end_all_sessions, post_end_session, post_new_second_factor, post_role, post_second_factor, post_sign_in, post_sign_in_code,
    post_sign_in_link, post_sign_out, show_account, show_second_factor, show_sessions, show_sign_in, show_sign_in_link,
};
pub use letter_wishes::{post_unsubscribe, post_wishes, show_wishes};
pub use letters::{list_letters, show_letter};
pub use offer::{post_accept, post_decline, show_offer};
pub use pauses::{post_pause, post_resume, show_pauses};
pub use profile_check::{post_profile_check, show_profile_check};
pub use proposal::post_proposal;
pub use reference::{show_operation, show_reference, show_schema};
pub use registry::{post_case_confirmation, post_case_proposal, show_register_case, show_registry};
pub use statistics::show_statistics;
pub use status::{post_cancellation, post_company_withdrawal, post_confirmation, show_confirmation, show_status};
pub use status_stream::follow_status;
pub use summary::{download_check_summary, download_status_summary, show_check_summary, show_status_summary};
pub use week_wish::{post_week_unsubscribe, post_week_wish, show_week_wish};
pub use worries::show_worries;

use words::Words;

/// A page that shows one message, also for problems.
#[derive(Template)]
#[template(path = "pages/message.html")]
struct MessagePage {
    t: Words,
    title: String,
    text: String,
    /// Said below in small letters.
    note: Option<String>,
}

/// Renders a page. Pages may hold personal data and tokens, so nothing keeps them.
fn page(status: StatusCode, language: Language, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(html) => HttpResponse::build(status)
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((header::CONTENT_LANGUAGE, language.tag()))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::VARY, "Accept-Language"))
            .body(html),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn ok(language: Language, template: &impl Template) -> HttpResponse {
    page(StatusCode::OK, language, template)
}

/// A problem as a page.
#[derive(Debug)]
pub struct ProblemPage(pub Problem);

impl fmt::Display for ProblemPage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl ResponseError for ProblemPage {
    fn status_code(&self) -> StatusCode {
        self.0.status_code()
    }

    fn error_response(&self) -> HttpResponse {
        let problem = &self.0;
        let message = MessagePage { t: Words(problem.language), title: problem.title(), text: problem.detail(), note: None };
        let mut answer = page(problem.status_code(), problem.language, &message);
        if problem.status_code() == StatusCode::SERVICE_UNAVAILABLE {
            answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        }
        answer
    }
}
