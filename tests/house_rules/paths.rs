//! Paths in code: `crate::store::Tx`, also where they are written as a group, `use crate::{demo, store::{Role, Tx}}`.

use crate::source::identifiers;

/// A path with the place where its last part stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub at: usize,
    pub parts: Vec<String>,
}

impl Named {
    pub fn text(&self) -> String {
        self.parts.join("::")
    }

    pub fn starts_with(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split("::").collect();
        self.parts.len() >= parts.len() && self.parts.iter().zip(parts).all(|(one, other)| one == other)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Name(&'a str),
    /// `::`
    Inside,
    Mark(char),
}

/// Every path of `code`; a name by itself is a path of one part.
pub fn list_paths(code: &str) -> Vec<Named> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = if matches!(tokens[at].1, Token::Name(_)) { path(&tokens, at, &[], &mut found) } else { at + 1 };
    }
    found
}

fn tokens(code: &str) -> Vec<(usize, Token<'_>)> {
    let mut names = identifiers(code).into_iter().peekable();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if let Some((_, name)) = names.next_if(|(start, _)| *start == at) {
            tokens.push((at, Token::Name(name)));
            at += name.len();
        } else if code[at..].starts_with("::") {
            tokens.push((at, Token::Inside));
            at += 2;
        } else {
            let mark = code[at..].chars().next().unwrap_or(' ');
            if !mark.is_whitespace() {
                tokens.push((at, Token::Mark(mark)));
            }
            at += mark.len_utf8();
        }
    }
    tokens
}

/// Reads the path that begins at a name; says where the rest goes on.
fn path(tokens: &[(usize, Token<'_>)], from: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut parts = before.to_vec();
    let (mut at, mut place) = (from, tokens[from].0);
    while let Some((start, Token::Name(name))) = tokens.get(at) {
        if *name != "self" || parts.is_empty() {
            parts.push((*name).to_owned());
        }
        place = *start;
        at += 1;
        if tokens.get(at).map(|(_, token)| *token) != Some(Token::Inside) {
            break;
        }
        at += 1;
        if tokens.get(at).map(|(_, token)| *token) == Some(Token::Mark('{')) {
            return group(tokens, at + 1, &parts, found);
        }
        if let Some((start, Token::Mark('*'))) = tokens.get(at) {
            parts.push("*".to_owned());
            found.push(Named { at: *start, parts });
            return at + 1;
        }
    }
    found.push(Named { at: place, parts });
    at
}

fn group(tokens: &[(usize, Token<'_>)], from: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut at = from;
    while let Some((start, token)) = tokens.get(at) {
        match token {
            Token::Name(_) => at = path(tokens, at, before, found),
            Token::Mark('}') => return at + 1,
            Token::Mark('*') => {
                found.push(Named { at: *start, parts: before.iter().cloned().chain(["*".to_owned()]).collect() });
                at += 1;
            }
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grouped_paths_are_spelled_out() {
        let code = "use crate::{demo, store::{self, Role, cells::*}};\nlet x: crate::web::State = std::fs::read(a);";
        let found: Vec<String> = list_paths(code).iter().map(Named::text).collect();
        for path in ["crate::demo", "crate::store", "crate::store::Role", "crate::store::cells::*", "crate::web::State", "std::fs::read"] {
            assert!(found.iter().any(|one| one == path), "{path} in {found:?}");
        }
        let demo = list_paths(code).into_iter().find(|path| path.text() == "crate::demo").unwrap();
        assert!(demo.starts_with("crate") && !demo.starts_with("crate::de"), "whole parts are compared");
    }
}
