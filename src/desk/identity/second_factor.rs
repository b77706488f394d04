//! The second factor of an account: setting it up, and showing it in a session.

use crate::clock::Moment;
use crate::desk::letters::mailbox_key;
use crate::desk::{Desk, Press, Refusal, Signed, Stale};
use crate::identity::{Authenticator, PROOF_TRIES, PROOFS_WITHIN, RECOVERY_CODES, find_recovery_code, recovery_code};
use crate::ids::{AccountId, Token, fingerprint};
use crate::seals::Action;
use crate::store::Tx;
use crate::values::MailAddress;

/// What the page of the second factor shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactorPage {
    /// Whether the account has one.
    pub is_set: bool,
    /// What a new authenticator needs, by hand and as a picture's address; none where the session has not shown the one that there is.
    pub new: Option<(String, String)>,
}

/// How a code was taken.
#[derive(Clone, Debug)]
pub enum Proving {
    /// The session has a new secret, and the account perhaps new recovery codes, shown this once.
    Done {
        token: Token,
        recovery: Vec<String>,
    },
    WrongCode,
    /// Too many wrong ones within a short time.
    TooMany,
}

pub async fn look_at_second_factor(desk: &Desk, signed: Signed) -> Result<SecondFactorPage, Refusal> {
    let acting = desk.clone();
    desk.store
        .read(move |tx| {
            let is_set = tx.find_second_factor(signed.id)?.is_some();
            let may_set = !is_set || signed.proved;
            let authenticator = acting.authenticator(signed.id, &nonce(&signed));
            Ok(SecondFactorPage { is_set, new: may_set.then(|| (authenticator.key(), authenticator.address(&signed.account.address))) })
        })
        .await
}

/// Takes the authenticator that the page showed, once it shows a right code; it replaces one that there was, which the session must have shown.
pub async fn set_up_second_factor(desk: &Desk, signed: Signed, press: Press, code: String) -> Result<Proving, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            if tx.find_second_factor(signed.id)?.is_some() && !signed.proved {
                return Err(Refusal::NotFound);
            }
            acting.spend(tx, &press, Action::SetUpSecondFactor, now)?;
            let nonce = nonce(&signed);
            let Some(step) = acting.authenticator(signed.id, &nonce).step(&code, now) else { return Ok(Proving::WrongCode) };
            let recovery: Vec<String> = (0..RECOVERY_CODES).map(|_| acting.fresh_recovery_code()).collect();
            let hashes: Vec<String> =
                recovery.iter().filter_map(|code| find_recovery_code(code)).map(|code| hash(signed.id, &code)).collect();
            tx.put_second_factor(signed.id, &nonce, step, &hashes, now)?;
            tx.note_act("second_factor_set_up", "account", signed.id);
            let token = acting.prove(tx, &signed, now)?;
            Ok(Proving::Done { token, recovery })
        })
        .await
}

/// Shows the second factor: a code of the authenticator, or a recovery code.
pub async fn prove_second_factor(desk: &Desk, signed: Signed, press: Press, code: String) -> Result<Proving, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let stored = tx.find_second_factor(signed.id)?.ok_or(Refusal::NotFound)?;
            acting.spend(tx, &press, Action::ShowSecondFactor, now)?;
            if !tx.count_proof(signed.id, PROOF_TRIES, now - PROOFS_WITHIN, now)? {
                return Ok(Proving::TooMany);
            }
            let taken = match (acting.authenticator(signed.id, &stored.nonce).step(&code, now), find_recovery_code(&code)) {
                (Some(step), _) => tx.use_step(signed.id, step)?,
                (None, Some(code)) => tx.use_recovery_code(signed.id, &hash(signed.id, &code), now)?,
                (None, None) => false,
            };
            if !taken {
                tx.note_act("second_factor_refused", "account", signed.id);
                return Ok(Proving::WrongCode);
            }
            tx.note_act("second_factor_shown", "account", signed.id);
            let token = acting.prove(tx, &signed, now)?;
            Ok(Proving::Done { token, recovery: Vec::new() })
        })
        .await
}

/// Takes the second factor from the account of a mailbox whose owner has lost it, and signs it out everywhere; false if it had none.
pub async fn reset_second_factor(desk: &Desk, address: String) -> Result<bool, Refusal> {
    desk.store
        .write(move |tx| {
            let address = MailAddress::parse(&address).map_err(|_| Refusal::NotFound)?;
            let account = tx.find_account_by_mailbox(&mailbox_key(&address))?.ok_or(Refusal::NotFound)?.id;
            tx.end_sessions(account)?;
            tx.note_act("second_factor_reset", "account", account);
            Ok(tx.remove_second_factor(account)?)
        })
        .await
}

/// What a new authenticator's secret is made with: the same as long as the session has the same secret, so that looking at the page writes nothing.
fn nonce(signed: &Signed) -> String {
    fingerprint(format!("second factor {}", signed.token.hash().as_str()).as_bytes())
}

fn hash(account: AccountId, code: &str) -> String {
    fingerprint(format!("{account} {code}").as_bytes())
}

impl Desk {
    fn authenticator(&self, account: AccountId, nonce: &str) -> Authenticator {
        Authenticator::new(self.secret.second_factor(account, nonce))
    }

    fn fresh_recovery_code(&self) -> String {
        let random = self.ids.nonce();
        recovery_code(random.first_chunk().copied().unwrap_or_default())
    }

    /// The session has shown it, and goes on under a new secret.
    fn prove(&self, tx: &mut Tx<'_>, signed: &Signed, now: Moment) -> Result<Token, Refusal> {
        let fresh = self.ids.secret();
        let proved = tx.prove_session(&signed.token.hash(), &fresh.hash(), now)?;
        if proved { Ok(fresh) } else { Err(Refusal::StalePage(Stale::Used)) }
    }
}
