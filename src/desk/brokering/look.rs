//! Looking at the members of a support organisation.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::{Member, Standing, Way};
use crate::desk::brokering::org_of;
use crate::desk::{Desk, Refusal};
use crate::identity::{Role, person_of};
use crate::ids::MemberId;
use crate::store::{StoredConsent, StoredMember};

/// A member as its support organisation sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MemberView {
    pub id: MemberId,
    /// Whether the organisation may ask for it.
    pub standing: Standing,
    /// When the company was last asked by letter.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it was put on the list (RFC 3339, UTC).
    pub added_at: DateTime<Utc>,
    pub version: i32,
    #[serde(flatten)]
    pub member: Member,
    /// What was said for the company, the latest first; left out of lists.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub consents: Vec<MemberConsentView>,
}

/// One word of consent: who, when, how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MemberConsentView {
    pub given: bool,
    pub way: Way,
    /// Who acted, as in the audit log: the holder of the letter's link, or the clerk's account.
    #[schema(example = "account:019aa1b2-0000-7000-8000-000000000001")]
    pub who: String,
    /// Who acted behind an account that several people share; none once the name is forgotten.
    #[schema(example = "山田 花子")]
    pub person: Option<String>,
    /// The clerk who has the paper.
    #[schema(example = "佐藤")]
    pub clerk: Option<String>,
    /// The day on the paper.
    pub given_on: Option<NaiveDate>,
    pub at: DateTime<Utc>,
}

/// A part of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberList {
    pub members: Vec<MemberView>,
    /// All members of the organisation, and those that have agreed.
    pub count: i64,
    pub agreed: i64,
    /// The number after which the next part begins; none at the end.
    pub next: Option<String>,
}

impl From<StoredMember> for MemberView {
    fn from(stored: StoredMember) -> Self {
        let StoredMember { id, member, standing, asked_at, version, created_at, .. } = stored;
        Self { id, standing, asked_at, added_at: created_at, version, member, consents: Vec::new() }
    }
}

impl From<StoredConsent> for MemberConsentView {
    fn from(stored: StoredConsent) -> Self {
        let (clerk, given_on) = stored.paper.unzip();
        Self { given: stored.given, way: stored.way, who: stored.who, person: None, clerk, given_on, at: stored.at }
    }
}

/// Members in the order of their numbers, at most `limit` of those after `after`.
pub async fn list_members(desk: &Desk, role: Role, after: Option<String>, limit: usize) -> Result<MemberList, Refusal> {
    let org = org_of(role)?;
    desk.store
        .read(move |tx| {
            let one_more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
            let mut found = tx.list_members(org, after.as_deref(), one_more)?;
            let goes_on = found.len() > limit;
            found.truncate(limit);
            let next = found.last().filter(|_| goes_on).map(|last| last.member.number.as_str().to_owned());
            let counts = tx.count_members(org)?;
            let agreed = counts.iter().find(|(standing, _)| *standing == Standing::Agreed).map_or(0, |(_, count)| *count);
            let count = counts.iter().map(|(_, count)| count).sum();
            Ok(MemberList { members: found.into_iter().map(MemberView::from).collect(), count, agreed, next })
        })
        .await
}

pub async fn view_member(desk: &Desk, role: Role, id: MemberId) -> Result<MemberView, Refusal> {
    let org = org_of(role)?;
    desk.store
        .read(move |tx| {
            let stored = tx.find_member(id)?.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)?;
            let mut consents: Vec<MemberConsentView> = tx.list_member_consents(id)?.into_iter().map(MemberConsentView::from).collect();
            let people = tx.find_people(&consents.iter().filter_map(|one| person_of(&one.who)).collect::<Vec<_>>())?;
            for one in &mut consents {
                one.person = person_of(&one.who).and_then(|id| people.get(&id)).map(|person| person.name.as_str().to_owned());
            }
            Ok(MemberView { consents, ..MemberView::from(stored) })
        })
        .await
}
