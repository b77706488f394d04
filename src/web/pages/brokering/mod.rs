//! Pages of support organisations: their members, and asking on behalf of them. And the page on which a company says whether they may.

mod ask;
mod candidates;
mod consent;
mod entry_links;
mod hand_over;
mod import;
mod member;
mod member_form;
mod members;
mod mend;
mod queue;
mod queued;
mod quick;
mod referral;
mod referrals;
mod removal;
mod report;
mod wider;

pub use ask::{new_member_help_request, post_member_help_request};
pub use candidates::{post_candidate, show_candidate, show_candidates};
pub use consent::{post_consent, post_objection, show_consent};
pub use entry_links::{post_close_entry_link, post_entry_link, show_entry_link, show_entry_links, show_poster};
pub use hand_over::{post_hand_over, post_undo_hand_over, show_hand_over};
pub use import::{download_members, post_import, show_import};
pub use member::{post_ask_member, post_paper, show_member};
pub(super) use member_form::typed_company;
pub use member_form::{new_member, post_changed_member, post_member, show_member_form};
pub use members::show_members;
pub use queue::show_queue_page;
pub use queued::{post_reason, show_queued};
pub use quick::show_quick;
pub use referral::{post_referral_no, post_referral_yes, show_referral};
pub use referrals::{post_referral, post_take_back, post_taking, show_referrals};
pub use removal::{post_removal, show_removal};
pub use report::{download_report_book, download_report_sheet, show_report};
pub use wider::{post_wider, show_wider};
