//! Reading a file: bytes become rows. Every mistake is told by line and column, as for the other files.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use url::Url;

use crate::active_list::cells::{day, prefecture, shown};
use crate::active_list::mapped::{Header, HeaderError, Mistakes};
use crate::active_list::records::{Record, each_record, text_of};
use crate::active_list::{CellError, SheetError};
use crate::catalogue::{Catalogue, ListingField, ListingKind};
use crate::ids::fingerprint;
use crate::listings::Listing;
use crate::report::Mistake;
use crate::values::Line;

/// More rows than any of these lists has. All of them are replaced in one transaction.
const MOST_ROWS: usize = 5_000;
/// The longest name, number and link.
const NAME: usize = 200;
const NUMBER: usize = 40;
const LINK: usize = 500;

/// A list as it was on one day.
#[derive(Clone, Debug)]
pub struct ListingsFile {
    /// In the order of the file.
    pub rows: Vec<Listing>,
    /// Tells two files apart.
    pub digest: String,
    /// Columns that nobody needs, as they are called in the file.
    pub passed_over: Vec<String>,
    /// Columns that the file does not have.
    pub absent: Vec<String>,
    /// Rows whose link leads to the first page of a site and so hardly to the service.
    pub first_pages: usize,
}

/// Why a file is no such list.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListingsError {
    #[error(transparent)]
    File(#[from] SheetError),
    #[error(transparent)]
    Header(#[from] HeaderError),
    #[error("the file has no row below its header")]
    NoRows,
    #[error("the file has more than {0} rows")]
    TooManyRows(usize),
    #[error("{count} mistakes in its rows")]
    Rows { mistakes: Vec<CellError>, count: usize },
}

/// Reads a whole file: all of it, or every mistake in it.
pub fn read_listings(bytes: &[u8], kind: &ListingKind, catalogue: &Catalogue) -> Result<ListingsFile, ListingsError> {
    let text = text_of(bytes)?;
    let mut records = each_record(&text);
    let header = Header::read(&records.next().ok_or(SheetError::Empty)??, &kind.columns)?;
    let mut reader = Reader { kind, catalogue, header: &header, mistakes: Mistakes::default() };
    let (mut rows, mut lines) = (Vec::new(), HashMap::new());
    for record in records {
        let record = record?;
        if rows.len() >= MOST_ROWS {
            return Err(ListingsError::TooManyRows(MOST_ROWS));
        }
        let Some(row) = reader.row(&record) else { continue };
        match lines.entry(row.key()) {
            Entry::Vacant(free) => drop(free.insert(record.line)),
            Entry::Occupied(first) => {
                let told = Mistake::new("listing-twice").with("line", first.get());
                reader.note(record.line, ListingField::Service, row.service.as_str(), told);
            }
        }
        rows.push(row);
    }
    let mistakes = reader.mistakes;
    match (mistakes.count, rows.is_empty()) {
        (0, true) => Err(ListingsError::NoRows),
        (0, false) => {
            let first_pages = rows.iter().filter(|row| row.link.as_deref().is_some_and(is_first_page)).count();
            Ok(ListingsFile { rows, digest: fingerprint(bytes), passed_over: header.passed_over, absent: header.absent, first_pages })
        }
        (count, _) => Err(ListingsError::Rows { mistakes: mistakes.first, count }),
    }
}

struct Reader<'a> {
    kind: &'a ListingKind,
    catalogue: &'a Catalogue,
    header: &'a Header<ListingField>,
    mistakes: Mistakes,
}

impl Reader<'_> {
    fn note(&mut self, line: u64, field: ListingField, found: &str, told: Mistake) {
        self.mistakes.note(line, self.kind.columns.name(field), found, told);
    }

    fn row(&mut self, record: &Record) -> Option<Listing> {
        if let Err(told) = self.header.fits(record) {
            self.mistakes.note(record.line, "", "", told);
            return None;
        }
        let number = self.take(record, ListingField::Number, |_, text| filled(text, |text| Line::parse(text, NUMBER)));
        let provider = self.take(record, ListingField::Provider, |_, text| Line::parse(text, NAME));
        let service = self.take(record, ListingField::Service, |_, text| Line::parse(text, NAME));
        let services = self.take(record, ListingField::Category, Self::services);
        let prefectures = self.take(record, ListingField::Prefectures, Self::prefectures);
        let link = self.take(record, ListingField::Link, |_, text| filled(text, link));
        let registered_on = self.take(record, ListingField::RegisteredOn, |_, text| day(text));
        let valid_until: Option<Option<NaiveDate>> = self.take(record, ListingField::ValidUntil, |_, text| day(text));
        Some(Listing {
            number: number?,
            provider: provider?,
            service: service?,
            services: services?,
            prefectures: prefectures?,
            link: link?,
            registered_on: registered_on?,
            valid_until: valid_until?,
        })
    }

    /// What a cell tells; a mistake is noted.
    fn take<T>(&mut self, record: &Record, field: ListingField, read: impl Fn(&Self, &str) -> Result<T, Mistake>) -> Option<T> {
        let cell = self.header.cell(record, field);
        read(self, cell).map_err(|told| self.note(record.line, field, cell, told)).ok()
    }

    fn services(&self, text: &str) -> Result<Vec<String>, Mistake> {
        let mut services = self.kind.services.clone();
        if self.kind.categories.is_empty() {
            return Ok(services);
        }
        for word in words(text) {
            let unknown = || Mistake::new("unknown-code").with("value", shown(word)).with("kind", "category");
            let meant = self.kind.services_of(word).ok_or_else(unknown)?;
            services.extend(meant.iter().filter(|code| !self.kind.services.contains(code)).cloned());
        }
        if services.is_empty() { Err(Mistake::new("required")) } else { Ok(services) }
    }

    fn prefectures(&self, text: &str) -> Result<Option<Vec<String>>, Mistake> {
        let mut named = Vec::new();
        for word in words(text) {
            if self.kind.is_everywhere(word) {
                return Ok(Some(self.catalogue.prefectures().iter().map(|one| one.code.clone()).collect()));
            }
            let code = prefecture(self.catalogue, word);
            if self.catalogue.prefecture(&code).is_none() {
                return Err(Mistake::new("unknown-code").with("value", shown(word)).with("kind", "prefecture"));
            }
            named.push(code);
        }
        named.sort();
        named.dedup();
        Ok(Some(named).filter(|named| !named.is_empty()))
    }
}

/// The words of a cell, however they are kept apart.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', '、', ',', '，', '/', '／', '\n']).map(str::trim).filter(|word| !word.is_empty())
}

fn filled<T>(text: &str, read: impl Fn(&str) -> Result<T, Mistake>) -> Result<Option<T>, Mistake> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
}

/// A link that a page may show: of the web, encrypted, and of nobody in particular.
fn link(text: &str) -> Result<String, Mistake> {
    let count = text.chars().count();
    if count > LINK {
        return Err(Mistake::new("too-long").with("max", LINK).with("count", count));
    }
    let url = Url::parse(text).map_err(|_| Mistake::new("listing-link"))?;
    let is_right = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    let is_named = matches!(url.host(), Some(url::Host::Domain(name)) if name.contains('.'));
    if is_right && is_named { Ok(url.into()) } else { Err(Mistake::new("listing-link")) }
}

fn is_first_page(link: &str) -> bool {
    Url::parse(link).is_ok_and(|url| url.path() == "/" && url.query().is_none())
}
