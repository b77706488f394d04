//! Taking letters for sending: the lease that keeps others off, the links that go into them, and what they say.
//!
//! Each attempt makes new link tokens and stores their hashes before the letter leaves, so a token is never kept in the clear, and the
//! links of an attempt that was interrupted after the mail server took it work as well as those of the next.

mod accept;
mod account;
mod asked;
mod choice;
mod circle;
mod complaint;
mod course;
mod credit;
mod endorsement;
mod erased;
mod facts;
mod member;
mod outcome;
mod own_week;
mod pool;
mod referral;
mod registration;
mod reply;
mod review;
mod team;
mod webhook;

pub(super) use complaint::tells_of_one as tells_of_a_complaint;
use facts::{company_facts, specialist_facts};
pub(super) use referral::{ReferralFacts, referral, tells_of_a_referral};

use std::collections::HashMap;

use crate::clock::{Moment, in_japan, japanese};
use crate::correspondence::{Content, EarlierRequest, GatheredOffer, Letter, LetterKind, LetterState, Party};
use crate::desk::letters::end;
use crate::desk::letters::notices::Notice;
use crate::desk::letters::reach::{Sifted, WhyNot, sift};
use crate::desk::letters::shelf::{Shelf, earlier_request};
use crate::desk::{Desk, Refusal};
use crate::events::Group;
use crate::ids::{HelpRequestId, LetterId, Token, TokenHash};
use crate::intake::{AnonymousNeed, HelpRequestState};
use crate::language::Language;
use crate::store::{Link, Purpose, QueuedLetter, StoredHelpRequest, StoredOffer, StoredSpecialist, Tx};
use crate::values::{Line, MailAddress};

/// A letter as the postman gets it.
#[derive(Debug)]
pub enum TakenLetter {
    /// To be handed over, and noted, before the moment at which somebody else may try.
    Ready(Box<Letter>, Moment),
    /// Sent, dropped or refused before, or it has nothing to say any more.
    Over,
    /// Somebody else is sending it; if they fail it comes back.
    BeingSent,
}

/// Takes letters, each as the handling of a delivery of the postman's; gives what became of each, in the same order. All of them are taken in one
/// transaction, or none. `operator` reads what goes to whoever runs the instance.
pub async fn take_letters(desk: &Desk, wanted: Vec<(i64, LetterId)>, operator: (Line, MailAddress)) -> Result<Vec<TakenLetter>, Refusal> {
    let acting = desk.clone();
    desk.store.write(move |tx| take(&acting, tx, &wanted, operator)).await
}

fn take(desk: &Desk, tx: &mut Tx<'_>, wanted: &[(i64, LetterId)], operator: (Line, MailAddress)) -> Result<Vec<TakenLetter>, Refusal> {
    let now = desk.clock.now();
    let until = now + desk.periods.letter_lease;
    let ids: Vec<LetterId> = wanted.iter().map(|(_, id)| *id).collect();
    let leased = tx.lease_letters(&ids, now, until)?;
    let shelf = Shelf::read(tx, &leased)?;
    let mut filling = Filling { desk, shelf: &shelf, operator, now, links: Vec::new() };
    let written: Vec<(LetterId, Option<Letter>)> = leased.iter().map(|letter| (letter.id, filling.fill(letter))).collect();
    let links = filling.links;
    if !links.is_empty() {
        tx.add_links(&links, now)?;
    }
    let silent: Vec<LetterId> = written.iter().filter(|(_, letter)| letter.is_none()).map(|(id, _)| *id).collect();
    let sifted = sift(tx, written.into_iter().filter_map(|(_, letter)| letter).collect())?;
    let mut filled: HashMap<LetterId, Sifted> = silent.into_iter().map(|id| (id, Err(WhyNot::NothingToSay))).collect();
    filled.extend(sifted);
    let dropped = stop(desk, tx, now, &leased, &filled)?;
    let others: Vec<LetterId> = ids.into_iter().filter(|id| !filled.contains_key(id)).collect();
    let others = if others.is_empty() { Vec::new() } else { tx.list_letters_by_id(&others)? };
    let being_sent = |id: LetterId| others.iter().any(|letter| letter.id == id && letter.state == LetterState::Queued);
    let mut over = Vec::new();
    let taken = wanted.iter().map(|(seq, id)| match filled.remove(id).and_then(Result::ok) {
        Some(letter) => TakenLetter::Ready(Box::new(letter), until),
        // A second delivery of a letter of this batch.
        None if leased.iter().any(|letter| letter.id == *id) && !dropped.contains(id) => TakenLetter::BeingSent,
        None if being_sent(*id) => TakenLetter::BeingSent,
        None => {
            over.push(*seq);
            TakenLetter::Over
        }
    });
    let taken = taken.collect();
    if !over.is_empty() {
        tx.finish_deliveries(Group::Postman, &over, now)?;
    }
    Ok(taken)
}

/// Ends the letters that do not leave, with the reason; gives them.
fn stop(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    leased: &[QueuedLetter],
    filled: &HashMap<LetterId, Sifted>,
) -> Result<Vec<LetterId>, Refusal> {
    let why = |letter: &QueuedLetter| Some((letter.id, letter.kind, filled.get(&letter.id)?.as_ref().err().copied()?));
    let stopped: Vec<(LetterId, LetterKind, WhyNot)> = leased.iter().filter_map(why).collect();
    for state in [LetterState::Dropped, LetterState::Failed] {
        let of = stopped.iter().filter(|(_, kind, why)| why.state(*kind) == state);
        end(tx, &desk.ids, now, state, of.map(|(id, _, why)| (*id, why.code().to_owned())).collect())?;
    }
    Ok(stopped.into_iter().map(|(id, ..)| id).collect())
}

/// Whether a letter would still have something to say, and somebody to say it to. Nothing is changed.
pub(in crate::desk) fn still_says(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    queued: &QueuedLetter,
    operator: (Line, MailAddress),
) -> Result<Sifted, Refusal> {
    let shelf = Shelf::read(tx, std::slice::from_ref(queued))?;
    let filled = Filling { desk, shelf: &shelf, operator, now, links: Vec::new() }.fill(queued);
    let Some(filled) = filled else { return Ok(Err(WhyNot::NothingToSay)) };
    Ok(sift(tx, vec![filled])?.pop().map_or(Err(WhyNot::NothingToSay), |(_, sifted)| sifted))
}

/// Where the reader of a letter lives, and in which language.
struct Reader {
    name: Line,
    to: Vec<MailAddress>,
    language: Language,
}

/// What is at hand while letters are filled in.
struct Filling<'a> {
    desk: &'a Desk,
    shelf: &'a Shelf,
    operator: (Line, MailAddress),
    now: Moment,
    /// What the tokens that went into letters lead to.
    links: Vec<(TokenHash, Link)>,
}

impl Filling<'_> {
    /// The letter in full; none if there is nothing to say any more or nobody to say it to.
    fn fill(&mut self, queued: &QueuedLetter) -> Option<Letter> {
        if let Some(farewell) = self.shelf.farewell(queued.id) {
            return Self::farewell(queued, farewell);
        }
        let help_request = queued.help_request.and_then(|id| self.shelf.help_request(id));
        if self.is_anothers_by_now(queued, help_request) {
            return None;
        }
        let Reader { name, to, language } = self.reader(queued.party, help_request)?;
        let content = match help_request {
            _ if complaint::tells_of_one(queued.kind) => self.complaint(queued)?,
            Some(help_request) => self.content(queued, help_request)?,
            None => self.notice(queued)?,
        };
        let QueuedLetter { id, kind, party, edition, queued_at, .. } = *queued;
        let wishes = match party {
            Party::Specialist(id) => Some(self.link(Purpose::ChooseLetters, id.to_string(), self.now + self.desk.periods.follow_for)),
            Party::SupportOrg(id) if kind == LetterKind::SupportOrgWeek => {
                Some(self.link(Purpose::ChooseWeeklyLetter, id.to_string(), self.now + self.desk.periods.follow_for))
            }
            _ => None,
        };
        let (by_reply, untitled) = (self.by_reply(queued, help_request), self.is_untitled(queued));
        Some(Letter { id, kind, party, edition, language, to, to_name: name, queued_at, content, wishes, by_reply, untitled })
    }

    fn reader(&self, party: Party, help_request: Option<&StoredHelpRequest>) -> Option<Reader> {
        match party {
            Party::Company(_) => {
                let contact = &help_request?.help_request.company.contact;
                Some(Reader { name: contact.name.clone(), to: vec![contact.address.clone()], language: contact.language })
            }
            Party::Specialist(id) => self.shelf.person(id).map(|stored| Reader {
                language: stored.specialist.language(),
                to: stored.specialist.contacts.iter().map(|contact| contact.address.clone()).collect(),
                name: stored.shown().name.clone(),
            }),
            Party::SupportOrg(id) => self.shelf.support_org(id).map(|stored| Reader {
                name: stored.org.name.clone(),
                to: vec![stored.org.address.clone()],
                language: stored.org.language,
            }),
            Party::Account(id) => self.account_holder(id),
            Party::Member(id) => self.member_contact(id),
            Party::Approver(id) => self.approver(id),
            Party::Guest(id) => self.guest(id),
            Party::Operator => Some(Reader { name: self.operator.0.clone(), to: vec![self.operator.1.clone()], language: Language::Ja }),
        }
    }

    fn content(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let need = AnonymousNeed::from(&stored.help_request);
        let open = stored.state == HelpRequestState::Open;
        let shelf = self.shelf;
        match queued.kind {
            LetterKind::ConfirmHelpRequest => {
                let (confirm, valid_until) = self.confirmation(stored)?;
                Some(Content::ConfirmHelpRequest { need, confirm, valid_until })
            }
            LetterKind::SameHelpRequest => {
                let (confirm, valid_until) = self.confirmation(stored)?;
                let earlier = self.earlier(shelf.help_request(earlier_request(queued)?)?);
                Some(Content::SameHelpRequest { need, earlier, confirm, valid_until })
            }
            LetterKind::AcceptanceCode => self.code(queued, need),
            LetterKind::ReplyResult => self.reply_result(queued, need),
            LetterKind::PeopleAsked => open.then(|| self.people_asked(queued, stored)).flatten(),
            LetterKind::Offer => {
                let offer = self.open_offer(queued)?;
                let (explanation, expires_at) = (offer.explanation.clone(), offer.expires_at);
                Some(Content::Offer { need, explanation, offer: self.offer_link(offer), expires_at, mode: self.mode(stored) })
            }
            LetterKind::OfferReminder => {
                let offer = self.open_offer(queued)?;
                Some(Content::OfferReminder { need, offer: self.offer_link(offer), expires_at: offer.expires_at })
            }
            LetterKind::OfferLapsed => shelf.was_sent(queued).then_some(Content::OfferLapsed { need }),
            // Whoever has been served meanwhile hears of that instead.
            LetterKind::HelpRequestWaiting => {
                let until = stored.waiting_until.filter(|_| open && stored.waiting_since.is_some())?;
                Some(Content::HelpRequestWaiting { need, until, status: self.status_link(stored.id) })
            }
            LetterKind::MatchForCompany | LetterKind::MatchForSpecialist | LetterKind::MatchForBroker => self.matched(queued, stored),
            // Nobody is told of the end of an offer that they never got.
            LetterKind::OfferFilled => shelf.was_sent(queued).then_some(Content::OfferFilled { need }),
            LetterKind::OfferCancelled => shelf.was_sent(queued).then_some(Content::OfferCancelled { need }),
            LetterKind::NobodyFound => {
                let asked = self.count_asked(stored.id);
                Some(Content::NobodyFound { asked, need, status: self.status_link(stored.id) })
            }
            LetterKind::NobodyFoundForBroker => {
                let asked = self.count_asked(stored.id);
                Some(Content::NobodyFoundForBroker { company: company_facts(stored), asked, reference: stored.id.to_string() })
            }
            LetterKind::HelpRequestCancelled => Some(Content::HelpRequestCancelled { need }),
            LetterKind::WillingNoted
            | LetterKind::ChoiceForCompany
            | LetterKind::ChoiceReminder
            | LetterKind::ChoiceForBroker
            | LetterKind::OfferNotChosen
            | LetterKind::ChoiceLapsed
            | LetterKind::ChoiceLapsedForBroker => self.choice(queued, stored),
            LetterKind::WithdrawnForCompany | LetterKind::WithdrawnForSpecialist | LetterKind::WithdrawnForBroker => {
                self.withdrawn(queued, stored)
            }
            LetterKind::RegistrationLostForCompany | LetterKind::RegistrationLostForBroker => self.registration_lost(queued, stored),
            LetterKind::WiderCircle => self.wider_circle(queued, stored),
            LetterKind::ReferralAsked | LetterKind::ReferralEnded | LetterKind::ReferralReceived => self.referral(queued, stored),
            LetterKind::TermsProposed
            | LetterKind::TermsAgreed
            | LetterKind::SessionSet
            | LetterKind::ReportToConfirm
            | LetterKind::HoursDisputed
            | LetterKind::DisputePutBefore
            | LetterKind::EngagementEnded
            | LetterKind::EngagementReminder => self.course(queued, stored),
            LetterKind::OutcomeAsked | LetterKind::CheckAgain => self.outcome(queued, stored),
            LetterKind::ReviewWaits | LetterKind::ReviewNews => self.review(queued, stored),
            LetterKind::TeamAsked | LetterKind::TeamTold => self.team(queued, stored),
            LetterKind::CompanyUnreachable => {
                Some(Content::CompanyUnreachable { company: company_facts(stored), reference: stored.id.to_string() })
            }
            // These belong to no help request, or are written above.
            LetterKind::SpecialistUnreachable
            | LetterKind::SupportOrgUnreachable
            | LetterKind::OffersPaused
            | LetterKind::OfferDigest
            | LetterKind::SupportOrgWeek
            | LetterKind::SpecialistWeek
            | LetterKind::ProfileCheck
            | LetterKind::SignIn
            | LetterKind::Invitation
            | LetterKind::MemberConsent
            | LetterKind::MemberNoted
            | LetterKind::RegistrationSuspended
            | LetterKind::RegistrationRestored
            | LetterKind::EntryReviewed
            | LetterKind::CreditAsked
            | LetterKind::CreditReminder
            | LetterKind::CreditDecided
            | LetterKind::CreditQuestioned
            | LetterKind::EndorsementAsked
            | LetterKind::EndorsementTold
            | LetterKind::PoolInvited
            | LetterKind::PoolSlots
            | LetterKind::PoolConfirmed
            | LetterKind::ComplaintReceived
            | LetterKind::ComplaintWaiting
            | LetterKind::ComplaintHearing
            | LetterKind::ComplaintNews
            | LetterKind::WebhookOff
            | LetterKind::Erased => None,
        }
    }

    /// What a letter says that belongs to no help request.
    fn notice(&mut self, queued: &QueuedLetter) -> Option<Content> {
        match self.shelf.notice(queued.id)? {
            Notice::Unreachable(person) => {
                (!person.reachable).then(|| Content::SpecialistUnreachable { specialist: specialist_facts(person, None) })
            }
            Notice::OrgUnreachable(org) => Some(Content::SupportOrgUnreachable { name: org.name.clone(), address: org.address.clone() }),
            Notice::Week(monday, lines) => (!lines.is_empty()).then(|| Content::SupportOrgWeek { monday: *monday, lines: lines.clone() }),
            Notice::OwnWeek(person, monday, week) => self.own_week(person, *monday, *week),
            Notice::Paused(person) => self.paused(person),
            Notice::Entry(reason) => Some(Content::EntryReviewed { reason: reason.clone() }),
            Notice::Credit(claim, person) => self.credit(queued, claim, person),
            Notice::Endorsement(endorsed) => self.endorsement(queued, endorsed),
            Notice::Standing(person) => self.standing(queued.kind, person),
            // Whoever has confirmed meanwhile, or has gone a step further, hears of that instead.
            Notice::Profile(person, step) => (person.check_step == *step).then(|| {
                let until = self.now + self.desk.periods.follow_for;
                let confirm = self.link(Purpose::ConfirmProfile, person.id.to_string(), until);
                Content::ProfileCheck { step: *step, last_confirmed: person.specialist.last_confirmed, confirm }
            }),
            Notice::SignIn(wish) => self.sign_in(wish),
            Notice::Invited(role) => Some(Content::Invitation { role: role.code() }),
            Notice::Webhook(stored) => Some(webhook::off(stored)),
            Notice::Pool(notice) => self.pool(queued, notice),
            Notice::Membership(org, paper) => self.membership(queued, org, paper.as_ref()),
            Notice::Gathered(offers) => {
                let open = offers.iter().filter(|(offer, _)| offer.state.is_open() && self.now < offer.expires_at);
                let open: Vec<&(StoredOffer, StoredHelpRequest)> = open.collect();
                let gathered = open.into_iter().map(|(offer, stored)| GatheredOffer {
                    need: AnonymousNeed::from(&stored.help_request),
                    explanation: offer.explanation.clone(),
                    offer: self.offer_link(offer),
                    expires_at: offer.expires_at,
                });
                let offers: Vec<GatheredOffer> = gathered.collect();
                (!offers.is_empty()).then_some(Content::OfferDigest { offers })
            }
        }
    }

    /// The link behind which a company confirms, and until when; none if there is nothing to confirm any more.
    fn confirmation(&mut self, stored: &StoredHelpRequest) -> Option<(Token, Moment)> {
        let waits = stored.state == HelpRequestState::AwaitingConfirmation;
        let valid_until = stored.confirm_by.filter(|until| waits && self.now < *until)?;
        // The link outlives its use, so that whoever comes too late is told so.
        let shown_until = valid_until + self.desk.periods.show_outcome_for;
        Some((self.link(Purpose::ConfirmHelpRequest, stored.id.to_string(), shown_until), valid_until))
    }

    /// How a help request goes on that was the same.
    fn earlier(&mut self, earlier: &StoredHelpRequest) -> EarlierRequest {
        let unconfirmed = self.confirmation(earlier).map(|(page, _)| page);
        let confirmed = unconfirmed.is_none();
        let page = unconfirmed.unwrap_or_else(|| self.status_link(earlier.id));
        EarlierRequest { sent_at: earlier.created_at, confirmed, page }
    }

    /// Whoever goes on already needs no letter about the pause.
    fn paused(&mut self, person: &StoredSpecialist) -> Option<Content> {
        let again_on = person.pauses.on(in_japan(self.now).date_naive()).all?;
        let page = self.link(Purpose::EndPause, person.id.to_string(), japanese(again_on, 0));
        Some(Content::OffersPaused { again_on, page })
    }

    fn count_asked(&self, help_request: HelpRequestId) -> u32 {
        u32::try_from(self.shelf.offers(help_request).len()).unwrap_or(u32::MAX)
    }

    fn status_link(&mut self, help_request: HelpRequestId) -> Token {
        let until = self.now + self.desk.periods.follow_for;
        self.link(Purpose::FollowHelpRequest, help_request.to_string(), until)
    }

    fn offer_link(&mut self, offer: &StoredOffer) -> Token {
        self.link(Purpose::AnswerOffer, offer.id.to_string(), offer.expires_at + self.desk.periods.show_outcome_for)
    }

    fn link(&mut self, purpose: Purpose, subject: String, expires_at: Moment) -> Token {
        let token = self.desk.ids.token();
        self.links.push((token.hash(), Link { purpose, subject, expires_at }));
        token
    }
}

impl<'a> Filling<'a> {
    fn open_offer(&self, letter: &QueuedLetter) -> Option<&'a StoredOffer> {
        self.shelf.offer(letter).filter(|offer| offer.state.is_open() && self.now < offer.expires_at)
    }
}
