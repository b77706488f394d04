//! What may be done. Each role holds some of these; a key may hold fewer than its role.

use crate::identity::Role;

/// One thing that may be done, over the API or in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// See profiles.
    SpecialistsRead,
    /// Change profiles, and pause them.
    SpecialistsWrite,
    /// Put people on the active list.
    SpecialistsEnrol,
    /// See help requests, their offers and candidates.
    HelpRequestsRead,
    /// Ask for help, and cancel.
    HelpRequestsWrite,
    /// See what became of letters, and who gets none.
    LettersRead,
    /// Send again, suppress.
    LettersWrite,
    /// Hand over mail that arrived.
    MailWrite,
    KeysRead,
    KeysWrite,
    /// See who did what.
    AuditRead,
}

impl Scope {
    pub const ALL: [Scope; 11] = [
        Self::SpecialistsRead,
        Self::SpecialistsWrite,
        Self::SpecialistsEnrol,
        Self::HelpRequestsRead,
        Self::HelpRequestsWrite,
        Self::LettersRead,
        Self::LettersWrite,
        Self::MailWrite,
        Self::KeysRead,
        Self::KeysWrite,
        Self::AuditRead,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::SpecialistsRead => "specialists:read",
            Self::SpecialistsWrite => "specialists:write",
            Self::SpecialistsEnrol => "specialists:enrol",
            Self::HelpRequestsRead => "help-requests:read",
            Self::HelpRequestsWrite => "help-requests:write",
            Self::LettersRead => "letters:read",
            Self::LettersWrite => "letters:write",
            Self::MailWrite => "mail:write",
            Self::KeysRead => "keys:read",
            Self::KeysWrite => "keys:write",
            Self::AuditRead => "audit:read",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// Whether it lets nobody change anything.
    pub fn only_reads(self) -> bool {
        self.code().ends_with(":read")
    }
}

impl Role {
    /// Whether this may be done in the role at all; to what, is for the act to say.
    pub fn may(self, scope: Scope) -> bool {
        match self {
            Self::Operator => true,
            Self::Auditor => scope.only_reads(),
            Self::Broker(..) | Self::Company(_) => matches!(scope, Scope::HelpRequestsRead | Scope::HelpRequestsWrite),
            Self::Specialist(_) => matches!(scope, Scope::SpecialistsRead | Scope::SpecialistsWrite),
        }
    }

    /// All that may be done in the role.
    pub fn scopes(self) -> Vec<Scope> {
        Scope::ALL.into_iter().filter(|scope| self.may(*scope)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_read_back_from_its_code_and_the_operator_has_them_all() {
        for scope in Scope::ALL {
            assert_eq!(Scope::find(scope.code()), Some(scope));
            assert!(Role::Operator.may(scope));
            assert_eq!(Role::Auditor.may(scope), scope.only_reads());
        }
        assert_eq!(Scope::find("letters"), None);
    }
}
