//! The description of the API (OpenAPI 3.1): what utoipa reads in the code, and what it cannot know, added here for every operation and field
//! alike, so that no handler can forget it.

mod fields;
mod headers;
mod problems;
mod shared;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use serde_json::Value;
use utoipa::OpenApi;

use crate::web::api::Description;

/// The whole of it. The code does not change while it runs, so it is made once.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::to_value(Description::openapi()).unwrap_or_default();
    problems::add(&mut document);
    headers::add(&mut document);
    fields::add(&mut document);
    shared::share(&mut document);
    document
});

/// An operation with its place.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub about: &'a Value,
}

/// The methods under which a path may have operations; its other keys are none.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Every operation, in the order of paths.
pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        found.extend(METHODS.iter().filter_map(|method| Some(Operation { method, path, about: methods.get(*method)? })));
    }
    found
}
