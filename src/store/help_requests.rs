//! Table `help_requests`. A help request's row is the lock of its story: every act that decides something about it changes this row
//! first, so acts on one help request happen one after the other and those on different ones do not meet.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamp};
use serde::{Deserialize, Serialize};

use crate::catalogue::WavePolicy;
use crate::clock::Moment;
use crate::identity::Role;
use crate::ids::{HelpRequestId, MemberId, SupportOrgId};
use crate::intake::{Company, HelpRequest, HelpRequestState, Need};
use crate::store::among::{among, keys};
use crate::store::cells::{document, from_document, id, ids, known, moment, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::schema::help_requests;
use crate::store::sealed::HELP_REQUEST;
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

/// A help request as it was before a wider circle was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Narrower {
    pub need: Need,
    pub policy: Option<WavePolicy>,
    /// Whether it had found nobody.
    pub unmatched: bool,
    /// How many offers there were.
    pub asked: usize,
}

/// What the sealed document holds. The help request lies in it as it is, for those who read nothing else.
#[derive(Serialize, Deserialize)]
struct Document {
    company: Company,
    need: Need,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    narrower: Option<Box<Narrower>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StoredHelpRequest {
    pub id: HelpRequestId,
    pub state: HelpRequestState,
    /// None where the company submitted by itself.
    pub support_org: Option<SupportOrgId>,
    /// The member for whom it was made.
    pub member: Option<MemberId>,
    pub help_request: HelpRequest,
    /// Waves of offers opened so far.
    pub waves: u16,
    pub created_at: Moment,
    pub confirm_by: Option<Moment>,
    /// The wave policy of the moment at which it opened; none before that, and where it opened before policies were kept.
    pub policy: Option<WavePolicy>,
    /// Since when it waits for people who have their hands full; none where it does not wait.
    pub waiting_since: Option<Moment>,
    /// Until when it may wait, all its waits together; none where it never waited.
    pub waiting_until: Option<Moment>,
    /// The way back from the last wider circle.
    pub narrower: Option<Box<Narrower>>,
}

/// Which help requests to show.
#[derive(Clone, Copy, Debug, Default)]
pub struct HelpRequestFilter {
    pub state: Option<HelpRequestState>,
    pub support_org: Option<SupportOrgId>,
    pub only: Option<HelpRequestId>,
    /// Only those submitted before this one.
    pub before: Option<HelpRequestId>,
}

impl StoredHelpRequest {
    /// Whether who acts in this role may know of this help request at all.
    pub fn may_be_seen_by(&self, role: Role) -> bool {
        match role {
            Role::Operator | Role::Auditor => true,
            Role::Broker(org, _) => self.support_org == Some(org),
            Role::Company(help_request) => self.id == help_request,
            Role::Specialist(_) => false,
        }
    }
}

/// What a [`Row`] is made of.
const COLUMNS: &str = "id, state, support_org_id, member_id, document, waves, created_at, confirm_by, policy, waiting_since, waiting_until";

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = help_requests)]
struct Row {
    id: String,
    state: String,
    support_org_id: Option<String>,
    member_id: Option<String>,
    document: String,
    waves: i32,
    created_at: NaiveDateTime,
    confirm_by: Option<NaiveDateTime>,
    policy: Option<String>,
    waiting_since: Option<NaiveDateTime>,
    waiting_until: Option<NaiveDateTime>,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredHelpRequest, StoreError> {
    let Document { company, need, narrower } = HELP_REQUEST.open_document(vault, &row.id, &row.document)?;
    Ok(StoredHelpRequest {
        id: id(&row.id)?,
        state: known("help request state", HelpRequestState::find(&row.state))?,
        support_org: row.support_org_id.map(|key| id(&key)).transpose()?,
        member: row.member_id.map(|key| id(&key)).transpose()?,
        help_request: HelpRequest { company, need },
        waves: u16::try_from(row.waves).unwrap_or_default(),
        created_at: moment(row.created_at),
        confirm_by: row.confirm_by.map(moment),
        policy: row.policy.map(|text| from_document("wave policy", &text)).transpose()?,
        waiting_since: row.waiting_since.map(moment),
        waiting_until: row.waiting_until.map(moment),
        narrower,
    })
}

impl Tx<'_> {
    pub fn add_help_request(&mut self, stored: &StoredHelpRequest) -> Result<(), StoreError> {
        let added = diesel::insert_into(help_requests::table).values((
            help_requests::id.eq(stored.id.to_string()),
            help_requests::state.eq(stored.state.code()),
            help_requests::support_org_id.eq(stored.support_org.map(|id| id.to_string())),
            help_requests::member_id.eq(stored.member.map(|id| id.to_string())),
            help_requests::document.eq(HELP_REQUEST.seal_document(&self.vault, &stored.id, &stored.help_request)?),
            help_requests::waves.eq(i32::from(stored.waves)),
            help_requests::created_at.eq(time(stored.created_at)),
            help_requests::updated_at.eq(time(stored.created_at)),
            help_requests::confirm_by.eq(stored.confirm_by.map(time)),
            help_requests::policy.eq(stored.policy.as_ref().map(document).transpose()?),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_help_request(&mut self, id: HelpRequestId) -> Result<Option<StoredHelpRequest>, StoreError> {
        let row = help_requests::table.find(id.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Help requests, the newest first: the time is the beginning of an id.
    pub fn list_newest_help_requests(&mut self, filter: &HelpRequestFilter, limit: i64) -> Result<Vec<StoredHelpRequest>, StoreError> {
        let mut found = help_requests::table.order(help_requests::id.desc()).limit(limit).into_boxed();
        if let Some(state) = filter.state {
            found = found.filter(help_requests::state.eq(state.code()));
        }
        if let Some(org) = filter.support_org {
            found = found.filter(help_requests::support_org_id.eq(org.to_string()));
        }
        if let Some(only) = filter.only {
            found = found.filter(help_requests::id.eq(only.to_string()));
        }
        if let Some(before) = filter.before {
            found = found.filter(help_requests::id.lt(before.to_string()));
        }
        found.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Those of `ids` that exist.
    pub fn list_help_requests_by_id(&mut self, ids: &[HelpRequestId]) -> Result<Vec<StoredHelpRequest>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM help_requests WHERE id AMONG($1)");
        among!(self.connection, text.as_str(), [], keys(ids), load::<Row>)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Holds the rows of these help requests until the transaction ends, and reads them as they are then. They are held in the order of their
    /// ids, so two who want the same ones cannot block each other. (SQLite has one writer; nothing needs holding there.)
    pub fn hold_help_requests(&mut self, ids: &[HelpRequestId]) -> Result<Vec<StoredHelpRequest>, StoreError> {
        if let AnyConnection::Postgres(connection) = &mut *self.connection {
            let held = format!("SELECT {COLUMNS} FROM help_requests WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE");
            let held = diesel::sql_query(held).bind::<Array<Text>, _>(keys(ids)).kept();
            return held.load::<Row>(connection)?.into_iter().map(|row| stored(&self.vault, row)).collect();
        }
        self.list_help_requests_by_id(ids)
    }

    /// Notes that each of these has got one more wave, so that it does not wait any more. Only for who holds the rows.
    pub fn count_waves(&mut self, ids: &[HelpRequestId], now: Moment) -> Result<(), StoreError> {
        let text = "UPDATE help_requests SET waves = waves + 1, waiting_since = NULL, look_again_at = NULL, next_wave_at = NULL, \
             updated_at = $1 WHERE id AMONG($2)";
        among!(self.connection, text, [Timestamp = time(now)], keys(ids), execute)?;
        Ok(())
    }

    /// Moves a help request from one state to another and holds its row until the transaction ends; false if it was not (or no longer) in
    /// state `from`. Two who race for the same move are ordered by the database, and the second one is told.
    pub fn move_help_request(
        &mut self,
        id: HelpRequestId,
        from: HelpRequestState,
        to: HelpRequestState,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let place = help_requests::table.find(id.to_string()).filter(help_requests::state.eq(from.code()));
        let done = diesel::update(place).set((help_requests::state.eq(to.code()), help_requests::updated_at.eq(time(now))));
        Ok(done.kept().execute(self.connection)? == 1)
    }

    /// Holds the row of an open help request until the transaction ends; false if it is not open.
    pub fn hold_help_request(&mut self, id: HelpRequestId, now: Moment) -> Result<bool, StoreError> {
        let place = help_requests::table.find(id.to_string()).filter(help_requests::state.eq(HelpRequestState::Open.code()));
        Ok(diesel::update(place).set(help_requests::updated_at.eq(time(now))).kept().execute(self.connection)? == 1)
    }

    /// Holds the row of an open help request that has had exactly `so_far` waves until the transaction ends; false if it is not so.
    pub fn hold_open_help_request(&mut self, id: HelpRequestId, so_far: u16, now: Moment) -> Result<bool, StoreError> {
        let open = HelpRequestState::Open.code();
        let place = help_requests::table.find(id.to_string());
        let place = place.filter(help_requests::state.eq(open)).filter(help_requests::waves.eq(i32::from(so_far)));
        Ok(diesel::update(place).set(help_requests::updated_at.eq(time(now))).kept().execute(self.connection)? == 1)
    }

    /// Opens a matched help request again, which may then wait anew, and holds its row; false if it is not matched.
    pub fn reopen_help_request(&mut self, id: HelpRequestId, now: Moment) -> Result<bool, StoreError> {
        let place = help_requests::table.find(id.to_string()).filter(help_requests::state.eq(HelpRequestState::Matched.code()));
        let set = (
            help_requests::state.eq(HelpRequestState::Open.code()),
            help_requests::waiting_until.eq(None::<NaiveDateTime>),
            help_requests::updated_at.eq(time(now)),
        );
        Ok(diesel::update(place).set(set).kept().execute(self.connection)? == 1)
    }

    /// What is asked for from now on, and the way back if there is one. Only for who holds the row.
    pub fn change_help_request(&mut self, id: HelpRequestId, changed: &HelpRequest, narrower: Option<Narrower>) -> Result<(), StoreError> {
        let HelpRequest { company, need } = changed.clone();
        let document = Document { company, need, narrower: narrower.map(Box::new) };
        let document = HELP_REQUEST.seal_document(&self.vault, &id, &document)?;
        let place = help_requests::table.find(id.to_string());
        diesel::update(place).set(help_requests::document.eq(document)).kept().execute(self.connection)?;
        Ok(())
    }

    /// Keeps the wave policy with the help request. Only for who holds the row.
    pub fn set_policy(&mut self, id: HelpRequestId, policy: &WavePolicy) -> Result<(), StoreError> {
        let place = help_requests::table.find(id.to_string());
        diesel::update(place).set(help_requests::policy.eq(document(policy)?)).kept().execute(self.connection)?;
        Ok(())
    }

    /// Those made in a time, in the order of their ids.
    pub fn list_help_requests_made(
        &mut self,
        (from, until): (Moment, Moment),
        after: Option<HelpRequestId>,
        limit: i64,
    ) -> Result<Vec<StoredHelpRequest>, StoreError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let made = help_requests::table.filter(help_requests::id.gt(after)).filter(help_requests::created_at.ge(time(from)));
        let made = made.filter(help_requests::created_at.lt(time(until))).order(help_requests::id).limit(limit);
        made.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Help requests whose confirmation link has expired.
    pub fn list_unconfirmed(&mut self, now: Moment, limit: i64) -> Result<Vec<HelpRequestId>, StoreError> {
        let state = HelpRequestState::AwaitingConfirmation.code();
        let late = help_requests::table.filter(help_requests::state.eq(state)).filter(help_requests::confirm_by.le(time(now)));
        ids(late.order(help_requests::confirm_by).limit(limit).select(help_requests::id).load::<String>(self.connection)?)
    }

    /// How many help requests are in `state`.
    pub fn count_help_requests(&mut self, state: HelpRequestState) -> Result<i64, StoreError> {
        Ok(help_requests::table.filter(help_requests::state.eq(state.code())).count().get_result(self.connection)?)
    }
}
