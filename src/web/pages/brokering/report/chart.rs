//! Bars, drawn on the server: no script is needed to see them, and what they say stands in a table beside. The two series differ in pattern, not in colour
//! alone.

use crate::workbook::{Cell, Drawn, Table};

/// Points on a screen as narrow as a phone's; the picture grows with the page.
const WIDTH: f64 = 348.0;
/// Of standing bars: how high, and what is left above and below for words.
const STANDS: f64 = 130.0;
const ABOVE: f64 = 18.0;
const BELOW: f64 = 20.0;
/// Of lying bars: the height of a line of words, and of a bar.
const LINE: f64 = 14.0;
const BAR: f64 = 9.0;
const GAP: f64 = 10.0;
/// Right of lying bars, for the figure.
const BESIDE: f64 = 40.0;

/// A rectangle of one of the series.
pub(super) struct Bar {
    pub x: String,
    pub y: String,
    pub width: String,
    pub height: String,
    /// Whether it is of the second series, which is filled.
    pub solid: bool,
}

pub(super) struct Word {
    pub x: String,
    pub y: String,
    pub text: String,
    pub anchor: &'static str,
}

/// A picture of a table; names its series for the legend.
pub(super) struct Chart {
    /// For what names it in the page.
    pub id: usize,
    pub title: String,
    pub height: String,
    pub series: Vec<String>,
    pub bars: Vec<Bar>,
    pub words: Vec<Word>,
}

fn at(points: f64) -> String {
    format!("{points:.1}")
}

fn number(cells: &[Cell], place: usize) -> f64 {
    match cells.get(place) {
        Some(Cell::Number(number)) => *number,
        _ => 0.0,
    }
}

/// None for a table that is not drawn, or has no rows.
pub(super) fn chart(id: usize, table: &Table) -> Option<Chart> {
    let series = table.head.len().saturating_sub(1);
    let most = table.rows.iter().flat_map(|(_, cells)| (0..series).map(|place| number(cells, place))).fold(1.0, f64::max);
    let mut chart = Chart {
        id,
        title: table.title.clone(),
        height: String::new(),
        series: table.head.iter().skip(1).cloned().collect(),
        bars: Vec::new(),
        words: Vec::new(),
    };
    let height = match table.drawn {
        _ if table.rows.is_empty() => return None,
        Drawn::Nothing => return None,
        Drawn::Columns => columns(&mut chart, table, series, most),
        Drawn::Bars => bars(&mut chart, table, series, most),
    };
    chart.height = at(height);
    Some(chart)
}

fn columns(chart: &mut Chart, table: &Table, series: usize, most: f64) -> f64 {
    let wide = WIDTH / table.rows.len() as f64;
    let one = wide * 0.8 / series.max(1) as f64;
    let ground = ABOVE + STANDS;
    for (row, (name, cells)) in table.rows.iter().enumerate() {
        let left = wide * row as f64 + wide * 0.1;
        for place in 0..series {
            let value = number(cells, place);
            let high = STANDS * value / most;
            let x = left + one * place as f64;
            chart.bars.push(Bar { x: at(x), y: at(ground - high), width: at(one), height: at(high), solid: place % 2 == 1 });
            if value > 0.0 {
                let (x, y) = (at(x + one / 2.0), at(ground - high - 3.0));
                chart.words.push(Word { x, y, text: value.to_string(), anchor: "middle" });
            }
        }
        chart.words.push(Word { x: at(left + wide * 0.4), y: at(ground + 14.0), text: name.clone(), anchor: "middle" });
    }
    ground + BELOW
}

fn bars(chart: &mut Chart, table: &Table, series: usize, most: f64) -> f64 {
    let mut y = 0.0;
    for (name, cells) in &table.rows {
        chart.words.push(Word { x: at(0.0), y: at(y + LINE - 3.0), text: name.clone(), anchor: "start" });
        y += LINE;
        for place in 0..series {
            let value = number(cells, place);
            let long = (WIDTH - BESIDE) * value / most;
            chart.bars.push(Bar { x: at(0.0), y: at(y), width: at(long), height: at(BAR), solid: place % 2 == 1 });
            chart.words.push(Word { x: at(long + 4.0), y: at(y + BAR), text: value.to_string(), anchor: "start" });
            y += BAR + 2.0;
        }
        y += GAP;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(drawn: Drawn, rows: &[(&str, f64, f64)]) -> Table {
        let row = |(name, one, other): &(&str, f64, f64)| ((*name).to_owned(), vec![Cell::Number(*one), Cell::Number(*other)]);
        Table {
            title: "月別".into(), head: vec!["月".into(), "相談".into(), "決定".into()], rows: rows.iter().map(row).collect(), drawn
        }
    }

    #[test]
    fn the_largest_figure_fills_the_height_and_half_of_it_half() {
        let drawn = chart(0, &table(Drawn::Columns, &[("4", 8.0, 4.0), ("5", 0.0, 0.0)])).expect("a chart");
        let heights: Vec<&str> = drawn.bars.iter().map(|bar| bar.height.as_str()).collect();
        assert_eq!(heights, ["130.0", "65.0", "0.0", "0.0"]);
        assert_eq!(drawn.bars.iter().map(|bar| bar.solid).collect::<Vec<_>>(), [false, true, false, true]);
        let words: Vec<&str> = drawn.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, ["8", "4", "4", "5"], "figures stand above bars, names below; a zero has no bar and no figure");
    }

    #[test]
    fn lying_bars_stay_within_the_picture_and_make_it_as_high_as_they_need() {
        let drawn = chart(0, &table(Drawn::Bars, &[("岐阜県", 500.0, 20.0), ("愛知県", 3.0, 0.0)])).expect("a chart");
        assert!(drawn.bars.iter().all(|bar| bar.width.parse::<f64>().is_ok_and(|width| width <= WIDTH - BESIDE)));
        assert_eq!(drawn.height, "92.0");
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert!(chart(0, &table(Drawn::Bars, &[])).is_none() && chart(0, &table(Drawn::Nothing, &[("a", 1.0, 1.0)])).is_none());
        let zeros = chart(0, &table(Drawn::Columns, &[("4", 0.0, 0.0)])).expect("a chart");
        assert!(zeros.bars.iter().all(|bar| bar.height == "0.0"));
    }
}
