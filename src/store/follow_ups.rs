//! Table `follow_ups`: what came of the work, one row for each engagement with confirmed hours. Whoever changes one holds the row of its help request.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::engagement::{Acted, Asking, FollowUp, Outcome};
use crate::ids::{EngagementId, HelpRequestId, SpecialistId};
use crate::store::cells::{id, ids, known, moment, time, unreadable};
use crate::store::kept::Keep;
use crate::store::schema::follow_ups;
use crate::store::sealed::OUTCOME_WORDS;
use crate::store::{StoreError, StoredEngagement, Tx};
use crate::values::Prose;
use crate::vault::Vault;

/// How many ids go into one statement.
const AT_ONCE: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFollowUp {
    pub engagement: EngagementId,
    pub help_request: HelpRequestId,
    pub specialist: SpecialistId,
    pub follow_up: FollowUp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = follow_ups)]
struct Row {
    engagement_id: String,
    help_request_id: String,
    specialist_id: String,
    stage: String,
    due_at: Option<NaiveDateTime>,
    acted: Option<String>,
    hindrance: Option<String>,
    words: Option<String>,
    answered_at: Option<NaiveDateTime>,
    check_at: Option<NaiveDateTime>,
}

fn outcome(vault: &Vault, row: &Row) -> Result<Option<Outcome>, StoreError> {
    let (Some(acted), Some(answered_at)) = (&row.acted, row.answered_at) else { return Ok(None) };
    let words = match &row.words {
        Some(cell) => {
            let text = OUTCOME_WORDS.open(vault, &row.engagement_id, cell)?;
            Prose::parse(&text, usize::MAX).map_err(|mistake| unreadable("words about what came of a match", mistake.code))?
        }
        None => Prose::default(),
    };
    let acted = known("what came of it", Acted::find(acted))?;
    Ok(Some(Outcome { acted, hindrance: row.hindrance.clone(), words, at: moment(answered_at) }))
}

fn stored(vault: &Vault, row: Row) -> Result<StoredFollowUp, StoreError> {
    let follow_up = FollowUp {
        stage: known("stage of a question", Asking::find(&row.stage))?,
        due_at: row.due_at.map(moment),
        outcome: outcome(vault, &row)?,
        check_at: row.check_at.map(moment),
    };
    Ok(StoredFollowUp {
        engagement: id(&row.engagement_id)?,
        help_request: id(&row.help_request_id)?,
        specialist: id(&row.specialist_id)?,
        follow_up,
    })
}

impl Tx<'_> {
    /// Begins the question what came of an engagement.
    pub fn add_follow_up(&mut self, of: &StoredEngagement, follow_up: &FollowUp) -> Result<(), StoreError> {
        let added = diesel::insert_into(follow_ups::table).values((
            follow_ups::engagement_id.eq(of.id.to_string()),
            follow_ups::help_request_id.eq(of.help_request.to_string()),
            follow_ups::specialist_id.eq(of.specialist.to_string()),
            follow_ups::stage.eq(follow_up.stage.code()),
            follow_ups::due_at.eq(follow_up.due_at.map(time)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_follow_up(&mut self, engagement: EngagementId) -> Result<Option<StoredFollowUp>, StoreError> {
        let row = follow_ups::table.find(engagement.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Keeps how far the question has come, and what was answered.
    pub fn save_follow_up(&mut self, engagement: EngagementId, follow_up: &FollowUp) -> Result<(), StoreError> {
        let outcome = follow_up.outcome.as_ref();
        let words = outcome.map(|outcome| outcome.words.as_str()).filter(|words| !words.is_empty());
        let set = (
            follow_ups::stage.eq(follow_up.stage.code()),
            follow_ups::due_at.eq(follow_up.due_at.map(time)),
            follow_ups::acted.eq(outcome.map(|outcome| outcome.acted.code())),
            follow_ups::hindrance.eq(outcome.and_then(|outcome| outcome.hindrance.clone())),
            follow_ups::words.eq(words.map(|words| OUTCOME_WORDS.seal(&self.vault, &engagement, words))),
            follow_ups::answered_at.eq(outcome.map(|outcome| time(outcome.at))),
            follow_ups::check_at.eq(follow_up.check_at.map(time)),
        );
        diesel::update(follow_ups::table.find(engagement.to_string())).set(set).kept().execute(self.connection)?;
        Ok(())
    }

    /// Where the question is due, the longest first.
    pub fn list_follow_ups_due(&mut self, now: Moment, limit: i64) -> Result<Vec<EngagementId>, StoreError> {
        let due = follow_ups::table.filter(follow_ups::due_at.le(time(now))).order(follow_ups::due_at).limit(limit);
        ids(due.select(follow_ups::engagement_id).load::<String>(self.connection)?)
    }

    /// Where the company wants to be reminded of looking again, the longest first.
    pub fn list_checks_due(&mut self, now: Moment, limit: i64) -> Result<Vec<EngagementId>, StoreError> {
        let due = follow_ups::table.filter(follow_ups::check_at.le(time(now))).order(follow_ups::check_at).limit(limit);
        ids(due.select(follow_ups::engagement_id).load::<String>(self.connection)?)
    }

    /// What came of these help requests.
    pub fn list_follow_ups_about(&mut self, help_requests: &[&str]) -> Result<HashMap<String, FollowUp>, StoreError> {
        let mut found = HashMap::new();
        for some in help_requests.chunks(AT_ONCE) {
            let rows = follow_ups::table.filter(follow_ups::help_request_id.eq_any(some)).select(Row::as_select());
            for row in rows.load::<Row>(self.connection)? {
                found.insert(row.help_request_id.clone(), stored(&self.vault, row)?.follow_up);
            }
        }
        Ok(found)
    }

    /// What came of a specialist's work.
    pub fn list_follow_ups_of(&mut self, specialist: SpecialistId) -> Result<Vec<StoredFollowUp>, StoreError> {
        let rows = follow_ups::table.filter(follow_ups::specialist_id.eq(specialist.to_string())).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Answers from `from` on and before `until`, the oldest first.
    pub fn list_outcomes_between(&mut self, (from, until): (Moment, Moment)) -> Result<Vec<StoredFollowUp>, StoreError> {
        let rows = follow_ups::table.filter(follow_ups::answered_at.ge(time(from))).filter(follow_ups::answered_at.lt(time(until)));
        let rows =
            rows.order((follow_ups::answered_at, follow_ups::engagement_id)).select(Row::as_select()).load::<Row>(self.connection)?;
        rows.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Ends a question that nobody can be asked: it counts nowhere.
    pub fn remove_follow_up(&mut self, engagement: EngagementId) -> Result<(), StoreError> {
        diesel::delete(follow_ups::table.find(engagement.to_string())).execute(self.connection)?;
        Ok(())
    }

    /// What a company said goes with all that it wrote; that it had answered, and how, stays as a figure. Whoever had not is asked no more and counts nowhere.
    pub(super) fn forget_outcomes_of(&mut self, help_request: HelpRequestId) -> Result<(), StoreError> {
        let about = || follow_ups::table.filter(follow_ups::help_request_id.eq(help_request.to_string()));
        diesel::delete(about().filter(follow_ups::acted.is_null())).execute(self.connection)?;
        let set = (follow_ups::words.eq(None::<String>), follow_ups::check_at.eq(None::<NaiveDateTime>));
        diesel::update(about()).set(set).kept().execute(self.connection)?;
        Ok(())
    }
}
