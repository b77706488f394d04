//! The catalogue: law, taxonomy and policy as dated data (`config/*/<edition>.toml`), not as enums. Of each data set the newest edition whose
//! `valid_from` has come is in force. Checked as a whole when it is loaded, so the rest of the house can rely on it.

mod checks;
mod data;
mod load;
mod sme;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use data::{
    ConsentScope, DeclineReason, Edition, Field, Industry, Layer, Menu, MenuKind, Named, OfferLimits, Prefecture, WavePolicy, Weights,
};
pub use sme::{SmeCategory, SmeDefinition, SmeVariant};

/// Why a catalogue cannot be used: the file and what is wrong with it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CatalogueError {
    #[error("{file}: {why}")]
    Unreadable { file: String, why: String },
    #[error("no edition of {set} is in force on {today}")]
    NoneInForce { set: &'static str, today: NaiveDate },
    #[error("{set}: {why}")]
    Wrong { set: &'static str, why: String },
}

/// All data sets as in force on one day. Immutable; share it in an `Arc`.
#[derive(Clone, Debug)]
pub struct Catalogue {
    editions: Vec<(&'static str, Edition)>,
    menus: Vec<Menu>,
    fields: Vec<Field>,
    prefectures: Vec<Prefecture>,
    industries: Vec<Industry>,
    decline_reasons: Vec<DeclineReason>,
    consent_scopes: Vec<ConsentScope>,
    waves: data::WavesFile,
    weights: Weights,
    units: data::UnitsFile,
    sme: SmeDefinition,
}

fn place<T>(list: &[T], is: impl Fn(&T) -> bool) -> Option<u8> {
    list.iter().position(is).and_then(|at| u8::try_from(at).ok())
}

impl Catalogue {
    /// The data compiled into the binary.
    pub fn embedded(today: NaiveDate) -> Result<Self, CatalogueError> {
        Self::from_texts(load::EMBEDDED.iter().copied(), today)
    }

    /// From pairs of a name such as `menus/2026-04.toml` and its text.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>, today: NaiveDate) -> Result<Self, CatalogueError> {
        let catalogue = load::load(texts.into_iter().collect(), today)?;
        checks::check(&catalogue)?;
        Ok(catalogue)
    }

    /// Which edition of each data set is in force.
    pub fn editions(&self) -> &[(&'static str, Edition)] {
        &self.editions
    }

    pub fn menus(&self) -> &[Menu] {
        &self.menus
    }

    pub fn menu(&self, code: &str) -> Option<&Menu> {
        self.menus.iter().find(|menu| menu.code == code)
    }

    /// Place in the file, 0 to 63.
    pub fn menu_bit(&self, code: &str) -> Option<u8> {
        place(&self.menus, |menu| menu.code == code)
    }

    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }

    /// Place in the file, 0 to 31.
    pub fn field_bit(&self, code: &str) -> Option<u8> {
        place(&self.fields, |field| field.code == code)
    }

    pub fn prefectures(&self) -> &[Prefecture] {
        &self.prefectures
    }

    pub fn prefecture(&self, code: &str) -> Option<&Prefecture> {
        self.prefectures.iter().find(|prefecture| prefecture.code == code)
    }

    /// 0 for `01` to 46 for `47`.
    pub fn prefecture_bit(&self, code: &str) -> Option<u8> {
        place(&self.prefectures, |prefecture| prefecture.code == code)
    }

    /// Codes of the prefectures that border on this one or are linked to it by a bridge or tunnel.
    pub fn neighbours(&self, code: &str) -> Vec<&str> {
        let prefecture = self.prefecture(code).into_iter();
        prefecture.flat_map(|prefecture| prefecture.neighbours.iter().chain(&prefecture.links)).map(String::as_str).collect()
    }

    pub fn industries(&self) -> &[Industry] {
        &self.industries
    }

    pub fn industry(&self, code: &str) -> Option<&Industry> {
        self.industries.iter().find(|industry| industry.code == code)
    }

    pub fn decline_reasons(&self) -> &[DeclineReason] {
        &self.decline_reasons
    }

    pub fn decline_reason(&self, code: &str) -> Option<&DeclineReason> {
        self.decline_reasons.iter().find(|reason| reason.code == code)
    }

    pub fn consent_scopes(&self) -> &[ConsentScope] {
        &self.consent_scopes
    }

    pub fn consent_scope(&self, code: &str) -> Option<&ConsentScope> {
        self.consent_scopes.iter().find(|scope| scope.code == code)
    }

    /// The wave policy of an urgency (`normal`, `soon`, `incident`).
    pub fn wave_policy(&self, urgency: &str) -> Option<&WavePolicy> {
        match urgency {
            "normal" => Some(&self.waves.normal),
            "soon" => Some(&self.waves.soon),
            "incident" => Some(&self.waves.incident),
            _ => None,
        }
    }

    pub fn limits(&self) -> &OfferLimits {
        &self.waves.limits
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Who is a small or medium-sized enterprise.
    pub fn sme_definition(&self) -> &SmeDefinition {
        &self.sme
    }

    /// Hours of work that one unit of a fee covers, 0 for a flat fee; none for an unknown unit.
    pub fn unit_hours(&self, unit: &str) -> Option<u16> {
        match unit {
            "hour" => Some(self.units.hour),
            "visit" => Some(self.units.visit),
            "day" => Some(self.units.day),
            "project" => Some(self.units.project),
            "month" => Some(self.units.month),
            _ => None,
        }
    }
}
