//! Mailboxes that do not exist: said by the mail server at once, or by a report that comes back later. The mailbox gets no more letters, and
//! whoever can do something about it is told.

use crate::clock::Moment;
use crate::correspondence::{Bounce, LetterKind, LetterStep, Party, RefusedMailbox, Silence};
use crate::desk::letters::{gets_nothing, mailbox_key, queue_letter, queue_notice, settle_reach};
use crate::desk::team::miss_guest;
use crate::desk::{Desk, Refusal};
use crate::ids::{Ids, LetterId, SupportOrgId};
use crate::store::{LetterToQueue, NoticeToQueue, QueuedLetter, Suppression, ToJournal, Tx};
use crate::values::MailAddress;

/// What became of a report about a letter that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BounceOutcome {
    /// No letter of ours.
    NotOurs,
    /// It stands in the letter's journal; nothing follows of it.
    Noted,
    /// The mailbox gets no more letters.
    Suppressed,
}

/// Notes mailboxes that refused letter `id` while it was handed over. Those that do not exist get no more letters.
pub async fn note_refused_mailboxes(desk: &Desk, id: LetterId, refused: Vec<RefusedMailbox>) -> Result<(), Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    let stopped = desk.store.write(move |tx| {
        let Some(letter) = tx.find_letter(id)? else { return Ok(Stopped::default()) };
        let gone: Vec<RefusedMailbox> = refused.into_iter().filter(|mailbox| mailbox.is_gone).collect();
        suppress(&acting, tx, now, &letter, &gone)
    });
    stopped.await?.settle(desk).await
}

/// What stopping letters to mailboxes came to.
#[derive(Default)]
struct Stopped {
    /// Whether it was not known before.
    is_news: bool,
    /// Whether somebody's name was taken out of what is kept.
    is_nobody: bool,
}

impl Stopped {
    async fn settle(&self, desk: &Desk) -> Result<(), Refusal> {
        if self.is_nobody { desk.empty_log().await } else { Ok(()) }
    }
}

/// Notes a letter that came back. A report that names no mailbox of the letter's reader changes nothing: it may be about a mailbox to which the
/// reader forwards, or a forgery.
pub async fn note_bounce(desk: &Desk, bounce: Bounce) -> Result<BounceOutcome, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    let noted = desk
        .store
        .write(move |tx| {
            let Some(letter) = tx.find_letter(bounce.letter)? else { return Ok((BounceOutcome::NotOurs, Stopped::default())) };
            let step = if bounce.is_gone { LetterStep::Bounced } else { LetterStep::BouncedForNow };
            tx.note_steps(&[ToJournal { letter: letter.id, step, answer: bounce.answer.clone() }], now)?;
            let mailboxes = mailboxes_of(tx, &letter)?;
            let named = bounce.address.map(|address| mailbox_key(&address));
            let gone = mailboxes.iter().find(|mailbox| named.as_ref().is_none_or(|named| *named == mailbox_key(mailbox)));
            // Where no mailbox is named, it can only be meant if there is no other.
            let gone = gone.filter(|_| bounce.is_gone && (named.is_some() || mailboxes.len() == 1));
            let Some(address) = gone.cloned() else { return Ok((BounceOutcome::Noted, Stopped::default())) };
            let refused = RefusedMailbox { address, answer: bounce.answer, is_gone: true };
            let stopped = suppress(&acting, tx, now, &letter, &[refused])?;
            if all_suppressed(tx, &mailboxes)? {
                tx.mark_letter_bounced(letter.id)?;
            }
            Ok::<_, Refusal>((if stopped.is_news { BounceOutcome::Suppressed } else { BounceOutcome::Noted }, stopped))
        })
        .await;
    let (outcome, stopped) = noted?;
    stopped.settle(desk).await?;
    Ok(outcome)
}

/// Stops letters to mailboxes that are gone.
fn suppress(desk: &Desk, tx: &mut Tx<'_>, now: Moment, letter: &QueuedLetter, gone: &[RefusedMailbox]) -> Result<Stopped, Refusal> {
    let (ids, mut stopped) = (&desk.ids, Stopped::default());
    for mailbox in gone {
        let subject = mailbox_key(&mailbox.address);
        let new = Suppression { subject, kind: None, why: Silence::Bounced, answer: mailbox.answer.clone(), at: now };
        stopped.is_news |= tx.add_suppression(&new)?;
    }
    if !gone.is_empty() {
        match letter.party {
            Party::Specialist(specialist) => {
                settle_reach(tx, ids, now, specialist)?;
            }
            Party::Company(_) => tell_broker(tx, ids, now, letter)?,
            Party::SupportOrg(org) => tell_operator(tx, ids, now, org)?,
            Party::Guest(seat) => stopped.is_nobody = miss_guest(desk, tx, now, seat)?,
            // Nobody is left to be told by a letter; whoever runs the instance sees it in the list of suppressions.
            Party::Account(_) | Party::Member(_) | Party::Approver(_) | Party::Operator => {}
        }
    }
    Ok(stopped)
}

/// Tells the support organisation, or the operator, that the company cannot be reached.
fn tell_broker(tx: &mut Tx<'_>, ids: &Ids, now: Moment, letter: &QueuedLetter) -> Result<(), Refusal> {
    let Some(stored) = letter.help_request.map(|id| tx.find_help_request(id)).transpose()?.flatten() else { return Ok(()) };
    // The address of a help request that nobody has confirmed may be a stranger's, or mistyped.
    if matches!(letter.kind, LetterKind::ConfirmHelpRequest | LetterKind::SameHelpRequest) {
        return Ok(());
    }
    let letter = LetterToQueue {
        id: ids.fresh(now),
        kind: LetterKind::CompanyUnreachable,
        party: stored.support_org.map_or(Party::Operator, Party::SupportOrg),
        cause: stored.id.to_string(),
        help_request: stored.id,
        offer: None,
    };
    queue_letter(tx, ids, now, letter)
}

/// Tells the operator that a support organisation cannot be reached, once for each time that its mailbox was stopped. One that has another mailbox by
/// now can be reached.
fn tell_operator(tx: &mut Tx<'_>, ids: &Ids, now: Moment, org: SupportOrgId) -> Result<(), Refusal> {
    let Some(stored) = tx.find_support_org(org)? else { return Ok(()) };
    let Some(stopped) = gets_nothing(tx, &stored.org.address)? else { return Ok(()) };
    let cause = format!("{org}/{}", stopped.at.timestamp_micros());
    let notice = NoticeToQueue { id: ids.fresh(now), kind: LetterKind::SupportOrgUnreachable, party: Party::Operator, cause };
    queue_notice(tx, ids, now, notice, now)
}

fn mailboxes_of(tx: &mut Tx<'_>, letter: &QueuedLetter) -> Result<Vec<MailAddress>, Refusal> {
    Ok(match letter.party {
        Party::Specialist(id) => {
            let contacts = tx.find_specialist(id)?.map(|stored| stored.specialist.contacts).unwrap_or_default();
            contacts.into_iter().map(|contact| contact.address).collect()
        }
        Party::Company(id) => tx.find_help_request(id)?.map(|stored| stored.help_request.company.contact.address).into_iter().collect(),
        Party::SupportOrg(id) => tx.find_support_org(id)?.map(|stored| stored.org.address).into_iter().collect(),
        Party::Account(id) => tx.find_account(id)?.map(|stored| stored.account.address).into_iter().collect(),
        Party::Member(id) => tx.find_member(id)?.map(|stored| stored.member.company.contact.address).into_iter().collect(),
        Party::Approver(id) => {
            tx.find_claim(id)?.and_then(|stored| stored.claim.approver).and_then(|approver| approver.address).into_iter().collect()
        }
        Party::Guest(id) => tx.find_seat(id)?.and_then(|stored| stored.seat.guest).map(|guest| guest.address).into_iter().collect(),
        Party::Operator => Vec::new(),
    })
}

fn all_suppressed(tx: &mut Tx<'_>, mailboxes: &[MailAddress]) -> Result<bool, Refusal> {
    let keys: Vec<String> = mailboxes.iter().map(mailbox_key).collect();
    let suppressed = tx.list_suppressed(&keys)?;
    Ok(keys.iter().all(|key| suppressed.iter().any(|one| one.kind.is_none() && one.subject == *key)))
}
