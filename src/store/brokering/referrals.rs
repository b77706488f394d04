//! Table `referrals`, and which organisations take them. Whoever decides about a referral holds the row of its help request.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::brokering::ReferralState;
use crate::clock::Moment;
use crate::ids::{HelpRequestId, ReferralId, SupportOrgId};
use crate::intake::HelpRequestState;
use crate::store::cells::{id, ids, known, moment, time, unreadable};
use crate::store::kept::Keep;
use crate::store::schema::{help_requests, referrals, support_orgs};
use crate::store::sealed::REFERRAL_REASON;
use crate::store::{StoreError, Tx};
use crate::values::Line;
use crate::vault::Vault;

/// A proposal to pass a help request on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReferral {
    pub id: ReferralId,
    pub help_request: HelpRequestId,
    pub from: SupportOrgId,
    pub to: SupportOrgId,
    /// None once the help request is forgotten.
    pub reason: Option<Line>,
    pub state: ReferralState,
    pub made_at: Moment,
    /// Until when the company can say yes.
    pub runs_out_at: Moment,
    /// When it was answered, taken back or ran out.
    pub ended_at: Option<Moment>,
}

impl StoredReferral {
    /// Whether the company can still answer.
    pub fn is_open(&self, now: Moment) -> bool {
        self.state == ReferralState::Open && now < self.runs_out_at
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = referrals)]
struct Row {
    id: String,
    help_request_id: String,
    from_org_id: String,
    to_org_id: String,
    reason: Option<String>,
    state: String,
    made_at: NaiveDateTime,
    runs_out_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredReferral, StoreError> {
    let reason = row.reason.map(|cell| {
        let text = REFERRAL_REASON.open(vault, &row.id, &cell)?;
        Line::parse(&text, usize::MAX).map_err(|mistake| unreadable("reason of a referral", mistake.code))
    });
    Ok(StoredReferral {
        id: id(&row.id)?,
        help_request: id(&row.help_request_id)?,
        from: id(&row.from_org_id)?,
        to: id(&row.to_org_id)?,
        reason: reason.transpose()?,
        state: known("referral state", ReferralState::find(&row.state))?,
        made_at: moment(row.made_at),
        runs_out_at: moment(row.runs_out_at),
        ended_at: row.ended_at.map(moment),
    })
}

impl Tx<'_> {
    /// Only for who holds the help request's row, and has seen that no other one is open.
    pub fn add_referral(&mut self, new: &StoredReferral) -> Result<(), StoreError> {
        let added = diesel::insert_into(referrals::table).values((
            referrals::id.eq(new.id.to_string()),
            referrals::help_request_id.eq(new.help_request.to_string()),
            referrals::from_org_id.eq(new.from.to_string()),
            referrals::to_org_id.eq(new.to.to_string()),
            referrals::reason.eq(new.reason.as_ref().map(|reason| REFERRAL_REASON.seal(&self.vault, &new.id, reason.as_str()))),
            referrals::state.eq(new.state.code()),
            referrals::made_at.eq(time(new.made_at)),
            referrals::runs_out_at.eq(time(new.runs_out_at)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_referral(&mut self, key: ReferralId) -> Result<Option<StoredReferral>, StoreError> {
        let row = referrals::table.find(key.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// All of a help request, the oldest first.
    pub fn list_referrals_of(&mut self, help_request: HelpRequestId) -> Result<Vec<StoredReferral>, StoreError> {
        let rows = referrals::table.filter(referrals::help_request_id.eq(help_request.to_string())).order(referrals::id);
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Those that an organisation made, and those by which it got a help request; the newest first, those before `before`.
    pub fn list_referrals(&mut self, org: SupportOrgId, before: Option<ReferralId>, limit: i64) -> Result<Vec<StoredReferral>, StoreError> {
        let received = referrals::to_org_id.eq(org.to_string()).and(referrals::state.eq(ReferralState::Agreed.code()));
        let mut rows = referrals::table.filter(referrals::from_org_id.eq(org.to_string()).or(received)).into_boxed();
        if let Some(before) = before {
            rows = rows.filter(referrals::id.lt(before.to_string()));
        }
        let rows = rows.order(referrals::id.desc()).limit(limit).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Open ones that the company has not answered in time.
    pub fn list_late_referrals(&mut self, now: Moment, limit: i64) -> Result<Vec<ReferralId>, StoreError> {
        let late = referrals::table.filter(referrals::state.eq(ReferralState::Open.code())).filter(referrals::runs_out_at.le(time(now)));
        ids(late.order(referrals::runs_out_at).limit(limit).select(referrals::id).load::<String>(self.connection)?)
    }

    /// Ends an open referral; false if it had ended before.
    pub fn end_referral(&mut self, key: ReferralId, to: ReferralState, now: Moment) -> Result<bool, StoreError> {
        let place = referrals::table.find(key.to_string()).filter(referrals::state.eq(ReferralState::Open.code()));
        let set = (referrals::state.eq(to.code()), referrals::ended_at.eq(time(now)));
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// Puts a help request into the queue of another organisation, with nobody in charge; false if it has ended, was forgotten, or is not with
    /// `from` any more. It is no member's any more: the member was that of `from`. That it was passed on is no news of its own, so its date stays.
    pub fn pass_on(&mut self, help_request: HelpRequestId, from: SupportOrgId, to: SupportOrgId) -> Result<bool, StoreError> {
        let states = [HelpRequestState::Open, HelpRequestState::Unmatched].map(HelpRequestState::code);
        let place = help_requests::table.find(help_request.to_string()).filter(help_requests::support_org_id.eq(from.to_string()));
        let place = place.filter(help_requests::state.eq_any(states)).filter(help_requests::forgotten_at.is_null());
        let set = (
            help_requests::support_org_id.eq(to.to_string()),
            help_requests::clerk_id.eq(None::<String>),
            help_requests::clerk_person_id.eq(None::<String>),
            help_requests::member_id.eq(None::<String>),
        );
        Ok(diesel::update(place).set(set).kept().execute(self.connection)? == 1)
    }

    /// Takes out what clerks wrote about a help request.
    pub(in crate::store) fn forget_referral_reasons(&mut self, help_request: HelpRequestId) -> Result<(), StoreError> {
        let about = referrals::table.filter(referrals::help_request_id.eq(help_request.to_string()));
        diesel::update(about).set(referrals::reason.eq(None::<String>)).execute(self.connection)?;
        Ok(())
    }

    pub fn set_takes_referrals(&mut self, org: SupportOrgId, takes: bool) -> Result<(), StoreError> {
        let place = support_orgs::table.find(org.to_string());
        diesel::update(place).set(support_orgs::takes_referrals.eq(takes)).execute(self.connection)?;
        Ok(())
    }

    /// Organisations that take referrals, with their names, in the order of these.
    pub fn list_taking_referrals(&mut self) -> Result<Vec<(SupportOrgId, String)>, StoreError> {
        let rows = support_orgs::table.filter(support_orgs::takes_referrals.eq(true)).order((support_orgs::name, support_orgs::id));
        let rows = rows.select((support_orgs::id, support_orgs::name)).load::<(String, String)>(self.connection)?;
        rows.into_iter().map(|(key, name)| Ok((id(&key)?, name))).collect()
    }

    /// Names of organisations.
    pub fn name_support_orgs(&mut self, orgs: &[SupportOrgId]) -> Result<Vec<(SupportOrgId, String)>, StoreError> {
        let keys: Vec<String> = orgs.iter().map(ToString::to_string).collect();
        let rows = support_orgs::table.filter(support_orgs::id.eq_any(keys)).select((support_orgs::id, support_orgs::name));
        rows.load::<(String, String)>(self.connection)?.into_iter().map(|(key, name)| Ok((id(&key)?, name))).collect()
    }
}
