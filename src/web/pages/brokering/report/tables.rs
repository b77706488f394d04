//! The report of a year as tables in a reader's words: the same on the page, in the CSV file and in the workbook.

use crate::brokering::{Share, WhyNobody, YearReport};
use crate::catalogue::Catalogue;
use crate::engagement::Acted;
use crate::language::Language;
use crate::wording::{menu_name, prefecture_name, say, say_with};
use crate::workbook::{Cell, Drawn, Table};

fn number(figure: u64) -> Cell {
    Cell::Number(figure as f64)
}

/// The summary first, then by month, by menu and by prefecture.
pub(super) fn tables(language: Language, catalogue: &Catalogue, report: &YearReport) -> Vec<Table> {
    let word = |key: &str| say(language, key);
    let shares = |title: &str, first: &str, rows: Vec<(String, Share)>, drawn: Drawn| Table {
        title: word(title),
        head: [first, "report-asked", "report-matched"].map(word).to_vec(),
        rows: rows.into_iter().map(|(name, share)| (name, vec![number(share.asked), number(share.matched)])).collect(),
        drawn,
    };
    let month = |month: u32| say(language, &format!("report-month-{month}"));
    let months = report.year.months().into_iter().zip(report.months).map(|((_, at), share)| (month(at), share)).collect();
    let menu = |code: &Option<String>| code.as_ref().map_or_else(|| word("report-no-menu"), |code| menu_name(language, catalogue, code));
    let menus = report.menus.iter().map(|(code, share)| (menu(code), *share)).collect();
    let prefectures = report.prefectures.iter().map(|(code, share)| (prefecture_name(language, catalogue, code), *share)).collect();
    let mut tables = vec![
        summary(language, report),
        shares("report-by-month", "report-in-month", months, Drawn::Columns),
        shares("report-by-menu", "report-menu", menus, Drawn::Bars),
        shares("report-by-prefecture", "report-prefecture", prefectures, Drawn::Bars),
    ];
    tables.extend(outcomes(language, catalogue, report));
    tables
}

/// What came of the work, and what stood in the way; none before anybody was asked to the end.
fn outcomes(language: Language, catalogue: &Catalogue, report: &YearReport) -> Option<Table> {
    let counted = &report.outcomes;
    if counted.answers() + counted.silent == 0 {
        return None;
    }
    let answer = |code: &str, count: u64| (say(language, &format!("report-outcome-{code}")), vec![number(count)]);
    let mut rows: Vec<_> = Acted::ALL.iter().zip(counted.acted).map(|(acted, count)| answer(acted.code(), count)).collect();
    rows.push(answer("silent", counted.silent));
    let rules = &catalogue.engagement().follow_up;
    let because = |(code, count): &(String, u64)| {
        let why =
            rules.hindrance(code).map_or_else(|| code.clone(), |one| if language.is_japanese() { one.ja.clone() } else { one.en.clone() });
        (say_with(language, "report-outcome-because", &[("why", &why)]), vec![number(*count)])
    };
    rows.extend(counted.hindrances.iter().map(because));
    let head = ["report-outcome", "report-outcome-companies"].map(|key| say(language, key)).to_vec();
    Some(Table { title: say(language, "report-outcomes"), head, rows, drawn: Drawn::Nothing })
}

fn summary(language: Language, report: &YearReport) -> Table {
    let row = |key: &str, cell: Cell| (say(language, key), vec![cell]);
    let mut rows = vec![
        row("report-all", number(report.all.asked)),
        row("report-answered", number(report.answered)),
        row("report-all-matched", number(report.all.matched)),
        row("report-unmatched", number(report.unmatched)),
    ];
    rows.extend(WhyNobody::ALL.iter().zip(report.why_nobody).map(|(why, count)| row(&format!("report-{}", why.code()), number(count))));
    let none = || Cell::Text("−".to_owned());
    rows.extend([
        row("report-under-way", number(report.under_way)),
        row("report-cancelled", number(report.cancelled)),
        row("report-median", report.median_days.map_or_else(none, Cell::Number)),
        row("report-hours", number(report.hours)),
        row("report-companies", number(report.companies.asked)),
        row("report-companies-matched", number(report.companies.matched)),
        row("report-passed-on", number(report.passed_on)),
        row("report-taken-over", number(report.taken_over)),
    ]);
    let head = ["report-row", "report-value"].map(|key| say(language, key)).to_vec();
    Table { title: say(language, "report-summary"), head, rows, drawn: Drawn::Nothing }
}
