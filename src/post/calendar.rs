//! The calendar part of the two letters about a match: a suggestion for a first talk, which both sides may move or throw away.
//!
//! It is *published* (RFC 5546, 3.2.1), not an invitation: nobody is listed as attending, so no calendar answers anybody by itself.

use chrono::{Datelike, Days, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use crate::clock::{Moment, in_japan};
use crate::intake::Need;
use crate::values::WeeklySlots;

/// Hours on the Japanese clock at which a talk in a morning, afternoon or evening slot begins.
const BEGINS: [u32; 3] = [10, 14, 19];

/// A talk of one hour, not agreed on by anybody yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FirstTalk {
    pub begins: Moment,
    pub summary: String,
    /// Who it is with, and how to reach both sides.
    pub description: String,
}

/// When both could first talk: the first wished slot on or after the wished start, and not before the day after the match, since the
/// letters have to be read first. Where any time will do, a weekday.
pub(super) fn first_slot(need: &Need, matched_at: Moment) -> Option<Moment> {
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

impl FirstTalk {
    /// As a file (RFC 5545). `uid` and `stamp` come from the letter, so that a letter sent twice makes one entry in a calendar; times are in
    /// UTC, so that no time zone has to be explained.
    pub fn file(&self, uid: &str, stamp: Moment, organiser: &str) -> String {
        let mut event = Event::new();
        event
            .uid(uid)
            .timestamp(stamp)
            .starts(self.begins)
            .ends(self.begins + Duration::hours(1))
            .summary(&self.summary)
            .description(&self.description)
            .status(EventStatus::Tentative)
            // It may be moved, so the hour stays free for others.
            .add_property("TRANSP", "TRANSPARENT")
            .append_property(Property::new("ORGANIZER", format!("mailto:{organiser}")));
        let mut calendar = Calendar::empty();
        calendar
            .append_property(("VERSION", "2.0"))
            .append_property(("PRODID", "-//nakodo//post//EN"))
            .append_property(("METHOD", "PUBLISH"))
            .push(event);
        calendar.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::post::tests::fixtures::{moment, need};
    use crate::values::Line;

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
            let talk = |summary: &str, description: String| FirstTalk { begins, summary: summary.to_owned(), description };
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
