//! From bytes to rows of cells: encoding, quotes, lines.
//!
//! Written by hand, since a report must name the line and the `csv` crate cannot: it takes a quote that is never closed as one huge last
//! cell without a word, and counts blank lines to the row that follows them.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, SHIFT_JIS};

use crate::active_list::sheet::SheetError;

/// About 60,000 rows of ordinary length: more than all who are registered in the country.
const MAX_MIB: usize = 64;
const MAX_ROWS: usize = 100_000;

/// One row as typed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line on which the row starts, from 1.
    pub line: u64,
    pub cells: Vec<String>,
}

/// The rows of a file, without the blank ones.
pub(crate) fn records(bytes: &[u8]) -> Result<Vec<Record>, SheetError> {
    each_record(&text_of(bytes)?).collect()
}

/// The text of a file that is not too large.
pub(crate) fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    if bytes.len() > MAX_MIB << 20 { Err(SheetError::TooLarge { max: MAX_MIB, unit: "MiB" }) } else { decode(bytes) }
}

/// The same rows one after the other, for a file of which little is kept.
pub(crate) fn each_record(text: &str) -> impl Iterator<Item = Result<Record, SheetError>> {
    let mut reader = Reader { rest: text, line: 1 };
    let mut rows = 0;
    std::iter::from_fn(move || {
        while !reader.rest.is_empty() {
            let record = reader.record();
            match &record {
                // A spreadsheet writes a blank line as a row of commas.
                Ok(record) if record.cells.iter().all(|cell| cell.trim().is_empty()) => continue,
                Ok(_) if rows > MAX_ROWS => return Some(Err(SheetError::TooLarge { max: MAX_ROWS, unit: "rows" })),
                Ok(_) => rows += 1,
                Err(_) => reader.rest = "",
            }
            return Some(record);
        }
        None
    })
}

/// UTF-8 if it can be, else what Excel on a Japanese Windows writes (windows-31j, which encoding_rs calls Shift_JIS).
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let (marked, bytes) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let broken_at = match str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error.valid_up_to(),
    };
    if marked || is_damaged_utf8(bytes) {
        return Err(SheetError::UnknownEncoding { line: line_at(bytes, broken_at) });
    }
    shift_jis(bytes).map(Cow::Owned).map_err(|at| SheetError::UnknownEncoding { line: line_at(bytes, at) })
}

/// UTF-8 with a broken byte is often valid Shift_JIS, and would put gibberish for names on the list. It shows by its many whole characters
/// of three bytes, which Shift_JIS makes by rare accident only.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let broken = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let whole = text.chars().filter(|c| *c != char::REPLACEMENT_CHARACTER && c.len_utf8() >= 3).count();
    whole > broken
}

/// The text, or the place of the first byte that Shift_JIS does not have.
fn shift_jis(bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = SHIFT_JIS.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(length, after), read) => Err(read.saturating_sub(usize::from(length) + usize::from(after))),
        (DecoderResult::OutputFull, read) => Err(read),
    }
}

fn line_at(bytes: &[u8], at: usize) -> u64 {
    let before = bytes.get(..at).unwrap_or(bytes);
    1 + line_ends(&String::from_utf8_lossy(before))
}

/// CRLF, LF and a lone CR each end a line.
fn line_ends(text: &str) -> u64 {
    let mut ends = 0;
    let mut last = ' ';
    for c in text.chars() {
        ends += u64::from(c == '\r' || (c == '\n' && last != '\r'));
        last = c;
    }
    ends
}

struct Reader<'a> {
    rest: &'a str,
    /// The line on which `rest` begins.
    line: u64,
}

impl<'a> Reader<'a> {
    fn record(&mut self) -> Result<Record, SheetError> {
        let (line, mut cells) = (self.line, Vec::new());
        loop {
            cells.push(self.cell()?);
            let Some(rest) = self.rest.strip_prefix(',') else { break };
            self.rest = rest;
        }
        if let Some(rest) = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix(['\r', '\n'])) {
            self.rest = rest;
            self.line += 1;
        }
        Ok(Record { line, cells })
    }

    /// Reads up to the comma or line end, which stays in `rest`.
    fn cell(&mut self) -> Result<String, SheetError> {
        let Some(inside) = self.rest.strip_prefix('"') else {
            return Ok(self.until(&[',', '\r', '\n']).to_owned());
        };
        self.rest = inside;
        let broken = SheetError::BrokenQuotes { line: self.line };
        let mut cell = String::new();
        loop {
            let part = self.until(&['"']);
            self.line += line_ends(part);
            cell.push_str(part);
            let Some(rest) = self.rest.strip_prefix('"') else { return Err(broken) };
            self.rest = rest;
            // A doubled quote stands for one.
            match self.rest.strip_prefix('"') {
                Some(rest) => self.rest = rest,
                None => break,
            }
            cell.push('"');
        }
        if self.rest.is_empty() || self.rest.starts_with([',', '\r', '\n']) { Ok(cell) } else { Err(broken) }
    }

    /// Takes what stands before the first of `marks`.
    fn until(&mut self, marks: &[char]) -> &'a str {
        let (before, rest) = self.rest.split_at(self.rest.find(marks).unwrap_or(self.rest.len()));
        self.rest = rest;
        before
    }
}
