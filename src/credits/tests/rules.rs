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
