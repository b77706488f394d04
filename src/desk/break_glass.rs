//! Looking at what is not one's own. Operators and auditors see every help request, and help requests hold what companies fear to tell: whoever
//! looks at one says why, and it stands in the audit log before anything is shown (docs/decisions/0044-looking-with-a-reason.md).

use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::HelpRequestId;

impl Desk {
    /// Lets somebody look at a help request. Whose own it is, and the machine by itself, need no reason.
    pub(super) async fn break_glass(&self, id: HelpRequestId, role: Role) -> Result<(), Refusal> {
        let Some(actor) = self.store.actor().filter(|_| role.sees_all()) else { return Ok(()) };
        if actor.reason.is_none() {
            return Err(Refusal::ReasonMissing);
        }
        let look = self.store.write(move |tx| {
            tx.find_help_request(id)?.ok_or(Refusal::NotFound)?;
            tx.note_act("help_request_looked_at", "help_request", id);
            Ok(())
        });
        look.await
    }
}
