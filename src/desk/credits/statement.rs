//! A ledger as a file that anybody can check, signed by the instance. Its key follows from the instance's secret, which all processes share.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;

use crate::credits::Statement;
use crate::desk::credits::ledger_of;
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

fn signing_key(desk: &Desk) -> SigningKey {
    SigningKey::from_bytes(&desk.secret.ledger_key())
}
