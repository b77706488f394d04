//! What a letter about reviews tells. It stands in the cause of the letter, so that nobody is told the same twice, and is read from there when the
//! letter is written.

use std::fmt::{Display, Formatter};
use std::str::FromStr;

use crate::clock::Moment;
use crate::correspondence::LetterKind;
use crate::desk::course::tell;
use crate::desk::{Desk, Refusal};
use crate::engagement::Side;
use crate::store::{StoredEngagement, Tx};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum ReviewStep {
    /// The other side has said how it was, and waits for the reader.
    Waits,
    /// What the other side said can be read.
    Shown,
    /// The other side replied.
    Replied,
    /// An operator decided about words of `author`. Words can be objected to again after a reply, so each decision is told by its moment.
    Judged { author: Side, at: Moment },
}

impl ReviewStep {
    fn kind(self) -> LetterKind {
        match self {
            Self::Waits => LetterKind::ReviewWaits,
            Self::Shown | Self::Replied | Self::Judged { .. } => LetterKind::ReviewNews,
        }
    }

    pub(super) fn tell(self, desk: &Desk, tx: &mut Tx<'_>, now: Moment, of: &StoredEngagement, reader: Side) -> Result<(), Refusal> {
        tell(desk, tx, now, self.kind(), reader, of, &self.to_string())
    }
}

impl Display for ReviewStep {
    fn fmt(&self, to: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Waits => to.write_str("waits"),
            Self::Shown => to.write_str("shown"),
            Self::Replied => to.write_str("replied"),
            Self::Judged { author, at } => write!(to, "judged-{}.{}", author.code(), at.timestamp_micros()),
        }
    }
}

impl FromStr for ReviewStep {
    type Err = ();

    fn from_str(told: &str) -> Result<Self, ()> {
        match told {
            "waits" => Ok(Self::Waits),
            "shown" => Ok(Self::Shown),
            "replied" => Ok(Self::Replied),
            judged => {
                let (author, at) = judged.strip_prefix("judged-").and_then(|judged| judged.split_once('.')).ok_or(())?;
                let at = at.parse().ok().and_then(Moment::from_timestamp_micros).ok_or(())?;
                Ok(Self::Judged { author: Side::find(author).ok_or(())?, at })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn a_step_is_read_from_the_cause_of_its_letter_as_it_was_written() {
        let at = DateTime::from_timestamp_micros(1_790_000_000_123_456).unwrap();
        let judged = [Side::Company, Side::Specialist].map(|author| ReviewStep::Judged { author, at });
        for step in [ReviewStep::Waits, ReviewStep::Shown, ReviewStep::Replied].into_iter().chain(judged) {
            assert_eq!(step.to_string().parse(), Ok(step));
        }
        assert_eq!("judged-nobody.1".parse::<ReviewStep>(), Err(()));
        assert_eq!("".parse::<ReviewStep>(), Err(()));
    }
}
