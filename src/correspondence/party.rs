//! Who receives letters.

use crate::ids::{AccountId, ClaimId, HelpRequestId, MemberId, SpecialistId, SupportOrgId};

/// Somebody who receives letters. Where they live is looked up when a letter is sent, so a changed address is respected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    Specialist(SpecialistId),
    /// The contact of the company that made a help request.
    Company(HelpRequestId),
    SupportOrg(SupportOrgId),
    /// Whoever signs in with it.
    Account(AccountId),
    /// The contact of a company that a support organisation counts among its members.
    Member(MemberId),
    /// Whoever is asked to approve a claim of credits.
    Approver(ClaimId),
    /// Whoever runs this instance.
    Operator,
}

impl Party {
    /// As stored: `specialist:<id>`, `company:<help request id>`, `support_org:<id>`, `account:<id>`, `member:<id>`, `approver:<claim id>`, `operator`.
    pub fn key(self) -> String {
        match self {
            Self::Specialist(id) => format!("specialist:{id}"),
            Self::Company(id) => format!("company:{id}"),
            Self::SupportOrg(id) => format!("support_org:{id}"),
            Self::Account(id) => format!("account:{id}"),
            Self::Member(id) => format!("member:{id}"),
            Self::Approver(id) => format!("approver:{id}"),
            Self::Operator => "operator".to_owned(),
        }
    }

    pub fn find(key: &str) -> Option<Self> {
        if key == "operator" {
            return Some(Self::Operator);
        }
        let (kind, id) = key.split_once(':')?;
        match kind {
            "specialist" => id.parse().ok().map(Self::Specialist),
            "company" => id.parse().ok().map(Self::Company),
            "support_org" => id.parse().ok().map(Self::SupportOrg),
            "account" => id.parse().ok().map(Self::Account),
            "member" => id.parse().ok().map(Self::Member),
            "approver" => id.parse().ok().map(Self::Approver),
            _ => None,
        }
    }
}
