//! What the files hold.

use chrono::NaiveDate;
use serde::Deserialize;

/// Something with a name in both languages.
pub trait Named {
    fn ja(&self) -> &str;
    fn en(&self) -> &str;
}

macro_rules! named {
    ($($name:ident),+) => {$(
        impl Named for $name {
            fn ja(&self) -> &str { &self.ja }
            fn en(&self) -> &str { &self.en }
        }
    )+};
}

named!(Menu, Field, Prefecture, Industry, DeclineReason, ConsentScope);

/// An edition of a data set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Edition {
    #[serde(rename = "edition")]
    pub name: String,
    /// The first day on which it is in force.
    pub valid_from: NaiveDate,
}

/// Whether a menu is about running the company or about its machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MenuKind {
    Management,
    Technical,
}

/// Something that a specialist can do for a company.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Menu {
    pub code: String,
    pub ja: String,
    pub en: String,
    /// Step of the guideline for small companies, 1 to 4.
    pub guideline_step: u8,
    /// ITSS+ fields on which it draws.
    pub fields: Vec<String>,
    pub kind: MenuKind,
    /// The usual unit of the fee.
    pub unit: String,
    /// Usual range per unit in yen, a rough estimate of nakodo's own.
    pub price_low_yen: u32,
    pub price_high_yen: u32,
    /// What one gets, in one plain sentence.
    pub what_ja: String,
    pub what_en: String,
}

/// Layer of ITSS+.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    Management,
    Strategy,
    Practice,
}

/// A field of ITSS+ (security area).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub layer: Layer,
    /// Whether security is the trade itself and not a part of another.
    pub security: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefecture {
    /// JIS X 0401.
    pub code: String,
    pub ja: String,
    pub en: String,
    pub block: String,
    /// Prefectures with a common land border.
    pub neighbours: Vec<String>,
    /// Prefectures reached by a bridge or tunnel.
    pub links: Vec<String>,
}

/// A division of the Japan Standard Industrial Classification.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industry {
    pub code: String,
    pub ja: String,
    pub en: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineReason {
    pub code: String,
    pub ja: String,
    pub en: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentScope {
    pub code: String,
    /// The sentence that a person agrees to.
    pub ja: String,
    pub en: String,
}

/// How a help request of one urgency is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WavePolicy {
    /// People asked at a time.
    pub wave_size: u16,
    /// Hours that they have.
    pub expiry_hours: u16,
    pub max_waves: u16,
}

/// What protects a specialist from too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct OfferLimits {
    pub max_open_offers_per_specialist: u16,
}

/// Weights of the score's terms; they add up to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Weights {
    pub menus: f32,
    pub fields: f32,
    pub region: f32,
    pub availability: f32,
    pub budget: f32,
    pub freshness: f32,
    pub load: f32,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct WavesFile {
    #[serde(flatten)]
    pub limits: OfferLimits,
    pub normal: WavePolicy,
    pub soon: WavePolicy,
    pub incident: WavePolicy,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct UnitsFile {
    pub hour: u16,
    pub visit: u16,
    pub day: u16,
    pub project: u16,
    pub month: u16,
}

#[derive(Debug, Deserialize)]
pub(super) struct MenusFile {
    pub menus: Vec<Menu>,
}

#[derive(Debug, Deserialize)]
pub(super) struct FieldsFile {
    pub fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PrefecturesFile {
    pub prefectures: Vec<Prefecture>,
}

#[derive(Debug, Deserialize)]
pub(super) struct IndustriesFile {
    pub industries: Vec<Industry>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DeclineReasonsFile {
    pub decline_reasons: Vec<DeclineReason>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ConsentsFile {
    pub scopes: Vec<ConsentScope>,
}
