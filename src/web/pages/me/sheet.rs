//! The inputs of a small form, described once for all parts of a profile. Each is named by the JSON pointer of its field, as in the form of a company.

use crate::catalogue::{Catalogue, Named};
use crate::language::Language;
use crate::values::Slot;
use crate::web::pages::typed::Typed;
use crate::wording::say;

/// Something that can be chosen.
pub struct Pick {
    pub code: String,
    pub name: String,
    pub chosen: bool,
}

/// One input, or one group of boxes.
pub struct Input {
    /// `line`, `number`, `date`, `area`, `choice`, `boxes`, `check`, `week` or `hidden`.
    pub kind: &'static str,
    pub name: String,
    pub label: String,
    pub note: String,
    pub value: String,
    pub picks: Vec<Pick>,
    pub days: Vec<(String, Vec<Pick>)>,
    pub error: Option<String>,
}

/// Up to so many choices stand one below the other, each to be touched; more are a list to open.
const TOUCHED: usize = 5;

impl Input {
    /// Whether it is several boxes or buttons under one name.
    pub fn is_group(&self) -> bool {
        let all_named = self.picks.iter().all(|pick| !pick.name.is_empty());
        matches!(self.kind, "week" | "boxes") || (self.kind == "choice" && self.picks.len() <= TOUCHED && all_named)
    }

    /// Whether there is a note or a mistake.
    pub fn is_described(&self) -> bool {
        !self.note.is_empty() || self.error.is_some()
    }

    /// Where these are, for those who hear the page.
    pub fn described(&self) -> String {
        let parts = [("note", !self.note.is_empty()), ("mistake", self.error.is_some())];
        let ids = parts.into_iter().filter(|(_, is)| *is).map(|(part, _)| format!("{}-{part}", self.name));
        ids.collect::<Vec<_>>().join(" ")
    }

    pub fn autocomplete(&self) -> &'static str {
        match self.name.as_str() {
            "/name" => "name",
            "/base/municipality" => "address-level2",
            _ => "off",
        }
    }
}

/// Lays inputs one below the other.
pub struct Sheet<'a> {
    pub language: Language,
    pub catalogue: &'a Catalogue,
    pub typed: &'a Typed,
    /// Pointer and sentence of each mistake.
    pub errors: &'a [(String, String)],
    pub inputs: Vec<Input>,
}

impl Sheet<'_> {
    pub fn name_of(&self, named: &dyn Named) -> String {
        if self.language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() }
    }

    fn put(&mut self, kind: &'static str, name: &str, label: &str) -> &mut Input {
        self.put_labelled(kind, name, say(self.language, label))
    }

    fn put_labelled(&mut self, kind: &'static str, name: &str, label: String) -> &mut Input {
        let error = self.errors.iter().find(|(at, _)| at == name || at.starts_with(&format!("{name}/")));
        self.inputs.push(Input {
            kind,
            name: name.to_owned(),
            label,
            note: String::new(),
            value: self.typed.text(name).to_owned(),
            picks: Vec::new(),
            days: Vec::new(),
            error: error.map(|(_, sentence)| sentence.clone()),
        });
        let last = self.inputs.len() - 1;
        &mut self.inputs[last]
    }

    pub fn line(&mut self, name: &str, label: &str) {
        self.put("line", name, label);
    }

    /// What the reader has before them, for the answer to say; whatever was typed.
    pub fn hidden(&mut self, name: &str, value: &str) {
        self.put_labelled("hidden", name, String::new()).value = value.to_owned();
    }

    pub fn number(&mut self, name: &str, label: &str) {
        self.put("number", name, label);
    }

    pub fn date(&mut self, name: &str, label: &str) {
        self.put("date", name, label);
    }

    pub fn area(&mut self, name: &str, label: &str) {
        self.put("area", name, label);
    }

    /// A box that is ticked or not; ticked it sends `yes`.
    pub fn check(&mut self, name: &str, label: &str) {
        self.put("check", name, label);
    }

    /// One of several, or none of them where the first has no code.
    pub fn choice(&mut self, name: &str, label: &str, choices: impl IntoIterator<Item = (String, String)>) {
        let chosen = self.typed.text(name).to_owned();
        let picks = choices.into_iter().map(|(code, name)| Pick { chosen: code == chosen, code, name }).collect();
        self.put("choice", name, label).picks = picks;
    }

    /// The same for a question that stands in a list of the catalogue, in the reader's words.
    pub fn question(&mut self, name: &str, asked: &str, choices: impl IntoIterator<Item = (String, String)>) {
        let chosen = self.typed.text(name).to_owned();
        let picks = choices.into_iter().map(|(code, name)| Pick { chosen: code == chosen, code, name }).collect();
        self.put_labelled("choice", name, asked.to_owned()).picks = picks;
    }

    pub fn boxes(&mut self, name: &str, label: &str, choices: impl IntoIterator<Item = (String, String)>) {
        let typed = self.typed;
        let pick = |(code, text): (String, String)| Pick { chosen: typed.has(name, &code), code, name: text };
        let picks = choices.into_iter().map(pick).collect();
        self.put("boxes", name, label).picks = picks;
    }

    /// Choices whose words stand under `family-code`.
    pub fn spoken(&self, family: &str, codes: &[&str]) -> Vec<(String, String)> {
        codes.iter().map(|code| ((*code).to_owned(), say(self.language, &format!("{family}-{code}")))).collect()
    }

    /// The week as the company ticks it: seven days by three parts.
    pub fn week(&mut self, name: &str, label: &str) {
        let (language, typed) = (self.language, self.typed);
        let word = |family: &str, code: Option<&str>| say(language, &format!("{family}-{}", code.unwrap_or_default()));
        let slots: Vec<Slot> = Slot::all().collect();
        let day = |day: &[Slot]| {
            let codes: Vec<String> = day.iter().map(Slot::to_string).collect();
            let weekday = word("weekday", codes.first().and_then(|code| code.split('-').next()));
            let pick = |code: String| Pick { name: word("part", code.split('-').nth(1)), chosen: typed.has(name, &code), code };
            (weekday, codes.into_iter().map(pick).collect())
        };
        self.put("week", name, label).days = slots.chunks(3).map(day).collect();
    }

    /// Says something below the label of the last input.
    pub fn note(&mut self, key: &str) {
        let sentence = say(self.language, key);
        self.say_note(sentence);
    }

    pub fn say_note(&mut self, sentence: String) {
        if let Some(last) = self.inputs.last_mut() {
            last.note = sentence;
        }
    }
}
