//! What there is to ask about: the ids that answers have named so far, by the schema of each, and the cursors of lists.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use crate::harness::routes::MISSING;

use super::values::{name, resolve};

/// Stands for any kind of id.
pub const ANY: &str = "any";
/// Stands for the id in the path of the same request.
pub const SAME: &str = "(same)";
/// So many of a kind are remembered. The first ones stay, which were there before anything odd was made.
const REMEMBERED: usize = 30;
const FIRST: usize = 6;

#[derive(Clone, Debug, Default)]
pub struct Known {
    ids: BTreeMap<String, Vec<String>>,
    cursors: BTreeMap<&'static str, Vec<String>>,
    /// Keys with which the test itself calls: nobody is to withdraw them.
    pub never: BTreeSet<String>,
}

impl Known {
    pub fn add(&mut self, kind: &str, id: &str) {
        let ids = self.ids.entry(kind.to_owned()).or_default();
        if self.never.contains(id) || ids.iter().any(|known| known == id) {
            return;
        }
        if ids.len() == REMEMBERED {
            ids.remove(FIRST);
        }
        ids.push(id.to_owned());
    }

    pub fn forget(&mut self, gone: &str) {
        self.ids.values_mut().for_each(|ids| ids.retain(|id| id != gone));
    }

    pub fn add_cursor(&mut self, template: &'static str, link: &str) {
        let cursor = link.split("cursor=").nth(1).unwrap_or_default().split('&').next().unwrap_or_default();
        self.cursors.entry(template).or_default().push(cursor.to_owned());
    }

    /// Remembers every id that an answer names where its schema says that there is one.
    pub fn learn(&mut self, schema: &'static Value, value: &Value) {
        if let (Some(kind), Some(id)) = (name(schema).filter(|kind| kind.ends_with("Id")), value.as_str()) {
            self.add(kind, id);
        }
        let schema = resolve(schema);
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            value.get(name).into_iter().for_each(|value| self.learn(field, value));
        }
        for item in value.as_array().into_iter().flatten().filter(|_| schema["items"].is_object()) {
            self.learn(&schema["items"], item);
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            schema[key].as_array().into_iter().flatten().for_each(|part| self.learn(part, value));
        }
    }

    /// An id of a kind: mostly one that is there.
    pub fn id(&self, kind: &str) -> BoxedStrategy<String> {
        let of_kind: Vec<String> = self.ids.get(kind).cloned().unwrap_or_default();
        let all: Vec<String> = self.ids.values().flatten().cloned().chain([MISSING.to_owned()]).collect();
        let others = select(all);
        if of_kind.is_empty() {
            others.boxed()
        } else {
            prop_oneof![9 => select(of_kind), 1 => others, 1 => Just(MISSING.to_owned())].boxed()
        }
    }

    pub fn cursor(&self, template: &str) -> BoxedStrategy<String> {
        let own = self.cursors.get(template).cloned().unwrap_or_default();
        let all: Vec<String> = self.cursors.values().flatten().cloned().chain(["MDE5".to_owned()]).collect();
        if own.is_empty() { select(all).boxed() } else { prop_oneof![3 => select(own), 1 => select(all)].boxed() }
    }
}
