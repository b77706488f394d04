//! The queue of a support organisation, and who is in charge of what (tables `help_requests`, `hand_overs`, `handed_over`).

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count, max};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::identity::{Rank, Role};
use crate::ids::{AccountId, HandOverId, HelpRequestId, PersonId, SupportOrgId};
use crate::intake::{HelpRequest, HelpRequestState};
use crate::store::cells::{id, known, moment, time};
use crate::store::schema::{account_roles, accounts, hand_overs, handed_over, help_requests, offers};
use crate::store::sealed::{ACCOUNT, HELP_REQUEST};
use crate::store::{StoreError, Tx};

/// Somebody in charge: an account, and who it is behind one that several people share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    pub account: AccountId,
    pub person: Option<PersonId>,
}

/// A help request in its organisation's queue.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueRow {
    pub id: HelpRequestId,
    pub state: HelpRequestState,
    pub company: String,
    pub clerk: Option<Charge>,
    pub created_at: Moment,
    /// When something last happened: it came in, somebody was asked, or somebody answered.
    pub last_news: Moment,
    pub asked: i64,
}

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHandOver {
    pub id: HandOverId,
    pub org: SupportOrgId,
    pub to: Charge,
    pub at: Moment,
    pub undone_at: Option<Moment>,
    /// With who was in charge before.
    pub help_requests: Vec<(HelpRequestId, Option<Charge>)>,
}

type ChargeColumns = (Option<String>, Option<String>);
type QueueColumns = (String, String, String, ChargeColumns, NaiveDateTime);
const QUEUE_COLUMNS: (
    help_requests::id,
    help_requests::state,
    help_requests::document,
    (help_requests::clerk_id, help_requests::clerk_person_id),
    help_requests::created_at,
) = (
    help_requests::id,
    help_requests::state,
    help_requests::document,
    (help_requests::clerk_id, help_requests::clerk_person_id),
    help_requests::created_at,
);
/// Nobody where no account is: a build that knows no people leaves who it was behind the one before.
fn charge((account, person): ChargeColumns) -> Result<Option<Charge>, StoreError> {
    let Some(account) = account else { return Ok(None) };
    Ok(Some(Charge { account: id(&account)?, person: person.map(|key| id(&key)).transpose()? }))
}

type NewsColumns = (String, Option<NaiveDateTime>, Option<NaiveDateTime>, i64);

impl Tx<'_> {
    /// Help requests of an organisation in these states, the oldest first.
    pub fn list_queue(&mut self, org: SupportOrgId, states: &[HelpRequestState], limit: i64) -> Result<Vec<QueueRow>, StoreError> {
        let codes: Vec<&str> = states.iter().map(|state| state.code()).collect();
        let rows = help_requests::table.filter(help_requests::support_org_id.eq(org.to_string()));
        let rows = rows.filter(help_requests::state.eq_any(codes)).order((help_requests::created_at, help_requests::id)).limit(limit);
        let rows = rows.select(QUEUE_COLUMNS).load::<QueueColumns>(self.connection)?;
        self.with_news(rows)
    }

    /// One help request of an organisation; none if it is another's or in none of these states.
    pub fn find_queued(
        &mut self,
        org: SupportOrgId,
        states: &[HelpRequestState],
        id: HelpRequestId,
    ) -> Result<Option<QueueRow>, StoreError> {
        let codes: Vec<&str> = states.iter().map(|state| state.code()).collect();
        let row = help_requests::table.find(id.to_string()).filter(help_requests::support_org_id.eq(org.to_string()));
        let row = row.filter(help_requests::state.eq_any(codes)).select(QUEUE_COLUMNS).first::<QueueColumns>(self.connection).optional()?;
        Ok(self.with_news(row.into_iter().collect())?.pop())
    }

    fn with_news(&mut self, rows: Vec<QueueColumns>) -> Result<Vec<QueueRow>, StoreError> {
        let keys: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        let news = offers::table.filter(offers::help_request_id.eq_any(keys)).group_by(offers::help_request_id);
        let news = news.select((offers::help_request_id, max(offers::made_at), max(offers::answered_at), count(offers::id)));
        let news: HashMap<String, (Option<NaiveDateTime>, i64)> = news
            .load::<NewsColumns>(self.connection)?
            .into_iter()
            .map(|(key, made, answered, asked)| (key, (made.max(answered), asked)))
            .collect();
        let row = |(key, state, document, clerk, created_at): QueueColumns| {
            let help_request: HelpRequest = HELP_REQUEST.open_document(&self.vault, &key, &document)?;
            let (last, asked) = news.get(&key).copied().unwrap_or_default();
            Ok(QueueRow {
                id: id(&key)?,
                state: known("help request state", HelpRequestState::find(&state))?,
                company: help_request.company.name.as_str().to_owned(),
                clerk: charge(clerk)?,
                created_at: moment(created_at),
                last_news: moment(last.map_or(created_at, |last| last.max(created_at))),
                asked,
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// How many help requests of an organisation are in which state.
    pub fn count_queue(&mut self, org: SupportOrgId) -> Result<Vec<(HelpRequestState, i64)>, StoreError> {
        let counts = help_requests::table.filter(help_requests::support_org_id.eq(org.to_string())).group_by(help_requests::state);
        let counts = counts.select((help_requests::state, count(help_requests::id))).load::<(String, i64)>(self.connection)?;
        counts.into_iter().map(|(code, count)| Ok((known("help request state", HelpRequestState::find(&code))?, count))).collect()
    }

    /// Who works for an organisation: accounts that are not shut, with their mail addresses, in the order of these.
    pub fn list_clerks(&mut self, org: SupportOrgId) -> Result<Vec<(AccountId, String)>, StoreError> {
        let roles = Rank::ALL.map(|rank| Role::Broker(org, rank).key());
        let rows = accounts::table.inner_join(account_roles::table.on(account_roles::account_id.eq(accounts::id)));
        let rows = rows.filter(account_roles::role.eq_any(roles)).filter(accounts::disabled_at.is_null());
        let rows = rows.select((accounts::id, accounts::address)).distinct().load::<(String, String)>(self.connection)?;
        let clerks = rows.into_iter().map(|(key, address)| Ok((id(&key)?, ACCOUNT.open(&self.vault, &key, &address)?.into_owned())));
        let mut clerks: Vec<(AccountId, String)> = clerks.collect::<Result<_, StoreError>>()?;
        clerks.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(clerks)
    }

    /// Who is in charge of what in an organisation, in the order of ids; cancelled ones are nobody's business any more.
    pub fn list_charges(&mut self, org: SupportOrgId) -> Result<Vec<(HelpRequestId, Option<Charge>)>, StoreError> {
        let rows = help_requests::table.filter(help_requests::support_org_id.eq(org.to_string()));
        let rows = rows.filter(help_requests::state.ne(HelpRequestState::Cancelled.code())).order(help_requests::id);
        let rows = rows.select((help_requests::id, (help_requests::clerk_id, help_requests::clerk_person_id)));
        let rows = rows.load::<(String, ChargeColumns)>(self.connection)?;
        rows.into_iter().map(|(key, clerk)| Ok((id(&key)?, charge(clerk)?))).collect()
    }

    /// Puts somebody in charge; false if somebody else is by now than who was thought to be, or it is with another organisation.
    pub fn put_in_charge(
        &mut self,
        org: SupportOrgId,
        id: HelpRequestId,
        from: Option<Charge>,
        to: Option<Charge>,
    ) -> Result<bool, StoreError> {
        let set = (
            help_requests::clerk_id.eq(to.map(|clerk| clerk.account.to_string())),
            help_requests::clerk_person_id.eq(to.and_then(|clerk| clerk.person).map(|person| person.to_string())),
        );
        let place = help_requests::table.find(id.to_string()).filter(help_requests::support_org_id.eq(org.to_string()));
        let changed = match from {
            Some(Charge { account, person }) => {
                let place = place.filter(help_requests::clerk_id.eq(account.to_string()));
                match person {
                    Some(person) => {
                        let place = place.filter(help_requests::clerk_person_id.eq(person.to_string()));
                        diesel::update(place).set(set).execute(self.connection)?
                    }
                    None => diesel::update(place.filter(help_requests::clerk_person_id.is_null())).set(set).execute(self.connection)?,
                }
            }
            None => diesel::update(place.filter(help_requests::clerk_id.is_null())).set(set).execute(self.connection)?,
        };
        Ok(changed == 1)
    }

    pub fn add_hand_over(&mut self, stored: &StoredHandOver, who: &str) -> Result<(), StoreError> {
        let added = diesel::insert_into(hand_overs::table).values((
            hand_overs::id.eq(stored.id.to_string()),
            hand_overs::support_org_id.eq(stored.org.to_string()),
            hand_overs::who.eq(who),
            hand_overs::to_clerk.eq(stored.to.account.to_string()),
            hand_overs::to_person_id.eq(stored.to.person.map(|person| person.to_string())),
            hand_overs::at.eq(time(stored.at)),
        ));
        added.execute(self.connection)?;
        for (help_request, from) in &stored.help_requests {
            let item = diesel::insert_into(handed_over::table).values((
                handed_over::hand_over_id.eq(stored.id.to_string()),
                handed_over::help_request_id.eq(help_request.to_string()),
                handed_over::from_clerk.eq(from.map(|clerk| clerk.account.to_string())),
                handed_over::from_person_id.eq(from.and_then(|clerk| clerk.person).map(|person| person.to_string())),
            ));
            item.execute(self.connection)?;
        }
        Ok(())
    }

    pub fn find_hand_over(&mut self, key: HandOverId) -> Result<Option<StoredHandOver>, StoreError> {
        let row = hand_overs::table.find(key.to_string());
        let to = (hand_overs::to_clerk, hand_overs::to_person_id);
        let row = row.select((hand_overs::support_org_id, to, hand_overs::at, hand_overs::undone_at));
        let row = row.first::<(String, (String, Option<String>), NaiveDateTime, Option<NaiveDateTime>)>(self.connection).optional()?;
        let Some((org, to, at, undone_at)) = row else { return Ok(None) };
        let items = handed_over::table.filter(handed_over::hand_over_id.eq(key.to_string())).order(handed_over::help_request_id);
        let items = items.select((handed_over::help_request_id, (handed_over::from_clerk, handed_over::from_person_id)));
        let items = items.load::<(String, ChargeColumns)>(self.connection)?;
        let items = items.into_iter().map(|(key, from)| Ok((id(&key)?, charge(from)?)));
        let help_requests = items.collect::<Result<_, StoreError>>()?;
        let to = Charge { account: id(&to.0)?, person: to.1.map(|key| id(&key)).transpose()? };
        Ok(Some(StoredHandOver { id: key, org: id(&org)?, to, at: moment(at), undone_at: undone_at.map(moment), help_requests }))
    }

    /// Marks a hand-over as taken back; false if it was before.
    pub fn mark_undone(&mut self, key: HandOverId, now: Moment) -> Result<bool, StoreError> {
        let place = hand_overs::table.find(key.to_string()).filter(hand_overs::undone_at.is_null());
        Ok(diesel::update(place).set(hand_overs::undone_at.eq(time(now))).execute(self.connection)? == 1)
    }
}
