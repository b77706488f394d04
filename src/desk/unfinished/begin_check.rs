//! Beginning the Yes/No path.

use crate::desk::{Desk, Refusal};
use crate::diagnosis::Answers;
use crate::ids::{Token, UnfinishedId};
use crate::store::Unfinished;

/// Begins with today's questions; gives the link's secret.
pub async fn begin_check(desk: &Desk) -> Result<Token, Refusal> {
    let (token, now) = (desk.ids.secret(), desk.clock.now());
    let id: UnfinishedId = desk.ids.beside(now);
    let answers = Answers::none_yet(desk.catalogue.questionnaire(), desk.catalogue.guideline());
    let hash = token.hash();
    let begin = move |tx: &mut crate::store::Tx<'_>| {
        tx.add_unfinished(id, &hash, Unfinished::Answers, &answers, now)?;
        tx.note_act("check_begun", "unfinished", id);
        Ok::<_, Refusal>(())
    };
    desk.store.write(begin).await?;
    Ok(token)
}
