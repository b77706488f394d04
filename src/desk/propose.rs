//! A yes on which the company decides: an acceptance under changed terms, or any acceptance where the company chooses among those who accepted
//! (docs/decisions/0022-the-company-decides.md). Nobody else is kept waiting by it: while the company thinks, the help request stays open.

use crate::catalogue::AcceptMode;
use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::accept_offer::{AcceptForm, Acceptance, Stop, acting_person, admitted, answer_of, asked_about, offer_of, what_became};
use crate::desk::brokering::in_charge;
use crate::desk::letters::{queue_letter, queue_offer_letter};
use crate::desk::win::has_room;
use crate::desk::{Desk, Press, Refusal};
use crate::events::Event;
use crate::offers::{Terms, TermsForm, choice_times};
use crate::seals::Action;
use crate::store::{LetterToQueue, StoredHelpRequest, StoredOffer, Tx};
use crate::values::Line;

/// Accepts under changed terms, which needs what accepting needs. What is typed is checked first, so nothing is spent on a mistake.
pub async fn propose_terms(desk: &Desk, press: Press, form: TermsForm, accepting: AcceptForm) -> Result<Acceptance, Refusal> {
    let terms = form.check(desk.clock.today());
    let acting = desk.clone();
    let done = desk.store.write(move |tx| {
        let now = acting.clock.now();
        let offer = offer_of(tx, &press.token, now)?;
        // Who comes too late hears of that; else all mistakes are told together, whatever they are in.
        let mistakes = acting_person(tx, &offer, &accepting)?.err().into_iter().flatten();
        let terms = match terms {
            _ if !offer.state.is_open() || offer.expires_at <= now => return Ok(what_became(tx, offer.id, now)?),
            Ok(terms) => terms,
            Err(errors) => return Err(Refusal::Fields(errors.into_iter().chain(mistakes).collect()).into()),
        };
        let stored = asked_about(tx, &offer)?;
        let asked = (&offer, &stored);
        let admitted = match admitted(&acting, tx, now, (&press, Action::Propose), asked, &accepting, Some(&terms))? {
            Ok(admitted) => admitted,
            Err(told) => return Ok(told),
        };
        become_willing(&acting, tx, now, asked, Some(&terms), admitted.person.as_ref())?;
        admitted.count(&acting, tx, &press, now)?;
        Ok(Acceptance::Willing)
    });
    answer_of(done.await)
}

/// Notes that the reader of an offer would do it, and tells both sides. The help request's row is changed first, as everywhere.
pub(super) fn become_willing(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    (offer, stored): (&StoredOffer, &StoredHelpRequest),
    terms: Option<&Terms>,
    acting: Option<&Line>,
) -> Result<(), Stop> {
    let help_request = offer.help_request;
    if !offer.state.is_open() || offer.expires_at <= now || !tx.hold_help_request(help_request, now)? {
        return Err(Stop::Told(what_became(tx, offer.id, now)?));
    }
    if !has_room(tx, offer, now)? {
        return Err(Stop::Told(Acceptance::NoRoom));
    }
    let policy = desk.policy_of(stored).ok_or(Refusal::NotFound)?;
    // Where the company chooses, it does so when everybody has answered; here it is asked at once.
    let times = (policy.mode == AcceptMode::First).then(|| choice_times(&policy, desk.catalogue.holidays(), now));
    if !tx.mark_offer_willing(offer.id, (terms, acting), times, now)? {
        return Err(Stop::Told(what_became(tx, offer.id, now)?));
    }
    tx.record(desk.ids.fresh(now), &Event::OfferWilling { help_request, offer: offer.id, specialist: offer.specialist }, now)?;
    queue_offer_letter(tx, &desk.ids, now, LetterKind::WillingNoted, offer)?;
    if times.is_some() {
        ask_company(desk, tx, now, stored, &format!("{}/wave-{}", offer.id, offer.wave))?;
    }
    Ok(())
}

/// Asks the company to decide on those who are willing, with a copy to its support organisation.
pub(super) fn ask_company(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredHelpRequest, cause: &str) -> Result<(), Refusal> {
    let broker = in_charge(tx, stored)?;
    let letters = [
        Some((LetterKind::ChoiceForCompany, Party::Company(stored.id))),
        broker.map(|org| (LetterKind::ChoiceForBroker, Party::SupportOrg(org))),
    ];
    for (kind, party) in letters.into_iter().flatten() {
        let letter = LetterToQueue { id: desk.ids.fresh(now), kind, party, cause: cause.to_owned(), help_request: stored.id, offer: None };
        queue_letter(tx, &desk.ids, now, letter)?;
    }
    Ok(())
}
