//! The operator stops letters to a mailbox, or lets them leave again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::correspondence::{LetterKind, Silence};
use crate::desk::letters::{mailbox_key, settle_reach};
use crate::desk::{Desk, Refusal};
use crate::ids::{SpecialistId, fingerprint};
use crate::report::{Checker, FieldError, Mistake};
use crate::store::{Suppression, Tx};
use crate::values::MailAddress;

/// A mailbox, and which letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SuppressionForm {
    #[schema(example = "soumu@b-sha.example.jp")]
    pub address: String,
    /// Code of a kind of letters; left out: all of them.
    pub kind: Option<String>,
}

/// Who does not get which letters, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SuppressionView {
    /// A mailbox, or somebody on record (`specialist:<id>`) who does not want letters of the kind.
    pub subject: String,
    /// None: all kinds.
    pub kind: Option<LetterKind>,
    pub why: Silence,
    /// Codes of the mail server, where it said so.
    pub answer: String,
    pub since: DateTime<Utc>,
}

impl SuppressionForm {
    fn check(&self) -> Result<(MailAddress, Option<LetterKind>), Vec<FieldError>> {
        let mut checker = Checker::new();
        let address = checker.take("/address", MailAddress::parse(&self.address));
        let unknown = |code: &str| Mistake::new("unknown-code").with("value", code).with("kind", "letters");
        let kind = match self.kind.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
            None => Some(None),
            Some(code) => checker.take("/kind", LetterKind::find(code).map(Some).ok_or_else(|| unknown(code))),
        };
        checker.finish(address.zip(kind))
    }
}

/// Everything that is suppressed.
pub async fn list_suppressions(desk: &Desk) -> Result<Vec<SuppressionView>, Refusal> {
    let all = desk.store.read(|tx| Ok::<_, Refusal>(tx.list_suppressions()?)).await?;
    let view = |Suppression { subject, kind, why, answer, at }| SuppressionView { subject, kind, why, answer, since: at };
    Ok(all.into_iter().map(view).collect())
}

/// Stops letters to a mailbox; false if they were stopped already.
pub async fn add_suppression(desk: &Desk, form: SuppressionForm) -> Result<bool, Refusal> {
    let (address, kind) = form.check()?;
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let new = Suppression { subject: mailbox_key(&address), kind, why: Silence::Operator, answer: String::new(), at: now };
            let name = mailbox_name(tx, &address);
            tx.note_act("suppression_added", "mailbox", name);
            let added = tx.add_suppression(&new)?;
            for specialist in readers_of(tx, &address)? {
                settle_reach(tx, &ids, now, specialist)?;
            }
            Ok(added)
        })
        .await
}

/// Lets letters leave for a mailbox again; false if nothing had stopped them.
pub async fn lift_suppression(desk: &Desk, form: SuppressionForm) -> Result<bool, Refusal> {
    let (address, kind) = form.check()?;
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let name = mailbox_name(tx, &address);
            tx.note_act("suppression_lifted", "mailbox", name);
            let lifted = tx.lift_suppression(&mailbox_key(&address), kind)?;
            for specialist in readers_of(tx, &address)? {
                settle_reach(tx, &ids, now, specialist)?;
            }
            Ok(lifted)
        })
        .await
}

/// A mailbox as the audit log may name it: enough to see that two are the same, and not whose it is.
pub(super) fn mailbox_name(tx: &Tx<'_>, address: &MailAddress) -> String {
    fingerprint(tx.keyed("audit", &mailbox_key(address)).as_bytes()).chars().take(16).collect()
}

/// The specialists who read a mailbox: several people may share one.
pub(super) fn readers_of(tx: &mut Tx<'_>, address: &MailAddress) -> Result<Vec<SpecialistId>, Refusal> {
    let key = mailbox_key(address);
    let found = tx.list_specialists_who_mention(address.as_str())?;
    let reads = |contact: &crate::active_list::Contact| mailbox_key(&contact.address) == key;
    Ok(found.into_iter().filter(|person| person.specialist.contacts.iter().any(reads)).map(|person| person.id).collect())
}
