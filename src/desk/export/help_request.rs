//! All that is kept of a help request, for the company whose it is.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::ReferralState;
use crate::correspondence::Party;
use crate::desk::brokering::MemberView;
use crate::desk::export::complaints::{ExportedComplaint, exported as complaints};
use crate::desk::export::reviews::reviews;
use crate::desk::export::teams::team;
use crate::desk::export::{ExportedAccount, ExportedAct, ExportedLetter, ExportedMatch, ExportedSilence, Own, account, acts, letters_to};
use crate::desk::letters::mailbox_key;
use crate::desk::look::{HelpRequestView, help_request_of_link, help_request_view, link_of, visible};
use crate::desk::{Desk, Refusal};
use crate::engagement::{Outcome, Side};
use crate::identity::{Role, Who};
use crate::ids::{HelpRequestId, ReferralId, Token};
use crate::intake::Need;
use crate::offers::OfferState;
use crate::store::{Purpose, StoredHelpRequest, StoredReferral, TimedEngagement, Tx};
use crate::values::{Line, MailAddress};

/// All that is kept of a help request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HelpRequestExport {
    /// When this was taken out (RFC 3339, UTC).
    pub taken_at: DateTime<Utc>,
    /// When its state last changed (RFC 3339, UTC).
    pub changed_at: DateTime<Utc>,
    /// Since when nothing says any more who it was (RFC 3339, UTC); none while it does.
    pub forgotten_at: Option<DateTime<Utc>>,
    /// Until when the company could confirm it (RFC 3339, UTC); none where it did not have to.
    pub confirm_by: Option<DateTime<Utc>>,
    /// What the company wrote, and how it stands.
    pub help_request: HelpRequestView,
    /// What it asked for before the last wider circle; none where nothing was widened, or where that was taken back.
    pub narrower: Option<Need>,
    /// Name of the support organisation that asked for the company.
    #[schema(example = "岐阜県産業振興機構")]
    pub support_org_name: Option<Line>,
    /// The company as a member of that organisation, with every word of its consent.
    pub member: Option<MemberView>,
    /// Proposals to pass it on to another support organisation; left out for a support organisation.
    pub referrals: Vec<ExportedReferral>,
    /// How many people were asked, by wave and by what came of it. Who they are is theirs.
    pub asked: Vec<AskedCount>,
    /// Matches, those that were withdrawn too.
    pub matches: Vec<CompanyMatch>,
    /// Complaints that the company has made, and those of which it was told; left out for a support organisation.
    pub complaints: Vec<ExportedComplaint>,
    /// Letters to the company, in the order in which they were queued.
    pub letters: Vec<ExportedLetter>,
    /// Letters that the company does not get.
    pub silences: Vec<ExportedSilence>,
    /// Accounts of the company; left out for its support organisation.
    pub accounts: Vec<ExportedAccount>,
    /// The audit log about the help request, and what the company did.
    pub acts: Vec<ExportedAct>,
}

/// A proposal to pass the help request on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedReferral {
    pub id: ReferralId,
    pub state: ReferralState,
    /// Name of the organisation that proposed it.
    #[schema(example = "関商工会議所")]
    pub from: String,
    /// Name of the organisation that was to have it.
    #[schema(example = "岐阜県産業振興機構")]
    pub to: String,
    /// Why, in the clerk's words.
    #[schema(example = "製造業の制御システムにくわしい機関です。")]
    pub reason: Option<Line>,
    pub made_at: DateTime<Utc>,
    /// When it was answered, taken back or ran out (RFC 3339, UTC); none before that.
    pub ended_at: Option<DateTime<Utc>>,
}

/// People who were asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AskedCount {
    pub wave: u16,
    pub state: OfferState,
    pub people: u32,
}

/// A match, and the specialist while it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CompanyMatch {
    #[serde(flatten)]
    pub held: ExportedMatch,
    /// Who the specialist is; none once the match was withdrawn.
    pub specialist: Option<ExportedSpecialist>,
    /// What came of it, as the company has said; none without an answer, and left out for its support organisation.
    pub outcome: Option<Outcome>,
    /// When the company wants to be reminded of looking again (RFC 3339, UTC); none if it does not, and left out for its support organisation.
    pub check_at: Option<DateTime<Utc>>,
}

/// A specialist as the company knows them from the letter about the match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedSpecialist {
    pub name: Line,
    /// Six digits.
    #[schema(example = "012345")]
    pub registration_number: String,
    pub valid_until: NaiveDate,
    /// Mailboxes of the person.
    #[schema(example = json!(["sato@example.jp"]))]
    pub addresses: Vec<MailAddress>,
    pub prefecture: String,
    pub municipality: Line,
    pub qualifications: Vec<Line>,
}

/// Takes out all that is kept of a help request, and notes who did.
pub async fn export_help_request(desk: &Desk, id: HelpRequestId, role: Role) -> Result<HelpRequestExport, Refusal> {
    desk.must_say_why(role)?;
    let acting = desk.clone();
    let export = desk
        .store
        .read(move |tx| {
            let stored = visible(tx, id, role)?;
            export(&acting, tx, stored, !matches!(role, Role::Broker(..)))
        })
        .await?;
    desk.note_look("help_request_exported", "help_request", id.to_string()).await?;
    Ok(export)
}

/// The same for the company through the link in its letters.
pub async fn export_help_request_by_link(desk: &Desk, token: Token) -> Result<HelpRequestExport, Refusal> {
    let acting = desk.clone();
    let export = desk
        .store
        .read(move |tx| {
            let link = link_of(tx, &token, Purpose::FollowHelpRequest, acting.clock.now())?;
            let stored = help_request_of_link(tx, &link)?;
            export(&acting, tx, stored, true)
        })
        .await?;
    desk.note_look("help_request_exported", "help_request", export.help_request.id.to_string()).await?;
    Ok(export)
}

/// `is_company`: for the company itself, or somebody who answers for it.
fn export(desk: &Desk, tx: &mut Tx<'_>, stored: StoredHelpRequest, is_company: bool) -> Result<HelpRequestExport, Refusal> {
    let id = stored.id;
    let dates = tx.find_help_request_dates(id)?.ok_or(Refusal::NotFound)?;
    let accounts = if is_company { tx.list_accounts_in(Role::Company(id))? } else { Vec::new() };
    let matches = matches(desk, tx, id, is_company)?;
    let own = Own { who: accounts.iter().map(|account| Who::Account(account.id).key()).collect(), is_link };
    let objects = [id.to_string()].into_iter().chain(matches.iter().map(|one| one.held.id.to_string()));
    let referrals = if is_company { referrals(tx, id)? } else { Vec::new() };
    let objects = objects.chain(referrals.iter().map(|one| one.id.to_string()));
    let objects = objects.chain(stored.member.map(|member| member.to_string()));
    let objects: Vec<String> = objects.chain(accounts.iter().map(|account| account.id.to_string())).collect();
    let subjects = [mailbox_key(&stored.help_request.company.contact.address), Party::Company(id).key()];
    let mut acts = acts(tx, &objects, &own)?;
    if !is_company {
        acts.iter_mut().for_each(|act| act.source = None);
    }
    Ok(HelpRequestExport {
        taken_at: desk.clock.now(),
        changed_at: dates.changed_at,
        forgotten_at: dates.forgotten_at,
        confirm_by: stored.confirm_by,
        narrower: stored.narrower.as_ref().map(|narrower| narrower.need.clone()),
        support_org_name: stored.support_org.map(|org| tx.find_support_org(org)).transpose()?.flatten().map(|found| found.org.name),
        member: member(tx, &stored)?,
        referrals,
        asked: asked(tx, id)?,
        complaints: if is_company { complaints(tx.list_complaints_about(id)?, Side::Company) } else { Vec::new() },
        matches,
        letters: letters_to(tx, Party::Company(id), &accounts)?,
        silences: tx.list_suppressed(&subjects)?.into_iter().map(Into::into).collect(),
        accounts: accounts.into_iter().map(|stored| account(tx, stored)).collect::<Result<_, _>>()?,
        acts,
        help_request: help_request_view(desk, tx, stored)?,
    })
}

fn is_link(purpose: Purpose) -> bool {
    matches!(
        purpose,
        Purpose::ConfirmHelpRequest | Purpose::FollowHelpRequest | Purpose::AnswerMember | Purpose::AnswerReferral | Purpose::FollowPool
    )
}

fn member(tx: &mut Tx<'_>, stored: &StoredHelpRequest) -> Result<Option<MemberView>, Refusal> {
    let Some(id) = stored.member else { return Ok(None) };
    let consents = tx.list_member_consents(id)?.into_iter().map(Into::into).collect();
    Ok(tx.find_member(id)?.map(|member| MemberView { consents, ..MemberView::from(member) }))
}

fn referrals(tx: &mut Tx<'_>, id: HelpRequestId) -> Result<Vec<ExportedReferral>, Refusal> {
    let found = tx.list_referrals_of(id)?;
    let names = tx.name_support_orgs(&found.iter().flat_map(|one| [one.from, one.to]).collect::<Vec<_>>())?;
    let name = |org| names.iter().find(|(id, _)| *id == org).map(|(_, name)| name.clone()).unwrap_or_default();
    let exported = |one: StoredReferral| ExportedReferral {
        id: one.id,
        state: one.state,
        from: name(one.from),
        to: name(one.to),
        reason: one.reason,
        made_at: one.made_at,
        ended_at: one.ended_at,
    };
    Ok(found.into_iter().map(exported).collect())
}

fn asked(tx: &mut Tx<'_>, id: HelpRequestId) -> Result<Vec<AskedCount>, Refusal> {
    let mut counts: BTreeMap<(u16, &str), AskedCount> = BTreeMap::new();
    for offer in tx.list_offers(id)? {
        let nobody = AskedCount { wave: offer.wave, state: offer.state, people: 0 };
        counts.entry((offer.wave, offer.state.code())).or_insert(nobody).people += 1;
    }
    Ok(counts.into_values().collect())
}

/// What came of it the company has said to nobody else: its support organisation learns figures only.
fn matches(desk: &Desk, tx: &mut Tx<'_>, id: HelpRequestId, is_company: bool) -> Result<Vec<CompanyMatch>, Refusal> {
    let mut told = Vec::new();
    for timed in tx.list_timed_engagements_about(id)? {
        let TimedEngagement { engagement, .. } = &timed;
        let person = if engagement.state.holds() { tx.find_specialist(engagement.specialist)? } else { None };
        let specialist = person.map(|stored| stored.shown().into_owned()).map(|person| ExportedSpecialist {
            name: person.name,
            registration_number: person.registration.number.as_str().to_owned(),
            valid_until: person.registration.valid_until,
            addresses: person.contacts.into_iter().map(|contact| contact.address).collect(),
            prefecture: person.base.prefecture,
            municipality: person.base.municipality,
            qualifications: person.qualifications,
        });
        let team = team(tx, engagement, Side::Company)?;
        let follow_up = tx.find_follow_up(engagement.id)?.filter(|_| is_company).map(|found| found.follow_up);
        let check_at = follow_up.as_ref().and_then(|follow_up| follow_up.check_at);
        let outcome = follow_up.and_then(|follow_up| follow_up.outcome);
        let reviews = if is_company { reviews(desk, tx, engagement.id, Side::Company)? } else { None };
        told.push(CompanyMatch { held: ExportedMatch { team, reviews, ..timed.into() }, specialist, outcome, check_at });
    }
    Ok(told)
}
