//! Tables `members` and `member_consents`. A member's row is the lock of its consent: whoever acts on it, or for it, changes that row first.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

use crate::brokering::{Member, Standing, Way};
use crate::clock::Moment;
use crate::ids::{ConsentId, HelpRequestId, MemberId, SupportOrgId};
use crate::intake::HelpRequestState;
use crate::store::cells::{id, ids, known, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::{help_requests, member_consents, members};
use crate::store::sealed::{MEMBER, MEMBER_CLERK};
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

#[derive(Clone, Debug, PartialEq)]
pub struct StoredMember {
    pub id: MemberId,
    pub org: SupportOrgId,
    pub member: Member,
    pub standing: Standing,
    /// When the company was last asked by letter.
    pub asked_at: Option<Moment>,
    /// Grows by one whenever other facts are put on record.
    pub version: i32,
    pub created_at: Moment,
}

/// One word of consent.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredConsent {
    pub given: bool,
    pub way: Way,
    /// Who acted, as in the audit log.
    pub who: String,
    /// The clerk who has the paper, and the day on it.
    pub paper: Option<(String, NaiveDate)>,
    pub at: Moment,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = members)]
struct Row {
    id: String,
    support_org_id: String,
    document: String,
    standing: String,
    asked_at: Option<NaiveDateTime>,
    version: i32,
    created_at: NaiveDateTime,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredMember, StoreError> {
    Ok(StoredMember {
        id: id(&row.id)?,
        org: id(&row.support_org_id)?,
        member: MEMBER.open_document(vault, &row.id, &row.document)?,
        standing: known("standing", Standing::find(&row.standing))?,
        asked_at: row.asked_at.map(moment),
        version: row.version,
        created_at: moment(row.created_at),
    })
}

type ConsentRow = (String, bool, String, String, Option<String>, Option<String>, NaiveDateTime);

impl Tx<'_> {
    /// False if the organisation has a member of this number already.
    pub fn add_member(&mut self, stored: &StoredMember) -> Result<bool, StoreError> {
        let added = diesel::sql_query(
            "INSERT INTO members (id, support_org_id, number, document, standing, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (support_org_id, number) DO NOTHING",
        )
        .bind::<Text, _>(stored.id.to_string())
        .bind::<Text, _>(stored.org.to_string())
        .bind::<Text, _>(stored.member.number.as_str())
        .bind::<Text, _>(MEMBER.seal_document(&self.vault, &stored.id, &stored.member)?)
        .bind::<Text, _>(stored.standing.code())
        .bind::<Timestamp, _>(time(stored.created_at));
        Ok(added.kept().execute(self.connection)? == 1)
    }

    /// Holds a member's row until the transaction ends, and reads it as it is then.
    pub fn hold_member(&mut self, id: MemberId, now: Moment) -> Result<Option<StoredMember>, StoreError> {
        diesel::update(members::table.find(id.to_string())).set(members::updated_at.eq(time(now))).execute(self.connection)?;
        self.find_member(id)
    }

    /// Only for who holds the row, and has seen that the number is free.
    pub fn change_member(&mut self, id: MemberId, member: &Member) -> Result<(), StoreError> {
        let document = MEMBER.seal_document(&self.vault, &id, member)?;
        let set = (members::number.eq(member.number.as_str()), members::document.eq(document), members::version.eq(members::version + 1));
        diesel::update(members::table.find(id.to_string())).set(set).execute(self.connection)?;
        Ok(())
    }

    /// Only for who holds the row.
    pub fn set_standing(&mut self, id: MemberId, standing: Standing, asked_at: Option<Moment>) -> Result<(), StoreError> {
        let set = (members::standing.eq(standing.code()), members::asked_at.eq(asked_at.map(time)));
        diesel::update(members::table.find(id.to_string())).set(set).execute(self.connection)?;
        Ok(())
    }

    /// Only for who holds the row. With every word of consent, and the clerks who are named with these.
    pub fn remove_member(&mut self, id: MemberId) -> Result<(), StoreError> {
        diesel::delete(member_consents::table.filter(member_consents::member_id.eq(id.to_string()))).execute(self.connection)?;
        diesel::delete(members::table.find(id.to_string())).execute(self.connection)?;
        Ok(())
    }

    pub fn find_member(&mut self, id: MemberId) -> Result<Option<StoredMember>, StoreError> {
        let row = members::table.find(id.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    pub fn find_member_by_number(&mut self, org: SupportOrgId, number: &str) -> Result<Option<StoredMember>, StoreError> {
        let row = members::table.filter(members::support_org_id.eq(org.to_string())).filter(members::number.eq(number));
        row.select(Row::as_select()).first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Members of an organisation in the order of their numbers, those after `after`.
    pub fn list_members(&mut self, org: SupportOrgId, after: Option<&str>, limit: i64) -> Result<Vec<StoredMember>, StoreError> {
        let mut rows = members::table.filter(members::support_org_id.eq(org.to_string())).into_boxed();
        if let Some(after) = after {
            rows = rows.filter(members::number.gt(after.to_owned()));
        }
        let rows = rows.order(members::number).limit(limit).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// How many members of an organisation stand how.
    pub fn count_members(&mut self, org: SupportOrgId) -> Result<Vec<(Standing, i64)>, StoreError> {
        let counts = members::table.filter(members::support_org_id.eq(org.to_string())).group_by(members::standing);
        let counts = counts.select((members::standing, diesel::dsl::count(members::id))).load::<(String, i64)>(self.connection)?;
        counts.into_iter().map(|(code, count)| Ok((known("standing", Standing::find(&code))?, count))).collect()
    }

    pub fn add_member_consent(&mut self, id: ConsentId, member: MemberId, consent: &StoredConsent) -> Result<(), StoreError> {
        let added = diesel::insert_into(member_consents::table).values((
            member_consents::id.eq(id.to_string()),
            member_consents::member_id.eq(member.to_string()),
            member_consents::given.eq(consent.given),
            member_consents::way.eq(consent.way.code()),
            member_consents::who.eq(&consent.who),
            member_consents::clerk.eq(consent.paper.as_ref().map(|(clerk, _)| MEMBER_CLERK.seal(&self.vault, &id, clerk))),
            member_consents::given_on.eq(consent.paper.as_ref().map(|(_, day)| day.to_string())),
            member_consents::at.eq(time(consent.at)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// What was said for a member, the latest first.
    pub fn list_member_consents(&mut self, member: MemberId) -> Result<Vec<StoredConsent>, StoreError> {
        let rows = member_consents::table.filter(member_consents::member_id.eq(member.to_string()));
        let rows = rows.order((member_consents::at.desc(), member_consents::id.desc())).select((
            member_consents::id,
            member_consents::given,
            member_consents::way,
            member_consents::who,
            member_consents::clerk,
            member_consents::given_on,
            member_consents::at,
        ));
        let found = rows.load::<ConsentRow>(self.connection)?;
        let consent = |(key, given, way, who, clerk, given_on, at): ConsentRow| {
            let given_on = given_on.and_then(|day| day.parse().ok());
            let clerk = clerk.map(|clerk| Ok::<_, StoreError>(MEMBER_CLERK.open(&self.vault, &key, &clerk)?.into_owned())).transpose()?;
            Ok(StoredConsent { given, way: known("way", Way::find(&way))?, who, paper: clerk.zip(given_on), at: moment(at) })
        };
        found.into_iter().map(consent).collect()
    }

    /// Help requests that were made for a member and have not ended.
    pub fn list_running_for_member(&mut self, member: MemberId) -> Result<Vec<HelpRequestId>, StoreError> {
        let running = [HelpRequestState::AwaitingConfirmation.code(), HelpRequestState::Open.code()];
        let rows =
            help_requests::table.filter(help_requests::member_id.eq(member.to_string())).filter(help_requests::state.eq_any(running));
        ids(rows.order(help_requests::id).select(help_requests::id).load::<String>(self.connection)?)
    }
}
