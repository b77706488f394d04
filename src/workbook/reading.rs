//! Reading a workbook back, which may come from anybody: it is a packed file, and a small one can unpack to more than a machine holds. So every part is
//! unpacked and measured first, and cells are taken one after the other, never as the rectangle that their places span.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

/// How much is read.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Bytes of the file.
    file: u64,
    /// Bytes of all its parts, unpacked.
    unpacked: u64,
    /// Of all sheets.
    cells: usize,
    /// Bytes of all cells: many of them may name one long text.
    text: usize,
}

/// Bytes of a workbook as a file. A ledger of ten thousand rows is smaller.
pub const MOST_BYTES: u64 = 16 << 20;
const BOUNDS: Bounds = Bounds { file: MOST_BYTES, unpacked: 64 << 20, cells: 400_000, text: 64 << 20 };
/// Of a list of texts that says how many it holds, the reader believes the number and makes room.
const PROMISE: &[u8] = b"uniqueCount";

/// A sheet that is not hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    /// Without empty rows; each at least as wide as the first, without empty cells beyond that.
    pub rows: Vec<Vec<String>>,
}

/// Why a workbook was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    NoWorkbook(String),
    TooLarge,
}

/// Whether a file is packed as workbooks are. Its name says nothing.
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The sheets that people see. A number reads as the shortest text of its value, which is how whoever wrote it said it; what a cell shows instead of what it
/// holds (a formula, a date, an error) reads as no cell of ours does.
///
/// # Errors
///
/// Where it is none, or larger than any of ours.
pub fn read_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Unread> {
    read_within(bytes, BOUNDS)
}

fn read_within(bytes: &[u8], mut bounds: Bounds) -> Result<Vec<Sheet>, Unread> {
    measure(bytes, bounds)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error: XlsxError| strange(&error))?;
    let shown = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    names.into_iter().filter_map(|name| read(&mut book, name, &mut bounds).transpose()).collect()
}

fn strange(error: &dyn std::fmt::Display) -> Unread {
    Unread::NoWorkbook(error.to_string())
}

/// Unpacks every part and keeps none: what a part says of its size need not be true.
fn measure(bytes: &[u8], bounds: Bounds) -> Result<(), Unread> {
    if bytes.len() as u64 > bounds.file {
        return Err(Unread::TooLarge);
    }
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|error| strange(&error))?;
    let mut left = bounds.unpacked;
    for at in 0..parts.len() {
        let mut part = Vec::new();
        let unpacked = parts.by_index(at).map_err(|error| strange(&error))?.take(left + 1).read_to_end(&mut part);
        let size = unpacked.map_err(|error| strange(&error))? as u64;
        left = left.checked_sub(size).ok_or(Unread::TooLarge)?;
        if promises(&part).any(|texts| texts > bounds.cells) {
            return Err(Unread::TooLarge);
        }
    }
    Ok(())
}

/// How many texts a part says that it holds.
fn promises(part: &[u8]) -> impl Iterator<Item = usize> {
    let places = part.windows(PROMISE.len()).enumerate().filter(|(_, word)| *word == PROMISE);
    places.map(|(at, _)| {
        let after = &part[at + PROMISE.len()..];
        let begins = after.iter().position(u8::is_ascii_digit).unwrap_or(after.len());
        let digits = after[begins..].iter().take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |number: usize, digit| number.saturating_mul(10).saturating_add(usize::from(digit - b'0')))
    })
}

/// One sheet, if it has cells: a sheet of charts has none. What it takes is gone from the bounds.
fn read(book: &mut Xlsx<Cursor<&[u8]>>, name: String, left: &mut Bounds) -> Result<Option<Sheet>, Unread> {
    let mut cells = match book.worksheet_cells_reader(&name) {
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        cells => cells.map_err(|error| strange(&error))?,
    };
    let mut rows: Vec<(u32, Vec<(u32, String)>)> = Vec::new();
    // Without the other cells that a formula was copied to, which would be worked out.
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|error| strange(&error))? {
        let (row, column) = cell.pos;
        let text = if cell.formula.is_some() { "=".to_owned() } else { said(&cell.value) };
        left.cells = left.cells.checked_sub(1).ok_or(Unread::TooLarge)?;
        left.text = left.text.checked_sub(text.len()).ok_or(Unread::TooLarge)?;
        match rows.last_mut() {
            _ if text.is_empty() => {}
            Some((last, found)) if *last == row => found.push((column, text)),
            _ => rows.push((row, vec![(column, text)])),
        }
    }
    // A stranger's file may name them in any order, and one of them twice.
    rows.sort_by_key(|(row, _)| *row);
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(twice(&format!("row {}", pair[0].0 + 1)));
    }
    let wide = rows.first().and_then(|(_, found)| found.iter().map(|(column, _)| column + 1).max()).unwrap_or(0);
    let rows = rows.into_iter().map(|(_, found)| line(found, wide, left)).collect::<Result<_, _>>()?;
    Ok(Some(Sheet { name, rows }))
}

/// What one program takes from the first place, another takes from the second.
fn twice(what: &str) -> Unread {
    Unread::NoWorkbook(format!("{what} is there twice"))
}

/// The cells of a row in their places, with empty ones between them.
fn line(found: Vec<(u32, String)>, wide: u32, left: &mut Bounds) -> Result<Vec<String>, Unread> {
    let wide = found.iter().map(|(column, _)| column + 1).max().unwrap_or(0).max(wide);
    let wide = usize::try_from(wide).unwrap_or(usize::MAX);
    // A cell far to the right makes empty ones before it.
    left.cells = left.cells.checked_sub(wide.saturating_sub(found.len())).ok_or(Unread::TooLarge)?;
    let mut line = vec![String::new(); wide];
    for (column, text) in found {
        let place = &mut line[column as usize];
        if !place.is_empty() {
            return Err(twice(&format!("a cell of column {}", column + 1)));
        }
        *place = text;
    }
    Ok(line)
}

fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Empty => String::new(),
        DataRef::Bool(_) | DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) | DataRef::Error(_) => "=".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const SHEET: &str = "xl/worksheets/sheet1.xml";

    fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(&mut book);
        book.save_to_buffer().expect("it is written")
    }

    fn one(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
        book(|book| fill(book.add_worksheet()))
    }

    /// One cell.
    fn small() -> Vec<u8> {
        one(|sheet| {
            sheet.write_string(0, 0, "a").expect("it is written");
        })
    }

    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        read_sheets(bytes).expect("it is read").remove(0).rows
    }

    /// The same workbook with one part made otherwise.
    fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> Vec<u8>) -> Vec<u8> {
        let mut parts = ZipArchive::new(Cursor::new(bytes)).expect("it is packed");
        let mut other = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..parts.len() {
            let mut part = parts.by_index(at).expect("a part");
            let (mut text, own) = (String::new(), part.name().expect("a name").into_owned());
            part.read_to_string(&mut text).expect("text");
            other.start_file(&own, SimpleFileOptions::default()).expect("it begins");
            other.write_all(&if own == name { change(text) } else { text.into_bytes() }).expect("it is written");
        }
        other.finish().expect("it ends").into_inner()
    }

    #[test]
    fn every_figure_reads_as_it_was_said() {
        let hours = || (0..2_000_u32).map(|minutes| f64::from(minutes) / 60.0);
        let bytes = one(|sheet| {
            for (row, hours) in (0..).zip(hours()) {
                sheet.write_number(row, 0, hours).expect("it is written");
            }
        });
        assert_eq!(rows(&bytes), hours().map(|hours| [hours.to_string()]).collect::<Vec<_>>());
    }

    #[test]
    fn empty_rows_and_hidden_sheets_are_left_out_and_rows_are_as_wide_as_the_first() {
        let bytes = book(|book| {
            let hidden = book.add_worksheet().set_hidden(true);
            hidden.write_string(0, 0, "x").expect("it is written");
            let shown = book.add_worksheet().set_active(true).set_name("見える").expect("a name");
            for (row, column, text) in [(0, 0, "a"), (0, 2, "c"), (3, 0, " 1 "), (4, 4, "e")] {
                shown.write_string(row, column, text).expect("it is written");
            }
        });
        let read = read_sheets(&bytes).expect("it is read");
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].name, "見える");
        assert_eq!(read[0].rows, [vec!["a", "", "c"], vec![" 1 ", "", ""], vec!["", "", "", "", "e"]]);
    }

    #[test]
    fn what_a_cell_shows_instead_of_what_it_holds_is_none_of_ours() {
        let bytes = one(|sheet| {
            sheet.write_formula(0, 0, Formula::new("7+7").set_result("14")).expect("it is written");
            sheet.write_number_with_format(0, 1, 14, &Format::new().set_num_format("yyyy-mm-dd")).expect("it is written");
            sheet.write_boolean(0, 2, true).expect("it is written");
        });
        assert_eq!(rows(&bytes), [["=", "=", "="]]);
    }

    #[test]
    fn what_is_no_workbook_is_said() {
        let other = [b"PK\x03\x04".to_vec(), vec![b'x'; 400]].concat();
        let plain = small();
        let no_workbook = with_part(&plain, "xl/workbook.xml", |_| b"<html>".to_vec());
        let cell = |place: &str, row: u8| format!("<row r=\"{row}\"><c r=\"{place}\" t=\"s\"><v>0</v></c></row>");
        let more = |rows: String| with_part(&plain, SHEET, |text| text.replace("</sheetData>", &format!("{rows}</sheetData>")).into());
        let row_twice = more(cell("A2", 2) + &cell("B1", 1));
        let cell_twice = with_part(&plain, SHEET, |text| text.replace("</row>", "<c r=\"A1\"><v>7</v></c></row>").into());
        for bytes in [&b""[..], &other, &plain[..plain.len() / 2], &no_workbook, &row_twice, &cell_twice] {
            assert!(matches!(read_sheets(bytes), Err(Unread::NoWorkbook(_))));
        }
        assert_eq!(rows(&more(cell("A2", 2))), [["a"], ["a"]]);
    }

    #[test]
    fn what_is_too_large_is_not_unpacked() {
        let plain = small();
        let strings = "xl/sharedStrings.xml";
        let bounds = Bounds { file: 20_000, unpacked: 100_000, cells: 20_000, text: 1_000 };
        let unpacked = with_part(&plain, strings, |text| [text.into_bytes(), vec![b' '; 100_000]].concat());
        let promised = with_part(&plain, strings, |text| text.replace("uniqueCount=\"1\"", "uniqueCount = '9000000000000000000'").into());
        let long = with_part(&plain, strings, |text| text.replace(">a<", &format!(">{}<", "a".repeat(1_001))).into());
        let far = with_part(&plain, SHEET, |text| text.replace("r=\"A1\"", "r=\"XFD1\"").into());
        let below = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"s\"><v>0</v></c></row></sheetData>";
        let spread = with_part(&far, SHEET, |text| text.replace("</sheetData>", below).into());
        let file = [plain.clone(), vec![0; 20_000]].concat();
        for (what, bytes) in [("unpacked", unpacked), ("promised", promised), ("long", long), ("spread", spread), ("file", file)] {
            assert_eq!(read_within(&bytes, bounds), Err(Unread::TooLarge), "{what}");
        }
        for bytes in [plain, far] {
            assert!(read_within(&bytes, bounds).is_ok());
        }
    }
}
