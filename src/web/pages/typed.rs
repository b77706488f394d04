//! What somebody typed into a form, as it came, so that a refused form can be shown again as it was.

use std::collections::{BTreeMap, HashMap};

use crate::report::FieldError;
use crate::web::body::Bytes;

/// What a browser sent, by the name of the input; a group of boxes has several values.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(HashMap<String, Vec<String>>);

impl Typed {
    pub fn of(values: HashMap<String, Vec<String>>) -> Self {
        Self(values)
    }

    pub fn read(body: &Bytes) -> Self {
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(&body.0) {
            values.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        Self(values)
    }

    /// Single values, for a form that shows what is on record.
    pub fn of_texts(values: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.to_owned(), vec![value])).collect())
    }

    /// Puts one value, or those of a group of boxes.
    pub fn put(&mut self, name: impl Into<String>, values: impl IntoIterator<Item = impl Into<String>>) {
        self.0.insert(name.into(), values.into_iter().map(Into::into).collect());
    }

    /// Everything, name by name, for a form that brings it back.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> =
            self.0.iter().flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone()))).collect();
        // Only by name: what was ticked keeps its order.
        pairs.sort_by(|one, other| one.0.cmp(&other.0));
        pairs
    }

    /// All of it except some inputs, to be kept.
    pub fn without(self, inputs: &[&str]) -> BTreeMap<String, Vec<String>> {
        self.0.into_iter().filter(|(name, _)| !inputs.contains(&name.as_str())).collect()
    }

    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.get(name).is_some_and(|values| values.iter().any(|one| one == value))
    }

    pub fn list(&self, name: &str) -> Vec<String> {
        self.0.get(name).cloned().unwrap_or_default()
    }

    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A whole number as people type it: full-width digits, commas and spaces are fine.
    pub fn number<T: std::str::FromStr>(&self, name: &str, errors: &mut Vec<FieldError>) -> Option<T> {
        use unicode_normalization::UnicodeNormalization;
        let text: String = self.text(name).nfkc().filter(|c| !matches!(c, ',' | ' ' | '円' | '人')).collect();
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok();
        if number.is_none() {
            errors.push(FieldError::new(name, "not-a-number"));
        }
        number
    }
}
