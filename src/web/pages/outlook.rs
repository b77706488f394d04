//! How many people would come into question, said honestly, and what would bring more.

use crate::catalogue::Catalogue;
use crate::desk::Outlook;
use crate::language::Language;
use crate::web::telling::Teller;
use crate::wording::{say, say_with};

/// So many ways to bring more are told; the smallest changes come first.
const MOST_TOLD: usize = 4;

/// An outlook in the words of one reader.
pub(super) struct OutlookWords {
    pub lead: String,
    pub what: String,
    /// Each with how many people it would bring.
    pub changes: Vec<String>,
    /// Whether nobody could be asked.
    pub is_bad: bool,
}

pub(super) fn outlook(catalogue: &Catalogue, language: Language, found: &Outlook) -> OutlookWords {
    let teller = Teller { language, catalogue };
    let joiner = say(language, "outlook-joiner");
    let changes = found.relaxations.iter().take(MOST_TOLD).map(|relaxation| {
        let changes = teller.changes(relaxation);
        say_with(language, "outlook-change", &[("changes", &changes.join(&joiner)), ("count", &relaxation.people.to_string())])
    });
    let changes: Vec<String> = changes.collect();
    let lead = match (found.people, found.or_more) {
        (0, _) => "outlook-nobody",
        (_, true) => "outlook-or-more",
        (_, false) => "outlook-people",
    };
    let what = match (found.people, changes.is_empty()) {
        (0, true) => "outlook-hopeless",
        (_, false) => "outlook-would-help",
        (_, true) => "outlook-enough",
    };
    let people = found.people.to_string();
    let figures = [("count", people.as_str())];
    OutlookWords { lead: say_with(language, lead, &figures), what: say(language, what), changes, is_bad: found.people == 0 }
}
