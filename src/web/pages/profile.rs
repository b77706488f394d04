//! A profile of the active list in a reader's words, as others see it: on the page that anybody may open, and in the specialist's own preview.

use chrono::NaiveDate;

use crate::active_list::{Base, OfferedMenu, Specialist};
use crate::catalogue::Catalogue;
use crate::desk::{EndorsedBy, PublishedCredit};
use crate::engagement::{AnswerCounts, TrackCount};
use crate::language::Language;
use crate::web::pages::credits::{activity_line, approved};
use crate::web::pages::words::Words;
use crate::web::telling::{endorsed_words, together_words, track_words};
use crate::wording::{
    activity_name, field_name, frame_name, industry_name, menu_name, prefecture_name, say, say_with, slots, teaming_name, yen,
};

/// What `pages/profile.html` shows.
pub struct ProfileWords {
    pub display_name: String,
    pub verified: bool,
    pub place: String,
    pub served: String,
    pub remote: bool,
    /// Name of a menu, and what it costs at least.
    pub menus: Vec<(String, String)>,
    /// Not for everybody: no word of consent names the week.
    pub week: Option<String>,
    /// In which frames the work can be done. Not for everybody either: they tell how somebody is employed.
    pub frames: Vec<String>,
    /// What the person says about working with others. Nor this.
    pub teaming: Vec<String>,
    pub fields: Vec<String>,
    pub qualifications: Vec<String>,
    pub experiences: Vec<ExperienceWords>,
    /// Whether the person sells products, where it is declared.
    pub sells_products: Option<bool>,
    pub last_confirmed: NaiveDate,
    /// Approved entries that the person shows: what it was, and when, how much and as what it was approved.
    pub credits: Vec<(String, String)>,
    /// What was closed with confirmed hours, in words; none where that is not shown.
    pub track: Option<String>,
    /// What companies said, where the person shows it: each question with its counts.
    pub said: Vec<(String, String)>,
    /// Who recommends the person, each in a sentence.
    pub endorsed: Vec<String>,
}

pub struct ExperienceWords {
    /// Industry and years.
    pub title: String,
    pub role: String,
    pub text: String,
}

impl ProfileWords {
    /// Of `shown`, the profile without what is not shown to others.
    pub fn of(language: Language, catalogue: &Catalogue, shown: &Specialist, verified: bool) -> Self {
        let menus = shown.menus.iter().map(|offered| menu_and_fee(language, catalogue, offered));
        let experiences = shown.experiences.iter().map(|done| {
            let from = done.from_year.to_string();
            let years = match done.to_year {
                Some(to) => say_with(language, "profile-years", &[("from", &from), ("to", &to.to_string())]),
                None => say_with(language, "profile-since", &[("from", &from)]),
            };
            ExperienceWords {
                title: format!("{} {years}", industry_name(language, catalogue, &done.industry)),
                role: done.role.as_str().to_owned(),
                text: done.text.as_str().to_owned(),
            }
        });
        Self {
            display_name: shown.display_name.as_str().to_owned(),
            verified,
            place: place_of(language, catalogue, &shown.base),
            served: prefectures(language, catalogue, shown),
            remote: shown.remote,
            menus: menus.collect(),
            week: None,
            frames: Vec::new(),
            teaming: Vec::new(),
            fields: shown.fields.iter().map(|code| field_name(language, catalogue, code)).collect(),
            qualifications: shown.qualifications.iter().map(|line| line.as_str().to_owned()).collect(),
            experiences: experiences.collect(),
            sells_products: shown.conditions.sells_products,
            last_confirmed: shown.last_confirmed,
            credits: Vec::new(),
            track: None,
            said: Vec::new(),
            endorsed: Vec::new(),
        }
    }

    /// With what of the ledger of credits the person shows.
    pub fn with_credits(self, language: Language, catalogue: &Catalogue, credits: &[PublishedCredit]) -> Self {
        let t = Words(language);
        let line = |one: &PublishedCredit| {
            let name = activity_name(language, catalogue, &one.activity.kind);
            (name, format!("{} · {}", activity_line(&t, &one.activity), approved(&t, one.approved_as)))
        };
        Self { credits: credits.iter().map(line).collect(), ..self }
    }

    /// With the figures of work that was brought to an end.
    pub fn with_track(self, language: Language, track: Option<&[TrackCount]>) -> Self {
        Self { track: track.map(|track| track_words(language, track)), ..self }
    }

    /// With what companies said, all answers together.
    pub fn with_said(self, language: Language, catalogue: &Catalogue, together: Option<&[AnswerCounts]>) -> Self {
        Self { said: together_words(language, &catalogue.reviews().of_company, together), ..self }
    }

    /// With who recommends the person.
    pub fn with_endorsements(self, language: Language, catalogue: &Catalogue, endorsed_by: &[EndorsedBy]) -> Self {
        Self { endorsed: endorsed_words(language, catalogue, endorsed_by), ..self }
    }

    /// With the hours of the week, the frames, and what was said about working with others, for whom they are meant.
    pub fn with_week(self, language: Language, catalogue: &Catalogue, shown: &Specialist) -> Self {
        let frames = shown.conditions.frames.iter().map(|code| frame_name(language, catalogue, code)).collect();
        let teaming = shown.conditions.teaming.iter().map(|code| teaming_name(language, catalogue, code)).collect();
        Self { week: Some(slots(language, shown.availability)), frames, teaming, ..self }
    }
}

/// What somebody offers, and what it costs at least.
pub(super) fn menu_and_fee(language: Language, catalogue: &Catalogue, offered: &OfferedMenu) -> (String, String) {
    let fee = yen(language, u64::from(offered.minimum_fee_yen));
    let unit = say(language, &format!("unit-{}", offered.unit.code()));
    (menu_name(language, catalogue, &offered.menu), say_with(language, "me-fee-of", &[("fee", &fee), ("unit", &unit)]))
}

pub(super) fn place_of(language: Language, catalogue: &Catalogue, base: &Base) -> String {
    let prefecture = prefecture_name(language, catalogue, &base.prefecture);
    format!("{prefecture} {}", base.municipality.as_str()).trim_end().to_owned()
}

fn prefectures(language: Language, catalogue: &Catalogue, shown: &Specialist) -> String {
    let joiner = if language.is_japanese() { "、" } else { ", " };
    let names = shown.served_prefectures.iter().map(|code| prefecture_name(language, catalogue, code));
    names.collect::<Vec<_>>().join(joiner)
}
