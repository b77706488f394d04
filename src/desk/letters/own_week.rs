//! What a week brought a specialist.

use chrono::{Days, NaiveDate};

use crate::active_list::CheckStep;
use crate::clock::{Moment, japanese};
use crate::correspondence::OwnWeek;
use crate::desk::keep_fresh::is_listed;
use crate::ids::SpecialistId;
use crate::store::{Shown, StoreError, StoredSpecialist, Tx};

/// The cause of the letter about the week that begins on this Monday.
pub(in crate::desk) fn own_week_cause(person: SpecialistId, monday: NaiveDate) -> String {
    format!("{person}/{monday}")
}

/// Whether anybody could find the person, so that a week on the list means something.
pub(in crate::desk) fn is_found(person: &StoredSpecialist, today: NaiveDate) -> bool {
    is_listed(person, today) && person.check_step != CheckStep::Hidden && !person.hidden && !person.standing.suspended
}

/// Whether the age of the confirmation counts against the profile by now.
pub(in crate::desk) fn is_stale(person: &StoredSpecialist) -> bool {
    person.check_step == CheckStep::Stale
}

pub(super) fn own_week_of(tx: &mut Tx<'_>, person: SpecialistId, monday: NaiveDate) -> Result<OwnWeek, StoreError> {
    let next = monday + Days::new(7);
    let (from, until) = (japanese(monday, 0), japanese(next, 0));
    let within = |at: &Moment| (from..until).contains(at);
    let days = tx.list_appearances(person)?.into_iter().filter(|(day, _)| (monday..next).contains(day));
    let shown = days.fold(Shown::default(), |sum, (_, one)| Shown { listed: sum.listed + one.listed, viewed: sum.viewed + one.viewed });
    let offers = tx.list_offers_to(person)?.into_iter().filter(|(offer, _)| within(&offer.made_at)).count();
    let engagements = tx.list_engagements_of(person)?;
    let won = engagements.iter().filter(|one| within(&one.opened_at) && one.engagement.state.holds()).count();
    let figure = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Ok(OwnWeek {
        listed: u64::try_from(shown.listed).unwrap_or_default(),
        viewed: u64::try_from(shown.viewed).unwrap_or_default(),
        offers: figure(offers),
        won: figure(won),
    })
}
