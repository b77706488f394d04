//! Source files as text, with what is no code blanked out: same length, same lines, so that every finding has its place.

use std::fs;
use std::path::{Path, PathBuf};

/// A rule that was broken: where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding(pub String);

/// A file of this package.
#[derive(Clone, Debug)]
pub struct Source {
    /// From the root of the package, with `/`.
    pub path: String,
    pub text: String,
    /// The text without comments and without what stands between quotation marks.
    pub code: String,
    /// The text without comments.
    pub spoken: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Code,
    Comment,
    Quoted,
}

impl Source {
    /// A Rust file.
    pub fn new(path: &str, text: &str) -> Self {
        let parts = parts(text);
        let code = keep(text, |at| parts[at] == Part::Code);
        let spoken = keep(text, |at| parts[at] != Part::Comment);
        Self { path: path.to_owned(), text: text.to_owned(), code, spoken }
    }

    /// A file that is no Rust: nothing is blanked.
    pub fn plain(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), code: text.to_owned(), spoken: text.to_owned() }
    }

    /// The same without what is compiled for tests only.
    pub fn shipped(&self) -> Self {
        let tests = test_ranges(&self.code);
        let whole = self.is_test_file();
        let outside = |at: usize| !whole && !tests.iter().any(|range| range.contains(&at));
        Self {
            path: self.path.clone(),
            text: keep(&self.text, outside),
            code: keep(&self.code, outside),
            spoken: keep(&self.spoken, outside),
        }
    }

    /// `src/room/tests.rs`, `src/room/tests/…` and everything that is not below `src/`.
    pub fn is_test_file(&self) -> bool {
        !self.path.starts_with("src/") || self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// The first part of the path below `src/`.
    pub fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split('/').next().unwrap_or(below).trim_end_matches(".rs")
    }

    pub fn line_of(&self, at: usize) -> usize {
        line_of(&self.text, at)
    }

    pub fn finding(&self, at: usize, what: impl std::fmt::Display) -> Finding {
        Finding(format!("{}:{}: {what}", self.path, self.line_of(at)))
    }

    /// String literals: where the opening quotation mark is, and what stands between the two.
    pub fn literals(&self) -> Vec<(usize, &str)> {
        let mut found = Vec::new();
        let mut marks = self.code.match_indices('"').map(|(at, _)| at);
        while let (Some(open), Some(close)) = (marks.next(), marks.next()) {
            found.push((open, &self.spoken[open + 1..close]));
        }
        found
    }
}

pub fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count()
}

fn keep(text: &str, is_kept: impl Fn(usize) -> bool) -> String {
    let bytes = text.bytes().enumerate().map(|(at, byte)| if byte == b'\n' || is_kept(at) { byte } else { b' ' });
    String::from_utf8(bytes.collect()).expect("parts begin and end at characters")
}

/// What each byte is part of. Quotation marks themselves count as code.
fn parts(text: &str) -> Vec<Part> {
    let bytes = text.as_bytes();
    let mut parts = vec![Part::Code; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let (end, part) = if rest.starts_with("//") {
            (at + rest.find('\n').unwrap_or(rest.len()), Part::Comment)
        } else if rest.starts_with("/*") {
            (at + block_comment(rest), Part::Comment)
        } else if let Some((opening, closing)) = raw_string(text, at) {
            let inside = at + opening;
            let end = text[inside..].find(&closing).map_or(bytes.len(), |length| inside + length);
            parts[inside..end].fill(Part::Quoted);
            // The hashes belong to nobody's finding; one mark opens and one closes.
            parts[at..inside - 1].fill(Part::Comment);
            at = (end + 1).min(bytes.len());
            continue;
        } else if let Some(inside) = rest.strip_prefix('"') {
            let end = at + 1 + quoted(inside, '"');
            parts[at + 1..end].fill(Part::Quoted);
            at = (end + 1).min(bytes.len());
            continue;
        } else if let Some(length) = character(rest) {
            (at + length, Part::Comment)
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        parts[at..end].fill(part);
        at = end;
    }
    parts
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of what opens a raw string here, and what closes it.
fn raw_string(text: &str, at: usize) -> Option<(usize, String)> {
    if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let rest = text[at..].strip_prefix('b').unwrap_or(&text[at..]);
    let hashes = rest.strip_prefix('r')?;
    let count = hashes.len() - hashes.trim_start_matches('#').len();
    hashes[count..].starts_with('"').then(|| (text[at..].len() - hashes.len() + count + 1, format!("\"{}", "#".repeat(count))))
}

/// How far it is to the closing mark.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal such as `'"'`; none for a lifetime.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    let after = first.len_utf8();
    if first == '\\' {
        return Some(quoted(inside, '\'') + 2);
    }
    inside[after..].starts_with('\'').then_some(after + 2)
}

/// Everything under `#[cfg(test)]`, attribute included.
fn test_ranges(code: &str) -> Vec<std::ops::Range<usize>> {
    let starts = code.match_indices("#[cfg(test)]").map(|(at, _)| at);
    starts
        .map(|start| {
            let brace = code[start..].find('{').map_or(code.len(), |at| start + at);
            let semicolon = code[start..].find(';').map_or(code.len(), |at| start + at + 1);
            let end = if semicolon < brace { semicolon } else { closing(code, brace).map_or(code.len(), |at| at + 1) };
            start..end
        })
        .collect()
}

/// Where the bracket that opens at `open` is closed.
pub fn closing(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The range between the braces that follow `head`, e.g. `fn groups(`.
pub fn block(code: &str, head: &str) -> Option<std::ops::Range<usize>> {
    let at = code.match_indices(head).map(|(at, _)| at).find(|at| is_word_start(code, *at))?;
    let mut open = at + head.len();
    if head.ends_with('(') {
        open = closing(code, open - 1)?;
    }
    let brace = open + code[open..].find('{')?;
    Some(brace + 1..closing(code, brace)?)
}

pub fn is_word_start(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Where `word` stands by itself.
pub fn words(code: &str, word: &str) -> Vec<usize> {
    let ends = |at: usize| {
        let last_is_letter = word.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        !last_is_letter || !code[at + word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
    };
    let begins = |at: usize| !word.starts_with(|c: char| c.is_alphanumeric() || c == '_') || is_word_start(code, at);
    code.match_indices(word).map(|(at, _)| at).filter(|at| begins(*at) && ends(*at)).collect()
}

/// Names that stand one after another, as in `Event::OfferMade { offer, .. }`.
pub fn identifiers(code: &str) -> Vec<(usize, &str)> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = code[at..].find(is_name).map(|length| at + length) {
        let end = code[start..].find(|c| !is_name(c)).map_or(code.len(), |length| start + length);
        found.push((start, &code[start..end]));
        at = end;
    }
    found
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` whose name ends in `.{extension}`, in order.
pub fn list_files(folder: &str, extension: &str) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(folder), extension, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|end| end == extension) {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            found.push(if extension == "rs" { Source::new(&name, &text) } else { Source::plain(&name, &text) });
        }
    }
}

/// One file; none if there is none.
pub fn find_file(path: &str) -> Option<Source> {
    let text = fs::read_to_string(root().join(path)).ok()?;
    Some(if path.ends_with(".rs") { Source::new(path, &text) } else { Source::plain(path, &text) })
}

pub fn load_file(path: &str) -> Source {
    find_file(path).unwrap_or_else(|| panic!("{path}:1: this file is missing"))
}

/// Fails with everything that was found.
#[track_caller]
pub fn nothing_in(mut findings: Vec<Finding>) {
    findings.sort();
    findings.dedup();
    let told: Vec<&str> = findings.iter().map(|finding| finding.0.as_str()).collect();
    assert!(findings.is_empty(), "{} finding(s)\n{}\n", findings.len(), told.join("\n"));
}

mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let text = "let a = \"dbg!( \\\" \"; // dbg!(\nlet b = '\"'; /* dbg!( /* x */ */ let c: &'a str = r#\"dbg!(\"#; todo();";
        let source = Source::new("src/a.rs", text);
        assert!(!source.code.contains("dbg!"), "{}", source.code);
        assert!(source.code.contains("todo();") && source.code.contains("&'a str"), "{}", source.code);
        assert_eq!(source.literals().iter().map(|(_, text)| *text).collect::<Vec<_>>(), ["dbg!( \\\" ", "dbg!("]);
        assert_eq!((source.code.len(), source.line_of(text.len())), (text.len(), 2));
    }

    #[test]
    fn what_is_for_tests_is_not_shipped() {
        let source =
            Source::new("src/a.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() { x() }\n}\n#[cfg(test)]\nmod more;\nfn c() {}");
        let code = source.shipped().code;
        assert!(code.contains("fn a") && code.contains("fn c") && !code.contains("fn b") && !code.contains("more"), "{code}");
        assert_eq!(Source::new("src/a/tests.rs", "fn a() {}").shipped().code.trim(), "");
    }
}
