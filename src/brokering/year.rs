//! A fiscal year in figures (docs/decisions/0085-a-year-in-figures.md): from 1 April to 31 March in Japan, by when a help request came in. Counts and sums
//! only: nobody is named, neither companies nor specialists.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, Duration, NaiveDate};

use crate::clock::{Moment, in_japan, japanese};
use crate::engagement::{FollowUp, OutcomeCount};
use crate::intake::HelpRequestState;

/// A fiscal year, named by the calendar year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FiscalYear(i32);

/// No year of ours lies before nakodo, or so far ahead that dates end.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2200;
const APRIL: u32 = 4;

impl FiscalYear {
    pub fn new(year: i32) -> Option<Self> {
        YEARS.contains(&year).then_some(Self(year))
    }

    pub fn find(text: &str) -> Option<Self> {
        Self::new(text.parse().ok()?)
    }

    /// The one in which a moment lies.
    pub fn of(moment: Moment) -> Self {
        let day = in_japan(moment).date_naive();
        Self(if day.month() < APRIL { day.year() - 1 } else { day.year() })
    }

    pub fn number(self) -> i32 {
        self.0
    }

    pub fn before(self) -> Option<Self> {
        Self::new(self.0 - 1)
    }

    pub fn after(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, APRIL, 1).unwrap_or_default()
    }

    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, APRIL - 1, 31).unwrap_or_default()
    }

    /// From when to when: midnights in Japan, the second one left out.
    pub fn bounds(self) -> (Moment, Moment) {
        (japanese(self.first_day(), 0), japanese(self.last_day(), 24))
    }

    /// Year and month of each of its months, in order.
    pub fn months(self) -> [(i32, u32); 12] {
        std::array::from_fn(|at| if at < 9 { (self.0, at as u32 + APRIL) } else { (self.0 + 1, at as u32 - 8) })
    }

    /// The place of a moment among its months; none outside of it.
    fn month_of(self, moment: Moment) -> Option<usize> {
        let day = in_japan(moment).date_naive();
        self.months().iter().position(|month| *month == (day.year(), day.month()))
    }
}

/// A help request that came in during the year, with what the figures need of it.
#[derive(Clone, Debug, PartialEq)]
pub struct YearRow {
    pub state: HelpRequestState,
    /// Whose it is: equal for all help requests of one company.
    pub company: String,
    pub prefecture: String,
    /// What was asked for first; none where only fields were.
    pub menu: Option<String>,
    pub hours: u32,
    pub made_at: Moment,
    /// How many people were asked, and how many of them answered.
    pub asked: i64,
    pub answers: i64,
    /// Whether somebody would have done it and the company did not choose.
    pub unanswered: bool,
    /// When the match that holds was made.
    pub matched_at: Option<Moment>,
    /// What came of the work; none where no hours were confirmed.
    pub follow_up: Option<FollowUp>,
}

/// So many came in, and so many of them are matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub asked: u64,
    pub matched: u64,
}

impl Share {
    fn add(&mut self, row: &YearRow) {
        self.asked += 1;
        self.matched += u64::from(row.matched_at.is_some());
    }
}

/// Why nobody was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNobody {
    /// There was nobody who could be asked.
    NobodyFitted,
    /// People were asked, and nobody took it on.
    NobodyAccepted,
    /// Somebody would have, and the company did not choose.
    CompanySilent,
}

impl WhyNobody {
    pub const ALL: [WhyNobody; 3] = [Self::NobodyFitted, Self::NobodyAccepted, Self::CompanySilent];

    pub fn code(self) -> &'static str {
        match self {
            Self::NobodyFitted => "nobody-fitted",
            Self::NobodyAccepted => "nobody-accepted",
            Self::CompanySilent => "company-silent",
        }
    }

    fn of(row: &YearRow) -> Self {
        match row {
            YearRow { asked: 0, .. } => Self::NobodyFitted,
            YearRow { unanswered: true, .. } => Self::CompanySilent,
            YearRow { .. } => Self::NobodyAccepted,
        }
    }
}

/// The figures of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearReport {
    pub year: FiscalYear,
    pub all: Share,
    /// Of how many at least one of those who were asked answered.
    pub answered: u64,
    pub unmatched: u64,
    pub under_way: u64,
    pub cancelled: u64,
    /// In the order of [`WhyNobody::ALL`].
    pub why_nobody: [u64; 3],
    /// Days from coming in to the match, in tenths; none without a match.
    pub median_days: Option<f64>,
    /// Hours of work asked for by what is matched.
    pub hours: u64,
    /// Companies that asked, and those of them that found somebody.
    pub companies: Share,
    /// Those passed on to other organisations within the year, and those taken over from them.
    pub passed_on: u64,
    pub taken_over: u64,
    pub months: [Share; 12],
    /// By code, the most asked for first.
    pub menus: Vec<(Option<String>, Share)>,
    pub prefectures: Vec<(String, Share)>,
    /// What came of the work, as companies say.
    pub outcomes: OutcomeCount,
}

impl YearReport {
    /// Counts. `passed_on` and `taken_over`: how many referrals the company agreed to within the year.
    pub fn of(year: FiscalYear, rows: &[YearRow], passed_on: u64, taken_over: u64) -> Self {
        let of_state = |state: HelpRequestState| rows.iter().filter(|row| row.state == state).count() as u64;
        let mut report = Self {
            year,
            all: Share::default(),
            answered: rows.iter().filter(|row| row.answers > 0).count() as u64,
            unmatched: of_state(HelpRequestState::Unmatched),
            under_way: of_state(HelpRequestState::Open),
            cancelled: of_state(HelpRequestState::Cancelled),
            why_nobody: [0; 3],
            median_days: median_days(rows),
            hours: rows.iter().filter(|row| row.matched_at.is_some()).map(|row| u64::from(row.hours)).sum(),
            companies: Share::default(),
            passed_on,
            taken_over,
            months: [Share::default(); 12],
            menus: Vec::new(),
            prefectures: Vec::new(),
            outcomes: OutcomeCount::default(),
        };
        rows.iter().filter_map(|row| row.follow_up.as_ref()).for_each(|follow_up| report.outcomes.add(follow_up));
        let (mut menus, mut prefectures) = (BTreeMap::<Option<String>, Share>::new(), BTreeMap::<String, Share>::new());
        for row in rows {
            report.all.add(row);
            if let Some(month) = year.month_of(row.made_at).and_then(|at| report.months.get_mut(at)) {
                month.add(row);
            }
            menus.entry(row.menu.clone()).or_default().add(row);
            prefectures.entry(row.prefecture.clone()).or_default().add(row);
        }
        for row in rows.iter().filter(|row| row.state == HelpRequestState::Unmatched) {
            let why = WhyNobody::of(row);
            if let Some((count, _)) = report.why_nobody.iter_mut().zip(WhyNobody::ALL).find(|(_, one)| *one == why) {
                *count += 1;
            }
        }
        let asked: HashSet<&str> = rows.iter().map(|row| row.company.as_str()).collect();
        let matched: HashSet<&str> = rows.iter().filter(|row| row.matched_at.is_some()).map(|row| row.company.as_str()).collect();
        report.companies = Share { asked: asked.len() as u64, matched: matched.len() as u64 };
        (report.menus, report.prefectures) = (most_first(menus), most_first(prefectures));
        report
    }

    /// Nothing came in, and nothing was passed on.
    pub fn is_empty(&self) -> bool {
        self.all.asked + self.passed_on + self.taken_over == 0
    }
}

/// The most asked for first; equal ones by their code.
fn most_first<C: Ord>(shares: BTreeMap<C, Share>) -> Vec<(C, Share)> {
    let mut shares: Vec<(C, Share)> = shares.into_iter().collect();
    shares.sort_by_key(|(_, share)| std::cmp::Reverse(share.asked));
    shares
}

fn median_days(rows: &[YearRow]) -> Option<f64> {
    let mut waits: Vec<Duration> = rows.iter().filter_map(|row| Some(row.matched_at? - row.made_at)).collect();
    waits.sort();
    let upper = *waits.get(waits.len() / 2)?;
    let lower = *waits.get((waits.len() - 1) / 2)?;
    let days = (upper + lower).num_seconds() as f64 / 2.0 / 86_400.0;
    Some((days * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn moment(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).expect("a moment").to_utc()
    }

    fn row(made_at: &str) -> YearRow {
        YearRow {
            state: HelpRequestState::Open,
            company: "a".into(),
            prefecture: "21".into(),
            menu: Some("basic-check".into()),
            hours: 4,
            made_at: moment(made_at),
            asked: 0,
            answers: 0,
            unanswered: false,
            matched_at: None,
            follow_up: None,
        }
    }

    fn matched(made_at: &str, at: &str) -> YearRow {
        YearRow { state: HelpRequestState::Matched, asked: 3, answers: 1, matched_at: Some(moment(at)), ..row(made_at) }
    }

    #[test]
    fn a_year_begins_at_midnight_of_the_first_of_april_in_japan() {
        let year = |text| FiscalYear::of(moment(text)).number();
        assert_eq!((year("2026-03-31T23:59:59+09:00"), year("2026-04-01T00:00:00+09:00")), (2025, 2026));
        let (from, until) = FiscalYear(2025).bounds();
        assert_eq!((from, until), (moment("2025-03-31T15:00:00Z"), moment("2026-03-31T15:00:00Z")));
        assert_eq!(
            (FiscalYear(2025).months()[0], FiscalYear(2025).months()[8], FiscalYear(2025).months()[11]),
            ((2025, 4), (2025, 12), (2026, 3))
        );
        assert_eq!((FiscalYear::find("1999"), FiscalYear::find("twenty"), FiscalYear::find("2026")), (None, None, Some(FiscalYear(2026))));
    }

    #[test]
    fn months_menus_and_prefectures_each_add_up_to_all() {
        let rows = [
            matched("2026-03-31T23:59:00+09:00", "2026-04-02T11:59:00+09:00"),
            YearRow { prefecture: "23".into(), menu: None, ..row("2025-04-01T00:00:00+09:00") },
            YearRow { company: "b".into(), prefecture: "23".into(), ..row("2025-04-30T23:59:00+09:00") },
        ];
        let report = YearReport::of(FiscalYear(2025), &rows, 0, 0);
        let share = |asked, matched| Share { asked, matched };
        assert_eq!((report.all, report.months[0], report.months[11]), (share(3, 1), share(2, 0), share(1, 1)));
        assert_eq!(report.prefectures, [("23".to_owned(), share(2, 0)), ("21".to_owned(), share(1, 1))]);
        assert_eq!(report.menus, [(Some("basic-check".to_owned()), share(2, 1)), (None, share(1, 0))]);
        assert_eq!((report.companies, report.median_days, report.hours), (share(2, 1), Some(1.5), 4));
    }

    #[test]
    fn the_median_of_two_lies_between_them() {
        let rows = [matched("2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z"), matched("2026-04-01T00:00:00Z", "2026-04-05T00:00:00Z")];
        assert_eq!(YearReport::of(FiscalYear(2026), &rows, 0, 0).median_days, Some(2.5));
        assert_eq!(YearReport::of(FiscalYear(2026), &rows[..1], 0, 0).median_days, Some(1.0));
        assert_eq!(YearReport::of(FiscalYear(2026), &[], 0, 0).median_days, None);
    }

    #[test]
    fn each_that_found_nobody_has_one_reason() {
        let nobody = |asked, answers, unanswered| YearRow {
            state: HelpRequestState::Unmatched,
            asked,
            answers,
            unanswered,
            ..row("2026-04-01T00:00:00Z")
        };
        let rows = [nobody(0, 0, false), nobody(3, 0, false), nobody(2, 2, false), nobody(2, 1, true)];
        let report = YearReport::of(FiscalYear(2026), &rows, 0, 0);
        assert_eq!((report.unmatched, report.why_nobody, report.answered), (4, [1, 2, 1], 2));
    }

    #[test]
    fn a_year_in_which_something_was_only_passed_on_is_not_empty() {
        assert!(YearReport::of(FiscalYear(2026), &[], 0, 0).is_empty());
        assert!(!YearReport::of(FiscalYear(2026), &[], 1, 0).is_empty());
    }
}
