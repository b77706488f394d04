//! Choosing the editions in force and reading them.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use crate::catalogue::borders::borders;
use crate::catalogue::data::{
    ConsentsFile, DeclineReasonsFile, Edition, FieldsFile, IndustriesFile, MenusFile, PrefecturesFile, Priors, QualificationsFile,
    SideJobs, UnitsFile, Weights,
};
use crate::catalogue::editions::dated_sets;
use crate::catalogue::engagement::PledgeOfEdition;
use crate::catalogue::guideline::{Guideline, ProgrammesFile};
use crate::catalogue::helpdesks::HelpdesksFile;
use crate::catalogue::listings::ListingsFile;
use crate::catalogue::questionnaire::Questionnaire;
use crate::catalogue::reply_words::ReplyWordsFile;
use crate::catalogue::retention::RetentionFile;
use crate::catalogue::samples::SamplesFile;
use crate::catalogue::services::{Services, ServicesFile};
use crate::catalogue::tiles::TilesFile;
use crate::catalogue::waves::WavesFile;
use crate::catalogue::worries::{BudgetsFile, WorriesFile};
use crate::catalogue::{
    ActivityRules, Catalogue, CatalogueError, ComplaintRules, CorporationMapping, EndorsementRules, EngagementRules, Holidays,
    RegisterMapping, ReplyWords, ReviewRules, SmeDefinition, TeamRules,
};

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("../../config/", $name)))),+] };
}

/// Every edition that is compiled in. A new edition is a new file and a line here.
pub(super) const EMBEDDED: [(&str, &str); 39] = embedded!(
    "menus/2026-04.toml",
    "itss_plus/2026-04.toml",
    "prefectures/2026-04.toml",
    "industries/2023-07.toml",
    "decline_reasons/2026-04.toml",
    "decline_reasons/2026-11.toml",
    "waves/2026-04.toml",
    "waves/2026-11.toml",
    "waves/2026-12.toml",
    "holidays/2026-02.toml",
    "helpdesks/2026-11.toml",
    "weights/2026-04.toml",
    "units/2026-04.toml",
    "consents/2026-04.toml",
    "qualifications/2026-04.toml",
    "side_jobs/2026-04.toml",
    "consents/2026-11.toml",
    "consents/2026-12.toml",
    "services/2026-11.toml",
    "sme_definition/1999-12.toml",
    "reply_words/2026-11.toml",
    "retention/2026-11.toml",
    "registry/2026-11.toml",
    "corporations/2026-11.toml",
    "listings/2026-11.toml",
    "samples/2026-11.toml",
    "menus/2026-11.toml",
    "worries/2026-11.toml",
    "budgets/2026-11.toml",
    "questionnaires/2026-11.toml",
    "guideline/2026-11.toml",
    "programmes/2026-11.toml",
    "tiles/2026-11.toml",
    "engagement/2026-11.toml",
    "activities/2026-11.toml",
    "complaints/2026-11.toml",
    "team_roles/2026-11.toml",
    "reviews/2026-11.toml",
    "endorsements/2026-11.toml",
);

pub(super) fn load(texts: Vec<(&str, &str)>, today: NaiveDate) -> Result<Catalogue, CatalogueError> {
    let mut editions = Vec::new();
    let menus = set::<MenusFile>("menus", &texts, today, &mut editions)?.menus;
    let prefectures = set::<PrefecturesFile>("prefectures", &texts, today, &mut editions)?.prefectures;
    Ok(Catalogue {
        borders: borders(&prefectures),
        menus,
        fields: set::<FieldsFile>("itss_plus", &texts, today, &mut editions)?.fields,
        prefectures,
        tiles: set::<TilesFile>("tiles", &texts, today, &mut editions)?.tiles,
        dated: dated_sets(&texts)?,
        industries: set::<IndustriesFile>("industries", &texts, today, &mut editions)?.industries,
        decline_reasons: set::<DeclineReasonsFile>("decline_reasons", &texts, today, &mut editions)?.decline_reasons,
        consent_scopes: set::<ConsentsFile>("consents", &texts, today, &mut editions)?.scopes,
        waves: set::<WavesFile>("waves", &texts, today, &mut editions)?,
        waves_by_day: all::<WavesFile>("waves", &texts)?,
        helpdesks: set::<HelpdesksFile>("helpdesks", &texts, today, &mut editions)?.helpdesks,
        engagement: set::<EngagementRules>("engagement", &texts, today, &mut editions)?
            .with_pledges(all::<PledgeOfEdition>("engagement", &texts)?.into_iter().map(|(_, one)| one)),
        complaints: set::<ComplaintRules>("complaints", &texts, today, &mut editions)?,
        activities: set::<ActivityRules>("activities", &texts, today, &mut editions)?,
        reviews: set::<ReviewRules>("reviews", &texts, today, &mut editions)?,
        endorsements: set::<EndorsementRules>("endorsements", &texts, today, &mut editions)?,
        team: set::<TeamRules>("team_roles", &texts, today, &mut editions)?,
        samples: set::<SamplesFile>("samples", &texts, today, &mut editions)?.samples,
        retention: set::<RetentionFile>("retention", &texts, today, &mut editions)?.rules,
        listings: set::<ListingsFile>("listings", &texts, today, &mut editions)?,
        questionnaire: set::<Questionnaire>("questionnaires", &texts, today, &mut editions)?,
        guideline: set::<Guideline>("guideline", &texts, today, &mut editions)?,
        questionnaires: all::<Questionnaire>("questionnaires", &texts)?.into_iter().map(|(_, one)| one).collect(),
        guidelines: all::<Guideline>("guideline", &texts)?.into_iter().map(|(_, one)| one).collect(),
        programmes: set::<ProgrammesFile>("programmes", &texts, today, &mut editions)?.programmes,
        worries: set::<WorriesFile>("worries", &texts, today, &mut editions)?.cards,
        budgets: set::<BudgetsFile>("budgets", &texts, today, &mut editions)?.bands_man_yen,
        corporations: set::<CorporationMapping>("corporations", &texts, today, &mut editions)?,
        register: set::<RegisterMapping>("registry", &texts, today, &mut editions)?,
        holidays: set::<Holidays>("holidays", &texts, today, &mut editions)?,
        weights: set::<Weights>("weights", &texts, today, &mut editions)?,
        // The same file again, so its edition is noted once.
        priors: set::<Priors>("weights", &texts, today, &mut Vec::new())?,
        units: set::<UnitsFile>("units", &texts, today, &mut editions)?,
        qualifications: set::<QualificationsFile>("qualifications", &texts, today, &mut editions)?.qualifications,
        side_jobs: set::<SideJobs>("side_jobs", &texts, today, &mut editions)?,
        services: Services::new(set::<ServicesFile>("services", &texts, today, &mut editions)?)?,
        sme: set::<SmeDefinition>("sme_definition", &texts, today, &mut editions)?,
        reply_words: ReplyWords::new(&set::<ReplyWordsFile>("reply_words", &texts, today, &mut editions)?)?,
        editions,
    })
}

/// The edition of a data set that is in force: the newest whose first day has come.
fn set<T: DeserializeOwned>(
    set: &'static str,
    texts: &[(&str, &str)],
    today: NaiveDate,
    editions: &mut Vec<(&'static str, Edition)>,
) -> Result<T, CatalogueError> {
    let mut newest: Option<(Edition, &str, &str)> = None;
    for (file, text) in texts.iter().filter(|(file, _)| file.split('/').next() == Some(set)) {
        let edition: Edition = read(file, text)?;
        let is_newer = newest.as_ref().is_none_or(|(other, ..)| other.valid_from < edition.valid_from);
        if edition.valid_from <= today && is_newer {
            newest = Some((edition, file, text));
        }
    }
    let (edition, file, text) = newest.ok_or(CatalogueError::NoneInForce { set, today })?;
    editions.push((set, edition));
    read(file, text)
}

/// Every edition of a data set with its first day, for what has to be judged by the rules of an earlier day.
fn all<T: DeserializeOwned>(set: &'static str, texts: &[(&str, &str)]) -> Result<Vec<(Edition, T)>, CatalogueError> {
    let of_set = texts.iter().filter(|(file, _)| file.split('/').next() == Some(set));
    of_set.map(|(file, text)| Ok((read(file, text)?, read(file, text)?))).collect()
}

pub(super) fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, CatalogueError> {
    toml::from_str(text).map_err(|error| CatalogueError::Unreadable { file: file.to_owned(), why: error.message().to_owned() })
}
