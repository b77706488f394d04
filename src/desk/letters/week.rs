//! What became of a support organisation's help requests in a week, and how the others stand now.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

use crate::clock::japanese;
use crate::correspondence::{CompanyFacts, WeekLine, WeekStanding};
use crate::ids::{HelpRequestId, SupportOrgId};
use crate::intake::HelpRequestState;
use crate::offers::OfferState;
use crate::store::{StoreError, Tx};
use crate::values::Line;

/// The cause of the letter about the week that begins on this Monday.
pub(in crate::desk) fn week_cause(org: SupportOrgId, monday: NaiveDate) -> String {
    format!("{org}/{monday}")
}

/// Whether there is anything to say about a week.
pub(in crate::desk) fn has_news(tx: &mut Tx<'_>, org: SupportOrgId, monday: NaiveDate) -> Result<bool, StoreError> {
    Ok(!list(tx, org, monday)?.is_empty())
}

fn list(tx: &mut Tx<'_>, org: SupportOrgId, monday: NaiveDate) -> Result<Vec<HelpRequestId>, StoreError> {
    tx.list_week(org, japanese(monday, 0), japanese(monday + Days::new(7), 0))
}

/// A line for each help request, the oldest first.
pub(super) fn week_of(tx: &mut Tx<'_>, org: SupportOrgId, monday: NaiveDate) -> Result<Vec<WeekLine>, StoreError> {
    let told = list(tx, org, monday)?;
    let mut stored: HashMap<_, _> = tx.list_help_requests_by_id(&told)?.into_iter().map(|one| (one.id, one)).collect();
    let in_state = |state: HelpRequestState| -> Vec<HelpRequestId> {
        told.iter().copied().filter(|id| stored.get(id).is_some_and(|one| one.state == state)).collect()
    };
    let (matched, open) = (in_state(HelpRequestState::Matched), in_state(HelpRequestState::Open));
    let specialists = specialists_of(tx, &matched)?;
    let offers = if open.is_empty() { Vec::new() } else { tx.list_offers_about(&open)? };
    let choosing = offers.iter().filter(|offer| offer.state == OfferState::Willing).map(|offer| offer.help_request);
    let choosing: HashSet<HelpRequestId> = choosing.collect();
    let lines = told.into_iter().filter_map(|id| {
        let one = stored.remove(&id)?;
        let standing = match one.state {
            HelpRequestState::Matched => WeekStanding::Matched { specialist: specialists.get(&id)?.clone() },
            HelpRequestState::Unmatched => WeekStanding::Unmatched,
            _ if choosing.contains(&id) => WeekStanding::CompanyChooses,
            _ if one.waiting_since.is_some() => WeekStanding::WaitsForRoom,
            _ => WeekStanding::Asking,
        };
        Some(WeekLine { company: CompanyFacts { company: one.help_request.company, need: one.help_request.need }, standing })
    });
    Ok(lines.collect())
}

/// Who has each of these help requests.
fn specialists_of(tx: &mut Tx<'_>, matched: &[HelpRequestId]) -> Result<HashMap<HelpRequestId, Line>, StoreError> {
    if matched.is_empty() {
        return Ok(HashMap::new());
    }
    let engagements: Vec<_> = tx.list_engagements_about(matched)?.into_iter().filter(|engagement| engagement.state.holds()).collect();
    let people: Vec<_> = engagements.iter().map(|engagement| engagement.specialist).collect();
    let names: HashMap<_, _> = tx.list_specialists_by_id(&people)?.into_iter().map(|person| (person.id, person.specialist.name)).collect();
    let named =
        engagements.into_iter().filter_map(|engagement| Some((engagement.help_request, names.get(&engagement.specialist)?.clone())));
    Ok(named.collect())
}
