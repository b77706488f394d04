//! The protected title (情報処理の促進に関する法律 §27): only who is registered may use it, so what people write of themselves is looked through for it.

use crate::active_list::Specialist;
use crate::values::{Line, folded};

/// However it is written: the long name, the short one, and the English letters as a word.
const NAMES: [&str; 4] =
    ["情報処理安全確保支援士", "登録セキスペ", "登録情報セキュリティスペシャリスト", "registered information security specialist"];
const LETTERS: &str = "riss";

/// Whether a text names the title, or the number that goes with it.
pub fn names_title(text: &str) -> bool {
    let text = folded(text);
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let named = NAMES.iter().chain(&["登録番号"]).any(|name| {
        let name: String = folded(name).chars().filter(|c| !c.is_whitespace()).collect();
        squeezed.contains(&name)
    });
    named || text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == LETTERS)
}

/// A name without the title in it, as it is usually written; none where it is written so that the rest cannot be told.
fn bare(name: &str) -> Line {
    let rest = ["情報処理安全確保支援士", "登録セキスペ", "登録セキスぺ", "RISS"]
        .iter()
        .fold(name.to_owned(), |rest, title| rest.replace(title, ""));
    let rest = Line::parse(&rest, 80).ok().filter(|rest| !names_title(rest.as_str()));
    rest.unwrap_or_else(Line::of_nobody)
}

/// A profile without what names the title: whoever the register does not know may not be shown with it, in whose words soever.
pub fn untitled(person: &Specialist) -> Specialist {
    let mut shown = person.clone();
    for name in [&mut shown.name, &mut shown.display_name] {
        if names_title(name.as_str()) {
            *name = bare(name.as_str());
        }
    }
    shown.qualifications.retain(|one| !names_title(one.as_str()));
    shown.experiences.retain(|one| !names_title(one.role.as_str()) && !names_title(one.text.as_str()));
    shown
}
