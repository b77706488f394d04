//! A file of members as it was typed. Rows can be replaced or left out, and the whole is judged anew: whoever mends a row sees what its new number
//! does to the others.

use std::collections::{BTreeMap, HashMap};

use crate::active_list::SheetError;
use crate::active_list::records::records;
use crate::brokering::sheet::columns::{MEMBER_COLUMNS, MemberColumn};
use crate::brokering::sheet::read::{MemberRow, header_of, read_row};
use crate::brokering::sheet::write::joined;
use crate::catalogue::Catalogue;

/// Heads the lines' numbers where a table is written to be taken up again.
const LINE: &str = "line";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberTable {
    /// Places in [`MEMBER_COLUMNS`], in the order of the file.
    header: Vec<usize>,
    /// Cells by the line of the file on which their row starts.
    rows: BTreeMap<u64, Vec<String>>,
}

impl MemberTable {
    /// Reads a file; its rows may be wrong, its header may not.
    pub fn read(bytes: &[u8]) -> Result<Self, SheetError> {
        let mut records = records(bytes)?.into_iter();
        let header = header_of(&records.next().ok_or(SheetError::Empty)?.cells)?;
        Ok(Self { header, rows: records.map(|record| (record.line, record.cells)).collect() })
    }

    /// What [`written`](Self::written) wrote; nothing else is a table.
    pub fn take_up(text: &str) -> Option<Self> {
        let mut records = records(text.as_bytes()).ok()?.into_iter();
        let head = records.next()?.cells;
        let (line, names) = head.split_first()?;
        let header = header_of(names).ok().filter(|_| line == LINE)?;
        let mut rows = BTreeMap::new();
        for record in records {
            let (line, cells) = record.cells.split_first()?;
            if rows.insert(line.parse().ok()?, cells.to_vec()).is_some() {
                return None;
            }
        }
        Some(Self { header, rows })
    }

    /// The table without some rows, as a text that keeps lines and cells as they are.
    pub fn written(&self, without: impl Fn(u64) -> bool) -> String {
        let names = self.columns().map(|column| column.name.to_owned());
        let head = joined(std::iter::once(LINE.to_owned()).chain(names));
        let rows = self.rows.iter().filter(|(line, _)| !without(**line));
        rows.fold(head, |text, (line, cells)| text + &joined(std::iter::once(line.to_string()).chain(cells.iter().cloned())))
    }

    /// The columns of the file, in its order.
    pub fn columns(&self) -> impl Iterator<Item = &'static MemberColumn> {
        self.header.iter().map(|place| &MEMBER_COLUMNS[*place])
    }

    /// The cells of a row; there may be more or fewer than there are columns.
    pub fn row(&self, line: u64) -> &[String] {
        self.rows.get(&line).map_or(&[], Vec::as_slice)
    }

    /// Puts a row in its place.
    pub fn put(&mut self, line: u64, cells: Vec<String>) {
        self.rows.insert(line, cells);
    }

    /// What each row says, in the order of the lines.
    pub fn judge(&self, catalogue: &Catalogue) -> Vec<MemberRow> {
        let mut first_lines = HashMap::new();
        self.rows.iter().map(|(line, cells)| read_row(&self.header, *line, cells, &mut first_lines, catalogue)).collect()
    }
}
