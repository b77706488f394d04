//! Where to telephone when something has happened already: the first thing on every page about an incident.

use crate::catalogue::Catalogue;
use crate::intake::Urgency;
use crate::language::Language;

/// A help desk in the words of one reader.
pub struct HelpdeskWords {
    pub name: String,
    pub what: String,
    /// Telephone number or mail address.
    pub reach: String,
    pub link: String,
    pub page: String,
    /// Whether it is reached without its page.
    pub direct: bool,
}

/// The help desks of an incident; none otherwise.
pub fn helpdesks(catalogue: &Catalogue, language: Language, urgency: Urgency) -> Vec<HelpdeskWords> {
    if urgency != Urgency::Incident {
        return Vec::new();
    }
    let told = catalogue.helpdesks().iter().map(|desk| {
        let (name, what) = if language.is_japanese() { (&desk.ja, &desk.what_ja) } else { (&desk.en, &desk.what_en) };
        HelpdeskWords {
            name: name.clone(),
            what: what.clone(),
            reach: desk.reach().to_owned(),
            link: desk.link(),
            page: desk.url.clone(),
            direct: desk.reach() != desk.url,
        }
    });
    told.collect()
}
