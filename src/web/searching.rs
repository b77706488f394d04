//! A search of the active list in an address: the API and the page read the same parameters, and give the same advice about an empty answer.

use std::collections::BTreeSet;

use actix_web::HttpRequest;

use crate::catalogue::{Catalogue, Named};
use crate::desk::{Refusal, SearchForm, SearchView, note_search, search_active_list};
use crate::full_text::{Dimension, Emptied};
use crate::language::Language;
use crate::report::FieldError;
use crate::web::State;
use crate::web::agent::onlooker;
use crate::web::query::pointer;
use crate::wording::{field_name, industry_name, menu_name, prefecture_name, say, say_with};

/// The parameters of a search. One that nobody knows is named: passed over, a filter that is misspelled would show too much. Only filters may come twice.
pub fn read_search(query: &str) -> Result<SearchForm, Vec<FieldError>> {
    let (mut form, mut errors, mut seen) = (SearchForm::default(), Vec::new(), BTreeSet::new());
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let dimension = Dimension::ALL.into_iter().find(|dimension| dimension.code() == name);
        match (name.as_ref(), dimension) {
            ("q" | "limit" | "offset", _) if !seen.insert(name.clone()) => errors.push(FieldError::new(pointer(&name), "named-twice")),
            ("q", _) => form.words = value.into_owned(),
            ("limit", _) => form.limit = Some(value.into_owned()),
            ("offset", _) => form.offset = Some(value.into_owned()),
            (_, Some(dimension)) => {
                // A form sends an empty field for "any".
                let codes = value.split(',').map(str::trim).filter_map(|code| code_of(dimension, code));
                form.wanted.entry(dimension).or_default().extend(codes);
            }
            ("lang", _) => {}
            _ => errors.push(FieldError::new(pointer(&name), "unknown-field")),
        }
    }
    if errors.is_empty() { Ok(form) } else { Err(errors) }
}

fn code_of(dimension: Dimension, code: &str) -> Option<String> {
    match (dimension, code) {
        (_, "") | (Dimension::Remote, "no" | "false" | "0") => None,
        (Dimension::Remote, "true" | "1") => Some("yes".to_owned()),
        (_, code) => Some(code.to_owned()),
    }
}

/// Searches, counts who appeared on a first page, and what was left empty by which filter.
pub async fn search(request: &HttpRequest, state: &State, form: &SearchForm) -> Result<SearchView, Refusal> {
    let found = search_active_list(&state.desk, form).await?;
    let is_first_page = form.offset.as_deref().is_none_or(|offset| offset.trim() == "0");
    note_search(&state.desk, &found, is_first_page, onlooker(request));
    state.telemetry.searched(found.total == 0, found.emptied_by.first().map(|emptied| emptied.filter.code()));
    Ok(found)
}

/// What to do about an empty list, in the reader's language.
pub fn advice(emptied_by: &[Emptied], language: Language) -> Vec<String> {
    if emptied_by.is_empty() {
        return vec![say(language, "search-emptied-by-several")];
    }
    let sentence = |emptied: &Emptied| {
        let filter = say(language, &format!("search-filter-{}", emptied.filter.code()));
        say_with(language, "search-emptied-by", &[("filter", &filter), ("count", &emptied.people.to_string())])
    };
    emptied_by.iter().map(sentence).collect()
}

/// The other way round: the parameters that stand for a search, without those of the page shown.
pub fn search_query(form: &SearchForm, language: Language) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("lang", language.tag());
    if !form.words.is_empty() {
        query.append_pair("q", &form.words);
    }
    for (dimension, codes) in &form.wanted {
        for code in codes {
            query.append_pair(dimension.code(), code);
        }
    }
    query.finish()
}

/// A code of a filter as its reader knows it; a code that the catalogue does not know as it stands.
pub fn code_name(language: Language, catalogue: &Catalogue, dimension: Dimension, code: &str) -> String {
    let named = |one: Option<(&str, &str)>| one.map_or(code, |(ja, en)| if language.is_japanese() { ja } else { en }).to_owned();
    match dimension {
        Dimension::Prefecture => prefecture_name(language, catalogue, code),
        Dimension::Menu => menu_name(language, catalogue, code),
        Dimension::Field => field_name(language, catalogue, code),
        Dimension::Industry => industry_name(language, catalogue, code),
        Dimension::Service => named(catalogue.service(code).map(|one| (one.ja(), one.en()))),
        Dimension::Category => named(catalogue.service_category(code).map(|one| (one.ja(), one.en()))),
        Dimension::Remote => say(language, "search-filter-remote"),
    }
}
