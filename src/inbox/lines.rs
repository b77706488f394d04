//! What the writer of an answer wrote, line by line: without what they quote, and without what comes after it.

use crate::values::folded;

/// Begin a line that somebody quotes.
const QUOTING: [char; 4] = ['>', '＞', '|', '｜'];
/// A line of these ends what somebody wrote: a signature follows, or the letter that is answered.
const RULING: [char; 10] = ['-', '_', '=', '*', '~', '#', '━', '─', '―', '＿'];
/// Signs that stand in sentences.
const SPOKEN: &str = "。、.,!?！？，．…・「」『』()（）";
/// Fields of the letter that is answered, as mail programs put them above it.
const HEADINGS: [&str; 12] =
    ["from:", "sent:", "to:", "date:", "subject:", "差出人:", "送信者:", "発信者:", "送信元:", "送信日時:", "宛先:", "件名:"];
/// Who wrote what is quoted below: “On … Taro wrote:”, 「…のメール:」, 「…さんは書きました:」.
const INTRODUCING: [&str; 6] = ["wrote", "writes", "@", "のメール", "のメッセージ", "書きました"];
/// Programs break such a line, since it is long.
const MOST_LINES: usize = 3;
const LONGEST_LINE: usize = 400;

/// The lines that hold something, as the writer wrote them.
pub(super) fn own_lines(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(bare).collect();
    let mut own = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        if line.is_empty() || is_quoted(line) {
            rest = after;
        } else if ends_the_text(line) {
            break;
        } else if let Some(below) = after_introduction(rest) {
            // Some write below what they quote.
            let quotes = below.iter().find(|line| !line.is_empty()).is_some_and(|line| is_quoted(line));
            rest = if quotes { below } else { &[] };
        } else {
            own.push(*line);
            rest = after;
        }
    }
    own
}

/// A line without the space around it, also such as nobody sees.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
}

fn is_quoted(line: &str) -> bool {
    line.starts_with(QUOTING)
}

fn ends_the_text(line: &str) -> bool {
    let signs: Vec<char> = line.chars().take(2).collect();
    let is_ruled = matches!(signs[..], [one, other] if one == other && RULING.contains(&one));
    // A row of other signs, or of the bar that makes vowels long; what ends a sentence makes none.
    let is_row = line.chars().nth(2).is_some() && line.chars().all(|c| c == 'ー' || !(c.is_alphanumeric() || SPOKEN.contains(c)));
    let beginning: String = line.chars().take(20).collect();
    let said: String = folded(&beginning).split(' ').collect();
    is_ruled || is_row || HEADINGS.iter().any(|heading| said.starts_with(heading))
}

/// What comes after a line that says who wrote what is quoted, if there is one here.
fn after_introduction<'l, 't>(lines: &'l [&'t str]) -> Option<&'l [&'t str]> {
    (1..=MOST_LINES).find_map(|count| {
        let (these, below) = lines.split_at_checked(count)?;
        if these.iter().map(|line| line.len()).sum::<usize>() > LONGEST_LINE {
            return None;
        }
        let said = folded(&these.join(" "));
        let may_go_on = count == 1 || said.starts_with("on ") || said.starts_with(|c: char| c.is_ascii_digit());
        let introduces = said.ends_with(':') && INTRODUCING.iter().any(|word| said.contains(&folded(word)));
        (may_go_on && introduces).then_some(below)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_and_empty_lines_are_passed_by() {
        assert_eq!(own_lines("\r\n\u{3000}\u{200b}\r\n> 承諾\r\n＞ 辞退\r\n| x\r\n  承諾します \r\nよろしく"), ["承諾します", "よろしく"]);
    }

    #[test]
    fn the_text_ends_where_the_letter_or_the_signature_begins() {
        for end in [
            "On Tue, Nov 24, 2026 at 10:30 AM nakodo <nakodo@nakodo.example> wrote:",
            "On Tue, Nov 24, 2026 at 10:30 AM nakodo 仲人\n<nakodo@nakodo.example> wrote:",
            "2026年11月24日(火) 10:30 nakodo 仲人 <nakodo@nakodo.example>:",
            "2026年11月24日(火) 10:30 nakodo 仲人\n<nakodo@nakodo.example>：",
            "2026/11/24 10:30、nakodo 仲人 <nakodo@nakodo.example>のメール:",
            "2026/11/24 10:30、nakodo 仲人 のメール：",
            "-----Original Message-----",
            "-------- 元のメッセージ --------",
            "________________________________",
            "━━━━━━━━",
            "ーーーーーーーー",
            "＝＝＝＝＝＝",
            "◇◆◇◆",
            "☆★☆",
            "-- ",
            "差出人: nakodo 仲人 <nakodo@nakodo.example>",
            "差出人 ： nakodo",
            "From: nakodo",
        ] {
            assert_eq!(own_lines(&format!("承諾\n{end}\n辞退\n")), ["承諾"], "{end}");
        }
    }

    #[test]
    fn an_answer_below_what_it_quotes_is_found() {
        let below = "On Tue, Nov 24, 2026, nakodo wrote:\n\n> 佐藤 様\n> \n承諾\n";
        assert_eq!(own_lines(below), ["承諾"]);
        assert_eq!(own_lines("On Tue, Nov 24, 2026, nakodo wrote:\n佐藤 様\n承諾\n"), [""; 0], "quoted without marks");
    }

    #[test]
    fn a_line_of_ones_own_is_no_introduction() {
        assert_eq!(own_lines("10時なら:\n承諾"), ["10時なら:", "承諾"]);
        assert_eq!(own_lines("承諾:\n佐藤"), ["承諾:", "佐藤"]);
        assert_eq!(own_lines("承諾\n…!?\n嘘"), ["承諾", "…!?", "嘘"], "nor is a row of sighs the end");
    }
}
