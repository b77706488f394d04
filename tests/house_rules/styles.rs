//! The style sheet, the templates and the page of components speak of the same classes: nothing is styled for nobody, and no page has a component of its own.

use std::collections::BTreeSet;

use crate::source::{Finding, Source, list_files, load_file, nothing_in};

const SHEET: &str = "assets/nakodo.css";
const GUIDE: &str = "templates/pages/styleguide.html";
const LAYOUT: &str = "templates/pages/layout.html";

/// Classes that a style sheet names.
fn styled(sheet: &str) -> BTreeSet<&str> {
    let names = sheet.split('.').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '-').next().unwrap_or_default());
    names.filter(|name| !name.is_empty()).collect()
}

/// Classes that a template gives, with where; those that a page chooses while it is made are none of ours here.
fn given(template: &Source) -> Vec<(usize, &str)> {
    let text = &template.text;
    let lists = text.match_indices("class=\"").map(|(at, found)| (at, &text[at + found.len()..]));
    let lists = lists.filter_map(|(at, rest)| rest.split(['"', '{']).next().map(|list| (at, list)));
    lists.flat_map(|(at, list)| list.split_ascii_whitespace().map(move |name| (at, name))).collect()
}

fn unknown(template: &Source, styled: &BTreeSet<&str>) -> Vec<Finding> {
    let strange = given(template).into_iter().filter(|(_, name)| !styled.contains(name));
    strange.map(|(at, name)| template.finding(at, format!("the style sheet knows no class {name}: use a component of {GUIDE}"))).collect()
}

fn unshown(sheet: &Source, shown: &BTreeSet<&str>) -> Vec<Finding> {
    let missing = styled(&sheet.text).into_iter().filter(|name| !shown.contains(name));
    missing.map(|name| sheet.finding(0, format!("{GUIDE} does not show the component {name}"))).collect()
}

#[test]
fn pages_are_made_of_the_components_of_the_style_guide() {
    let (sheet, guide, layout) = (load_file(SHEET), load_file(GUIDE), load_file(LAYOUT));
    let known = styled(&sheet.text);
    nothing_in(list_files("templates/pages", "html").iter().flat_map(|template| unknown(template, &known)).collect());
    let shown = given(&guide).into_iter().chain(given(&layout)).map(|(_, name)| name).collect();
    nothing_in(unshown(&sheet, &shown));
}

#[test]
fn a_component_of_one_page_alone_is_found() {
    let sheet = Source::plain(SHEET, ".card { margin: .5rem } .card.odd:hover { margin: 1rem; }");
    assert_eq!(styled(&sheet.text), BTreeSet::from(["card", "odd"]));
    assert_eq!(
        unknown(&Source::plain("templates/pages/a.html", "<p class=\"card own{% if x %} y{% endif %}\">"), &styled(&sheet.text)).len(),
        1
    );
    assert_eq!(unshown(&sheet, &BTreeSet::from(["card"])).len(), 1);
}
