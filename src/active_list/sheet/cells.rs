//! What stands inside one cell: lists, codes, dates, numbers, yes and no.
//!
//! A backslash before `;`, `|` or another backslash takes that character as text, so that a sentence in a list may hold them.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::catalogue::Catalogue;
use crate::report::Mistake;
use crate::values::parse_date;

/// Separates the items of a list.
pub(crate) const ITEMS: &[char] = &[';', '；'];
/// Separates the parts of an item.
pub(crate) const PARTS: &[char] = &['|', '｜'];

const BACKSLASH: char = '\\';
/// A spreadsheet takes a cell that begins like this for a formula and runs it.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'];
/// Longest quotation of a cell in a report.
const SHOWN: usize = 40;

/// A cell of codes, numbers or dates with full-width characters made plain (`１２` is 12). Never used on names and sentences.
pub(crate) fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}

/// Cuts a text at separators that have no backslash before them. Backslashes stay: see [`unescaped`].
pub(crate) fn split<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let mut escaped = false;
    text.split(|c: char| {
        let cut = !escaped && separators.contains(&c);
        escaped = !escaped && c == BACKSLASH;
        cut
    })
    .collect()
}

/// The items of a list, without empty ones: `a;b;` has two.
pub(crate) fn items(text: &str) -> Vec<&str> {
    split(text, ITEMS).into_iter().filter(|item| !item.trim().is_empty()).collect()
}

/// Takes the backslashes away that [`escaped`] put in.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let taken = if c == BACKSLASH { rest.next_if(|next| is_special(*next)) } else { None };
        plain.push(taken.unwrap_or(c));
    }
    plain
}

/// A text that is one part of one item, whatever it holds.
pub(crate) fn escaped(text: &str) -> String {
    let escape = |c: char| is_special(c).then_some(BACKSLASH).into_iter().chain([c]);
    text.chars().flat_map(escape).collect()
}

fn is_special(c: char) -> bool {
    c == BACKSLASH || ITEMS.contains(&c) || PARTS.contains(&c)
}

/// Puts an apostrophe before what a spreadsheet would run. [`unguarded`] takes it away again.
pub(crate) fn guarded(cell: String) -> String {
    if looks_like_formula(&cell) { format!("'{cell}") } else { cell }
}

pub(crate) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => cell,
    }
}

fn looks_like_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

/// `2026-11-01` for `2026-11-01` and `2026/11/1`. Anything else stays, for the form's check to refuse.
pub(crate) fn iso_date(text: &str) -> String {
    let text = plain(text);
    let separator = if text.contains('/') { '/' } else { '-' };
    let digits = |part: &str, lengths: [usize; 2]| lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split(separator).collect::<Vec<_>>()[..] {
        [year, month, day] if digits(year, [4, 4]) && digits(month, [1, 2]) && digits(day, [1, 2]) => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => text,
    }
}

/// `2028年3月31日`, `2028/3/31` and `2028-03-31` are the same day; an empty cell tells none.
pub(crate) fn day(text: &str) -> Result<Option<NaiveDate>, Mistake> {
    let text = plain(text).replace(['年', '月'], "/").replace('日', "");
    if text.is_empty() { Ok(None) } else { parse_date(&iso_date(&text)).map(Some) }
}

/// A whole number; none if it is not one. One that is too large for its type becomes `largest`, for the form's check to refuse.
pub(crate) fn whole_number<T: TryFrom<u64>>(text: &str, largest: T) -> Option<T> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse::<u64>().ok().and_then(|number| T::try_from(number).ok()).unwrap_or(largest))
}

/// Yes or no in the ways people write it; none for anything else. A circle is typed with any of three characters.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    match plain(text).to_lowercase().as_str() {
        "yes" | "true" | "1" | "はい" | "○" | "◯" | "〇" => Some(true),
        "no" | "false" | "0" | "いいえ" | "×" => Some(false),
        _ => None,
    }
}

/// The code of a prefecture for `21`, `1`, `岐阜県` or `岐阜`. Anything else stays, for the form's check to refuse.
pub(crate) fn prefecture(catalogue: &Catalogue, text: &str) -> String {
    let text = plain(text);
    if text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("0{text}");
    }
    let is_name = |name: &str| name == text || name.strip_suffix(['都', '府', '県']) == Some(&text);
    let named = catalogue.prefectures().iter().find(|prefecture| is_name(&prefecture.ja));
    named.map_or(text, |prefecture| prefecture.code.clone())
}

/// What was typed, short enough for a report, on one line, and with no mail address in full.
pub(crate) fn shown(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // "sato @ example.jp" is an address too.
    let text = text.split(['@', '＠']).map(str::trim).collect::<Vec<_>>().join("@");
    // Masked before it is cut: a cut could take the `@` away that tells an address.
    let text: String = text.split_inclusive(ends_address).map(masked).collect();
    if text.chars().count() <= SHOWN { text } else { text.chars().take(SHOWN - 1).chain(['…']).collect() }
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || ",;；|｜<>()、".contains(c)
}

fn masked(word: &str) -> String {
    match word.rsplit_once('@') {
        Some((local, domain)) => local.chars().take(1).filter(|sign| *sign != '@').chain("***@".chars()).chain(domain.chars()).collect(),
        None => word.to_owned(),
    }
}
