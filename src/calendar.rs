//! Entries for people's calendars: a suggestion for a first talk in the two letters about a match and on the specialist's own page, which both sides may
//! move or throw away, the deadline in an offer, sessions, and visits of a pool.
//!
//! It is *published* (RFC 5546, 3.2.1), not an invitation: nobody is listed as attending, so no calendar answers anybody by itself. A session, or a visit,
//! has one name wherever it is read, and counts how often it was changed: a calendar changes the entry that it has (4.1.2), or takes it out (4.1.3).

use chrono::{Datelike, Days, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use crate::clock::{Moment, in_japan};
use crate::engagement::{Session, SessionState};
use crate::ids::{EngagementId, PoolId};
use crate::intake::Need;
use crate::values::WeeklySlots;

/// Hours on the Japanese clock at which a talk in a morning, afternoon or evening slot begins.
const BEGINS: [u32; 3] = [10, 14, 19];

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A talk of one hour, not agreed on by anybody yet.
    FirstTalk,
    /// Until when an offer has to be answered: the half hour before.
    Deadline,
    /// A session that both know of, of so many minutes.
    Session { minutes: u32 },
}

/// An entry for the reader's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub begins: Moment,
    pub summary: String,
    /// Never a link that lets its holder do something: calendars are shown to others.
    pub description: String,
    /// None for what never changes: that is named after its letter.
    pub revision: Option<Revision>,
}

/// By what a calendar knows an entry again that has changed (RFC 5545, 3.8.4.7 and 3.8.7.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its UID without the host.
    pub name: String,
    /// How often it was changed before.
    pub sequence: u32,
    pub is_cancelled: bool,
}

impl Revision {
    /// By what a visit of a pool is known, in every calendar that has it.
    pub fn of_visit(pool: PoolId, number: u32, sequence: u32, is_cancelled: bool) -> Self {
        Self { name: format!("pool-{pool}-{number}"), sequence, is_cancelled }
    }
}

/// How long before a deadline its entry begins.
const BEFORE_DEADLINE: Duration = Duration::minutes(30);

/// When both could first talk: the first wished slot on or after the wished start, and not before the day after the match, since the
/// letters have to be read first. Where any time will do, a weekday.
pub fn first_slot(need: &Need, matched_at: Moment) -> Option<Moment> {
    let tomorrow = in_japan(matched_at).date_naive().checked_add_days(Days::new(1))?;
    let earliest = need.start_on.max(tomorrow);
    let wished = if need.slots.is_empty() { WeeklySlots::FULL } else { need.slots };
    let days = (0..14).filter_map(|ahead| earliest.checked_add_days(Days::new(ahead)));
    days.filter(|day| wished != WeeklySlots::FULL || day.weekday().num_days_from_monday() < 5).find_map(|day| first_on(day, wished))
}

fn first_on(day: NaiveDate, wished: WeeklySlots) -> Option<Moment> {
    let weekday = usize::try_from(day.weekday().num_days_from_monday()).ok()?;
    let slot = wished.iter().find(|slot| slot.day() == weekday)?;
    let begins = day.and_time(NaiveTime::from_hms_opt(*BEGINS.get(slot.part())?, 0, 0)?);
    let japan = FixedOffset::east_opt(9 * 3600)?;
    japan.from_local_datetime(&begins).single().map(|begins| begins.with_timezone(&Utc))
}

impl EntryKind {
    /// Name of the file. In ASCII: some mail programs still cannot read any other name of an attachment.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::FirstTalk => "first-talk.ics",
            Self::Deadline => "deadline.ics",
            Self::Session { .. } => "session.ics",
        }
    }
}

impl Entry {
    pub fn deadline(at: Moment, summary: String, description: String) -> Self {
        Self { kind: EntryKind::Deadline, begins: at - BEFORE_DEADLINE, summary, description, revision: None }
    }

    /// A session as it stands: the same entry for both sides and whoever comes along, in letters and on pages. None where it is neither planned nor
    /// cancelled: what was held, or missed, stays in the calendar as it is.
    pub fn session(engagement: EngagementId, session: &Session, summary: String, description: String) -> Option<Self> {
        let is_cancelled = match session.state {
            SessionState::Planned => false,
            SessionState::Cancelled => true,
            SessionState::Held { .. } | SessionState::NoShow { .. } => return None,
        };
        // Calling it off is a change too.
        let sequence = u32::from(session.moved) + u32::from(is_cancelled);
        let revision = Some(Revision { name: format!("session-{engagement}-{}", session.number), sequence, is_cancelled });
        let kind = EntryKind::Session { minutes: session.planned_minutes };
        Some(Self { kind, begins: session.begins, summary, description, revision })
    }

    /// A visit of a pool. Whoever has it no more takes it out.
    pub fn visit(revision: Revision, begins: Moment, minutes: u32, summary: String, description: String) -> Self {
        Self { kind: EntryKind::Session { minutes }, begins, summary, description, revision: Some(revision) }
    }

    /// What is to be done with it (RFC 5546).
    pub fn method(&self) -> &'static str {
        if self.revision.as_ref().is_some_and(|revision| revision.is_cancelled) { "CANCEL" } else { "PUBLISH" }
    }

    /// As a file (RFC 5545). `uid` and `stamp` come from the letter, so that a letter sent twice makes one entry in a calendar, and from the entry
    /// itself where it has a name of its own; times are in UTC, so that no time zone has to be explained.
    pub fn file(&self, uid: &str, stamp: Moment, organiser: &str) -> String {
        calendar(self.method(), [(uid.to_owned(), self)], stamp, organiser)
    }

    /// Its UID on a host; `otherwise` where it has no name of its own.
    pub fn uid(&self, host: &str, otherwise: &str) -> String {
        self.revision.as_ref().map_or_else(|| otherwise.to_owned(), |revision| format!("{}@{host}", revision.name))
    }

    fn event(&self, uid: &str, stamp: Moment, organiser: &str) -> Event {
        let (lasts, status) = match self.kind {
            EntryKind::FirstTalk => (Duration::hours(1), EventStatus::Tentative),
            EntryKind::Session { minutes } => (Duration::minutes(i64::from(minutes)), EventStatus::Confirmed),
            EntryKind::Deadline => (BEFORE_DEADLINE, EventStatus::Confirmed),
        };
        let mut event = Event::new();
        if let Some(revision) = &self.revision {
            event.sequence(revision.sequence);
        }
        let is_cancelled = self.method() == "CANCEL";
        event
            .uid(uid)
            .timestamp(stamp)
            .starts(self.begins)
            .ends(self.begins + lasts)
            .summary(&self.summary)
            .description(&self.description)
            .status(if is_cancelled { EventStatus::Cancelled } else { status })
            // A talk may be moved, and a deadline takes no time: the hour stays free for others.
            .add_property("TRANSP", "TRANSPARENT")
            .append_property(Property::new("ORGANIZER", format!("mailto:{organiser}")));
        event.done()
    }
}

/// Several entries as one file, each with its own name.
pub fn file_of<'e>(entries: impl IntoIterator<Item = (String, &'e Entry)>, stamp: Moment, organiser: &str) -> String {
    calendar("PUBLISH", entries, stamp, organiser)
}

fn calendar<'e>(method: &str, entries: impl IntoIterator<Item = (String, &'e Entry)>, stamp: Moment, organiser: &str) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", "-//nakodo//post//EN")).append_property(("METHOD", method));
    for (uid, entry) in entries {
        calendar.push(entry.event(&uid, stamp, organiser));
    }
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::intake::{Mode, Urgency};
    use crate::language::Language;
    use crate::values::{Line, Prose, Sensitivity};

    fn moment(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn need() -> Need {
        Need {
            menus: vec!["basic-check".into()],
            fields: Vec::new(),
            mode: Mode::Onsite,
            slots: WeeklySlots::EMPTY,
            start_on: "2026-12-01".parse().unwrap(),
            hours: 6,
            budget_yen: 60_000,
            urgency: Urgency::Normal,
            weeks: 4,
            sensitivity: Sensitivity::Internal,
            language: Language::Ja,
            neutral_only: false,
            public_procurement: false,
            neighbours: false,
            team_wishes: Vec::new(),
            narrative: Prose::parse("", 10).unwrap(),
        }
    }

    fn slot_in(slots: &[&str], start_on: &str, matched_at: &str) -> String {
        let need = Need { slots: WeeklySlots::parse(slots).unwrap(), start_on: start_on.parse().unwrap(), ..need() };
        in_japan(first_slot(&need, moment(matched_at)).unwrap()).format("%a %Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn the_first_wished_slot_on_or_after_the_start_is_suggested() {
        // 2026-12-01 is a Tuesday.
        assert_eq!(slot_in(&["tue-pm", "thu-pm"], "2026-12-01", "2026-11-24T01:00:00Z"), "Tue 2026-12-01 14:00");
        assert_eq!(slot_in(&["mon-am"], "2026-12-01", "2026-11-24T01:00:00Z"), "Mon 2026-12-07 10:00");
        assert_eq!(slot_in(&["sat-ev", "sat-am"], "2026-12-01", "2026-11-24T01:00:00Z"), "Sat 2026-12-05 10:00");
        assert_eq!(slot_in(&["sun-ev"], "2026-12-01", "2026-11-24T01:00:00Z"), "Sun 2026-12-06 19:00");
    }

    #[test]
    fn nothing_is_suggested_before_the_letters_can_be_read() {
        // Matched on Tuesday at 23:30 in Japan, for a start on the same day.
        assert_eq!(slot_in(&["tue-pm", "wed-am"], "2026-12-01", "2026-12-01T14:30:00Z"), "Wed 2026-12-02 10:00");
    }

    #[test]
    fn where_any_time_will_do_a_weekday_is_suggested() {
        // 2026-12-05 is a Saturday.
        let any = Need { slots: WeeklySlots::FULL, start_on: "2026-12-05".parse().unwrap(), ..need() };
        let begins = first_slot(&any, moment("2026-11-24T01:00:00Z")).unwrap();
        assert_eq!(in_japan(begins).format("%a %Y-%m-%d %H:%M").to_string(), "Mon 2026-12-07 10:00");
    }

    #[test]
    fn a_session_keeps_its_name_however_often_it_is_changed() {
        use crate::engagement::Side;
        let begins = moment("2026-12-01T05:00:00Z");
        let mut session = Session {
            number: 2,
            begins,
            planned_minutes: 90,
            state: SessionState::Planned,
            moved: 0,
            said_by: Side::Company,
            said_at: begins,
            met_at: None,
        };
        let engagement = "019aa1b2-0000-7000-8000-000000000001".parse().unwrap();
        let written = |session: &Session| {
            let entry = Entry::session(engagement, session, "A".into(), "B".into())?;
            let uid = entry.uid("nakodo.example", "letter@nakodo.example");
            Some((entry.file(&uid, begins, "n@nakodo.example").replace("\r\n ", ""), uid))
        };
        let (planned, name) = written(&session).unwrap();
        assert_eq!(name, "session-019aa1b2-0000-7000-8000-000000000001-2@nakodo.example");
        assert!(
            planned.contains("SEQUENCE:0\r\n") && planned.contains("METHOD:PUBLISH\r\n") && planned.contains("STATUS:CONFIRMED"),
            "{planned}"
        );
        (session.begins, session.moved) = (begins + Duration::days(1), 1);
        let (moved, of_moved) = written(&session).unwrap();
        assert!(of_moved == name && moved.contains("SEQUENCE:1\r\n") && moved.contains("DTSTART:20261202T050000Z"), "{moved}");
        session.state = SessionState::Cancelled;
        let (cancelled, of_cancelled) = written(&session).unwrap();
        assert!(of_cancelled == name && cancelled.contains("SEQUENCE:2\r\n"), "calling it off is newer than the last move: {cancelled}");
        assert!(cancelled.contains("METHOD:CANCEL\r\n") && cancelled.contains("STATUS:CANCELLED\r\n"), "{cancelled}");
        session.state = SessionState::Held { minutes: 80 };
        assert_eq!(written(&session), None, "what was held stays as it is");
        let talk = Entry { revision: None, ..Entry::deadline(begins, "A".into(), "B".into()) };
        assert_eq!(talk.uid("nakodo.example", "letter@nakodo.example"), "letter@nakodo.example");
    }

    /// Names of the properties of a calendar file, folded lines joined.
    fn properties(file: &str) -> Vec<String> {
        let unfolded = file.replace("\r\n ", "").replace("\r\n\t", "");
        unfolded.split("\r\n").filter(|line| !line.is_empty()).map(|line| line.split([':', ';']).next().unwrap().to_owned()).collect()
    }

    proptest! {
        #[test]
        fn no_name_adds_anything_to_a_calendar_file(name in any::<String>()) {
            let Ok(name) = Line::parse(&name, 120) else { return Ok(()) };
            let begins = moment("2026-12-01T05:00:00Z");
            let talk = |summary: &str, description: String| Entry {
                kind: EntryKind::FirstTalk,
                begins,
                summary: summary.to_owned(),
                description,
                revision: None,
            };
            let plain = talk("A", "B".into()).file("u", begins, "n@nakodo.example");
            let named = talk(name.as_str(), format!("{}\n{}", name.as_str(), name.as_str()));
            let file = named.file("u", begins, "n@nakodo.example");
            prop_assert_eq!(properties(&file), properties(&plain));
            // RFC 5545 (3.1) advises 75 octets; icalendar's last folded line may have one more, its leading space.
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 76), "{}", file);
            let escaped = name.as_str().replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
            prop_assert!(file.replace("\r\n ", "").contains(&format!("SUMMARY:{escaped}\r\n")), "{}", file);
            prop_assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
        }
    }
}
