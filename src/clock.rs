//! The only place that reads the time of day. Everything else is handed a [`Clock`], so a test or the demo can move time by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone, Timelike, Utc, Weekday};

use crate::language::Language;

/// A moment in UTC, cut to microseconds: PostgreSQL and SQLite differ below that.
pub type Moment = DateTime<Utc>;

/// A source of the present moment. Clones share the same time.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's time plus a shift in microseconds (0 in production; the demo plays its story in a shifted past).
    Ticking(Arc<AtomicI64>),
    /// Stands still until it is moved: microseconds since the epoch.
    Frozen(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's own time.
    pub fn system() -> Self {
        Self::Ticking(Arc::new(AtomicI64::new(0)))
    }

    /// The machine's time moved by `shift`.
    pub fn shifted(shift: Duration) -> Self {
        Self::Ticking(Arc::new(AtomicI64::new(micros(shift))))
    }

    /// A clock that stands at `moment` until [`Clock::advance`] moves it.
    pub fn frozen(moment: Moment) -> Self {
        Self::Frozen(Arc::new(AtomicI64::new(moment.timestamp_micros())))
    }

    /// The present moment, cut to microseconds.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may ask the machine")]
    pub fn now(&self) -> Moment {
        let micros = match self {
            Self::Ticking(shift) => Utc::now().timestamp_micros() + shift.load(Ordering::SeqCst),
            Self::Frozen(at) => at.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Moves the time forward by `step`.
    pub fn advance(&self, step: Duration) {
        let (Self::Ticking(cell) | Self::Frozen(cell)) = self;
        cell.fetch_add(micros(step), Ordering::SeqCst);
    }

    /// Sets a ticking clock back to the machine's own time; a frozen one is left as it is.
    pub fn catch_up(&self) {
        if let Self::Ticking(shift) = self {
            shift.store(0, Ordering::SeqCst);
        }
    }

    /// Today's date in Japan.
    pub fn today(&self) -> NaiveDate {
        in_japan(self.now()).date_naive()
    }
}

fn micros(duration: Duration) -> i64 {
    duration.num_microseconds().unwrap_or(0)
}

/// The same moment on a Japanese wall clock (JST, UTC+9 without summer time).
pub fn in_japan(moment: Moment) -> DateTime<FixedOffset> {
    let jst = FixedOffset::east_opt(9 * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc));
    jst.from_utc_datetime(&moment.naive_utc())
}

/// The moment of a full hour of a day in Japan; hour 24 is the next midnight.
pub fn japanese(day: NaiveDate, hour: u8) -> Moment {
    (day.and_time(NaiveTime::MIN) + Duration::hours(i64::from(hour) - 9)).and_utc()
}

/// A moment as people read it: JST with the weekday, e.g. 「2026年11月24日(火) 10:30」 or "Tue 24 Nov 2026, 10:30 JST".
pub fn spoken_moment(moment: Moment, language: Language) -> String {
    let local = in_japan(moment);
    match language {
        Language::Ja => format!("{} {:02}:{:02}", spoken_date(local.date_naive(), language), local.hour(), local.minute()),
        Language::En => format!("{}, {:02}:{:02} JST", spoken_date(local.date_naive(), language), local.hour(), local.minute()),
    }
}

/// A date as people read it, with the weekday.
pub fn spoken_date(date: NaiveDate, language: Language) -> String {
    match language {
        Language::Ja => {
            let weekday = match date.weekday() {
                Weekday::Mon => "月",
                Weekday::Tue => "火",
                Weekday::Wed => "水",
                Weekday::Thu => "木",
                Weekday::Fri => "金",
                Weekday::Sat => "土",
                Weekday::Sun => "日",
            };
            format!("{}年{}月{}日({weekday})", date.year(), date.month(), date.day())
        }
        Language::En => date.format("%a %-d %b %Y").to_string(),
    }
}
