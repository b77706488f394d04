//! Whether a company is small or medium-sized under the Basic Act, with both values and both limits, so that a person can check it. A company
//! that is not gets a warning, never a wall: whom a support organisation helps is for the organisation to say.

use unicode_normalization::UnicodeNormalization;

use crate::catalogue::{Catalogue, Named, SmeCategory, SmeVariant};
use crate::language::Language;
use crate::wording::{say, say_with, yen};

/// What the Act calls it; the later, the more support there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SmeStanding {
    NotSme,
    /// 中小企業者
    Sme,
    /// 小規模企業者, which is also a 中小企業者.
    SmallEnterprise,
}

/// Which of the two limits is kept; one is enough for a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    Capital,
    Staff,
    Both,
    Neither,
}

/// The standing of a company with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmeEligibility {
    pub standing: SmeStanding,
    pub decided_by: Decider,
    /// The category used, with its limits.
    pub category: SmeCategory,
    /// None: sole proprietor or no capital; then only the staff counts.
    pub capital_yen: Option<u64>,
    pub employees: u32,
    /// Whether every category that the code may stand for gives the same standing. Otherwise the one used is the most favourable.
    pub is_certain: bool,
    /// Wider limits that other laws give this industry, if the company keeps these only.
    pub by_variant: Option<SmeVariant>,
}

fn decide(capital_yen: Option<u64>, employees: u32, capital_limit: u64, staff_limit: u32) -> Decider {
    match (capital_yen.is_some_and(|capital| capital <= capital_limit), employees <= staff_limit) {
        (true, true) => Decider::Both,
        (true, false) => Decider::Capital,
        (false, true) => Decider::Staff,
        (false, false) => Decider::Neither,
    }
}

fn standing(decided_by: Decider, employees: u32, category: &SmeCategory) -> SmeStanding {
    match decided_by {
        Decider::Neither => SmeStanding::NotSme,
        _ if employees <= category.small_staff_at_most => SmeStanding::SmallEnterprise,
        _ => SmeStanding::Sme,
    }
}

/// The standing under the definition in force. `capital_yen`: none for a sole proprietor or where there is no capital. `employees`: 常時使用する
/// 従業員. `industry_code`: JSIC with the letter of the division, as deep as it is known (`I`, `E19`, `N791`; wide or small letters will do).
/// None if the code is unknown.
pub fn sme_eligibility(catalogue: &Catalogue, capital_yen: Option<u64>, employees: u32, industry_code: &str) -> Option<SmeEligibility> {
    let code: String = industry_code.trim().nfkc().collect::<String>().to_ascii_uppercase();
    let definition = catalogue.sme_definition();
    let judged: Vec<(SmeStanding, Decider, &SmeCategory)> = definition
        .categories_of(&code)
        .into_iter()
        .map(|category| {
            let decided_by = decide(capital_yen, employees, category.capital_at_most_yen, category.staff_at_most);
            (standing(decided_by, employees, category), decided_by, category)
        })
        .collect();
    // Of equal ones the first, which is the code's own category.
    let (standing, decided_by, category) = judged.iter().rev().max_by_key(|(standing, ..)| *standing).copied()?;
    let is_certain = judged.iter().all(|(other, ..)| *other == standing);
    let keeps = |variant: &&SmeVariant| {
        standing == SmeStanding::NotSme
            && decide(capital_yen, employees, variant.capital_at_most_yen, variant.staff_at_most) != Decider::Neither
    };
    let by_variant = definition.variant_of(&code).filter(keeps).cloned();
    Some(SmeEligibility { standing, decided_by, category: category.clone(), capital_yen, employees, is_certain, by_variant })
}

impl SmeEligibility {
    /// Whether somebody should look at it.
    pub fn is_warning(&self) -> bool {
        self.standing == SmeStanding::NotSme
    }

    /// What it is, and why: a sentence or a few.
    pub fn explain(&self, language: Language) -> String {
        let category = name(language, &self.category);
        let mut said = vec![match self.standing {
            SmeStanding::SmallEnterprise => say_with(language, "eligibility-small", &[("category", category)]),
            SmeStanding::Sme => say_with(language, "eligibility-sme", &[("category", category)]),
            SmeStanding::NotSme => say_with(language, "eligibility-not", &[("category", category)]),
        }];
        said.push(self.values(language, self.category.capital_at_most_yen, self.category.staff_at_most));
        said.extend(match (self.standing, self.decided_by, self.capital_yen) {
            (SmeStanding::SmallEnterprise, ..) => {
                let limit = self.category.small_staff_at_most.to_string();
                Some(say_with(language, "eligibility-small-limit", &[("staff_limit", &limit)]))
            }
            (_, Decider::Staff, Some(_)) => Some(say(language, "eligibility-by-staff")),
            (_, Decider::Capital, _) => Some(say(language, "eligibility-by-capital")),
            _ => None,
        });
        if let Some(variant) = &self.by_variant {
            let limits = self.values(language, variant.capital_at_most_yen, variant.staff_at_most);
            said.push(say_with(language, "eligibility-variant", &[("variant", name(language, variant)), ("limits", &limits)]));
        }
        if !self.is_certain {
            said.push(say(language, "eligibility-uncertain"));
        }
        if self.is_warning() {
            said.push(say(language, "eligibility-no-wall"));
        }
        said.join(match language {
            Language::Ja => "",
            Language::En => " ",
        })
    }

    fn values(&self, language: Language, capital_limit: u64, staff_limit: u32) -> String {
        let (employees, staff_limit) = (self.employees.to_string(), staff_limit.to_string());
        match self.capital_yen {
            Some(capital) => say_with(
                language,
                "eligibility-values",
                &[
                    ("capital", &yen(language, capital)),
                    ("capital_limit", &yen(language, capital_limit)),
                    ("employees", &employees),
                    ("staff_limit", &staff_limit),
                ],
            ),
            None => say_with(language, "eligibility-staff-only", &[("employees", &employees), ("staff_limit", &staff_limit)]),
        }
    }
}

fn name(language: Language, named: &impl Named) -> &str {
    match language {
        Language::Ja => named.ja(),
        Language::En => named.en(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Decider::{Both, Capital, Neither, Staff};
    use SmeStanding::{NotSme, SmallEnterprise, Sme};

    const MAN: u64 = 10_000;

    fn judge(capital_yen: Option<u64>, employees: u32, code: &str) -> Option<SmeEligibility> {
        sme_eligibility(&Catalogue::embedded("2026-11-21".parse().unwrap()).unwrap(), capital_yen, employees, code)
    }

    fn of(capital_yen: Option<u64>, employees: u32, code: &str) -> (SmeStanding, Decider, String) {
        let found = judge(capital_yen, employees, code).unwrap();
        (found.standing, found.decided_by, found.category.code)
    }

    #[test]
    fn one_of_both_limits_is_enough_for_a_company() {
        assert_eq!(of(Some(5001 * MAN), 50, "I58"), (Sme, Staff, "retail".into()));
        assert_eq!(of(Some(5000 * MAN), 51, "I58"), (Sme, Capital, "retail".into()));
        assert_eq!(of(Some(5001 * MAN), 51, "I58"), (NotSme, Neither, "retail".into()));
    }

    #[test]
    fn for_a_sole_proprietor_only_the_staff_counts() {
        assert_eq!(of(None, 101, "L72"), (NotSme, Neither, "service".into()));
        assert_eq!(of(None, 100, "L72"), (Sme, Staff, "service".into()));
        assert_eq!(of(None, 5, "L72"), (SmallEnterprise, Staff, "service".into()));
    }

    #[test]
    fn limits_are_inclusive_and_one_more_is_too_much() {
        for (code, capital, staff, small) in
            [("E29", 30_000, 300, 20), ("I50", 10_000, 100, 5), ("P83", 5000, 100, 5), ("I61", 5000, 50, 5)]
        {
            let of = |capital: u64, staff| of(Some(capital * MAN), staff, code);
            assert_eq!((of(capital, staff).0, of(capital, staff).1), (Sme, Both), "{code}");
            assert_eq!((of(capital + 1, staff + 1).0, of(capital + 1, staff + 1).1), (NotSme, Neither), "{code}");
            assert_eq!((of(capital, small).0, of(capital, small + 1).0), (SmallEnterprise, Sme), "{code}");
        }
    }

    #[test]
    fn the_companies_of_the_guidebook_have_their_standing() {
        assert_eq!(of(None, 30, "D").0, Sme, "A");
        assert_eq!(of(None, 10, "E").0, SmallEnterprise, "B");
        assert_eq!(of(None, 100, "I51"), (Sme, Staff, "wholesale".into()), "C");
        assert_eq!(of(None, 50, "G").0, Sme, "D");
        assert_eq!(of(Some(5000 * MAN), 300, "I56"), (Sme, Capital, "retail".into()), "m");
        assert_eq!(of(Some(5001 * MAN), 300, "I56").0, NotSme, "m with more capital");
        assert_eq!(of(Some(10_000 * MAN), 200, "E").0, Sme, "type 1");
        assert_eq!(of(Some(2000 * MAN), 20, "D").0, SmallEnterprise, "type 2");
    }

    #[test]
    fn the_longest_code_counts() {
        for (code, category) in [
            ("G37", "other"),
            ("G39", "service"),
            ("G413", "other"),
            ("G4121", "service"),
            ("K69", "other"),
            ("K693", "service"),
            ("K702", "service"),
            ("M76", "retail"),
            ("M751", "service"),
            ("N78", "service"),
            ("N7911", "other"),
            ("ｉ５９", "retail"),
            (" e19 ", "other"),
        ] {
            assert_eq!(of(None, 40, code).2, category, "{code}");
        }
    }

    #[test]
    fn a_division_of_several_categories_is_taken_at_its_best_and_says_so() {
        let found = judge(None, 80, "I").unwrap();
        assert_eq!((found.standing, &found.category.code[..], found.is_certain), (Sme, "wholesale", false));
        assert!(found.explain(Language::En).contains("finer class"));
        let found = judge(None, 30, "I").unwrap();
        assert!(found.is_certain && !found.explain(Language::En).contains("finer class"));
        assert!(judge(Some(40_000 * MAN), 500, "M").unwrap().is_certain);
    }

    #[test]
    fn an_unknown_code_has_no_standing() {
        for code in ["", " ", "Z", "I62", "39", "製造"] {
            assert_eq!(judge(None, 1, code), None, "{code:?}");
        }
    }

    #[test]
    fn wider_limits_of_other_laws_are_told_but_do_not_change_the_standing() {
        for (code, staff, variant) in [("E19", 900, "rubber"), ("G3911", 300, "software"), ("M751", 200, "inns")] {
            let found = judge(None, staff, code).unwrap();
            assert_eq!((found.standing, found.by_variant.as_ref().map(|it| &it.code[..])), (NotSme, Some(variant)), "{code}");
            assert!(found.explain(Language::Ja).contains("政令"));
            assert_eq!(judge(None, staff + 1, code).unwrap().by_variant, None, "{code}");
        }
        assert_eq!(judge(None, 50, "G391").unwrap().by_variant, None);
    }

    #[test]
    fn the_explanation_shows_both_values_and_both_limits() {
        let said = judge(Some(5001 * MAN), 51, "I58").unwrap().explain(Language::Ja);
        for part in ["小売業", "50,010,000円", "50,000,000円以下", "従業員51人", "50人以下", "依頼はこのまま出せます"]
        {
            assert!(said.contains(part), "{part} in {said}");
        }
        let said = judge(Some(5001 * MAN), 50, "I58").unwrap().explain(Language::En);
        for part in ["Retail", "¥50,010,000", "at most ¥50,000,000", "employees: 50 (at most 50)", "one is enough"] {
            assert!(said.contains(part), "{part} in {said}");
        }
        let said = judge(None, 3, "L72").unwrap().explain(Language::En);
        assert!(said.contains("small enterprise") && said.contains("Without capital") && !said.contains("all the same"), "{said}");
    }
}
