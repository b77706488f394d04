//! Table `engagements`.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::engagement::EngagementState;
use crate::ids::{EngagementId, HelpRequestId, SpecialistId};
use crate::store::cells::{id, time, unreadable};
use crate::store::schema::engagements;
use crate::store::{StoreError, StoredOffer, Tx};
use crate::values::Line;

impl Tx<'_> {
    /// Opens an engagement. The unique index on the help request makes a second one impossible, whatever the acts get wrong.
    pub fn add_engagement(&mut self, id: EngagementId, offer: &StoredOffer, acting: Option<&Line>, now: Moment) -> Result<(), StoreError> {
        let added = diesel::insert_into(engagements::table).values((
            engagements::id.eq(id.to_string()),
            engagements::help_request_id.eq(offer.help_request.to_string()),
            engagements::offer_id.eq(offer.id.to_string()),
            engagements::specialist_id.eq(offer.specialist.to_string()),
            engagements::state.eq(EngagementState::Running.code()),
            engagements::opened_at.eq(time(now)),
            engagements::weekly_hours.eq(i32::from(offer.weekly_hours)),
            engagements::acting_person.eq(acting.map(Line::as_str)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// Who won a help request.
    pub fn find_winner(&mut self, help_request: HelpRequestId) -> Result<Option<SpecialistId>, StoreError> {
        let winner = engagements::table.filter(engagements::help_request_id.eq(help_request.to_string()));
        let winner = winner.select(engagements::specialist_id).first::<String>(self.connection).optional()?;
        winner.map(|key| id(&key)).transpose()
    }

    /// Who acts for the winner, where several people share the mailbox.
    pub fn find_acting_person(&mut self, help_request: HelpRequestId) -> Result<Option<Line>, StoreError> {
        let winner = engagements::table.filter(engagements::help_request_id.eq(help_request.to_string()));
        let person = winner.select(engagements::acting_person).first::<Option<String>>(self.connection).optional()?.flatten();
        person.map(|name| Line::parse(&name, usize::MAX).map_err(|mistake| unreadable("name", mistake.code))).transpose()
    }

    pub fn count_engagements(&mut self) -> Result<i64, StoreError> {
        Ok(engagements::table.count().get_result(self.connection)?)
    }
}
