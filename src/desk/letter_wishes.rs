//! A specialist chooses which letters come, behind the link that stands in each of them.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, LetterWishes, OfferWish, Party, Silence};
use crate::desk::letters::settle_reach;
use crate::desk::look::link_of;
use crate::desk::{Desk, Refusal};
use crate::ids::{Ids, SpecialistId, Token};
use crate::language::Language;
use crate::store::{Purpose, Suppression, Tx};

/// What the page behind the link shows.
#[derive(Clone, Debug)]
pub struct WishesPage {
    pub wishes: LetterWishes,
    /// The reader's own language.
    pub language: Language,
}

/// What was chosen until now.
pub async fn look_at_wishes(desk: &Desk, token: Token) -> Result<WishesPage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let specialist = reader_of(tx, &token, now)?;
            let person = tx.find_specialist(specialist)?.ok_or(Refusal::NotFound)?;
            Ok(WishesPage { wishes: wishes_of(tx, specialist)?, language: person.specialist.language() })
        })
        .await
}

/// Chooses; gives what had been chosen before, so that it can be undone. Kinds that may not be left out are not.
pub async fn choose_letters(desk: &Desk, token: Token, wishes: LetterWishes) -> Result<LetterWishes, Refusal> {
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let specialist = reader_of(tx, &token, now)?;
            let before = wishes_of(tx, specialist)?;
            tx.note_act("letters_chosen", "specialist", specialist);
            put(tx, &ids, now, specialist, &wishes)?;
            Ok(before)
        })
        .await
}

/// One press in a mail program (RFC 8058): no more letters of the kind that may be left out. Without a kind no more letters that gather offers, and no
/// offers in their place either, since an offer that nobody reads costs a company three days. Gives what had been chosen before.
pub async fn unsubscribe(desk: &Desk, token: Token, kind: Option<LetterKind>) -> Result<LetterWishes, Refusal> {
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let specialist = reader_of(tx, &token, now)?;
            let before = wishes_of(tx, specialist)?;
            tx.note_act("letters_chosen", "specialist", specialist);
            let mut wishes = before.clone();
            match kind {
                Some(kind) if wishes.without.contains(&kind) => {}
                Some(kind) => wishes.without.push(kind),
                None => wishes.offers = OfferWish::Never,
            }
            put(tx, &ids, now, specialist, &wishes)?;
            Ok(before)
        })
        .await
}

fn reader_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<SpecialistId, Refusal> {
    link_of(tx, token, Purpose::ChooseLetters, now)?.subject.parse().map_err(|_| Refusal::NotFound)
}

fn wishes_of(tx: &mut Tx<'_>, specialist: SpecialistId) -> Result<LetterWishes, Refusal> {
    let kept = tx.list_suppressed(&[Party::Specialist(specialist).key()])?;
    let mut wishes = LetterWishes::default();
    for one in kept {
        match (one.kind, one.why) {
            (Some(LetterKind::Offer), Silence::Gathered) => wishes.offers = OfferWish::Gathered,
            (Some(LetterKind::Offer), Silence::Wish) => wishes.offers = OfferWish::Never,
            (Some(kind), Silence::Wish) => wishes.without.push(kind),
            _ => {}
        }
    }
    Ok(wishes)
}

fn put(tx: &mut Tx<'_>, ids: &Ids, now: Moment, specialist: SpecialistId, wishes: &LetterWishes) -> Result<(), Refusal> {
    let subject = Party::Specialist(specialist).key();
    for kind in LetterKind::OPTIONAL.into_iter().chain([LetterKind::Offer]) {
        tx.lift_suppression(&subject, Some(kind))?;
    }
    let without = wishes.without.iter().filter(|kind| LetterKind::OPTIONAL.contains(kind)).map(|kind| (*kind, Silence::Wish));
    let offers = match wishes.offers {
        OfferWish::AtOnce => None,
        OfferWish::Gathered => Some((LetterKind::Offer, Silence::Gathered)),
        OfferWish::Never => Some((LetterKind::Offer, Silence::Wish)),
    };
    for (kind, why) in without.chain(offers) {
        tx.add_suppression(&Suppression { subject: subject.clone(), kind: Some(kind), why, answer: String::new(), at: now })?;
    }
    settle_reach(tx, ids, now, specialist).map(drop)
}
