//! Keeping what was typed into a help request until somebody goes on with it.

use std::collections::BTreeMap;

use crate::desk::{Desk, Refusal};
use crate::ids::{Token, UnfinishedId};
use crate::store::{Tx, Unfinished};

/// Keeps what was typed, as it was typed, in the place of what `before` leads to, or anew; gives the link's secret.
pub async fn keep_draft(desk: &Desk, before: Option<Token>, typed: BTreeMap<String, Vec<String>>) -> Result<Token, Refusal> {
    let (token, now) = (before.unwrap_or_else(|| desk.ids.secret()), desk.clock.now());
    let fresh: UnfinishedId = desk.ids.beside(now);
    let (hash, kept) = (token.hash(), typed);
    let another = desk.ids.secret();
    let keep = move |tx: &mut Tx<'_>| {
        if tx.hold_unfinished(&hash, Unfinished::Draft, now)? {
            let (id, _) = tx.find_unfinished::<BTreeMap<String, Vec<String>>>(&hash, Unfinished::Draft)?.ok_or(Refusal::NotFound)?;
            tx.change_unfinished(id, &kept)?;
            return Ok::<_, Refusal>(token);
        }
        // A secret that leads nowhere may be anybody's invention: what is kept anew gets one of ours.
        tx.add_unfinished(fresh, &another.hash(), Unfinished::Draft, &kept, now)?;
        tx.note_act("draft_kept", "unfinished", fresh);
        Ok(another)
    };
    desk.store.write(keep).await
}

/// Forgets a draft, since its help request has been sent.
pub async fn discard_draft(desk: &Desk, token: &Token) -> Result<(), Refusal> {
    let hash = token.hash();
    desk.store.write(move |tx| Ok::<_, Refusal>(tx.drop_unfinished(&hash, Unfinished::Draft)?)).await
}
