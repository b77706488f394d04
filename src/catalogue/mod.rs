//! The catalogue: law, taxonomy and policy as dated data (`config/*/<edition>.toml`), not as enums. Of each data set the newest edition whose
//! `valid_from` has come is in force. Checked as a whole when it is loaded, so the rest of the house can rely on it.

mod activities;
mod borders;
mod checks;
mod complaints;
mod corporations;
mod data;
mod editions;
mod endorsements;
mod engagement;
mod guideline;
mod helpdesks;
mod holidays;
mod listings;
mod load;
mod mapped;
mod questionnaire;
mod registry;
mod reply_words;
mod retention;
mod reviews;
mod samples;
mod services;
mod sme;
mod team_roles;
#[cfg(test)]
mod tests;
mod tiles;
mod waves;
mod worries;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

pub use activities::{ActivityFact, ActivityKind, ActivityRules};
pub use complaints::{ComplaintCategory, ComplaintRules};
pub use corporations::CorporationMapping;
pub use data::{
    ConsentScope, DeclineReason, Edition, FairnessScale, Field, Industry, Layer, LikelihoodPrior, Menu, MenuKind, Named, Prefecture,
    Priors, Qualification, SideJobRule, SideJobs, TrackRecordPrior, Weights,
};
pub use editions::{DatedEdition, DatedSet};
pub use endorsements::{EndorsementReason, EndorsementRules, EndorserKind};
pub use engagement::{EngagementRules, FollowUpRules, LawLink, Pledge, StageDeadline, TermChoice, WaitingStage};
pub use guideline::{Declaration, Guideline, GuidelineStep, Programme};
pub use helpdesks::{Helpdesk, Sureness};
pub use holidays::Holidays;
pub use listings::{ListingCategory, ListingField, ListingKind};
pub use mapped::{Mapped, MappedColumn};
pub use questionnaire::{MOST_QUESTIONS, PathQuestion, Questionnaire};
pub use registry::{RegisterField, RegisterMapping, RegisterState};
pub use reply_words::{ReplyWords, Said};
pub use retention::{Forgettable, RetentionRule};
pub use reviews::{ReviewAnswer, ReviewQuestion, ReviewRules};
pub use samples::Sample;
pub use sme::{SmeCategory, SmeDefinition, SmeVariant};

pub use services::{Service, ServiceCategory};
pub use team_roles::{TeamRole, TeamRules, TeamWish, Teaming};
pub use tiles::Tile;
pub use waves::{AcceptMode, Counted, OfferLimits, Unanswered, WavePolicy};
pub use worries::Worry;

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
    /// Every edition of every data set, also those whose day has not come.
    dated: Vec<DatedSet>,
    menus: Vec<Menu>,
    fields: Vec<Field>,
    prefectures: Vec<Prefecture>,
    tiles: Vec<Tile>,
    /// Between the places of two prefectures in `prefectures`: how many borders, bridges and tunnels lie on the shortest way.
    borders: Vec<Vec<Option<u8>>>,
    industries: Vec<Industry>,
    decline_reasons: Vec<DeclineReason>,
    consent_scopes: Vec<ConsentScope>,
    waves: waves::WavesFile,
    /// Every edition of the above, for help requests that were made in its days.
    waves_by_day: Vec<(Edition, waves::WavesFile)>,
    holidays: Holidays,
    helpdesks: Vec<Helpdesk>,
    samples: Vec<Sample>,
    retention: Vec<RetentionRule>,
    engagement: EngagementRules,
    complaints: ComplaintRules,
    activities: ActivityRules,
    team: TeamRules,
    reviews: ReviewRules,
    endorsements: EndorsementRules,
    register: RegisterMapping,
    corporations: CorporationMapping,
    listings: listings::ListingsFile,
    questionnaire: Questionnaire,
    guideline: Guideline,
    /// Every edition of the two, for answers that were given by them.
    questionnaires: Vec<Questionnaire>,
    guidelines: Vec<Guideline>,
    programmes: Vec<Programme>,
    worries: Vec<Worry>,
    /// In units of 10,000 yen.
    budgets: Vec<u32>,
    weights: Weights,
    priors: Priors,
    units: data::UnitsFile,
    qualifications: Vec<Qualification>,
    side_jobs: SideJobs,
    services: services::Services,
    sme: SmeDefinition,
    reply_words: ReplyWords,
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

    /// Every data set with all its editions, those of days to come too, by name.
    pub fn dated_sets(&self) -> &[DatedSet] {
        &self.dated
    }

    /// Help requests to try a profile on.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Name of the edition of a data set that is in force; empty for a set that there is not.
    pub fn edition(&self, set: &str) -> &str {
        self.editions.iter().find(|(name, _)| *name == set).map_or("", |(_, edition)| edition.name.as_str())
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

    /// Where each prefecture stands on a map of equal tiles.
    pub fn tiles(&self) -> &[Tile] {
        &self.tiles
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

    /// How many land borders, bridges and tunnels lie on the shortest way between two prefectures given by their bits; none where only
    /// a ship or a plane leads from one to the other.
    pub fn borders_between(&self, one: u8, other: u8) -> Option<u8> {
        *self.borders.get(usize::from(one))?.get(usize::from(other))?
    }

    /// 0 for `A` to 19 for `T`.
    pub fn industry_bit(&self, code: &str) -> Option<u8> {
        place(&self.industries, |industry| industry.code == code)
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
        self.waves.policy(urgency)
    }

    /// The wave policy that was in force on a day; today's where none was yet.
    pub fn wave_policy_on(&self, urgency: &str, day: NaiveDate) -> Option<&WavePolicy> {
        let in_force = self.waves_by_day.iter().filter(|(edition, _)| edition.valid_from <= day);
        let newest = in_force.max_by_key(|(edition, _)| edition.valid_from).map(|(_, waves)| waves);
        newest.unwrap_or(&self.waves).policy(urgency)
    }

    /// What is forgotten when.
    pub fn retention(&self) -> &[RetentionRule] {
        &self.retention
    }

    /// The Yes/No path as it is asked now.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    /// An edition of the path, also one that is asked no more.
    pub fn questionnaire_of(&self, edition: &str) -> Option<&Questionnaire> {
        self.questionnaires.iter().find(|one| one.name == edition)
    }

    pub fn guideline(&self) -> &Guideline {
        &self.guideline
    }

    pub fn guideline_of(&self, edition: &str) -> Option<&Guideline> {
        self.guidelines.iter().find(|one| one.name == edition)
    }

    /// Public programmes that help with cost or hands.
    pub fn programmes(&self) -> &[Programme] {
        &self.programmes
    }

    /// What a company may worry about, in the order in which it is shown.
    pub fn worries(&self) -> &[Worry] {
        &self.worries
    }

    /// Budgets that the form offers, in yen, rising.
    pub fn budgets_yen(&self) -> impl Iterator<Item = u32> {
        self.budgets.iter().map(|band| band.saturating_mul(10_000))
    }

    /// How a snapshot of the official register is read.
    pub fn register(&self) -> &RegisterMapping {
        &self.register
    }

    /// How the register of corporations is read.
    pub fn corporations(&self) -> &CorporationMapping {
        &self.corporations
    }

    /// How other public lists of services are read, and the edition of that.
    pub fn listing_kinds(&self) -> &[ListingKind] {
        &self.listings.kinds
    }

    pub fn listing_kind(&self, code: &str) -> Option<&ListingKind> {
        self.listings.kinds.iter().find(|kind| kind.code == code)
    }

    pub fn listing_edition(&self) -> &str {
        &self.listings.name
    }

    /// Where a company turns at once when something has happened already, in the order in which they are shown.
    pub fn helpdesks(&self) -> &[Helpdesk] {
        &self.helpdesks
    }

    /// Days on which nobody is expected to answer.
    pub fn holidays(&self) -> &Holidays {
        &self.holidays
    }

    pub fn limits(&self) -> &OfferLimits {
        &self.waves.limits
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What is taken for granted of somebody of whom little is known.
    pub fn priors(&self) -> &Priors {
        &self.priors
    }

    /// What may be done beside a main job, and without one.
    pub fn side_jobs(&self) -> &SideJobs {
        &self.side_jobs
    }

    pub fn qualifications(&self) -> &[Qualification] {
        &self.qualifications
    }

    /// The qualification that a person means by `text`, however it is written; none for one that the catalogue does not know.
    pub fn qualification_named(&self, text: &str) -> Option<&Qualification> {
        let plain = |text: &str| text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let wanted = plain(text);
        self.qualifications.iter().find(|known| {
            let names = [&known.code, &known.ja, &known.en].into_iter().chain(&known.also);
            names.into_iter().any(|name| plain(name) == wanted)
        })
    }

    /// Hours in one slot of the week.
    pub fn slot_hours(&self) -> u16 {
        self.units.slot
    }

    /// Who is a small or medium-sized enterprise.
    pub fn sme_definition(&self) -> &SmeDefinition {
        &self.sme
    }

    /// The words by which an answer that came by mail is understood.
    pub fn reply_words(&self) -> &ReplyWords {
        &self.reply_words
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

/// Every edition that comes with the binary, for tests that change some.
#[cfg(test)]
pub fn embedded_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    load::EMBEDDED.iter().copied()
}
