//! Letters and deliveries as the operator looks for them: by a mail address, and what was put aside by its reason.

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::correspondence::Party;
use crate::desk::dead_letters::{DeadLetterView, list_dead_letters, replay_dead_letters};
use crate::desk::letters::mailbox_key;
use crate::desk::look_at_letters::{LetterView, view};
use crate::desk::suppress::{mailbox_name, readers_of};
use crate::desk::{Desk, Refusal};
use crate::events::Group;
use crate::identity::Role;
use crate::ids::fingerprint;
use crate::report::Checker;
use crate::store::{HelpRequestFilter, Tx};
use crate::values::MailAddress;

/// Letters that are shown of one mailbox.
const SHOWN: i64 = 100;
/// Of companies without an account the newest help requests are looked through; older ones are found by state, kind and day.
const LOOKED_THROUGH: i64 = 2_000;

/// A mail address as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressForm {
    pub address: String,
}

/// Deliveries that were put aside for the same reason.
#[derive(Clone, Debug)]
pub struct DeadPile {
    /// The group of workers that could not handle them.
    pub group: Group,
    pub reason: String,
    /// Names the pile in a form: a reason may have lines, which forms change.
    pub key: String,
    pub oldest: Option<Moment>,
    pub dead: Vec<DeadLetterView>,
}

/// The newest letters to whoever reads a mailbox. That somebody looked for it stands in the audit log, under a name that tells only whether two mailboxes
/// are the same.
pub async fn find_letters_of(desk: &Desk, form: &AddressForm) -> Result<Vec<LetterView>, Refusal> {
    let mut checker = Checker::new();
    let address = checker.take("/address", MailAddress::parse(&form.address));
    let address = checker.finish(address)?;
    // Every profile is looked through, which must not hold up the one writer of SQLite.
    let look = desk.store.read(move |tx| {
        let parties = parties_of(tx, &address)?;
        Ok::<_, Refusal>((mailbox_name(tx, &address), tx.list_newest_letters_to(&parties, SHOWN)?))
    });
    let (name, letters) = look.await?;
    desk.note_look("letters_looked_up", "mailbox", name).await?;
    Ok(letters.into_iter().map(view).collect())
}

/// Everybody who is written to at a mailbox.
fn parties_of(tx: &mut Tx<'_>, address: &MailAddress) -> Result<Vec<Party>, Refusal> {
    let key = mailbox_key(address);
    let mut parties: Vec<Party> = readers_of(tx, address)?.into_iter().map(Party::Specialist).collect();
    if let Some(account) = tx.find_account_by_mailbox(&key)? {
        parties.push(Party::Account(account.id));
        parties.extend(tx.list_roles(account.id)?.into_iter().filter_map(|role| match role {
            Role::Company(id) => Some(Party::Company(id)),
            _ => None,
        }));
    }
    let newest = tx.list_newest_help_requests(&HelpRequestFilter::default(), LOOKED_THROUGH)?;
    let theirs = newest.into_iter().filter(|stored| mailbox_key(&stored.help_request.company.contact.address) == key);
    parties.extend(theirs.map(|stored| Party::Company(stored.id)));
    parties.sort_unstable_by_key(|party| party.key());
    parties.dedup();
    Ok(parties)
}

/// What is put aside, by group and reason, the largest pile first.
pub async fn list_dead_piles(desk: &Desk) -> Result<Vec<DeadPile>, Refusal> {
    let mut piles: BTreeMap<(&'static str, String), DeadPile> = BTreeMap::new();
    for view in list_dead_letters(desk).await? {
        let (group, reason, since) = (view.dead.group, view.dead.reason.clone(), view.dead.since);
        let key = fingerprint(format!("{}/{reason}", group.name()).as_bytes());
        let empty = || DeadPile { group, reason: reason.clone(), key, oldest: None, dead: Vec::new() };
        let pile = piles.entry((group.name(), reason.clone())).or_insert_with(empty);
        pile.oldest = [pile.oldest, since].into_iter().flatten().min();
        pile.dead.push(view);
    }
    let mut piles: Vec<DeadPile> = piles.into_values().collect();
    piles.sort_by_key(|pile| std::cmp::Reverse(pile.dead.len()));
    Ok(piles)
}

/// Has everything tried again that a group put aside for one reason; gives how many.
pub async fn replay_dead_pile(desk: &Desk, key: &str) -> Result<usize, Refusal> {
    let pile = list_dead_piles(desk).await?.into_iter().find(|pile| pile.key == key).ok_or(Refusal::NotFound)?;
    let which = pile.dead.iter().map(|view| (pile.group, view.dead.envelope.seq)).collect();
    replay_dead_letters(desk, which).await
}
