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
pub(super) use named;

named!(Menu, Field, Prefecture, Industry, DeclineReason, ConsentScope, Qualification);

/// An edition of a data set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Edition {
    #[serde(rename = "edition")]
    pub name: String,
    /// The first day on which it is in force.
    pub valid_from: NaiveDate,
    /// The day from which somebody should have looked whether it still holds; none for what does not grow old.
    pub review_by: Option<NaiveDate>,
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
    /// Whether it must be done by somebody who sells the company nothing else (confirmation of ★3).
    #[serde(default)]
    pub independent: bool,
    /// The usual unit of the fee.
    pub unit: String,
    /// Usual range per unit in yen, a rough estimate of nakodo's own.
    pub price_low_yen: u32,
    pub price_high_yen: u32,
    /// What one gets, in one plain sentence.
    pub what_ja: String,
    pub what_en: String,
    /// What the company prepares; empty in editions before 2026-11.
    #[serde(default)]
    pub prepare_ja: String,
    #[serde(default)]
    pub prepare_en: String,
    /// What stays the company's own duty; likewise.
    #[serde(default)]
    pub own_ja: String,
    #[serde(default)]
    pub own_en: String,
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
    /// For so many days whoever gives this reason is not asked about the same menus again.
    pub park_days: Option<u16>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentScope {
    pub code: String,
    /// The sentence that a person agrees to.
    pub ja: String,
    pub en: String,
}

/// Weights of the score's terms, 0 to 1 in thousandths; they add up to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Weights {
    pub skills: f64,
    pub region: f64,
    pub availability: f64,
    pub experience: f64,
    pub qualifications: f64,
    pub track_record: f64,
    pub likelihood: f64,
    pub freshness: f64,
    pub budget: f64,
    pub fairness: f64,
    pub preference: f64,
}

impl Weights {
    /// In the order in which they stand above.
    pub fn list(&self) -> [f64; 11] {
        let Self { skills, region, availability, experience, qualifications, track_record, .. } = *self;
        let Self { likelihood, freshness, budget, fairness, preference, .. } = *self;
        [skills, region, availability, experience, qualifications, track_record, likelihood, freshness, budget, fairness, preference]
    }
}

/// What is taken for granted of somebody of whom little is known.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Priors {
    #[serde(rename = "likelihood_prior")]
    pub likelihood: LikelihoodPrior,
    #[serde(rename = "track_record_prior")]
    pub track_record: TrackRecordPrior,
    #[serde(rename = "fairness_scale")]
    pub fairness: FairnessScale,
}

/// A Beta distribution of the rate of acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct LikelihoodPrior {
    /// 0 to 1.
    pub prior_rate: f64,
    pub prior_answers: f64,
    /// Standard deviations added to the mean.
    pub optimism: f64,
}

/// A Beta distribution of the share of engagements brought to an end.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct TrackRecordPrior {
    /// 0 to 1.
    pub prior_rate: f64,
    pub prior_engagements: f64,
}

/// How much of the last 30 days is enough.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct FairnessScale {
    pub match_counts: u32,
    pub burden: u32,
}

/// A qualification besides the registration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualification {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub kind: MenuKind,
    /// Other ways of writing it.
    pub also: Vec<String>,
}

/// What somebody of one affiliation may do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideJobRule {
    /// Whether an employer has to agree.
    pub needs_permission: bool,
    /// Menus that are out of the question.
    pub never: Vec<String>,
    /// Menus that only somebody does whose main job is flexible.
    pub only_if_flexible: Vec<String>,
    /// Whether work for public tenders is done.
    pub public_procurement: bool,
    /// `ordinary`, `internal` or `confidential`.
    pub most_sensitive: String,
}

/// The table of side jobs: one rule for each affiliation that may be asked at all.
#[derive(Clone, Debug, Deserialize)]
pub struct SideJobs {
    pub employed: SideJobRule,
    pub independent: SideJobRule,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct UnitsFile {
    pub hour: u16,
    pub visit: u16,
    pub day: u16,
    pub project: u16,
    pub month: u16,
    pub slot: u16,
}

#[derive(Debug, Deserialize)]
pub(super) struct QualificationsFile {
    pub qualifications: Vec<Qualification>,
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
