//! Each support organisation gets a letter a week: what became of its help requests, and what goes on. Weeks begin on Mondays in Japan. The letter
//! leaves when offices open after its week; where there is nothing to say, none does.

use chrono::{Datelike, Days, NaiveDate};

use crate::catalogue::Counted;
use crate::clock::{Moment, in_japan, japanese};
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::{has_news, queue_notice, week_cause};
use crate::desk::{Desk, Refusal};
use crate::ids::SupportOrgId;
use crate::offers::BusinessHours;
use crate::store::NoticeToQueue;

/// How many support organisations one round tells.
const AT_ONCE: i64 = 50;

/// The Monday of the week in which a moment lies.
pub(super) fn monday_of(moment: Moment) -> NaiveDate {
    let day = in_japan(moment).date_naive();
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// Queues the letters about weeks that have ended; says how many weeks.
pub async fn tell_weeks(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let ended = desk.store.read(move |tx| tx.list_ended_weeks(now, AT_ONCE)).await?;
    let mut done = 0;
    for (org, ended_at) in ended {
        done += usize::from(tell(desk, now, org, ended_at).await?);
    }
    Ok(done)
}

/// One week at a time: after a long silence each week has a letter of its own.
async fn tell(desk: &Desk, now: Moment, org: SupportOrgId, ended_at: Option<Moment>) -> Result<bool, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let next = monday_of(ended_at.unwrap_or(now)) + Days::new(7);
            if !tx.move_week(org, ended_at, japanese(next, 0))? {
                return Ok(false);
            }
            let Some(ended_at) = ended_at else { return Ok(false) };
            let told = monday_of(ended_at) - Days::new(7);
            if has_news(tx, org, told)? {
                let (id, cause) = (acting.ids.fresh(now), week_cause(org, told));
                let notice = NoticeToQueue { id, kind: LetterKind::SupportOrgWeek, party: Party::SupportOrg(org), cause };
                let leaves_at = BusinessHours::new(acting.catalogue.holidays(), Counted::OpenHours).opening(now);
                queue_notice(tx, &acting.ids, now, notice, leaves_at)?;
            }
            Ok(true)
        })
        .await
}
