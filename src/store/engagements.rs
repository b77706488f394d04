//! Table `engagements`.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use crate::clock::Moment;
use crate::engagement::EngagementState;
use crate::ids::{EngagementId, HelpRequestId, SpecialistId};
use crate::store::among::{among, keys};
use crate::store::cells::{id, time, unreadable};
use crate::store::schema::engagements;
use crate::store::{StoreError, StoredOffer, Tx};
use crate::values::Line;

#[derive(QueryableByName)]
struct Winner {
    #[diesel(sql_type = Text)]
    help_request_id: String,
    #[diesel(sql_type = Text)]
    specialist_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    acting_person: Option<String>,
}

/// Who won a help request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredWinner {
    pub specialist: SpecialistId,
    /// Who acts for the specialist, where several people share the mailbox.
    pub acting_person: Option<Line>,
}

fn name(text: &str) -> Result<Line, StoreError> {
    Line::parse(text, usize::MAX).map_err(|mistake| unreadable("name", mistake.code))
}

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

    /// Who won each of these help requests, as far as somebody has.
    pub fn list_winners(&mut self, help_requests: &[HelpRequestId]) -> Result<Vec<(HelpRequestId, StoredWinner)>, StoreError> {
        let text = "SELECT help_request_id, specialist_id, acting_person FROM engagements WHERE help_request_id AMONG($1)";
        let winners = among!(self.connection, text, [], keys(help_requests), load::<Winner>)?;
        let winner = |row: Winner| {
            let acting_person = row.acting_person.as_deref().map(name).transpose()?;
            Ok((id(&row.help_request_id)?, StoredWinner { specialist: id(&row.specialist_id)?, acting_person }))
        };
        winners.into_iter().map(winner).collect()
    }

    /// Who acts for the winner, where several people share the mailbox.
    pub fn find_acting_person(&mut self, help_request: HelpRequestId) -> Result<Option<Line>, StoreError> {
        let winner = engagements::table.filter(engagements::help_request_id.eq(help_request.to_string()));
        let person = winner.select(engagements::acting_person).first::<Option<String>>(self.connection).optional()?.flatten();
        person.as_deref().map(name).transpose()
    }

    pub fn count_engagements(&mut self) -> Result<i64, StoreError> {
        Ok(engagements::table.count().get_result(self.connection)?)
    }
}
