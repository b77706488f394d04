//! Claims, and the work that is there to be claimed.

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::credits::{Claim, ClaimState, Draw, WorkKey};
use crate::engagement::{Course, TeamState};
use crate::ids::{ClaimId, EngagementId, SpecialistId};
use crate::store::cells::{id, ids, known, moment, time};
use crate::store::console::Pile;
use crate::store::engagements::opened_course;
use crate::store::kept::Keep;
use crate::store::schema::{credit_claims, engagements};
use crate::store::sealed::{CLAIM, CLAIM_QUESTION};
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredClaim {
    pub id: ClaimId,
    pub specialist: SpecialistId,
    /// The work through nakodo behind it, whose hours somebody else had confirmed.
    pub work: Option<WorkKey>,
    pub state: ClaimState,
    pub claim: Claim,
    pub made_at: Moment,
    /// When time does something next.
    pub wakes_at: Option<Moment>,
    pub reminded: bool,
    pub decided_at: Option<Moment>,
    /// Its row in the ledger.
    pub seq: Option<u64>,
    /// Whether it stands on the page that anybody may see.
    pub published: bool,
    pub draw: Option<Draw>,
    /// What an auditor or operator asked or said.
    pub question: Option<String>,
}

impl StoredClaim {
    /// Whether it stands in the ledger.
    pub fn counts(&self) -> bool {
        self.state == ClaimState::Entered
    }
}

/// Work with hours that a company has confirmed, or a support organisation decided.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfirmedWork {
    pub engagement: EngagementId,
    pub minutes: u32,
    pub ended_at: Moment,
    /// None once the help request is forgotten.
    pub course: Option<Course>,
    /// Whether the hours are the support organisation's word: the company had said others.
    pub decided: bool,
    /// The person's part of the fee in per cent, of who came along; none: who led, with whom most of it stays.
    pub fee_percent: Option<u8>,
    /// From when the person came along, and when they stopped before the end; none: from the beginning, to the end.
    pub joined_at: Option<Moment>,
    pub left_at: Option<Moment>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = credit_claims)]
struct Row {
    id: String,
    specialist_id: String,
    engagement_id: Option<String>,
    pool_month: Option<String>,
    state: String,
    document: String,
    made_at: NaiveDateTime,
    wakes_at: Option<NaiveDateTime>,
    reminded: bool,
    decided_at: Option<NaiveDateTime>,
    seq: Option<i64>,
    published: bool,
    draw: Option<String>,
    question: Option<String>,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredClaim, StoreError> {
    Ok(StoredClaim {
        id: id(&row.id)?,
        specialist: id(&row.specialist_id)?,
        work: row.engagement_id.or(row.pool_month).map(|key| known("work of a claim", key.parse().ok())).transpose()?,
        state: known("state of a claim", ClaimState::find(&row.state))?,
        claim: CLAIM.open_document(vault, &row.id, &row.document)?,
        made_at: moment(row.made_at),
        wakes_at: row.wakes_at.map(moment),
        reminded: row.reminded,
        decided_at: row.decided_at.map(moment),
        seq: row.seq.and_then(|seq| u64::try_from(seq).ok()),
        published: row.published,
        draw: row.draw.map(|code| known("draw", Draw::find(&code))).transpose()?,
        question: row.question.map(|cell| CLAIM_QUESTION.open(vault, &row.id, &cell).map(String::from)).transpose()?,
    })
}

fn number(seq: Option<u64>) -> Option<i64> {
    seq.and_then(|seq| i64::try_from(seq).ok())
}

impl Tx<'_> {
    pub fn add_claim(&mut self, new: &StoredClaim) -> Result<(), StoreError> {
        let added = diesel::insert_into(credit_claims::table).values((
            credit_claims::id.eq(new.id.to_string()),
            credit_claims::specialist_id.eq(new.specialist.to_string()),
            credit_claims::engagement_id.eq(new.work.filter(|key| matches!(key, WorkKey::Engagement(_))).map(|key| key.to_string())),
            credit_claims::pool_month.eq(new.work.filter(|key| matches!(key, WorkKey::PoolMonth(..))).map(|key| key.to_string())),
            credit_claims::state.eq(new.state.code()),
            credit_claims::document.eq(CLAIM.seal_document(&self.vault, &new.id, &new.claim)?),
            credit_claims::made_at.eq(time(new.made_at)),
            credit_claims::wakes_at.eq(new.wakes_at.map(time)),
            credit_claims::reminded.eq(new.reminded),
            credit_claims::decided_at.eq(new.decided_at.map(time)),
            credit_claims::seq.eq(number(new.seq)),
            credit_claims::published.eq(new.published),
            credit_claims::draw.eq(new.draw.map(Draw::code)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// Keeps a claim as it has become; false if it is not in the state `from` any more.
    pub fn change_claim(&mut self, from: ClaimState, claim: &StoredClaim) -> Result<bool, StoreError> {
        let place = credit_claims::table.find(claim.id.to_string()).filter(credit_claims::state.eq(from.code()));
        let question = claim.question.as_ref().map(|text| CLAIM_QUESTION.seal(&self.vault, &claim.id, text));
        let set = (
            credit_claims::state.eq(claim.state.code()),
            credit_claims::document.eq(CLAIM.seal_document(&self.vault, &claim.id, &claim.claim)?),
            credit_claims::wakes_at.eq(claim.wakes_at.map(time)),
            credit_claims::reminded.eq(claim.reminded),
            credit_claims::decided_at.eq(claim.decided_at.map(time)),
            credit_claims::seq.eq(number(claim.seq)),
            credit_claims::published.eq(claim.published),
            credit_claims::draw.eq(claim.draw.map(Draw::code)),
            credit_claims::question.eq(question),
        );
        Ok(diesel::update(place).set(set).kept().execute(self.connection)? == 1)
    }

    pub fn find_claim(&mut self, key: ClaimId) -> Result<Option<StoredClaim>, StoreError> {
        let row = credit_claims::table.find(key.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// All claims of a specialist, the oldest first.
    pub fn list_claims_of(&mut self, specialist: SpecialistId) -> Result<Vec<StoredClaim>, StoreError> {
        let rows = credit_claims::table.filter(credit_claims::specialist_id.eq(specialist.to_string())).order(credit_claims::id);
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// What of a specialist's ledger anybody may see, the newest first.
    pub fn list_published_claims(&mut self, specialist: SpecialistId) -> Result<Vec<StoredClaim>, StoreError> {
        let rows = credit_claims::table.filter(credit_claims::specialist_id.eq(specialist.to_string()));
        let rows = rows.filter(credit_claims::published).filter(credit_claims::state.eq(ClaimState::Entered.code()));
        let rows = rows.order(credit_claims::id.desc()).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Claims in which time has to do something, the longest overdue first.
    pub fn list_claims_to_wake(&mut self, now: Moment, limit: i64) -> Result<Vec<ClaimId>, StoreError> {
        let due = credit_claims::table.filter(credit_claims::wakes_at.le(time(now))).order(credit_claims::wakes_at).limit(limit);
        ids(due.select(credit_claims::id).load::<String>(self.connection)?)
    }

    /// Entries that were drawn, those at which nobody has looked before the others, the newest first.
    pub fn list_drawn_claims(&mut self, limit: i64) -> Result<Vec<StoredClaim>, StoreError> {
        let waiting = credit_claims::draw.eq(Draw::Drawn.code()).assume_not_null();
        let rows = credit_claims::table.filter(credit_claims::draw.is_not_null()).order((waiting.desc(), credit_claims::id.desc()));
        let rows = rows.limit(limit).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// How many entries were drawn at which nobody has looked.
    pub fn count_drawn_claims(&mut self) -> Result<Pile, StoreError> {
        let waiting = credit_claims::table.filter(credit_claims::draw.eq(Draw::Drawn.code()));
        let counted = waiting.select((count_star(), min(credit_claims::decided_at)));
        let (count, oldest) = counted.first::<(i64, Option<NaiveDateTime>)>(self.connection)?;
        Ok(Pile { count, oldest: oldest.map(moment) })
    }

    /// Work of a specialist with confirmed hours, the oldest first.
    pub fn list_confirmed_work(&mut self, specialist: SpecialistId) -> Result<Vec<ConfirmedWork>, StoreError> {
        type Cells = (String, i32, Option<NaiveDateTime>, Option<String>, bool);
        let rows = engagements::table.filter(engagements::specialist_id.eq(specialist.to_string())).filter(engagements::minutes.gt(0));
        let rows = rows.order((engagements::ended_at, engagements::id));
        let rows = rows.select((engagements::id, engagements::minutes, engagements::ended_at, engagements::course, engagements::decided));
        let mut work = Vec::new();
        for (key, minutes, ended_at, course, decided) in rows.load::<Cells>(self.connection)? {
            let Some(ended_at) = ended_at.map(moment) else { continue };
            let (course, decided) = told(&self.vault, &key, course, decided)?;
            let minutes = u32::try_from(minutes).unwrap_or_default();
            let engagement = id(&key)?;
            work.push(ConfirmedWork { engagement, minutes, ended_at, course, decided, fee_percent: None, joined_at: None, left_at: None });
        }
        // Who came along to another's engagement has hours of their own in it.
        for seat in self.list_seats_of_specialist(specialist)?.into_iter().filter(|seat| seat.minutes > 0) {
            let Some(ended_at) = seat.ended_at else { continue };
            let key = seat.engagement.to_string();
            let found = engagements::table.find(&key).select((engagements::course, engagements::decided));
            let found = found.first::<(Option<String>, bool)>(self.connection).optional()?.unwrap_or_default();
            let (course, decided) = told(&self.vault, &key, found.0, found.1)?;
            let fee_percent = Some(seat.seat.fee_percent);
            let (engagement, minutes, joined_at) = (seat.engagement, seat.minutes, seat.seat.joined_at);
            let left_at = Some(ended_at).filter(|_| seat.state != TeamState::Finished);
            work.push(ConfirmedWork { engagement, minutes, ended_at, course, decided, fee_percent, joined_at, left_at });
        }
        work.sort_by_key(|work| (work.ended_at, work.engagement));
        Ok(work)
    }
}

/// A course, and whether the support organisation decided its hours: as the course says while it is known, for what an older build closed has no mark.
fn told(vault: &Vault, key: &str, cell: Option<String>, decided: bool) -> Result<(Option<Course>, bool), StoreError> {
    let course = cell.map(|cell| opened_course(vault, key, &cell)).transpose()?;
    let decided = course.as_ref().map_or(decided, Course::is_decided);
    Ok((course, decided))
}
