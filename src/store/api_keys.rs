//! Table `api_keys`. The key itself is shown once, when it is made.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::identity::{Rank, Role};
use crate::ids::{ApiKeyId, TokenHash};
use crate::store::cells::{id, time, unreadable};
use crate::store::schema::api_keys;
use crate::store::{StoreError, Tx};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub role: Role,
}

impl Tx<'_> {
    pub fn add_api_key(&mut self, key: ApiKey, token: &TokenHash, label: &str, now: Moment) -> Result<(), StoreError> {
        let (role, support_org, specialist) = match key.role {
            Role::Operator | Role::Auditor | Role::Company(_) => (key.role.code(), None, None),
            Role::Broker(org, _) => ("broker", Some(org.to_string()), None),
            Role::Specialist(specialist) => ("specialist", None, Some(specialist.to_string())),
        };
        let added = diesel::insert_into(api_keys::table).values((
            api_keys::id.eq(key.id.to_string()),
            api_keys::token_hash.eq(token.as_str()),
            api_keys::role.eq(role),
            api_keys::label.eq(label),
            api_keys::support_org_id.eq(support_org),
            api_keys::specialist_id.eq(specialist),
            api_keys::created_at.eq(time(now)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_api_key(&mut self, token: &TokenHash) -> Result<Option<ApiKey>, StoreError> {
        let row = api_keys::table.filter(api_keys::token_hash.eq(token.as_str()));
        let row = row.select((api_keys::id, api_keys::role, api_keys::support_org_id, api_keys::specialist_id));
        let row = row.first::<(String, String, Option<String>, Option<String>)>(self.connection).optional()?;
        row.map(|(key, role, support_org, specialist)| {
            let role = match (role.as_str(), support_org, specialist) {
                ("operator", ..) => Role::Operator,
                ("auditor", ..) => Role::Auditor,
                ("broker", Some(org), _) => Role::Broker(id(&org)?, Rank::Member),
                ("specialist", _, Some(specialist)) => Role::Specialist(id(&specialist)?),
                _ => return Err(unreadable("role", "unknown code")),
            };
            Ok(ApiKey { id: id(&key)?, role })
        })
        .transpose()
    }
}
