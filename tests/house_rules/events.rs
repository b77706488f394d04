//! Every event is handled: sent to a group or knowingly to none, with its specialist told to the index, and matched where it arrives.

use crate::source::{Finding, Source, block, find_file, identifiers, load_file, nothing_in, words};

const EVENTS: &str = "src/events/mod.rs";

/// The variants of `enum name`.
fn variants<'a>(source: &'a Source, name: &str) -> Vec<(usize, &'a str)> {
    let Some(body) = block(&source.code, &format!("enum {name}")) else { return Vec::new() };
    let mut found = Vec::new();
    for (at, word) in identifiers(&source.code[body.clone()]) {
        let before = &source.code[body.start..body.start + at];
        let depth = before.matches(['{', '(', '[']).count() - before.matches(['}', ')', ']']).count();
        if depth == 0 && word.starts_with(char::is_uppercase) {
            found.push((body.start + at, word));
        }
    }
    found
}

/// The arms of the match in a function: where the pattern begins, the pattern, and what it gives.
fn arms<'a>(source: &'a Source, function: &str) -> Vec<(usize, &'a str, &'a str)> {
    let Some(body) = block(&source.code, &format!("fn {function}(")) else { return Vec::new() };
    let inside = &source.code[body.clone()];
    let Some(arms) = block(inside, "match ") else { return Vec::new() };
    let (mut found, mut start, mut arrow, mut depth) = (Vec::new(), arms.start, None, 0_i32);
    let mut previous = ' ';
    for (at, c) in inside[arms.clone()].char_indices().map(|(at, c)| (arms.start + at, c)).chain([(arms.end, ',')]) {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            '>' if previous == '=' && depth == 0 && arrow.is_none() => arrow = Some(at - 1),
            ',' if depth == 0 => {
                if let Some(arrow) = arrow.take() {
                    found.push((body.start + start, &inside[start..arrow], &inside[arrow + 2..at]));
                }
                start = at + 1;
            }
            _ => {}
        }
        previous = c;
    }
    found
}

fn names_in<'a>(text: &'a str, of: &str) -> Vec<&'a str> {
    let heads = words(text, of);
    heads.into_iter().filter_map(|at| identifiers(&text[at + of.len()..]).first().map(|(_, name)| *name)).collect()
}

fn is_catch_all(pattern: &str) -> bool {
    let pattern = pattern.trim().split(" if ").next().unwrap_or_default().trim();
    pattern.split('|').any(|one| {
        let one = one.trim();
        one == "_" || one == ".." || (!one.is_empty() && one.chars().all(|c| c.is_lowercase() || c == '_'))
    })
}

/// Each variant is named in `function`, and none by a wildcard.
fn forgotten(source: &Source, function: &str) -> Vec<Finding> {
    let arms = arms(source, function);
    if arms.is_empty() {
        return vec![source.finding(0, format!("`{function}` with its match is gone: tell tests/house_rules/events.rs where it went"))];
    }
    let mut findings = Vec::new();
    for (at, pattern, _) in &arms {
        let at = at + (pattern.len() - pattern.trim_start().len());
        if is_catch_all(pattern) {
            findings.push(source.finding(at, format!("`{}` in `{function}` catches all: name every event", pattern.trim())));
        }
    }
    let named: Vec<&str> =
        arms.iter().flat_map(|(_, pattern, _)| [names_in(pattern, "Self::"), names_in(pattern, "Event::")].concat()).collect();
    for (at, variant) in variants(source, "Event") {
        if !named.contains(&variant) {
            findings.push(source.finding(at, format!("event `{variant}` is not named in `{function}`: say there what follows from it")));
        }
    }
    findings
}

/// Each group with its name as in `Group::name`, and the events that are sent to it.
fn groups(source: &Source) -> Vec<(String, String, Vec<String>)> {
    let literals = source.literals();
    let named = |group: &str| {
        let body = block(&source.code, "fn name(")?;
        let at = source.code[body.clone()].find(&format!("Self::{group} =>"))? + body.start;
        literals.iter().find(|(open, _)| *open > at).map(|(_, name)| (*name).to_owned())
    };
    let sent_to = |group: &str| {
        let arms = arms(source, "groups").into_iter().filter(|(.., given)| names_in(given, "Group::").contains(&group));
        let mut events: Vec<String> = arms.flat_map(|(_, pattern, _)| names_in(pattern, "Self::")).map(str::to_owned).collect();
        events.dedup();
        events
    };
    let groups = variants(source, "Group").into_iter();
    groups.map(|(_, group)| (group.to_owned(), named(group).unwrap_or_default(), sent_to(group))).collect()
}

fn unhandled(source: &Source, handler_of: impl Fn(&str) -> Option<Source>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let all_at = source.code.find("const ALL:").unwrap_or(0);
    let all_of = source.code[all_at..].split(';').nth(1).unwrap_or_default();
    let listed = names_in(all_of, "Self::");
    for (group, name, events) in groups(source) {
        if !listed.contains(&group.as_str()) {
            findings.push(source.finding(all_at, format!("`Group::{group}` is missing in `Group::ALL`: nobody would run it")));
        }
        let path = format!("src/workers/{name}.rs");
        let Some(handler) = handler_of(&path).map(|handler| handler.shipped()) else {
            findings.push(Finding(format!("{path}:1: group `{name}` has no handler: write this file")));
            continue;
        };
        if events.is_empty() {
            findings.push(
                source.finding(all_at, format!("no event is sent to the group `{name}`: take the group out, or send it what it waits for")),
            );
        }
        let matched = names_in(&handler.code, "Event::");
        for event in events.iter().filter(|event| !matched.contains(&event.as_str())) {
            findings.push(handler.finding(0, format!("`Event::{event}` is sent to the {name} and not matched here: handle it")));
        }
    }
    findings
}

#[test]
fn every_event_is_handled() {
    let source = load_file(EVENTS);
    assert!(variants(&source, "Event").len() > 10, "{EVENTS}:1: `enum Event` cannot be read any more");
    assert!(groups(&source).len() > 1, "{EVENTS}:1: `enum Group` cannot be read any more");
    let mut findings = forgotten(&source, "groups");
    findings.extend(forgotten(&source, "touched_specialist"));
    findings.extend(forgotten(&source, "may_make_room"));
    findings.extend(unhandled(&source, find_file));
    nothing_in(findings);
}

#[cfg(test)]
const PLANTED: &str = "enum Event {\n    Made { offer: OfferId },\n    /// Away.\n    Gone,\n}\nenum Group { Matcher }\n\
    impl Group { const ALL: [Group; 1] = [Self::Matcher]; fn name(self) -> &'static str { match self { Self::Matcher => \"matcher\" } } }\n\
    impl Event { fn groups(&self) -> &'static [Group] { match self { Self::Made { .. } => &[Group::Matcher], Self::Gone => &[] } } }";

#[test]
fn a_planted_forgotten_event_is_caught() {
    let caught = |text: &str| forgotten(&Source::new(EVENTS, text), "groups");
    assert_eq!(caught(PLANTED), []);
    assert!(caught(&PLANTED.replace("Self::Gone =>", "_ =>")).len() == 2, "a wildcard, and an event that is not named");
    assert!(caught(&PLANTED.replace("Self::Gone =>", "other =>")).len() == 2);
    let missing = caught(&PLANTED.replace("Gone,\n", "Gone,\n    Late { offer: OfferId },\n"));
    assert_eq!(missing, [Finding(format!("{EVENTS}:5: event `Late` is not named in `groups`: say there what follows from it"))]);
    assert_eq!(caught("enum Event { Made }").len(), 1);
}

#[test]
fn a_planted_unhandled_event_is_caught() {
    let source = Source::new(EVENTS, PLANTED);
    let handler = |text: &'static str| move |path: &str| Some(Source::new(path, text));
    assert_eq!(unhandled(&source, handler("match event { Event::Made { .. } => {} }")), []);
    assert_eq!(unhandled(&source, handler("match event { Event::Gone => {} }")).len(), 1);
    assert_eq!(unhandled(&source, |_| None), [Finding("src/workers/matcher.rs:1: group `matcher` has no handler: write this file".into())]);
    let forgotten = PLANTED.replace("[Self::Matcher]", "[]");
    assert_eq!(unhandled(&Source::new(EVENTS, &forgotten), handler("Event::Made")).len(), 1);
}
