//! Table `team_seats`: who comes along to an engagement. Whoever changes one holds the row of its help request.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::engagement::{Seat, TeamState};
use crate::ids::{EngagementId, HelpRequestId, SeatId, SpecialistId};
use crate::store::cells::{id, ids, known, moment, time};
use crate::store::schema::{engagements, team_seats};
use crate::store::sealed::SEAT;
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

/// States in which somebody has promised time.
const PROMISED: [TeamState; 2] = [TeamState::Willing, TeamState::Joined];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSeat {
    pub id: SeatId,
    pub engagement: EngagementId,
    pub help_request: HelpRequestId,
    /// None: somebody from outside, as the seat says.
    pub specialist: Option<SpecialistId>,
    pub state: TeamState,
    pub seat: Seat,
    pub asked_at: Moment,
    /// When time ends it.
    /// When time does something: it ends an open one, and takes a name out of one that has ended.
    pub wakes_at: Option<Moment>,
    /// Hours a week that are not free for others.
    pub weekly_hours: u16,
    /// What the company has confirmed of the person's own hours.
    pub minutes: u32,
    pub ended_at: Option<Moment>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = team_seats)]
struct Row {
    id: String,
    engagement_id: String,
    help_request_id: String,
    specialist_id: Option<String>,
    state: String,
    document: String,
    asked_at: NaiveDateTime,
    wakes_at: Option<NaiveDateTime>,
    weekly_hours: i32,
    minutes: i32,
    ended_at: Option<NaiveDateTime>,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredSeat, StoreError> {
    Ok(StoredSeat {
        id: id(&row.id)?,
        engagement: id(&row.engagement_id)?,
        help_request: id(&row.help_request_id)?,
        specialist: row.specialist_id.as_deref().map(id).transpose()?,
        state: known("state of a place in a team", TeamState::find(&row.state))?,
        seat: SEAT.open_document(vault, &row.id, &row.document)?,
        asked_at: moment(row.asked_at),
        wakes_at: row.wakes_at.map(moment),
        weekly_hours: u16::try_from(row.weekly_hours).unwrap_or_default(),
        minutes: u32::try_from(row.minutes).unwrap_or_default(),
        ended_at: row.ended_at.map(moment),
    })
}

impl Tx<'_> {
    pub fn add_seat(&mut self, new: &StoredSeat) -> Result<(), StoreError> {
        let added = diesel::insert_into(team_seats::table).values((
            team_seats::id.eq(new.id.to_string()),
            team_seats::engagement_id.eq(new.engagement.to_string()),
            team_seats::help_request_id.eq(new.help_request.to_string()),
            team_seats::specialist_id.eq(new.specialist.map(|id| id.to_string())),
            team_seats::state.eq(new.state.code()),
            team_seats::document.eq(SEAT.seal_document(&self.vault, &new.id, &new.seat)?),
            team_seats::asked_at.eq(time(new.asked_at)),
            team_seats::wakes_at.eq(new.wakes_at.map(time)),
            team_seats::weekly_hours.eq(i32::from(new.weekly_hours)),
            team_seats::minutes.eq(i32::try_from(new.minutes).unwrap_or(i32::MAX)),
            team_seats::ended_at.eq(new.ended_at.map(time)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// Keeps a seat as it has become; false if it is not in the state `from` any more.
    pub fn change_seat(&mut self, from: TeamState, seat: &StoredSeat) -> Result<bool, StoreError> {
        let place = team_seats::table.find(seat.id.to_string()).filter(team_seats::state.eq(from.code()));
        let set = (
            team_seats::state.eq(seat.state.code()),
            team_seats::document.eq(SEAT.seal_document(&self.vault, &seat.id, &seat.seat)?),
            team_seats::wakes_at.eq(seat.wakes_at.map(time)),
            team_seats::minutes.eq(i32::try_from(seat.minutes).unwrap_or(i32::MAX)),
            team_seats::ended_at.eq(seat.ended_at.map(time)),
        );
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    pub fn find_seat(&mut self, key: SeatId) -> Result<Option<StoredSeat>, StoreError> {
        let row = team_seats::table.find(key.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// All seats of an engagement, those that ended too, in the order of asking.
    pub fn list_seats(&mut self, engagement: EngagementId) -> Result<Vec<StoredSeat>, StoreError> {
        let rows = team_seats::table.filter(team_seats::engagement_id.eq(engagement.to_string())).order(team_seats::id);
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    pub fn list_seats_about(&mut self, help_request: HelpRequestId) -> Result<Vec<StoredSeat>, StoreError> {
        let rows = team_seats::table.filter(team_seats::help_request_id.eq(help_request.to_string())).order(team_seats::id);
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    pub fn list_seats_of_specialist(&mut self, specialist: SpecialistId) -> Result<Vec<StoredSeat>, StoreError> {
        let rows = team_seats::table.filter(team_seats::specialist_id.eq(specialist.to_string())).order(team_seats::id);
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Seats about which nobody has said anything in time, the longest overdue first.
    pub fn list_seats_to_wake(&mut self, now: Moment, limit: i64) -> Result<Vec<SeatId>, StoreError> {
        let due = team_seats::table.filter(team_seats::wakes_at.le(time(now))).order(team_seats::wakes_at).limit(limit);
        ids(due.select(team_seats::id).load::<String>(self.connection)?)
    }

    /// Who has promised time to whom comes first, each with the hours a week; of `whose`, or of everybody.
    pub(super) fn list_promised_seats(&mut self, whose: Option<&[String]>) -> Result<Vec<(SpecialistId, u16)>, StoreError> {
        let promised = team_seats::table.filter(team_seats::state.eq_any(PROMISED.map(TeamState::code)));
        // Whoever comes from outside is asked for nothing else.
        let mut rows = promised.filter(team_seats::specialist_id.is_not_null()).into_boxed();
        if let Some(keys) = whose {
            rows = rows.filter(team_seats::specialist_id.eq_any(keys));
        }
        let rows = rows.select((team_seats::specialist_id, team_seats::weekly_hours)).load::<(Option<String>, i32)>(self.connection)?;
        let rows = rows.into_iter().filter_map(|(who, hours)| Some((who?, hours)));
        rows.map(|(who, hours)| Ok((id(&who)?, u16::try_from(hours).unwrap_or_default()))).collect()
    }

    /// Takes what anybody wrote out of the seats of a help request that is forgotten.
    pub(super) fn forget_seats_about(&mut self, help_request: HelpRequestId) -> Result<(), StoreError> {
        let seats = self.list_seats_about(help_request)?;
        self.silence(seats)
    }

    /// The same for a specialist who is forgotten: of their own seats, and of the teams that they led, where they wrote why.
    pub(super) fn forget_seats_of(&mut self, specialist: SpecialistId) -> Result<(), StoreError> {
        let own = self.list_seats_of_specialist(specialist)?;
        self.silence(own)?;
        let led = engagements::table.filter(engagements::specialist_id.eq(specialist.to_string())).select(engagements::id);
        for led in ids(led.load::<String>(self.connection)?)? {
            let team = self.list_seats(led)?;
            self.silence(team)?;
        }
        Ok(())
    }

    fn silence(&mut self, seats: Vec<StoredSeat>) -> Result<(), StoreError> {
        for seat in seats {
            let seat = StoredSeat { seat: seat.seat.clone().without_words(), ..seat };
            self.change_seat(seat.state, &seat)?;
        }
        Ok(())
    }
}
