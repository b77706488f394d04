//! Taking out all that is kept of somebody, as one document: for the person or the company themselves, and for an operator who answers for them. Each side
//! gets its own and nothing of the other that it has not been told (docs/decisions/0060-everything-about-somebody.md).

mod complaints;
mod credits;
mod help_request;
mod pools;
mod reviews;
mod specialist;
mod teams;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::correspondence::{LetterKind, LetterState, Party, Silence};
use crate::desk::{Desk, Refusal};
use crate::engagement::{Course, EngagementState};
use crate::identity::{AuditEntry, Role, account_of};
use crate::ids::{AccountId, EngagementId, LetterId, OfferId};
use crate::offers::Terms;
use crate::store::{LetterRow, Purpose, StoredAccount, StoredKey, Suppression, TimedEngagement, Tx};
use crate::values::Line;

use reviews::ExportedReviews;
use teams::ExportedSeat;

pub use help_request::{HelpRequestExport, export_help_request, export_help_request_by_link};
pub use specialist::{SpecialistExport, export_specialist};

/// A match, with what either side wrote about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExportedMatch {
    pub id: EngagementId,
    pub offer: OfferId,
    pub state: EngagementState,
    /// When both were brought together (RFC 3339, UTC).
    pub opened_at: DateTime<Utc>,
    /// When it ended (RFC 3339, UTC); none while it goes on.
    pub ended_at: Option<DateTime<Utc>>,
    /// What was agreed on otherwise than was asked.
    pub terms: Option<Terms>,
    /// Who acts for the specialist, where several people share the mailbox.
    #[schema(example = "佐藤")]
    pub acting_person: Option<Line>,
    /// Why it was withdrawn, in the words of who did; both sides have been told.
    #[schema(example = "体調を崩しました。")]
    pub ended_reason: Option<String>,
    /// Terms, sessions, report and confirmation; none before the first step.
    pub course: Option<Course>,
    /// Who came along, as far as the reader knows of it.
    pub team: Vec<ExportedSeat>,
    /// What both sides said of each other, as far as the reader may read it; none where nothing was said, and for a support organisation.
    pub reviews: Option<ExportedReviews>,
}

/// A letter: that it was sent, and when. What it said is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedLetter {
    pub id: LetterId,
    pub kind: LetterKind,
    pub state: LetterState,
    pub offer: Option<OfferId>,
    /// How often it was tried.
    pub attempts: u16,
    pub queued_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// Letters that do not leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedSilence {
    /// The mailbox, or the person who does not want letters of the kind.
    pub subject: String,
    /// None: all kinds.
    pub kind: Option<LetterKind>,
    pub why: Silence,
    pub answer: String,
    pub since: DateTime<Utc>,
}

/// An account with which somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedAccount {
    pub id: AccountId,
    pub address: String,
    pub language: String,
    pub created_at: DateTime<Utc>,
    /// Since when nobody signs in with it; none while somebody may.
    pub disabled_at: Option<DateTime<Utc>>,
    /// As whom it may act: codes of roles.
    #[schema(example = json!(["specialist"]))]
    pub roles: Vec<String>,
    /// Whether an authenticator app is set up.
    pub second_factor: bool,
    /// Whether several people read its mailbox.
    #[schema(example = false)]
    pub is_shared: bool,
    /// The names under which these have acted, the latest first.
    #[schema(example = json!(["山田 花子"]))]
    pub people: Vec<String>,
    /// Where somebody is signed in.
    pub sessions: Vec<ExportedSession>,
    /// When somebody asked to sign in, as far as that is still known.
    pub sign_ins: Vec<ExportedSignIn>,
}

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedSession {
    /// What the browser calls itself.
    #[schema(example = "Firefox")]
    pub browser: String,
    pub made_at: DateTime<Utc>,
    /// When it was last used (RFC 3339, UTC).
    pub last_used_at: DateTime<Utc>,
}

/// Somebody asked to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedSignIn {
    pub at: DateTime<Utc>,
    pub source: String,
    /// When the code or the link was used; none if it was not.
    pub used_at: Option<DateTime<Utc>>,
}

/// A key of the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedKey {
    pub label: String,
    pub created_at: DateTime<Utc>,
    /// Until when it is good (RFC 3339, UTC); none if for good.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used (RFC 3339, UTC); none if never.
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A row of the audit log. Whose hand it was stands there only where it was one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedAct {
    pub at: DateTime<Utc>,
    pub act: String,
    pub object_kind: String,
    pub object_id: String,
    /// Whether it was done by whom all of this is about.
    pub own: bool,
    /// In which role, as a code; none where it was in none.
    #[schema(example = "operator")]
    pub role: Option<String>,
    /// The client's address, where the act was one's own.
    pub source: Option<String>,
    /// Why somebody looked at what was not theirs.
    pub reason: Option<String>,
}

impl From<TimedEngagement> for ExportedMatch {
    fn from(TimedEngagement { engagement, opened_at, ended_at }: TimedEngagement) -> Self {
        Self {
            id: engagement.id,
            offer: engagement.offer,
            state: engagement.state,
            opened_at,
            ended_at,
            terms: engagement.terms,
            acting_person: engagement.acting_person,
            ended_reason: engagement.ended_reason,
            course: engagement.course,
            team: Vec::new(),
            reviews: None,
        }
    }
}

impl From<LetterRow> for ExportedLetter {
    fn from(LetterRow { letter, attempts, sent_at, .. }: LetterRow) -> Self {
        Self { id: letter.id, kind: letter.kind, state: letter.state, offer: letter.offer, attempts, queued_at: letter.queued_at, sent_at }
    }
}

impl From<Suppression> for ExportedSilence {
    fn from(Suppression { subject, kind, why, answer, at }: Suppression) -> Self {
        Self { subject, kind, why, answer, since: at }
    }
}

impl From<StoredKey> for ExportedKey {
    fn from(StoredKey { label, created_at, expires_at, last_used_at, revoked_at, .. }: StoredKey) -> Self {
        Self { label, created_at, expires_at, last_used_at, revoked_at }
    }
}

fn letters_to(tx: &mut Tx<'_>, party: Party, accounts: &[StoredAccount]) -> Result<Vec<ExportedLetter>, Refusal> {
    let parties: Vec<Party> = [party].into_iter().chain(accounts.iter().map(|account| Party::Account(account.id))).collect();
    Ok(tx.list_letters_to(&parties)?.into_iter().map(ExportedLetter::from).collect())
}

fn account(tx: &mut Tx<'_>, stored: StoredAccount) -> Result<ExportedAccount, Refusal> {
    // Whoever has a role is registering no more.
    let StoredAccount { id, account, created_at, disabled_at, joining_at: _ } = stored;
    let session =
        |one: crate::store::StoredSession| ExportedSession { browser: one.browser, made_at: one.made_at, last_used_at: one.seen_at };
    let sign_in = |one: crate::store::SeenSignIn| ExportedSignIn { at: one.at, source: one.source, used_at: one.used_at };
    Ok(ExportedAccount {
        id,
        address: account.address.as_str().to_owned(),
        language: account.language.tag().to_owned(),
        created_at,
        disabled_at,
        roles: tx.list_roles(id)?.into_iter().map(|role| role.code().to_owned()).collect(),
        second_factor: tx.find_second_factor(id)?.is_some(),
        is_shared: account.is_shared,
        people: tx.list_people(id)?.into_iter().map(|person| person.name.as_str().to_owned()).collect(),
        sessions: tx.list_sessions(id)?.into_iter().map(session).collect(),
        sign_ins: tx.list_sign_ins(id)?.into_iter().map(sign_in).collect(),
    })
}

/// Which acts of the audit log are somebody's own.
struct Own {
    /// Accounts and keys, as the log names them.
    who: HashSet<String>,
    /// Whether a link is one of theirs.
    is_link: fn(Purpose) -> bool,
}

impl Own {
    fn did(&self, tx: &mut Tx<'_>, entry: &AuditEntry) -> Result<bool, Refusal> {
        let Some(beginning) = entry.who.strip_prefix("link:") else { return Ok(self.who.contains(account_of(&entry.who))) };
        Ok(tx.purpose_of_link(beginning)?.is_some_and(self.is_link))
    }
}

fn acts(tx: &mut Tx<'_>, objects: &[String], own: &Own) -> Result<Vec<ExportedAct>, Refusal> {
    let who: Vec<String> = own.who.iter().cloned().collect();
    let mut told = Vec::new();
    for entry in tx.list_audited_about(objects, &who)? {
        let is_own = own.did(tx, &entry)?;
        let AuditEntry { at, act, object: (object_kind, object_id), source, reason, role, .. } = entry;
        let role = role.split(':').next().filter(|code| !code.is_empty()).map(str::to_owned);
        told.push(ExportedAct { at, act, object_kind, object_id, own: is_own, role, source: Some(source).filter(|_| is_own), reason });
    }
    Ok(told)
}

impl Desk {
    /// Whoever takes out or erases what is not their own says why.
    pub(super) fn must_say_why(&self, role: Role) -> Result<(), Refusal> {
        let has_no_reason = self.store.actor().is_some_and(|actor| actor.reason.is_none());
        if role.sees_all() && has_no_reason { Err(Refusal::ReasonMissing) } else { Ok(()) }
    }
}
