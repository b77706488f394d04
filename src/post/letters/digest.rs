//! Offers gathered into one letter, each with a link of its own.

use crate::correspondence::GatheredOffer;
use crate::post::letters::{Body, Writer};

pub(super) fn offers(writer: &Writer<'_>, offers: &[GatheredOffer]) -> Body {
    let count = offers.len().to_string();
    let mut body = Body::new(writer.with("letter-digest-subject", &[("count", &count)]))
        .paragraph(writer.with("letter-digest-lead", &[("count", &count)]));
    for (gathered, number) in offers.iter().zip(1..) {
        let GatheredOffer { need, explanation, offer, expires_at } = gathered;
        let (number, place) = (u32::to_string(&number), writer.place(&need.prefecture));
        body = body
            .heading(writer.with("letter-digest-heading", &[("number", &number), ("place", &place)]))
            .facts(writer.offer_facts(need, explanation))
            .paragraph(writer.with("letter-offer-until", &[("until", &writer.moment(*expires_at))]))
            .button(writer.with("letter-digest-button", &[("number", &number)]), writer.link("offers", offer));
    }
    body.note(writer.say("letter-offer-note-opening"))
        .note(writer.say("letter-offer-note-decline"))
        .note(writer.say("letter-offer-note-name"))
        .note(writer.say("letter-offer-note-first"))
}
