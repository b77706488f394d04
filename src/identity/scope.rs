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
    /// See the members of the organisation.
    MembersRead,
    /// Add and change members, ask them for their consent, and ask for help on their behalf.
    MembersWrite,
    /// See the queue of the organisation.
    QueueRead,
    /// Hand over to a colleague.
    QueueWrite,
    /// See what became of letters, and who gets none.
    LettersRead,
    /// Send again, suppress.
    LettersWrite,
    /// Hand over mail that arrived.
    MailWrite,
    KeysRead,
    KeysWrite,
    /// See webhooks and what was sent to them.
    WebhooksRead,
    /// Set up webhooks, test and replay.
    WebhooksWrite,
    /// See who did what.
    AuditRead,
    /// See what the official register says of whom, and what waits for a decision.
    RegistryRead,
    /// Read the official register, and decide what it leaves open.
    RegistryWrite,
}

impl Scope {
    pub const ALL: [Scope; 19] = [
        Self::SpecialistsRead,
        Self::SpecialistsWrite,
        Self::SpecialistsEnrol,
        Self::HelpRequestsRead,
        Self::HelpRequestsWrite,
        Self::MembersRead,
        Self::MembersWrite,
        Self::QueueRead,
        Self::QueueWrite,
        Self::LettersRead,
        Self::LettersWrite,
        Self::MailWrite,
        Self::KeysRead,
        Self::KeysWrite,
        Self::WebhooksRead,
        Self::WebhooksWrite,
        Self::AuditRead,
        Self::RegistryRead,
        Self::RegistryWrite,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::SpecialistsRead => "specialists:read",
            Self::SpecialistsWrite => "specialists:write",
            Self::SpecialistsEnrol => "specialists:enrol",
            Self::HelpRequestsRead => "help-requests:read",
            Self::HelpRequestsWrite => "help-requests:write",
            Self::MembersRead => "members:read",
            Self::MembersWrite => "members:write",
            Self::QueueRead => "queue:read",
            Self::QueueWrite => "queue:write",
            Self::LettersRead => "letters:read",
            Self::LettersWrite => "letters:write",
            Self::MailWrite => "mail:write",
            Self::KeysRead => "keys:read",
            Self::KeysWrite => "keys:write",
            Self::WebhooksRead => "webhooks:read",
            Self::WebhooksWrite => "webhooks:write",
            Self::AuditRead => "audit:read",
            Self::RegistryRead => "registry:read",
            Self::RegistryWrite => "registry:write",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// Whether only a support organisation has something to which it could be done.
    pub fn is_of_an_organisation(self) -> bool {
        matches!(self, Self::MembersRead | Self::MembersWrite | Self::QueueRead | Self::QueueWrite)
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
            // Who the members of an organisation are is its own business.
            Self::Operator => !scope.is_of_an_organisation(),
            Self::Auditor => scope.only_reads() && !scope.is_of_an_organisation(),
            Self::Broker(..) => {
                let own = matches!(scope, Scope::HelpRequestsRead | Scope::HelpRequestsWrite | Scope::WebhooksRead | Scope::WebhooksWrite);
                scope.is_of_an_organisation() || own
            }
            Self::Company(_) => matches!(scope, Scope::HelpRequestsRead | Scope::HelpRequestsWrite),
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
    fn every_scope_is_read_back_from_its_code_and_the_operator_has_all_but_those_of_organisations() {
        for scope in Scope::ALL {
            assert_eq!(Scope::find(scope.code()), Some(scope));
            assert_eq!(Role::Operator.may(scope), !scope.is_of_an_organisation());
            assert_eq!(Role::Auditor.may(scope), scope.only_reads() && Role::Operator.may(scope));
        }
        assert_eq!(Scope::find("letters"), None);
    }
}
