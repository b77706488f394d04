//! The way of help requests from being sent to a match: how many come how far, where the others stop, and how long it takes.

use std::collections::BTreeMap;

use chrono::{Datelike, Duration, NaiveDate};

use crate::clock::{Moment, in_japan};

/// How far a help request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Submitted,
    /// By its company, or by whoever asks for it.
    Confirmed,
    /// The first specialist has been asked.
    Asked,
    /// The first specialist has answered, yes or no.
    Answered,
    Matched,
}

impl Step {
    pub const ALL: [Step; 5] = [Self::Submitted, Self::Confirmed, Self::Asked, Self::Answered, Self::Matched];

    pub fn code(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Confirmed => "confirmed",
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Matched => "matched",
        }
    }
}

/// What became of one help request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story {
    pub submitted_at: Moment,
    pub is_confirmed: bool,
    /// When the first specialist was asked, the first answered, and the first match was made.
    pub asked_at: Option<Moment>,
    pub answered_at: Option<Moment>,
    pub matched_at: Option<Moment>,
    /// Whether it has ended, with a match or without.
    pub is_over: bool,
}

impl Story {
    /// The farthest step. Whoever came farther has passed what lies before it.
    pub fn reached(&self) -> Step {
        match self {
            Self { matched_at: Some(_), .. } => Step::Matched,
            Self { answered_at: Some(_), .. } => Step::Answered,
            Self { asked_at: Some(_), .. } => Step::Asked,
            Self { is_confirmed: true, .. } => Step::Confirmed,
            Self { .. } => Step::Submitted,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepFigures {
    pub step: Step,
    /// Help requests that came here, or farther.
    pub reached: usize,
    /// Those of them that came no farther: they ended here, or are still on their way.
    pub ended: usize,
    pub going_on: usize,
}

/// How long something took: half of them no longer than the median, nine of ten no longer than the ninetieth percentile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    pub median: Duration,
    pub ninetieth: Duration,
}

impl Spread {
    /// By nearest rank, so that each figure is one that was measured. None of nothing.
    pub fn of(mut times: Vec<Duration>) -> Option<Self> {
        times.sort_unstable();
        let rank = |percent: usize| times.get((times.len() * percent).div_ceil(100).checked_sub(1)?).copied();
        Some(Self { median: rank(50)?, ninetieth: rank(90)? })
    }
}

/// Those that were submitted in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthFigures {
    /// Its first day.
    pub month: NaiveDate,
    pub submitted: usize,
    pub matched: usize,
    pub to_match: Option<Spread>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funnel {
    pub steps: [StepFigures; 5],
    /// From being submitted to the match, and from the first question to a specialist to the match.
    pub to_match: Option<Spread>,
    pub asked_to_match: Option<Spread>,
    /// In order; months without a help request are left out.
    pub months: Vec<MonthFigures>,
}

fn times<'a>(stories: impl Iterator<Item = &'a Story>, from: fn(&Story) -> Option<Moment>) -> Option<Spread> {
    Spread::of(stories.filter_map(|story| Some(story.matched_at? - from(story)?)).collect())
}

pub fn funnel(stories: &[Story]) -> Funnel {
    let submitted_at = |story: &Story| Some(story.submitted_at);
    let figures = |step: Step| {
        let here = || stories.iter().filter(|story| story.reached() == step);
        let ended = here().filter(|story| story.is_over).count();
        let reached = stories.iter().filter(|story| story.reached() >= step).count();
        StepFigures { step, reached, ended, going_on: here().count() - ended }
    };
    let mut months: BTreeMap<NaiveDate, Vec<&Story>> = BTreeMap::new();
    for story in stories {
        let day = in_japan(story.submitted_at).date_naive();
        months.entry(day.with_day(1).unwrap_or(day)).or_default().push(story);
    }
    let month = |(month, of_month): (NaiveDate, Vec<&Story>)| MonthFigures {
        month,
        submitted: of_month.len(),
        matched: of_month.iter().filter(|story| story.matched_at.is_some()).count(),
        to_match: times(of_month.into_iter(), submitted_at),
    };
    Funnel {
        steps: Step::ALL.map(figures),
        to_match: times(stories.iter(), submitted_at),
        asked_to_match: times(stories.iter(), |story| story.asked_at),
        months: months.into_iter().map(month).collect(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;

    fn at(hour: i64) -> Moment {
        chrono::Utc.with_ymd_and_hms(2026, 11, 1, 0, 0, 0).unwrap() + Duration::hours(hour)
    }

    fn story(submitted: i64, matched: Option<i64>, is_over: bool) -> Story {
        let matched_at = matched.map(at);
        Story { submitted_at: at(submitted), is_confirmed: true, asked_at: matched_at, answered_at: matched_at, matched_at, is_over }
    }

    #[test]
    fn each_help_request_stops_at_the_farthest_step_that_it_reached() {
        let asked = Story { asked_at: Some(at(1)), ..story(0, None, true) };
        let waits = Story { is_confirmed: false, ..story(0, None, false) };
        let figures = funnel(&[story(0, Some(10), true), asked, waits, story(0, None, false)]);
        let told: Vec<_> = figures.steps.iter().map(|one| (one.step.code(), one.reached, one.ended, one.going_on)).collect();
        let expected = [("submitted", 4, 0, 1), ("confirmed", 3, 0, 1), ("asked", 2, 1, 0), ("answered", 1, 0, 0), ("matched", 1, 1, 0)];
        assert_eq!(told, expected);
    }

    #[test]
    fn times_are_told_by_nearest_rank_and_of_nothing_nothing_is_told() {
        let spread = Spread::of((1..=10).map(Duration::hours).collect()).unwrap();
        assert_eq!((spread.median, spread.ninetieth), (Duration::hours(5), Duration::hours(9)));
        assert_eq!(Spread::of(vec![Duration::hours(7)]).map(|one| one.ninetieth), Some(Duration::hours(7)));
        assert_eq!((Spread::of(Vec::new()), funnel(&[]).to_match), (None, None));
    }

    #[test]
    fn months_are_those_of_japan() {
        // 23:00 in Tokyo on the 30th, and an hour later.
        let figures = funnel(&[story(29 * 24 + 14, None, true), story(29 * 24 + 15, Some(29 * 24 + 20), true)]);
        let told: Vec<_> = figures.months.iter().map(|one| (one.month.to_string(), one.submitted, one.matched)).collect();
        assert_eq!(told, [("2026-11-01".to_owned(), 1, 0), ("2026-12-01".to_owned(), 1, 1)]);
        assert_eq!(figures.months[1].to_match.map(|spread| spread.median), Some(Duration::hours(5)));
    }

    proptest! {
        #[test]
        fn nobody_is_lost_between_the_steps(stories in prop::collection::vec((0..5000_i64, prop::option::of(0..5000_i64), any::<bool>()), 0..50)) {
            let stories: Vec<Story> = stories.into_iter().map(|(submitted, matched, over)| story(submitted, matched, over)).collect();
            let Funnel { steps, months, .. } = funnel(&stories);
            prop_assert_eq!(steps[0].reached, stories.len());
            for pair in steps.windows(2) {
                prop_assert_eq!(pair[0].reached, pair[0].ended + pair[0].going_on + pair[1].reached);
            }
            prop_assert_eq!(months.iter().map(|month| month.submitted).sum::<usize>(), stories.len());
        }
    }
}
