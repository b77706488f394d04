//! Looking without changing anything: what pages and the API show.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::{AcceptMode, Catalogue};
use crate::clock::Moment;
use crate::desk::choose::may_be_chosen;
use crate::desk::endorsements::endorsers;
use crate::desk::{Desk, EndorsedBy, Mailbox, Refusal};
use crate::engagement::TrackCount;
use crate::identity::Role;
use crate::ids::{HelpRequestId, OfferId, SpecialistId, SupportOrgId, Token};
use crate::intake::{AnonymousNeed, Company, HelpRequest, HelpRequestState, SmeEligibility, sme_eligibility};
use crate::language::Language;
use crate::matching::Explanation;
use crate::offers::{Draft, Ended, OfferState, Terms, next_wave_at};
use crate::store::{Link, Purpose, StoredHelpRequest, StoredOffer, Tx};

/// A help request as its submitter sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HelpRequestView {
    pub id: HelpRequestId,
    pub state: HelpRequestState,
    pub support_org: Option<SupportOrgId>,
    /// Waves of offers opened so far.
    pub waves: u16,
    pub submitted_at: DateTime<Utc>,
    /// Until when it waits for people who have their hands full, while it does.
    pub waits_until: Option<DateTime<Utc>>,
    /// Until when the company may choose among those who are willing, while it may.
    pub choose_by: Option<DateTime<Utc>>,
    /// Where the company stands by the law on small companies: a warning at most, never a wall.
    pub eligibility: Option<EligibilityView>,
    #[serde(flatten)]
    pub help_request: HelpRequest,
}

/// A company's standing by the law on small companies (中小企業基本法 §2) with the reasons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EligibilityView {
    /// Programmes for small companies may not take the company; help may be asked for all the same.
    pub is_warning: bool,
    pub ja: String,
    pub en: String,
}

/// What the page behind an offer's link shows: never who the company is, unless the reader won.
#[derive(Clone, Debug)]
pub struct OfferPage {
    pub need: AnonymousNeed,
    pub explanation: Explanation,
    pub state: OfferState,
    pub expires_at: Moment,
    /// Whether an answer can still be given.
    pub open: bool,
    /// Whether somebody else won.
    pub filled: bool,
    /// Whether the reader had won and the match was withdrawn afterwards.
    pub given_up: bool,
    /// Whether the company chooses among those who accept.
    pub chooses: bool,
    /// Until when the company may choose the reader, who is willing.
    pub choose_by: Option<Moment>,
    /// The reader's own language.
    pub language: Language,
    /// Whether accepting needs the name of the one who does, since several people read the mailbox.
    pub shares_mailbox: bool,
    /// What accepting in this browser needs besides.
    pub mailbox: Mailbox,
    /// What the reader, who is willing, has said to be different, and in whose name.
    pub said: Draft,
    /// What had been typed when the code was sent in whose letter the link came.
    pub draft: Draft,
}

impl OfferPage {
    /// Whether the company decides now.
    pub fn willing(&self) -> bool {
        self.state == OfferState::Willing
    }
}

/// What the company's status page shows.
#[derive(Clone, Debug)]
pub struct WaitingView {
    pub id: HelpRequestId,
    pub state: HelpRequestState,
    pub need: AnonymousNeed,
    pub language: Language,
    pub waves: u16,
    pub asked: usize,
    /// How many of them the newest wave asked, if it is not the first.
    pub asked_more: Option<usize>,
    pub declined: usize,
    pub lapsed: usize,
    /// Until when those who have been asked may answer.
    pub answer_by: Option<Moment>,
    /// When others are asked besides, if nobody has accepted by then.
    pub next_wave_at: Option<Moment>,
    /// Until when it waits for people who have their hands full, while it does.
    pub waits_until: Option<Moment>,
    /// Who was asked, in the order of asking: the name shown before a match, what came of it, and why that person.
    pub people: Vec<AskedPerson>,
    /// Who would do it and can be chosen now, and until when.
    pub willing: Vec<WillingPerson>,
    pub choose_by: Option<Moment>,
    /// Whether the company is to choose among those who accept, and whether it ended because the company did not.
    pub chooses: bool,
    pub unanswered: bool,
    /// The specialist, once matched: name and mailboxes.
    pub specialist: Option<(String, Vec<String>)>,
    /// Whether the official register knows that person.
    pub verified: bool,
    /// Who recommends that person.
    pub endorsed_by: Vec<EndorsedBy>,
    /// Who acts for the specialist, where several people share the mailbox.
    pub acting_person: Option<String>,
    /// Where the company stands by the law on small companies; none if its industry is not known.
    pub eligibility: Option<SmeEligibility>,
}

/// Somebody who would do it, as the company may know them before it chooses.
#[derive(Clone, Debug)]
pub struct WillingPerson {
    pub offer: OfferId,
    pub display_name: String,
    pub explanation: Explanation,
    pub terms: Option<Terms>,
    /// Frames in which the work can be done; none where the person has not said.
    pub frames: Vec<String>,
    /// Codes of what the person says about bringing somebody along. Who would like to come along themselves is told to nobody who looks for one person.
    pub teaming: Vec<String>,
    /// What the person has closed with confirmed hours.
    pub track: Vec<TrackCount>,
    /// Who recommends the person.
    pub endorsed_by: Vec<EndorsedBy>,
}

/// Somebody who was asked, as the company sees it.
#[derive(Clone, Debug)]
pub struct AskedPerson {
    pub specialist: SpecialistId,
    pub display_name: String,
    pub state: OfferState,
    /// Whether the person had won and the match was withdrawn afterwards.
    pub withdrawn: bool,
    pub explanation: Explanation,
}

/// Where a company stands by the law on small companies.
pub(super) fn eligibility(catalogue: &Catalogue, company: &Company) -> Option<SmeEligibility> {
    let code = company.industry_code.as_deref().unwrap_or(&company.industry);
    sme_eligibility(catalogue, company.capital_yen, company.employees, code)
}

/// Whether the company chooses among those who accept.
fn chooses(desk: &Desk, stored: &StoredHelpRequest) -> bool {
    desk.policy_of(stored).is_some_and(|policy| policy.mode == AcceptMode::Choose)
}

fn waits_until(stored: &StoredHelpRequest) -> Option<Moment> {
    stored.waiting_until.filter(|_| stored.state == HelpRequestState::Open && stored.waiting_since.is_some())
}

pub async fn view_help_request(desk: &Desk, id: HelpRequestId, role: Role) -> Result<HelpRequestView, Refusal> {
    desk.break_glass(id, role).await?;
    let acting = desk.clone();
    desk.store
        .read(move |tx| {
            let stored = visible(tx, id, role)?;
            help_request_view(&acting, tx, stored)
        })
        .await
}

pub(super) fn help_request_view(desk: &Desk, tx: &mut Tx<'_>, stored: StoredHelpRequest) -> Result<HelpRequestView, Refusal> {
    let now = desk.clock.now();
    let willing = tx.list_offers(stored.id)?.into_iter().filter(|offer| may_be_chosen(offer, now));
    let choose_by = willing.filter_map(|offer| offer.choose_by).min();
    let waits_until = waits_until(&stored);
    let StoredHelpRequest { id, state, support_org, help_request, waves, created_at, .. } = stored;
    let eligibility = eligibility(&desk.catalogue, &help_request.company).map(|found| EligibilityView {
        is_warning: found.is_warning(),
        ja: found.explain(Language::Ja),
        en: found.explain(Language::En),
    });
    Ok(HelpRequestView { id, state, support_org, waves, submitted_at: created_at, waits_until, choose_by, eligibility, help_request })
}

/// What the link in an offer letter leads to.
pub async fn look_at_offer(desk: &Desk, token: Token, browser: Option<Token>) -> Result<OfferPage, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let link = link_of(tx, &token, Purpose::AnswerOffer, now)?;
            let offer = tx.find_offer(link.offer().ok_or(Refusal::NotFound)?)?.ok_or(Refusal::NotFound)?;
            let draft = link.code().map(|code| tx.find_draft(code)).transpose()?.unwrap_or_default();
            let stored = tx.find_help_request(offer.help_request)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(offer.specialist)?.ok_or(Refusal::NotFound)?;
            let holding = tx.find_holding_engagement(offer.help_request)?;
            let mailbox = acting.mailbox_of(tx, now, browser.as_ref(), (&offer, &stored))?;
            Ok(OfferPage {
                need: AnonymousNeed::from(&stored.help_request),
                explanation: offer.explanation,
                open: offer.state.is_open() && now < offer.expires_at && stored.state == HelpRequestState::Open,
                filled: holding.as_ref().is_some_and(|holding| holding.offer != offer.id),
                given_up: offer.state == OfferState::Accepted && holding.is_none_or(|holding| holding.offer != offer.id),
                chooses: chooses(&acting, &stored),
                choose_by: offer.choose_by,
                state: offer.state,
                expires_at: offer.expires_at,
                language: person.specialist.language(),
                shares_mailbox: person.specialist.shares_mailbox(),
                mailbox,
                said: Draft { terms: offer.terms, acting_person: offer.acting_person },
                draft,
            })
        })
        .await
}

/// What the link in a confirmation letter leads to.
pub async fn look_at_confirmation(desk: &Desk, token: Token) -> Result<WaitingView, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let link = link_of(tx, &token, Purpose::ConfirmHelpRequest, now)?;
            let stored = help_request_of_link(tx, &link)?;
            waiting_view(&acting, tx, stored, now)
        })
        .await
}

/// What the status link in a company's letters leads to.
pub async fn look_at_status(desk: &Desk, token: Token) -> Result<WaitingView, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let link = link_of(tx, &token, Purpose::FollowHelpRequest, now)?;
            let stored = help_request_of_link(tx, &link)?;
            waiting_view(&acting, tx, stored, now)
        })
        .await
}

fn waiting_view(desk: &Desk, tx: &mut Tx<'_>, stored: StoredHelpRequest, now: Moment) -> Result<WaitingView, Refusal> {
    let offers = tx.list_offers(stored.id)?;
    let count = |state: OfferState| offers.iter().filter(|offer| offer.state == state).count();
    let open = offers.iter().filter(|offer| offer.state.is_open() && now < offer.expires_at);
    let asked: Vec<SpecialistId> = offers.iter().map(|offer| offer.specialist).collect();
    let names = tx.list_specialists_by_id(&asked)?;
    let holding = tx.find_holding_engagement(stored.id)?;
    let withdrawn = |offer: &StoredOffer| offer.state == OfferState::Accepted && holding.as_ref().is_none_or(|it| it.offer != offer.id);
    let person = |offer: &StoredOffer| {
        let named = names.iter().find(|person| person.id == offer.specialist)?;
        let display_name = named.shown().display_name.as_str().to_owned();
        let (specialist, explanation) = (named.id, offer.explanation.clone());
        Some(AskedPerson { specialist, display_name, state: offer.state, withdrawn: withdrawn(offer), explanation })
    };
    let people = offers.iter().filter_map(person).collect();
    let willing: Vec<&StoredOffer> = offers.iter().filter(|offer| may_be_chosen(offer, now)).collect();
    let choose_by = willing.iter().filter_map(|offer| offer.choose_by).min();
    let mut told: Vec<SpecialistId> = willing.iter().map(|offer| offer.specialist).collect();
    let track = tx.track_records(&told)?;
    told.extend(holding.as_ref().map(|holding| holding.specialist));
    let endorsed = endorsers(tx, &told, now)?;
    let willing_person = |offer: &&StoredOffer| {
        let AskedPerson { display_name, explanation, .. } = person(offer)?;
        let conditions = &names.iter().find(|person| person.id == offer.specialist)?.specialist.conditions;
        let frames = conditions.frames.clone();
        let brings = |code: &&String| desk.catalogue.team().teaming(code).is_some_and(|word| !word.comes);
        let teaming = conditions.teaming.iter().filter(brings).cloned().collect();
        let track = track.get(&offer.specialist).cloned().unwrap_or_default();
        let endorsed_by = endorsed.get(&offer.specialist).cloned().unwrap_or_default();
        Some(WillingPerson { track, endorsed_by, offer: offer.id, display_name, explanation, terms: offer.terms.clone(), frames, teaming })
    };
    let willing = willing.iter().filter_map(willing_person).collect();
    let winner = holding.as_ref().map(|it| tx.find_specialist(it.specialist)).transpose()?.flatten();
    Ok(WaitingView {
        acting_person: holding.and_then(|it| it.acting_person).map(|name| name.as_str().to_owned()),
        id: stored.id,
        state: stored.state,
        need: AnonymousNeed::from(&stored.help_request),
        language: stored.help_request.company.contact.language,
        waves: stored.waves,
        asked: offers.len(),
        asked_more: (stored.waves > 1).then(|| offers.iter().filter(|offer| offer.wave == stored.waves).count()),
        declined: count(OfferState::Declined),
        lapsed: count(OfferState::Lapsed),
        people,
        willing,
        choose_by,
        chooses: chooses(desk, &stored),
        unanswered: stored.state == HelpRequestState::Unmatched && offers.iter().any(|offer| offer.ended_why == Some(Ended::Unanswered)),
        eligibility: eligibility(&desk.catalogue, &stored.help_request.company),
        waits_until: waits_until(&stored),
        next_wave_at: next_wave(desk, &stored, &offers, now),
        answer_by: open.map(|offer| offer.expires_at).max(),
        endorsed_by: winner.as_ref().and_then(|winner| endorsed.get(&winner.id).cloned()).unwrap_or_default(),
        verified: winner.as_ref().is_some_and(|winner| winner.standing.is_verified()),
        specialist: winner.map(|winner| {
            let person = winner.shown();
            let addresses = person.contacts.iter().map(|contact| contact.address.as_str().to_owned()).collect();
            (person.name.as_str().to_owned(), addresses)
        }),
    })
}

/// When others are asked besides those who are still thinking.
fn next_wave(desk: &Desk, stored: &StoredHelpRequest, offers: &[StoredOffer], now: Moment) -> Option<Moment> {
    let of_newest = offers.iter().filter(|offer| offer.wave == stored.waves).map(|offer| offer.begins_at);
    let is_any = |state: fn(&OfferState) -> bool| offers.iter().any(|offer| state(&offer.state));
    let is_waited_for = stored.state == HelpRequestState::Open && is_any(|it| it.is_open()) && !is_any(|it| *it == OfferState::Willing);
    let policy = desk.policy_of(stored).filter(|policy| is_waited_for && stored.waves < policy.max_waves)?;
    next_wave_at(&policy, desk.catalogue.holidays(), of_newest.min()?).filter(|at| now < *at)
}

pub(super) fn visible(tx: &mut Tx<'_>, id: HelpRequestId, role: Role) -> Result<StoredHelpRequest, Refusal> {
    tx.find_help_request(id)?.filter(|stored| stored.may_be_seen_by(role)).ok_or(Refusal::NotFound)
}

/// The same with its row held: it may have been passed on to another organisation since it was read.
pub(super) fn held(tx: &mut Tx<'_>, id: HelpRequestId, role: Role) -> Result<StoredHelpRequest, Refusal> {
    visible(tx, id, role)?;
    tx.hold_help_requests(&[id])?.pop().filter(|stored| stored.may_be_seen_by(role)).ok_or(Refusal::NotFound)
}

/// The link behind a token, if it is of this purpose and still holds. An unknown token, one of another purpose and an expired one look alike.
pub(super) fn link_of(tx: &mut Tx<'_>, token: &Token, purpose: Purpose, now: Moment) -> Result<Link, Refusal> {
    tx.find_link(&token.hash())?.filter(|link| link.purpose == purpose && now < link.expires_at).ok_or(Refusal::NotFound)
}

/// The help request of a link, held by its row.
pub(super) fn held_by_link(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<StoredHelpRequest, Refusal> {
    let link = link_of(tx, token, Purpose::FollowHelpRequest, now)?;
    let id = help_request_of_link(tx, &link)?.id;
    tx.hold_help_requests(&[id])?.pop().ok_or(Refusal::NotFound)
}

pub(super) fn help_request_of_link(tx: &mut Tx<'_>, link: &Link) -> Result<StoredHelpRequest, Refusal> {
    let id: HelpRequestId = link.subject.parse().map_err(|_| Refusal::NotFound)?;
    tx.find_help_request(id)?.ok_or(Refusal::NotFound)
}
