//! A specialist answers an offer by a mail of their own (docs/decisions/0034-answers-by-mail.md). Anybody can write such a mail: what does not come
//! from a mailbox on file changes nothing and is answered by nothing, and a yes needs more than that.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party, ReplyOutcome};
use crate::desk::accept_offer::{Stop, asked_about, settle, what_became};
use crate::desk::decline_offer::decline;
use crate::desk::letters::{mailbox_key, offer_letter, queue_letter};
use crate::desk::{Acceptance, Declination, Desk, Refusal};
use crate::inbox::{MailedAnswer, Wish};
use crate::offers::Decline;
use crate::store::{LetterToQueue, StoredOffer, StoredSpecialist, Tx};
use crate::values::Prose;

/// The reason of a refusal by mail, where nobody is asked for one (`config/decline_reasons`).
pub(crate) const REASON: &str = "not-said";

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// It answers nothing, comes from nobody whom we asked, or changes nothing that is not known.
    Ignored,
    Accepted,
    Declined,
    /// Nothing has changed, and a letter tells the person why.
    Told(ReplyOutcome),
}

pub async fn answer_by_mail(desk: &Desk, mail: MailedAnswer) -> Result<MailOutcome, Refusal> {
    let (acting, judged) = (desk.clone(), mail.clone());
    let done = desk.store.write(move |tx| answer(&acting, tx, acting.clock.now(), &judged)).await;
    let told = match done {
        Ok(outcome) => return Ok(outcome),
        Err(Stop::Refused(refusal)) => return Err(refusal),
        Err(Stop::Told(told)) => told,
    };
    // What was tried has been undone, with every letter about it, so that is told in a transaction of its own.
    let acting = desk.clone();
    desk.store
        .write(move |tx| match addressed(tx, &mail)? {
            Some((offer, _)) => after_acceptance(&acting, tx, acting.clock.now(), &offer, told),
            None => Ok(MailOutcome::Ignored),
        })
        .await
}

fn answer(desk: &Desk, tx: &mut Tx<'_>, now: Moment, mail: &MailedAnswer) -> Result<MailOutcome, Stop> {
    let Some((offer, person)) = addressed(tx, mail)? else { return Ok(MailOutcome::Ignored) };
    let is_open = offer.state.is_open() && now < offer.expires_at;
    match mail.wish {
        // Thanks, say. Nobody waits for more.
        Wish::Unclear if !is_open => Ok(MailOutcome::Ignored),
        Wish::Unclear => Ok(tell(desk, tx, now, &offer, ReplyOutcome::NotUnderstood)?),
        Wish::Decline => Ok(refuse(desk, tx, now, &offer)?),
        Wish::Accept if !is_open => {
            let told = what_became(tx, offer.id, now)?;
            Ok(after_acceptance(desk, tx, now, &offer, told)?)
        }
        Wish::Accept if person.specialist.shares_mailbox() => Ok(tell(desk, tx, now, &offer, ReplyOutcome::NeedsName)?),
        Wish::Accept if !mail.vouched && asks_for_more(desk, tx, &offer)? => Ok(tell(desk, tx, now, &offer, ReplyOutcome::NotCertain)?),
        Wish::Accept => {
            let stored = asked_about(tx, &offer)?;
            let told = settle(desk, tx, now, (&offer, &stored), None)?;
            Ok(after_acceptance(desk, tx, now, &offer, told)?)
        }
    }
}

/// The offer that a mail answers, and the person; none unless the mail says that it comes from one of their mailboxes.
fn addressed(tx: &mut Tx<'_>, mail: &MailedAnswer) -> Result<Option<(StoredOffer, StoredSpecialist)>, Refusal> {
    let is_answered = |kind| matches!(kind, LetterKind::Offer | LetterKind::OfferReminder | LetterKind::ReplyResult);
    let Some(letter) = tx.find_letter(mail.letter)?.filter(|letter| is_answered(letter.kind)) else { return Ok(None) };
    let Party::Specialist(id) = letter.party else { return Ok(None) };
    let own = |person: &StoredSpecialist| {
        let from = mailbox_key(&mail.from);
        person.specialist.contacts.iter().any(|contact| mailbox_key(&contact.address) == from)
    };
    let Some(person) = tx.find_specialist(id)?.filter(own) else { return Ok(None) };
    let offer = letter.offer.map(|offer| tx.find_offer(offer)).transpose()?.flatten();
    Ok(offer.map(|offer| (offer, person)))
}

/// Whether an acceptance has to show that its writer reads the mailbox.
fn asks_for_more(desk: &Desk, tx: &mut Tx<'_>, offer: &StoredOffer) -> Result<bool, Refusal> {
    let stored = tx.find_help_request(offer.help_request)?;
    let policy = stored.and_then(|stored| desk.policy_of(&stored));
    Ok(policy.is_none_or(|policy| policy.code_for_forwarded))
}

fn refuse(desk: &Desk, tx: &mut Tx<'_>, now: Moment, offer: &StoredOffer) -> Result<MailOutcome, Refusal> {
    let said = Decline { reason: REASON.to_owned(), text: Prose::default() };
    match decline(desk, tx, now, offer, &said, None)? {
        Declination::Declined => {
            tell(desk, tx, now, offer, ReplyOutcome::Declined)?;
            Ok(MailOutcome::Declined)
        }
        Declination::AcceptedBefore => tell(desk, tx, now, offer, ReplyOutcome::AcceptedBefore),
        Declination::OverAlready => Ok(MailOutcome::Ignored),
    }
}

fn after_acceptance(desk: &Desk, tx: &mut Tx<'_>, now: Moment, offer: &StoredOffer, told: Acceptance) -> Result<MailOutcome, Refusal> {
    let outcome = match told {
        // Those have letters of their own.
        Acceptance::Won(_) | Acceptance::Willing => return Ok(MailOutcome::Accepted),
        Acceptance::WonAlready(_) | Acceptance::WillingAlready => return Ok(MailOutcome::Ignored),
        Acceptance::GivenUp => ReplyOutcome::GivenUp,
        Acceptance::NotChosen => ReplyOutcome::NotChosen,
        Acceptance::TakenByOther => ReplyOutcome::TakenByOther,
        Acceptance::Withdrawn => ReplyOutcome::Withdrawn,
        Acceptance::Lapsed => ReplyOutcome::Lapsed,
        Acceptance::DeclinedBefore => ReplyOutcome::DeclinedBefore,
        Acceptance::NoRoom => ReplyOutcome::NoRoom,
        // A mail brings no code.
        Acceptance::CodeSent | Acceptance::CodeWrong | Acceptance::CodeOver | Acceptance::TooManyCodes => ReplyOutcome::NotCertain,
    };
    tell(desk, tx, now, offer, outcome)
}

/// Tells the person, at all mailboxes on file and not at the one that wrote. Each outcome once for an offer, however many mails come: whoever forges
/// mails can make us write no more than that.
fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, offer: &StoredOffer, outcome: ReplyOutcome) -> Result<MailOutcome, Refusal> {
    let letter = offer_letter(&desk.ids, now, LetterKind::ReplyResult, offer);
    let cause = format!("{}/{}", offer.id, outcome.code());
    queue_letter(tx, &desk.ids, now, LetterToQueue { cause, ..letter })?;
    Ok(MailOutcome::Told(outcome))
}
