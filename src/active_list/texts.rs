//! What a person has written in their own words, where others can read it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::Specialist;

/// The texts of a profile that others may see before a match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Texts {
    /// The name that others see.
    #[schema(example = "情報セキュリティの佐藤")]
    pub display_name: String,
    /// Other qualifications.
    #[schema(example = json!(["中小企業診断士"]))]
    pub qualifications: Vec<String>,
    /// Role and text of each experience.
    #[schema(example = json!(["講師\n町工場で訓練を行いました。"]))]
    pub experiences: Vec<String>,
}

/// A text that is otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// `display-name`, `qualification` or `experience`.
    pub part: &'static str,
    /// Empty for one that is new.
    pub before: String,
    /// Empty for one that is gone.
    pub now: String,
}

impl Texts {
    pub fn of(specialist: &Specialist) -> Self {
        let experience = |one: &crate::active_list::Experience| format!("{}\n{}", one.role.as_str(), one.text.as_str());
        Self {
            display_name: specialist.display_name.as_str().to_owned(),
            qualifications: specialist.qualifications.iter().map(|line| line.as_str().to_owned()).collect(),
            experiences: specialist.experiences.iter().map(experience).collect(),
        }
    }

    /// What is new or gone beside `before`. Texts that only moved in their list are neither.
    pub fn changes_since(&self, before: &Texts) -> Vec<TextChange> {
        let mut changes = Vec::new();
        if self.display_name != before.display_name {
            changes.push(TextChange { part: "display-name", before: before.display_name.clone(), now: self.display_name.clone() });
        }
        for (part, before, now) in
            [("qualification", &before.qualifications, &self.qualifications), ("experience", &before.experiences, &self.experiences)]
        {
            let gone = before.iter().filter(|text| !now.contains(text));
            changes.extend(gone.map(|text| TextChange { part, before: text.clone(), now: String::new() }));
            let new = now.iter().filter(|text| !before.contains(text));
            changes.extend(new.map(|text| TextChange { part, before: String::new(), now: text.clone() }));
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, experiences: &[&str]) -> Texts {
        let experiences = experiences.iter().map(|text| (*text).to_owned()).collect();
        Texts { display_name: name.to_owned(), qualifications: Vec::new(), experiences }
    }

    #[test]
    fn what_is_new_and_what_is_gone_is_told_and_what_only_moved_is_not() {
        let told = |now: Texts, before: Texts| {
            let changes = now.changes_since(&before);
            changes.into_iter().map(|one| (one.part, one.before, one.now)).collect::<Vec<_>>()
        };
        assert_eq!(told(texts("S", &["b", "a"]), texts("S", &["a", "b"])), []);
        let expected = [
            ("display-name", "S".to_owned(), "T".to_owned()),
            ("experience", "a".to_owned(), String::new()),
            ("experience", String::new(), "c".to_owned()),
        ];
        assert_eq!(told(texts("T", &["b", "c"]), texts("S", &["a", "b"])), expected);
        assert_eq!(told(texts("S", &["a"]), Texts::default()).len(), 2, "of somebody new everything is new");
    }
}
