//! Every sentence that a person meets, in both languages. They live in `locales/{ja,en}/*.ftl` (Fluent) and are compiled in, so a binary never
//! speaks half a language because a file is missing. Each key is in one file only: Fluent refuses a second one at the first lookup.
//!
//! A new `.ftl` file is seen when this file is compiled again; a changed one is seen at once.

use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid};

use crate::catalogue::{Catalogue, Named};
use crate::language::Language;
use crate::values::WeeklySlots;

fluent_templates::static_loader! {
    static SENTENCES = {
        locales: "./locales",
        fallback_language: "ja",
        // Fluent puts invisible direction marks around each argument, which would end up in subjects and in copied addresses. Both of our
        // languages run from left to right, and `Line` refuses text that turns the direction around.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The argument that is a figure, so that it can choose between "1 person" and "2 persons". All others are text and stay as they are: a
/// registration number keeps its zeros.
const FIGURE: &str = "count";

fn identifier(language: Language) -> LanguageIdentifier {
    match language {
        Language::Ja => langid!("ja"),
        Language::En => langid!("en"),
    }
}

/// The sentence under `key`.
pub fn say(language: Language, key: &str) -> String {
    say_with(language, key, &[])
}

/// The sentence under `key` with its arguments filled in; Japanese where the language lacks it. An argument named `count` is a figure and
/// chooses the plural. A key that nobody wrote is shown in brackets: a reader can name it, and a test stops at it.
pub fn say_with(language: Language, key: &str, args: &[(&str, &str)]) -> String {
    let args: HashMap<&str, FluentValue<'_>> = args.iter().map(|(name, text)| (*name, argument(name, text))).collect();
    let in_language = |language| SENTENCES.lookup_single_language(&identifier(language), key, Some(&args)).ok();
    in_language(language).or_else(|| in_language(Language::Ja)).unwrap_or_else(|| {
        debug_assert!(false, "no sentence under {key:?}, or one of its arguments is missing");
        format!("[{key}]")
    })
}

fn argument<'a>(name: &str, text: &'a str) -> FluentValue<'a> {
    match text.parse::<u64>() {
        Ok(figure) if name == FIGURE => FluentValue::from(figure),
        _ => FluentValue::from(text),
    }
}

/// An amount of money: 60,000円 or ¥60,000.
pub fn yen(language: Language, amount: u64) -> String {
    let digits = amount.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    let grouped: Vec<String> = groups.iter().map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    say_with(language, "yen", &[("amount", &grouped.join(","))])
}

/// Hours and minutes, in words.
pub fn spent(language: Language, minutes: u32) -> String {
    let (hours, rest) = ((minutes / 60).to_string(), (minutes % 60).to_string());
    match (minutes / 60, minutes % 60) {
        (0, _) => say_with(language, "course-minutes", &[("minutes", &rest)]),
        (_, 0) => say_with(language, "course-hours", &[("hours", &hours)]),
        _ => say_with(language, "course-hours-minutes", &[("hours", &hours), ("minutes", &rest)]),
    }
}

/// Slots of the week: 火午後・木午後 or "Tue pm, Thu pm"; 「いつでも」 or "any time" for the whole week.
pub fn slots(language: Language, slots: WeeklySlots) -> String {
    if slots == WeeklySlots::FULL {
        return say(language, "slots-any");
    }
    if slots.is_empty() {
        return say(language, "slots-none");
    }
    let spoken = slots.iter().map(|slot| {
        let code = slot.to_string();
        let (day, part) = code.split_once('-').unwrap_or((&code, ""));
        let (day, part) = (say(language, &format!("weekday-{day}")), say(language, &format!("part-{part}")));
        say_with(language, "slot", &[("day", &day), ("part", &part)])
    });
    spoken.collect::<Vec<_>>().join(&say(language, "slots-joiner"))
}

/// Name of a support menu. Like the others below it falls back to the code: an offer may outlive the edition that named it.
pub fn menu_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.menu(code), code)
}

/// As what somebody comes along to an engagement.
pub fn team_role_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.team().role(code), code)
}

/// As what an organisation speaks that recommends somebody.
pub fn endorser_kind_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.endorsements().kind(code), code)
}

/// From what an organisation knows somebody it recommends.
pub fn endorsement_reason_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.endorsements().reason(code), code)
}

/// What somebody says of themselves about working with others.
pub fn teaming_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.team().teaming(code), code)
}

/// What a company has said about others who may join in.
pub fn team_wishes(language: Language, catalogue: &Catalogue, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| name(language, catalogue.team().wish(code), code)).collect()
}

/// Name of a kind of activity in the ledger of credits.
pub fn activity_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.activities().kind(code), code)
}

/// Name of an ITSS+ field.
pub fn field_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.field(code), code)
}

/// Name of a prefecture.
pub fn prefecture_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.prefecture(code), code)
}

/// Name of a division of industry.
pub fn industry_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.industry(code), code)
}

/// Name of a frame in which work is done.
pub fn frame_name(language: Language, catalogue: &Catalogue, code: &str) -> String {
    name(language, catalogue.engagement().frame(code), code)
}

fn name(language: Language, found: Option<&impl Named>, code: &str) -> String {
    match (found, language) {
        (Some(found), Language::Ja) => found.ja().to_owned(),
        (Some(found), Language::En) => found.en().to_owned(),
        (None, _) => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Mode, StaffBand, Urgency};
    use crate::matching::Term;
    use crate::values::Slot;

    #[test]
    fn every_code_that_is_spoken_has_words_in_both_languages() {
        let mut keys: Vec<String> = Mode::ALL.iter().map(|mode| format!("mode-{}", mode.code())).collect();
        keys.extend(Urgency::ALL.iter().map(|urgency| format!("urgency-{}", urgency.code())));
        keys.extend(StaffBand::ALL.iter().map(|band| format!("staff-{}", band.code())));
        keys.extend(Term::ALL.iter().filter(|term| term.is_about_the_match()).map(|term| format!("reason-{}", term.code())));
        keys.push("site-name".to_owned());
        for key in keys {
            for language in Language::ALL {
                let found = SENTENCES.lookup_single_language::<&str>(&identifier(language), &key, None);
                assert!(found.is_ok(), "{key} in {language:?}: {found:?}");
            }
        }
    }

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(yen(Language::Ja, 60_000), "60,000円");
        assert_eq!(yen(Language::En, 60_000), "¥60,000");
        assert_eq!(yen(Language::En, 0), "¥0");
        assert_eq!(yen(Language::Ja, 1_234_567), "1,234,567円");
    }

    #[test]
    fn slots_are_spoken_day_by_day() {
        let some = WeeklySlots::parse(&["tue-pm", "thu-pm"]).unwrap();
        assert_eq!(slots(Language::Ja, some), "火午後・木午後");
        assert_eq!(slots(Language::En, some), "Tue pm, Thu pm");
        assert_eq!(slots(Language::Ja, WeeklySlots::FULL), "いつでも");
        assert_eq!(slots(Language::En, WeeklySlots::FULL), "any time");
        for slot in Slot::all() {
            assert!(!slots(Language::En, WeeklySlots::EMPTY.with(slot)).contains('['));
        }
    }

    #[test]
    fn only_a_count_is_a_figure() {
        assert_eq!(say_with(Language::En, "people-count", &[("count", "1")]), "1 person");
        assert_eq!(say_with(Language::En, "people-count", &[("count", "3")]), "3 people");
        assert!(matches!(argument("number", "012345"), FluentValue::String(text) if text == "012345"));
    }

    #[test]
    fn an_argument_is_never_read_as_a_pattern() {
        assert_eq!(say_with(Language::Ja, "yen", &[("amount", "{ $x } \u{2068}")]), "{ $x } \u{2068}円");
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "no sentence under")]
    fn a_key_that_nobody_wrote_stops_a_test() {
        say(Language::Ja, "no-such-key");
    }

    #[test]
    fn a_code_that_the_catalogue_does_not_know_stands_for_itself() {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let catalogue = Catalogue::embedded(today).unwrap();
        assert_eq!(prefecture_name(Language::Ja, &catalogue, "21"), "岐阜県");
        assert_eq!(menu_name(Language::Ja, &catalogue, "of-another-time"), "of-another-time");
    }
}
