//! All that is kept of a specialist.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::Texts;
use crate::correspondence::Party;
use crate::desk::change_specialist::{SpecialistView, view};
use crate::desk::endorsements::endorsements_of;
use crate::desk::export::complaints::{ExportedComplaint, exported as complaints};
use crate::desk::export::credits::{ExportedCredits, credits};
use crate::desk::export::pools::ExportedPool;
use crate::desk::export::reviews::reviews;
use crate::desk::export::teams::{ExportedSeat, team};
use crate::desk::export::{
    ExportedAccount, ExportedAct, ExportedKey, ExportedLetter, ExportedMatch, ExportedSilence, Own, account, acts, letters_to,
};
use crate::desk::letters::mailbox_key;
use crate::desk::pools::own_pools;
use crate::desk::{Desk, EndorsementView, FindingView, Refusal};
use crate::engagement::Side;
use crate::identity::{Role, Who};
use crate::ids::{OfferId, SpecialistId};
use crate::intake::{AnonymousNeed, Company};
use crate::matching::Explanation;
use crate::offers::{OfferState, Terms};
use crate::store::{Purpose, SeenBrowser, SentCode, Shown, StoredAccount, StoredOffer, StoredReview, TimedEngagement, Tx};
use crate::values::{CorporateNumber, Line, MailAddress};

/// All that is kept of a specialist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SpecialistExport {
    /// When this was taken out (RFC 3339, UTC).
    pub taken_at: DateTime<Utc>,
    /// When the person was put on the list (RFC 3339, UTC).
    pub enrolled_at: DateTime<Utc>,
    /// When the profile was last changed (RFC 3339, UTC).
    pub changed_at: DateTime<Utc>,
    /// Since when nothing says any more who it was (RFC 3339, UTC); none while it does.
    pub forgotten_at: Option<DateTime<Utc>>,
    /// The profile, with every word of consent and the pauses.
    pub profile: SpecialistView,
    /// What the official register said of the person, the oldest first.
    pub register: Vec<FindingView>,
    /// What the person was asked, in the order of asking, and what they answered.
    pub offers: Vec<ExportedOffer>,
    /// Matches of the person, those that were withdrawn too.
    pub matches: Vec<SpecialistMatch>,
    /// The ledger of credits.
    pub credits: ExportedCredits,
    /// Engagements of others to which the person came along, or was asked to.
    pub teams: Vec<ExportedSeat>,
    /// Organisations that recommend the person, or did, or asked to; the newest first.
    pub endorsements: Vec<EndorsementView>,
    /// Companies that share the person over a year, the oldest first.
    pub pools: Vec<ExportedPool>,
    /// Complaints that the person has made, and those of which the person was told.
    pub complaints: Vec<ExportedComplaint>,
    /// How often the person was shown to others, by the day.
    pub appearances: Vec<ExportedAppearance>,
    /// What operators made of the texts; none if nobody has been asked to look.
    pub review: Option<ExportedReview>,
    /// Codes that were sent to the mailbox lately.
    pub codes: Vec<ExportedCode>,
    /// Browsers in which the person has accepted.
    pub browsers: Vec<ExportedBrowser>,
    /// Letters to the person, in the order in which they were queued.
    pub letters: Vec<ExportedLetter>,
    /// Letters that the person, or one of their mailboxes, does not get.
    pub silences: Vec<ExportedSilence>,
    /// Accounts that may act as the person.
    pub accounts: Vec<ExportedAccount>,
    /// Keys of the API that act as the person.
    pub keys: Vec<ExportedKey>,
    /// The audit log about the person, and what they did.
    pub acts: Vec<ExportedAct>,
}

/// One question to the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExportedOffer {
    pub id: OfferId,
    /// What the person was shown of the help request: never who the company is.
    pub shown: AnonymousNeed,
    /// Why the person was asked.
    pub explanation: Explanation,
    pub wave: u16,
    pub state: OfferState,
    /// Hours a week that the work would take.
    #[schema(example = 2)]
    pub weekly_hours: u16,
    pub made_at: DateTime<Utc>,
    /// From when the letter could leave, and the time to answer counted (RFC 3339, UTC).
    pub begins_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub decline_reason: Option<String>,
    /// What the person wrote when declining.
    #[schema(example = "今月は予定が埋まっています。")]
    pub decline_text: Option<String>,
    /// For what the person would have done it, where that differs from what was asked.
    pub terms: Option<Terms>,
    /// Who answered, where several people share the mailbox.
    #[schema(example = "佐藤")]
    pub acting_person: Option<Line>,
    /// Code of why it ended, where the person did not end it.
    #[schema(example = "filled_by_other")]
    pub ended_why: Option<String>,
}

/// A match, and the company while it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SpecialistMatch {
    #[serde(flatten)]
    pub held: ExportedMatch,
    /// Who the company is; none once the match was withdrawn.
    pub company: Option<ExportedCompany>,
}

/// A company as its specialist knows it from the letter about the match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedCompany {
    pub name: Line,
    pub corporate_number: Option<CorporateNumber>,
    pub prefecture: String,
    pub municipality: Line,
    /// Name of whom to write to.
    #[schema(example = "田中 花子")]
    pub contact: Line,
    pub address: MailAddress,
    pub phone: Option<Line>,
}

/// What operators made of the texts of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedReview {
    /// Since when something waits that nobody has looked at (RFC 3339, UTC).
    pub waiting_since: Option<DateTime<Utc>>,
    /// The texts as they were when last accepted.
    pub accepted: Option<Texts>,
    /// Whether the entry is hidden.
    pub hidden: bool,
    /// Why it is hidden.
    #[schema(example = "成果を約束しています。")]
    pub reason: Option<String>,
    /// Why somebody has proposed to hide it.
    #[schema(example = "成果を約束しています。")]
    pub proposal: Option<String>,
}

/// How often the person was shown on a day. Who looked was never kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedAppearance {
    /// In Japan.
    pub day: NaiveDate,
    /// In results of searches.
    #[schema(example = 12)]
    pub listed: i64,
    /// On pages of companies that had asked the person.
    #[schema(example = 2)]
    pub viewed: i64,
}

/// A code that was sent to the person's mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedCode {
    pub made_at: DateTime<Utc>,
    /// When it was typed (RFC 3339, UTC); none if it was not.
    pub used_at: Option<DateTime<Utc>>,
    /// What the yes was to change.
    pub terms: Option<Terms>,
    /// Who said yes, where several people share the mailbox.
    #[schema(example = "佐藤")]
    pub acting_person: Option<Line>,
}

/// A browser in which the person has accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedBrowser {
    /// When the person first accepted in it (RFC 3339, UTC).
    pub known_since: DateTime<Utc>,
    /// When it was last used (RFC 3339, UTC).
    pub last_used_at: DateTime<Utc>,
    /// Who accepted in it last, where several people share the mailbox.
    #[schema(example = "佐藤")]
    pub acting_person: Option<String>,
}

impl From<Company> for ExportedCompany {
    fn from(Company { name, corporate_number, prefecture, municipality, contact, .. }: Company) -> Self {
        Self { name, corporate_number, prefecture, municipality, contact: contact.name, address: contact.address, phone: contact.phone }
    }
}

/// Takes out all that is kept of a specialist, and notes who did.
pub async fn export_specialist(desk: &Desk, id: SpecialistId, role: Role) -> Result<SpecialistExport, Refusal> {
    desk.must_say_why(role)?;
    let (now, acting) = (desk.clock.now(), desk.clone());
    let export = desk
        .store
        .read(move |tx| {
            let stored = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            let dates = tx.find_specialist_dates(id)?.ok_or(Refusal::NotFound)?;
            let accounts = tx.list_accounts_of_specialist(id)?;
            let keys: Vec<_> = tx.list_api_keys()?.into_iter().filter(|key| key.key.role == Role::Specialist(id)).collect();
            let (offers, matches) = (offers(tx, id)?, matches(&acting, tx, id)?);
            let who = accounts.iter().map(|account| Who::Account(account.id)).chain(keys.iter().map(|key| Who::Key(key.key.id)));
            let own = Own { who: who.map(|who| who.key()).collect(), is_link };
            let objects = [id.to_string()].into_iter().chain(offers.iter().map(|offer| offer.id.to_string()));
            let objects = objects.chain(matches.iter().map(|one| one.held.id.to_string()));
            let credits = credits(tx, id, stored.specialist.registration.number.as_str())?;
            let objects = objects.chain(credits.claims.iter().map(|claim| claim.id.to_string()));
            let objects: Vec<String> = objects.chain(accounts.iter().map(|account| account.id.to_string())).collect();
            let addresses = stored.specialist.contacts.iter().map(|contact| mailbox_key(&contact.address));
            let subjects: Vec<String> = addresses.chain([Party::Specialist(id).key()]).collect();
            Ok::<_, Refusal>(SpecialistExport {
                taken_at: now,
                enrolled_at: dates.made_at,
                changed_at: dates.changed_at,
                forgotten_at: dates.forgotten_at,
                register: tx.list_findings(id)?.into_iter().map(FindingView::from).collect(),
                review: tx.find_review(id)?.map(|review| exported(review, stored.hidden)),
                credits,
                complaints: complaints(tx.list_complaints_of(id)?, Side::Specialist),
                teams: tx.list_seats_of_specialist(id)?.into_iter().map(ExportedSeat::from).collect(),
                endorsements: endorsements_of(tx, id)?,
                pools: own_pools(tx, id, now)?.into_iter().map(ExportedPool::from).collect(),
                appearances: tx.list_appearances(id)?.into_iter().map(appearance).collect(),
                codes: tx.list_codes_to(id)?.into_iter().map(code).collect(),
                browsers: tx.list_browsers_of(id)?.into_iter().map(browser).collect(),
                letters: letters_to(tx, Party::Specialist(id), &accounts)?,
                silences: tx.list_suppressed(&subjects)?.into_iter().map(Into::into).collect(),
                acts: acts(tx, &objects, &own)?,
                accounts: accounts.into_iter().map(|stored: StoredAccount| account(tx, stored)).collect::<Result<_, _>>()?,
                keys: keys.into_iter().map(Into::into).collect(),
                profile: view(tx, stored)?,
                offers,
                matches,
            })
        })
        .await?;
    desk.note_look("specialist_exported", "specialist", id.to_string()).await?;
    Ok(export)
}

fn exported(StoredReview { waiting_since, accepted, proposal, reason, .. }: StoredReview, hidden: bool) -> ExportedReview {
    ExportedReview { waiting_since, accepted, hidden, reason, proposal: proposal.map(|(why, _)| why) }
}

fn appearance((day, Shown { listed, viewed }): (NaiveDate, Shown)) -> ExportedAppearance {
    ExportedAppearance { day, listed, viewed }
}

fn is_link(purpose: Purpose) -> bool {
    use Purpose::{AnswerOffer, AnswerPool, ChooseLetters, ConfirmProfile, EndPause, LeaveEngagement};
    matches!(purpose, AnswerOffer | AnswerPool | LeaveEngagement | EndPause | ChooseLetters | ConfirmProfile)
}

fn offers(tx: &mut Tx<'_>, id: SpecialistId) -> Result<Vec<ExportedOffer>, Refusal> {
    let mut told = Vec::new();
    for (offer, decline_text) in tx.list_offers_to(id)? {
        let asked = tx.find_help_request(offer.help_request)?.ok_or(Refusal::NotFound)?;
        let StoredOffer { id, explanation, wave, state, weekly_hours, made_at, begins_at, expires_at, answered_at, .. } = offer;
        told.push(ExportedOffer {
            id,
            shown: AnonymousNeed::from(&asked.help_request),
            explanation,
            wave,
            state,
            weekly_hours,
            made_at,
            begins_at,
            expires_at,
            answered_at,
            decline_reason: offer.decline_reason,
            decline_text,
            terms: offer.terms,
            acting_person: offer.acting_person,
            ended_why: offer.ended_why.map(|why| why.code().to_owned()),
        });
    }
    Ok(told)
}

fn matches(desk: &Desk, tx: &mut Tx<'_>, id: SpecialistId) -> Result<Vec<SpecialistMatch>, Refusal> {
    let mut told = Vec::new();
    for timed in tx.list_engagements_of(id)? {
        let TimedEngagement { engagement, .. } = &timed;
        let asked = if engagement.state.holds() { tx.find_help_request(engagement.help_request)? } else { None };
        let company = asked.map(|stored| ExportedCompany::from(stored.help_request.company));
        let team = team(tx, engagement, Side::Specialist)?;
        let reviews = reviews(desk, tx, engagement.id, Side::Specialist)?;
        told.push(SpecialistMatch { held: ExportedMatch { team, reviews, ..timed.into() }, company });
    }
    Ok(told)
}

fn code(SentCode { made_at, used_at, draft }: SentCode) -> ExportedCode {
    ExportedCode { made_at, used_at, terms: draft.terms, acting_person: draft.acting_person }
}

fn browser(SeenBrowser { known_since, last_used_at, acting_person }: SeenBrowser) -> ExportedBrowser {
    ExportedBrowser { known_since, last_used_at, acting_person }
}
