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

/// Who reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Organisation,
    /// The one who is recommended; the page says elsewhere by whom, or not.
    Own {
        is_named: bool,
    },
}

/// A recommendation in words.
pub(super) struct Given {
    view: EndorsementView,
    state: String,
    facts: Vec<(String, String)>,
}

pub(super) fn given(t: &Words, catalogue: &Catalogue, view: EndorsementView, reader: Reader) -> Given {
    let by = &view.by;
    let organisation = (t.say("endorsement-organisation"), by.organisation.clone());
    let names = reader == Reader::Own { is_named: false };
    let told = [
        (t.say("endorsement-kind"), endorser_kind_name(t.0, catalogue, &by.kind)),
        (t.say("endorsement-reason"), endorsement_reason_name(t.0, catalogue, &by.reason)),
        (t.say("endorsement-until"), t.date(&by.until)),
    ];
    let facts = names.then_some(organisation).into_iter().chain(told).collect();
    let state = match reader {
        Reader::Organisation => t.say_of("endorsement-state", view.state.code()),
        Reader::Own { .. } => t.say_of("endorsement-own", view.state.code()),
    };
    Given { state, facts, view }
}
