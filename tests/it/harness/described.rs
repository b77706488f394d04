//! Whatever a test asks the API, the answer must be one that the description names: status, kind of document, every field of it, and the code of a problem.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::web::Answer;

pub static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&nakodo::web::open_api()).expect("the description is JSON"));

/// An operation as it is described.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    pub method: &'static str,
    pub template: &'static str,
    pub about: &'static Value,
}

/// Every operation, in the order of paths.
pub fn operations() -> Vec<Operation> {
    let mut found = Vec::new();
    for (template, methods) in DESCRIPTION["paths"].as_object().expect("paths") {
        let named = methods.as_object().expect("methods").iter().filter(|(_, about)| about.get("operationId").is_some());
        found.extend(named.map(|(method, about)| Operation { method, template, about }));
    }
    found
}

/// Whether a path is one of a template such as `/api/v1/letters/{id}`.
fn is_of(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(path).all(|(part, here)| part.starts_with('{') || *part == here)
}

/// What a schema of the description allows, as a validator sees it that knows nothing of ours. One is made for each schema.
fn judge(schema: &Value, components: &Value) -> Arc<Validator> {
    static MADE: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let key = format!("{} {schema}", components["closed"]);
    let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let make = || {
        let whole = json!({ "allOf": [schema], "components": components });
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true);
        Arc::new(options.build(&whole).unwrap_or_else(|error| panic!("{schema}: {error}")))
    };
    made.entry(key).or_insert_with(make).clone()
}

/// What a client may send.
pub fn of_questions(schema: &Value) -> Arc<Validator> {
    static COMPONENTS: LazyLock<Value> = LazyLock::new(|| components(false));
    judge(&bare(schema), &COMPONENTS)
}

/// What an answer may say: nothing that is not described.
fn of_answers(schema: &Value) -> Arc<Validator> {
    static COMPONENTS: LazyLock<Value> = LazyLock::new(|| components(true));
    judge(&bare(schema), &COMPONENTS)
}

fn components(closed: bool) -> Value {
    let mut schemas = bare(&DESCRIPTION["components"]["schemas"]);
    let mut parts = BTreeSet::new();
    note_parts(&schemas, &mut parts);
    for (name, schema) in schemas.as_object_mut().expect("schemas").iter_mut().filter(|_| closed) {
        close(schema, parts.contains(name));
    }
    json!({ "schemas": schemas, "closed": closed })
}

/// Schemas that are parts of others: they cannot know the other fields, so the whole is closed and they are not.
fn note_parts(value: &Value, parts: &mut BTreeSet<String>) {
    for part in value["allOf"].as_array().into_iter().flatten() {
        parts.extend(part["$ref"].as_str().and_then(|place| place.rsplit('/').next()).map(str::to_owned));
    }
    value.as_object().into_iter().flatten().for_each(|(_, part)| note_parts(part, parts));
    value.as_array().into_iter().flatten().for_each(|part| note_parts(part, parts));
}

/// Without words and examples; numbers with the bounds of their format, of which validators know nothing.
fn bare(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(bare).collect(),
        Value::Object(fields) => {
            // Under `properties` these names are fields.
            let is_word = |name: &str, part: &Value| match name {
                "description" => part.is_string(),
                "example" | "examples" | "default" => fields.get("type").is_some() || fields.get("$ref").is_some(),
                _ => false,
            };
            let kept = fields.iter().filter(|(name, part)| !is_word(name, part));
            let mut kept: Map<String, Value> = kept.map(|(name, part)| (name.clone(), bare(part))).collect();
            let (least, most) = match kept.get("format").and_then(Value::as_str) {
                Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
                Some("int64") => (i64::MIN, i64::MAX),
                _ => return Value::Object(kept),
            };
            kept.entry("minimum").or_insert_with(|| json!(least));
            kept.entry("maximum").or_insert_with(|| json!(most));
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

/// Lets objects have the fields that are named and no other.
fn close(schema: &mut Value, is_part: bool) {
    let Some(fields) = schema.as_object_mut() else { return };
    if let Some(parts) = fields.get_mut("allOf").and_then(Value::as_array_mut) {
        parts.iter_mut().for_each(close_inside);
        if !is_part {
            fields.insert("unevaluatedProperties".to_owned(), json!(false));
        }
        return;
    }
    if fields.contains_key("properties") && !is_part {
        fields.entry("additionalProperties").or_insert(json!(false));
    }
    close_inside(schema);
}

fn close_inside(schema: &mut Value) {
    let Some(fields) = schema.as_object_mut() else { return };
    for (_, field) in fields.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        close(field, false);
    }
    fields.get_mut("items").into_iter().for_each(|item| close(item, false));
    for key in ["oneOf", "anyOf"] {
        fields.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().for_each(|part| close(part, false));
    }
}

/// The operation that an address leads to. A fixed word goes before a placeholder, as in the routes.
fn find(method: &str, path: &str) -> Option<&'static Value> {
    let paths = DESCRIPTION["paths"].as_object().expect("paths");
    let here = paths.iter().filter(|(template, _)| is_of(template, path));
    here.min_by_key(|(template, _)| template.matches('{').count()).and_then(|(_, methods)| methods.get(method.to_lowercase()))
}

/// Stops the test at an answer that nobody described. Addresses that do not exist, and methods that an address does not know, are no operations.
pub fn hold_beside_the_description(method: &str, path: &str, answer: &Answer) {
    if !path.starts_with("/api/v1/") || method == "HEAD" || method == "OPTIONS" {
        return;
    }
    let told = format!("{method} {path}: {} {}", answer.status, answer.body);
    let Some(operation) = find(method, path) else {
        assert!([404, 405].contains(&answer.status), "not described at all: {told}");
        return;
    };
    let described = operation["responses"].get(answer.status.to_string()).unwrap_or_else(|| panic!("the status is not described: {told}"));
    assert!(!answer.header("x-request-id").is_empty(), "no name: {told}");
    for name in ["Link", "ETag", "Location"] {
        assert!(answer.header(name).is_empty() || described["headers"].get(name).is_some(), "{name} is not described: {told}");
    }
    let Some(kinds) = described["content"].as_object() else {
        assert_eq!(answer.body, "", "no document is described: {told}");
        return;
    };
    let kind = answer.header("content-type").split(';').next().unwrap_or_default();
    let document = kinds.get(kind).unwrap_or_else(|| panic!("this kind of document is not described: {kind}, {told}"));
    if kind.ends_with("json") {
        let said = answer.json();
        let wrong: Vec<String> =
            of_answers(&document["schema"]).iter_errors(&said).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "not as its schema says: {wrong:#?} {told}");
    }
    if answer.status >= 400 {
        assert_eq!(kind, "application/problem+json", "{told}");
        let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
        assert!(document["examples"].get(&code).is_some(), "the code is not described: {told}");
    }
}
