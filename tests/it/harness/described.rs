//! Whatever a test asks the API, the answer must be one that the description names: status, kind of document, and the code of a problem.

use std::sync::LazyLock;

use serde_json::Value;

use super::web::Answer;

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&nakodo::web::open_api()).expect("the description is JSON"));

/// Whether a path is one of a template such as `/api/v1/letters/{id}`.
fn is_of(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(path).all(|(part, here)| part.starts_with('{') || *part == here)
}

/// Stops the test at an answer that nobody described. Addresses that do not exist, and methods that an address does not know, are no operations.
pub fn hold_beside_the_description(method: &str, path: &str, answer: &Answer) {
    if !path.starts_with("/api/v1/") || method == "HEAD" || method == "OPTIONS" {
        return;
    }
    let paths = DESCRIPTION["paths"].as_object().expect("paths");
    let here = || paths.iter().filter(|(template, _)| is_of(template, path));
    // A fixed word goes before a placeholder, as in the routes.
    let operation =
        here().min_by_key(|(template, _)| template.matches('{').count()).and_then(|(_, methods)| methods.get(method.to_lowercase()));
    let told = format!("{method} {path}: {} {}", answer.status, answer.body);
    let Some(operation) = operation else {
        assert!([404, 405].contains(&answer.status), "not described at all: {told}");
        return;
    };
    let described = operation["responses"].get(answer.status.to_string()).unwrap_or_else(|| panic!("the status is not described: {told}"));
    if answer.status >= 400 {
        assert_eq!(answer.header("content-type"), "application/problem+json", "{told}");
        let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
        let codes = &described["content"]["application/problem+json"]["examples"];
        assert!(codes.get(&code).is_some(), "the code is not described: {told}");
    }
    assert!(!answer.header("x-request-id").is_empty(), "no name: {told}");
}
