//! Accounts that several people share: saying so, and who of them it is (docs/decisions/0066-shared-mailboxes.md).

use std::collections::HashMap;

use crate::desk::brokering::org_of;
use crate::desk::identity::accounts::account_of_mailbox;
use crate::desk::{Desk, Press, Refusal, Signed, Stale};
use crate::identity::{PersonForm, Rank, Role, Who, person_of};
use crate::ids::{AccountId, PersonId, SupportOrgId, Token};
use crate::seals::Action;
use crate::store::Tx;

/// Somebody who works for a support organisation, as its owner sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColleagueView {
    pub id: AccountId,
    pub address: String,
    /// Whether several people read the mailbox.
    pub is_shared: bool,
    /// The names under which they have acted, the latest first.
    pub people: Vec<String>,
}

/// Says who it is in a session of a shared account, and goes on under a new secret, which is given.
pub async fn name_person(desk: &Desk, signed: Signed, press: Press, form: PersonForm) -> Result<Token, Refusal> {
    let name = form.check()?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            if !signed.account.is_shared {
                return Err(Refusal::NotFound);
            }
            acting.spend(tx, &press, Action::Name, now)?;
            let person = tx.put_person(acting.ids.fresh(now), signed.id, &name, now)?;
            tx.note_act_of(Who::Person(signed.id, person), "person_named", "session", signed.session);
            let fresh = acting.ids.secret();
            // Somebody has pressed twice at once, or the session has ended meanwhile.
            let named = tx.name_session(&signed.token.hash(), &fresh.hash(), person)?;
            if named { Ok(fresh) } else { Err(Refusal::StalePage(Stale::Used)) }
        })
        .await
}

/// Says whether several people read the mailbox of an account; false if that was said already. Whoever is signed in there is asked who they are.
pub async fn share_account(desk: &Desk, address: String, is_shared: bool) -> Result<bool, Refusal> {
    desk.store
        .write(move |tx| {
            let account = account_of_mailbox(tx, &address)?;
            share(tx, account, is_shared)
        })
        .await
}

/// The same by the owner of a support organisation, of one of its clerks.
pub async fn share_colleague(desk: &Desk, role: Role, account: AccountId, is_shared: bool) -> Result<bool, Refusal> {
    let org = owned(role)?;
    desk.store
        .write(move |tx| {
            tx.list_clerks(org)?.iter().find(|(clerk, _)| *clerk == account).ok_or(Refusal::NotFound)?;
            share(tx, account, is_shared)
        })
        .await
}

/// Who works for the organisation of an owner.
pub async fn list_colleagues(desk: &Desk, role: Role) -> Result<Vec<ColleagueView>, Refusal> {
    let org = owned(role)?;
    desk.store
        .read(move |tx| {
            let mut colleagues = Vec::new();
            for (id, address) in tx.list_clerks(org)? {
                let is_shared = tx.find_account(id)?.is_some_and(|stored| stored.account.is_shared);
                let people = tx.list_people(id)?.into_iter().map(|person| person.name.as_str().to_owned()).collect();
                colleagues.push(ColleagueView { id, address, is_shared, people });
            }
            Ok(colleagues)
        })
        .await
}

/// The names of the people whom the audit log names so; those who are forgotten are missing.
pub async fn name_people(desk: &Desk, who: impl IntoIterator<Item = &str>) -> Result<HashMap<PersonId, String>, Refusal> {
    let wanted: Vec<PersonId> = who.into_iter().filter_map(person_of).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let named = desk.store.read(move |tx| Ok::<_, Refusal>(tx.find_people(&wanted)?)).await?;
    Ok(named.into_iter().map(|(id, person)| (id, person.name.as_str().to_owned())).collect())
}

fn share(tx: &mut Tx<'_>, account: AccountId, is_shared: bool) -> Result<bool, Refusal> {
    tx.note_act(if is_shared { "account_shared" } else { "account_not_shared" }, "account", account);
    Ok(tx.set_account_shared(account, is_shared)?)
}

/// Who belongs to an organisation is for its owner to say.
fn owned(role: Role) -> Result<SupportOrgId, Refusal> {
    if matches!(role, Role::Broker(_, Rank::Owner)) { org_of(role) } else { Err(Refusal::NotFound) }
}
