//! The description is whole: nobody who reads it has to guess.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::web::problem::CODES;

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Whether an example can be seen: here, as a code, or where the value refers to.
fn has_example(value: &Value, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    let here = ["example", "examples", "enum", "const"].iter().any(|key| !value[*key].is_null());
    let referred = value["$ref"].as_str().and_then(|place| place.rsplit('/').next()).map(|name| &DOCUMENT["components"]["schemas"][name]);
    let elsewhere = referred.is_some_and(|schema| schema["properties"].is_object() || has_example(schema, depth - 1));
    let part = ["oneOf", "allOf", "anyOf"]
        .iter()
        .any(|key| list(&value[*key]).any(|part| part["properties"].is_object() || has_example(part, depth - 1)));
    here || elsewhere || part || (!value["items"].is_null() && has_example(&value["items"], depth - 1))
}

fn is_described(value: &Value) -> bool {
    let own = |value: &Value| value["description"].as_str().is_some_and(|text| text.len() > 5);
    let referred = value["$ref"].as_str().and_then(|place| place.rsplit('/').next()).map(|name| &DOCUMENT["components"]["schemas"][name]);
    own(value) || referred.is_some_and(own)
}

fn check_fields(place: &str, value: &Value, lacking: &mut Vec<String>) {
    for (name, property) in value["properties"].as_object().into_iter().flatten() {
        if !is_described(property) {
            lacking.push(format!("{place}.{name} is not described"));
        }
        if !has_example(property, 6) {
            lacking.push(format!("{place}.{name} has no example"));
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        list(&value[key]).for_each(|part| check_fields(place, part, lacking));
    }
}

#[test]
fn every_field_is_described_with_an_example() {
    let mut lacking = Vec::new();
    let schemas = DOCUMENT["components"]["schemas"].as_object().unwrap();
    assert!(schemas.len() > 60, "{}", schemas.len());
    for (name, schema) in schemas {
        check_fields(name, schema, &mut lacking);
    }
    assert!(lacking.is_empty(), "write it in a comment of the field, or in WORDS (fields.rs):\n{}", lacking.join("\n"));
}

#[test]
fn every_operation_says_what_it_does_takes_and_answers() {
    let mut names = BTreeSet::new();
    let mut lacking = Vec::new();
    for Operation { method, path, about } in operations(&DOCUMENT) {
        let place = format!("{method} {path}");
        if !names.insert(about["operationId"].as_str().unwrap().to_owned()) {
            lacking.push(format!("{place}: its id is another's too"));
        }
        if about["summary"].as_str().is_none_or(|text| text.len() < 5) || about["tags"][0].is_null() {
            lacking.push(format!("{place} has no summary, or belongs to nothing"));
        }
        for parameter in list(&about["parameters"]) {
            if parameter["description"].as_str().is_none_or(|text| text.len() < 4)
                || !(has_example(parameter, 6) || has_example(&parameter["schema"], 6))
            {
                lacking.push(format!("{place}: {} has no description or no example", parameter["name"]));
            }
        }
        let answers = about["responses"].as_object().unwrap();
        if !answers.keys().any(|status| status.starts_with('2')) {
            lacking.push(format!("{place} never succeeds"));
        }
        for (status, answer) in answers {
            let is_problem = status.starts_with('4') || status.starts_with('5');
            let codes = answer["content"]["application/problem+json"]["examples"].as_object().map_or(0, serde_json::Map::len);
            if is_problem && codes == 0 {
                lacking.push(format!("{place}: {status} names no code"));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn every_code_of_the_table_of_problems_is_named_by_an_operation_or_belongs_to_pages() {
    // Values of pages are spent by presses on pages, where people are asked by name; methods and addresses that do not exist are no operations.
    const ELSEWHERE: [&str; 6] = ["wrong-method", "page-used", "too-many", "kept-out", "still-asked", "company-chooses"];
    let named: BTreeSet<String> = operations(&DOCUMENT)
        .iter()
        .flat_map(|operation| operation.about["responses"].as_object().unwrap().values())
        .flat_map(|answer| answer["content"]["application/problem+json"]["examples"].as_object().into_iter().flatten())
        .map(|(code, _)| code.clone())
        .collect();
    let missing: Vec<&str> =
        CODES.iter().map(|(_, code, _)| *code).filter(|code| !named.contains(*code) && !ELSEWHERE.contains(code)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// A figure that no type of ours can hold would be called no figure at all.
#[test]
fn figures_that_somebody_types_have_bounds() {
    let mut without = Vec::new();
    for (form, schema) in DOCUMENT["components"]["schemas"].as_object().unwrap().iter().filter(|(name, _)| name.ends_with("Form")) {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let figures = [field, &field["additionalProperties"]].into_iter().filter(|part| part["type"].to_string().contains("integer"));
            without.extend(figures.filter(|figure| figure["maximum"].is_null()).map(|_| format!("{form}.{name}")));
        }
    }
    assert_eq!(without, Vec::<String>::new(), "say #[schema(maximum = …)]");
}

/// `from` and `to` are days elsewhere.
#[test]
fn who_hands_over_to_whom_is_shown_as_accounts() {
    for field in ["from", "to"] {
        let example = DOCUMENT["components"]["schemas"]["HandOverForm"]["properties"][field]["example"].as_str();
        assert!(example.is_some_and(|text| uuid::Uuid::parse_str(text).is_ok()), "{field}: {example:?}");
    }
}

#[test]
fn where_a_list_goes_on_what_was_read_and_what_was_made_is_said_in_headers() {
    let says = |method: &str, path: &str, status: &str, name: &str| {
        let header = &DOCUMENT["paths"][path][method]["responses"][status]["headers"][name];
        let header = if header.is_null() { header } else { &DOCUMENT["components"]["headers"][name] };
        header["description"].is_string() && header["schema"]["example"].is_string()
    };
    assert!(says("get", "/api/v1/letters", "200", "Link"));
    assert!(says("get", "/api/v1/members/{id}", "200", "ETag") && says("get", "/api/v1/specialists/{id}", "304", "ETag"));
    assert!(says("post", "/api/v1/help-requests", "201", "Location") && !says("post", "/api/v1/keys", "201", "Location"));
    assert!(!says("get", "/api/v1/members/{id}", "200", "Link") && !says("get", "/api/v1/me", "200", "ETag"));
}

#[test]
fn whatever_is_referred_to_is_there() {
    let text = DOCUMENT.to_string();
    let places = text.split("\"#/").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: BTreeSet<&str> = places.filter(|place| DOCUMENT.pointer(&format!("/{place}")).is_none()).collect();
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn what_answers_have_in_common_stands_once() {
    let mut written_out = BTreeSet::new();
    for Operation { method, path, about } in operations(&DOCUMENT) {
        for (status, answer) in about["responses"].as_object().unwrap() {
            let parts = [&answer["headers"], &answer["content"]["application/problem+json"]["examples"]];
            let named = parts.iter().flat_map(|part| part.as_object().into_iter().flatten());
            written_out
                .extend(named.filter(|(_, value)| value["$ref"].is_null()).map(|(name, _)| format!("{method} {path} {status} {name}")));
        }
    }
    assert_eq!(written_out, BTreeSet::new());
}

#[test]
fn nothing_is_there_that_is_nothing() {
    for Operation { method, path, about } in operations(&DOCUMENT) {
        assert!(about.get("parameters").is_none_or(Value::is_array), "{method} {path}");
        assert!(about.get("requestBody").is_none_or(Value::is_object), "{method} {path}");
    }
    for (name, schema) in DOCUMENT["components"]["schemas"].as_object().unwrap() {
        let parts = [schema].into_iter().chain(["allOf", "oneOf", "anyOf"].iter().flat_map(|key| list(&schema[*key])));
        for part in parts {
            assert!(part.get("properties").is_none_or(Value::is_object), "{name}");
        }
    }
}
