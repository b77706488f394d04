//! Forgetting who it was: what is old enough, and the rows without the people in them.

use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::active_list::{CheckStep, Specialist};
use crate::brokering::Standing;
use crate::clock::Moment;
use crate::engagement::Side;
use crate::ids::{AccountId, HelpRequestId, MemberId, SpecialistId};
use crate::intake::{HelpRequest, HelpRequestState};
use crate::store::cells::{ids, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::schema::{
    acceptance_codes, accounts, api_keys, engagements, help_requests, known_browsers, members, offers, pool_seats, sign_ins, specialists,
    suppressions, team_seats,
};
use crate::store::sealed::{ACCOUNT, HELP_REQUEST, PROFILE};
use crate::store::suppressions::SUBJECT;
use crate::store::{StoreError, Tx};
use crate::values::MailAddress;

/// These stand in the text, so that every plan may go by the index.
const HELP_REQUESTS: &str = "forgotten_at IS NULL AND state IN ('cancelled', 'unmatched', 'matched')";
const SPECIALISTS: &str = "forgotten_at IS NULL AND consented = FALSE AND public_listing = FALSE";
/// Somebody with one of these has something open.
const OPEN: [&str; 3] = ["queued", "sent", "willing"];

impl Tx<'_> {
    /// Help requests that have been in `state` since before `before` and say who it was, the oldest first.
    pub fn list_help_requests_to_forget(
        &mut self,
        state: HelpRequestState,
        before: Moment,
        limit: i64,
    ) -> Result<Vec<HelpRequestId>, StoreError> {
        let old = help_requests::table.filter(diesel::dsl::sql::<Bool>(HELP_REQUESTS)).filter(help_requests::state.eq(state.code()));
        let old = old.filter(help_requests::updated_at.le(time(before))).order(help_requests::updated_at).limit(limit);
        ids(old.select(help_requests::id).load::<String>(self.connection)?)
    }

    /// Specialists without any consent and with nothing open whose profile has not changed since `before`, the oldest first.
    pub fn list_specialists_to_forget(&mut self, before: Moment, limit: i64) -> Result<Vec<SpecialistId>, StoreError> {
        let open = offers::table.filter(offers::specialist_id.eq(specialists::id)).filter(offers::state.eq_any(OPEN));
        let running = engagements::table.filter(engagements::specialist_id.eq(specialists::id)).filter(engagements::state.eq("running"));
        let old = specialists::table.filter(diesel::dsl::sql::<Bool>(SPECIALISTS)).filter(specialists::updated_at.le(time(before)));
        let old = old.filter(diesel::dsl::not(diesel::dsl::exists(open))).filter(diesel::dsl::not(diesel::dsl::exists(running)));
        // Companies that shared the person may still ask who came.
        let shared = pool_seats::table.filter(pool_seats::specialist_id.eq(specialists::id)).filter(pool_seats::until.gt(time(before)));
        let old = old.filter(diesel::dsl::not(diesel::dsl::exists(shared)));
        let along =
            team_seats::table.filter(team_seats::specialist_id.eq(specialists::id.nullable())).filter(team_seats::ended_at.is_null());
        let old = old.filter(diesel::dsl::not(diesel::dsl::exists(along)));
        ids(old.order(specialists::updated_at).limit(limit).select(specialists::id).load::<String>(self.connection)?)
    }

    /// Members that said no and of which nothing has changed since `before`, the oldest first.
    pub fn list_members_to_forget(&mut self, before: Moment, limit: i64) -> Result<Vec<MemberId>, StoreError> {
        let old = members::table.filter(members::standing.eq(Standing::Declined.code())).filter(members::updated_at.le(time(before)));
        ids(old.order(members::updated_at).limit(limit).select(members::id).load::<String>(self.connection)?)
    }

    /// Holds a member's row until the transaction ends; false if it has changed since `before`.
    pub fn hold_old_member(&mut self, id: MemberId, before: Moment) -> Result<bool, StoreError> {
        let place = members::table.find(id.to_string()).filter(members::standing.eq(Standing::Declined.code()));
        let place = place.filter(members::updated_at.le(time(before)));
        Ok(diesel::update(place).set(members::updated_at.eq(members::updated_at)).execute(self.connection)? == 1)
    }

    /// Puts `nobody` into the place of a help request, with all that anybody wrote about it; false if it has changed since `before`.
    pub fn forget_help_request(
        &mut self,
        id: HelpRequestId,
        nobody: &HelpRequest,
        before: Moment,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let place = help_requests::table.find(id.to_string()).filter(help_requests::forgotten_at.is_null());
        let place = place.filter(help_requests::updated_at.le(time(before)));
        let done = diesel::update(place).set((
            help_requests::document.eq(HELP_REQUEST.seal_document(&self.vault, &id, nobody)?),
            help_requests::twin_key.eq(None::<String>),
            help_requests::forgotten_at.eq(time(now)),
        ));
        if done.kept().execute(self.connection)? == 0 {
            return Ok(false);
        }
        self.forget_referral_reasons(id)?;
        self.forget_seats_about(id)?;
        let nothing = None::<String>;
        let asked = offers::table.filter(offers::help_request_id.eq(id.to_string()));
        let set = (offers::decline_text.eq(&nothing), offers::terms.eq(&nothing), offers::acting_person.eq(&nothing));
        diesel::update(asked).set(set).kept().execute(self.connection)?;
        let agreed = engagements::table.filter(engagements::help_request_id.eq(id.to_string()));
        let set = (
            engagements::terms.eq(&nothing),
            engagements::acting_person.eq(&nothing),
            engagements::ended_reason.eq(&nothing),
            engagements::course.eq(&nothing),
            engagements::deciding_since.eq(None::<NaiveDateTime>),
        );
        diesel::update(agreed).set(set).kept().execute(self.connection)?;
        self.forget_outcomes_of(id)?;
        self.forget_reviews_about(id)?;
        let complaints = self.list_complaints_about(id)?;
        self.forget_side_of_complaints(complaints, Side::Company, now)?;
        Ok(true)
    }

    /// Puts `nobody` into the place of a specialist; false if the profile has changed since `before`, or is on the list again.
    pub fn forget_specialist(&mut self, id: SpecialistId, nobody: &Specialist, before: Moment, now: Moment) -> Result<bool, StoreError> {
        let place = specialists::table.find(id.to_string()).filter(diesel::dsl::sql::<Bool>(SPECIALISTS));
        let done = diesel::update(place.filter(specialists::updated_at.le(time(before)))).set((
            specialists::registration_number.eq(nobody.registration.number.as_str()),
            specialists::profile.eq(PROFILE.seal_document(&self.vault, &id, nobody)?),
            specialists::pauses.eq(None::<String>),
            specialists::reachable.eq(false),
            specialists::check_step.eq(i32::from(CheckStep::Hidden.number())),
            specialists::check_at.eq(None::<NaiveDateTime>),
            specialists::version.eq(specialists::version + 1),
            specialists::hidden_at.eq(None::<NaiveDateTime>),
            specialists::held_at.eq(None::<NaiveDateTime>),
            specialists::barred_at.eq(None::<NaiveDateTime>),
            specialists::week_ends_at.eq(None::<NaiveDateTime>),
            specialists::forgotten_at.eq(time(now)),
        ));
        if done.kept().execute(self.connection)? == 0 {
            return Ok(false);
        }
        let nothing = None::<String>;
        let asked = offers::table.filter(offers::specialist_id.eq(id.to_string()));
        let set = (offers::decline_text.eq(&nothing), offers::terms.eq(&nothing), offers::acting_person.eq(&nothing));
        diesel::update(asked).set(set).kept().execute(self.connection)?;
        self.forget_standing(id)?;
        self.forget_appearances(id)?;
        self.forget_review(id)?;
        self.forget_reviews_of(id)?;
        self.forget_credits(id)?;
        let complaints = self.list_complaints_of(id)?;
        self.forget_side_of_complaints(complaints, Side::Specialist, now)?;
        self.forget_seats_of(id)?;
        self.forget_endorsements_of(id, now)?;
        let helped = engagements::table.filter(engagements::specialist_id.eq(id.to_string()));
        let set = (
            engagements::terms.eq(&nothing),
            engagements::acting_person.eq(&nothing),
            engagements::ended_reason.eq(&nothing),
            engagements::course.eq(&nothing),
            engagements::deciding_since.eq(None::<NaiveDateTime>),
        );
        diesel::update(helped).set(set).kept().execute(self.connection)?;
        diesel::delete(known_browsers::table.filter(known_browsers::specialist_id.eq(id.to_string()))).execute(self.connection)?;
        diesel::delete(acceptance_codes::table.filter(acceptance_codes::specialist_id.eq(id.to_string()))).execute(self.connection)?;
        Ok(true)
    }

    /// Puts nobody into the place of an account, with which nobody signs in any more.
    pub fn forget_account(&mut self, id: AccountId, now: Moment) -> Result<(), StoreError> {
        self.end_sessions(id)?;
        self.remove_second_factor(id)?;
        self.forget_people_of(id)?;
        diesel::delete(sign_ins::table.filter(sign_ins::account_id.eq(id.to_string()))).execute(self.connection)?;
        let set = (
            accounts::mail_key.eq(format!("nobody:{id}")),
            accounts::address.eq(ACCOUNT.seal(&self.vault, &id, MailAddress::of_nobody().as_str())),
            accounts::disabled_at.eq(time(now)),
        );
        diesel::update(accounts::table.find(id.to_string())).set(set).execute(self.connection)?;
        Ok(())
    }
    /// Withdraws the keys of a specialist for good, and what they were called.
    pub fn forget_api_keys_of(&mut self, specialist: SpecialistId, now: Moment) -> Result<(), StoreError> {
        let own = || api_keys::table.filter(api_keys::specialist_id.eq(specialist.to_string()));
        diesel::update(own().filter(api_keys::revoked_at.is_null())).set(api_keys::revoked_at.eq(time(now))).execute(self.connection)?;
        diesel::update(own()).set(api_keys::label.eq("")).execute(self.connection)?;
        Ok(())
    }

    /// Takes these mailboxes out of what is suppressed, and what `party` did not want. That nothing is written to a mailbox stays, by its keyed hash alone;
    /// where mailboxes are not keyed, that goes too.
    pub fn hide_suppressed(&mut self, mailboxes: &[String], party: &str) -> Result<(), StoreError> {
        let as_they_are = mailboxes.iter().map(String::as_str).chain([party]);
        diesel::delete(suppressions::table.filter(suppressions::subject.eq_any(as_they_are))).execute(self.connection)?;
        let keyed: Vec<String> = mailboxes.iter().filter_map(|mailbox| self.vault.keyed(SUBJECT, mailbox)).collect();
        let hidden = suppressions::table.filter(suppressions::subject.eq_any(keyed));
        diesel::update(hidden).set(suppressions::mailbox.eq(None::<String>)).execute(self.connection)?;
        Ok(())
    }

    /// Brings what was overwritten out of SQLite's log of changes into the file, where it is overwritten too. PostgreSQL's log goes as it is set up to.
    pub fn empty_log(&mut self) -> Result<(), StoreError> {
        if let AnyConnection::Sqlite(connection) = &mut *self.connection {
            connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE);")?;
        }
        Ok(())
    }
}
