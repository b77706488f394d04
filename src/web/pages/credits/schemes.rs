//! What a scheme makes of a ledger: how far each pot is filled and what is missing until when, what did not count and why, and the days that come.

use chrono::NaiveDate;

use crate::credits::{Amount, Counted, MilestoneKind, Pot, PotStanding, Projection, RuleSet, Title};
use crate::desk::{CreditsPage, SchemeView};
use crate::ids::ClaimId;
use crate::web::pages::credits::telling::{amount, reason};
use crate::web::pages::words::Words;

/// A pot on the page. The bar is a help for the eye; the words say all that it says.
pub struct PotWords {
    pub name: String,
    pub said: String,
    pub full: u64,
    pub filled: u64,
    pub missing: Option<String>,
    pub note: Option<String>,
}

pub struct SchemeWords {
    pub code: &'static str,
    pub name: String,
    pub link: String,
    pub source: String,
    pub period: Option<String>,
    /// Whether everything that is required is there.
    pub is_fulfilled: bool,
    pub pots: Vec<PotWords>,
    /// Place and sentence of each entry of which not all counted.
    pub cuts: Vec<(String, String)>,
    /// The day, what it is, and whether it has passed.
    pub timeline: Vec<(String, String, bool)>,
    /// Whether its holder says when the cycle began, and what was said.
    pub asks: bool,
    pub begun: String,
    pub titles: Vec<TitleWords>,
}

/// A title that the holder of a registration may say of themselves.
pub struct TitleWords {
    pub code: String,
    pub name: String,
    /// Since when, as typed; empty where it is not held.
    pub since: String,
    pub is_held: bool,
}

impl SchemeWords {
    /// Shows again what was typed into a refused field.
    pub fn keep(&mut self, field: &str, day: &str) {
        if self.code == field {
            day.clone_into(&mut self.begun);
        }
        self.titles.iter_mut().filter(|title| title.code == field).for_each(|title| day.clone_into(&mut title.since));
    }
}

pub fn scheme_words(t: &Words, view: &SchemeView, page: &CreditsPage) -> SchemeWords {
    let rules = view.rules;
    let projection = view.projection.as_ref();
    SchemeWords {
        code: view.scheme,
        name: if t.0.is_japanese() { rules.ja.clone() } else { rules.en.clone() },
        link: rules.link.clone(),
        source: t.say2("credits-edition", &("edition", &rules.edition), &("source", &rules.source)),
        period: projection
            .map(|one| t.say2("credit-period", &("from", &t.date(&one.cycle.from)), &("until", &t.date(&one.cycle.expires_on)))),
        is_fulfilled: projection.is_some_and(Projection::is_fulfilled),
        pots: projection.map(|one| pots(t, rules, one)).unwrap_or_default(),
        cuts: projection.map(|one| cuts(t, view, one, page)).unwrap_or_default(),
        timeline: projection.map(|one| timeline(t, one, page.today)).unwrap_or_default(),
        asks: view.scheme != "riss",
        begun: view.begun.map(|day| day.to_string()).unwrap_or_default(),
        titles: titles(t, view),
    }
}

fn titles(t: &Words, view: &SchemeView) -> Vec<TitleWords> {
    let words = |title: &Title| {
        let held = view.titles.iter().find(|held| held.code == title.code);
        let since = held.map(|held| held.since.to_string()).unwrap_or_default();
        TitleWords { code: title.code.clone(), name: title_name(t, title), since, is_held: held.is_some() }
    };
    view.rules.titles.iter().map(words).collect()
}

fn title_name(t: &Words, title: &Title) -> String {
    if t.0.is_japanese() { title.ja.clone() } else { title.en.clone() }
}

fn pots(t: &Words, rules: &RuleSet, projection: &Projection) -> Vec<PotWords> {
    let of = |standing: &PotStanding| {
        let pot = rules.pot(&standing.code)?;
        let years = projection.cycle.years;
        let by_year = pot.needed.in_each_year.map(|each| each.times(years));
        let full = pot.needed.in_cycle.or(by_year).or(pot.whole.map(|whole| whole.from)).or(pot.most);
        // In a pot that must be filled year by year the surplus of one year fills no other.
        let filled = by_year.map_or(standing.counted, |all| all - standing.missing);
        let said = match full {
            Some(full) => t.say2("credits-of", &("counted", &amount(t, &pot.unit, filled)), &("full", &amount(t, &pot.unit, full))),
            None => amount(t, &pot.unit, standing.counted),
        };
        let deadline = t.date(&projection.cycle.deadline);
        let missing = (standing.missing > Amount::ZERO)
            .then(|| t.say2("credits-missing", &("amount", &amount(t, &pot.unit, standing.missing)), &("until", &deadline)));
        let full = full.unwrap_or(standing.counted).in_hundredths();
        let filled = filled.in_hundredths().min(full);
        let name = if t.0.is_japanese() { pot.ja.clone() } else { pot.en.clone() };
        // Why nothing more is missing, before what is special about it.
        let exempt = standing.exempt_by.as_deref().and_then(|code| rules.title(code));
        let exempt = exempt.map(|title| t.say1("credits-exempt", "title", title_name(t, title)));
        Some(PotWords { name, said, full, filled, missing, note: exempt.or_else(|| note(t, rules, pot)) })
    };
    projection.pots.iter().filter_map(of).collect()
}

/// What is special about a pot.
fn note(t: &Words, rules: &RuleSet, pot: &Pot) -> Option<String> {
    if let Some(whole) = pot.whole {
        let into = pot.within.as_deref().and_then(|code| rules.pot(code))?;
        let name = if t.0.is_japanese() { &into.ja } else { &into.en };
        let from = amount(t, &pot.unit, whole.from);
        return Some(t.say2("credits-whole", &("from", &from), &("pot", name)));
    }
    if let Some(each) = pot.needed.in_each_year {
        return Some(t.say1("credits-each-year", "amount", amount(t, &pot.unit, each)));
    }
    if let Some(each) = pot.needed.advised_in_each_year {
        return Some(t.say1("credits-advised", "amount", amount(t, &pot.unit, each)));
    }
    pot.most.map(|most| t.say1("credits-most", "amount", amount(t, &pot.unit, most)))
}

fn cuts(t: &Words, view: &SchemeView, projection: &Projection, page: &CreditsPage) -> Vec<(String, String)> {
    let partly = projection.entries.iter().filter(|entry| !entry.cuts.is_empty());
    partly
        .filter_map(|entry| {
            let id = view.claims.get(entry.index)?;
            let claim = page.claims.iter().find(|claim| claim.id == *id)?;
            let place = format!("/me/credits/entries/{id}");
            Some((place, format!("{}: {}", t.date(&claim.activity.until), counted(t, view.rules, entry))))
        })
        .collect()
}

/// "10 of 14 count: …".
pub fn counted(t: &Words, rules: &RuleSet, entry: &Counted) -> String {
    let unit = entry.pot.as_deref().and_then(|code| rules.pot(code)).or(rules.pots.first()).map_or("credit", |pot| pot.unit.as_str());
    let (counts, full) = (amount(t, unit, entry.counted), amount(t, unit, entry.full));
    if entry.cuts.is_empty() {
        return t.say1("credits-counts-all", "counted", counts);
    }
    let joiner = t.say("credits-joiner");
    let why = entry.cuts.iter().map(|cut| reason(t.0, rules, cut)).collect::<Vec<_>>().join(&joiner);
    if entry.full == Amount::ZERO {
        return t.say1("credits-counts-none", "why", why);
    }
    t.say3("credits-counts", &("counted", &counts), &("full", &full), &("why", &why))
}

/// What a scheme makes of one entry; none where no cycle runs.
pub fn of_entry(t: &Words, view: &SchemeView, id: ClaimId) -> Option<(String, String)> {
    let projection = view.projection.as_ref()?;
    let entry = projection.entries.iter().find(|entry| view.claims.get(entry.index) == Some(&id))?;
    let name = if t.0.is_japanese() { &view.rules.ja } else { &view.rules.en };
    Some((name.clone(), counted(t, view.rules, entry)))
}

fn timeline(t: &Words, projection: &Projection, today: NaiveDate) -> Vec<(String, String, bool)> {
    let cycle = &projection.cycle;
    let mut told = vec![(t.date(&cycle.from), t.say("credits-begins"), true)];
    for milestone in cycle.milestones() {
        let left = (milestone.on - today).num_days();
        let what = match milestone.kind {
            MilestoneKind::YearEnds(year) => t.say1("credits-year-ends", "year", year),
            // Where nothing has to be done before the end, the two are one day.
            MilestoneKind::Deadline if cycle.deadline == cycle.expires_on => continue,
            MilestoneKind::Deadline => t.say1("credits-deadline", "days", (cycle.expires_on - cycle.deadline).num_days()),
            MilestoneKind::Expiry => t.say("credits-expires"),
        };
        let what = if left >= 0 { format!("{what} {}", t.say1("credits-days-left", "count", left)) } else { what };
        told.push((t.date(&milestone.on), what, left < 0));
    }
    told
}
