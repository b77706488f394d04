//! Tables `pools`, `pool_seats` and `pool_members`. A pool's row is the lock of its year: whoever changes anything of it holds that row first. The other two
//! say what others ask: how much of somebody's time is taken, and in which pools a company is.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::{MemberId, PoolId, SpecialistId, SupportOrgId};
use crate::pools::Pool;
use crate::store::cells::{id, ids, moment, time};
use crate::store::schema::{members, pool_members, pool_seats, pools};
use crate::store::sealed::POOL;
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

#[derive(Clone, Debug)]
pub struct StoredPool {
    pub id: PoolId,
    pub org: SupportOrgId,
    pub pool: Pool,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: Moment,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = pools)]
struct Row {
    id: String,
    support_org_id: String,
    document: String,
    version: i32,
    created_at: NaiveDateTime,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredPool, StoreError> {
    Ok(StoredPool {
        id: id(&row.id)?,
        org: id(&row.support_org_id)?,
        pool: POOL.open_document(vault, &row.id, &row.document)?,
        version: row.version,
        created_at: moment(row.created_at),
    })
}

impl Tx<'_> {
    pub fn add_pool(&mut self, new: &StoredPool) -> Result<(), StoreError> {
        let added = diesel::insert_into(pools::table).values((
            pools::id.eq(new.id.to_string()),
            pools::support_org_id.eq(new.org.to_string()),
            pools::document.eq(POOL.seal_document(&self.vault, &new.id, &new.pool)?),
            pools::last_day.eq(new.pool.plan.roster().last.to_string()),
            pools::version.eq(new.version),
            pools::created_at.eq(time(new.created_at)),
            pools::updated_at.eq(time(new.created_at)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_pool(&mut self, key: PoolId) -> Result<Option<StoredPool>, StoreError> {
        let row = pools::table.find(key.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Holds a pool's row until the transaction ends, and reads it as it is then.
    pub fn hold_pool(&mut self, key: PoolId, now: Moment) -> Result<Option<StoredPool>, StoreError> {
        diesel::update(pools::table.find(key.to_string())).set(pools::updated_at.eq(time(now))).execute(self.connection)?;
        self.find_pool(key)
    }

    /// Pools of an organisation, the newest first.
    pub fn list_pools(&mut self, org: SupportOrgId) -> Result<Vec<StoredPool>, StoreError> {
        let rows = pools::table.filter(pools::support_org_id.eq(org.to_string())).order(pools::id.desc());
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Pools for which somebody was asked, the oldest first.
    pub fn list_pools_of(&mut self, specialist: SpecialistId) -> Result<Vec<StoredPool>, StoreError> {
        let seats = pool_seats::table.filter(pool_seats::specialist_id.eq(specialist.to_string())).select(pool_seats::pool_id);
        let seats = seats.load::<String>(self.connection)?;
        self.pools_by_id(seats)
    }

    /// Other pools for which one of these people was asked, the oldest first.
    pub fn list_pools_beside(&mut self, own: PoolId, people: &[SpecialistId]) -> Result<Vec<StoredPool>, StoreError> {
        let people: Vec<String> = people.iter().map(ToString::to_string).collect();
        let theirs = pool_seats::specialist_id.eq_any(people).and(pool_seats::pool_id.ne(own.to_string()));
        let seats = pool_seats::table.filter(theirs).select(pool_seats::pool_id).load::<String>(self.connection)?;
        self.pools_by_id(seats)
    }

    fn pools_by_id(&mut self, ids: Vec<String>) -> Result<Vec<StoredPool>, StoreError> {
        let rows = pools::table.filter(pools::id.eq_any(ids)).order(pools::id);
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Pools in which a company takes part or took part, in the order in which everybody holds several of them.
    pub fn list_pools_with(&mut self, member: MemberId) -> Result<Vec<PoolId>, StoreError> {
        let rows = pool_members::table.filter(pool_members::member_id.eq(member.to_string())).order(pool_members::pool_id);
        ids(rows.select(pool_members::pool_id).load::<String>(self.connection)?)
    }

    /// Only for who holds the row. `reserved`: hours a week of each specialist, and until when.
    pub fn save_pool(&mut self, key: PoolId, pool: &Pool, reserved: &[(SpecialistId, u16, Moment)]) -> Result<(), StoreError> {
        let document = POOL.seal_document(&self.vault, &key, pool)?;
        let set = (pools::document.eq(document), pools::version.eq(pools::version + 1));
        diesel::update(pools::table.find(key.to_string())).set(set).execute(self.connection)?;
        diesel::delete(pool_seats::table.filter(pool_seats::pool_id.eq(key.to_string()))).execute(self.connection)?;
        for (specialist, weekly_hours, until) in reserved {
            let added = diesel::insert_into(pool_seats::table).values((
                pool_seats::pool_id.eq(key.to_string()),
                pool_seats::specialist_id.eq(specialist.to_string()),
                pool_seats::weekly_hours.eq(i32::from(*weekly_hours)),
                pool_seats::until.eq(time(*until)),
            ));
            added.execute(self.connection)?;
        }
        diesel::delete(pool_members::table.filter(pool_members::pool_id.eq(key.to_string()))).execute(self.connection)?;
        // Of a company that is on no list any more the pool keeps the visits, and nothing that names it.
        let taking_part = pool.plan.roster().members.iter().map(|member| member.id.to_string());
        let known = members::table.filter(members::id.eq_any(taking_part)).select(members::id).load::<String>(self.connection)?;
        let row = |member| (pool_members::pool_id.eq(key.to_string()), pool_members::member_id.eq(member));
        for member in known {
            diesel::insert_into(pool_members::table).values(row(member)).execute(self.connection)?;
        }
        Ok(())
    }

    /// What pools take of somebody's time, as it was last written.
    pub fn list_seats_of_pool(&mut self, key: PoolId) -> Result<Vec<(SpecialistId, u16, Moment)>, StoreError> {
        let rows = pool_seats::table.filter(pool_seats::pool_id.eq(key.to_string()));
        let rows = rows.select((pool_seats::specialist_id, pool_seats::weekly_hours, pool_seats::until));
        let rows = rows.load::<(String, i32, NaiveDateTime)>(self.connection)?;
        rows.into_iter().map(|(key, hours, until)| Ok((id(&key)?, u16::try_from(hours).unwrap_or_default(), moment(until)))).collect()
    }

    /// Takes a company out of the columns by which it is found; the pools keep its visits.
    pub fn leave_pools(&mut self, member: MemberId) -> Result<(), StoreError> {
        diesel::delete(pool_members::table.filter(pool_members::member_id.eq(member.to_string()))).execute(self.connection)?;
        Ok(())
    }

    /// Pools that were over before a day, the oldest first.
    pub fn list_pools_to_forget(&mut self, before: NaiveDate, limit: i64) -> Result<Vec<PoolId>, StoreError> {
        let old = pools::table.filter(pools::last_day.lt(before.to_string())).order(pools::last_day).limit(limit);
        ids(old.select(pools::id).load::<String>(self.connection)?)
    }

    /// Removes a pool that was over before a day; false if there is none.
    pub fn forget_pool(&mut self, key: PoolId, before: NaiveDate) -> Result<bool, StoreError> {
        let old = pools::table.find(key.to_string()).filter(pools::last_day.lt(before.to_string()));
        if old.count().get_result::<i64>(self.connection)? == 0 {
            return Ok(false);
        }
        diesel::delete(pool_seats::table.filter(pool_seats::pool_id.eq(key.to_string()))).execute(self.connection)?;
        diesel::delete(pool_members::table.filter(pool_members::pool_id.eq(key.to_string()))).execute(self.connection)?;
        diesel::delete(pools::table.find(key.to_string())).execute(self.connection)?;
        Ok(true)
    }
}
