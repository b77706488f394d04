//! The clock, beside those of the machines that we know anyway, and beside what was written down earlier. Deadlines depend on it.

use chrono::Duration;

use crate::clock::{Clock, Moment};
use crate::doctor::{Check, Finding};
use crate::store::{Store, StoreError};

/// What a journey to another machine and back may explain, and what it may not.
const SLIGHTLY: Duration = Duration::seconds(2);
const BADLY: Duration = Duration::seconds(60);

pub(super) async fn look(clock: &Clock, database: Option<&Store>, redis: Option<Moment>) -> Vec<Finding> {
    // Redis was asked a moment ago, the database is asked now.
    let mut others = Vec::new();
    let mut findings = Vec::new();
    others.extend(redis.map(|at| ("Redis", at - clock.now())));
    if let Some(database) = database {
        let read = database.read(|tx| Ok::<_, StoreError>((tx.database_clock()?, tx.newest_event_at().unwrap_or(None))));
        if let Ok((now, newest)) = read.await {
            others.extend(now.map(|at| ("PostgreSQL", at - clock.now())));
            // Whoever wrote that had a clock that went ahead, or ours goes behind.
            if let Some(ahead) = newest.map(|at| at - clock.now()).filter(|ahead| *ahead > SLIGHTLY) {
                findings.push(Finding::wrong(
                    Check::Clock,
                    "doctor-clock-behind-journal",
                    &[("seconds", &ahead.num_seconds().to_string())],
                ));
            }
        }
    }
    for (other, difference) in &others {
        let seconds = difference.num_seconds().to_string();
        let facts = [("other", *other), ("seconds", seconds.as_str())];
        if difference.abs() > BADLY {
            findings.push(Finding::wrong(Check::Clock, "doctor-clock-differs", &facts));
        } else if difference.abs() > SLIGHTLY {
            findings.push(Finding::warn(Check::Clock, "doctor-clock-differs", &facts));
        }
    }
    if findings.is_empty() {
        let names: Vec<&str> = others.iter().map(|(other, _)| *other).collect();
        findings.push(match names.is_empty() {
            true => Finding::well(Check::Clock, "doctor-clock-alone", &[]),
            false => Finding::well(Check::Clock, "doctor-clock-well", &[("others", &names.join(", "))]),
        });
    }
    findings
}
