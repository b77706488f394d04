//! What is typed about a complaint, and its check.

use serde::{Deserialize, Serialize};

use crate::catalogue::ComplaintRules;
use crate::complaints::{Complaint, Effect, Filed, Outcome, Verdict};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::Prose;

/// Letters of a complaint, an answer or an appeal.
const LONGEST: usize = 2000;
/// Letters of everything else.
const LONG: usize = 1000;

fn needed(text: &str, max: usize) -> Result<Prose, Mistake> {
    let prose = Prose::parse(text, max)?;
    if prose.as_str().is_empty() { Err(Mistake::new("required")) } else { Ok(prose) }
}

/// A complaint as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComplaintForm {
    pub category: String,
    /// What happened.
    pub words: String,
    /// What should happen now; may be empty.
    pub wish: String,
}

impl ComplaintForm {
    pub fn check(&self, rules: &ComplaintRules) -> Result<Filed, Vec<FieldError>> {
        let mut checker = Checker::new();
        let known = rules.category(self.category.trim()).map(|category| category.code.clone());
        let category = checker.take("/category", known.ok_or_else(|| Mistake::new("required")));
        let words = checker.take("/words", needed(&self.words, LONGEST));
        let wish = checker.take("/wish", Prose::parse(&self.wish, LONG));
        let filed = category.zip(words).zip(wish).map(|((category, words), wish)| Filed { category, words, wish });
        checker.finish(filed)
    }
}

/// An answer or an appeal.
pub fn check_words(text: &str) -> Result<Prose, Vec<FieldError>> {
    let mut checker = Checker::new();
    let words = checker.take("/words", needed(text, LONGEST));
    checker.finish(words)
}

/// What the other side is told.
pub fn check_summary(text: &str) -> Result<Prose, Vec<FieldError>> {
    let mut checker = Checker::new();
    let summary = checker.take("/summary", needed(text, LONG));
    checker.finish(summary)
}

/// A verdict as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerdictForm {
    pub outcome: String,
    pub effect: String,
    pub to_complainant: String,
    pub to_other: String,
    pub note: String,
}

impl VerdictForm {
    /// Of this complaint, as it is now.
    pub fn check(&self, complaint: &Complaint) -> Result<Verdict, Vec<FieldError>> {
        let mut checker = Checker::new();
        let required = || Mistake::new("required");
        let outcome = checker.take("/outcome", Outcome::find(self.outcome.trim()).ok_or_else(required));
        let effect = checker.take("/effect", Effect::find(self.effect.trim()).ok_or_else(required));
        if let Some((outcome, effect)) = outcome.zip(effect)
            && !complaint.may_decide(outcome, effect)
        {
            let at = if complaint.may_decide(outcome, Effect::Nothing) { "/effect" } else { "/outcome" };
            checker.refuse(at, Mistake::new("complaint-not-this"));
        }
        let to_complainant = checker.take("/to_complainant", needed(&self.to_complainant, LONG));
        // Whoever was never told of the complaint gets no reasons.
        let told = complaint.is_released();
        let to_other = if told { needed(&self.to_other, LONG) } else { Ok(Prose::default()) };
        let to_other = checker.take("/to_other", to_other);
        let note = checker.take("/note", Prose::parse(&self.note, LONG));
        let verdict = outcome.zip(effect).zip(to_complainant.zip(to_other)).zip(note);
        let verdict = verdict.map(|(((outcome, effect), (to_complainant, to_other)), note)| Verdict {
            outcome,
            effect,
            to_complainant,
            to_other,
            note,
        });
        checker.finish(verdict)
    }
}
