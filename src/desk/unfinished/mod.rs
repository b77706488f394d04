//! What somebody begins without an account: answers on the Yes/No path, and a help request that is not sent yet. The link alone leads back to it.
//! Each beginning and each forgetting stands in the audit log; what is answered or typed in between concerns nobody else, and does not.

mod answer_check;
mod begin_check;
mod keep_draft;
mod look;
mod undo_answer;

pub use answer_check::answer_check;
pub use begin_check::begin_check;
pub use keep_draft::{discard_draft, keep_draft};
pub use look::{look_at_check, look_at_draft};
pub use undo_answer::undo_answer;
