//! Erasing on the own page: it says first what goes and what stays, and the press needs a value of that page.

use crate::desk::erase::{Erased, help_request, specialist};
use crate::desk::identity::Signed;
use crate::desk::look::{help_request_of_link, link_of};
use crate::desk::{Desk, Press, Refusal};
use crate::identity::Role;
use crate::ids::{HelpRequestId, Token};
use crate::language::Language;
use crate::seals::Action;
use crate::store::{Purpose, Tx};

/// What the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErasePage {
    /// Of a company, or of a specialist.
    pub is_company: bool,
    /// Whether a match goes on: nothing is erased until it has ended.
    pub runs: bool,
    /// Whether it has been done.
    pub done: bool,
    /// The reader's own language.
    pub language: Language,
}

fn of_help_request(tx: &mut Tx<'_>, id: HelpRequestId) -> Result<ErasePage, Refusal> {
    let stored = tx.find_help_request(id)?.ok_or(Refusal::NotFound)?;
    let done = tx.find_help_request_dates(id)?.is_some_and(|dates| dates.forgotten_at.is_some());
    let language = stored.help_request.company.contact.language;
    Ok(ErasePage { is_company: true, runs: help_request::runs(tx, id)?, done, language })
}

/// What a company without an account sees.
pub async fn look_at_erasing_by_link(desk: &Desk, token: Token) -> Result<ErasePage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let link = link_of(tx, &token, Purpose::FollowHelpRequest, now)?;
            let id = help_request_of_link(tx, &link)?.id;
            of_help_request(tx, id)
        })
        .await
}

/// What somebody sees who is signed in as a specialist or for a company; nobody else has anything to erase.
pub async fn look_at_erasing(desk: &Desk, signed: &Signed) -> Result<ErasePage, Refusal> {
    let (role, language) = (signed.acts_as(), signed.account.language);
    desk.store
        .read(move |tx| match role {
            Some(Role::Specialist(id)) => Ok(ErasePage { is_company: false, runs: specialist::runs(tx, id)?, done: false, language }),
            Some(Role::Company(id)) => Ok(ErasePage { language, ..of_help_request(tx, id)? }),
            _ => Err(Refusal::NotFound),
        })
        .await
}

/// Erases what the reader of the page is signed in as.
pub async fn erase_own(desk: &Desk, signed: Signed, press: Press) -> Result<Erased, Refusal> {
    let acting = desk.clone();
    let erase = move |tx: &mut Tx<'_>| {
        let now = acting.clock.now();
        let erased = match signed.acts_as() {
            Some(Role::Specialist(id)) => specialist::erase(&acting, tx, now, id)?,
            Some(Role::Company(id)) => help_request::erase(&acting, tx, now, id)?,
            _ => return Err(Refusal::NotFound),
        };
        acting.spend(tx, &press, Action::Erase, now)?;
        Ok(erased)
    };
    let erased = desk.store.write(erase).await?;
    desk.empty_log().await?;
    Ok(erased)
}
