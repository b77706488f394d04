//! What can be asked, and what comes back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::Catalogue;
use crate::ids::SpecialistId;

/// A property by which people are filtered and counted. Its values are codes of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Where the person is based or to where the person travels.
    Prefecture,
    Menu,
    Field,
    Service,
    /// Category of a service.
    Category,
    /// Industry of experience.
    Industry,
    /// The one code `yes`: works from afar.
    Remote,
}

impl Dimension {
    pub const ALL: [Dimension; 7] =
        [Self::Prefecture, Self::Menu, Self::Field, Self::Service, Self::Category, Self::Industry, Self::Remote];

    /// The name of the filter in addresses, answers and counters.
    pub fn code(self) -> &'static str {
        match self {
            Self::Prefecture => "prefecture",
            Self::Menu => "menu",
            Self::Field => "field",
            Self::Service => "service",
            Self::Category => "category",
            Self::Industry => "industry",
            Self::Remote => "remote",
        }
    }

    /// The codes of this dimension in the order of their bits.
    pub fn codes(self, catalogue: &Catalogue) -> Vec<&str> {
        match self {
            Self::Prefecture => catalogue.prefectures().iter().map(|it| it.code.as_str()).collect(),
            Self::Menu => catalogue.menus().iter().map(|it| it.code.as_str()).collect(),
            Self::Field => catalogue.fields().iter().map(|it| it.code.as_str()).collect(),
            Self::Service => catalogue.services().iter().map(|it| it.code.as_str()).collect(),
            Self::Category => catalogue.service_categories().iter().map(|it| it.code.as_str()).collect(),
            Self::Industry => catalogue.industries().iter().map(|it| it.code.as_str()).collect(),
            Self::Remote => vec!["yes"],
        }
    }

    /// Bits of the codes that the catalogue knows; the first 64 codes have one.
    pub(super) fn bits<'a>(self, catalogue: &Catalogue, codes: impl Iterator<Item = &'a str>) -> u64 {
        let known = self.codes(catalogue);
        let bit = |code: &str| known.iter().position(|one| *one == code).and_then(|at| 1_u64.checked_shl(u32::try_from(at).ok()?));
        codes.filter_map(bit).fold(0, |bits, bit| bits | bit)
    }
}

/// A question to the index. Of several codes of one dimension one is enough; dimensions and words must all fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As typed; empty for no words.
    pub words: String,
    /// Codes that are wanted. Codes that do not exist fit nobody.
    pub wanted: BTreeMap<Dimension, Vec<String>>,
    /// The day on which registrations must hold.
    pub today: NaiveDate,
    pub limit: usize,
    pub offset: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The asked page, best first: by score, then by who confirmed the profile last, then by a hash of the id.
    pub hits: Vec<Hit>,
    /// All who fit.
    pub total: usize,
    /// For each dimension how many would fit with one code of it, the other filters staying as they are. In the order of the catalogue;
    /// codes that fit nobody are left out.
    pub facets: BTreeMap<Dimension, Vec<Counted>>,
    /// If nobody fits: what to leave out, best first. Empty if no single filter would help.
    pub emptied_by: Vec<Emptied>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub id: SpecialistId,
    /// Whole points: the sum over the words of the weights of the places where each was found.
    pub score: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counted {
    pub code: String,
    pub people: usize,
}

/// A part of a question that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filter {
    Words,
    By(Dimension),
}

impl Filter {
    /// `words`, or the code of the dimension.
    pub fn code(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::By(dimension) => dimension.code(),
        }
    }
}

/// How many would fit without one filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emptied {
    pub filter: Filter,
    pub people: usize,
}
