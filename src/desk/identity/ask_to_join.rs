//! Somebody who is not on the list asks to register: the letter is the one for signing in, so that nobody learns from the answer whose mailbox is known.
//! A mailbox that is not known gets an account without a role. It may nothing but register, and is forgotten when nothing comes of it.

use crate::desk::letters::mailbox_key;
use crate::desk::{Desk, Refusal, SignInForm};
use crate::identity::Account;
use crate::ids::Token;
use crate::language::Language;

/// Asks. `browser` and `source` are as in `ask_to_sign_in`; letters come in `language`.
pub async fn ask_to_join(desk: &Desk, form: SignInForm, language: Language, browser: Token, source: String) -> Result<(), Refusal> {
    let address = form.check()?;
    let (key, newcomer) = (mailbox_key(&address), Account { address, language, is_shared: false });
    let acting = desk.clone();
    desk.store.write(move |tx| acting.send_sign_in(tx, &key, (&browser, &source), Some(&newcomer))).await
}
