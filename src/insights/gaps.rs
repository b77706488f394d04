//! Where people are lacking: the demand of a prefecture beside who comes there.

/// One prefecture in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// JIS X 0401 code.
    pub prefecture: String,
    /// Help requests of its companies that look for somebody now; that found somebody; that found nobody.
    pub open: usize,
    pub matched: usize,
    pub unmatched: usize,
    /// People who come there and may be asked, and of these who has room for one more.
    pub people: usize,
    pub with_room: usize,
}

/// How a prefecture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody is asked for, and nobody with room comes there.
    Nobody,
    /// More help requests look for somebody than there are people with room, or some have found nobody.
    Short,
    /// There is room for all that is asked for.
    Enough,
    /// Nothing is asked for.
    Quiet,
}

impl Verdict {
    pub const ALL: [Verdict; 4] = [Self::Nobody, Self::Short, Self::Enough, Self::Quiet];

    pub fn code(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Short => "short",
            Self::Enough => "enough",
            Self::Quiet => "quiet",
        }
    }

    /// How it is drawn besides its colour.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Nobody => "×",
            Self::Short => "△",
            Self::Enough => "○",
            Self::Quiet => "–",
        }
    }
}

impl Region {
    /// Help requests that look for somebody, or did in vain.
    pub fn demand(&self) -> usize {
        self.open + self.unmatched
    }

    /// Help requests for which nobody with room is there.
    pub fn gap(&self) -> usize {
        self.open.saturating_sub(self.with_room)
    }

    pub fn verdict(&self) -> Verdict {
        match self {
            Self { open: 0, unmatched: 0, .. } => Verdict::Quiet,
            Self { with_room: 0, .. } => Verdict::Nobody,
            Self { unmatched, .. } if self.gap() > 0 || *unmatched > 0 => Verdict::Short,
            Self { .. } => Verdict::Enough,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefecture_is_told_by_what_is_asked_for_and_who_has_room() {
        let told = |open, unmatched, with_room| {
            let region = Region { open, unmatched, with_room, people: 9, ..Region::default() };
            (region.verdict().code(), region.gap())
        };
        assert_eq!(told(0, 0, 0), ("quiet", 0));
        assert_eq!(told(2, 0, 0), ("nobody", 2));
        assert_eq!(told(0, 1, 0), ("nobody", 0));
        assert_eq!(told(3, 0, 2), ("short", 1));
        assert_eq!(told(1, 1, 2), ("short", 0));
        assert_eq!(told(2, 0, 2), ("enough", 0));
    }
}
