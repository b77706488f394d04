//! Who is reached by which letters: mailboxes that do not exist, letters that somebody does not want, and what follows of it for a specialist.

use std::collections::HashMap;

use crate::clock::Moment;
use crate::correspondence::{Letter, LetterKind, LetterState, Party, Silence};
use crate::desk::Refusal;
use crate::desk::letters::queue_notice;
use crate::events::{Event, Withdrawal};
use crate::ids::{Ids, LetterId, SpecialistId};
use crate::store::{NoticeToQueue, StoreError, Suppression, Tx};
use crate::values::MailAddress;

/// Why a letter does not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// What it was about has changed.
    NothingToSay,
    /// The reader, or an operator, does not want letters of this kind.
    NotWanted,
    /// No mailbox of the reader is left.
    NoMailbox,
}

impl WhyNot {
    /// As it stands in the journal.
    pub fn code(self) -> &'static str {
        match self {
            Self::NothingToSay => "nothing-to-say",
            Self::NotWanted => "not-wanted",
            Self::NoMailbox => "no-mailbox",
        }
    }

    /// How the letter ends.
    pub fn state(self, kind: LetterKind) -> LetterState {
        match self {
            Self::NoMailbox => LetterState::Failed,
            // An offer that nobody reads must not wait for its deadline.
            Self::NotWanted if matches!(kind, LetterKind::Offer | LetterKind::OfferDigest) => LetterState::Failed,
            Self::NothingToSay | Self::NotWanted => LetterState::Dropped,
        }
    }
}

/// A mailbox as the subject of a suppression. Servers may tell capitals apart (RFC 5321, 2.4); none does, and people do not.
pub(in crate::desk) fn mailbox_key(address: &MailAddress) -> String {
    address.as_str().to_lowercase()
}

/// Why a mailbox gets no letters at all, if it gets none.
pub(in crate::desk) fn gets_nothing(tx: &mut Tx<'_>, address: &MailAddress) -> Result<Option<Suppression>, StoreError> {
    Ok(tx.list_suppressed(&[mailbox_key(address)])?.into_iter().find(|one| one.kind.is_none()))
}

/// Whether a mailbox gets no letters of a kind, for whatever reason.
pub(in crate::desk) fn gets_none_of(tx: &mut Tx<'_>, address: &MailAddress, kind: LetterKind) -> Result<bool, Refusal> {
    let subject = mailbox_key(address);
    Ok(Silences::of(tx, std::slice::from_ref(&subject))?.of_kind(&subject, kind).is_some())
}

/// What is suppressed, by subject.
struct Silences(HashMap<String, Vec<Suppression>>);

impl Silences {
    /// One statement for any number of subjects.
    fn of(tx: &mut Tx<'_>, subjects: &[String]) -> Result<Self, Refusal> {
        let mut found: HashMap<String, Vec<Suppression>> = HashMap::new();
        for one in tx.list_suppressed(subjects)? {
            found.entry(one.subject.clone()).or_default().push(one);
        }
        Ok(Self(found))
    }

    /// Why a subject does not get letters of a kind.
    fn of_kind(&self, subject: &str, kind: LetterKind) -> Option<Silence> {
        // Whoever wants no offers wants none gathered either.
        let kind = if kind == LetterKind::OfferDigest { LetterKind::Offer } else { kind };
        let silences = self.0.get(subject)?.iter().filter(|one| one.why != Silence::Gathered);
        silences.filter(|one| one.kind.is_none_or(|of| of == kind)).map(|one| one.why).next()
    }
}

/// A letter as it may leave, or why it does not.
pub(in crate::desk) type Sifted = Result<Letter, WhyNot>;

/// Takes out of letters that are about to leave the mailboxes that do not get them, and stops those that nobody is left to get or that are
/// not wanted. In the order in which they came, with one statement for all of them.
pub(in crate::desk) fn sift(tx: &mut Tx<'_>, letters: Vec<Letter>) -> Result<Vec<(LetterId, Sifted)>, Refusal> {
    if letters.is_empty() {
        return Ok(Vec::new());
    }
    let subjects = letters.iter().flat_map(|letter| letter.to.iter().map(mailbox_key).chain([letter.party.key()]));
    let subjects: Vec<String> = subjects.collect();
    let silences = Silences::of(tx, &subjects)?;
    let sift = |mut letter: Letter| {
        if silences.of_kind(&letter.party.key(), letter.kind).is_some() {
            return Err(WhyNot::NotWanted);
        }
        letter.to.retain(|address| silences.of_kind(&mailbox_key(address), letter.kind).is_none());
        if letter.to.is_empty() { Err(WhyNot::NoMailbox) } else { Ok(letter) }
    };
    Ok(letters.into_iter().map(|letter| (letter.id, sift(letter))).collect())
}

/// Brings into step whether offers reach a specialist, and says it. Whoever has no mailbox left has open offers that nobody reads: they are
/// withdrawn, so that others are asked, and the operator is told.
pub(in crate::desk) fn settle_reach(tx: &mut Tx<'_>, ids: &Ids, now: Moment, specialist: SpecialistId) -> Result<bool, Refusal> {
    let Some(person) = tx.find_specialist(specialist)? else { return Ok(false) };
    let party = Party::Specialist(specialist).key();
    let mailboxes: Vec<String> = person.specialist.contacts.iter().map(|contact| mailbox_key(&contact.address)).collect();
    let subjects: Vec<String> = mailboxes.iter().cloned().chain([party.clone()]).collect();
    let silences = Silences::of(tx, &subjects)?;
    let has_mailbox = mailboxes.iter().any(|mailbox| silences.of_kind(mailbox, LetterKind::Offer).is_none());
    let reachable = has_mailbox && silences.of_kind(&party, LetterKind::Offer).is_none();
    if !tx.set_reachable(specialist, reachable)? {
        return Ok(reachable);
    }
    if reachable {
        tx.record(ids.fresh(now), &Event::SpecialistReachable { specialist }, now)?;
        return Ok(reachable);
    }
    tx.record(ids.fresh(now), &Event::SpecialistUnreachable { specialist }, now)?;
    if !has_mailbox {
        for offer in tx.list_open_offers_to(specialist)? {
            if tx.mark_offer_withdrawn(offer.id)? {
                let why = Withdrawal::Undeliverable;
                let withdrawn = Event::OfferWithdrawn { help_request: offer.help_request, offer: offer.id, specialist, why };
                tx.record(ids.fresh(now), &withdrawn, now)?;
            }
        }
        let cause = format!("{specialist}/{}", now.timestamp());
        let notice = NoticeToQueue { id: ids.fresh(now), kind: LetterKind::SpecialistUnreachable, party: Party::Operator, cause };
        queue_notice(tx, ids, now, notice, now)?;
    }
    Ok(reachable)
}
