//! A specialist's own pages: registering, the profile in small forms, and how the profile will be found.

mod consents;
mod form;
mod join;
mod lists;
mod offers;
mod own;
mod parts;
mod pause;
mod preview;
mod reviews;
pub(super) mod sheet;

pub use consents::{post_own_consent, post_withdrawal_of_consent, show_consents, show_withdrawal};
pub use form::{post_experience, post_experience_drop, post_menu, post_menu_drop, post_section, show_experience, show_menu, show_section};
pub use join::{post_join, post_join_profile, show_join, show_join_profile};
pub use lists::{show_experiences, show_menus};
pub use offers::{post_open_offer, show_own_offers};
pub use own::{post_own_check, show_own};
pub use pause::{post_own_pause, post_own_resume, show_own_pauses};
pub use preview::show_preview;
pub use reviews::{post_own_reply, post_reviews_hidden, post_reviews_shown, show_own_page_of_reviews};

use crate::active_list::{Specialist, SpecialistForm};
use crate::desk::Refusal;
use crate::store::StoreError;

/// What is on record, as it would be typed.
fn form_of(person: &Specialist) -> Result<SpecialistForm, Refusal> {
    let unreadable = |error: serde_json::Error| Refusal::Store(StoreError::Unreadable { what: "profile", why: error.to_string() });
    SpecialistForm::of(person).map_err(unreadable)
}
