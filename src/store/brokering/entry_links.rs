//! Table `entry_links`, and which help requests came in by one.

use chrono::NaiveDateTime;
use diesel::dsl::count;
use diesel::prelude::*;

use crate::brokering::EntryCode;
use crate::clock::Moment;
use crate::ids::{HelpRequestId, SupportOrgId};
use crate::store::cells::{id, known, moment, time};
use crate::store::schema::{entry_links, help_requests};
use crate::store::{StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntryLink {
    pub code: EntryCode,
    pub org: SupportOrgId,
    pub label: String,
    pub made_at: Moment,
    pub closed_at: Option<Moment>,
}

type Columns = (String, String, String, NaiveDateTime, Option<NaiveDateTime>);

fn stored((code, org, label, made_at, closed_at): Columns) -> Result<StoredEntryLink, StoreError> {
    let code = known("entry code", EntryCode::find(&code))?;
    Ok(StoredEntryLink { code, org: id(&org)?, label, made_at: moment(made_at), closed_at: closed_at.map(moment) })
}

const COLUMNS: (entry_links::code, entry_links::support_org_id, entry_links::label, entry_links::made_at, entry_links::closed_at) =
    (entry_links::code, entry_links::support_org_id, entry_links::label, entry_links::made_at, entry_links::closed_at);

impl Tx<'_> {
    pub fn add_entry_link(&mut self, link: &StoredEntryLink) -> Result<(), StoreError> {
        let added = diesel::insert_into(entry_links::table).values((
            entry_links::code.eq(link.code.as_str()),
            entry_links::support_org_id.eq(link.org.to_string()),
            entry_links::label.eq(&link.label),
            entry_links::made_at.eq(time(link.made_at)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_entry_link(&mut self, code: &EntryCode) -> Result<Option<StoredEntryLink>, StoreError> {
        entry_links::table.find(code.as_str()).select(COLUMNS).first::<Columns>(self.connection).optional()?.map(stored).transpose()
    }

    /// Those of an organisation, the oldest first.
    pub fn list_entry_links(&mut self, org: SupportOrgId) -> Result<Vec<StoredEntryLink>, StoreError> {
        let rows = entry_links::table.filter(entry_links::support_org_id.eq(org.to_string()));
        let rows = rows.order((entry_links::made_at, entry_links::code)).select(COLUMNS);
        rows.load::<Columns>(self.connection)?.into_iter().map(stored).collect()
    }

    pub fn close_entry_link(&mut self, code: &EntryCode, now: Moment) -> Result<(), StoreError> {
        let place = entry_links::table.find(code.as_str()).filter(entry_links::closed_at.is_null());
        diesel::update(place).set(entry_links::closed_at.eq(time(now))).execute(self.connection)?;
        Ok(())
    }

    /// How many help requests came in by a link, and how many of them its organisation may see.
    pub fn count_entries(&mut self, link: &StoredEntryLink) -> Result<(i64, i64), StoreError> {
        let came = || help_requests::table.filter(help_requests::entry_code.eq(link.code.as_str().to_owned()));
        let all = came().select(count(help_requests::id)).first(self.connection)?;
        let shared = came().filter(help_requests::support_org_id.eq(link.org.to_string())).select(count(help_requests::id));
        Ok((all, shared.first(self.connection)?))
    }

    pub fn set_entry(&mut self, id: HelpRequestId, code: &EntryCode) -> Result<(), StoreError> {
        let place = help_requests::table.find(id.to_string());
        diesel::update(place).set(help_requests::entry_code.eq(code.as_str())).execute(self.connection)?;
        Ok(())
    }
}
