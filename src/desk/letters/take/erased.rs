//! The last letter to somebody.

use crate::correspondence::{ByReply, Content, Letter, Party};
use crate::desk::letters::take::Filling;
use crate::store::{Farewell, QueuedLetter};
use crate::values::Line;

impl Filling<'_> {
    /// It goes to where nothing else goes any more. A name it knows none.
    pub(super) fn farewell(queued: &QueuedLetter, farewell: &Farewell) -> Option<Letter> {
        let QueuedLetter { id, kind, party, edition, queued_at, .. } = *queued;
        let to_name = Line::parse(farewell.to.first()?.as_str(), 254).ok()?;
        let content = Content::Erased { is_company: matches!(party, Party::Company(_)) };
        let (language, to) = (farewell.language, farewell.to.clone());
        Some(Letter {
            id,
            kind,
            party,
            edition,
            language,
            to,
            to_name,
            queued_at,
            content,
            wishes: None,
            by_reply: ByReply::default(),
            untitled: true,
        })
    }
}
