//! Diagnosis: where a company stands by its answers on the Yes/No path, and what comes next.
//!
//! Answers are kept with the editions of the data by which they were given, so that they mean the same years later. The way through the questions
//! follows from the answers alone: whoever goes back and answers anew leaves what came after.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Guideline, PathQuestion, Questionnaire};

#[cfg(test)]
mod tests;

/// One specialist has to offer all that is asked for together, so only so much is proposed at a time.
const MOST_MENUS: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Yes,
    No,
    /// Leads where a no leads: what nobody knows is not done for sure.
    Unsure,
}

impl Answer {
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unsure];

    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// A question's code, and the answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub question: String,
    pub answer: Answer,
}

/// What somebody has answered so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Editions of the questions and of the guideline.
    pub questionnaire: String,
    pub guideline: String,
    pub given: Vec<Given>,
}

impl Answers {
    pub fn none_yet(questionnaire: &Questionnaire, guideline: &Guideline) -> Self {
        Self { questionnaire: questionnaire.name.clone(), guideline: guideline.name.clone(), given: Vec::new() }
    }

    /// The question that is asked now; none at the end.
    pub fn next<'q>(&self, questionnaire: &'q Questionnaire) -> Option<&'q PathQuestion> {
        let mut next = questionnaire.question(questionnaire.first());
        for given in &self.given {
            let question = next.filter(|question| question.code == given.question)?;
            let code = if given.answer == Answer::Yes { &question.yes } else { &question.no };
            next = questionnaire.question(code);
        }
        next
    }

    /// How many questions may still come.
    pub fn left(&self, questionnaire: &Questionnaire) -> usize {
        self.next(questionnaire).map_or(0, |question| questionnaire.longest_from(&question.code))
    }

    /// Answers a question: the one that is asked, or one before it, after which everything is open again. False if it is neither.
    pub fn answer(&mut self, questionnaire: &Questionnaire, question: &str, answer: Answer) -> bool {
        if let Some(before) = self.given.iter().position(|given| given.question == question) {
            self.given.truncate(before);
        } else if self.next(questionnaire).is_none_or(|next| next.code != question) {
            return false;
        }
        self.given.push(Given { question: question.to_owned(), answer });
        true
    }

    /// Takes the last answer back.
    pub fn undo(&mut self) {
        self.given.pop();
    }

    fn is_yes(&self, question: &str) -> bool {
        self.given.iter().any(|given| given.question == question && given.answer == Answer::Yes)
    }
}

/// What the answers come to.
#[derive(Clone, Debug)]
pub struct Finding<'c> {
    /// Something has happened: telephone numbers come before everything else.
    pub incident: bool,
    /// The step of the guideline on which to work: the first with something missing.
    pub step: u8,
    /// What is missing, in the order of the path.
    pub missing: Vec<&'c PathQuestion>,
    /// Menus to ask for first.
    pub menus: Vec<&'c str>,
    /// Of each declaration: its code, and what is missing for it.
    pub gaps: Vec<(&'c str, Vec<&'c PathQuestion>)>,
}

/// What answers come to; a path that was not walked to its end is judged as far as it goes.
pub fn judge<'c>(questionnaire: &'c Questionnaire, guideline: &'c Guideline, answers: &Answers) -> Finding<'c> {
    let asked = answers.given.iter().filter_map(|given| Some((questionnaire.question(&given.question)?, given.answer)));
    let asked: Vec<(&PathQuestion, Answer)> = asked.collect();
    let missing: Vec<&PathQuestion> =
        asked.iter().filter(|(question, answer)| question.step > 0 && *answer != Answer::Yes).map(|(question, _)| *question).collect();
    let step = missing.iter().map(|question| question.step).min().unwrap_or(4);
    // What somebody asks for from outside comes first, then the step in hand.
    let by_yes = asked.iter().filter(|(_, answer)| *answer == Answer::Yes).flat_map(|(question, _)| &question.menus_yes);
    let by_no = missing.iter().filter(|question| question.step == step).flat_map(|question| &question.menus);
    let mut menus: Vec<&str> = Vec::new();
    for menu in by_yes.chain(by_no) {
        if menus.len() < MOST_MENUS && !menus.contains(&menu.as_str()) {
            menus.push(menu);
        }
    }
    let lacks = |needs: &'c [String]| {
        let lacks = needs.iter().filter(|need| !answers.is_yes(need));
        lacks.filter_map(|need| questionnaire.question(need)).collect()
    };
    Finding {
        incident: asked.iter().any(|(question, answer)| question.incident && *answer == Answer::Yes),
        step,
        missing,
        menus,
        gaps: guideline.gaps.iter().map(|gap| (gap.code.as_str(), lacks(&gap.needs))).collect(),
    }
}
