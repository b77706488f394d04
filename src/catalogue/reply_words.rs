//! `config/reply_words`: the words by which an answer that came by mail is understood.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::catalogue::CatalogueError;
use crate::folding::folded;

/// What a piece of an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Accept,
    Decline,
    /// Nothing about the answer.
    Polite,
}

#[derive(Debug, Deserialize)]
pub(super) struct ReplyWordsFile {
    accept: Vec<String>,
    decline: Vec<String>,
    polite: Vec<String>,
    addressing: Vec<String>,
    doubt: Vec<String>,
}

/// The data set, ready for looking words up.
#[derive(Clone, Debug)]
pub struct ReplyWords {
    meanings: HashMap<String, Said>,
    addressing: Vec<String>,
    /// Found anywhere.
    doubt: Vec<String>,
    /// Found as whole words.
    doubtful_words: HashSet<String>,
}

fn wrong(why: String) -> CatalogueError {
    CatalogueError::Wrong { set: "reply_words", why }
}

/// As words are compared.
fn plain(text: &str) -> String {
    folded(text).chars().filter(|c| !matches!(c, ' ' | '\'' | '’')).collect()
}

impl ReplyWords {
    /// Refuses an empty word, one that means two things, and an acceptance that holds a doubt: such a word could never count.
    pub(super) fn new(file: &ReplyWordsFile) -> Result<Self, CatalogueError> {
        let (words, marks): (Vec<&String>, Vec<&String>) = file.doubt.iter().partition(|word| word.is_ascii());
        let mut known = Self {
            meanings: HashMap::new(),
            addressing: file.addressing.iter().map(|word| plain(word)).collect(),
            doubt: marks.into_iter().map(|mark| plain(mark)).collect(),
            doubtful_words: words.into_iter().map(|word| plain(word)).collect(),
        };
        if known.addressing.iter().chain(&known.doubt).chain(&known.doubtful_words).any(String::is_empty) {
            return Err(wrong("a word is empty".to_owned()));
        }
        for (list, said) in [(&file.accept, Said::Accept), (&file.decline, Said::Decline), (&file.polite, Said::Polite)] {
            for word in list {
                let plain = plain(word);
                if plain.is_empty() {
                    return Err(wrong("a word is empty".to_owned()));
                }
                if said == Said::Accept && known.is_doubtful(word) {
                    return Err(wrong(format!("“{word}” holds a doubt, so it accepts nothing")));
                }
                if known.meanings.insert(plain, said).is_some_and(|other| other != said) {
                    return Err(wrong(format!("“{word}” means two things")));
                }
            }
        }
        let means = |said| known.meanings.values().any(|one| *one == said);
        if means(Said::Accept) && means(Said::Decline) { Ok(known) } else { Err(wrong("there is no word to answer with".to_owned())) }
    }

    /// What a piece of text says as a whole; none if it is none of our words.
    pub fn meaning(&self, piece: &str) -> Option<Said> {
        self.meanings.get(&plain(piece)).copied()
    }

    /// Whether a line only says to whom it is written.
    pub fn addresses(&self, line: &str) -> bool {
        let line = plain(line);
        self.addressing.iter().any(|end| line.ends_with(end.as_str()))
    }

    /// Whether something in a text speaks against taking it for an acceptance.
    pub fn is_doubtful(&self, text: &str) -> bool {
        let (close, words) = (plain(text), folded(text));
        let mut words = words.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '\'' | '’')));
        self.doubt.iter().any(|mark| close.contains(mark.as_str())) || words.any(|word| self.doubtful_words.contains(&plain(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(accept: &str, decline: &str, doubt: &[&str]) -> Result<ReplyWords, CatalogueError> {
        let list = |word: &str| vec![word.to_owned()];
        let doubt = doubt.iter().map(|word| (*word).to_owned()).collect();
        let file = ReplyWordsFile { accept: list(accept), decline: list(decline), polite: list("はい"), addressing: list("様"), doubt };
        ReplyWords::new(&file)
    }

    #[test]
    fn a_word_is_known_in_any_spelling_and_only_as_a_whole() {
        let words = words("I'll take it", "辞退", &["not", "ない"]).unwrap();
        assert_eq!(words.meaning("Ｉ’ｌｌ TAKE  it"), Some(Said::Accept));
        assert_eq!(words.meaning("ハイ"), Some(Said::Polite));
        assert_eq!((words.meaning("辞退します"), words.meaning("")), (None, None));
        assert!(words.addresses("仲人 様") && !words.addresses("様子を見ます"));
    }

    #[test]
    fn doubts_in_latin_letters_are_whole_words_and_others_stand_anywhere() {
        let words = words("承諾", "辞退", &["not", "can't", "ない"]).unwrap();
        for text in ["NOT now", "承諾not", "I can’t", "できナイ", "で き な い"] {
            assert!(words.is_doubtful(text), "{text}");
        }
        assert!(words.is_doubtful("cant"), "one spelling is enough");
        assert!(!words.is_doubtful("another note"));
    }

    #[test]
    fn words_that_cannot_work_are_refused() {
        let why = |known: Result<ReplyWords, CatalogueError>| match known {
            Err(CatalogueError::Wrong { why, .. }) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(words("問題ない", "辞退", &["ない"])), "“問題ない” holds a doubt, so it accepts nothing");
        assert_eq!(why(words("承諾", "承諾", &[])), "“承諾” means two things");
        assert_eq!(why(words("承諾", " ", &[])), "a word is empty");
        assert_eq!(why(words("承諾", "辞退", &["'"])), "a word is empty");
    }
}
