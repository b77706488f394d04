//! Cutting folded text into what is looked up. Latin letters and digits make whole words. Japanese has no spaces, so of a run of its letters
//! every two neighbours are a token, and a phrase of them finds any part of a run; no dictionary is needed that would not know new words.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::values::folded;

/// Longer words are cut: nobody types them, and the index has a limit.
const LONGEST_WORD: usize = 64;

/// Letters that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// Latin letters and digits, found as a whole; without the s of a plural.
    Word(String),
    /// Letters of a script without spaces, of which any part can be found.
    Letters(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Letters,
}

fn kind(c: char) -> Option<Kind> {
    // The star is a part of names such as ★3.
    if c.is_ascii_alphanumeric() || c == '★' || (c < '\u{250}' && c.is_alphabetic()) {
        Some(Kind::Word)
    } else {
        c.is_alphanumeric().then_some(Kind::Letters)
    }
}

/// Runs of folded text with the bytes where each begins and ends.
pub(super) fn list_runs(text: &str) -> Vec<(usize, usize, Run)> {
    let mut bounds: Vec<(usize, usize, Kind)> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(kind) = kind(c) else { continue };
        let end = at + c.len_utf8();
        match bounds.last_mut() {
            Some((_, to, last)) if *to == at && *last == kind => *to = end,
            _ => bounds.push((at, end, kind)),
        }
    }
    let run = |(from, to, kind): (usize, usize, Kind)| {
        let text = text.get(from..to)?;
        let run = match kind {
            Kind::Word => Run::Word(singular(text).chars().take(LONGEST_WORD).collect()),
            Kind::Letters => Run::Letters(text.to_owned()),
        };
        Some((from, to, run))
    };
    bounds.into_iter().filter_map(run).collect()
}

/// `drills` is found by `drill` and the other way round. Short words end in s for other reasons (`aws`, `dns`).
fn singular(word: &str) -> &str {
    let plural = word.len() > 3 && !word.ends_with("ss") && word.bytes().all(|byte| byte.is_ascii_lowercase());
    word.strip_suffix('s').filter(|_| plural).unwrap_or(word)
}

impl Run {
    /// Whether text with these runs holds this one.
    pub(super) fn is_in(&self, runs: &[Run]) -> bool {
        runs.iter().any(|run| match (self, run) {
            (Self::Word(one), Self::Word(other)) => one == other,
            (Self::Letters(part), Self::Letters(whole)) => whole.contains(part.as_str()),
            _ => false,
        })
    }
}

/// One thing that is looked for: what stands between two spaces. All of its runs must be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub runs: Vec<Run>,
}

/// More terms are not looked at; nobody types them by hand.
const MOST_TERMS: usize = 16;

/// What binds two words of a query and says nothing itself: ランサムウェアの対策 is looked for as ランサムウェア 対策.
const PARTICLES: [&str; 14] = ["の", "を", "に", "で", "と", "は", "が", "へ", "や", "も", "への", "での", "から", "による"];

/// The terms of a query as typed. A query of nothing but punctuation has none.
pub(super) fn list_terms(words: &str) -> Vec<Term> {
    let spaced = without_particles(words);
    let terms = spaced.split_whitespace().map(|term| Term { runs: runs_of(term) });
    terms.filter(|term| !term.runs.is_empty()).take(MOST_TERMS).collect()
}

/// Runs of text as somebody wrote it.
pub(super) fn runs_of(text: &str) -> Vec<Run> {
    list_runs(&folded(text)).into_iter().map(|(.., run)| run).collect()
}

/// Particles count only between letters of another script, where they can be nothing else.
fn without_particles(words: &str) -> String {
    let is_hiragana = |c: char| matches!(c, 'ぁ'..='ゟ');
    let mut spaced = String::with_capacity(words.len());
    let mut hiragana = String::new();
    for c in words.chars() {
        if is_hiragana(c) {
            hiragana.push(c);
            continue;
        }
        let between = spaced.chars().last().is_some_and(char::is_alphanumeric) && c.is_alphanumeric();
        if between && PARTICLES.contains(&hiragana.as_str()) {
            spaced.push(' ');
        } else {
            spaced.push_str(&hiragana);
        }
        hiragana.clear();
        spaced.push(c);
    }
    spaced + &hiragana
}

/// The tokenizer of the index. What it is given has been folded.
#[derive(Clone, Default)]
pub(super) struct Runs;

/// Tokens made beforehand.
pub(super) struct Made {
    tokens: std::vec::IntoIter<Token>,
    current: Token,
}

impl Tokenizer for Runs {
    type TokenStream<'a> = Made;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Made {
        let mut tokens = Vec::new();
        let mut position = 0;
        for (from, to, run) in list_runs(text) {
            let pieces = match &run {
                Run::Word(word) => vec![word.clone()],
                Run::Letters(letters) => pairs(letters),
            };
            for text in pieces {
                tokens.push(Token { offset_from: from, offset_to: to, position, text, position_length: 1 });
                position += 1;
            }
            // A phrase never goes on behind a comma.
            position += 1;
        }
        Made { tokens: tokens.into_iter(), current: Token::default() }
    }
}

impl TokenStream for Made {
    fn advance(&mut self) -> bool {
        self.tokens.next().map(|token| self.current = token).is_some()
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}

/// Each letter with the one behind it; the last one alone, so that every letter begins a token and can be looked for by itself.
pub(super) fn pairs(letters: &str) -> Vec<String> {
    let behind = letters.chars().skip(1).map(Some).chain([None]);
    letters.chars().zip(behind).map(|(one, other)| [Some(one), other].into_iter().flatten().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(usize, String)> {
        let (mut runs, mut found) = (Runs, Vec::new());
        let mut stream = runs.token_stream(text);
        stream.process(&mut |token| found.push((token.position, token.text.clone())));
        found
    }

    #[test]
    fn japanese_is_cut_into_pairs_and_latin_into_words() {
        let expected = [(0, "soc"), (2, "の監"), (3, "監視"), (4, "視"), (6, "★3")].map(|(at, text)| (at, text.to_owned()));
        assert_eq!(tokens(&folded("SOCの監視、★３")), expected);
    }

    #[test]
    fn a_plural_is_the_same_word_and_short_words_stay() {
        assert_eq!(runs_of("Drills"), runs_of("drill"));
        assert_eq!(runs_of("AWS"), [Run::Word("aws".into())]);
    }

    #[test]
    fn a_particle_between_two_words_is_a_space_and_a_hiragana_word_stays() {
        let words = |text| list_terms(text).len();
        assert_eq!((words("ランサムウェアの対策"), words("だましメールの訓練"), words("せきすぺ")), (2, 2, 1));
        assert_eq!((words(" 、。!? "), words("")), (0, 0));
    }
}
