//! Each specialist gets a letter about a week in which something happened, or as long as the profile is stale: how often it was shown, what came of it, and how
//! old its confirmation is (docs/decisions/0114-a-specialists-week.md). Weeks begin on Mondays in Japan, and the letter leaves when offices open.

use chrono::Days;

use crate::catalogue::Counted;
use crate::clock::{Moment, in_japan, japanese};
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::{is_found, is_stale, own_week_cause, queue_notice};
use crate::desk::tell_week::monday_of;
use crate::desk::{Desk, Refusal};
use crate::ids::SpecialistId;
use crate::offers::BusinessHours;
use crate::store::{NoticeToQueue, Tx};

/// How many specialists one round looks at: a large list is told in a few rounds, none of which holds up the others for long.
const AT_ONCE: i64 = 500;

/// Queues the letters about the week that has ended; says for how many it did. After a long silence only the last week is told.
pub async fn tell_own_weeks(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let ended = desk.store.read(move |tx| tx.list_ended_own_weeks(now, AT_ONCE)).await?;
    if ended.is_empty() {
        return Ok(0);
    }
    let acting = desk.clone();
    desk.store.write(move |tx| tell(&acting, tx, now, &ended)).await
}

fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, people: &[(SpecialistId, Option<Moment>)]) -> Result<usize, Refusal> {
    let monday = monday_of(now);
    let mut ended = Vec::new();
    // In one order everywhere, so that two who change several people cannot block each other.
    let mut people = people.to_vec();
    people.sort_unstable_by_key(|(person, _)| *person);
    for (person, ended_at) in &people {
        let moved = tx.move_own_week(*person, *ended_at, japanese(monday + Days::new(7), 0))?;
        ended.extend(ended_at.filter(|_| moved).map(|_| *person));
    }
    if ended.is_empty() {
        return Ok(0);
    }
    let told = monday - Days::new(7);
    let subjects: Vec<String> = ended.iter().map(|id| Party::Specialist(*id).key()).collect();
    let unwanted = tx.list_suppressed(&subjects)?;
    let is_wanted = |id: SpecialistId| {
        let subject = Party::Specialist(id).key();
        !unwanted.iter().any(|one| one.subject == subject && one.kind == Some(LetterKind::SpecialistWeek))
    };
    let news = tx.list_with_news(&ended, told, monday)?;
    let opening = BusinessHours::new(desk.catalogue.holidays(), Counted::OpenHours).opening(now);
    let today = in_japan(now).date_naive();
    for person in tx.list_specialists_by_id(&ended)? {
        let says = news.contains(&person.id) || is_stale(&person);
        if says && is_found(&person, today) && is_wanted(person.id) {
            let (id, cause) = (desk.ids.fresh(now), own_week_cause(person.id, told));
            let notice = NoticeToQueue { id, kind: LetterKind::SpecialistWeek, party: Party::Specialist(person.id), cause };
            let leaves_at = person.specialist.conditions.quiet_hours.over_at(opening);
            queue_notice(tx, &desk.ids, now, notice, leaves_at)?;
        }
    }
    Ok(ended.len())
}
