//! A corporation as the register of corporations knows it (法人番号公表サイト): public facts, of which a form fills in the name and the place.

use crate::catalogue::{Catalogue, CorporationMapping};
use crate::report::Mistake;
use crate::values::{CorporateNumber, Line};

/// The longest name that the register has is far below this.
const NAME: usize = 200;
const MUNICIPALITY: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corporation {
    pub number: CorporateNumber,
    pub name: Line,
    /// JIS X 0401 code.
    pub prefecture: String,
    pub municipality: Line,
}

impl Corporation {
    /// Reads a row of the register. None for what nobody needs: an older row of a corporation, one that has been wound up, and one without a place in the
    /// country.
    pub fn read<'r>(
        cells: impl ExactSizeIterator<Item = &'r str> + Clone,
        mapping: &CorporationMapping,
        catalogue: &Catalogue,
    ) -> Result<Option<Self>, Mistake> {
        if cells.len() != mapping.columns {
            return Err(Mistake::new("cell-count").with("expected", mapping.columns).with("found", cells.len()));
        }
        let cell = |place: usize| cells.clone().nth(place.saturating_sub(1)).unwrap_or_default().trim();
        let (prefecture, municipality) = (cell(mapping.prefecture), cell(mapping.municipality));
        if cell(mapping.latest) != "1" || !cell(mapping.closed_on).is_empty() || prefecture.is_empty() || municipality.is_empty() {
            return Ok(None);
        }
        let number = CorporateNumber::parse(cell(mapping.number))?;
        if catalogue.prefecture(prefecture).is_none() {
            return Err(Mistake::new("unknown-code").with("value", prefecture).with("kind", "prefecture"));
        }
        let (name, municipality) = (Line::parse(cell(mapping.name), NAME)?, Line::parse(municipality, MUNICIPALITY)?);
        Ok(Some(Self { number, name, prefecture: prefecture.to_owned(), municipality }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(change: impl Fn(&mut Vec<String>)) -> Result<Option<Corporation>, Mistake> {
        let catalogue = Catalogue::embedded(chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()).unwrap();
        let mut cells = vec![String::new(); 30];
        for (place, text) in [(2, "7000012050002"), (7, "関金属工業株式会社"), (11, "関市"), (14, "21"), (24, "1")] {
            cells[place - 1] = text.to_owned();
        }
        change(&mut cells);
        Corporation::read(cells.iter().map(String::as_str), catalogue.corporations(), &catalogue)
    }

    #[test]
    fn the_newest_row_of_a_corporation_that_goes_on_is_read() {
        let found = read(|_| {}).unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.prefecture.as_str(), found.municipality.as_str()), ("関金属工業株式会社", "21", "関市"));
        assert_eq!(read(|cells| cells[23] = "0".into()), Ok(None), "an older row");
        assert_eq!(read(|cells| cells[18] = "2026-04-01".into()), Ok(None), "wound up");
        assert_eq!(read(|cells| cells[13].clear()), Ok(None), "abroad");
    }

    #[test]
    fn a_row_of_another_layout_is_refused() {
        assert_eq!(read(|cells| cells.truncate(29)).unwrap_err().code, "cell-count");
        assert_eq!(read(|cells| cells[1] = "1000012050002".into()).unwrap_err().code, "check-digit");
        assert_eq!(read(|cells| cells[13] = "48".into()).unwrap_err().code, "unknown-code");
        assert_eq!(read(|cells| cells[6].clear()).unwrap_err().code, "required");
    }
}
