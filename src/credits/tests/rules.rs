//! What a rule file may not say.

use crate::credits::editions::EMBEDDED;
use crate::credits::tests::{CAREER, CISSP, RISS, rules};
use crate::credits::{Activity, RuleSet, rules_in_force, schemes};

fn refused(text: &str) -> String {
    let errors = RuleSet::parse(text).unwrap_err();
    errors.iter().map(|error| format!("{}: {}", error.place, error.why)).collect::<Vec<_>>().join("; ")
}

#[test]
fn the_rules_that_come_with_nakodo_can_be_used() {
    let schemes = [CISSP, CAREER, RISS].map(|text| rules(text).scheme);
    assert_eq!(schemes, ["cissp", "career", "riss"]);
}

#[test]
fn every_edition_that_comes_with_nakodo_is_in_force_from_its_first_day() {
    assert_eq!(schemes(), ["riss", "cissp", "career"]);
    for (file, text) in EMBEDDED {
        let rules = rules(text);
        assert_eq!(file, format!("{}-{}.toml", rules.scheme, rules.edition));
        assert_eq!(rules_in_force(&rules.scheme, rules.valid_from), Some(&rules));
        assert_eq!(rules_in_force(&rules.scheme, rules.valid_from.pred_opt().unwrap()), None);
    }
}

#[test]
fn pots_that_flow_into_one_another_are_refused_and_hang_nobody() {
    let text = CISSP.replace("code = \"all\"\n", "code = \"all\"\nwithin = \"a\"\n");
    assert!(refused(&text).contains("pot a: flows into itself"), "{}", refused(&text));
}

#[test]
fn names_that_are_not_there_are_refused_all_at_once() {
    let text = CAREER.replace("within = \"skill\"", "within = \"skills\"").replace("pot = \"knowledge\"", "pot = \"wisdom\"");
    let told = refused(&text);
    assert!(told.contains("pot practice: `within` names") && told.contains("value career-knowledge-course: names a pot"), "{told}");
    let text = CAREER.replace("title = \"career-second-grade\"", "title = \"career-third-grade\"");
    assert_eq!(refused(&text), "exemption career-third-grade: names a title that is not there");
    let text = CAREER.replace("code = \"career-second-grade\"", "code = \"career-first-grade\"");
    assert!(refused(&text).contains("title career-first-grade: stands twice"), "{}", refused(&text));
}

#[test]
fn what_counts_as_a_whole_must_flow_on() {
    assert!(refused(&RISS.replace("within = \"course\"\n", "")).contains("pot practice: what counts as a whole"));
}

#[test]
fn a_field_that_nobody_knows_and_a_file_that_is_none_are_refused_with_their_line() {
    let typo = refused(&CISSP.replace("cycle_years", "cycle_year"));
    assert!(typo.contains("line 11") && typo.contains("cycle_year"), "{typo}");
    assert!(refused("scheme = \n").starts_with("line 1"));
}

#[test]
fn a_kind_stands_once() {
    let text = format!("{RISS}\n[[value]]\nkind = \"engagement\"\npot = \"practice\"\nworth = {{ hour = 2 }}\n");
    assert_eq!(refused(&text), "value engagement: stands twice");
}

#[test]
fn what_is_unknown_to_a_scheme_is_worth_nothing() {
    let judged = rules(RISS).judge(&Activity::on("gardening", "2025-05-01".parse().unwrap()));
    assert_eq!(judged.pot, None);
}

/// The published schema, as anybody would use it.
fn schema() -> jsonschema::Validator {
    let text = include_str!("../../../config/credit_rules/schema.json");
    let schema = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one")
}

fn as_json(text: &str) -> serde_json::Value {
    toml::from_str(text).expect("TOML")
}

#[test]
fn every_edition_is_as_the_published_schema_has_it() {
    let schema = schema();
    for (file, text) in EMBEDDED {
        let found: Vec<String> = schema.iter_errors(&as_json(text)).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(found.is_empty(), "{file}: {found:?}");
    }
}

#[test]
fn what_the_schema_refuses_the_program_refuses_too() {
    let schema = schema();
    let wrong = [
        ("unit = \"hour\"", "unit = \"minute\""),
        ("cycle_years = 5", "cycle_years = 0"),
        ("cycle_years = 5", "cycle_years = \"five\""),
        ("most_people = 6", "most_persons = 6"),
        ("worth = { hour = 1 }", "worth = { minute = 1 }"),
        ("scheme = \"career\"", "schema = \"career\""),
        ("valid_from = \"2016-04-01\"", "valid_from = \"soon\""),
        ("most = 10", "most = -10"),
    ];
    for (right, planted) in wrong {
        let text = CAREER.replacen(right, planted, 1);
        assert_ne!(text, CAREER, "{right} is there");
        assert!(!schema.is_valid(&as_json(&text)), "the schema lets {planted} pass");
        assert!(!refused(&text).is_empty());
    }
}

#[test]
fn every_kind_that_is_worth_something_can_be_entered_and_says_what_its_rules_look_at() {
    use crate::catalogue::{ActivityFact, Catalogue};
    use crate::credits::Worth;
    let catalogue = Catalogue::embedded(crate::credits::tests::day("2026-11-24")).unwrap();
    let mut known = std::collections::BTreeSet::new();
    for (file, text) in EMBEDDED {
        for value in rules(text).values {
            let kind = catalogue.activities().kind(&value.kind).unwrap_or_else(|| panic!("{file}: {} is in no form", value.kind));
            let fact = match value.worth {
                Worth::Hour(_) => ActivityFact::Time,
                Worth::Each(_) => ActivityFact::Count,
                Worth::Author { .. } => ActivityFact::Author,
                Worth::Days(_) => ActivityFact::Days,
            };
            let looked_at = [
                (fact, true),
                (ActivityFact::Count, value.most_each.is_some()),
                (ActivityFact::Paid, value.unpaid),
                (ActivityFact::ForWhom, value.outside),
                (ActivityFact::People, value.most_people.is_some()),
            ];
            for (fact, is) in looked_at {
                assert!(!is || kind.asks(fact), "{file}: {} is judged by {fact:?}, and nobody asks for it", value.kind);
            }
            known.insert(value.kind);
        }
    }
    let idle: Vec<&str> =
        catalogue.activities().kinds.iter().map(|kind| kind.code.as_str()).filter(|code| !known.contains(*code)).collect();
    assert!(idle.is_empty(), "{idle:?} are worth nothing anywhere");
}
