//! Making an API key.

use chrono::Duration;

use crate::brokering::SupportOrgForm;
use crate::clock::Moment;
use crate::desk::identity::RoleRequest;
use crate::desk::{Desk, Refusal};
use crate::identity::{Rank, Role, Scope};
use crate::ids::{ApiKeyId, Token};
use crate::report::{Checker, Mistake};
use crate::store::{ApiKey, StoredKey};

/// For whom a key is wanted.
#[derive(Clone, Debug)]
pub enum KeyRequest {
    Operator,
    Auditor,
    /// The organisation is found by its name, or added.
    Broker(SupportOrgForm),
    /// By registration number.
    Specialist(String),
}

impl From<KeyRequest> for RoleRequest {
    fn from(request: KeyRequest) -> Self {
        match request {
            KeyRequest::Operator => Self::Operator,
            KeyRequest::Auditor => Self::Auditor,
            KeyRequest::Broker(form) => Self::Broker(form, Rank::Member),
            KeyRequest::Specialist(number) => Self::Specialist(number),
        }
    }
}

/// What is wanted of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyTerms {
    /// Helps people to tell keys apart.
    pub label: String,
    /// Codes of what it may; none: all that its role may.
    pub scopes: Option<Vec<String>>,
    /// For how many days it is good; none: until it is withdrawn.
    pub days: Option<u32>,
}

/// Ten years. Longer than that nobody knows what a key was for.
const MOST_DAYS: u32 = 3_650;

impl KeyTerms {
    /// All that the role may, until it is withdrawn.
    pub fn named(label: &str) -> Self {
        Self { label: label.to_owned(), ..Self::default() }
    }

    /// Every scope must be one that the role has: a key that silently may less than was asked for would be a riddle later.
    fn check(&self, role: Role, now: Moment) -> Result<(Vec<Scope>, Option<Moment>), Refusal> {
        let mut checker = Checker::new();
        let mut scopes = Vec::new();
        for (number, code) in self.scopes.iter().flatten().enumerate() {
            let unknown = || Mistake::new("unknown-code").with("value", code).with("kind", "scopes");
            let scope = Scope::find(code.trim()).filter(|scope| role.may(*scope)).ok_or_else(unknown);
            scopes.extend(checker.take(format!("/scopes/{number}"), scope));
        }
        let within = |days: u32| (1..=MOST_DAYS).contains(&days).then_some(days);
        let wrong = || Mistake::new("out-of-range").with("min", 1).with("max", MOST_DAYS);
        let days = self.days.and_then(|days| checker.take("/days", within(days).ok_or_else(wrong)));
        checker.finish(Some(()))?;
        let scopes = if self.scopes.is_some() { scopes } else { role.scopes() };
        Ok((scopes, days.map(|days| now + Duration::days(i64::from(days)))))
    }
}

/// A new key. It is shown once; only its hash is kept.
#[derive(Clone, Debug)]
pub struct CreatedKey {
    pub id: ApiKeyId,
    pub role: Role,
    pub token: Token,
}

/// Makes a key.
pub async fn create_key(desk: &Desk, request: KeyRequest, terms: KeyTerms) -> Result<CreatedKey, Refusal> {
    let now = desk.clock.now();
    let (id, token) = (desk.ids.fresh(now), desk.ids.token());
    let new_org_id = desk.ids.fresh(now);
    let hash = token.hash();
    let role = desk
        .store
        .write(move |tx| {
            let role = RoleRequest::from(request).settle(tx, new_org_id, now)?;
            let (scopes, expires_at) = terms.check(role, now)?;
            tx.note_act("key_created", "api_key", id);
            let key = ApiKey { id, role, scopes };
            let label = terms.label;
            tx.add_api_key(&StoredKey { key, label, created_at: now, expires_at, last_used_at: None, revoked_at: None }, &hash)?;
            Ok::<_, Refusal>(role)
        })
        .await?;
    Ok(CreatedKey { id, role, token })
}
