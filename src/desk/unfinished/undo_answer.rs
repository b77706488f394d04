//! Taking the last answer on the Yes/No path back.

use crate::desk::unfinished::answer_check::change;
use crate::desk::{Desk, Refusal};
use crate::diagnosis::Answers;
use crate::ids::Token;

pub async fn undo_answer(desk: &Desk, token: &Token) -> Result<(), Refusal> {
    change(desk, token, Answers::undo).await
}
