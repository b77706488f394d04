//! Many members at once, from a file: new numbers are added, known ones are changed, and nothing else. What companies have agreed to stays.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::{Member, Standing};
use crate::desk::brokering::org_of;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::store::StoredMember;

/// What an import did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportedMembers {
    /// Rows with a number that was not known.
    #[schema(example = 3)]
    pub added: usize,
    /// Rows that change what is on record.
    #[schema(example = 2)]
    pub changed: usize,
    /// Rows that say what is on record already.
    #[schema(example = 115)]
    pub same: usize,
}

/// Imports all of `members` in one transaction, or nobody. A dry run changes nothing and says what would be done.
pub async fn import_members(desk: &Desk, role: Role, members: Vec<Member>, is_dry: bool) -> Result<ImportedMembers, Refusal> {
    let org = org_of(role)?;
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let mut done = ImportedMembers::default();
            for member in members {
                match tx.find_member_by_number(org, member.number.as_str())? {
                    Some(stored) if stored.member == member => done.same += 1,
                    Some(stored) => {
                        done.changed += 1;
                        if !is_dry {
                            tx.change_member(stored.id, &member)?;
                        }
                    }
                    None => {
                        done.added += 1;
                        if !is_dry {
                            let id = ids.beside(now);
                            tx.add_member(&StoredMember {
                                id,
                                org,
                                member,
                                standing: Standing::Unasked,
                                asked_at: None,
                                version: 1,
                                created_at: now,
                            })?;
                        }
                    }
                }
            }
            if !is_dry && done.added + done.changed > 0 {
                tx.note_act("members_imported", "support_org", org);
            }
            Ok(done)
        })
        .await
}

/// All members of the organisation, in the order of their numbers.
pub async fn export_members(desk: &Desk, role: Role) -> Result<Vec<Member>, Refusal> {
    let org = org_of(role)?;
    desk.note_look("members_exported", "support_org", org.to_string()).await?;
    let found = desk.store.read(move |tx| Ok::<_, Refusal>(tx.list_members(org, None, i64::MAX)?)).await?;
    Ok(found.into_iter().map(|stored| stored.member).collect())
}
