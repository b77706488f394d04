//! A support organisation chooses whether the weekly letter comes, behind the link that stands in it.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party, Silence};
use crate::desk::look::link_of;
use crate::desk::{Desk, Refusal};
use crate::ids::Token;
use crate::language::Language;
use crate::store::{Purpose, StoredSupportOrg, Suppression, Tx};

/// What the page behind the link shows.
#[derive(Clone, Debug)]
pub struct WeekWishPage {
    pub comes: bool,
    /// The organisation's own language.
    pub language: Language,
}

pub async fn look_at_week_wish(desk: &Desk, token: Token) -> Result<WeekWishPage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let org = org_of(tx, &token, now)?;
            let silenced = tx.list_suppressed(&[Party::SupportOrg(org.id).key()])?;
            let comes = !silenced.iter().any(|one| one.kind == Some(LetterKind::SupportOrgWeek));
            Ok(WeekWishPage { comes, language: org.org.language })
        })
        .await
}

/// Chooses. Said twice, it changes nothing.
pub async fn choose_weekly_letter(desk: &Desk, token: Token, comes: bool) -> Result<(), Refusal> {
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            let org = org_of(tx, &token, now)?.id;
            tx.note_act("letters_chosen", "support_org", org);
            let subject = Party::SupportOrg(org).key();
            let kind = Some(LetterKind::SupportOrgWeek);
            if comes {
                tx.lift_suppression(&subject, kind)?;
            } else {
                tx.add_suppression(&Suppression { subject, kind, why: Silence::Wish, answer: String::new(), at: now })?;
            }
            Ok(())
        })
        .await
}

fn org_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<StoredSupportOrg, Refusal> {
    let id = link_of(tx, token, Purpose::ChooseWeeklyLetter, now)?.subject.parse().map_err(|_| Refusal::NotFound)?;
    tx.find_support_org(id)?.ok_or(Refusal::NotFound)
}
