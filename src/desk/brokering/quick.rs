//! Asking for a member at a counter, in a minute: finding the member by a part of its name, and what was asked for last.

use crate::brokering::Standing;
use crate::desk::brokering::org_of;
use crate::desk::{Desk, MemberView, Refusal};
use crate::identity::Role;
use crate::intake::Need;
use crate::store::HelpRequestFilter;
use crate::values::folded;

/// How many members are read from the store at a time, and how many a search finds.
const PAGE: i64 = 500;
const FOUND: usize = 20;

/// Members whose name or number holds what was typed, those that have agreed first; and whether there are more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundMembers {
    pub members: Vec<MemberView>,
    pub goes_on: bool,
}

/// Names are sealed in the store, so each is opened and compared here: some thousand at most.
pub async fn find_members(desk: &Desk, role: Role, words: &str) -> Result<FoundMembers, Refusal> {
    let org = org_of(role)?;
    let wanted = folded(words.trim());
    let parts: Vec<String> = wanted.split(' ').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    if parts.is_empty() {
        return Ok(FoundMembers::default());
    }
    desk.store
        .read(move |tx| {
            let (mut found, mut after) = (Vec::new(), None::<String>);
            loop {
                let page = tx.list_members(org, after.as_deref(), PAGE)?;
                let Some(last) = page.last() else { break };
                after = Some(last.member.number.as_str().to_owned());
                found.extend(page.into_iter().filter(|stored| {
                    let text = folded(&format!("{} {}", stored.member.company.name.as_str(), stored.member.number.as_str()));
                    parts.iter().all(|part| text.contains(part.as_str()))
                }));
            }
            // Of equal standing they stay in the order of their numbers.
            found.sort_by_key(|stored| stored.standing != Standing::Agreed);
            let goes_on = found.len() > FOUND;
            found.truncate(FOUND);
            Ok(FoundMembers { members: found.into_iter().map(MemberView::from).collect(), goes_on })
        })
        .await
}

/// What the organisation asked for last, for a form that is filled in anew: at a counter it is often the same.
pub async fn last_need(desk: &Desk, role: Role) -> Result<Option<Need>, Refusal> {
    let filter = HelpRequestFilter { support_org: Some(org_of(role)?), ..HelpRequestFilter::default() };
    desk.store.read(move |tx| Ok(tx.list_newest_help_requests(&filter, 1)?.pop().map(|stored| stored.help_request.need))).await
}
