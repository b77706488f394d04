//! The audit log: giving rows their places in the chain, following it, and showing who did what.

use crate::desk::{Desk, Refusal};
use crate::identity::{Actor, AuditEntry, Chain, Damage, Place};
pub use crate::store::AuditFilter;

/// Rows that get their places in one transaction: the one writer of SQLite must not be held up for long.
const AT_ONCE: i64 = 200;
/// Rows that are read at a time while the chain is followed.
const READ_AT_ONCE: i64 = 1_000;

/// How the chain was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditVerdict {
    /// Rows that are right, from the beginning on, and the seal of the last of them.
    pub sealed: i64,
    pub end: String,
    /// Rows that have no place yet.
    pub unsealed: i64,
    /// The first place where something is wrong.
    pub damage: Option<(i64, Damage)>,
}

impl Desk {
    /// This desk with somebody at it: whatever they do stands in the audit log with their name.
    pub fn acting(&self, actor: Actor) -> Self {
        Self { store: self.store.acting(actor, &self.clock, &self.ids), ..self.clone() }
    }
}

/// Gives their places to the rows that have none; says how many. Several processes may try at once: one after the other does.
pub async fn seal_audit_log(desk: &Desk) -> Result<usize, Refusal> {
    let mut done = 0;
    loop {
        if desk.store.read(|tx| Ok::<_, Refusal>(tx.count_unsealed()?)).await? == 0 {
            return Ok(done);
        }
        let sealed = desk
            .store
            .write(|tx| {
                tx.lock_audit_chain()?;
                let (last, end) = tx.end_of_audit_chain()?.unwrap_or_default();
                let mut chain = Chain { last, end };
                let rows = tx.list_unsealed(AT_ONCE)?;
                let places: Vec<_> = rows.iter().map(|entry| (entry.id, chain.append(entry))).collect();
                tx.seal_audited(&places)?;
                Ok::<_, Refusal>((places.len(), chain))
            })
            .await?;
        let (count, chain) = sealed;
        // Whoever keeps logs elsewhere can tell from these lines whether the end of the chain was cut off.
        tracing::info!(seq = chain.last, seal = chain.end, "sealed the audit log");
        done += count;
    }
}

/// Follows the chain. `noted` is a place with its seal that somebody has kept elsewhere: a chain that was cut off before it is found out only so.
pub async fn verify_audit_log(desk: &Desk, noted: Option<(i64, String)>) -> Result<AuditVerdict, Refusal> {
    let mut chain = Chain::default();
    let mut damage = None;
    let mut met = noted.is_none();
    'whole: loop {
        let after = chain.last;
        let rows = desk.store.read(move |tx| Ok::<_, Refusal>(tx.list_sealed(after, READ_AT_ONCE)?)).await?;
        if rows.is_empty() {
            break;
        }
        for (entry, place) in &rows {
            if let Err(found) = chain.follow(entry, place) {
                damage = Some(found);
                break 'whole;
            }
            met = met || noted.as_ref().is_some_and(|(seq, seal)| (place.seq, &place.seal) == (*seq, seal));
        }
    }
    let missing = noted.filter(|_| !met && damage.is_none()).map(|(seq, _)| (seq, Damage::EndMissing));
    let unsealed = desk.store.read(|tx| Ok::<_, Refusal>(tx.count_unsealed()?)).await?;
    Ok(AuditVerdict { sealed: chain.last, end: chain.end, unsealed, damage: damage.or(missing) })
}

/// Who did what, the newest first.
pub async fn show_audit_log(desk: &Desk, filter: AuditFilter, limit: i64) -> Result<Vec<(AuditEntry, Option<Place>)>, Refusal> {
    desk.store.read(move |tx| Ok(tx.list_audited(&filter, limit)?)).await
}
