//! Taking a letter for sending: the lease that keeps others off, the links that go into it, and what it says.
//!
//! Each attempt makes new link tokens and stores their hashes before the letter leaves, so a token is never kept in the clear, and the
//! links of an attempt that was interrupted after the mail server took it work as well as those of the next.

use crate::clock::{Moment, in_japan, japanese};
use crate::correspondence::{CompanyFacts, Content, EarlierRequest, Letter, LetterKind, LetterState, Party, SpecialistFacts};
use crate::desk::{Desk, Refusal};
use crate::events::Group;
use crate::ids::{HelpRequestId, LetterId, OfferId, SpecialistId, Token};
use crate::intake::{AnonymousNeed, HelpRequestState, Urgency};
use crate::language::Language;
use crate::offers::OfferState;
use crate::store::{Link, Purpose, QueuedLetter, StoreError, StoredHelpRequest, StoredOffer, Tx};
use crate::values::{Line, MailAddress};

/// A letter as the postman gets it.
#[derive(Debug)]
pub enum TakenLetter {
    Ready(Box<Letter>),
    /// Sent, dropped or refused before, or it has nothing to say any more.
    Over,
    /// Somebody else is sending it; if they fail it comes back.
    BeingSent,
}

/// Where the operator reads letters, and in which language.
#[derive(Clone, Debug)]
struct Reader {
    name: Line,
    to: Vec<MailAddress>,
    language: Language,
}

/// Takes a letter as the handling of the postman's delivery `seq`. `operator` reads what goes to whoever runs the instance.
pub async fn take_letter(desk: &Desk, seq: i64, id: LetterId, operator: (Line, MailAddress)) -> Result<TakenLetter, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let Some(letter) = tx.find_letter(id)? else { return Ok(TakenLetter::Over) };
            if letter.state != LetterState::Queued {
                tx.finish_delivery(Group::Postman, seq, now)?;
                return Ok(TakenLetter::Over);
            }
            if !tx.lease_letter(id, now, now + acting.periods.letter_lease)? {
                return Ok(TakenLetter::BeingSent);
            }
            let filled = Filling { desk: &acting, tx, now }.fill(&letter, operator)?;
            match filled {
                Some(letter) => Ok(TakenLetter::Ready(Box::new(letter))),
                None => {
                    tx.end_letter(id, LetterState::Dropped, now)?;
                    tx.finish_delivery(Group::Postman, seq, now)?;
                    Ok(TakenLetter::Over)
                }
            }
        })
        .await
}

/// What is at hand while a letter is filled in.
struct Filling<'a, 'c> {
    desk: &'a Desk,
    tx: &'a mut Tx<'c>,
    now: Moment,
}

impl Filling<'_, '_> {
    /// The letter in full; none if there is nothing to say any more or nobody to say it to.
    fn fill(&mut self, queued: &QueuedLetter, operator: (Line, MailAddress)) -> Result<Option<Letter>, Refusal> {
        let Some(help_request) = self.tx.find_help_request(queued.help_request)? else { return Ok(None) };
        let Some(reader) = self.reader(queued.party, &help_request, operator)? else { return Ok(None) };
        let Some(content) = self.content(queued, &help_request)? else { return Ok(None) };
        let Reader { name, to, language } = reader;
        Ok(Some(Letter { id: queued.id, kind: queued.kind, language, to, to_name: name, queued_at: queued.queued_at, content }))
    }

    fn reader(
        &mut self,
        party: Party,
        help_request: &StoredHelpRequest,
        operator: (Line, MailAddress),
    ) -> Result<Option<Reader>, StoreError> {
        Ok(match party {
            Party::Company(_) => {
                let contact = &help_request.help_request.company.contact;
                Some(Reader { name: contact.name.clone(), to: vec![contact.address.clone()], language: contact.language })
            }
            Party::Specialist(id) => self.tx.find_specialist(id)?.map(|stored| Reader {
                language: stored.specialist.language(),
                to: stored.specialist.contacts.iter().map(|contact| contact.address.clone()).collect(),
                name: stored.specialist.name,
            }),
            Party::SupportOrg(id) => self.tx.find_support_org(id)?.map(|stored| Reader {
                name: stored.org.name,
                to: vec![stored.org.address],
                language: stored.org.language,
            }),
            Party::Operator => Some(Reader { name: operator.0, to: vec![operator.1], language: Language::Ja }),
        })
    }

    fn content(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Result<Option<Content>, Refusal> {
        let need = AnonymousNeed::from(&stored.help_request);
        let open = stored.state == HelpRequestState::Open;
        Ok(match queued.kind {
            LetterKind::ConfirmHelpRequest => {
                self.confirmation(stored)?.map(|(confirm, valid_until)| Content::ConfirmHelpRequest { need, confirm, valid_until })
            }
            LetterKind::SameHelpRequest => match self.confirmation(stored)?.zip(self.earlier(queued)?) {
                Some(((confirm, valid_until), earlier)) => Some(Content::SameHelpRequest { need, earlier, confirm, valid_until }),
                None => None,
            },
            LetterKind::PeopleAsked if open => self.people_asked(queued, stored)?,
            LetterKind::PeopleAsked => None,
            LetterKind::Offer => match self.open_offer(queued.offer)? {
                Some(offer) => {
                    let shown_until = offer.expires_at + self.desk.periods.show_outcome_for;
                    let token = self.link(Purpose::AnswerOffer, offer.id.to_string(), shown_until)?;
                    Some(Content::Offer { need, explanation: offer.explanation, offer: token, expires_at: offer.expires_at })
                }
                None => None,
            },
            LetterKind::OfferReminder => match self.open_offer(queued.offer)? {
                Some(StoredOffer { id, expires_at, .. }) => {
                    let shown_until = expires_at + self.desk.periods.show_outcome_for;
                    let token = self.link(Purpose::AnswerOffer, id.to_string(), shown_until)?;
                    Some(Content::OfferReminder { need, offer: token, expires_at })
                }
                None => None,
            },
            LetterKind::OffersPaused => self.paused(queued.party)?,
            LetterKind::AcceptanceCode => self.code(queued, need)?,
            LetterKind::OfferLapsed => self.was_sent(queued.offer)?.then_some(Content::OfferLapsed { need }),
            // Whoever has been served meanwhile hears of that instead.
            LetterKind::HelpRequestWaiting => match stored.waiting_until.filter(|_| open && stored.waiting_since.is_some()) {
                Some(until) => Some(Content::HelpRequestWaiting { need, until, status: self.status_link(stored.id)? }),
                None => None,
            },
            LetterKind::MatchForCompany => match self.winner(stored.id)? {
                Some(specialist) => {
                    let status = self.status_link(stored.id)?;
                    Some(Content::MatchForCompany { specialist, need: stored.help_request.need.clone(), status })
                }
                None => None,
            },
            LetterKind::MatchForSpecialist => {
                let acting_person = self.tx.find_acting_person(stored.id)?;
                Some(Content::MatchForSpecialist { company: company_facts(stored), acting_person })
            }
            LetterKind::MatchForBroker => {
                let specialist = self.winner(stored.id)?;
                specialist.map(|specialist| Content::MatchForBroker { company: company_facts(stored), specialist })
            }
            // Nobody is told of the end of an offer that they never got.
            LetterKind::OfferFilled => self.was_sent(queued.offer)?.then_some(Content::OfferFilled { need }),
            LetterKind::OfferCancelled => self.was_sent(queued.offer)?.then_some(Content::OfferCancelled { need }),
            LetterKind::NobodyFound => {
                let asked = self.count_asked(stored.id)?;
                Some(Content::NobodyFound { asked, need, status: self.status_link(stored.id)? })
            }
            LetterKind::NobodyFoundForBroker => {
                let asked = self.count_asked(stored.id)?;
                Some(Content::NobodyFoundForBroker { company: company_facts(stored), asked, reference: stored.id.to_string() })
            }
            LetterKind::HelpRequestCancelled => Some(Content::HelpRequestCancelled { need }),
        })
    }

    /// Whoever goes on already needs no letter about the pause.
    fn paused(&mut self, party: Party) -> Result<Option<Content>, Refusal> {
        let Party::Specialist(id) = party else { return Ok(None) };
        let pauses = self.tx.find_specialist(id)?.map(|stored| stored.pauses.on(in_japan(self.now).date_naive()));
        let Some(again_on) = pauses.and_then(|pauses| pauses.all) else { return Ok(None) };
        let page = self.link(Purpose::EndPause, id.to_string(), japanese(again_on, 0))?;
        Ok(Some(Content::OffersPaused { again_on, page }))
    }

    /// A code that is too old by now is not sent any more.
    fn code(&mut self, queued: &QueuedLetter, need: AnonymousNeed) -> Result<Option<Content>, Refusal> {
        let code = queued.cause.parse().ok().map(|id| self.tx.find_code(id)).transpose()?.flatten();
        let Some(code) = code.filter(|code| self.now < code.expires_at) else { return Ok(None) };
        let Some(offer) = self.open_offer(queued.offer)? else { return Ok(None) };
        let token = self.link(Purpose::AnswerOffer, offer.id.to_string(), offer.expires_at + self.desk.periods.show_outcome_for)?;
        Ok(Some(Content::AcceptanceCode { need, code: self.desk.secret.code(code.id), offer: token, valid_until: code.expires_at }))
    }

    /// The link behind which a company confirms, and until when; none if there is nothing to confirm any more.
    fn confirmation(&mut self, stored: &StoredHelpRequest) -> Result<Option<(Token, Moment)>, StoreError> {
        let waits = stored.state == HelpRequestState::AwaitingConfirmation;
        let Some(valid_until) = stored.confirm_by.filter(|last| waits && self.now < *last) else { return Ok(None) };
        // The link outlives its use, so that whoever comes too late is told so.
        let shown_until = valid_until + self.desk.periods.show_outcome_for;
        let confirm = self.link(Purpose::ConfirmHelpRequest, stored.id.to_string(), shown_until)?;
        Ok(Some((confirm, valid_until)))
    }

    /// The help request that was the same, by the cause of the letter.
    fn earlier(&mut self, queued: &QueuedLetter) -> Result<Option<EarlierRequest>, StoreError> {
        let id: Option<HelpRequestId> = queued.cause.split_once("/after-").and_then(|(_, id)| id.parse().ok());
        let Some(earlier) = id.map(|id| self.tx.find_help_request(id)).transpose()?.flatten() else { return Ok(None) };
        let unconfirmed = self.confirmation(&earlier)?.map(|(page, _)| page);
        let confirmed = unconfirmed.is_none();
        let page = match unconfirmed {
            Some(page) => page,
            None => self.status_link(earlier.id)?,
        };
        Ok(Some(EarlierRequest { sent_at: earlier.created_at, confirmed, page }))
    }

    fn people_asked(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Result<Option<Content>, Refusal> {
        let wave = queued.cause.rsplit_once("wave-").and_then(|(_, number)| number.parse().ok()).unwrap_or(stored.waves);
        let of_wave: Vec<StoredOffer> = self.tx.list_offers(stored.id)?.into_iter().filter(|offer| offer.wave == wave).collect();
        let Some(answer_by) = of_wave.iter().map(|offer| offer.expires_at).max() else { return Ok(None) };
        let asked = u32::try_from(of_wave.len()).unwrap_or(u32::MAX);
        let incident = stored.help_request.need.urgency == Urgency::Incident;
        Ok(Some(Content::PeopleAsked { asked, wave, answer_by, incident, status: self.status_link(stored.id)? }))
    }

    fn open_offer(&mut self, id: Option<OfferId>) -> Result<Option<StoredOffer>, StoreError> {
        let offer = id.map(|id| self.tx.find_offer(id)).transpose()?.flatten();
        let now = self.now;
        Ok(offer.filter(|offer| offer.state.is_open() && now < offer.expires_at))
    }

    /// Whether the letter of an offer has left. One that was taken but not yet noted counts: its reader may have it.
    fn was_sent(&mut self, id: Option<OfferId>) -> Result<bool, StoreError> {
        let Some(offer) = id.map(|id| self.tx.find_offer(id)).transpose()?.flatten() else { return Ok(false) };
        debug_assert!(offer.state != OfferState::Accepted, "an accepted offer is not withdrawn");
        let letters = self.tx.list_letters(offer.help_request)?;
        let letter = letters.into_iter().find(|letter| letter.kind == LetterKind::Offer && letter.offer == id);
        Ok(letter.is_some_and(|letter| letter.state == LetterState::Sent || letter.leased_until.is_some()))
    }

    fn winner(&mut self, help_request: HelpRequestId) -> Result<Option<SpecialistFacts>, StoreError> {
        let winner: Option<SpecialistId> = self.tx.find_winner(help_request)?;
        let stored = winner.map(|id| self.tx.find_specialist(id)).transpose()?.flatten();
        let acting_person = self.tx.find_acting_person(help_request)?;
        Ok(stored.map(|stored| {
            let person = stored.specialist;
            SpecialistFacts {
                name: person.name,
                registration_number: person.registration.number.as_str().to_owned(),
                valid_until: person.registration.valid_until,
                addresses: person.contacts.into_iter().map(|contact| contact.address).collect(),
                prefecture: person.base.prefecture,
                municipality: person.base.municipality,
                qualifications: person.qualifications,
                acting_person,
            }
        }))
    }

    fn count_asked(&mut self, help_request: HelpRequestId) -> Result<u32, StoreError> {
        Ok(u32::try_from(self.tx.asked_about(help_request)?.len()).unwrap_or(u32::MAX))
    }

    fn status_link(&mut self, help_request: HelpRequestId) -> Result<Token, StoreError> {
        let until = self.now + self.desk.periods.follow_for;
        self.link(Purpose::FollowHelpRequest, help_request.to_string(), until)
    }

    fn link(&mut self, purpose: Purpose, subject: String, expires_at: Moment) -> Result<Token, StoreError> {
        let token = self.desk.ids.token();
        self.tx.add_link(&token.hash(), &Link { purpose, subject, expires_at }, self.now)?;
        Ok(token)
    }
}

fn company_facts(stored: &StoredHelpRequest) -> CompanyFacts {
    CompanyFacts { company: stored.help_request.company.clone(), need: stored.help_request.need.clone() }
}
