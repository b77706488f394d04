//! `config/corporations`: how the register of corporations is read.

use serde::Deserialize;

/// Places of columns, from 1.
#[derive(Clone, Debug, Deserialize)]
pub struct CorporationMapping {
    /// Where the files are.
    pub home: String,
    /// How many columns each row has.
    pub columns: usize,
    pub number: usize,
    pub name: usize,
    pub municipality: usize,
    /// JIS X 0401 code.
    pub prefecture: usize,
    /// Filled where the corporation has been wound up.
    pub closed_on: usize,
    /// `1` in the newest row of a corporation.
    pub latest: usize,
}

impl CorporationMapping {
    pub(super) fn check(&self) -> Result<(), String> {
        let places = [self.number, self.name, self.municipality, self.prefecture, self.closed_on, self.latest];
        if let Some(place) = places.iter().find(|place| !(1..=self.columns).contains(*place)) {
            return Err(format!("there is no column {place} among {}", self.columns));
        }
        let twice = places.iter().enumerate().find(|(at, place)| places[at + 1..].contains(place));
        twice.map_or(Ok(()), |(_, place)| Err(format!("column {place} stands for two things")))
    }
}
