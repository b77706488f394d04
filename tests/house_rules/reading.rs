//! Reading changes nothing (invariant 5): what is registered for GET calls no act that changes state.

use crate::source::{Finding, Source, list_files, load_file, nothing_in};

/// Functions of the desk whose source opens a writing transaction.
fn changing_acts() -> Vec<String> {
    let mut acts = Vec::new();
    for source in list_files("src/desk", "rs") {
        let text = source.shipped().text;
        for part in text.split("pub async fn ").skip(1) {
            let body = part.split("\npub ").next().unwrap_or_default().split("\n}\n").next().unwrap_or_default();
            let flat: String = body.split_whitespace().collect();
            if flat.contains("store.write(") {
                acts.push(part.split(['(', '<']).next().unwrap_or_default().to_owned());
            }
        }
    }
    acts
}

/// Handlers registered with `.get(…)`.
fn read_handlers(routes: &Source) -> Vec<String> {
    let calls = routes.text.match_indices(".get(").map(|(at, _)| routes.text[at + 5..].split(')').next().unwrap_or_default());
    calls
        .filter_map(|path| path.rsplit("::").next().map(str::to_owned))
        .filter(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'))
        .collect()
}

/// Acts that the body of a handler calls.
fn calls_in(source: &Source, handler: &str, acts: &[String]) -> Vec<Finding> {
    let head = format!("pub async fn {handler}(");
    let Some(at) = source.text.find(&head) else { return Vec::new() };
    let body = source.text[at..].split("\n}\n").next().unwrap_or_default();
    let is_call = |at: usize| !body[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
    let called = acts.iter().filter(|act| body.match_indices(&format!("{act}(")).any(|(at, _)| is_call(at)));
    called.map(|act| source.finding(at, format!("{handler} answers GET and calls {act}, which changes state"))).collect()
}

#[test]
fn what_answers_get_changes_nothing() {
    let acts = changing_acts();
    assert!(acts.iter().any(|act| act == "accept_offer") && !acts.iter().any(|act| act == "look_at_offer"), "{acts:?}");
    let handlers = read_handlers(&load_file("src/web/routes.rs"));
    assert!(handlers.iter().any(|handler| handler == "show_offer"), "{handlers:?}");
    let mut findings = Vec::new();
    for source in list_files("src/web", "rs") {
        findings.extend(handlers.iter().flat_map(|handler| calls_in(&source, handler, &acts)));
    }
    nothing_in(findings);
}

#[test]
fn an_act_behind_get_is_noticed() {
    let source = Source::plain("x.rs", "pub async fn show(a: A) {\n    accept_offer(a).await\n}\n");
    assert_eq!(calls_in(&source, "show", &["accept_offer".to_owned()]).len(), 1);
    assert_eq!(calls_in(&source, "show", &["offer".to_owned()]).len(), 0, "part of a longer name");
}
