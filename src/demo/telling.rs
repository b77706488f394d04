//! How the demo speaks: each step in Japanese with the English line beneath.

use std::io::Write;

use crate::language::Language;
use crate::wording::say_with;

/// Where the story goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Teller {
    /// For people.
    Stdout,
    /// For people beside a machine that reads standard output.
    Stderr,
    #[cfg(test)]
    Nobody,
}

/// The words of one language for the places of a sentence.
pub(super) type Words = Vec<(&'static str, String)>;

impl Teller {
    /// Tells one step. `words` gives what is filled in, in each language.
    pub(super) fn tell(self, key: &str, words: impl Fn(Language) -> Words) {
        for language in Language::ALL {
            let words = words(language);
            let words: Vec<(&str, &str)> = words.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let indent = if language.is_japanese() { "" } else { "    " };
            self.line(&format!("{indent}{}", say_with(language, key, &words)));
        }
    }

    /// Nobody reading any more is no reason to stop.
    pub(super) fn line(self, text: &str) {
        let _ = match self {
            Self::Stdout => writeln!(std::io::stdout(), "{text}"),
            Self::Stderr => writeln!(std::io::stderr(), "{text}"),
            #[cfg(test)]
            Self::Nobody => Ok(()),
        };
    }
}

/// 24000 as "24,000".
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
