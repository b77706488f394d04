//! A specialist's week.

use chrono::NaiveDate;

use crate::clock::in_japan;
use crate::correspondence::{Content, OwnWeek};
use crate::desk::letters::take::Filling;
use crate::desk::letters::{is_found, is_stale};
use crate::store::{Purpose, StoredSpecialist};

impl Filling<'_> {
    /// Nothing for who cannot be found any more, nor where nothing happened and nothing is to be done.
    pub(super) fn own_week(&mut self, person: &StoredSpecialist, monday: NaiveDate, week: OwnWeek) -> Option<Content> {
        let (today, stale) = (in_japan(self.now).date_naive(), is_stale(person));
        if !is_found(person, today) || (week == OwnWeek::default() && !stale) {
            return None;
        }
        let confirmed_days = u64::try_from((today - person.specialist.last_confirmed).num_days()).unwrap_or_default();
        let confirm = self.link(Purpose::ConfirmProfile, person.id.to_string(), self.now + self.desk.periods.follow_for);
        Some(Content::SpecialistWeek { monday, week, confirmed_days, stale, confirm })
    }
}
