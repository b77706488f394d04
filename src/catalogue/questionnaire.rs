//! `config/questionnaires`: the Yes/No path. A graph of questions; its check counts every path and refuses circles, dead ends and unknown codes.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

/// No path is longer.
pub const MOST_QUESTIONS: usize = 15;

/// One question of the path.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathQuestion {
    pub code: String,
    /// Step of the guideline, 1 to 4; 0 belongs to none.
    pub step: u8,
    /// The question after a yes, and after a no; empty at the end.
    pub yes: String,
    pub no: String,
    /// Whether a yes means that something has happened.
    #[serde(default)]
    pub incident: bool,
    /// What a specialist can do about a no, and about a yes.
    #[serde(default)]
    pub menus: Vec<String>,
    #[serde(default)]
    pub menus_yes: Vec<String>,
    pub ja: String,
    pub en: String,
    /// Why it is asked.
    pub intent_ja: String,
    pub intent_en: String,
    /// How much counts as done.
    pub done_ja: String,
    pub done_en: String,
    pub hint_ja: String,
    pub hint_en: String,
    /// What is missing after a no.
    pub short_ja: String,
    pub short_en: String,
}

/// An edition of the path.
#[derive(Clone, Debug, Deserialize)]
pub struct Questionnaire {
    #[serde(rename = "edition")]
    pub name: String,
    first: String,
    questions: Vec<PathQuestion>,
}

impl Questionnaire {
    pub fn first(&self) -> &str {
        &self.first
    }

    pub fn questions(&self) -> &[PathQuestion] {
        &self.questions
    }

    pub fn question(&self, code: &str) -> Option<&PathQuestion> {
        self.questions.iter().find(|question| question.code == code)
    }

    /// How many questions may still come from here, this one included; 0 at the end.
    pub fn longest_from(&self, code: &str) -> usize {
        let mut known = HashMap::new();
        self.longest(code, &mut known, 0)
    }

    /// A circle ends the count: the check has refused it.
    fn longest<'q>(&'q self, code: &'q str, known: &mut HashMap<&'q str, usize>, depth: usize) -> usize {
        let Some(question) = self.question(code).filter(|_| depth <= self.questions.len()) else { return 0 };
        if let Some(found) = known.get(code) {
            return *found;
        }
        let found = 1 + self.longest(&question.yes, known, depth + 1).max(self.longest(&question.no, known, depth + 1));
        known.insert(code, found);
        found
    }

    pub(super) fn check(&self, is_menu: impl Fn(&str) -> bool) -> Result<(), String> {
        let mut seen = HashSet::new();
        for question in &self.questions {
            let code = &question.code;
            if !seen.insert(code.as_str()) {
                return Err(format!("{code} stands twice"));
            }
            if question.step > 4 {
                return Err(format!("{code} belongs to step {}", question.step));
            }
            let next = [&question.yes, &question.no];
            if let Some(wrong) = next.into_iter().find(|next| !next.is_empty() && self.question(next).is_none()) {
                return Err(format!("{code} leads to the unknown question {wrong}"));
            }
            if question.incident && !question.yes.is_empty() {
                return Err(format!("{code} goes on although something has happened"));
            }
            if let Some(menu) = question.menus.iter().chain(&question.menus_yes).find(|menu| !is_menu(menu)) {
                return Err(format!("{code} names the unknown menu {menu}"));
            }
        }
        if self.question(&self.first).is_none() {
            return Err(format!("it begins with the unknown question {}", self.first));
        }
        self.check_paths()
    }

    /// Walks every path, a set of questions at a time: whoever is still on the way after all questions walks in a circle.
    fn check_paths(&self) -> Result<(), String> {
        let mut edge: HashSet<&str> = HashSet::from([self.first.as_str()]);
        let mut reached: HashSet<&str> = HashSet::new();
        let mut length = 0;
        while !edge.is_empty() {
            length += 1;
            if length > self.questions.len() {
                return Err(format!("a circle goes through {}", edge.iter().min().copied().unwrap_or_default()));
            }
            reached.extend(&edge);
            let on_edge = edge.iter().filter_map(|code| self.question(code));
            edge = on_edge.flat_map(|question| [question.yes.as_str(), question.no.as_str()]).filter(|next| !next.is_empty()).collect();
        }
        if length > MOST_QUESTIONS {
            return Err(format!("a path has {length} questions, not at most {MOST_QUESTIONS}"));
        }
        match self.questions.iter().find(|question| !reached.contains(question.code.as_str())) {
            Some(question) => Err(format!("nobody comes to {}", question.code)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A graph in a file: of each question where yes and no lead, by number; the end is beyond the last.
    fn graph(next: &[(usize, usize)]) -> Questionnaire {
        let code = |at: usize| if at < next.len() { format!("q{at}") } else { String::new() };
        let question = |(at, (yes, no)): (usize, &(usize, usize))| {
            let words = ["ja", "en", "intent_ja", "intent_en", "done_ja", "done_en", "hint_ja", "hint_en", "short_ja", "short_en"];
            let words: String = words.iter().map(|word| format!("{word} = \"x\"\n")).collect();
            format!("[[questions]]\ncode = \"{}\"\nstep = 1\nyes = \"{}\"\nno = \"{}\"\n{words}", code(at), code(*yes), code(*no))
        };
        let questions: String = next.iter().enumerate().map(question).collect();
        toml::from_str(&format!("edition = \"x\"\nfirst = \"q0\"\n{questions}")).unwrap()
    }

    /// Every way through, by trying each; none if one does not end.
    fn walk(next: &[(usize, usize)], at: usize, length: usize) -> Option<usize> {
        if at >= next.len() {
            return Some(length);
        }
        if length > next.len() {
            return None;
        }
        Some(walk(next, next[at].0, length + 1)?.max(walk(next, next[at].1, length + 1)?))
    }

    proptest! {
        #[test]
        fn what_is_taken_ends_on_every_path_within_the_limit_and_what_is_refused_does_not(
            next in (1_usize..12).prop_flat_map(|count| prop::collection::vec((0..=count, 0..=count), count))
        ) {
            let (graph, longest) = (graph(&next), walk(&next, 0, 0));
            match graph.check(|_| true) {
                Ok(()) => prop_assert_eq!(Some(graph.longest_from("q0")), longest),
                Err(why) => prop_assert!(longest.is_none() || why.starts_with("nobody comes to"), "{}", why),
            }
        }

        #[test]
        fn a_chain_is_taken_up_to_fifteen_questions(count in 1_usize..30) {
            let next: Vec<(usize, usize)> = (0..count).map(|at| (at + 1, at + 1)).collect();
            prop_assert_eq!(graph(&next).check(|_| true).is_ok(), count <= MOST_QUESTIONS);
        }
    }

    #[test]
    fn a_circle_is_refused() {
        assert!(graph(&[(1, 2), (0, 2)]).check(|_| true).unwrap_err().contains("circle"));
    }
}
