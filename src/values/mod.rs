//! Values that several field rooms share: text that cannot break a letter, mail addresses, the week, sets of prefectures.
//! Each is made by a parser that names its [`Mistake`]; once made it cannot be wrong.

mod corporate_number;
mod mail_address;
mod promise;
mod quiet_hours;
mod reply_address;
mod sensitivity;
mod text;
mod week;

pub use crate::folding::{Folded, folded};
pub use corporate_number::CorporateNumber;
pub use mail_address::{MailAddress, is_one_mailbox, mailbox_of};
pub use promise::Promise;
pub use quiet_hours::QuietHours;
pub use reply_address::ReplyAddress;
pub use sensitivity::Sensitivity;
pub use text::{Line, Prose, shown};
pub use week::{Slot, WeeklySlots};

use chrono::NaiveDate;

use crate::catalogue::Catalogue;
use crate::language::Language;
use crate::report::{Checker, Mistake};

/// A prefecture's two-digit code (JIS X 0401, `01` to `47`), present in the catalogue.
pub fn parse_prefecture(catalogue: &Catalogue, code: &str) -> Result<String, Mistake> {
    known_code(code, "prefecture", catalogue.prefecture(code.trim()).is_some())
}

/// A code of one of the dated taxonomies; `known` says whether the catalogue has it.
pub fn known_code(code: &str, kind: &str, known: bool) -> Result<String, Mistake> {
    let code = code.trim();
    match (code.is_empty(), known) {
        (true, _) => Err(Mistake::new("required")),
        (false, true) => Ok(code.to_owned()),
        (false, false) => Err(Mistake::new("unknown-code").with("value", text::shown(code)).with("kind", kind)),
    }
}

/// A whole number within bounds, both included.
pub fn within<T: PartialOrd + std::fmt::Display>(value: T, low: T, high: T) -> Result<T, Mistake> {
    if value >= low && value <= high { Ok(value) } else { Err(Mistake::new("out-of-range").with("min", low).with("max", high)) }
}

/// A value that may not be left out.
pub fn required<T>(value: Option<T>) -> Result<T, Mistake> {
    value.ok_or_else(|| Mistake::new("required"))
}

/// A language tag; Japanese if left out.
pub fn parse_language(tag: Option<&str>) -> Result<Language, Mistake> {
    Language::find(tag.unwrap_or("ja")).ok_or_else(|| Mistake::new("not-one-of").with("choices", "ja, en"))
}

/// A date as `2026-11-21` (ISO 8601).
pub fn parse_date(text: &str) -> Result<NaiveDate, Mistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Mistake::new("required"));
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| Mistake::new("not-a-date"))
}

/// Checks a list part by part, at most `max` parts; none if any part was refused. `check` notes its own mistakes below its pointer.
pub fn each<T, U>(
    checker: &mut Checker,
    at: &str,
    parts: &[T],
    max: usize,
    mut check: impl FnMut(&mut Checker, &str, &T) -> Option<U>,
) -> Option<Vec<U>> {
    if parts.len() > max {
        checker.refuse(at, Mistake::new("too-many").with("max", max));
        return None;
    }
    // Collected twice, so that a mistake in the first part does not hide those of the others.
    let checked: Vec<Option<U>> = parts.iter().enumerate().map(|(index, part)| check(checker, &format!("{at}/{index}"), part)).collect();
    checked.into_iter().collect()
}

/// Each once, where it stands first.
pub fn without_repetition(mut codes: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    codes
}

/// [`each`] for a list of plain texts.
pub fn each_code<U>(
    checker: &mut Checker,
    at: &str,
    parts: &[String],
    max: usize,
    parse: impl Fn(&str) -> Result<U, Mistake>,
) -> Option<Vec<U>> {
    each(checker, at, parts, max, |checker, at, part| checker.take(at, parse(part)))
}
