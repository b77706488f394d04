//! "What worries you?": cards in plain words, and what the form holds for whoever chose some.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::catalogue::{Catalogue, Worry};
use crate::intake::Urgency;
use crate::language::Language;
use crate::web::State;
use crate::web::pages::ask_form::told;
use crate::web::pages::ok;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::reader::Reader;

/// A card in the words of one reader.
pub(super) struct WorryWords {
    pub code: String,
    pub name: String,
    pub why: String,
    pub today: String,
}

impl WorryWords {
    fn of(language: Language, card: &Worry) -> Self {
        let text = |ja: &str, en: &str| told(language, ja, en).to_owned();
        Self {
            code: card.code.clone(),
            name: text(&card.ja, &card.en),
            why: text(&card.why_ja, &card.why_en),
            today: text(&card.today_ja, &card.today_en),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/worries.html")]
struct WorriesPage {
    t: Words,
    /// Something has happened already: these lead on at once.
    urgent: Vec<WorryWords>,
    worries: Vec<WorryWords>,
}

pub async fn show_worries(state: web::Data<State>, Reader(language): Reader) -> HttpResponse {
    let (urgent, others): (Vec<&Worry>, Vec<&Worry>) = state.desk.catalogue.worries().iter().partition(|card| card.incident);
    let words = |cards: Vec<&Worry>| cards.into_iter().map(|card| WorryWords::of(language, card)).collect();
    ok(language, &WorriesPage { t: Words(language), urgent: words(urgent), worries: words(others) })
}

/// The cards that are meant by codes, in the order of the catalogue; codes of nothing are left out.
fn named<'c>(catalogue: &'c Catalogue, codes: &[String]) -> Vec<&'c Worry> {
    catalogue.worries().iter().filter(|card| codes.contains(&card.code)).collect()
}

pub(super) fn chosen(catalogue: &Catalogue, language: Language, codes: &[String]) -> Vec<WorryWords> {
    named(catalogue, codes).into_iter().map(|card| WorryWords::of(language, card)).collect()
}

/// What an address types into the form beforehand.
pub(super) fn prefilled(catalogue: &Catalogue, language: Language, query: &str) -> Typed {
    let mut asked: HashMap<String, Vec<String>> = HashMap::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        asked.entry(name.into_owned()).or_default().push(value.into_owned());
    }
    let cards = named(catalogue, &asked.remove("card").unwrap_or_default());
    let mut urgency = asked.remove("urgency").unwrap_or_default();
    urgency.truncate(1);
    if cards.iter().any(|card| card.incident) {
        urgency = vec![Urgency::Incident.code().to_owned()];
    }
    // By the page of a person of the active list.
    let named_menus = asked.remove("menu").unwrap_or_default();
    let is_wanted = |code: &String| named_menus.contains(code) || cards.iter().any(|card| card.menus.contains(code));
    let menus = catalogue.menus().iter().map(|menu| &menu.code).filter(|code| is_wanted(code)).cloned().collect();
    let sentences: Vec<&str> = cards.iter().map(|card| told(language, &card.narrative_ja, &card.narrative_en)).collect();
    Typed::of(HashMap::from([
        ("card".to_owned(), cards.iter().map(|card| card.code.clone()).collect()),
        ("/need/urgency".to_owned(), urgency),
        ("/need/menus".to_owned(), menus),
        ("/need/narrative".to_owned(), vec![sentences.join("\n")]),
    ]))
}
