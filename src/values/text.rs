//! Text as people type it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::report::Mistake;

/// One line of text without control characters (which would break a letter's headers: lettre panics on CR or LF in a name) and without
/// the invisible characters that turn the reading direction around.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Line(String);

impl Line {
    /// The first letter with a dot: a name that does not tell who it is.
    pub fn initial(&self) -> Self {
        Self(self.0.chars().take(1).chain(['.']).collect())
    }

    /// What stands where somebody's name was.
    pub fn of_nobody() -> Self {
        Self("—".to_owned())
    }

    /// At least one visible character, at most `max` characters after trimming.
    pub fn parse(text: &str, max: usize) -> Result<Self, Mistake> {
        let text = text.trim();
        if text.chars().any(|c| c.is_control() || is_invisible_direction(c)) {
            return Err(Mistake::new("control-character"));
        }
        bounded(text, max).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Several lines of text: line feeds and tabs are kept, other control characters are refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Prose(String);

impl Prose {
    /// At most `max` characters; may be empty.
    pub fn parse(text: &str, max: usize) -> Result<Self, Mistake> {
        let text = text.trim().replace("\r\n", "\n").replace('\r', "\n");
        if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || is_invisible_direction(c)) {
            return Err(Mistake::new("control-character"));
        }
        if text.is_empty() { Ok(Self::default()) } else { bounded(&text, max).map(Self) }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn bounded(text: &str, max: usize) -> Result<String, Mistake> {
    match text.chars().count() {
        0 => Err(Mistake::new("required")),
        count if count > max => Err(Mistake::new("too-long").with("max", max).with("count", count)),
        _ => Ok(text.to_owned()),
    }
}

/// Unicode's bidirectional overrides and isolates: they can make a letter show something else than what it says.
fn is_invisible_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What was typed, short enough to be quoted in an error.
pub fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_line_holds_a_control_character(text in any::<String>()) {
            if let Ok(line) = Line::parse(&text, 100) {
                prop_assert!(!line.as_str().chars().any(char::is_control));
                prop_assert!(!line.as_str().is_empty());
            }
        }
    }

    #[test]
    fn a_line_break_in_a_name_is_refused() {
        assert_eq!(Line::parse("佐藤\r\nBcc: all@example.jp", 80), Err(Mistake::new("control-character")));
    }

    #[test]
    fn prose_keeps_its_line_breaks() {
        assert_eq!(Prose::parse("一行目\r\n二行目", 80).map(|prose| prose.as_str().to_owned()), Ok("一行目\n二行目".to_owned()));
    }
}
