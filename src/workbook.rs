//! Figures as a workbook for spreadsheets (XLSX): one sheet for each table, with a chart of it where that helps. What the tables say is their maker's business.
//! Such a workbook can be read back, so that somebody can check it (docs/decisions/0123-a-table-that-can-be-checked.md).

mod reading;

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartPatternFill, ChartPatternFillType, ChartSolidFill, ChartType, DocProperties, ExcelDateTime, Format, Workbook,
    Worksheet, XlsxError,
};

use crate::clock::{Moment, in_japan};

pub use reading::{MOST_BYTES, Sheet, Unread, is_packed, read_sheets};

/// A cell of a row after its first, which is its name.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Number(f64),
    Text(String),
}

/// What a sheet shows beside its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    Nothing,
    /// Bars that stand: for a row of months.
    Columns,
    /// Bars that lie: for names that are long.
    Bars,
}

/// One sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Of the sheet and its chart.
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<(String, Vec<Cell>)>,
    pub drawn: Drawn,
}

/// A paper size of the format: A4.
const A4: u8 = 9;
/// Excel takes no longer name of a sheet.
const LONGEST_NAME: usize = 31;
const CHART_WIDTH: u32 = 720;
/// Pixels of a chart besides its bars, and for each bar that lies.
const CHART_HEIGHT: u32 = 120;
const BAR_HEIGHT: u32 = 26;
const MOST_HEIGHT: u32 = 1_400;
/// Colours that differ in lightness, too; every second series is hatched besides.
const COLOURS: [u32; 2] = [0xA9C7BC, 0x1F5F4A];

/// The file. `made_at` is written into it, so equal figures make equal files.
pub fn workbook(title: &str, author: &str, made_at: Moment, tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The format knows no zones: what people read is the clock in Japan.
    let made_at = ExcelDateTime::from_timestamp(in_japan(made_at).naive_local().and_utc().timestamp())?;
    book.set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&made_at));
    for table in tables {
        write(book.add_worksheet(), table)?;
    }
    book.save_to_buffer()
}

fn write(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let name: String = table.title.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(LONGEST_NAME).collect();
    sheet.set_name(&name)?;
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    for (column, text) in (0..).zip(&table.head) {
        sheet.write_string_with_format(0, column, text, &bold)?;
    }
    for (row, (first, cells)) in (1..).zip(&table.rows) {
        sheet.write_string(row, 0, first)?;
        for (column, cell) in (1..).zip(cells) {
            match cell {
                Cell::Number(number) => sheet.write_number(row, column, *number)?,
                Cell::Text(text) => sheet.write_string(row, column, text)?,
            };
        }
    }
    sheet.autofit();
    let last = u32::try_from(table.rows.len()).unwrap_or(0);
    if table.drawn == Drawn::Nothing || last == 0 {
        return Ok(());
    }
    let below = last + 2;
    sheet.insert_chart(below, 0, &chart(&name, table, last)).map(drop)
}

fn chart(sheet: &str, table: &Table, last: u32) -> Chart {
    let lies = table.drawn == Drawn::Bars;
    let mut chart = Chart::new(if lies { ChartType::Bar } else { ChartType::Column });
    let series = u16::try_from(table.head.len()).unwrap_or(1);
    for column in 1..series {
        let colour = COLOURS[usize::from(column - 1) % COLOURS.len()];
        let mut format = ChartFormat::new();
        if column % 2 == 0 {
            format.set_solid_fill(ChartSolidFill::new().set_color(colour));
        } else {
            let hatched = ChartPatternFillType::DiagonalStripesWideUpwards;
            let fill = ChartPatternFill::new().set_pattern(hatched).set_foreground_color(colour).set_background_color(0xFFFFFF_u32).clone();
            format.set_pattern_fill(&fill);
        }
        chart
            .add_series()
            .set_categories((sheet, 1, 0, last, 0))
            .set_values((sheet, 1, column, last, column))
            .set_name((sheet, 0, column))
            .set_format(&mut format);
    }
    chart.title().set_name(&table.title);
    // The first row of the table is the first bar from above.
    if lies {
        chart.x_axis().set_reverse();
    }
    let height = if lies { (CHART_HEIGHT + BAR_HEIGHT * last).min(MOST_HEIGHT) } else { 3 * CHART_HEIGHT };
    chart.set_width(CHART_WIDTH).set_height(height).set_alt_text(&table.title);
    chart
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};
    use chrono::DateTime;

    use super::*;

    fn table(title: &str, drawn: Drawn) -> Table {
        let number = |value: u8| Cell::Number(f64::from(value));
        Table {
            title: title.to_owned(),
            head: vec!["月".into(), "相談".into(), "決まった".into()],
            rows: vec![("4月".into(), vec![number(3), number(1)]), ("5月".into(), vec![number(2), Cell::Text("−".into())])],
            drawn,
        }
    }

    fn book(tables: &[Table]) -> Vec<u8> {
        let moment = DateTime::from_timestamp(1_775_000_000, 0).expect("a moment");
        workbook("報告", "関商工会議所", moment, tables).expect("it is written")
    }

    #[test]
    fn another_program_reads_what_was_written() {
        let bytes = book(&[table("月別", Drawn::Columns), table("都道府県別", Drawn::Bars), table("まとめ", Drawn::Nothing)]);
        let mut read: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).expect("it is a workbook");
        assert_eq!(read.sheet_names(), ["月別", "都道府県別", "まとめ"]);
        let sheet = read.worksheet_range("月別").expect("it is there");
        let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(rows[1], [text("4月"), Data::Float(3.0), Data::Float(1.0)]);
        assert_eq!(rows[2], [text("5月"), Data::Float(2.0), text("−")]);
        // The parts of the file stand in its directory by name.
        let names = String::from_utf8_lossy(&bytes).matches("xl/charts/chart2.xml").count();
        assert!(names > 0 && !String::from_utf8_lossy(&bytes).contains("xl/charts/chart3.xml"));
    }

    #[test]
    fn equal_figures_make_equal_files_and_odd_titles_are_no_error() {
        assert_eq!(book(&[table("月別", Drawn::Columns)]), book(&[table("月別", Drawn::Columns)]));
        let odd = "[a]:*?/\\".repeat(40) + "月別";
        book(&[table(&odd, Drawn::Bars), Table { rows: Vec::new(), ..table("空", Drawn::Bars) }]);
    }
}
