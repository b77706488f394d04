//! Services in small pieces with the words that people use for them, and finding those words in what somebody wrote.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::catalogue::{Catalogue, CatalogueError, Named};
use crate::folding::folded;

/// Shorter words of kana alone would be found inside others (ログ in プログラム).
const SHORTEST_KANA: usize = 3;

/// A group of services.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceCategory {
    pub code: String,
    pub ja: String,
    pub en: String,
}

/// A service in the words of whoever looks for one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub code: String,
    pub ja: String,
    pub en: String,
    /// Code of a category.
    pub category: String,
    /// Codes of menus; who offers one of them is taken to offer the service.
    pub menus: Vec<String>,
    /// Codes of ITSS+ fields; likewise.
    pub fields: Vec<String>,
    /// Other words for it, as people write them.
    pub synonyms_ja: Vec<String>,
    pub synonyms_en: Vec<String>,
}

impl Service {
    /// Both names and all synonyms, as written.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        [&self.ja, &self.en].into_iter().chain(&self.synonyms_ja).chain(&self.synonyms_en).map(String::as_str)
    }
}

impl Named for Service {
    fn ja(&self) -> &str {
        &self.ja
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl Named for ServiceCategory {
    fn ja(&self) -> &str {
        &self.ja
    }

    fn en(&self) -> &str {
        &self.en
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ServicesFile {
    /// Phrases that hold a word of a service and mean something else.
    pub decoys: Vec<String>,
    pub categories: Vec<ServiceCategory>,
    pub services: Vec<Service>,
}

/// The data set with its words, ready for looking them up.
#[derive(Clone, Debug)]
pub(super) struct Services {
    pub file: ServicesFile,
    /// Folded words.
    finder: AhoCorasick,
    /// For each pattern of the finder: the service's bit, 0 for a decoy.
    meaning: Vec<u64>,
}

fn wrong(why: String) -> CatalogueError {
    CatalogueError::Wrong { set: "services", why }
}

impl Services {
    /// Builds the finder; an empty word, one that is too short or one that stands for two services is refused.
    pub(super) fn new(file: ServicesFile) -> Result<Self, CatalogueError> {
        let mut meanings: HashMap<String, u64> = HashMap::new();
        let words = file.services.iter().enumerate().flat_map(|(at, service)| {
            // More than 64 services are refused by the checks of the whole.
            let bit = 1_u64.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0);
            service.words().map(move |word| (word, bit))
        });
        for (word, bit) in words.chain(file.decoys.iter().map(|word| (word.as_str(), 0))) {
            let plain = folded(word);
            let only_kana = plain.chars().all(|c| matches!(c, 'ぁ'..='ゖ' | 'ー'));
            if plain.is_empty() || (only_kana && plain.chars().count() < SHORTEST_KANA) {
                return Err(wrong(format!("“{word}” is too short to be looked for")));
            }
            if meanings.insert(plain, bit).is_some_and(|other| other != bit) {
                return Err(wrong(format!("“{word}” stands for two services")));
            }
        }
        let (patterns, meaning): (Vec<String>, Vec<u64>) = meanings.into_iter().unzip();
        let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).map_err(|error| wrong(error.to_string()))?;
        Ok(Self { file, finder, meaning })
    }

    /// Bits of the services that `text` names. Of words that overlap the first one counts, of those that begin together the longest: a text
    /// about 標的型メール訓練 names that service and not all mail, and 監視カメラ is no monitoring.
    fn topics(&self, text: &str) -> u64 {
        let text = folded(text);
        let mut found: Vec<(usize, usize, u64)> = self
            .finder
            .find_overlapping_iter(&text)
            .filter(|found| stands_alone(&text, found.start(), found.end()))
            .map(|found| (found.start(), found.end(), self.meaning.get(found.pattern().as_usize()).copied().unwrap_or(0)))
            .collect();
        found.sort_unstable_by_key(|(start, end, _)| (*start, usize::MAX - end));
        let (mut topics, mut from) = (0, 0);
        for (start, end, bit) in found {
            if start >= from {
                topics |= bit;
                from = end;
            }
        }
        topics
    }
}

/// Whether a word in Latin letters or digits is not a part of a longer one; a plural counts as the word. Japanese has no such border.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let goes_on = |c: Option<&u8>| c.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let at = |index: usize| bytes.get(index);
    let before = start.checked_sub(1).and_then(at);
    let begins = !(goes_on(at(start)) && goes_on(before));
    let plural = at(end) == Some(&b's') && !goes_on(at(end + 1));
    let ends = !(goes_on(at(end.wrapping_sub(1))) && goes_on(at(end))) || plural;
    begins && ends
}

impl Catalogue {
    /// Groups of services, in the order of the file.
    pub fn service_categories(&self) -> &[ServiceCategory] {
        &self.services.file.categories
    }

    /// Services, in the order of the file.
    pub fn services(&self) -> &[Service] {
        &self.services.file.services
    }

    pub fn service(&self, code: &str) -> Option<&Service> {
        self.services().iter().find(|service| service.code == code)
    }

    pub fn service_category(&self, code: &str) -> Option<&ServiceCategory> {
        self.service_categories().iter().find(|category| category.code == code)
    }

    /// Place in the file, 0 to 63.
    pub fn service_bit(&self, code: &str) -> Option<u8> {
        super::place(self.services(), |service| service.code == code)
    }

    /// Bits ([`Catalogue::service_bit`]) of the services whose names or synonyms occur in `text`, however they are spelled.
    pub fn topics(&self, text: &str) -> u64 {
        self.services.topics(text)
    }

    /// Bits of the services that somebody with these menus and fields offers.
    pub fn services_offered<'a>(&self, menus: impl Iterator<Item = &'a str> + Clone, fields: impl Iterator<Item = &'a str> + Clone) -> u64 {
        let offers = |service: &Service| {
            menus.clone().any(|code| service.menus.iter().any(|menu| menu == code))
                || fields.clone().any(|code| service.fields.iter().any(|field| field == code))
        };
        self.services().iter().enumerate().filter(|(_, service)| offers(service)).fold(0, |bits, (at, _)| bits | (1 << at))
    }
}

/// Codes that do not exist, and a service in no category.
pub(super) fn check(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    for service in catalogue.services() {
        let code = &service.code;
        if catalogue.service_category(&service.category).is_none() {
            return Err(wrong(format!("{code} is in the unknown category {}", service.category)));
        }
        if let Some(menu) = service.menus.iter().find(|menu| catalogue.menu(menu).is_none()) {
            return Err(wrong(format!("{code} names the unknown menu {menu}")));
        }
        if let Some(field) = service.fields.iter().find(|field| catalogue.field(field).is_none()) {
            return Err(wrong(format!("{code} names the unknown field {field}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    /// Built once: the finder takes longest.
    fn catalogue() -> &'static Catalogue {
        static CATALOGUE: LazyLock<Catalogue> =
            LazyLock::new(|| Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap());
        &CATALOGUE
    }

    fn named(catalogue: &Catalogue, text: &str) -> Vec<String> {
        let topics = catalogue.topics(text);
        let is_named = |code: &str| catalogue.service_bit(code).is_some_and(|bit| topics >> bit & 1 == 1);
        catalogue.services().iter().filter(|service| is_named(&service.code)).map(|service| service.code.clone()).collect()
    }

    #[test]
    fn every_word_for_a_drill_names_the_drill_and_nothing_else() {
        let catalogue = catalogue();
        for text in [
            "標的型メール訓練",
            "標的型攻撃メール訓練をしたい",
            "だましメール訓練",
            "ﾌｨｯｼﾝｸﾞ訓練の経験",
            "Phishing Drills for staff",
            "ＰＨＩＳＨＩＮＧ　ＤＲＩＬＬ",
        ] {
            assert_eq!(named(catalogue, text), ["mail-drill"], "{text}");
        }
    }

    #[test]
    fn words_in_latin_letters_are_whole_words() {
        let catalogue = catalogue();
        assert_eq!(named(catalogue, "自社でSOCを運用"), ["soc"]);
        assert!(named(catalogue, "society, social, soc2, edrive").is_empty());
        assert_eq!(named(catalogue, "our pentests"), ["penetration-test"]);
    }

    #[test]
    fn a_phrase_that_only_holds_the_word_names_nothing() {
        let catalogue = catalogue();
        assert!(named(catalogue, "監視カメラの工事。ブログのプログラム。クラウドファンディング。").is_empty());
    }

    #[test]
    fn a_sentence_names_all_that_is_in_it() {
        let text = "工場のランサムウエア被害のあと、ＥＤＲとゼロトラストを検討。BCPも見直し、★３と5ヵ条にも取り組みたい。";
        let found = named(catalogue(), text);
        for code in ["ot", "ransomware", "edr", "zero-trust", "bcp", "star3", "five-rules"] {
            assert!(found.iter().any(|one| one == code), "{code} in {found:?}");
        }
    }

    #[test]
    fn a_menu_brings_the_services_that_draw_on_it() {
        let catalogue = catalogue();
        let bits = catalogue.services_offered(["mail-drill"].into_iter(), std::iter::empty());
        assert_eq!(bits, 1 << catalogue.service_bit("mail-drill").unwrap());
    }

    proptest! {
        #[test]
        fn every_word_of_every_service_names_it_in_any_spelling(at in any::<prop::sample::Index>(), upper in any::<bool>()) {
            let catalogue = catalogue();
            let words: Vec<(String, String)> = catalogue.services().iter().flat_map(|service| service.words().map(|word| (service.code.clone(), word.to_owned()))).collect();
            let (code, word) = at.get(&words);
            let word = if upper { word.to_uppercase() } else { folded(word) };
            prop_assert_eq!(named(catalogue, &format!("「{word}」の相手を探しています")), vec![code.clone()]);
        }

        #[test]
        fn any_text_names_services_that_exist(text in any::<String>()) {
            let catalogue = catalogue();
            prop_assert_eq!(catalogue.topics(&text).checked_shr(catalogue.services().len() as u32).unwrap_or(0), 0);
        }
    }
}
