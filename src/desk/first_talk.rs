//! The suggestion for a first talk after a match, as the letters about the match carry it: for either side, on its own page.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::look::{help_request_of_link, link_of};
use crate::desk::{Desk, OwnOffer, Refusal};
use crate::ids::Token;
use crate::intake::Need;
use crate::store::Purpose;

#[derive(Clone, Debug)]
pub struct FirstTalk {
    pub need: Need,
    /// When the match was made; the talk is suggested for the first wished time after it.
    pub at: Moment,
    /// The name of the entry in calendars: the letter's, so that one that was taken from there is found again.
    pub name: String,
    /// The other side, and how to reach it.
    pub with: String,
    pub reached: Vec<String>,
}

impl FirstTalk {
    /// For the specialist; none before the match.
    pub fn of_own(offer: &OwnOffer) -> Option<Self> {
        let matched = offer.company.as_ref()?;
        let contact = &matched.company.contact;
        let phone = contact.phone.as_ref().map(|phone| phone.as_str().to_owned());
        Some(Self {
            need: matched.need.clone(),
            at: matched.at,
            name: matched.letter.map_or_else(|| offer.id.to_string(), |letter| letter.to_string()),
            with: format!("{} {}", matched.company.name.as_str(), contact.name.as_str()),
            reached: [contact.address.as_str().to_owned()].into_iter().chain(phone).collect(),
        })
    }
}

/// For the company, behind the link of its letters; before the match there is none.
pub async fn look_at_first_talk(desk: &Desk, token: Token) -> Result<FirstTalk, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let link = link_of(tx, &token, Purpose::FollowHelpRequest, now)?;
            let stored = help_request_of_link(tx, &link)?;
            let held = tx.find_holding_engagement(stored.id)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(held.specialist)?.ok_or(Refusal::NotFound)?;
            let opened = tx.list_engagements_of(held.specialist)?.into_iter().find(|one| one.engagement.offer == held.offer);
            let letter = tx.find_letter_about(LetterKind::MatchForCompany, Party::Company(stored.id), &held.offer.to_string())?;
            Ok(FirstTalk {
                need: stored.help_request.need.clone(),
                at: opened.map_or(now, |one| one.opened_at),
                name: letter.map_or_else(|| held.offer.to_string(), |letter| letter.id.to_string()),
                with: person.shown().name.as_str().to_owned(),
                reached: person.specialist.contacts.iter().map(|contact| contact.address.as_str().to_owned()).collect(),
            })
        })
        .await
}
