//! What a specialist sees of their credits: what can be entered, what waits for whom, the ledger, and what each scheme makes of it.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};

use crate::clock::Moment;
use crate::credits::{
    Activity, ApproverRole, ClaimState, Cycle, Draw, Ledger, Projection, RuleSet, TitleHeld, WorkKey, project, rules_in_force, schemes,
};
use crate::desk::credits::cycles::OF_THE_REGISTRATION;
use crate::desk::credits::work::work_of;
use crate::desk::credits::{ends_at, ledger_of};
use crate::desk::{Desk, Refusal};
use crate::ids::{ClaimId, SpecialistId};
use crate::store::{StoredClaim, StoredSpecialist, Tx};

/// Work with confirmed hours that can be entered with one press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkView {
    pub key: WorkKey,
    pub activity: Activity,
    /// Whose word the hours are.
    pub approved_as: &'static str,
}

/// A claim as its specialist sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimView {
    pub id: ClaimId,
    pub state: ClaimState,
    pub activity: Activity,
    pub words: String,
    pub link: Option<String>,
    /// Who was asked, as what; none where a company had confirmed it.
    pub approver: Option<(String, ApproverRole)>,
    pub approved_as: &'static str,
    /// Why the approver said no.
    pub reason: Option<String>,
    pub made_at: Moment,
    pub ends_at: Moment,
    pub decided_at: Option<Moment>,
    pub seq: Option<u64>,
    pub published: bool,
    pub draw: Option<Draw>,
    pub question: Option<String>,
}

/// What a scheme makes of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeView {
    pub scheme: &'static str,
    /// By these rules; those of today where no cycle runs.
    pub rules: &'static RuleSet,
    /// Since when, as the holder said; none for the registration itself, and where nothing was said.
    pub begun: Option<NaiveDate>,
    /// Which of its titles the holder has, as they said.
    pub titles: Vec<TitleHeld>,
    /// None where nobody has said when the cycle began.
    pub projection: Option<Projection>,
    /// Which claims the projection's places are.
    pub claims: Vec<ClaimId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditsPage {
    pub work: Vec<WorkView>,
    /// The newest first.
    pub claims: Vec<ClaimView>,
    pub schemes: Vec<SchemeView>,
    /// Whether there is a page on which anybody may see entries.
    pub listed: bool,
    pub today: NaiveDate,
}

pub async fn look_at_credits(desk: &Desk, specialist: SpecialistId) -> Result<CreditsPage, Refusal> {
    let acting = desk.clone();
    desk.store
        .read(move |tx| {
            let person = tx.find_specialist(specialist)?.ok_or(Refusal::NotFound)?;
            let ledger = ledger_of(tx, &person)?;
            page_of(&acting, tx, &person, &ledger)
        })
        .await
}

pub(super) fn page_of(desk: &Desk, tx: &mut Tx<'_>, person: &StoredSpecialist, ledger: &Ledger) -> Result<CreditsPage, Refusal> {
    let (today, specialist) = (desk.clock.today(), person.id);
    let claims = tx.list_claims_of(specialist)?;
    let is_taken = |key: WorkKey| {
        let mut of_it = claims.iter().filter(|claim| claim.work == Some(key));
        of_it.any(|claim| matches!(claim.state, ClaimState::Entered | ClaimState::Struck))
    };
    let work = work_of(tx, specialist)?.into_iter().filter(|(key, _)| !is_taken(*key));
    let work = work.map(|(key, claim)| WorkView { key, approved_as: claim.approved_as(), activity: claim.activity });
    Ok(CreditsPage {
        work: work.collect(),
        schemes: schemes_of(tx, (person, ledger), &claims, today)?,
        claims: claims.into_iter().rev().map(|claim| view(desk, claim)).collect(),
        listed: crate::desk::look_at_listed::is_listed(person, today),
        today,
    })
}

/// One claim; another's looks as if it were not there.
pub async fn look_at_claim(desk: &Desk, specialist: SpecialistId, id: ClaimId) -> Result<(ClaimView, CreditsPage), Refusal> {
    let page = look_at_credits(desk, specialist).await?;
    let claim = page.claims.iter().find(|claim| claim.id == id).cloned().ok_or(Refusal::NotFound)?;
    Ok((claim, page))
}

fn view(desk: &Desk, stored: StoredClaim) -> ClaimView {
    let (approved_as, ends_at) = (stored.claim.approved_as(), ends_at(desk, &stored));
    let claim = stored.claim;
    ClaimView {
        id: stored.id,
        state: stored.state,
        activity: claim.activity,
        words: claim.words.as_str().to_owned(),
        link: claim.link.map(|link| link.as_str().to_owned()),
        approver: claim.approver.map(|approver| (approver.name.as_str().to_owned(), approver.role)),
        approved_as,
        reason: claim.reason.map(|reason| reason.as_str().to_owned()),
        made_at: stored.made_at,
        ends_at,
        decided_at: stored.decided_at,
        seq: stored.seq,
        published: stored.published,
        draw: stored.draw,
        question: stored.question,
    }
}

fn schemes_of(
    tx: &mut Tx<'_>,
    (person, ledger): (&StoredSpecialist, &Ledger),
    claims: &[StoredClaim],
    today: NaiveDate,
) -> Result<Vec<SchemeView>, Refusal> {
    let begun = tx.credit_cycles(person.id)?;
    let held: Vec<TitleHeld> = tx.credit_titles(person.id)?.into_iter().map(|(code, since)| TitleHeld { code, since }).collect();
    let by_row: BTreeMap<u64, ClaimId> = claims.iter().filter_map(|claim| Some((claim.seq?, claim.id))).collect();
    let entries: Vec<(ClaimId, Activity)> =
        ledger.entries().filter_map(|(seq, activity)| Some((*by_row.get(&seq)?, activity.clone()))).collect();
    let activities: Vec<Activity> = entries.iter().map(|(_, activity)| activity.clone()).collect();
    let ids: Vec<ClaimId> = entries.iter().map(|(id, _)| *id).collect();
    let view = |scheme: &'static str| {
        let newest = rules_in_force(scheme, today)?;
        let since = match scheme {
            OF_THE_REGISTRATION => registered_on(person.specialist.registration.valid_until, newest.cycle_years, today),
            scheme => begun.get(scheme).copied(),
        };
        let cycle = since.and_then(|since| Cycle::on(since, newest.cycle_years, newest.days_before_expiry, today));
        // Who began under one edition ends under it.
        let rules = cycle.and_then(|cycle| rules_in_force(scheme, cycle.from)).unwrap_or(newest);
        let projection = cycle.map(|cycle| project(rules, cycle, &activities, &held));
        let titles = held.iter().filter(|held| rules.title(&held.code).is_some()).cloned().collect();
        Some(SchemeView { scheme, rules, begun: begun.get(scheme).copied(), titles, projection, claims: ids.clone() })
    };
    Ok(schemes().into_iter().filter_map(view).collect())
}

/// The first day of the cycle that runs today, of a registration whose cycles end on the anniversary of its last day.
fn registered_on(valid_until: NaiveDate, years: u32, today: NaiveDate) -> Option<NaiveDate> {
    let next = valid_until.checked_add_days(Days::new(1))?;
    let mut begins = (1..).map_while(|cycles: u32| next.checked_sub_months(Months::new(cycles * years.max(1) * 12)));
    begins.find(|begins| *begins <= today)
}
