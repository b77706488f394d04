//! A ledger as a file that anybody can check, signed by the instance. Its key follows from the instance's secret, which all processes share.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;

use crate::credits::{Statement, TableSeals};
use crate::desk::credits::ledger_of;
use crate::desk::credits::look::{CreditsPage, page_of};
use crate::desk::{Desk, Refusal};
use crate::ids::SpecialistId;

/// The public key with which statements are checked, in base64.
pub fn ledger_key(desk: &Desk) -> String {
    STANDARD.encode(signing_key(desk).verifying_key().as_bytes())
}

pub async fn sign_statement(desk: &Desk, specialist: SpecialistId) -> Result<Statement, Refusal> {
    let (now, key) = (desk.clock.now(), signing_key(desk));
    desk.store
        .read(move |tx| {
            let person = tx.find_specialist(specialist)?.ok_or(Refusal::NotFound)?;
            Ok(Statement::sign(&ledger_of(tx, &person)?, now, &key))
        })
        .await
}

/// What stands on the page and its statement, of one moment.
pub async fn look_at_book(desk: &Desk, specialist: SpecialistId) -> Result<(CreditsPage, Statement), Refusal> {
    let (acting, now, key) = (desk.clone(), desk.clock.now(), signing_key(desk));
    desk.store
        .read(move |tx| {
            let person = tx.find_specialist(specialist)?.ok_or(Refusal::NotFound)?;
            let ledger = ledger_of(tx, &person)?;
            Ok((page_of(&acting, tx, &person, &ledger)?, Statement::sign(&ledger, now, &key)))
        })
        .await
}

/// Signs a table of all rows of a statement.
pub fn sign_table(desk: &Desk, statement: &Statement, columns: &[String], rows: &[Vec<String>]) -> TableSeals {
    TableSeals::sign(statement, columns, rows, &signing_key(desk))
}

fn signing_key(desk: &Desk) -> SigningKey {
    SigningKey::from_bytes(&desk.secret.ledger_key())
}
