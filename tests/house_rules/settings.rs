//! Settings are commented, known and documented.

use crate::source::{Finding, Source, load_file, nothing_in};

/// `(section.key, line)` of every key in a settings file.
fn keys(source: &Source) -> Vec<(String, usize)> {
    let mut section = String::new();
    let mut found = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = format!("{name}.");
        } else if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            found.push((format!("{section}{key}"), at + 1));
        }
    }
    found
}

fn without_comment(source: &Source) -> Vec<Finding> {
    let lines: Vec<&str> = source.text.lines().collect();
    let bare = keys(source).into_iter().filter(|(_, line)| *line < 2 || !lines[line - 2].starts_with('#'));
    bare.map(|(key, line)| Finding(format!("{}:{line}: {key} has no comment directly above it", source.path))).collect()
}

fn unknown_in(source: &Source, defaults: &Source) -> Vec<Finding> {
    let known: Vec<String> = keys(defaults).into_iter().map(|(key, _)| key).collect();
    let strange = keys(source).into_iter().filter(|(key, _)| !known.contains(key));
    strange.map(|(key, line)| Finding(format!("{}:{line}: {key} is no setting of {}", source.path, defaults.path))).collect()
}

/// Every setting of the defaults, as `section.key`.
pub fn list_known() -> Vec<String> {
    keys(&load_file("config/default.toml")).into_iter().map(|(key, _)| key).collect()
}

#[test]
fn every_setting_has_a_comment() {
    nothing_in(without_comment(&load_file("config/default.toml")));
}

#[test]
fn settings_files_name_only_settings_that_exist() {
    let defaults = load_file("config/default.toml");
    nothing_in(
        ["config/development.toml", "config/scaleout.toml"].iter().flat_map(|path| unknown_in(&load_file(path), &defaults)).collect(),
    );
}

#[test]
fn every_setting_is_in_the_operating_guide() {
    let guide = load_file("docs/operating.md").text;
    let missing = list_known().into_iter().filter(|key| !guide.contains(key.rsplit('.').next().unwrap_or(key)));
    nothing_in(missing.map(|key| Finding(format!("docs/operating.md: {key} is not explained"))).collect());
}

#[test]
fn a_bare_or_strange_setting_is_noticed() {
    let source = Source::plain("x.toml", "# yes\na = 1\nb = 2\n[s]\n# yes\nc = 3\n");
    assert_eq!(without_comment(&source), [Finding("x.toml:3: b has no comment directly above it".into())]);
    let other = Source::plain("y.toml", "[s]\nc = 4\nd = 5\n");
    assert_eq!(unknown_in(&other, &source), [Finding("y.toml:3: s.d is no setting of x.toml".into())]);
}
