//! A support organisation gets another mailbox. Letters that wait go there: where somebody lives is looked up when a letter leaves.

use crate::brokering::SupportOrg;
use crate::desk::{Desk, Refusal};
use crate::report::Checker;
use crate::values::MailAddress;

/// Puts a new mailbox of the support organisation called `name` on record.
pub async fn move_support_org(desk: &Desk, name: String, address: String) -> Result<(), Refusal> {
    let mut checker = Checker::new();
    let address = checker.take("/address", MailAddress::parse(&address));
    let address = checker.finish(address)?;
    desk.store
        .write(move |tx| {
            let stored = tx.find_support_org_by_name(name.trim())?.ok_or(Refusal::NotFound)?;
            tx.note_act("support_org_moved", "support_org", stored.id);
            Ok(tx.change_support_org(stored.id, &SupportOrg { address, ..stored.org })?)
        })
        .await
}
