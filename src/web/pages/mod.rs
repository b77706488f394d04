//! Pages for people: Japanese first, English on request, without scripts, on a phone. GET shows, POST acts (invariant 5).

mod active_list;
mod ask_form;
mod brokering;
mod calendar_file;
mod check;
mod choice;
mod circle;
mod complaints;
mod console;
mod corporations;
mod course;
mod credits;
mod drafts;
mod endorsements;
mod engagement;
mod erase;
mod export;
mod feed;
mod first_talk;
mod help_request;
mod helpdesks;
mod home;
mod identity;
mod letter_wishes;
mod letters;
mod linked;
mod listed;
mod listings;
mod me;
mod offer;
mod outlook;
mod pauses;
mod picture;
mod pools;
mod pressed;
mod profile;
mod profile_check;
mod proposal;
mod reference;
mod registry;
mod statistics;
mod status;
mod status_stream;
mod styleguide;
mod summary;
mod team;
mod typed;
mod visit;
mod webhooks;
mod week_wish;
mod words;
mod worries;

use std::any::Any;
use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use crate::desk::Signed;
use crate::language::Language;
use crate::web::problem::Problem;
use crate::wording::say_with;

pub use active_list::show_active_list;
pub use brokering::{
    download_members, download_report_book, download_report_sheet, new_member, new_member_help_request, post_ask_member, post_candidate,
    post_changed_member, post_close_entry_link, post_consent, post_dispute, post_entry_link, post_hand_over, post_import, post_member,
    post_member_help_request, post_objection, post_paper, post_reason, post_referral, post_referral_no, post_referral_yes, post_removal,
    post_take_back, post_taking, post_undo_hand_over, post_wider, show_candidate, show_candidates, show_consent, show_dispute,
    show_entry_link, show_entry_links, show_hand_over, show_import, show_member, show_member_form, show_members, show_poster,
    show_queue_page, show_queued, show_quick, show_referral, show_referrals, show_removal, show_report, show_wider,
};
pub use check::{post_answer, post_check_start, post_undo_answer, show_check, show_check_start};
pub use choice::{post_choice, post_refusal};
pub use circle::{post_circle, show_circle};
pub use complaints::{
    post_complaint_step, post_filing, post_member_filing, post_own_filing, show_complaint, show_filing, show_member_filing, show_own_filing,
};
pub use console::{
    download_map, post_accepted_entry, post_case_step, post_confirmed_hiding, post_console_letters, post_dead_delivery, post_dead_pile,
    post_draw_question, post_draw_seen, post_draw_struck, post_hiding, post_letter_again, post_objection_decided, show_case,
    show_case_step, show_complaints, show_console, show_console_letter, show_console_letters, show_dead_letters, show_draw, show_draws,
    show_funnel, show_map, show_moderation, show_objection, show_objections, show_policies, show_review, show_unmatched,
};
pub use course::{
    download_entry, post_check_again, post_outcome, post_review, post_review_reply, post_step, post_words_objection, show_engagement,
    show_outcome, show_reviews, show_statement, show_step,
};
pub use credits::{
    download_credit_book, download_credit_sheet, download_statement, post_approval, post_approval_declined, post_credit_hidden,
    post_credit_published, post_credit_taken_back, post_cycle, post_new_credit, post_title, post_work, show_approval, show_credit,
    show_credit_kinds, show_credits, show_credits_print, show_ledger_key, show_new_credit,
};
pub use drafts::show_draft;
pub use endorsements::{
    post_endorsement, post_endorsing, post_given_end, post_own_endorsement, show_endorsement, show_endorsing, show_given_endorsements,
    show_own_endorsements,
};
pub use engagement::post_withdrawal;
pub use erase::{post_account_erasure, post_status_erasure, show_account_erasure, show_status_erasure};
pub use export::download_help_request;
pub use feed::show_feed;
pub use first_talk::{download_company_talk, download_first_talk};
pub use help_request::{new_help_request, post_help_request, show_entry};
pub use home::{home, style_sheet};
pub use identity::{
    post_colleague, post_end_all_sessions, post_end_session, post_name, post_new_second_factor, post_role, post_second_factor,
    post_sign_in, post_sign_in_code, post_sign_in_link, post_sign_out, show_account, show_colleagues, show_name, show_second_factor,
    show_sessions, show_sign_in, show_sign_in_link,
};
pub use letter_wishes::{post_unsubscribe, post_wishes, show_wishes};
pub use letters::{list_letters, show_letter};
pub use listed::show_listed;
pub use listings::show_listings;
pub use me::{
    post_experience, post_experience_drop, post_join, post_join_profile, post_menu, post_menu_drop, post_open_offer, post_own_check,
    post_own_consent, post_own_pause, post_own_reply, post_own_resume, post_reviews_hidden, post_reviews_shown, post_section,
    post_withdrawal_of_consent, show_consents, show_experience, show_experiences, show_join, show_join_profile, show_menu, show_menus,
    show_own, show_own_offers, show_own_page_of_reviews, show_own_pauses, show_preview, show_section, show_withdrawal,
};
pub use offer::{post_accept, post_decline, show_offer};
pub use pauses::{post_pause, post_resume, show_pauses};
pub use pools::{
    download_own_calendar, download_pool_calendar, download_pool_shares, new_pool, post_pool, post_pool_answer, post_pool_step,
    show_own_pools, show_pool, show_pool_part, show_pool_specialists, show_pool_step, show_pools,
};
pub use profile_check::{post_profile_check, show_profile_check};
pub use proposal::post_proposal;
pub use reference::{show_operation, show_reference, show_schema};
pub use registry::{post_case_confirmation, post_case_proposal, show_register_case, show_registry};
pub use statistics::show_statistics;
pub use status::{post_cancellation, post_company_withdrawal, post_confirmation, show_confirmation, show_status};
pub use status_stream::follow_status;
pub use styleguide::show_styleguide;
pub use summary::{download_check_summary, download_status_summary, show_check_summary, show_status_summary};
pub use team::{
    download_team_entry, post_seat, post_team_end, post_team_guest, post_team_member, show_seat, show_team, show_team_guest,
    show_team_member,
};
pub use webhooks::{
    post_message_replay, post_webhook, post_webhook_removal, post_webhook_switch, post_webhook_trial, show_webhook, show_webhook_removal,
    show_webhooks,
};
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
    answer(status, language, page.render())
}

/// The same for somebody signed in: where several people share the account, the head of the page says whose hand it is.
fn page_of(signed: &Signed, status: StatusCode, language: Language, page: &impl Template) -> HttpResponse {
    let (address, name) = (signed.account.address.as_str(), signed.person.as_ref().map(|(_, name)| name.as_str()));
    let hand = name.map(|name| say_with(language, "hand", &[("address", address), ("name", name)]));
    let values = hand.as_ref().map(|hand| ("hand", hand as &dyn Any));
    answer(status, language, page.render_with_values(&values))
}

fn answer(status: StatusCode, language: Language, rendered: askama::Result<String>) -> HttpResponse {
    match rendered {
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

/// On to another page, after a press.
fn see_other(place: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, place)).insert_header((header::CACHE_CONTROL, "no-store")).finish()
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
