//! The reference of the API for people, made from its description: no script, no asset from elsewhere, so the strict policy for pages holds here too.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::Value;

use crate::web::api::{DOCUMENT, Operation, operations};
use crate::web::pages::words::Words;
use crate::web::pages::{ProblemPage, ok};
use crate::web::problem::{Kind, Problem};
use crate::web::reader::Reader;

#[derive(Template)]
#[template(path = "pages/reference.html")]
struct ReferencePage {
    t: Words,
    /// Names of groups with their operations.
    groups: Vec<(String, Vec<OperationLine>)>,
}

struct OperationLine {
    id: String,
    method: String,
    path: String,
    summary: String,
}

#[derive(Template)]
#[template(path = "pages/operation.html")]
struct OperationPage {
    t: Words,
    line: OperationLine,
    about: String,
    needs_key: bool,
    parameters: Vec<Field>,
    body: Option<Kinded>,
    answers: Vec<(String, String, Option<Kinded>)>,
    /// Status and code; their sentences are in the reader's language.
    problems: Vec<(String, String)>,
    call: String,
}

#[derive(Template)]
#[template(path = "pages/schema.html")]
struct SchemaPage {
    t: Words,
    name: String,
    about: String,
    fields: Vec<Field>,
    values: Vec<String>,
}

/// What a value is, and the page that says more about it.
struct Kinded {
    kind: String,
    page: Option<String>,
}

/// A field, or a parameter.
struct Field {
    name: String,
    is: Kinded,
    required: bool,
    about: String,
    example: String,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The name of the schema to which a value refers.
fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// What a schema is in few words, and where more stands.
fn kinded(schema: &Value) -> Kinded {
    if let Some(name) = referred(schema) {
        return Kinded { kind: name.to_owned(), page: Some(name.to_owned()) };
    }
    for several in ["oneOf", "allOf", "anyOf"] {
        let parts = list(&schema[several]).filter(|part| part["type"] != "null").map(kinded).collect::<Vec<_>>();
        if let Some(page) = parts.iter().find_map(|part| part.page.clone()) {
            return Kinded { kind: page.clone(), page: Some(page) };
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(several) => several.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect(),
        one => one.as_str().into_iter().collect(),
    };
    if types.contains(&"array") {
        let items = kinded(&schema["items"]);
        return Kinded { kind: format!("[{}]", items.kind), page: items.page };
    }
    let format = schema["format"].as_str().map(|format| format!(" ({format})")).unwrap_or_default();
    Kinded { kind: format!("{}{format}", types.join(", ")), page: None }
}

fn fields(schema: &Value) -> Vec<Field> {
    let mut found: Vec<Field> = list(&schema["allOf"]).flat_map(|part| fields(resolved(part))).collect();
    let required: Vec<&str> = list(&schema["required"]).filter_map(Value::as_str).collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        found.push(Field {
            name: name.clone(),
            is: kinded(property),
            required: required.contains(&name.as_str()),
            about: text(&property["description"]),
            example: shown(&property["example"]),
        });
    }
    found
}

fn resolved(schema: &Value) -> &Value {
    referred(schema).map_or(schema, |name| &DOCUMENT["components"]["schemas"][name])
}

/// An example as it is typed; nothing where there is none.
fn shown(example: &Value) -> String {
    if example.is_null() { String::new() } else { example.to_string() }
}

fn line(operation: Operation<'_>) -> OperationLine {
    let Operation { method, path, about } = operation;
    let (id, summary) = (text(&about["operationId"]), text(&about["summary"]));
    OperationLine { id, method: method.to_uppercase(), path: path.to_owned(), summary }
}

/// All operations by what they are about.
pub async fn show_reference(Reader(language): Reader) -> HttpResponse {
    let mut groups: Vec<(String, Vec<OperationLine>)> = Vec::new();
    for operation in operations(&DOCUMENT) {
        let tag = text(&operation.about["tags"][0]);
        match groups.iter_mut().find(|(name, _)| *name == tag) {
            Some((_, lines)) => lines.push(line(operation)),
            None => groups.push((tag, vec![line(operation)])),
        }
    }
    ok(language, &ReferencePage { t: Words(language), groups })
}

/// One operation with all that it takes and answers.
pub async fn show_operation(request: HttpRequest, Reader(language): Reader, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let operation = operations(&DOCUMENT).into_iter().find(|operation| operation.about["operationId"] == id.as_str());
    let operation = operation.ok_or_else(|| nothing(&request))?;
    let about = operation.about;
    let security: Vec<&Value> = list(&about["security"]).collect();
    let needs_key = !security.is_empty() && security.iter().all(|way| way.get("key").is_some());
    let parameters = list(&about["parameters"]).map(|parameter| Field {
        name: text(&parameter["name"]),
        is: kinded(&parameter["schema"]),
        required: parameter["required"] == true,
        about: text(&parameter["description"]),
        example: shown(&parameter["example"]),
    });
    let first_content = |value: &Value| value["content"].as_object().and_then(|types| types.values().next().cloned());
    let body = first_content(&about["requestBody"]).map(|content| kinded(&content["schema"]));
    let (mut answers, mut problems) = (Vec::new(), Vec::new());
    for (status, answer) in about["responses"].as_object().into_iter().flatten() {
        if status.starts_with('2') {
            let content = first_content(answer).map(|content| kinded(&content["schema"]));
            answers.push((status.clone(), text(&answer["description"]), content));
        }
        let codes = answer["content"]["application/problem+json"]["examples"].as_object().into_iter().flatten();
        problems.extend(codes.map(|(code, _)| (status.clone(), code.clone())));
    }
    let page = OperationPage {
        t: Words(language),
        call: call(operation, needs_key, body.is_some()),
        line: line(operation),
        about: text(&about["description"]),
        needs_key,
        parameters: parameters.collect(),
        body,
        answers,
        problems,
    };
    Ok(ok(language, &page))
}

/// The same as a command for a terminal.
fn call(operation: Operation<'_>, needs_key: bool, has_body: bool) -> String {
    let mut parts = vec![format!("curl -X {} \"$NAKODO{}\"", operation.method.to_uppercase(), operation.path)];
    if needs_key {
        parts.push("-H \"Authorization: Bearer $KEY\"".to_owned());
    }
    if has_body {
        let kind = operation.about["requestBody"]["content"].as_object().and_then(|types| types.keys().next().cloned());
        parts.push(format!("-H \"Content-Type: {}\" --data-binary @body", kind.unwrap_or_default()));
    }
    parts.join(" \\\n  ")
}

/// What a document holds.
pub async fn show_schema(request: HttpRequest, Reader(language): Reader, name: web::Path<String>) -> Result<HttpResponse, Error> {
    let schema = DOCUMENT["components"]["schemas"].get(name.as_str()).ok_or_else(|| nothing(&request))?;
    let variants = list(&schema["oneOf"]);
    let single = |variant: &Value| list(&variant["enum"]).next().map(|code| format!("{}: {}", text(code), text(&variant["description"])));
    let values: Vec<String> = list(&schema["enum"]).map(text).chain(variants.filter_map(single)).collect();
    let page =
        SchemaPage { t: Words(language), name: name.into_inner(), about: text(&schema["description"]), fields: fields(schema), values };
    Ok(ok(language, &page))
}

/// A page, although the address begins like those for programs.
fn nothing(request: &HttpRequest) -> Error {
    ProblemPage(Problem::new(Kind::NotFound, crate::web::reader::language(request))).into()
}
