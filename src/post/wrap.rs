//! Lines for the text part. Japanese is written without spaces and each of its characters takes two columns, so the lines are broken where
//! Unicode allows it (UAX #14: no 「。」 at the head of a line) and measured in columns.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Columns of a line: room for a reader's quote marks below the 78 that RFC 5322 (2.1.1) advises.
const COLUMNS: usize = 70;
/// A run of letters wider than this is cut, unless it is a web address. Leaves room for an indent.
const WIDEST_WORD: usize = 66;

/// Breaks a text into lines. `first` goes before the first line, `rest` before all others.
pub(super) fn wrap(text: &str, first: &str, rest: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        // A tab has no width of its own.
        let line = line.replace('\t', "    ");
        let options = Options::new(COLUMNS)
            .initial_indent(if number == 0 { first } else { rest })
            .subsequent_indent(rest)
            .word_separator(WordSeparator::Custom(words))
            // The default cuts at hyphens, which would tear phone numbers and addresses apart.
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        lines.extend(textwrap::wrap(&line, options).into_iter().map(|line| line.trim_end().to_owned()));
    }
    lines
}

/// Pieces between which a line may be broken: those of Unicode, except that a run of ASCII without a space stays whole. What is wider than
/// a line is cut, except a web address: cut in two, it could not be followed.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut whole: Vec<&str> = Vec::new();
    let (mut start, mut end) = (0, 0);
    for word in WordSeparator::UnicodeBreakProperties.find_words(line) {
        let next = end + word.word.len() + word.whitespace.len();
        if end > start && !stays_whole(&line[..end], &line[end..]) {
            whole.push(&line[start..end]);
            start = end;
        }
        end = next;
    }
    whole.push(&line[start..]);
    Box::new(whole.into_iter().flat_map(|piece| {
        let word = Word::from(piece);
        let cut: Vec<Word<'_>> =
            if word.width <= WIDEST_WORD || piece.contains("://") { vec![word] } else { word.break_apart(WIDEST_WORD).collect() };
        cut
    }))
}

fn stays_whole(before: &str, after: &str) -> bool {
    let graphic = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    graphic(before.chars().next_back()) && graphic(after.chars().next())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use textwrap::core::display_width;

    use super::*;

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_character_is_lost(text in "[^\\p{C}]{0,400}") {
            prop_assume!(!text.contains("://"));
            let lines = wrap(&text, "- ", "  ");
            for line in &lines {
                prop_assert!(display_width(line) <= 78, "{} columns: {line}", display_width(line));
            }
            let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(squeeze(&lines.join("")), squeeze(&format!("- {text}")));
        }
    }

    #[test]
    fn a_web_address_is_never_cut() {
        let url = format!("https://nakodo.example/offers/{}", "a-b/c?d=e".repeat(20));
        let lines = wrap(&format!("次のページ({url})をご覧ください。"), "", "");
        assert!(lines.iter().any(|line| line.contains(&url)), "{lines:?}");
    }

    #[test]
    fn phone_numbers_and_mail_addresses_are_not_torn_apart() {
        let phone = "0575-00-0000";
        for padding in 0..70 {
            let lines = wrap(&format!("{} {phone} soumu@b-sha.example.jp", "x".repeat(padding)), "", "");
            assert!(lines.iter().any(|line| line.contains(phone)), "{lines:?}");
            assert!(lines.iter().any(|line| line.contains("soumu@b-sha.example.jp")), "{lines:?}");
        }
    }

    #[test]
    fn no_japanese_line_begins_with_a_full_stop() {
        for length in 1..40 {
            let lines = wrap(&format!("{}。次の文です。", "あ".repeat(length)), "", "");
            assert!(lines.iter().all(|line| !line.starts_with('。')), "{lines:?}");
        }
    }

    #[test]
    fn line_breaks_are_kept_and_later_lines_are_indented() {
        assert_eq!(wrap("一行目\n\n三行目", "・", "  "), ["・一行目", "", "  三行目"]);
    }
}
