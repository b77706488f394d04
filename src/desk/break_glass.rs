//! Looking at what is not one's own. Operators and auditors see every help request, and help requests hold what companies fear to tell: whoever
//! looks at one says why, and it stands in the audit log before anything is shown (docs/decisions/0044-looking-with-a-reason.md).

use crate::desk::{Desk, Refusal};
use crate::identity::{Actor, Role};
use crate::ids::HelpRequestId;
use crate::store::Tx;
use crate::values::Line;

impl Desk {
    /// The same desk, at which somebody has said why they look.
    pub fn because(&self, reason: &Line) -> Self {
        let actor = self.store.actor().map(|actor| Actor { reason: Some(reason.as_str().to_owned()), ..actor.clone() });
        actor.map_or_else(|| self.clone(), |actor| self.acting(actor))
    }

    /// Lets somebody look at a help request. Whose own it is, and the machine by itself, need no reason.
    pub(super) async fn break_glass(&self, id: HelpRequestId, role: Role) -> Result<(), Refusal> {
        let Some(actor) = self.store.actor().filter(|_| role.sees_all()) else { return Ok(()) };
        if actor.reason.is_none() {
            return Err(Refusal::ReasonMissing);
        }
        self.store.read(move |tx| tx.find_help_request(id)?.map(drop).ok_or(Refusal::NotFound)).await?;
        self.note_look("help_request_looked_at", "help_request", id.to_string()).await
    }

    /// Notes that somebody looks at something of which that should be known.
    pub(super) async fn note_look(&self, act: &'static str, kind: &'static str, id: String) -> Result<(), Refusal> {
        let note = move |tx: &mut Tx<'_>| {
            tx.note_act(act, kind, id);
            Ok(())
        };
        self.store.write(note).await
    }
}
