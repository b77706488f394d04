//! Recommendations: a clerk gives and ends them, the specialist agrees to them and ends them, behind the link of a letter or signed in.

mod ask;
mod given;
mod link;
mod own;

pub use ask::{post_endorsing, show_endorsing};
pub use given::{post_given_end, show_given_endorsements};
pub use link::{post_endorsement, show_endorsement};
pub use own::{post_own_endorsement, show_own_endorsements};

use crate::catalogue::Catalogue;
use crate::desk::EndorsementView;
use crate::web::pages::words::Words;
use crate::wording::{endorsement_reason_name, endorser_kind_name};

/// A recommendation in words.
pub(super) struct Given {
    view: EndorsementView,
    state: String,
    facts: Vec<(String, String)>,
}

pub(super) fn given(t: &Words, catalogue: &Catalogue, view: EndorsementView) -> Given {
    let by = &view.by;
    let facts = vec![
        (t.say("endorsement-organisation"), by.organisation.clone()),
        (t.say("endorsement-kind"), endorser_kind_name(t.0, catalogue, &by.kind)),
        (t.say("endorsement-reason"), endorsement_reason_name(t.0, catalogue, &by.reason)),
        (t.say("endorsement-until"), t.date(&by.until)),
    ];
    Given { state: t.say_of("endorsement-state", view.state.code()), facts, view }
}
