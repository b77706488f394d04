//! What a company is told about a wider circle of people, as things stand when the letter leaves.

use crate::correspondence::Content;
use crate::desk::letters::take::Filling;
use crate::intake::{AnonymousNeed, HelpRequestState};
use crate::matching::Change;
use crate::store::{QueuedLetter, StoredHelpRequest};

impl Filling<'_> {
    /// The cause names what was done, and the changes: `<help request>/asked-<day>/<changes>` or `…/noted-<moment>/<changes>`.
    pub(super) fn wider_circle(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let (about, changes) = queued.cause.rsplit_once('/')?;
        let noted = about.rsplit('/').next()?.starts_with("noted-");
        let goes_on = matches!(stored.state, HelpRequestState::Open | HelpRequestState::Unmatched);
        let changes = changes.split('+').map(Change::find).collect::<Option<Vec<Change>>>()?;
        let need = AnonymousNeed::from(&stored.help_request);
        // What was done is told in any case; a question about what has ended is none any more.
        (noted || goes_on).then(|| Content::WiderCircle { need, changes, noted, status: self.status_link(stored.id) })
    }
}
