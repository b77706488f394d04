//! `config/worries`: what a shop owner worries about, and which menus help. `config/budgets`: what the form offers to spend.

use std::collections::HashSet;

use serde::Deserialize;

/// The most menus that one card may name: one specialist has to offer those of all chosen cards.
const MOST_MENUS: usize = 2;

/// A worry in plain words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worry {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub menus: Vec<String>,
    /// Whether something has happened already.
    #[serde(default)]
    pub incident: bool,
    /// Why these menus, in one or two sentences.
    pub why_ja: String,
    pub why_en: String,
    /// What one can do today without anybody.
    pub today_ja: String,
    pub today_en: String,
    /// What goes into the help request.
    pub narrative_ja: String,
    pub narrative_en: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct WorriesFile {
    pub cards: Vec<Worry>,
}

#[derive(Debug, Deserialize)]
pub(super) struct BudgetsFile {
    /// In units of 10,000 yen.
    pub bands_man_yen: Vec<u32>,
}

pub(super) fn check(cards: &[Worry], is_menu: impl Fn(&str) -> bool) -> Result<(), String> {
    let mut seen = HashSet::new();
    for card in cards {
        let code = &card.code;
        if !seen.insert(code) {
            return Err(format!("{code} stands twice"));
        }
        if card.menus.is_empty() || card.menus.len() > MOST_MENUS {
            return Err(format!("{code} names {} menus, not 1 to {MOST_MENUS}", card.menus.len()));
        }
        if let Some(menu) = card.menus.iter().find(|menu| !is_menu(menu)) {
            return Err(format!("{code} names the unknown menu {menu}"));
        }
    }
    Ok(())
}

/// Bands rise, and fit what a help request may cost.
pub(super) fn check_budgets(bands: &[u32]) -> Result<(), String> {
    let rises = bands.windows(2).all(|pair| pair[0] < pair[1]);
    let fits = bands.iter().all(|band| (1..=100_000).contains(band));
    if rises && fits && !bands.is_empty() { Ok(()) } else { Err("the bands do not rise from 1 to at most 100000".to_owned()) }
}
