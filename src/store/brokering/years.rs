//! What came in within a time, for the report of a year (tables `help_requests`, `offers`, `engagements`, `referrals`). When, in which state and with how many
//! answers is counted by the database; what was asked for is sealed, so it is opened here.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count, count_star};
use diesel::prelude::*;

use crate::brokering::{ReferralState, YearRow};
use crate::clock::Moment;
use crate::engagement::EngagementState;
use crate::ids::SupportOrgId;
use crate::intake::{HelpRequest, HelpRequestState};
use crate::offers::Ended;
use crate::store::cells::{known, moment, time};
use crate::store::schema::{engagements, help_requests, offers, referrals};
use crate::store::sealed::HELP_REQUEST;
use crate::store::{StoreError, Tx};

/// Of so many at once offers are counted: few enough for one statement of either database.
const PAGE: usize = 500;

type Columns = (String, String, String, Option<String>, NaiveDateTime, Option<NaiveDateTime>);

/// What became of the offers of a help request.
#[derive(Clone, Copy, Default)]
struct Answers {
    asked: i64,
    answers: i64,
    unanswered: bool,
}

impl Tx<'_> {
    /// Help requests that came in from `from` on and before `until`, of one organisation or of all. Those that were never confirmed may be nobody's, and are
    /// left out: they have no policy.
    pub fn list_year(&mut self, org: Option<SupportOrgId>, (from, until): (Moment, Moment)) -> Result<Vec<YearRow>, StoreError> {
        let mut rows = help_requests::table.filter(help_requests::created_at.ge(time(from))).into_boxed();
        rows = rows.filter(help_requests::created_at.lt(time(until))).filter(help_requests::policy.is_not_null());
        if let Some(org) = org {
            rows = rows.filter(help_requests::support_org_id.eq(org.to_string()));
        }
        let columns = (
            help_requests::id,
            help_requests::state,
            help_requests::document,
            help_requests::member_id,
            help_requests::created_at,
            help_requests::forgotten_at,
        );
        let rows = rows.order((help_requests::created_at, help_requests::id)).select(columns).load::<Columns>(self.connection)?;
        let mut told = Vec::with_capacity(rows.len());
        for page in rows.chunks(PAGE) {
            let keys: Vec<&str> = page.iter().map(|row| row.0.as_str()).collect();
            let (answers, matches, mut follow_ups) = (self.answers_to(&keys)?, self.matches_of(&keys)?, self.list_follow_ups_about(&keys)?);
            for row in page {
                let answers = answers.get(&row.0).copied().unwrap_or_default();
                let told_of = self.year_row(row, answers, matches.get(&row.0).copied())?;
                told.push(YearRow { follow_up: follow_ups.remove(&row.0), ..told_of });
            }
        }
        Ok(told)
    }

    fn year_row(&self, row: &Columns, of: Answers, matched_at: Option<Moment>) -> Result<YearRow, StoreError> {
        let (key, state, document, member, made_at, forgotten_at) = row;
        let HelpRequest { company, need } = HELP_REQUEST.open_document(&self.vault, key, document)?;
        let number = company.corporate_number.as_ref().map(|number| number.as_str().to_owned());
        // Who is forgotten is nobody's other help request.
        let address = forgotten_at.is_none().then(|| company.contact.address.as_str().to_lowercase());
        Ok(YearRow {
            state: known("help request state", HelpRequestState::find(state))?,
            company: member.clone().or(number).or(address).unwrap_or_else(|| key.clone()),
            prefecture: company.prefecture,
            menu: need.menus.into_iter().next(),
            hours: u32::from(need.hours),
            made_at: moment(*made_at),
            asked: of.asked,
            answers: of.answers,
            unanswered: of.unanswered,
            matched_at,
            follow_up: None,
        })
    }

    fn answers_to(&mut self, keys: &[&str]) -> Result<HashMap<String, Answers>, StoreError> {
        let counted = offers::table.filter(offers::help_request_id.eq_any(keys));
        let counted = counted.group_by((offers::help_request_id, offers::ended_why));
        // Those without an answer are not counted by the second count.
        let counted = counted.select((offers::help_request_id, offers::ended_why, count_star(), count(offers::answered_at)));
        let mut found: HashMap<String, Answers> = HashMap::new();
        for (key, why, asked, answers) in counted.load::<(String, Option<String>, i64, i64)>(self.connection)? {
            let of = found.entry(key).or_default();
            of.asked += asked;
            of.answers += answers;
            of.unanswered |= why.as_deref() == Some(Ended::Unanswered.code());
        }
        Ok(found)
    }

    /// When the match was made that holds.
    fn matches_of(&mut self, keys: &[&str]) -> Result<HashMap<String, Moment>, StoreError> {
        let holding: Vec<&str> = EngagementState::ALL.iter().filter(|state| state.holds()).map(|state| state.code()).collect();
        let rows = engagements::table.filter(engagements::help_request_id.eq_any(keys)).filter(engagements::state.eq_any(holding));
        let rows = rows.select((engagements::help_request_id, engagements::opened_at)).load::<(String, NaiveDateTime)>(self.connection)?;
        Ok(rows.into_iter().map(|(key, at)| (key, moment(at))).collect())
    }

    /// How many help requests went on from an organisation, and how many came to it, because their companies said so within the time. Of all: each is both.
    pub fn count_passed_on(&mut self, org: Option<SupportOrgId>, (from, until): (Moment, Moment)) -> Result<(i64, i64), StoreError> {
        let agreed = || {
            let agreed = referrals::table.filter(referrals::state.eq(ReferralState::Agreed.code()));
            agreed.filter(referrals::ended_at.ge(time(from))).filter(referrals::ended_at.lt(time(until)))
        };
        let Some(org) = org.map(|org| org.to_string()) else {
            let all = agreed().count().get_result(self.connection)?;
            return Ok((all, all));
        };
        let passed_on = agreed().filter(referrals::from_org_id.eq(&org)).count().get_result(self.connection)?;
        let taken_over = agreed().filter(referrals::to_org_id.eq(&org)).count().get_result(self.connection)?;
        Ok((passed_on, taken_over))
    }

    /// When the first help request of an organisation, or of all, came in that is still there.
    pub fn first_help_request(&mut self, org: Option<SupportOrgId>) -> Result<Option<Moment>, StoreError> {
        let mut rows = help_requests::table.filter(help_requests::policy.is_not_null()).into_boxed();
        if let Some(org) = org {
            rows = rows.filter(help_requests::support_org_id.eq(org.to_string()));
        }
        let first = rows.select(diesel::dsl::min(help_requests::created_at)).first::<Option<NaiveDateTime>>(self.connection)?;
        Ok(first.map(moment))
    }
}
