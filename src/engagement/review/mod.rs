//! What both sides say about each other after hours were confirmed: one each, changed until both can be read and never after, with one reply by the other
//! side. Nobody answers to what they have read: both can be read when both are in, or some days after the first, and then no second one comes.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::{ReviewQuestion, ReviewRules};
use crate::clock::Moment;
use crate::engagement::{NotNow, Side};
use crate::report::{Checker, FieldError};
use crate::values::{Prose, known_code};

/// What one side says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// Code of each question with the code of its answer, as they were when it was said.
    pub answers: BTreeMap<String, String>,
    /// What is added, in the side's own words; empty where nothing is, or not any more.
    pub words: Prose,
    /// When it was said, or changed (RFC 3339, UTC).
    pub at: DateTime<Utc>,
    /// What the other side replies.
    pub reply: Option<Prose>,
}

/// What both sides of one engagement say about each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reviews {
    /// When hours were confirmed (RFC 3339, UTC).
    pub closed_at: DateTime<Utc>,
    /// What the company says of the specialist.
    pub by_company: Option<Review>,
    /// What the specialist says of the company.
    pub by_specialist: Option<Review>,
    /// When the first of both came in (RFC 3339, UTC). Changing it does not move it.
    pub first_at: Option<DateTime<Utc>>,
    /// When both came to be in (RFC 3339, UTC).
    pub both_at: Option<DateTime<Utc>>,
}

impl Reviews {
    pub fn begin(closed_at: Moment) -> Self {
        Self { closed_at, by_company: None, by_specialist: None, first_at: None, both_at: None }
    }

    pub fn by(&self, side: Side) -> Option<&Review> {
        match side {
            Side::Company => self.by_company.as_ref(),
            Side::Specialist => self.by_specialist.as_ref(),
        }
    }

    fn place(&mut self, side: Side) -> &mut Option<Review> {
        match side {
            Side::Company => &mut self.by_company,
            Side::Specialist => &mut self.by_specialist,
        }
    }

    /// From when on both sides read what there is.
    pub fn shown_at(&self, rules: &ReviewRules) -> Option<Moment> {
        self.both_at.or_else(|| self.first_at.map(|first| first + days(rules.show_days)))
    }

    pub fn is_shown(&self, rules: &ReviewRules, now: Moment) -> bool {
        self.shown_at(rules).is_some_and(|at| at <= now)
    }

    /// Until when something can be said or changed, if nothing is shown before.
    pub fn open_until(&self, rules: &ReviewRules) -> Moment {
        let last = self.closed_at + days(rules.open_days);
        self.shown_at(rules).map_or(last, |shown| shown.min(last))
    }

    pub fn can_say(&self, rules: &ReviewRules, now: Moment) -> bool {
        now < self.open_until(rules)
    }

    /// Says it, or changes what was said.
    pub fn say(&mut self, side: Side, said: Said, rules: &ReviewRules, now: Moment) -> Result<(), NotNow> {
        if !self.can_say(rules, now) {
            return Err(NotNow);
        }
        *self.place(side) = Some(Review { answers: said.answers, words: said.words, at: now, reply: None });
        self.first_at = self.first_at.or(Some(now));
        if self.by_company.is_some() && self.by_specialist.is_some() {
            self.both_at = self.both_at.or(Some(now));
        }
        Ok(())
    }

    /// What a side reads of the other.
    pub fn seen_by(&self, side: Side, rules: &ReviewRules, now: Moment) -> Option<&Review> {
        if self.is_shown(rules, now) { self.by(side.other()) } else { None }
    }

    /// Whether a side can reply to what the other has said: once, and in time.
    pub fn can_reply(&self, side: Side, rules: &ReviewRules, now: Moment) -> bool {
        let in_time = self.shown_at(rules).is_some_and(|shown| shown <= now && now < shown + days(rules.reply_days));
        in_time && self.by(side.other()).is_some_and(|review| review.reply.is_none())
    }

    pub fn reply(&mut self, side: Side, words: Prose, rules: &ReviewRules, now: Moment) -> Result<(), NotNow> {
        if !self.can_reply(side, rules, now) {
            return Err(NotNow);
        }
        if let Some(review) = self.place(side.other()) {
            review.reply = Some(words);
        }
        Ok(())
    }

    /// Takes out what a side wrote, and what was written to it in words. Answers stay: they name nobody, and counts stay right.
    pub fn forget(&mut self, side: Side) {
        if let Some(own) = self.place(side) {
            own.words = Prose::default();
            own.reply = None;
        }
        if let Some(of_other) = self.place(side.other()) {
            of_other.words = Prose::default();
            of_other.reply = None;
        }
    }
}

fn days(count: u16) -> Duration {
    Duration::days(i64::from(count))
}

/// What a side says, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub answers: BTreeMap<String, String>,
    pub words: Prose,
}

/// The same as typed: the answer to each question, by the question's code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewForm {
    pub answers: BTreeMap<String, String>,
    pub words: String,
}

impl ReviewForm {
    /// Every question is answered, and nothing else.
    pub fn check(&self, questions: &[ReviewQuestion]) -> Result<Said, Vec<FieldError>> {
        let mut checker = Checker::new();
        let mut answers = BTreeMap::new();
        for question in questions {
            let typed = self.answers.get(&question.code).map_or("", String::as_str);
            let known = question.answer(typed.trim()).is_some();
            let answer = checker.take(&format!("/answers/{}", question.code), known_code(typed, "review-answer", known));
            answers.extend(answer.map(|answer| (question.code.clone(), answer)));
        }
        let words = checker.take("/words", Prose::parse(&self.words, 400));
        checker.finish(words.map(|words| Said { answers, words }))
    }
}

/// How often each answer to a question was given, from the best to the least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerCounts {
    pub question: String,
    pub counts: Vec<(String, u32)>,
}

/// What all reviews of somebody say together; none below the least number. There is no average: two who say opposite things are not one in the middle.
pub fn told_together(questions: &[ReviewQuestion], reviews: &[&Review], least: u16) -> Option<Vec<AnswerCounts>> {
    if reviews.len() < usize::from(least) {
        return None;
    }
    let count = |question: &ReviewQuestion, answer: &str| {
        let given = reviews.iter().filter(|review| review.answers.get(&question.code).is_some_and(|said| said == answer));
        u32::try_from(given.count()).unwrap_or(u32::MAX)
    };
    let told = questions.iter().map(|question| AnswerCounts {
        question: question.code.clone(),
        counts: question.answers.iter().map(|answer| (answer.code.clone(), count(question, &answer.code))).collect(),
    });
    Some(told.collect())
}
