//! What a link to something unfinished shows. Nothing is changed: looking keeps nothing alive.

use std::collections::BTreeMap;

use crate::desk::{Desk, Refusal};
use crate::diagnosis::Answers;
use crate::ids::Token;
use crate::store::{Tx, Unfinished};

pub async fn look_at_check(desk: &Desk, token: &Token) -> Result<Answers, Refusal> {
    let hash = token.hash();
    let look = move |tx: &mut Tx<'_>| tx.find_unfinished(&hash, Unfinished::Answers)?.map(|(_, answers)| answers).ok_or(Refusal::NotFound);
    desk.store.read(look).await
}

/// What was typed, by the name of the input.
pub async fn look_at_draft(desk: &Desk, token: &Token) -> Result<BTreeMap<String, Vec<String>>, Refusal> {
    let hash = token.hash();
    let look = move |tx: &mut Tx<'_>| tx.find_unfinished(&hash, Unfinished::Draft)?.map(|(_, typed)| typed).ok_or(Refusal::NotFound);
    desk.store.read(look).await
}
