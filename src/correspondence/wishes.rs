//! Which letters somebody wants. Letters that a match needs cannot be left out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::correspondence::LetterKind;

/// How a specialist wants offers that are not urgent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferWish {
    /// Each by itself, as soon as its time has come.
    #[default]
    AtOnce,
    /// Gathered into one letter on the morning of each working day. Urgent ones come at once.
    Gathered,
    /// None at all: the person is not asked.
    Never,
}

impl OfferWish {
    pub const ALL: [OfferWish; 3] = [Self::AtOnce, Self::Gathered, Self::Never];

    pub fn code(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Gathered => "gathered",
            Self::Never => "never",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wish| wish.code() == code)
    }
}

/// What a specialist has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LetterWishes {
    pub offers: OfferWish,
    /// Kinds of letters that the person does without; only such as may be left out.
    pub without: Vec<LetterKind>,
}

impl LetterKind {
    /// Letters to specialists that may be left out. All others are needed for a match, or ask something that only the reader can answer.
    pub const OPTIONAL: [LetterKind; 5] =
        [Self::OfferReminder, Self::OfferLapsed, Self::OfferFilled, Self::OfferCancelled, Self::SpecialistWeek];
}
