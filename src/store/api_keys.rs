//! Table `api_keys`. The key itself is shown once, when it is made.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::identity::{Rank, Role, Scope};
use crate::ids::{ApiKeyId, TokenHash};
use crate::store::cells::{id, known, moment, time, unreadable};
use crate::store::kept::Keep;
use crate::store::schema::api_keys;
use crate::store::{StoreError, Tx};

/// A key as its caller is known by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub role: Role,
    /// What it may; never more than its role.
    pub scopes: Vec<Scope>,
}

/// A key with all that is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    pub key: ApiKey,
    pub label: String,
    pub created_at: Moment,
    pub expires_at: Option<Moment>,
    pub last_used_at: Option<Moment>,
    pub revoked_at: Option<Moment>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_keys)]
struct Row {
    id: String,
    role: String,
    label: String,
    support_org_id: Option<String>,
    specialist_id: Option<String>,
    created_at: NaiveDateTime,
    scopes: Option<String>,
    expires_at: Option<NaiveDateTime>,
    last_used_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
}

fn stored(row: Row) -> Result<StoredKey, StoreError> {
    let role = match (row.role.as_str(), row.support_org_id, row.specialist_id) {
        ("operator", ..) => Role::Operator,
        ("auditor", ..) => Role::Auditor,
        ("broker", Some(org), _) => Role::Broker(id(&org)?, Rank::Member),
        ("specialist", _, Some(specialist)) => Role::Specialist(id(&specialist)?),
        _ => return Err(unreadable("role", "unknown code")),
    };
    let scopes = match row.scopes {
        // Keys from before scopes.
        None => role.scopes(),
        Some(codes) => {
            let scopes = codes.split_whitespace().map(|code| known("scope", Scope::find(code))).collect::<Result<Vec<_>, _>>()?;
            scopes.into_iter().filter(|scope| role.may(*scope)).collect()
        }
    };
    Ok(StoredKey {
        key: ApiKey { id: id(&row.id)?, role, scopes },
        label: row.label,
        created_at: moment(row.created_at),
        expires_at: row.expires_at.map(moment),
        last_used_at: row.last_used_at.map(moment),
        revoked_at: row.revoked_at.map(moment),
    })
}

impl Tx<'_> {
    pub fn add_api_key(&mut self, stored: &StoredKey, token: &TokenHash) -> Result<(), StoreError> {
        let key = &stored.key;
        let (support_org, specialist) = match key.role {
            Role::Operator | Role::Auditor | Role::Company(_) => (None, None),
            Role::Broker(org, _) => (Some(org.to_string()), None),
            Role::Specialist(specialist) => (None, Some(specialist.to_string())),
        };
        let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.code()).collect();
        let added = diesel::insert_into(api_keys::table).values((
            api_keys::id.eq(key.id.to_string()),
            api_keys::token_hash.eq(token.as_str()),
            api_keys::role.eq(key.role.code()),
            api_keys::label.eq(&stored.label),
            api_keys::support_org_id.eq(support_org),
            api_keys::specialist_id.eq(specialist),
            api_keys::created_at.eq(time(stored.created_at)),
            api_keys::scopes.eq(scopes.join(" ")),
            api_keys::expires_at.eq(stored.expires_at.map(time)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_api_key(&mut self, token: &TokenHash) -> Result<Option<StoredKey>, StoreError> {
        let row = api_keys::table.filter(api_keys::token_hash.eq(token.as_str())).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(stored).transpose()
    }

    pub fn find_api_key_by_id(&mut self, key: ApiKeyId) -> Result<Option<StoredKey>, StoreError> {
        let row = api_keys::table.find(key.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(stored).transpose()
    }

    /// All keys, the oldest first.
    pub fn list_api_keys(&mut self) -> Result<Vec<StoredKey>, StoreError> {
        let rows = api_keys::table.order((api_keys::created_at, api_keys::id)).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(stored).collect()
    }

    /// Notes that a key was used, unless that was noted after `before`.
    pub fn see_api_key(&mut self, key: ApiKeyId, before: Moment, now: Moment) -> Result<(), StoreError> {
        let stale = api_keys::last_used_at.is_null().or(api_keys::last_used_at.le(time(before)));
        let place = api_keys::table.find(key.to_string()).filter(stale);
        diesel::update(place).set(api_keys::last_used_at.eq(time(now))).kept().execute(self.connection)?;
        Ok(())
    }

    /// Withdraws a key for good; false if it was withdrawn.
    pub fn revoke_api_key(&mut self, key: ApiKeyId, now: Moment) -> Result<bool, StoreError> {
        let place = api_keys::table.find(key.to_string()).filter(api_keys::revoked_at.is_null());
        Ok(diesel::update(place).set(api_keys::revoked_at.eq(time(now))).execute(self.connection)? == 1)
    }
}
