//! Signing in, by the letter's link in the browser that asked, or by the letter's code typed there. Both are good for ten minutes and once.

use crate::clock::Moment;
use crate::desk::look::link_of;
use crate::desk::{Desk, Press, Refusal};
use crate::identity::{CODE_TRIES, Role, Who};
use crate::ids::Token;
use crate::language::Language;
use crate::seals::{Action, Code};
use crate::store::{Purpose, StoredAccount, StoredSession, StoredSignIn, Tx};

/// What the page behind the letter's link shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInPage {
    /// The button: this is the browser that asked.
    Ready,
    /// The code is to be typed where it was asked for.
    OtherBrowser,
    /// Used, or too old.
    Over,
}

/// A session that has just begun. The secret goes into the browser's cookie.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub token: Token,
    pub language: Language,
    /// As whom it acts.
    pub role: Option<Role>,
    /// Whether its owner is registering as a specialist and has not come to an end of it.
    pub joins: bool,
}

/// How signing in ended.
#[derive(Clone, Debug)]
pub enum SigningIn {
    Done(NewSession),
    WrongCode,
    /// No code can be typed: used, too old, or tried too often.
    Over,
    OtherBrowser,
}

/// Shows what the link leads to. Changes nothing, so scanners may look.
pub async fn look_at_sign_in(desk: &Desk, token: Token, browser: Option<Token>) -> Result<(SignInPage, Language), Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let (wish, account) = wish_of_link(tx, &token, now)?;
            let page = if wish.used_at.is_some() || wish.expires_at <= now {
                SignInPage::Over
            } else if is_from(&wish, browser.as_ref()) {
                SignInPage::Ready
            } else {
                SignInPage::OtherBrowser
            };
            Ok((page, account.account.language))
        })
        .await
}

/// Signs in by the link. `press.browser` is the secret of the browser; `agent` is what it calls itself.
pub async fn sign_in_by_link(desk: &Desk, press: Press, agent: String) -> Result<SigningIn, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (wish, account) = wish_of_link(tx, &press.token, now)?;
            if !is_from(&wish, press.browser.as_ref()) {
                return Ok(SigningIn::OtherBrowser);
            }
            if !tx.use_sign_in(wish.id, now)? {
                return Ok(SigningIn::Over);
            }
            acting.spend(tx, &press, Action::SignIn, now)?;
            acting.open_session(tx, &account, agent, now).map(SigningIn::Done)
        })
        .await
}

/// Signs in by the code, in the browser that asked. An address that nobody knows has a code that is never right.
pub async fn sign_in_by_code(desk: &Desk, browser: Token, code: String, agent: String) -> Result<SigningIn, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let Some(wish) = tx.find_live_sign_in(&browser.hash(), CODE_TRIES, now)? else { return Ok(SigningIn::Over) };
            if !tx.count_sign_in_try(wish.id, CODE_TRIES, now)? {
                return Ok(SigningIn::Over);
            }
            let is_right = Code::find(&code).is_some_and(|typed| acting.secret.is_code(wish.id, &typed));
            let account = open_account(tx, &wish)?;
            let Some(account) = account.filter(|_| is_right) else {
                tx.note_act("sign_in_refused", "account", wish.account);
                return Ok(SigningIn::WrongCode);
            };
            if !tx.use_sign_in(wish.id, now)? {
                return Ok(SigningIn::Over);
            }
            acting.open_session(tx, &account, agent, now).map(SigningIn::Done)
        })
        .await
}

/// The wish behind a link, and whose it is.
fn wish_of_link(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<(StoredSignIn, StoredAccount), Refusal> {
    let link = link_of(tx, token, Purpose::SignIn, now)?;
    let wish = link.subject.parse().ok().map(|id| tx.find_sign_in(id)).transpose()?.flatten().ok_or(Refusal::NotFound)?;
    let account = open_account(tx, &wish)?.ok_or(Refusal::NotFound)?;
    Ok((wish, account))
}

fn open_account(tx: &mut Tx<'_>, wish: &StoredSignIn) -> Result<Option<StoredAccount>, Refusal> {
    Ok(tx.find_account(wish.account)?.filter(|stored| stored.disabled_at.is_none()))
}

fn is_from(wish: &StoredSignIn, browser: Option<&Token>) -> bool {
    browser.is_some_and(|browser| browser.hash().as_str() == wish.browser_hash)
}

impl Desk {
    /// Begins a session, as the role that may least: whoever needs more says so.
    fn open_session(&self, tx: &mut Tx<'_>, stored: &StoredAccount, agent: String, now: Moment) -> Result<NewSession, Refusal> {
        let role = tx.list_roles(stored.id)?.first().copied();
        let token = self.ids.secret();
        let session = StoredSession {
            id: self.ids.fresh(now),
            account: stored.id,
            role,
            browser: agent,
            made_at: now,
            seen_at: now,
            proved_at: None,
            person: None,
        };
        tx.add_session(&session, &token.hash())?;
        tx.note_act_of(Who::Account(stored.id), "signed_in", "account", stored.id);
        Ok(NewSession { token, language: stored.account.language, role, joins: role.is_none() && stored.joining_at.is_some() })
    }
}
