//! The definition of small and medium-sized enterprises: categories with their limits, and which industry belongs to which.

use std::collections::HashSet;

use serde::Deserialize;

use crate::catalogue::Named;

/// A category of the Basic Act. All limits are inclusive; capital in yen, staff in people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmeCategory {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub capital_at_most_yen: u64,
    pub staff_at_most: u32,
    /// Up to here it is a small enterprise (小規模企業者).
    pub small_staff_at_most: u32,
}

/// Wider limits under other laws, set by cabinet order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmeVariant {
    pub code: String,
    pub ja: String,
    pub en: String,
    codes: Vec<String>,
    pub capital_at_most_yen: u64,
    pub staff_at_most: u32,
}

impl Named for SmeCategory {
    fn ja(&self) -> &str {
        &self.ja
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl Named for SmeVariant {
    fn ja(&self) -> &str {
        &self.ja
    }

    fn en(&self) -> &str {
        &self.en
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mapping {
    category: String,
    codes: Vec<String>,
}

/// One edition of the definition.
#[derive(Clone, Debug, Deserialize)]
pub struct SmeDefinition {
    categories: Vec<SmeCategory>,
    industries: Vec<Mapping>,
    variants: Vec<SmeVariant>,
}

impl SmeDefinition {
    /// The categories that an industry may belong to. `industry` is a code of the Japan Standard Industrial Classification with the letter of
    /// the division, of any depth (`E`, `E19`, `N791`). First the category of the longest entry that the code begins with; then those of
    /// entries below the code, which a finer code would tell apart. Empty for an unknown code.
    pub fn categories_of(&self, industry: &str) -> Vec<&SmeCategory> {
        let entries =
            || self.industries.iter().flat_map(|mapping| mapping.codes.iter().map(move |code| (code.as_str(), &mapping.category)));
        let own = entries().filter(|(code, _)| industry.starts_with(code)).max_by_key(|(code, _)| code.len());
        let below = entries().filter(|(code, _)| code.len() > industry.len() && !industry.is_empty() && code.starts_with(industry));
        let mut found: Vec<&SmeCategory> = Vec::new();
        for (_, name) in own.into_iter().chain(below) {
            let category = self.categories.iter().find(|category| category.code == *name);
            found.extend(category.filter(|category| !found.contains(category)));
        }
        found
    }

    /// The wider limits that other laws give this industry.
    pub fn variant_of(&self, industry: &str) -> Option<&SmeVariant> {
        self.variants.iter().find(|variant| variant.codes.iter().any(|code| industry.starts_with(code.as_str())))
    }

    /// What must hold beyond the shape of the file.
    pub(super) fn check<'a>(&self, divisions: impl Iterator<Item = &'a str>) -> Result<(), String> {
        let codes: Vec<&str> =
            self.categories.iter().map(|it| it.code.as_str()).chain(self.variants.iter().map(|it| it.code.as_str())).collect();
        let entries = self.industries.iter().flat_map(|mapping| &mapping.codes);
        if let Some(twice) = first_twice(codes.iter().copied()).or_else(|| first_twice(entries.clone().map(String::as_str))) {
            return Err(format!("{twice} stands twice"));
        }
        let is_known = |name: &str| self.categories.iter().any(|category| category.code == name);
        if let Some(mapping) = self.industries.iter().find(|mapping| !is_known(&mapping.category)) {
            return Err(format!("industries belong to the unknown category {}", mapping.category));
        }
        if let Some(code) = entries.chain(self.variants.iter().flat_map(|it| &it.codes)).find(|code| !is_industry(code)) {
            return Err(format!("{code:?} is no code of an industry"));
        }
        let limits = self.categories.iter().map(|it| (&it.code, it.capital_at_most_yen, it.staff_at_most));
        let limits = limits.chain(self.variants.iter().map(|it| (&it.code, it.capital_at_most_yen, it.staff_at_most)));
        if let Some((code, ..)) = limits.into_iter().find(|(_, capital, staff)| *capital == 0 || *staff == 0) {
            return Err(format!("{code} has a zero, so nobody would belong to it"));
        }
        if let Some(category) = self.categories.iter().find(|category| category.small_staff_at_most > category.staff_at_most) {
            return Err(format!("{} calls small what is too large", category.code));
        }
        match divisions.into_iter().find(|division| self.categories_of(division).is_empty()) {
            Some(division) => Err(format!("division {division} belongs nowhere")),
            None => Ok(()),
        }
    }
}

fn first_twice<'a>(codes: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = HashSet::new();
    codes.into_iter().find(|code| !seen.insert(*code))
}

/// A letter and up to four digits.
fn is_industry(code: &str) -> bool {
    let (letter, digits) = code.split_at_checked(1).unwrap_or_default();
    letter.bytes().all(|it| it.is_ascii_uppercase())
        && !letter.is_empty()
        && digits.len() <= 4
        && digits.bytes().all(|it| it.is_ascii_digit())
}
