//! Both languages say the same things.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::source::{Finding, Source, list_files, nothing_in};

/// Every sentence of a language: key -> (file, variables).
pub type Sentences = BTreeMap<String, (String, Vec<String>)>;

fn variables_of(pattern: &Pattern<&str>, found: &mut Vec<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => variable_in(inline, found),
                Expression::Select { selector, variants } => {
                    variable_in(selector, found);
                    variants.iter().for_each(|variant| variables_of(&variant.value, found));
                }
            }
        }
    }
}

fn variable_in(inline: &InlineExpression<&str>, found: &mut Vec<String>) {
    match inline {
        InlineExpression::VariableReference { id } => found.push(id.name.to_owned()),
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = expression.as_ref() {
                variable_in(inner, found);
            }
        }
        _ => {}
    }
}

/// The sentences of some files, and what is wrong with the files themselves.
fn read(files: &[Source]) -> (Sentences, Vec<Finding>) {
    let (mut sentences, mut findings) = (Sentences::new(), Vec::new());
    for file in files {
        let resource = match fluent_syntax::parser::parse(file.text.as_str()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                findings.extend(errors.iter().map(|error| Finding(format!("{}: {error}", file.path))));
                resource
            }
        };
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut variables = Vec::new();
            if let Some(value) = &message.value {
                variables_of(value, &mut variables);
            }
            variables.sort();
            variables.dedup();
            let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
            if let Some((other, _)) = sentences.insert(message.id.name.to_owned(), (name, variables)) {
                findings.push(Finding(format!("{}: {} stands in {other} too", file.path, message.id.name)));
            }
        }
    }
    (sentences, findings)
}

fn differences(ja: &Sentences, en: &Sentences) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (one, other, tag) in [(ja, en, "en"), (en, ja, "ja")] {
        for (key, (file, variables)) in one {
            match other.get(key) {
                None => findings.push(Finding(format!("locales/{tag}/{file}: {key} is missing"))),
                Some((place, _)) if place != file => findings.push(Finding(format!("locales/{tag}/{place}: {key} belongs into {file}"))),
                Some((_, named)) if named != variables => {
                    findings.push(Finding(format!("locales/{tag}/{file}: {key} names {named:?}, the other language {variables:?}")));
                }
                Some(_) => {}
            }
        }
    }
    findings
}

/// All sentences in Japanese.
pub fn list_known() -> Sentences {
    read(&list_files("locales/ja", "ftl")).0
}

#[test]
fn every_sentence_is_in_both_languages_with_the_same_variables() {
    let (ja, mut findings) = read(&list_files("locales/ja", "ftl"));
    let (en, more) = read(&list_files("locales/en", "ftl"));
    assert!(ja.len() > 100, "the sentences were found");
    findings.extend(more);
    findings.extend(differences(&ja, &en));
    nothing_in(findings);
}

#[test]
fn a_missing_doubled_or_different_sentence_is_noticed() {
    let ja = read(&[Source::plain("locales/ja/a.ftl", "one = 一 { $x }\ntwo = 二\n")]).0;
    let en = read(&[Source::plain("locales/en/a.ftl", "one = one { $y }\n")]).0;
    assert_eq!(differences(&ja, &en).len(), 3);
    let (_, doubled) = read(&[Source::plain("locales/ja/a.ftl", "one = 一\n"), Source::plain("locales/ja/b.ftl", "one = 一\n")]);
    assert_eq!(doubled.len(), 1);
}
