//! Table `support_orgs`.

use diesel::prelude::*;

use crate::brokering::SupportOrg;
use crate::clock::Moment;
use crate::ids::SupportOrgId;
use crate::store::cells::{id, time};
use crate::store::schema::support_orgs;
use crate::store::sealed::SUPPORT_ORG;
use crate::store::{StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSupportOrg {
    pub id: SupportOrgId,
    pub org: SupportOrg,
}

impl Tx<'_> {
    pub fn add_support_org(&mut self, id: SupportOrgId, org: &SupportOrg, now: Moment) -> Result<(), StoreError> {
        let added = diesel::insert_into(support_orgs::table).values((
            support_orgs::id.eq(id.to_string()),
            support_orgs::name.eq(org.name.as_str()),
            support_orgs::profile.eq(SUPPORT_ORG.seal_document(&self.vault, &id, org)?),
            support_orgs::created_at.eq(time(now)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn change_support_org(&mut self, id: SupportOrgId, org: &SupportOrg) -> Result<(), StoreError> {
        let set = (support_orgs::name.eq(org.name.as_str()), support_orgs::profile.eq(SUPPORT_ORG.seal_document(&self.vault, &id, org)?));
        diesel::update(support_orgs::table.find(id.to_string())).set(set).execute(self.connection)?;
        Ok(())
    }

    pub fn find_support_org(&mut self, id: SupportOrgId) -> Result<Option<StoredSupportOrg>, StoreError> {
        let profile = support_orgs::table.find(id.to_string()).select(support_orgs::profile);
        let profile = profile.first::<String>(self.connection).optional()?;
        profile
            .map(|profile| Ok(StoredSupportOrg { id, org: SUPPORT_ORG.open_document(&self.vault, &id.to_string(), &profile)? }))
            .transpose()
    }

    pub fn find_support_org_by_name(&mut self, name: &str) -> Result<Option<StoredSupportOrg>, StoreError> {
        let row = support_orgs::table.filter(support_orgs::name.eq(name)).select((support_orgs::id, support_orgs::profile));
        let row = row.first::<(String, String)>(self.connection).optional()?;
        row.map(|(key, profile)| Ok(StoredSupportOrg { id: id(&key)?, org: SUPPORT_ORG.open_document(&self.vault, &key, &profile)? }))
            .transpose()
    }
}
