//! What came of the work: some time after hours were confirmed the company is asked once whether it has acted on it, is reminded once, and then left in
//! peace. Silence is no answer: it is counted as none, and never as a yes or a no.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::FollowUpRules;
use crate::clock::Moment;
use crate::engagement::NotNow;
use crate::report::{Checker, FieldError};
use crate::values::{Prose, known_code};

/// Whether the company has acted on what it was told or given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Acted {
    Done,
    Partly,
    NotYet,
}

impl Acted {
    pub const ALL: [Self; 3] = [Self::Done, Self::Partly, Self::NotYet];

    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::NotYet => "not_yet",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|acted| acted.code() == code)
    }
}

/// The company's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    pub acted: Acted,
    /// Code of what stands in the way; none where all is done.
    #[schema(example = "time")]
    pub hindrance: Option<String>,
    /// What the company adds, in its own words.
    pub words: Prose,
    /// When it was said, or changed (RFC 3339, UTC).
    pub at: DateTime<Utc>,
}

/// An answer as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutcomeForm {
    pub acted: String,
    pub hindrance: String,
    pub words: String,
}

impl OutcomeForm {
    /// Where all is done nothing stands in the way, whatever was ticked before.
    pub fn check(&self, rules: &FollowUpRules, now: Moment) -> Result<Outcome, Vec<FieldError>> {
        let mut checker = Checker::new();
        let known = Acted::find(self.acted.trim()).is_some();
        let acted = checker.take("/acted", known_code(&self.acted, "acted", known)).and_then(|code| Acted::find(&code));
        let hindrance = match acted {
            Some(Acted::Done) | None => Some(None),
            Some(_) => {
                let known = rules.hindrance(self.hindrance.trim()).is_some();
                checker.take("/hindrance", known_code(&self.hindrance, "hindrance", known)).map(Some)
            }
        };
        let words = checker.take("/words", Prose::parse(&self.words, 1000));
        let whole = || Some(Outcome { acted: acted?, hindrance: hindrance?, words: words?, at: now });
        checker.finish(whole())
    }
}

/// How far the question has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Asking {
    /// It is not asked yet.
    Waiting,
    Asked,
    Reminded,
    /// Nobody asks any more: it was answered, or silence has ended it.
    Over,
}

impl Asking {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Asked, Self::Reminded, Self::Over];

    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Reminded => "reminded",
            Self::Over => "over",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// What the passing of time did to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Ask,
    Remind,
    /// Silence has ended it.
    End,
}

/// The question what came of an engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    pub stage: Asking,
    /// When time does something next; none once it is over.
    pub due_at: Option<Moment>,
    pub outcome: Option<Outcome>,
    /// When the company wants to be reminded of looking again; none if it does not.
    pub check_at: Option<Moment>,
}

impl FollowUp {
    /// Of work that ended at `ended_at`.
    pub fn begin(rules: &FollowUpRules, ended_at: Moment) -> Self {
        let due_at = Some(ended_at + Duration::days(i64::from(rules.after_days)));
        Self { stage: Asking::Waiting, due_at, outcome: None, check_at: None }
    }

    /// Whether an answer is taken: once it was asked, for as long as anything is kept.
    pub fn is_asked(&self) -> bool {
        self.stage != Asking::Waiting
    }

    /// Takes the step of time, if it is due.
    pub fn wake(&mut self, rules: &FollowUpRules, now: Moment) -> Option<Due> {
        self.due_at.filter(|at| *at <= now)?;
        let in_days = |days: u16| Some(now + Duration::days(i64::from(days)));
        let (stage, due_at, due) = match self.stage {
            Asking::Waiting => (Asking::Asked, in_days(rules.remind_days), Due::Ask),
            Asking::Asked => (Asking::Reminded, in_days(rules.end_days - rules.remind_days), Due::Remind),
            Asking::Reminded | Asking::Over => (Asking::Over, None, Due::End),
        };
        (self.stage, self.due_at) = (stage, due_at);
        Some(due)
    }

    /// The company answers, or changes its answer. Nobody reminds it any more.
    pub fn answer(&mut self, outcome: Outcome) -> Result<(), NotNow> {
        if !self.is_asked() {
            return Err(NotNow);
        }
        (self.stage, self.due_at, self.outcome) = (Asking::Over, None, Some(outcome));
        Ok(())
    }
}

/// Answers of several companies, as figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutcomeCount {
    /// In the order of [`Acted::ALL`].
    pub acted: [u64; 3],
    /// Who was asked to the end and said nothing.
    pub silent: u64,
    /// By code, in the order in which they came.
    pub hindrances: Vec<(String, u64)>,
}

impl OutcomeCount {
    pub fn add(&mut self, follow_up: &FollowUp) {
        let Some(outcome) = &follow_up.outcome else {
            self.silent += u64::from(follow_up.stage == Asking::Over);
            return;
        };
        if let Some((count, _)) = self.acted.iter_mut().zip(Acted::ALL).find(|(_, acted)| *acted == outcome.acted) {
            *count += 1;
        }
        if let Some(code) = &outcome.hindrance {
            match self.hindrances.iter_mut().find(|(known, _)| known == code) {
                Some((_, count)) => *count += 1,
                None => self.hindrances.push((code.clone(), 1)),
            }
        }
    }

    /// How many have answered.
    pub fn answers(&self) -> u64 {
        self.acted.iter().sum()
    }
}

/// The share of companies that have acted, as anybody may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActedShare {
    /// Of the companies that answered so many in a hundred have acted, wholly or in part; in steps of 5.
    #[schema(example = 65)]
    pub percent: usize,
    /// How many have answered, rounded down.
    #[schema(example = 20)]
    pub answers: usize,
}

impl ActedShare {
    /// Of answers with their companies, the oldest first: the last one of a company counts. Nothing is told of fewer than `at_least` companies, nor where
    /// all say the same, since then everybody would know what each has said.
    pub fn of(answers: impl IntoIterator<Item = (String, Acted)>, at_least: usize) -> Option<Self> {
        let last: BTreeMap<String, Acted> = answers.into_iter().collect();
        let (all, acted) = (last.len(), last.values().filter(|acted| **acted != Acted::NotYet).count());
        let is_mixed = acted > 0 && acted < all;
        (all >= at_least && is_mixed).then(|| Self { percent: (acted * 20 + all / 2) / all * 5, answers: all / at_least.max(1) * at_least })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;

    fn rules() -> &'static FollowUpRules {
        static CATALOGUE: LazyLock<Catalogue> =
            LazyLock::new(|| Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()).unwrap());
        &CATALOGUE.engagement().follow_up
    }

    fn ended() -> Moment {
        "2026-11-24T01:00:00Z".parse().unwrap()
    }

    fn form(acted: &str, hindrance: &str) -> OutcomeForm {
        OutcomeForm { acted: acted.into(), hindrance: hindrance.into(), words: String::new() }
    }

    #[test]
    fn who_has_not_acted_says_what_stands_in_the_way_and_who_has_does_not() {
        let told = |acted, hindrance| {
            form(acted, hindrance)
                .check(rules(), ended())
                .map(|outcome| outcome.hindrance)
                .map_err(|errors| errors.into_iter().map(|error| (error.pointer, error.code)).collect::<Vec<_>>())
        };
        assert_eq!(told("done", "money"), Ok(None), "what was ticked before does not count");
        assert_eq!(told("partly", "time"), Ok(Some("time".to_owned())));
        assert_eq!(told("not_yet", ""), Err(vec![("/hindrance".to_owned(), "required")]));
        assert_eq!(told("not_yet", "laziness"), Err(vec![("/hindrance".to_owned(), "unknown-code")]));
        assert_eq!(told("", ""), Err(vec![("/acted".to_owned(), "required")]));
        assert_eq!(told("maybe", ""), Err(vec![("/acted".to_owned(), "unknown-code")]));
    }

    #[test]
    fn a_menu_that_wears_out_sooner_decides_when_to_look_again() {
        let months = |menus: &[&str]| rules().months_for(&menus.iter().map(|menu| (*menu).to_owned()).collect::<Vec<_>>());
        assert_eq!((months(&["basic-check"]), months(&["basic-check", "log-review", "mail-drill"]), months(&[])), (12, 3, 12));
    }

    #[test]
    fn a_share_is_told_of_enough_companies_only_and_never_where_all_say_the_same() {
        let share = |acted: &[(usize, Acted)]| {
            let answers = acted.iter().map(|(company, acted)| (company.to_string(), *acted));
            ActedShare::of(answers, 5).map(|share| (share.percent, share.answers))
        };
        let of = |done: usize, all: usize| -> Vec<(usize, Acted)> {
            (0..all).map(|one| (one, if one < done { Acted::Partly } else { Acted::NotYet })).collect()
        };
        assert_eq!((share(&of(3, 4)), share(&of(5, 5)), share(&of(0, 9))), (None, None, None));
        assert_eq!((share(&of(3, 5)), share(&of(1, 3)), share(&of(13, 19))), (Some((60, 5)), None, Some((70, 15))));
        let again: Vec<(usize, Acted)> = of(3, 5).into_iter().chain([(4, Acted::Done)]).collect();
        assert_eq!(share(&again), Some((80, 5)), "the last word of a company counts");
    }

    #[derive(Clone, Debug)]
    enum Step {
        Wait(i64),
        Answer(Acted),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let acted = prop_oneof![Just(Acted::Done), Just(Acted::Partly), Just(Acted::NotYet)];
        let step = prop_oneof![3 => (0..60_i64).prop_map(Step::Wait), 1 => acted.prop_map(Step::Answer)];
        proptest::collection::vec(step, 0..30)
    }

    proptest! {
        #[test]
        fn nobody_is_asked_more_than_twice_and_silence_is_never_an_answer(steps in steps()) {
            let (mut follow_up, mut now) = (FollowUp::begin(rules(), ended()), ended());
            let (mut letters, mut said, mut answered) = (0, None, false);
            for step in &steps {
                match step {
                    Step::Wait(days) => {
                        now += Duration::days(*days);
                        let due = follow_up.wake(rules(), now);
                        prop_assert!(!(answered && due.is_some()), "whoever has answered is left in peace: {:?}", due);
                        letters += u32::from(matches!(due, Some(Due::Ask | Due::Remind)));
                    }
                    Step::Answer(acted) => {
                        let outcome = Outcome { acted: *acted, hindrance: None, words: Prose::default(), at: now };
                        let before = follow_up.clone();
                        match follow_up.answer(outcome) {
                            Ok(()) => (said, answered) = (Some(*acted), true),
                            Err(NotNow) => prop_assert_eq!(&follow_up, &before),
                        }
                    }
                }
                prop_assert_eq!(follow_up.outcome.as_ref().map(|outcome| outcome.acted), said);
                prop_assert!(now - ended() >= Duration::days(i64::from(rules().after_days)) || !follow_up.is_asked());
                prop_assert_eq!(follow_up.stage == Asking::Over, follow_up.due_at.is_none());
            }
            prop_assert!(letters <= 2);
            // It ends without a word from anybody, and then counts once, as what was said or as silence.
            for _ in 0..3 {
                let Some(at) = follow_up.due_at else { break };
                follow_up.wake(rules(), at);
            }
            prop_assert_eq!((follow_up.stage, follow_up.due_at), (Asking::Over, None));
            let mut count = OutcomeCount::default();
            count.add(&follow_up);
            prop_assert_eq!((count.answers(), count.silent), if said.is_some() { (1, 0) } else { (0, 1) });
        }
    }
}
