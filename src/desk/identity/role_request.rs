//! A role as it is asked for: by the names that people know.

use crate::brokering::SupportOrgForm;
use crate::clock::Moment;
use crate::desk::Refusal;
use crate::identity::{Rank, Role};
use crate::ids::{HelpRequestId, SupportOrgId};
use crate::store::Tx;

/// As whom somebody is to act.
#[derive(Clone, Debug)]
pub enum RoleRequest {
    Operator,
    Auditor,
    /// The organisation is found by its name, or added.
    Broker(SupportOrgForm, Rank),
    /// By registration number.
    Specialist(String),
    /// The contact of the company that made this help request.
    Company(HelpRequestId),
}

impl RoleRequest {
    /// The role, once it is known to be about somebody. `new_org` names an organisation that has to be added.
    pub(in crate::desk) fn settle(self, tx: &mut Tx<'_>, new_org: SupportOrgId, now: Moment) -> Result<Role, Refusal> {
        Ok(match self {
            Self::Operator => Role::Operator,
            Self::Auditor => Role::Auditor,
            Self::Broker(form, rank) => match tx.find_support_org_by_name(form.name.trim())? {
                Some(known) => Role::Broker(known.id, rank),
                None => {
                    tx.add_support_org(new_org, &form.check()?, now)?;
                    Role::Broker(new_org, rank)
                }
            },
            Self::Specialist(number) => Role::Specialist(tx.find_specialist_by_number(number.trim())?.ok_or(Refusal::NotFound)?.id),
            Self::Company(id) => Role::Company(tx.find_help_request(id)?.ok_or(Refusal::NotFound)?.id),
        })
    }
}
