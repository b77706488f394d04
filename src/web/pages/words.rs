//! What templates use to speak.

use std::fmt::Display;

use crate::clock::{Moment, spoken_date, spoken_moment};
use crate::language::Language;
use crate::wording::{say, say_with, yen};

/// The words of one reader.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Language);

impl Words {
    pub fn tag(&self) -> &'static str {
        self.0.tag()
    }

    /// Tag and name of the other language.
    pub fn other(&self) -> (&'static str, &'static str) {
        match self.0 {
            Language::Ja => ("en", "English"),
            Language::En => ("ja", "日本語"),
        }
    }

    pub fn say(&self, key: &str) -> String {
        say(self.0, key)
    }

    /// The sentence of one of a family: `say_of("state", "open")` says `state-open`.
    pub fn say_of(&self, family: &str, code: &str) -> String {
        say(self.0, &format!("{family}-{code}"))
    }

    pub fn say1(&self, key: &str, name: &str, value: impl Display) -> String {
        say_with(self.0, key, &[(name, &value.to_string())])
    }

    pub fn say2(&self, key: &str, one: &(&str, &str), other: &(&str, &str)) -> String {
        say_with(self.0, key, &[*one, *other])
    }

    pub fn say3(&self, key: &str, one: &(&str, &str), other: &(&str, &str), third: &(&str, &str)) -> String {
        say_with(self.0, key, &[*one, *other, *third])
    }

    /// The label of the input that a JSON pointer names; a place in a list has the label of the list.
    pub fn label(&self, pointer: &str) -> String {
        let named = pointer.split('/').filter(|part| !part.is_empty() && !part.chars().all(|c| c.is_ascii_digit()));
        say(self.0, &format!("label-{}", named.collect::<Vec<_>>().join("-")))
    }

    pub fn moment(&self, moment: &Moment) -> String {
        spoken_moment(*moment, self.0)
    }

    pub fn date(&self, date: &chrono::NaiveDate) -> String {
        spoken_date(*date, self.0)
    }

    pub fn yen(&self, amount: &u32) -> String {
        yen(self.0, u64::from(*amount))
    }
}
