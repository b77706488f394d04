//! `config/helpdesks`: where a company turns at once when something has happened already.

use chrono::NaiveDate;
use serde::Deserialize;

/// How sure the facts of an entry are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sureness {
    /// It stands in one of the source papers.
    Seed,
    /// Read on a public page; see [`Helpdesk::checked`].
    Page,
    /// General knowledge.
    Known,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpdesk {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub phone: Option<String>,
    pub mail: Option<String>,
    /// A page that says more.
    pub url: String,
    /// For what it is good, in one plain line.
    pub what_ja: String,
    pub what_en: String,
    pub sure: Sureness,
    /// As of when the page said so.
    pub checked: Option<NaiveDate>,
}

impl Helpdesk {
    /// The quickest way to reach it: telephone, mail or page.
    pub fn reach(&self) -> &str {
        self.phone.as_deref().or(self.mail.as_deref()).unwrap_or(&self.url)
    }

    /// The same as a link.
    pub fn link(&self) -> String {
        match (&self.phone, &self.mail) {
            (Some(phone), _) => format!("tel:{}", phone.replace('#', "%23")),
            (None, Some(mail)) => format!("mailto:{mail}"),
            (None, None) => self.url.clone(),
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct HelpdesksFile {
    pub helpdesks: Vec<Helpdesk>,
}

/// An address that leads nowhere helps nobody, and a fact from a page has a date.
pub(super) fn check(helpdesks: &[Helpdesk]) -> Result<(), String> {
    let wrong = helpdesks.iter().find(|desk| !desk.url.starts_with("https://") || (desk.sure == Sureness::Page) != desk.checked.is_some());
    wrong.map_or(Ok(()), |desk| Err(format!("{} has no page, or a fact from a page has no date", desk.code)))
}
