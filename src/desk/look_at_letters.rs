//! Letters as an operator sees them: which there are, and what became of each.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::correspondence::{LetterKind, LetterState, LetterStep};
use crate::desk::{Desk, Refusal};
use crate::ids::{HelpRequestId, LetterId, OfferId};
use crate::store::{JournalRow, LetterFilter, LetterRow};

/// A letter. Nothing in it is an address or a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LetterView {
    pub id: LetterId,
    pub kind: LetterKind,
    /// To whom: `specialist:<id>`, `company:<help request>`, `support_org:<id>` or `operator`.
    pub party: String,
    pub state: LetterState,
    pub help_request: Option<HelpRequestId>,
    pub offer: Option<OfferId>,
    /// How often it was tried.
    pub attempts: u16,
    pub queued_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    /// The request from which it comes (its X-Request-Id): 32 hexadecimal digits.
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    pub trace: Option<String>,
}

/// A letter with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LetterStory {
    #[serde(flatten)]
    pub letter: LetterView,
    /// Whether somebody is sending it now, or died while doing so a moment ago.
    pub in_hand: bool,
    /// Oldest first. An attempt without a line is one of which nobody could note the end.
    pub journal: Vec<LetterLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LetterLine {
    /// 1 for the first.
    pub attempt: u16,
    pub step: LetterStep,
    pub at: DateTime<Utc>,
    /// What the mail server answered, as codes, or why there was nothing to send.
    pub answer: String,
}

pub(super) fn view(LetterRow { letter, attempts, sent_at, trace }: LetterRow) -> LetterView {
    LetterView {
        id: letter.id,
        kind: letter.kind,
        party: letter.party.key(),
        state: letter.state,
        help_request: letter.help_request,
        offer: letter.offer,
        attempts,
        queued_at: letter.queued_at,
        sent_at,
        trace: trace.map(String::from),
    }
}

/// Letters, the newest first.
pub async fn list_letters(desk: &Desk, filter: LetterFilter, limit: usize) -> Result<Vec<LetterView>, Refusal> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = desk.store.read(move |tx| Ok::<_, Refusal>(tx.list_newest_letters(filter, limit)?)).await?;
    Ok(rows.into_iter().map(view).collect())
}

/// One letter with its journal.
pub async fn view_letter(desk: &Desk, id: LetterId) -> Result<LetterStory, Refusal> {
    let now = desk.clock.now();
    let look = desk.store.read(move |tx| Ok::<_, Refusal>((tx.find_letter_row(id)?.ok_or(Refusal::NotFound)?, tx.list_journal(id)?)));
    let (row, journal) = look.await?;
    let in_hand = row.letter.state == LetterState::Queued && row.letter.leased_until.is_some_and(|until| now < until);
    let line = |JournalRow { attempt, step, at, answer }| LetterLine { attempt, step, at, answer };
    Ok(LetterStory { letter: view(row), in_hand, journal: journal.into_iter().map(line).collect() })
}
