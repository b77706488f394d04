//! The API under `/api/v1`. Bearer keys, JSON in and out, RFC 9457 problems, `Idempotency-Key` on every POST.

mod active_list;
mod candidates;
mod description;
mod entry_links;
mod erase;
mod export;
mod help_requests;
mod keys;
mod letters;
mod listings;
mod mail;
mod member_sheet;
mod members;
mod paging;
mod queue;
mod referrals;
mod registry;
mod specialists;
mod statistics;
mod versions;
mod webhook_messages;
mod webhooks;

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::desk::RequestKey;
use crate::web::problem::Kind;
use crate::web::reader::refuse;

pub use active_list::get_active_list;
pub use candidates::{get_candidates, get_relaxations, get_why_not};
pub use description::{DOCUMENT, Operation, operations};
pub use entry_links::{close, get_entry_links, post_entry_link};
pub use erase::{post_help_request_erasure, post_specialist_erasure};
pub use export::{get_help_request_export, get_specialist_export, saved};
pub use help_requests::{cancel_help_request, get_help_request, get_help_requests, get_offers, post_help_request};
pub use keys::{get_audit, get_keys, get_me, post_key, post_key_revocation};
pub use letters::{get_letter, get_letters, get_suppressions, post_bounce, post_lift, post_resend, post_suppression};
pub use listings::get_external_listings;
pub use mail::post_mail;
pub use member_sheet::{ImportMistake, ImportReport, get_member_sheet, post_member_sheet, report, sheet, unreadable};
pub use members::{ask_member, delete_member, get_member, get_members, note_paper, post_member, post_member_help_request, put_member};
pub use queue::{get_hand_over, get_queue, post_hand_over, undo};
pub use referrals::{get_organisations, get_referrals, post_referral, take_back};
pub use registry::{get_case, get_cases, get_registry, post_confirmation, post_proposal, post_snapshot};
pub use specialists::{get_specialist, get_specialists, patch_specialist, pause_specialist, post_specialist, resume_specialist};
pub use statistics::get_statistics;
pub use webhook_messages::{get_messages, post_replay, post_webhook_test};
pub use webhooks::{delete_webhook, get_webhook, get_webhooks, post_secret, post_webhook, put_webhook};

/// The description of the API, made from the code.
#[derive(OpenApi)]
#[openapi(
    info(title = "nakodo", description = "Matchmaking between registered information security specialists and small companies."),
    paths(
        active_list::get_active_list,
        listings::get_external_listings,
        specialists::post_specialist,
        specialists::get_specialists,
        specialists::get_specialist,
        specialists::patch_specialist,
        specialists::pause_specialist,
        specialists::resume_specialist,
        export::get_specialist_export,
        erase::post_specialist_erasure,
        help_requests::post_help_request,
        help_requests::get_help_requests,
        help_requests::get_help_request,
        candidates::get_candidates,
        candidates::get_why_not,
        candidates::get_relaxations,
        help_requests::get_offers,
        help_requests::cancel_help_request,
        export::get_help_request_export,
        erase::post_help_request_erasure,
        members::get_members,
        member_sheet::get_member_sheet,
        member_sheet::post_member_sheet,
        members::post_member,
        members::get_member,
        members::put_member,
        members::delete_member,
        members::ask_member,
        members::note_paper,
        members::post_member_help_request,
        queue::get_queue,
        queue::post_hand_over,
        queue::get_hand_over,
        queue::undo,
        referrals::post_referral,
        referrals::get_referrals,
        referrals::take_back,
        referrals::get_organisations,
        entry_links::get_entry_links,
        entry_links::post_entry_link,
        entry_links::close,
        letters::get_letters,
        letters::get_letter,
        letters::post_resend,
        letters::get_suppressions,
        letters::post_suppression,
        letters::post_lift,
        letters::post_bounce,
        mail::post_mail,
        keys::get_me,
        keys::get_keys,
        keys::post_key,
        keys::post_key_revocation,
        keys::get_audit,
        registry::get_registry,
        registry::post_snapshot,
        registry::get_cases,
        registry::get_case,
        registry::post_proposal,
        registry::post_confirmation,
        statistics::get_statistics,
        webhooks::get_webhooks,
        webhooks::post_webhook,
        webhooks::get_webhook,
        webhooks::put_webhook,
        webhooks::delete_webhook,
        webhooks::post_secret,
        webhook_messages::post_webhook_test,
        webhook_messages::get_messages,
        webhook_messages::post_replay,
    ),
    components(schemas(crate::web::problem::ProblemDocument, crate::web::problem::FieldProblem)),
    modifiers(&BearerKeys)
)]
struct Description;

struct BearerKeys;

impl utoipa::Modify for BearerKeys {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("Made by `nakodo keys create`, or over the API."));
        if let Some(components) = &mut description.components {
            components.add_security_scheme("key", SecurityScheme::Http(scheme.build()));
        }
    }
}

/// OpenAPI 3.1 as JSON.
pub fn open_api() -> String {
    serde_json::to_string_pretty(&*DOCUMENT).unwrap_or_default()
}

pub async fn show_open_api() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/json")).body(open_api())
}

/// The `Idempotency-Key` of a request, if it has one. Who has no key of ours shares one space, in which the body keeps people apart: a
/// stranger who guesses the key but not the body gets an error and no data.
fn request_key(request: &HttpRequest, owner: Option<&str>, body: &[u8]) -> Result<Option<RequestKey>, Error> {
    let Some(key) = request.headers().get("Idempotency-Key") else { return Ok(None) };
    let key = RequestKey::readable(key.as_bytes()).ok_or_else(|| refuse(request, Kind::KeyTooLong))?;
    let owner = owner.unwrap_or("company");
    let asked = [request.method().as_str().as_bytes(), b" ", request.path().as_bytes(), b"\n", body].concat();
    Ok(Some(RequestKey::new(owner, key, &asked)))
}
