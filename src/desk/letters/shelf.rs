//! What the letters of a batch are about, read in one go for all of them: the store is asked as often for one letter as for sixty.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::correspondence::{LetterKind, LetterState, Party};
use crate::desk::letters::notices::{Notice, digest_cause, read_notices};
use crate::desk::letters::take::{ReferralFacts, referral, tells_of_a_complaint, tells_of_a_referral};
use crate::desk::{complaints, course};
use crate::engagement::{FollowUp, Guest, Reviews};
use crate::ids::{
    AccountId, ClaimId, CodeId, EngagementId, HelpRequestId, LetterId, MemberId, OfferId, SeatId, SpecialistId, SupportOrgId,
};
use crate::offers::{Draft, OfferState};
use crate::store::{
    Farewell, QueuedLetter, StoreError, StoredAccount, StoredClaim, StoredComplaint, StoredEngagement, StoredHelpRequest, StoredMember,
    StoredOffer, StoredSeat, StoredSpecialist, StoredSupportOrg, Tx,
};

/// Everything that letters may say and whom they go to, as it is at one moment.
#[derive(Default)]
pub(super) struct Shelf {
    help_requests: HashMap<HelpRequestId, StoredHelpRequest>,
    /// By help request, in the order in which they were made.
    offers: HashMap<HelpRequestId, Vec<StoredOffer>>,
    /// Offers whose letters have left, or may have.
    sent: HashSet<OfferId>,
    /// Of help requests of whose matches a letter tells; those that were withdrawn too.
    engagements: Vec<StoredEngagement>,
    people: HashMap<SpecialistId, StoredSpecialist>,
    support_orgs: HashMap<SupportOrgId, StoredSupportOrg>,
    accounts: HashMap<AccountId, StoredAccount>,
    members: HashMap<MemberId, StoredMember>,
    notices: HashMap<LetterId, Notice>,
    /// What had been typed when codes were sent.
    drafts: HashMap<CodeId, Draft>,
    referrals: HashMap<LetterId, ReferralFacts>,
    /// What came of engagements of which a letter asks.
    follow_ups: HashMap<EngagementId, FollowUp>,
    /// What both sides said of engagements of which a letter tells.
    reviews: HashMap<EngagementId, Reviews>,
    /// Of which complaint a letter tells.
    complaints: HashMap<LetterId, StoredComplaint>,
    /// Places in teams, each with whose it is where that person is on the list.
    seats: HashMap<LetterId, (StoredSeat, Option<StoredSpecialist>)>,
    /// Who reads last letters.
    farewells: HashMap<LetterId, Farewell>,
}

impl Shelf {
    pub(super) fn read(tx: &mut Tx<'_>, letters: &[QueuedLetter]) -> Result<Self, StoreError> {
        let mut shelf = Self::default();
        let of = |wanted: fn(LetterKind) -> bool| {
            distinct(letters.iter().filter(|letter| wanted(letter.kind)).filter_map(|letter| letter.help_request))
        };
        let about = distinct(of(|_| true).into_iter().chain(letters.iter().filter_map(earlier_request)));
        if !about.is_empty() {
            shelf.help_requests = tx.list_help_requests_by_id(&about)?.into_iter().map(|stored| (stored.id, stored)).collect();
        }
        shelf.notices = read_notices(tx, letters)?;
        for letter in letters.iter().filter(|letter| letter.kind == LetterKind::AcceptanceCode) {
            if let Ok(code) = letter.cause.parse() {
                shelf.drafts.insert(code, tx.find_draft(code)?);
            }
        }
        for letter in letters.iter().filter(|letter| letter.kind == LetterKind::Erased) {
            shelf.farewells.extend(tx.find_farewell(letter.id)?.map(|farewell| (letter.id, farewell)));
        }
        for letter in letters.iter().filter(|letter| is_of_an_outcome(letter.kind)) {
            if let Some((id, _)) = course::told_of(&letter.cause) {
                shelf.follow_ups.extend(tx.find_follow_up(id)?.map(|found| (id, found.follow_up)));
            }
        }
        for letter in letters.iter().filter(|letter| is_of_a_review(letter.kind)) {
            if let Some((id, _)) = course::told_of(&letter.cause) {
                shelf.reviews.extend(tx.find_match_reviews(id)?.map(|found| (id, found.reviews)));
            }
        }
        for letter in letters.iter().filter(|letter| tells_of_a_complaint(letter.kind)) {
            if let Some((id, _)) = complaints::told_of(&letter.cause) {
                shelf.complaints.extend(tx.find_complaint(id)?.map(|found| (letter.id, found)));
            }
        }
        for letter in letters.iter().filter(|letter| tells_of_a_referral(letter.kind)) {
            shelf.referrals.extend(referral(tx, letter)?.map(|facts| (letter.id, facts)));
        }
        for letter in letters.iter().filter(|letter| matches!(letter.kind, LetterKind::TeamAsked | LetterKind::TeamTold)) {
            let seat = letter.cause.split('/').next().and_then(|id| id.parse().ok());
            let seat = seat.map(|id| tx.find_seat(id)).transpose()?.flatten();
            let person = seat.as_ref().and_then(|seat| seat.specialist);
            let person = person.map(|id| tx.find_specialist(id)).transpose()?.flatten();
            shelf.seats.extend(seat.map(|seat| (letter.id, (seat, person))));
        }
        let asked = of(tells_of_offers);
        if !asked.is_empty() {
            for offer in tx.list_offers_about(&asked)? {
                shelf.offers.entry(offer.help_request).or_default().push(offer);
            }
        }
        let ended = of(ends_an_offer);
        if !ended.is_empty() {
            let carried = tx.list_offer_letters(&ended)?;
            shelf.sent = carried.iter().filter(|letter| may_have_left(letter, letters)).filter_map(|letter| letter.offer).collect();
            let own: HashSet<OfferId> = carried.iter().filter_map(|letter| letter.offer).collect();
            let without = |offer: &Option<OfferId>| offer.is_some_and(|offer| !own.contains(&offer));
            if letters.iter().any(|letter| ends_an_offer(letter.kind) && without(&letter.offer)) {
                shelf.sent.extend(sent_gathered(tx, &ended, &own, letters)?);
            }
        }
        let matched = of(tells_of_a_match);
        if !matched.is_empty() {
            shelf.engagements = tx.list_engagements_about(&matched)?;
        }
        let readers = letters.iter().filter_map(|letter| match letter.party {
            Party::Specialist(id) => Some(id),
            _ => None,
        });
        let willing = shelf.offers.values().flatten().filter(|offer| offer.state == OfferState::Willing).map(|offer| offer.specialist);
        let people = distinct(readers.chain(shelf.engagements.iter().map(|engagement| engagement.specialist)).chain(willing));
        if !people.is_empty() {
            shelf.people = tx.list_specialists_by_id(&people)?.into_iter().map(|stored| (stored.id, stored)).collect();
        }
        let accounts = distinct(letters.iter().filter_map(|letter| match letter.party {
            Party::Account(id) => Some(id),
            _ => None,
        }));
        if !accounts.is_empty() {
            shelf.accounts = tx.list_accounts_by_id(&accounts)?.into_iter().map(|stored| (stored.id, stored)).collect();
        }
        for letter in letters {
            if let Party::Member(id) = letter.party
                && let Some(member) = tx.find_member(id)?
            {
                shelf.members.insert(id, member);
            }
            if let Party::SupportOrg(id) = letter.party
                && !shelf.support_orgs.contains_key(&id)
                && let Some(org) = tx.find_support_org(id)?
            {
                shelf.support_orgs.insert(id, org);
            }
        }
        Ok(shelf)
    }

    /// What came of an engagement.
    pub(super) fn follow_up(&self, id: EngagementId) -> Option<&FollowUp> {
        self.follow_ups.get(&id)
    }

    /// What both sides said of an engagement.
    pub(super) fn reviews(&self, id: EngagementId) -> Option<&Reviews> {
        self.reviews.get(&id)
    }

    pub(super) fn help_request(&self, id: HelpRequestId) -> Option<&StoredHelpRequest> {
        self.help_requests.get(&id)
    }

    /// All offers about a help request, in the order in which they were made.
    pub(super) fn offers(&self, help_request: HelpRequestId) -> &[StoredOffer] {
        self.offers.get(&help_request).map_or(&[], Vec::as_slice)
    }

    pub(super) fn offer(&self, letter: &QueuedLetter) -> Option<&StoredOffer> {
        self.offers(letter.help_request?).iter().find(|offer| Some(offer.id) == letter.offer)
    }

    /// Whether the letter that carried the offer of this one has left.
    pub(super) fn was_sent(&self, letter: &QueuedLetter) -> bool {
        letter.offer.is_some_and(|offer| self.sent.contains(&offer))
    }

    /// The engagement that an offer led to, as long as it holds.
    pub(super) fn holding_engagement(&self, offer: Option<OfferId>) -> Option<&StoredEngagement> {
        self.engagements.iter().find(|engagement| Some(engagement.offer) == offer && engagement.state.holds())
    }

    /// All engagements of a help request of whose matches a letter tells.
    pub(super) fn engagements_of(&self, help_request: Option<HelpRequestId>) -> impl Iterator<Item = &StoredEngagement> {
        self.engagements.iter().filter(move |engagement| Some(engagement.help_request) == help_request)
    }

    pub(super) fn engagement(&self, id: EngagementId) -> Option<&StoredEngagement> {
        self.engagements.iter().find(|engagement| engagement.id == id)
    }

    pub(super) fn person(&self, id: SpecialistId) -> Option<&StoredSpecialist> {
        self.people.get(&id)
    }

    /// What a letter is about that belongs to no help request.
    pub(super) fn notice(&self, letter: LetterId) -> Option<&Notice> {
        self.notices.get(&letter)
    }

    pub(super) fn farewell(&self, letter: LetterId) -> Option<&Farewell> {
        self.farewells.get(&letter)
    }

    pub(super) fn complaint(&self, letter: LetterId) -> Option<&StoredComplaint> {
        self.complaints.get(&letter)
    }

    pub(super) fn referral(&self, letter: LetterId) -> Option<&ReferralFacts> {
        self.referrals.get(&letter)
    }

    pub(super) fn seat(&self, letter: LetterId) -> Option<&(StoredSeat, Option<StoredSpecialist>)> {
        self.seats.get(&letter)
    }

    /// Somebody from outside, by their place in a team.
    pub(super) fn guest(&self, id: SeatId) -> Option<&Guest> {
        self.seats.values().find(|(seat, _)| seat.id == id)?.0.seat.guest.as_ref()
    }

    pub(super) fn draft(&self, code: CodeId) -> Option<&Draft> {
        self.drafts.get(&code)
    }

    pub(super) fn account(&self, id: AccountId) -> Option<&StoredAccount> {
        self.accounts.get(&id)
    }

    pub(super) fn member(&self, id: MemberId) -> Option<&StoredMember> {
        self.members.get(&id)
    }

    pub(super) fn claim(&self, id: ClaimId) -> Option<&StoredClaim> {
        self.notices.values().find_map(|notice| match notice {
            Notice::Credit(claim, _) if claim.id == id => Some(claim.as_ref()),
            _ => None,
        })
    }

    pub(super) fn support_org(&self, id: SupportOrgId) -> Option<&StoredSupportOrg> {
        self.support_orgs.get(&id)
    }
}

/// The help request that was the same as the one of this letter, by the letter's cause.
pub(super) fn earlier_request(letter: &QueuedLetter) -> Option<HelpRequestId> {
    letter.cause.split_once("/after-").and_then(|(_, id)| id.parse().ok())
}

/// One that was taken but not yet noted counts: its reader may have it. One that was dropped keeps its lease, and nobody has it; one of this batch
/// has its lease from a moment ago.
fn may_have_left(letter: &QueuedLetter, batch: &[QueuedLetter]) -> bool {
    match letter.state {
        LetterState::Sent => true,
        LetterState::Queued => letter.leased_until.is_some() && !batch.iter().any(|one| one.id == letter.id),
        LetterState::Dropped | LetterState::Failed => false,
    }
}

/// Offers without a letter of their own that a letter of their morning told of, or may have.
fn sent_gathered(
    tx: &mut Tx<'_>,
    help_requests: &[HelpRequestId],
    own: &HashSet<OfferId>,
    batch: &[QueuedLetter],
) -> Result<Vec<OfferId>, StoreError> {
    let offers: Vec<StoredOffer> = tx.list_offers_about(help_requests)?.into_iter().filter(|offer| !own.contains(&offer.id)).collect();
    let cause = |offer: &StoredOffer| digest_cause(offer.specialist, offer.begins_at);
    let digests = tx.list_digests(&offers.iter().map(cause).collect::<Vec<_>>())?;
    let left: HashSet<String> = digests.into_iter().filter(|letter| may_have_left(letter, batch)).map(|letter| letter.cause).collect();
    Ok(offers.iter().filter(|offer| left.contains(&cause(offer))).map(|offer| offer.id).collect())
}

fn tells_of_offers(kind: LetterKind) -> bool {
    use LetterKind::{AcceptanceCode, NobodyFound, NobodyFoundForBroker, Offer, OfferReminder, PeopleAsked, ReplyResult};
    let tells = matches!(kind, AcceptanceCode | PeopleAsked | Offer | OfferReminder | NobodyFound | NobodyFoundForBroker | ReplyResult);
    tells || tells_of_a_choice(kind)
}

pub(super) fn tells_of_a_choice(kind: LetterKind) -> bool {
    use LetterKind::{ChoiceForBroker, ChoiceForCompany, ChoiceReminder, OfferNotChosen, WillingNoted};
    matches!(kind, WillingNoted | ChoiceForCompany | ChoiceReminder | ChoiceForBroker | OfferNotChosen)
}

fn ends_an_offer(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::OfferFilled | LetterKind::OfferCancelled | LetterKind::OfferLapsed)
}

pub(super) fn tells_of_a_match(kind: LetterKind) -> bool {
    use LetterKind::{
        MatchForBroker, MatchForCompany, MatchForSpecialist, RegistrationLostForBroker, RegistrationLostForCompany, WithdrawnForBroker,
        WithdrawnForCompany, WithdrawnForSpecialist,
    };
    let lost = matches!(kind, RegistrationLostForCompany | RegistrationLostForBroker);
    if is_of_a_course(kind)
        || is_of_an_outcome(kind)
        || is_of_a_review(kind)
        || matches!(kind, LetterKind::TeamAsked | LetterKind::TeamTold)
    {
        return true;
    }
    let withdrawn = matches!(kind, WithdrawnForCompany | WithdrawnForSpecialist | WithdrawnForBroker);
    lost || withdrawn || matches!(kind, MatchForCompany | MatchForSpecialist | MatchForBroker)
}

fn is_of_an_outcome(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::OutcomeAsked | LetterKind::CheckAgain)
}

fn is_of_a_review(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::ReviewWaits | LetterKind::ReviewNews)
}

fn is_of_a_course(kind: LetterKind) -> bool {
    use LetterKind::{
        DisputePutBefore, EngagementEnded, EngagementReminder, HoursDisputed, ReportToConfirm, SessionSet, TermsAgreed, TermsProposed,
    };
    let steps = matches!(kind, TermsProposed | TermsAgreed | SessionSet | ReportToConfirm | HoursDisputed);
    steps || matches!(kind, DisputePutBefore | EngagementEnded | EngagementReminder)
}

fn distinct<T: Copy + Eq + Hash>(ids: impl Iterator<Item = T>) -> Vec<T> {
    ids.collect::<HashSet<T>>().into_iter().collect()
}
