//! Letters that are answered by a mail: what can be said so, and what the writer of an answer is told.

/// What the reader of a letter can say by simply replying to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByReply {
    #[default]
    Nothing,
    /// No, but not yes: it would have to be certain who wrote it.
    Declining,
    Both,
}

/// What somebody is told who answered an offer by mail. Whoever wins gets the letter of the match instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyOutcome {
    /// What was written is neither a plain yes nor a plain no.
    NotUnderstood,
    /// A yes, but anybody could have written it.
    NotCertain,
    /// A yes, but several people read the mailbox.
    NeedsName,
    /// A yes, but the person has as many running engagements as they take.
    NoRoom,
    TakenByOther,
    /// The company did not choose them.
    NotChosen,
    /// They had it, and it was withdrawn.
    GivenUp,
    Withdrawn,
    Lapsed,
    /// A yes after a no.
    DeclinedBefore,
    /// A no after a yes.
    AcceptedBefore,
    Declined,
}

impl ReplyOutcome {
    pub const ALL: [ReplyOutcome; 12] = [
        Self::NotUnderstood,
        Self::NotCertain,
        Self::NeedsName,
        Self::NoRoom,
        Self::TakenByOther,
        Self::NotChosen,
        Self::GivenUp,
        Self::Withdrawn,
        Self::Lapsed,
        Self::DeclinedBefore,
        Self::AcceptedBefore,
        Self::Declined,
    ];

    /// The same as on the page where it tells the same.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotUnderstood => "not-understood",
            Self::NotCertain => "not-certain",
            Self::NeedsName => "needs-name",
            Self::NoRoom => "no-room",
            Self::TakenByOther => "taken-by-other",
            Self::NotChosen => "not-chosen",
            Self::GivenUp => "given-up",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::DeclinedBefore => "declined-before",
            Self::AcceptedBefore => "accepted-before",
            Self::Declined => "declined",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether the offer waits for an answer as before.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotUnderstood | Self::NotCertain | Self::NeedsName | Self::NoRoom)
    }
}
