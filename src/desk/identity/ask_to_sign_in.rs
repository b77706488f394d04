//! Somebody asks to sign in: a letter with a link and a code goes to the mailbox, if it is one that we know. Whoever asks is told the same in any
//! case, and the same is done: only when the letter's turn comes does it turn out that it has no reader.

use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::{mailbox_key, queue_notice};
use crate::desk::{Desk, Refusal};
use crate::identity::{ASK_AGAIN_WITHIN, Account, Answer, SIGN_IN_HOLDS, sign_in_limits};
use crate::ids::{AccountId, CodeId, Token, fingerprint};
use crate::report::Checker;
use crate::store::{NoticeToQueue, StoredSignIn, Tx};
use crate::values::MailAddress;

/// What is typed into the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignInForm {
    pub address: String,
}

impl SignInForm {
    pub(super) fn check(&self) -> Result<MailAddress, Refusal> {
        let mut checker = Checker::new();
        let address = checker.take("/address", MailAddress::parse(&self.address));
        Ok(checker.finish(address)?)
    }
}

/// Asks. `browser` is the secret that the browser keeps: only there does the link work. `source` is where the request came from.
pub async fn ask_to_sign_in(desk: &Desk, form: SignInForm, browser: Token, source: String) -> Result<(), Refusal> {
    let key = mailbox_key(&form.check()?);
    let acting = desk.clone();
    desk.store.write(move |tx| acting.send_sign_in(tx, &key, (&browser, &source), None)).await
}

impl Desk {
    /// Sends the letter, if its reader has an account, or gets one as `newcomer`.
    pub(super) fn send_sign_in(
        &self,
        tx: &mut Tx<'_>,
        key: &str,
        (browser, source): (&Token, &str),
        newcomer: Option<&Account>,
    ) -> Result<(), Refusal> {
        let (now, ids) = (self.clock.now(), &self.ids);
        let hash = fingerprint(tx.keyed("sign-in", key).as_bytes());
        let answer = sign_in_limits(tx.count_sign_ins(&hash, source, ASK_AGAIN_WITHIN, now)?);
        if answer == Answer::TooMany {
            return Err(Refusal::TooMany);
        }
        let id: CodeId = ids.fresh(now);
        if let Some(newcomer) = newcomer.filter(|_| answer == Answer::Letter) {
            let account = AccountId::from(id.uuid());
            if tx.add_account(account, key, newcomer, now)? {
                tx.set_joining(account, Some(now))?;
            }
        }
        let account = tx.find_account_by_mailbox(key)?.filter(|stored| stored.disabled_at.is_none()).map(|stored| stored.id);
        // Named after the wish itself: the account of nobody.
        let account = account.unwrap_or_else(|| AccountId::from(id.uuid()));
        let browser_hash = browser.hash().as_str().to_owned();
        let wish = StoredSignIn { id, account, browser_hash, expires_at: now + SIGN_IN_HOLDS, used_at: None };
        tx.note_act("sign_in_asked", "account", account);
        tx.add_sign_in(&wish, &hash, source, now)?;
        if answer == Answer::Letter {
            let (kind, party, cause) = (LetterKind::SignIn, Party::Account(account), id.to_string());
            queue_notice(tx, ids, now, NoticeToQueue { id: ids.fresh(now), kind, party, cause }, now)?;
        }
        Ok(())
    }
}
