//! A profile of the active list in a reader's words, as others see it: on the page that anybody may open, and in the specialist's own preview.

use chrono::NaiveDate;

use crate::active_list::{Base, OfferedMenu, Specialist};
use crate::catalogue::Catalogue;
use crate::language::Language;
use crate::wording::{field_name, industry_name, menu_name, prefecture_name, say, say_with, slots, yen};

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
    pub fields: Vec<String>,
    pub qualifications: Vec<String>,
    pub experiences: Vec<ExperienceWords>,
    /// Whether the person sells products, where it is declared.
    pub sells_products: Option<bool>,
    pub last_confirmed: NaiveDate,
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
            fields: shown.fields.iter().map(|code| field_name(language, catalogue, code)).collect(),
            qualifications: shown.qualifications.iter().map(|line| line.as_str().to_owned()).collect(),
            experiences: experiences.collect(),
            sells_products: shown.conditions.sells_products,
            last_confirmed: shown.last_confirmed,
        }
    }

    /// With the hours of the week, for whom they are meant.
    pub fn with_week(self, language: Language, shown: &Specialist) -> Self {
        Self { week: Some(slots(language, shown.availability)), ..self }
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
