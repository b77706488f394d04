//! A press of a button on the page behind a letter's link. It counts only with a value that the page held, and each value counts once
//! (docs/decisions/0024-values-of-a-page.md).

use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::ids::Token;
use crate::seals::{Action, PageValue};
use crate::store::Tx;

/// What comes with a press.
#[derive(Clone, Debug)]
pub struct Press {
    /// The link's token.
    pub token: Token,
    /// The value that the page held; none if nothing readable came.
    pub value: Option<PageValue>,
    /// The browser's secret, as it is to be known from now on (see the module `mailbox_code`).
    pub browser: Option<Token>,
}

/// Why a press does not count. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// It had no value, or one that is not of this page, or too old a one: from outside all of these are the same.
    Unknown,
    /// Its value has been used.
    Used,
}

impl Press {
    /// The same in a browser that presented this secret.
    pub fn of(self, browser: Option<Token>) -> Self {
        Self { browser, ..self }
    }
}

impl Desk {
    /// A fresh value for a page. Nothing is kept of it.
    pub fn page_value(&self, action: Action, token: &Token) -> PageValue {
        self.secret.page_value(action, &token.hash(), self.clock.now(), &self.ids)
    }

    /// The press of a button on a page that is shown right now.
    pub fn press(&self, action: Action, token: Token) -> Press {
        Press { value: Some(self.page_value(action, &token)), token, browser: None }
    }

    /// Whether the value of a press is one of its page, whether it has been used or not.
    pub fn is_of_page(&self, press: &Press, action: Action) -> bool {
        press.value.as_ref().is_some_and(|value| self.secret.knows(value, action, &press.token.hash(), self.clock.now()))
    }

    /// Uses up the value of a press, in the transaction of what it causes; an act that is undone leaves the value good.
    pub(super) fn spend(&self, tx: &mut Tx<'_>, press: &Press, action: Action, now: Moment) -> Result<(), Refusal> {
        let sealed = |value: &&PageValue| self.secret.knows(value, action, &press.token.hash(), now);
        let value = press.value.as_ref().filter(sealed).ok_or(Refusal::StalePage(Stale::Unknown))?;
        if tx.spend_value(value, now)? { Ok(()) } else { Err(Refusal::StalePage(Stale::Used)) }
    }
}
