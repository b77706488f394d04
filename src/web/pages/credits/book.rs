//! A ledger as tables: what stands in it with what each scheme counts of it, and how each scheme stands.

use crate::catalogue::Catalogue;
use crate::credits::{Amount, ClaimState};
use crate::desk::{ClaimView, CreditsPage, SchemeView};
use crate::web::pages::credits::schemes::counted;
use crate::web::pages::credits::telling::{approved, pot_name};
use crate::web::pages::words::Words;
use crate::wording::activity_name;
use crate::workbook::{Cell, Drawn, Table};

fn number(amount: Amount) -> Cell {
    Cell::Number(amount.in_hundredths() as f64 / 100.0)
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn name_of(t: &Words, scheme: &SchemeView) -> String {
    if t.0.is_japanese() { scheme.rules.ja.clone() } else { scheme.rules.en.clone() }
}

/// Entries that count, in the order of the ledger.
pub fn entries(page: &CreditsPage) -> Vec<&ClaimView> {
    let mut entries: Vec<&ClaimView> = page.claims.iter().filter(|claim| claim.state == ClaimState::Entered).collect();
    entries.sort_by_key(|claim| claim.seq);
    entries
}

/// The ledger, then a table for each scheme in which a cycle runs.
pub fn tables(t: &Words, catalogue: &Catalogue, page: &CreditsPage) -> Vec<Table> {
    let running: Vec<&SchemeView> = page.schemes.iter().filter(|scheme| scheme.projection.is_some()).collect();
    let mut tables = vec![ledger(t, catalogue, page, &running)];
    tables.extend(running.into_iter().filter_map(|scheme| standing(t, scheme)));
    tables
}

fn ledger(t: &Words, catalogue: &Catalogue, page: &CreditsPage, running: &[&SchemeView]) -> Table {
    let keys = ["credit-row", "credit-kind", "credit-from", "credit-until", "credit-hours", "credit-count", "credit-approved"];
    let mut head: Vec<String> = keys.iter().map(|key| t.say(key)).collect();
    for scheme in running {
        head.push(name_of(t, scheme));
        head.push(t.say1("credit-why", "scheme", name_of(t, scheme)));
    }
    let row = |claim: &&ClaimView| {
        let activity = &claim.activity;
        let mut cells = vec![
            text(activity_name(t.0, catalogue, &activity.kind)),
            text(activity.from.to_string()),
            text(activity.until.to_string()),
            Cell::Number(f64::from(activity.minutes) / 60.0),
            Cell::Number(f64::from(activity.count)),
            text(approved(t, claim.approved_as)),
        ];
        for scheme in running {
            let found = scheme.projection.iter().flat_map(|projection| &projection.entries);
            let entry = found.into_iter().find(|entry| scheme.claims.get(entry.index) == Some(&claim.id));
            cells.push(number(entry.map(|entry| entry.counted).unwrap_or_default()));
            cells.push(text(entry.map(|entry| counted(t, scheme.rules, entry)).unwrap_or_default()));
        }
        (claim.seq.unwrap_or_default().to_string(), cells)
    };
    Table { title: t.say("credits-ledger"), head, rows: entries(page).iter().map(row).collect(), drawn: Drawn::Nothing }
}

fn standing(t: &Words, scheme: &SchemeView) -> Option<Table> {
    let projection = scheme.projection.as_ref()?;
    let head = ["credit-pot", "credit-counted", "credit-missing"].map(|key| t.say(key)).to_vec();
    let rows = projection.pots.iter().map(|pot| (pot_name(t.0, scheme.rules, &pot.code), vec![number(pot.counted), number(pot.missing)]));
    Some(Table { title: name_of(t, scheme), head, rows: rows.collect(), drawn: Drawn::Nothing })
}
