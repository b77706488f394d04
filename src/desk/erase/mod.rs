//! Erasing on request: at once, and for good, what retention forgets after years; by the same code (docs/decisions/0061-erased-on-request.md).

mod help_request;
mod page;
mod specialist;

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, LetterState, Party};
use crate::desk::letters::{end, queue_notice};
use crate::desk::{Desk, Refusal};
use crate::ids::LetterId;
use crate::report::FieldError;
use crate::store::{Farewell, NoticeToQueue, Tx};

pub use help_request::{erase_help_request, erase_help_request_by_link};
pub use page::{ErasePage, erase_own, look_at_erasing, look_at_erasing_by_link};
pub use specialist::erase_specialist;

/// How long the address of a last letter is kept that does not leave: nobody tries for so long.
const TRIED_FOR: Duration = Duration::days(7);

/// What a program sends to have something erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EraseForm {
    /// The id of what is to be erased, once more: nothing brings it back.
    #[schema(example = "019aa1b2-0000-7000-8000-000000000001")]
    pub confirm: String,
}

impl EraseForm {
    fn check(&self, id: impl ToString) -> Result<(), Refusal> {
        if self.confirm.trim() == id.to_string() { Ok(()) } else { Err(Refusal::Fields(vec![FieldError::new("/confirm", "not-the-id")])) }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Erased {
    /// Whether it had been erased, or forgotten, before.
    pub before: bool,
}

/// Lets somebody's letters not leave that still wait.
pub(super) fn drop_letters(desk: &Desk, tx: &mut Tx<'_>, now: Moment, letters: Vec<LetterId>) -> Result<(), Refusal> {
    let letters = letters.into_iter().map(|id| (id, "erased".to_owned())).collect();
    end(tx, &desk.ids, now, LetterState::Dropped, letters)
}

/// Says that it is done, to an address that is kept for this letter alone.
fn say_farewell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, party: Party, farewell: &Farewell) -> Result<(), Refusal> {
    if farewell.to.is_empty() {
        return Ok(());
    }
    let id: LetterId = desk.ids.fresh(now);
    queue_notice(tx, &desk.ids, now, NoticeToQueue { id, kind: LetterKind::Erased, party, cause: party.key() }, now)?;
    Ok(tx.add_farewell(id, farewell, now)?)
}

/// Forgets the addresses of last letters that have left, or have waited for too long.
pub async fn forget_farewells(desk: &Desk) -> Result<(), Refusal> {
    let before = desk.clock.now() - TRIED_FOR;
    let gone = desk.store.write(move |tx| Ok::<_, Refusal>(tx.forget_farewells(before)?)).await?;
    if gone > 0 { desk.empty_log().await } else { Ok(()) }
}

impl Desk {
    /// What was overwritten still stands in SQLite's log of changes until that is emptied. If somebody reads just now it waits for the next time.
    pub(super) async fn empty_log(&self) -> Result<(), Refusal> {
        if self.store.is_embedded() { self.store.read(|tx| Ok::<_, Refusal>(tx.empty_log()?)).await } else { Ok(()) }
    }
}
