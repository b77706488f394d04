//! What both sides say about each other after hours were confirmed: one each, changed until both can be read and never after, with one reply by the other
//! side. Nobody answers to what they have read: both can be read when both are in, or some days after the first, and then no second one comes. Whoever
//! reads words that should not stand there objects, and an operator keeps them or takes them out (docs/decisions/0120-what-both-say.md).

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::{ReviewQuestion, ReviewRules};
use crate::clock::Moment;
use crate::engagement::{NotNow, Side};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Prose, known_code};

/// Letters of whatever is written.
const LONGEST: usize = 400;

/// What a side is asked about the other.
pub fn asked_of(rules: &ReviewRules, side: Side) -> &[ReviewQuestion] {
    match side {
        Side::Company => &rules.of_company,
        Side::Specialist => &rules.of_specialist,
    }
}

/// What one side says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// Code of each question with the code of its answer, as they were when it was said.
    #[schema(example = json!({"understood": "fully", "as-agreed": "mostly", "usable": "fully"}))]
    pub answers: BTreeMap<String, String>,
    /// What is added, in the side's own words; empty where nothing is, or not any more.
    pub words: Prose,
    /// When it was said, or changed (RFC 3339, UTC).
    pub at: DateTime<Utc>,
    /// What the other side replies.
    pub reply: Option<Reply>,
}

/// What the side that was reviewed says to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reply {
    /// In the side's own words; empty where nothing is left of them.
    pub words: Prose,
    /// When it was said (RFC 3339, UTC).
    pub at: DateTime<Utc>,
}

/// That a side objects to the words of the other, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Objection {
    /// When somebody objected (RFC 3339, UTC).
    pub at: DateTime<Utc>,
    /// When an operator decided (RFC 3339, UTC); none while it waits.
    pub judged_at: Option<DateTime<Utc>>,
    /// Whether the words were taken out.
    pub taken_out: bool,
    /// Why, for both sides to read.
    pub reason: Prose,
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
    /// What the specialist objects to in the words of the company.
    pub to_company: Option<Objection>,
    /// What the company objects to in the words of the specialist.
    pub to_specialist: Option<Objection>,
}

impl Reviews {
    pub fn begin(closed_at: Moment) -> Self {
        Self { closed_at, by_company: None, by_specialist: None, first_at: None, both_at: None, to_company: None, to_specialist: None }
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
            review.reply = Some(Reply { words, at: now });
        }
        Ok(())
    }

    /// What a side wrote in words: its own review, and its reply to the other's.
    pub fn words_of(&self, side: Side) -> impl Iterator<Item = (&Prose, Moment)> {
        let own = self.by(side).map(|review| (&review.words, review.at));
        let reply = self.by(side.other()).and_then(|review| review.reply.as_ref()).map(|reply| (&reply.words, reply.at));
        own.into_iter().chain(reply).filter(|(words, _)| !words.as_str().is_empty())
    }

    /// The objection to the words of a side.
    pub fn objection_to(&self, side: Side) -> Option<&Objection> {
        match side {
            Side::Company => self.to_company.as_ref(),
            Side::Specialist => self.to_specialist.as_ref(),
        }
    }

    /// The same once an operator has decided.
    pub fn judged(&self, side: Side) -> Option<&Objection> {
        self.objection_to(side).filter(|objection| objection.judged_at.is_some())
    }

    fn objection_place(&mut self, side: Side) -> &mut Option<Objection> {
        match side {
            Side::Company => &mut self.to_company,
            Side::Specialist => &mut self.to_specialist,
        }
    }

    /// Whether a side can object to words of the other: to each of them once, as long as it reads them.
    pub fn can_object(&self, side: Side, rules: &ReviewRules, now: Moment) -> bool {
        let last = self.words_of(side.other()).map(|(_, at)| at).max();
        let earlier = self.objection_to(side.other());
        let is_new = last.is_some_and(|last| earlier.is_none_or(|earlier| earlier.judged_at.is_some() && earlier.at < last));
        self.is_shown(rules, now) && is_new
    }

    pub fn object(&mut self, side: Side, rules: &ReviewRules, now: Moment) -> Result<(), NotNow> {
        if !self.can_object(side, rules, now) {
            return Err(NotNow);
        }
        *self.objection_place(side.other()) = Some(Objection { at: now, judged_at: None, taken_out: false, reason: Prose::default() });
        Ok(())
    }

    /// Decides an objection to the words of a side. Answers stay: they were chosen from a list, and harm nobody.
    pub fn judge(&mut self, side: Side, verdict: WordsVerdict, now: Moment) -> Result<(), NotNow> {
        let objection = self.objection_place(side).as_mut().filter(|objection| objection.judged_at.is_none()).ok_or(NotNow)?;
        objection.judged_at = Some(now);
        (objection.taken_out, objection.reason) = (verdict.take_out, verdict.reason);
        if verdict.take_out {
            self.empty(side);
        }
        Ok(())
    }

    /// Since when the oldest objection waits that nobody has decided.
    pub fn objected_since(&self) -> Option<Moment> {
        let waiting = |objection: &Option<Objection>| objection.as_ref().filter(|one| one.judged_at.is_none()).map(|one| one.at);
        [waiting(&self.to_company), waiting(&self.to_specialist)].into_iter().flatten().min()
    }

    /// Takes out what a side wrote in words.
    fn empty(&mut self, side: Side) {
        if let Some(own) = self.place(side) {
            own.words = Prose::default();
        }
        if let Some(reply) = self.place(side.other()).as_mut().and_then(|review| review.reply.as_mut()) {
            reply.words = Prose::default();
        }
    }

    /// Takes out what a side wrote in words, and what was written to it. Answers stay: they name nobody, and counts stay right.
    pub fn forget(&mut self, side: Side) {
        self.empty(side);
        self.empty(side.other());
        for objection in [&mut self.to_company, &mut self.to_specialist].into_iter().flatten() {
            objection.reason = Prose::default();
        }
        // Nobody is left to decide for.
        [&mut self.to_company, &mut self.to_specialist].into_iter().for_each(|place| {
            place.take_if(|objection| objection.judged_at.is_none());
        });
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
            let answer = checker.take(format!("/answers/{}", question.code), known_code(typed, "review-answer", known));
            answers.extend(answer.map(|answer| (question.code.clone(), answer)));
        }
        let words = checker.take("/words", Prose::parse(&self.words, LONGEST));
        checker.finish(words.map(|words| Said { answers, words }))
    }
}

/// What an operator decides of words to which somebody objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsVerdict {
    pub take_out: bool,
    pub reason: Prose,
}

/// The same as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordsVerdictForm {
    /// `keep` or `take-out`.
    pub decision: String,
    pub reason: String,
}

impl WordsVerdictForm {
    pub fn check(&self) -> Result<WordsVerdict, Vec<FieldError>> {
        let mut checker = Checker::new();
        let known = ["keep", "take-out"].contains(&self.decision.trim());
        let decision = checker.take("/decision", known_code(&self.decision, "words-decision", known));
        let reason = checker.take("/reason", required(&self.reason));
        checker.finish(decision.zip(reason).map(|(decision, reason)| WordsVerdict { take_out: decision == "take-out", reason }))
    }
}

/// A reply as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplyForm {
    pub words: String,
}

impl ReplyForm {
    pub fn check(&self) -> Result<Prose, Vec<FieldError>> {
        let mut checker = Checker::new();
        let words = checker.take("/reply", required(&self.words));
        checker.finish(words)
    }
}

fn required(text: &str) -> Result<Prose, Mistake> {
    Prose::parse(text, LONGEST).and_then(|text| if text.as_str().is_empty() { Err(Mistake::new("required")) } else { Ok(text) })
}

/// How often each answer to a question was given, from the best to the least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerCounts {
    pub question: String,
    pub counts: Vec<(String, u32)>,
}

/// What the reviews of somebody say together, one of each company; none below the least number. There is no average: two who say opposite things are not one in the middle.
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
