//! Folding: spellings that a reader takes for the same become the same text, so that texts can be compared. One pass makes width one (NFKC),
//! letters small, katakana hiragana, the many dashes one, and white space one space. Folded text is for comparing and never shown.
//!
//! Lies below the catalogue, which folds the synonyms of its services; everybody else takes it from `values`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// A pass settles nearly every text at once; a few odd sequences of combining marks need a second look. More would be a mistake in the rules,
/// and then an end is better than a loop.
const MOST_PASSES: usize = 6;

/// Folded text that remembers where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For each byte of `text`: the bytes of the original that it stands for, from and to.
    origin: Vec<(u32, u32)>,
}

/// `text` folded. Folding folded text changes nothing.
///
/// Equal afterwards: `セキスペ`, `セキスぺ` (the last letter is hiragana), `せきすぺ` and `ｾｷｽﾍﾟ`; `サーバー` and `サーバ` (the bar that ends a word of
/// three or more kana is a matter of house style); `ＳＯＣ` and `soc`.
pub fn folded(text: &str) -> String {
    Folded::of(text).text
}

impl Folded {
    /// `text` folded, with its origins.
    pub fn of(text: &str) -> Self {
        let mut folded = pass(text);
        for _ in 1..MOST_PASSES {
            let next = pass(&folded.text);
            if next.text == folded.text {
                break;
            }
            let through = |(from, to): &(u32, u32)| folded.origin_of(*from as usize, *to as usize);
            let origin = next.origin.iter().map(|range| through(range).map_or((0, 0), |range| (range.start as u32, range.end as u32)));
            folded = Self { origin: origin.collect(), text: next.text };
        }
        folded
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original from which the bytes `from..to` of the folded text came; none for an empty or foreign range.
    pub fn origin_of(&self, from: usize, to: usize) -> Option<std::ops::Range<usize>> {
        let part = self.origin.get(from..to)?;
        let (first, last) = (part.first()?, part.last()?);
        Some(first.0 as usize..(last.1 as usize).max(first.0 as usize))
    }
}

/// A letter of the folded text with the bytes of the original that it stands for.
#[derive(Clone, Copy)]
struct Letter {
    is: char,
    from: u32,
    to: u32,
}

/// One pass of folding.
fn pass(text: &str) -> Folded {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    for (from, piece) in pieces(text) {
        let (from, to) = (from as u32, (from + piece.len()) as u32);
        letters.extend(plain(piece).map(|is| Letter { is, from, to }));
    }
    let mut folded = Folded::default();
    let mut kana: Vec<Letter> = Vec::new();
    for letter in letters {
        if is_hiragana(letter.is) {
            kana.push(letter);
        } else if is_bar(letter.is) && !kana.is_empty() {
            // Two bars say no more than one.
            if kana.last().is_some_and(|last| last.is != 'ー') {
                kana.push(Letter { is: 'ー', ..letter });
            }
        } else {
            folded.word(&mut kana);
            let is = if is_bar(letter.is) { '-' } else { letter.is };
            let is_space = is.is_whitespace();
            if !is_space {
                folded.push(Letter { is, ..letter });
            } else if !folded.text.is_empty() && !folded.text.ends_with(' ') {
                folded.push(Letter { is: ' ', ..letter });
            }
        }
    }
    folded.word(&mut kana);
    if folded.text.ends_with(' ') {
        folded.text.pop();
        folded.origin.pop();
    }
    folded
}

impl Folded {
    fn push(&mut self, letter: Letter) {
        self.text.push(letter.is);
        self.origin.resize(self.text.len(), (letter.from, letter.to));
    }

    /// Ends a word of kana. A bar at the end of a short word makes another word (`カー`), that of a longer one is often left out.
    fn word(&mut self, kana: &mut Vec<Letter>) {
        if kana.len() > 3 && kana.last().is_some_and(|last| last.is == 'ー') {
            kana.pop();
        }
        kana.drain(..).for_each(|letter| self.push(letter));
    }
}

/// Cuts text before each letter that does not join to the one before it, so that each piece can be normalised by itself.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut starts: Vec<usize> = text.char_indices().filter(|(_, c)| !joins(*c)).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) && !text.is_empty() {
        starts.insert(0, 0);
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).filter_map(move |(from, to)| text.get(from..to).map(|piece| (from, piece)))
}

fn joins(c: char) -> bool {
    is_combining_mark(c) || canonical_combining_class(c) != 0 || is_voice_mark(c) || is_unseen(c) || matches!(c, '\u{1160}'..='\u{11FF}')
}

/// The voice marks that stand alone; they mean the joining ones.
fn is_voice_mark(c: char) -> bool {
    matches!(c, '゛' | '゜' | 'ﾞ' | 'ﾟ')
}

/// What takes no place: joiners, byte order marks, soft hyphens, and the selectors of a letter's shape.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// One width, small letters, hiragana.
fn plain(piece: &str) -> impl Iterator<Item = char> {
    let joined = piece.chars().filter(|c| !is_unseen(*c)).map(|c| match c {
        '゛' | 'ﾞ' => '\u{3099}',
        '゜' | 'ﾟ' => '\u{309A}',
        other => other,
    });
    let small: String = joined.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    small.chars().flat_map(|c| to_hiragana(c).into_iter().flatten()).collect::<Vec<_>>().into_iter()
}

fn to_hiragana(c: char) -> [Option<char>; 2] {
    let voiced = |base| [Some(base), Some('\u{3099}')];
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => [char::from_u32(u32::from(c) - 0x60), None],
        // These have no voiced hiragana of their own.
        'ヷ' => voiced('わ'),
        'ヸ' => voiced('ゐ'),
        'ヹ' => voiced('ゑ'),
        'ヺ' => voiced('を'),
        other => [Some(other), None],
    }
}

fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | '\u{3099}' | '\u{309A}' | 'ゝ' | 'ゞ' | 'ㇰ'..='ㇿ')
}

/// A long-vowel bar or one of the dashes typed for it.
fn is_bar(c: char) -> bool {
    matches!(c, 'ー' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{FE58}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Text in which the rules meet one another more often than in any text.
    fn tangled() -> impl Strategy<Value = String> {
        let odd = "[a-cA-CａＡカがガハばパｶﾊﾟﾞ゛゜ワヷヾヽーｰ‐－ 　\u{3099}\u{309A}\u{301}\u{200B}\u{FE0F}\u{327}İﬁ㌔診断]{0,24}";
        prop_oneof![any::<String>(), odd.prop_map(String::from)]
    }

    #[test]
    fn every_spelling_of_the_same_word_is_the_same() {
        for same in [
            &["セキスペ", "セキスぺ", "せきすぺ", "ｾｷｽﾍﾟ", "セキスヘ゜", "セキスヘ\u{309A}", "  セキスペ\u{3000}"][..],
            &["サーバー", "サーバ", "ｻｰﾊﾞ-", "さーば－", "サーバ‐"],
            &["セキュリティ", "セキュリティー", "ｾｷｭﾘﾃｨ"],
            &["ＳＯＣ", "soc", "SOC"],
            &["E-mail", "Ｅ－ＭＡＩＬ", "e‐mail"],
            &["標的型 メール", "標的型\u{3000}\nメール"],
            &["★３", "★3"],
        ] {
            for other in same {
                assert_eq!(folded(other), folded(same[0]), "{other}");
            }
        }
    }

    #[test]
    fn words_that_differ_by_their_bar_stay_different() {
        for (one, other) in [("ビール", "ビル"), ("カー", "カ"), ("キー", "キ"), ("サーバ", "サバ"), ("ハ", "バ")] {
            assert_ne!(folded(one), folded(other));
        }
    }

    #[test]
    fn a_part_of_the_folded_text_leads_back_to_the_original() {
        let text = "登録ｾｷｽﾍﾟです";
        let folded = Folded::of(text);
        let at = folded.as_str().find("せきすぺ").unwrap();
        let origin = folded.origin_of(at, at + "せきすぺ".len()).unwrap();
        assert_eq!(&text[origin], "ｾｷｽﾍﾟ");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in tangled()) {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn the_spelling_never_counts(text in "[ぁ-ゔa-z診断 ]{0,20}") {
            let katakana: String = text.chars().map(|c| if matches!(c, 'ぁ'..='ゔ') { char::from_u32(u32::from(c) + 0x60).unwrap() } else { c }).collect();
            prop_assert_eq!(folded(&katakana), folded(&text));
            prop_assert_eq!(folded(&text.to_uppercase()), folded(&text));
            let apart: String = katakana.nfkd().collect();
            prop_assert_eq!(folded(&apart), folded(&text));
        }

        #[test]
        fn every_letter_has_an_origin_that_can_be_cut_out(text in tangled()) {
            let folded = Folded::of(&text);
            for (at, c) in folded.as_str().char_indices() {
                let origin = folded.origin_of(at, at + c.len_utf8());
                prop_assert!(origin.is_some_and(|origin| text.get(origin.clone()).is_some_and(|part| !part.is_empty())), "{}", at);
            }
        }
    }
}
