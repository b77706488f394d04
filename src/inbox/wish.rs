//! What an answer says: the first line that says anything, taken as a whole. Guessing would bind people to what they never said.

use crate::catalogue::{ReplyWords, Said};
use crate::inbox::Wish;
use crate::inbox::lines::own_lines;
use crate::values::folded;

/// What is longer is a letter to a person.
const LONGEST: usize = 20_000;
/// Stand between the pieces of a line, and say nothing. Any other sign (a cross, a thumb) may, so nobody guesses.
const BETWEEN: &str = "。、.,!…・~*_-()[]{}「」『』【】〈〉《》\"“”";

/// What the text of a mail says.
pub(super) fn wish(text: &str, words: &ReplyWords) -> Wish {
    let lines = own_lines(text);
    if lines.iter().map(|line| line.len()).sum::<usize>() > LONGEST {
        return Wish::Unclear;
    }
    let said = lines.iter().map(|line| line_says(line, words)).find(|said| *said != Line::Nothing);
    match said {
        // An answer may be taken back in the next line.
        Some(Line::Says(Wish::Accept)) if lines.iter().any(|line| words.is_doubtful(line)) => Wish::Unclear,
        Some(Line::Says(wish)) => wish,
        Some(Line::Nothing) | None => Wish::Unclear,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Says(Wish),
    /// A greeting.
    Nothing,
}

fn line_says(line: &str, words: &ReplyWords) -> Line {
    let Some(pieces) = pieces(line, words) else {
        return if words.addresses(line) { Line::Nothing } else { Line::Says(Wish::Unclear) };
    };
    match (pieces.contains(&Said::Accept), pieces.contains(&Said::Decline)) {
        (true, false) => Line::Says(Wish::Accept),
        (false, true) => Line::Says(Wish::Decline),
        (true, true) => Line::Says(Wish::Unclear),
        (false, false) => Line::Nothing,
    }
}

/// What the pieces of a line say; none if one of them is none of our words. A space may stand between two pieces as well as inside one.
fn pieces(line: &str, words: &ReplyWords) -> Option<Vec<Said>> {
    let line = folded(line);
    let parts = line.split(|c: char| BETWEEN.contains(c)).map(str::trim).filter(|part| !part.is_empty());
    let says = |part: &str| match words.meaning(part) {
        Some(said) => Some(vec![said]),
        None => part.split(' ').map(|piece| words.meaning(piece)).collect(),
    };
    parts.map(says).collect::<Option<Vec<Vec<Said>>>>().map(|said| said.concat())
}
