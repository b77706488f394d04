//! The queue of a support organisation: its help requests by basket, the oldest first, with who is in charge.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::Basket;
use crate::clock::Moment;
use crate::desk::brokering::org_of;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{AccountId, HelpRequestId, PersonId, SupportOrgId};
use crate::intake::HelpRequestState;
use crate::store::{Charge, QueueRow, StoredPerson, Tx};

/// Somebody who works for the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClerkView {
    pub id: AccountId,
    #[schema(example = "tanto@chamber.example.jp")]
    pub address: String,
    /// Who it is, where several people share the mailbox and one of them is in charge.
    #[schema(example = "山田 花子")]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<String>,
}

impl ClerkView {
    /// Whoever is forgotten is nobody; so is whoever a build that knows no people left behind another account.
    pub(super) fn of(charge: Charge, address: String, people: &HashMap<PersonId, StoredPerson>) -> Self {
        let person = charge.person.and_then(|id| people.get(&id)).filter(|person| person.account == charge.account);
        Self { id: charge.account, address, person: person.map(|person| person.name.as_str().to_owned()) }
    }

    /// As a page names them.
    pub fn named(&self) -> String {
        match &self.person {
            Some(person) => format!("{}({person})", self.address),
            None => self.address.clone(),
        }
    }
}

/// A help request in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QueueLine {
    pub id: HelpRequestId,
    pub basket: Basket,
    pub state: HelpRequestState,
    #[schema(example = "B社")]
    pub company: String,
    /// Who is in charge; none where nobody is.
    pub clerk: Option<ClerkView>,
    pub submitted_at: DateTime<Utc>,
    /// Whole days since it came in.
    #[schema(example = 4)]
    pub days: i64,
    /// When it came in, somebody was asked or somebody answered, whatever was last.
    pub last_news: DateTime<Utc>,
    /// How many people have been asked.
    #[schema(example = 3)]
    pub asked: i64,
}

/// How many help requests lie in a basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BasketCount {
    pub basket: Basket,
    /// Help requests that lie in it.
    #[schema(example = 3)]
    pub count: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Queue {
    /// All baskets, in the order in which somebody should look.
    pub baskets: Vec<BasketCount>,
    /// By basket, the oldest first.
    pub lines: Vec<QueueLine>,
    /// The clerks of the organisation.
    pub clerks: Vec<ClerkView>,
}

/// A help request that somebody has to look after, and who could.
#[derive(Clone, Debug, PartialEq)]
pub struct Queued {
    pub line: QueueLine,
    /// The clerks of the organisation.
    pub clerks: Vec<ClerkView>,
}

/// Which part of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// None: all that goes on, without what is done.
    pub basket: Option<Basket>,
    pub clerk: Option<AccountId>,
}

/// More than that at once helps nobody; the counts say how much there is.
const MOST: i64 = 1_000;
const RUNNING: [HelpRequestState; 3] = [HelpRequestState::AwaitingConfirmation, HelpRequestState::Open, HelpRequestState::Unmatched];
const ENDED: [HelpRequestState; 2] = [HelpRequestState::Matched, HelpRequestState::Cancelled];

pub async fn show_queue(desk: &Desk, role: Role, filter: QueueFilter) -> Result<Queue, Refusal> {
    let org = org_of(role)?;
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let clerks = clerks_of(tx, org)?;
            let running = tx.list_queue(org, &RUNNING, MOST)?;
            let ended = if filter.basket == Some(Basket::Done) { tx.list_queue(org, &ENDED, MOST)? } else { Vec::new() };
            let count_done = tx.count_queue(org)?.iter().filter(|(state, _)| ENDED.contains(state)).map(|(_, count)| count).sum();
            let rows: Vec<QueueRow> = running.into_iter().chain(ended).collect();
            let people = people_of(tx, &rows)?;
            let mut lines: Vec<QueueLine> = rows.into_iter().map(|row| line(row, &clerks, &people, now)).collect();
            let count = |basket: Basket| match basket {
                Basket::Done => count_done,
                basket => i64::try_from(lines.iter().filter(|line| line.basket == basket).count()).unwrap_or(i64::MAX),
            };
            let baskets = Basket::ALL.map(|basket| BasketCount { basket, count: count(basket) }).to_vec();
            lines.retain(|line| filter.basket.is_none_or(|basket| line.basket == basket));
            lines.retain(|line| filter.clerk.is_none() || line.clerk.as_ref().map(|clerk| clerk.id) == filter.clerk);
            // Each part came oldest first, and that order stays.
            lines.sort_by_key(|line| line.basket);
            Ok(Queue { baskets, lines, clerks })
        })
        .await
}

/// One help request of the queue; none if it has ended.
pub async fn find_queued(desk: &Desk, role: Role, id: HelpRequestId) -> Result<Option<Queued>, Refusal> {
    let org = org_of(role)?;
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let clerks = clerks_of(tx, org)?;
            let row = tx.find_queued(org, &RUNNING, id)?;
            let people = people_of(tx, row.as_slice())?;
            Ok(row.map(|row| Queued { line: line(row, &clerks, &people, now), clerks }))
        })
        .await
}

fn clerks_of(tx: &mut Tx<'_>, org: SupportOrgId) -> Result<Vec<ClerkView>, Refusal> {
    Ok(tx.list_clerks(org)?.into_iter().map(|(id, address)| ClerkView { id, address, person: None }).collect())
}

fn people_of(tx: &mut Tx<'_>, rows: &[QueueRow]) -> Result<HashMap<PersonId, StoredPerson>, Refusal> {
    let mut wanted: Vec<PersonId> = rows.iter().filter_map(|row| row.clerk?.person).collect();
    wanted.sort();
    wanted.dedup();
    Ok(tx.find_people(&wanted)?)
}

fn line(row: QueueRow, clerks: &[ClerkView], people: &HashMap<PersonId, StoredPerson>, now: Moment) -> QueueLine {
    // Somebody who has left is still named by what is known.
    let address = |id| clerks.iter().find(|clerk| clerk.id == id).map(|clerk| clerk.address.clone()).unwrap_or_default();
    QueueLine {
        id: row.id,
        basket: Basket::of(row.state, row.last_news, now),
        state: row.state,
        company: row.company,
        clerk: row.clerk.map(|clerk| ClerkView::of(clerk, address(clerk.account), people)),
        submitted_at: row.created_at,
        days: (now - row.created_at).num_days(),
        last_news: row.last_news,
        asked: row.asked,
    }
}
