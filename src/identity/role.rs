//! As whom somebody acts. An account may have several roles; a session and a key act as one.

use crate::ids::{HelpRequestId, SpecialistId, SupportOrgId};

/// What somebody may do in a support organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rank {
    /// Does the organisation's work.
    Member,
    /// Also says who belongs to it.
    Owner,
}

impl Rank {
    pub const ALL: [Rank; 2] = [Self::Member, Self::Owner];

    pub fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Owner => "owner",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rank| rank.code() == code)
    }
}

/// As whom somebody acts. In the order of what it allows, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The contact of the company that made a help request.
    Company(HelpRequestId),
    /// Acts for itself only.
    Specialist(SpecialistId),
    /// Acts for its support organisation only.
    Broker(SupportOrgId, Rank),
    /// Sees what the operator sees and changes nothing, except that it says of a credit that was drawn what it thinks of it.
    Auditor,
    Operator,
}

impl Role {
    /// Codes of the kinds of roles.
    pub const CODES: [&'static str; 5] = ["company", "specialist", "broker", "auditor", "operator"];

    /// The kind of role.
    pub fn code(self) -> &'static str {
        match self {
            Self::Company(_) => "company",
            Self::Specialist(_) => "specialist",
            Self::Broker(..) => "broker",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }

    /// As stored: `operator`, `auditor`, `broker:<id>:owner`, `specialist:<id>`, `company:<id of the help request>`.
    pub fn key(self) -> String {
        match self {
            Self::Operator | Self::Auditor => self.code().to_owned(),
            Self::Broker(id, rank) => format!("broker:{id}:{}", rank.code()),
            Self::Specialist(id) => format!("specialist:{id}"),
            Self::Company(id) => format!("company:{id}"),
        }
    }

    pub fn find(key: &str) -> Option<Self> {
        let mut parts = key.split(':');
        let role = match (parts.next()?, parts.next(), parts.next()) {
            ("operator", None, None) => Self::Operator,
            ("auditor", None, None) => Self::Auditor,
            ("broker", Some(id), Some(rank)) => Self::Broker(id.parse().ok()?, Rank::find(rank)?),
            ("specialist", Some(id), None) => Self::Specialist(id.parse().ok()?),
            ("company", Some(id), None) => Self::Company(id.parse().ok()?),
            _ => return None,
        };
        parts.next().is_none().then_some(role)
    }

    /// Whether everything may be seen in this role.
    pub fn sees_all(self) -> bool {
        matches!(self, Self::Operator | Self::Auditor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_role_is_read_back_from_its_key() {
        let ids = crate::ids::Ids::seeded(1);
        let now = crate::clock::Moment::default();
        let org = ids.fresh(now);
        let roles = [
            Role::Company(ids.fresh(now)),
            Role::Specialist(ids.fresh(now)),
            Role::Broker(org, Rank::Member),
            Role::Broker(org, Rank::Owner),
            Role::Auditor,
            Role::Operator,
        ];
        assert!(roles.is_sorted(), "the least first");
        for role in roles {
            assert_eq!(Role::find(&role.key()), Some(role));
            assert!(Role::CODES.contains(&role.code()));
        }
        for wrong in ["", "operator:", "broker:x:owner", &format!("broker:{org}:chief"), &format!("broker:{org}:owner:x"), "specialist"] {
            assert_eq!(Role::find(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_role_or_not(text in ".{0,60}") {
            if let Some(role) = Role::find(&text) {
                prop_assert_eq!(Role::find(&role.key()), Some(role));
            }
        }
    }
}
