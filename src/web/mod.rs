//! The web: pages for people, an API for programs. The only room that names actix. Handlers read what was sent, call one act of the desk, and
//! turn its outcome into an answer; they decide nothing.

mod agent;
mod api;
mod body;
mod browser;
mod caller;
mod cookies;
mod cross_origin;
mod guards;
mod headers;
mod limits;
mod multipart;
mod objects;
mod operating;
mod pages;
mod problem;
mod query;
mod reader;
mod searching;
mod telling;
mod watched;

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use tokio_util::sync::CancellationToken;

use crate::desk::Desk;
use crate::settings::{Settings, TransportChoice};
use crate::telemetry::Telemetry;

pub use api::open_api;
pub use limits::Limits;
pub use problem::CODES as PROBLEM_CODES;

/// What handlers need. Clones share everything.
#[derive(Clone)]
pub struct State {
    pub desk: Desk,
    pub settings: Arc<Settings>,
    pub telemetry: Telemetry,
    /// How much each caller has asked lately.
    pub limits: Arc<Limits>,
    /// Cancelled once the server stops: what goes on and on ends then.
    pub closing: CancellationToken,
    /// Whether this instance was filled by the demo, which the first page then says.
    pub is_demo: bool,
}

impl State {
    /// The mail folder, where it may be read in the browser.
    fn readable_mail(&self) -> Option<PathBuf> {
        match &self.settings.post.transport {
            TransportChoice::Folder(path) if self.settings.web.shows_mail => Some(path.clone()),
            _ => None,
        }
    }
}

/// What a browser may do with our pages: load our style sheet, send our forms, and nothing else. No script runs, none is needed.
/// Connections that may wait to be taken. The standard library's 128 are too few for a crowd at one moment: Linux forgets those beyond them half
/// open, and a browser that thinks itself connected is cut off.
const BACKLOG: i32 = 4096;
/// How long an idle connection stays open: longer than the 60 s of common proxies, or one of them would now and then send a request down a
/// connection that is just being closed. A server that stops closes idle ones at once.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// Serves on `listener` until the server is stopped, finishing what is in hand.
pub fn serve(state: State, listener: TcpListener) -> std::io::Result<Server> {
    let settings = state.settings.web.clone();
    socket2::SockRef::from(&listener).listen(BACKLOG)?;
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(state.clone()))
            .wrap(from_fn(limits::limited))
            .wrap(from_fn(caller::identify))
            .wrap(from_fn(body::deadline))
            .wrap(from_fn(reader::remember))
            .wrap(from_fn(cross_origin::answer_other_origins))
            .wrap(from_fn(watched::watched))
            .wrap(headers::of_every_answer(&state.settings.web.public_url))
            .wrap(Compress::default())
            .configure(routes)
            .default_service(web::to(problem::no_such_place))
    });
    let server = server
        .workers(settings.workers)
        .max_connections(settings.max_connections)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(settings.header_deadline)
        .shutdown_timeout(30)
        // Signals are the business of `shutdown`, which also stops the workers.
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

/// Every address of nakodo on one page.
fn routes(app: &mut web::ServiceConfig) {
    app.service(page("/").get(pages::home))
        .service(web::resource("/assets/nakodo.css").route(web::get().to(pages::style_sheet)).route(web::head().to(pages::style_sheet)))
        .service(page("/worries").get(pages::show_worries))
        .service(page("/check").get(pages::show_check_start).post(pages::post_check_start))
        .service(page("/check/{token}").get(pages::show_check).post(pages::post_answer))
        .service(page("/check/{token}/undo").post(pages::post_undo_answer))
        .service(page("/check/{token}/summary").get(pages::show_check_summary))
        .service(page("/check/{token}/summary.md").get(pages::download_check_summary))
        .service(page("/help-requests/drafts/{token}").get(pages::show_draft))
        .service(page("/help-requests/status/{token}/summary").get(pages::show_status_summary))
        .service(page("/help-requests/status/{token}/summary.md").get(pages::download_status_summary))
        .service(page("/help-requests/new").get(pages::new_help_request))
        .service(page("/help-requests").post(pages::post_help_request))
        .service(page("/help-requests/confirm/{token}").get(pages::show_confirmation).post(pages::post_confirmation))
        .service(page("/help-requests/status/{token}").get(pages::show_status))
        .service(page("/help-requests/status/{token}/events").get(pages::follow_status))
        .service(page("/help-requests/status/{token}/calendar").get(pages::download_company_talk))
        .service(page("/help-requests/status/{token}/export").get(pages::download_help_request))
        .service(page("/help-requests/status/{token}/erase").get(pages::show_status_erasure).post(pages::post_status_erasure))
        .service(page("/help-requests/status/{token}/cancel").post(pages::post_cancellation))
        .service(page("/offers/{token}").get(pages::show_offer))
        .service(page("/offers/{token}/accept").post(pages::post_accept))
        .service(page("/offers/{token}/decline").post(pages::post_decline))
        .service(page("/help-requests/status/{token}/withdraw").post(pages::post_company_withdrawal))
        .service(page("/engagements/{token}").get(pages::show_engagement))
        .service(page("/engagements/{token}/withdraw").post(pages::post_withdrawal))
        .service(page("/engagements/{token}/steps/{step}").get(pages::show_step).post(pages::post_step))
        .service(page("/engagements/{token}/team").get(pages::show_team))
        .service(page("/engagements/{token}/team/new/{specialist}").get(pages::show_team_member).post(pages::post_team_member))
        .service(page("/engagements/{token}/team/{id}/end").post(pages::post_team_end))
        .service(page("/team/{token}").get(pages::show_seat))
        .service(page("/team/{token}/entries/{number}").get(pages::download_team_entry))
        .service(page("/team/{token}/{step}").post(pages::post_seat))
        .service(page("/engagements/{token}/statement").get(pages::show_statement))
        .service(page("/engagements/{token}/entries/{number}").get(pages::download_entry))
        .service(page("/offers/{token}/propose").post(pages::post_proposal))
        .service(page("/help-requests/status/{token}/choose/{offer}").post(pages::post_choice))
        .service(page("/help-requests/status/{token}/wider").get(pages::show_circle).post(pages::post_circle))
        .service(page("/help-requests/status/{token}/refuse").post(pages::post_refusal))
        .service(page("/help-requests/status/{token}/refuse/{offer}").post(pages::post_refusal))
        .service(page("/pauses/{token}").get(pages::show_pauses).post(pages::post_pause))
        .service(page("/pauses/{token}/end").post(pages::post_resume))
        .service(page("/profile/{token}").get(pages::show_profile_check).post(pages::post_profile_check))
        .service(page("/letters/{token}").get(pages::show_wishes).post(pages::post_wishes))
        .service(page("/letters/{token}/unsubscribe").get(pages::show_wishes).post(pages::post_unsubscribe))
        .service(page("/weeks/{token}").get(pages::show_week_wish).post(pages::post_week_wish))
        .service(page("/weeks/{token}/unsubscribe").get(pages::show_week_wish).post(pages::post_week_unsubscribe))
        .service(page("/consents/{token}").get(pages::show_consent).post(pages::post_consent))
        .service(page("/consents/{token}/object").post(pages::post_objection))
        .service(page("/listings").get(pages::show_listings))
        .service(page("/specialists").get(pages::show_active_list))
        .service(page("/specialists/feed.atom").get(pages::show_feed))
        .service(page("/specialists/{id}").get(pages::show_listed))
        .service(page("/console").get(pages::show_console))
        .service(page("/console/funnel").get(pages::show_funnel))
        .service(page("/console/map").get(pages::show_map))
        .service(page("/console/map.csv").get(pages::download_map))
        .service(page("/console/unmatched").get(pages::show_unmatched))
        .service(page("/console/moderation").get(pages::show_moderation))
        .service(page("/console/moderation/{id}").get(pages::show_review))
        .service(page("/console/moderation/{id}/accept").post(pages::post_accepted_entry))
        .service(page("/console/moderation/{id}/hide").post(pages::post_hiding))
        .service(page("/console/moderation/{id}/confirm").post(pages::post_confirmed_hiding))
        .service(page("/console/credits").get(pages::show_draws))
        .service(page("/console/credits/{id}").get(pages::show_draw))
        .service(page("/console/credits/{id}/seen").post(pages::post_draw_seen))
        .service(page("/console/credits/{id}/question").post(pages::post_draw_question))
        .service(page("/console/credits/{id}/strike").post(pages::post_draw_struck))
        .service(page("/console/policies").get(pages::show_policies))
        .service(page("/console/letters").get(pages::show_console_letters).post(pages::post_console_letters))
        .service(page("/console/letters/{id}").get(pages::show_console_letter))
        .service(page("/console/letters/{id}/again").post(pages::post_letter_again))
        .service(page("/console/dead-letters").get(pages::show_dead_letters))
        .service(page("/console/dead-letters/replay").post(pages::post_dead_delivery))
        .service(page("/console/dead-letters/replay-all").post(pages::post_dead_pile))
        .service(page("/registry").get(pages::show_registry))
        .service(page("/registry/{id}").get(pages::show_register_case))
        .service(page("/registry/{id}/propose").post(pages::post_case_proposal))
        .service(page("/registry/{id}/confirm").post(pages::post_case_confirmation))
        .service(page("/account/name").get(pages::show_name).post(pages::post_name))
        .service(page("/colleagues").get(pages::show_colleagues))
        .service(page("/colleagues/{id}").post(pages::post_colleague))
        .service(page("/members").get(pages::show_members).post(pages::post_member))
        .service(page("/members/new").get(pages::new_member))
        .service(page("/members.csv").get(pages::download_members))
        .service(page("/members/import").get(pages::show_import).post(pages::post_import))
        .service(page("/members/{id}").get(pages::show_member).post(pages::post_changed_member))
        .service(page("/members/{id}/change").get(pages::show_member_form))
        .service(page("/members/{id}/remove").get(pages::show_removal).post(pages::post_removal))
        .service(page("/members/{id}/ask").post(pages::post_ask_member))
        .service(page("/members/{id}/paper").post(pages::post_paper))
        .service(page("/members/{id}/help-requests").get(pages::new_member_help_request).post(pages::post_member_help_request))
        .service(page("/pools").get(pages::show_pools).post(pages::post_pool))
        .service(page("/pools/new").get(pages::new_pool))
        .service(page("/pools/{id}").get(pages::show_pool))
        .service(page("/pools/{id}/shares.csv").get(pages::download_pool_shares))
        .service(page("/pools/{id}/specialists").get(pages::show_pool_specialists))
        .service(page("/pools/{id}/steps/{step}").get(pages::show_pool_step).post(pages::post_pool_step))
        .service(page("/pool/{token}").get(pages::show_pool_part))
        .service(page("/pool/{token}/calendar").get(pages::download_pool_calendar))
        .service(page("/pool/{token}/{act}").post(pages::post_pool_answer))
        .service(page("/webhooks").get(pages::show_webhooks).post(pages::post_webhook))
        .service(page("/webhooks/{id}").get(pages::show_webhook))
        .service(page("/webhooks/{id}/test").post(pages::post_webhook_trial))
        .service(page("/webhooks/{id}/replay").post(pages::post_message_replay))
        .service(page("/webhooks/{id}/switch").post(pages::post_webhook_switch))
        .service(page("/webhooks/{id}/remove").get(pages::show_webhook_removal).post(pages::post_webhook_removal))
        .service(page("/queue").get(pages::show_queue_page))
        .service(page("/queue/new").get(pages::show_quick))
        .service(page("/queue/{id}").get(pages::show_queued).post(pages::post_reason))
        .service(page("/queue/{id}/candidates").get(pages::show_candidates))
        .service(page("/queue/{id}/candidates/{specialist}").get(pages::show_candidate).post(pages::post_candidate))
        .service(page("/queue/{id}/wider").get(pages::show_wider).post(pages::post_wider))
        .service(page("/queue/{id}/referrals").post(pages::post_referral))
        .service(page("/report").get(pages::show_report))
        .service(page("/report.csv").get(pages::download_report_sheet))
        .service(page("/report.xlsx").get(pages::download_report_book))
        .service(page("/referrals").get(pages::show_referrals))
        .service(page("/referrals/taking").post(pages::post_taking))
        .service(page("/referrals/{id}/take-back").post(pages::post_take_back))
        .service(page("/referral/{token}").get(pages::show_referral).post(pages::post_referral_yes))
        .service(page("/referral/{token}/refuse").post(pages::post_referral_no))
        .service(page("/entry-links").get(pages::show_entry_links).post(pages::post_entry_link))
        .service(page("/entry-links/{id}").get(pages::show_entry_link))
        .service(page("/entry-links/{id}/poster").get(pages::show_poster))
        .service(page("/entry-links/{id}/close").post(pages::post_close_entry_link))
        .service(page("/for/{code}").get(pages::show_entry))
        .service(page("/hand-overs").post(pages::post_hand_over))
        .service(page("/hand-overs/{id}").get(pages::show_hand_over))
        .service(page("/hand-overs/{id}/undo").post(pages::post_undo_hand_over))
        .service(page("/statistics").get(pages::show_statistics))
        .service(page("/join").get(pages::show_join).post(pages::post_join))
        .service(page("/join/profile").get(pages::show_join_profile).post(pages::post_join_profile))
        .service(page("/me").get(pages::show_own))
        .service(page("/me/confirm").post(pages::post_own_check))
        .service(page("/me/consents").get(pages::show_consents))
        .service(page("/me/consents/{name}").post(pages::post_own_consent))
        .service(page("/me/consents/{name}/withdraw").get(pages::show_withdrawal).post(pages::post_withdrawal_of_consent))
        .service(page("/me/pauses").get(pages::show_own_pauses).post(pages::post_own_pause))
        .service(page("/me/pauses/end").post(pages::post_own_resume))
        .service(page("/me/offers").get(pages::show_own_offers))
        .service(page("/me/offers/{id}/open").post(pages::post_open_offer))
        .service(page("/me/offers/{id}/calendar").get(pages::download_first_talk))
        .service(page("/me/credits").get(pages::show_credits))
        .service(page("/me/credits/work/{id}").post(pages::post_work))
        .service(page("/me/credits/cycles/{name}").post(pages::post_cycle))
        .service(page("/me/credits/new").get(pages::show_credit_kinds))
        .service(page("/me/credits/new/{name}").get(pages::show_new_credit).post(pages::post_new_credit))
        .service(page("/me/credits/statement.json").get(pages::download_statement))
        .service(page("/me/credits/ledger.csv").get(pages::download_credit_sheet))
        .service(page("/me/credits/ledger.xlsx").get(pages::download_credit_book))
        .service(page("/me/credits/print").get(pages::show_credits_print))
        .service(page("/me/credits/entries/{id}").get(pages::show_credit))
        .service(page("/me/credits/entries/{id}/take-back").post(pages::post_credit_taken_back))
        .service(page("/me/credits/entries/{id}/publish").post(pages::post_credit_published))
        .service(page("/me/credits/entries/{id}/hide").post(pages::post_credit_hidden))
        .service(page("/approval/{token}").get(pages::show_approval).post(pages::post_approval))
        .service(page("/approval/{token}/decline").post(pages::post_approval_declined))
        .service(page("/ledger-key").get(pages::show_ledger_key))
        .service(page("/me/pools").get(pages::show_own_pools))
        .service(page("/me/pools/calendar").get(pages::download_own_calendar))
        .service(page("/me/preview").get(pages::show_preview))
        .service(page("/me/profile/{name}").get(pages::show_section).post(pages::post_section))
        .service(page("/me/menus").get(pages::show_menus))
        .service(page("/me/menus/{name}").get(pages::show_menu).post(pages::post_menu))
        .service(page("/me/menus/{name}/drop").get(pages::show_menu).post(pages::post_menu_drop))
        .service(page("/me/experiences").get(pages::show_experiences))
        .service(page("/me/experiences/{name}").get(pages::show_experience).post(pages::post_experience))
        .service(page("/me/experiences/{name}/drop").get(pages::show_experiences).post(pages::post_experience_drop))
        .service(page("/sign-in").get(pages::show_sign_in).post(pages::post_sign_in))
        .service(page("/sign-in/code").post(pages::post_sign_in_code))
        .service(page("/sign-in/{token}").get(pages::show_sign_in_link).post(pages::post_sign_in_link))
        .service(page("/sign-out").post(pages::post_sign_out))
        .service(page("/account").get(pages::show_account))
        .service(page("/account/erase").get(pages::show_account_erasure).post(pages::post_account_erasure))
        .service(page("/account/second-factor").get(pages::show_second_factor).post(pages::post_new_second_factor))
        .service(page("/account/second-factor/show").post(pages::post_second_factor))
        .service(page("/account/role").post(pages::post_role))
        .service(page("/account/sessions").get(pages::show_sessions))
        .service(page("/account/sessions/end").post(pages::post_end_all_sessions))
        .service(page("/account/sessions/{id}/end").post(pages::post_end_session))
        .service(page("/api/docs").get(pages::show_reference))
        .service(page("/api/docs/{operation}").get(pages::show_operation))
        .service(page("/api/docs/schemas/{schema}").get(pages::show_schema))
        .service(page("/styleguide").get(pages::show_styleguide))
        .service(page("/dev/letters").get(pages::list_letters))
        .service(page("/dev/letters/{name}").get(pages::show_letter))
        .service(page("/healthz").get(operating::healthz))
        .service(page("/readyz").get(operating::readyz))
        .service(page("/metrics").get(operating::metrics))
        .service(page("/api/openapi.json").get(api::show_open_api))
        .service(page("/api/v1/active-list").get(api::get_active_list))
        .service(page("/api/v1/external-listings").get(api::get_external_listings))
        .service(page("/api/v1/statistics").get(api::get_statistics))
        .service(page("/api/v1/specialists").get(api::get_specialists).post(api::post_specialist))
        .service(page("/api/v1/specialists/{id}").get(api::get_specialist).patch(api::patch_specialist))
        .service(page("/api/v1/specialists/{id}/pause").post(api::pause_specialist))
        .service(page("/api/v1/specialists/{id}/resume").post(api::resume_specialist))
        .service(page("/api/v1/specialists/{id}/export").get(api::get_specialist_export))
        .service(page("/api/v1/specialists/{id}/erase").post(api::post_specialist_erasure))
        .service(page("/api/v1/help-requests").get(api::get_help_requests).post(api::post_help_request))
        .service(page("/api/v1/help-requests/{id}").get(api::get_help_request))
        .service(page("/api/v1/help-requests/{id}/candidates").get(api::get_candidates))
        .service(page("/api/v1/help-requests/{id}/why-not/{specialist}").get(api::get_why_not))
        .service(page("/api/v1/help-requests/{id}/relaxations").get(api::get_relaxations))
        .service(page("/api/v1/help-requests/{id}/offers").get(api::get_offers))
        .service(page("/api/v1/help-requests/{id}/cancel").post(api::cancel_help_request))
        .service(page("/api/v1/help-requests/{id}/export").get(api::get_help_request_export))
        .service(page("/api/v1/help-requests/{id}/erase").post(api::post_help_request_erasure))
        .service(page("/api/v1/members").get(api::get_members).post(api::post_member))
        .service(page("/api/v1/members.csv").get(api::get_member_sheet).post(api::post_member_sheet))
        .service(page("/api/v1/members/{id}").get(api::get_member).put(api::put_member).delete(api::delete_member))
        .service(page("/api/v1/members/{id}/ask").post(api::ask_member))
        .service(page("/api/v1/members/{id}/paper").post(api::note_paper))
        .service(page("/api/v1/members/{id}/help-requests").post(api::post_member_help_request))
        .service(page("/api/v1/queue").get(api::get_queue))
        .service(page("/api/v1/hand-overs").post(api::post_hand_over))
        .service(page("/api/v1/hand-overs/{id}").get(api::get_hand_over))
        .service(page("/api/v1/hand-overs/{id}/undo").post(api::undo))
        .service(page("/api/v1/help-requests/{id}/referrals").post(api::post_referral))
        .service(page("/api/v1/referrals").get(api::get_referrals))
        .service(page("/api/v1/referrals/{id}/take-back").post(api::take_back))
        .service(page("/api/v1/organisations").get(api::get_organisations))
        .service(page("/api/v1/entry-links").get(api::get_entry_links).post(api::post_entry_link))
        .service(page("/api/v1/entry-links/{id}/close").post(api::close))
        .service(page("/api/v1/letters").get(api::get_letters))
        .service(page("/api/v1/letters/{id}").get(api::get_letter))
        .service(page("/api/v1/letters/{id}/resend").post(api::post_resend))
        .service(page("/api/v1/suppressions").get(api::get_suppressions).post(api::post_suppression))
        .service(page("/api/v1/suppressions/lift").post(api::post_lift))
        .service(page("/api/v1/bounces").post(api::post_bounce))
        .service(page("/api/v1/mail").post(api::post_mail))
        .service(page("/api/v1/me").get(api::get_me))
        .service(page("/api/v1/keys").get(api::get_keys).post(api::post_key))
        .service(page("/api/v1/keys/{id}/revoke").post(api::post_key_revocation))
        .service(page("/api/v1/audit").get(api::get_audit))
        .service(page("/api/v1/registry").get(api::get_registry))
        .service(page("/api/v1/registry/snapshots").post(api::post_snapshot))
        .service(page("/api/v1/registry/cases").get(api::get_cases))
        .service(page("/api/v1/registry/cases/{id}").get(api::get_case))
        .service(page("/api/v1/registry/cases/{id}/propose").post(api::post_proposal))
        .service(page("/api/v1/registry/cases/{id}/confirm").post(api::post_confirmation))
        .service(page("/api/v1/webhooks").get(api::get_webhooks).post(api::post_webhook))
        .service(page("/api/v1/webhooks/{id}").get(api::get_webhook).put(api::put_webhook).delete(api::delete_webhook))
        .service(page("/api/v1/webhooks/{id}/secret").post(api::post_secret))
        .service(page("/api/v1/webhooks/{id}/test").post(api::post_webhook_test))
        .service(page("/api/v1/webhooks/{id}/messages").get(api::get_messages))
        .service(page("/api/v1/webhooks/{id}/replay").post(api::post_replay));
}

/// An address: GET also answers HEAD, OPTIONS says what there is, and any other method is refused as a problem.
fn page(path: &str) -> Page {
    Page { resource: web::resource(path.to_owned()), methods: Vec::new() }
}

struct Page {
    resource: actix_web::Resource,
    methods: Vec<&'static str>,
}

macro_rules! methods {
    ($($name:ident => $route:expr, $listed:expr;)+) => {
        impl Page {
            $(fn $name<F, Args>(mut self, handler: F) -> Self
            where
                F: actix_web::Handler<Args> + Clone,
                Args: actix_web::FromRequest + 'static,
                F::Output: actix_web::Responder + 'static,
            {
                for route in $route {
                    self.resource = self.resource.route(route.to(handler.clone()));
                }
                self.methods.extend($listed);
                self
            })+
        }
    };
}

methods! {
    get => [web::get(), web::head()], ["GET", "HEAD"];
    post => [web::post()], ["POST"];
    put => [web::put()], ["PUT"];
    patch => [web::patch()], ["PATCH"];
    delete => [web::delete()], ["DELETE"];
}

impl actix_web::dev::HttpServiceFactory for Page {
    fn register(self, config: &mut actix_web::dev::AppService) {
        let allow: &'static str = Box::leak(format!("{}, OPTIONS", self.methods.join(", ")).into_boxed_str());
        let resource = self.resource.default_service(web::to(move |request: actix_web::HttpRequest| problem::wrong_method(request, allow)));
        resource.register(config);
    }
}
