//! The synthetic profiles and questions of `bench/peers/generate.py`, and the score that every engine computes.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::Failure;

/// How many of the best are asked for.
pub const TOP: usize = 50;
/// A specialist must share at least this many free slots with the company.
pub const LEAST_OVERLAP: u32 = 2;
/// Slots beyond this many add nothing to the score.
pub const MOST_OVERLAP: u32 = 10;
/// The day on which the questions are asked, in the unit of `fresh`.
pub const TODAY: i32 = 20_000;
pub const MENUS: u32 = 30;
/// Prefectures are numbered from 1 to 47.
pub const PREFECTURES: usize = 48;

/// The best profiles as (score, profile): highest score first, then lowest profile.
pub type Answer = Vec<(i32, u32)>;

#[derive(Deserialize)]
pub struct Question {
    /// The company's prefecture.
    pub pref: u8,
    /// It and its neighbours.
    pub prefs: Vec<u8>,
    /// Whether help from a distance will do.
    pub remote: bool,
    /// Bit sets: every menu is required, fields and slots are wished for.
    pub menus: u32,
    pub fields: u32,
    pub avail: u32,
    pub budget: i32,
}

impl Question {
    pub fn required_menus(&self) -> impl Iterator<Item = usize> + '_ {
        (0..MENUS).filter(|menu| self.menus >> menu & 1 == 1).map(|menu| menu as usize)
    }
}

/// One profile is one index into each of the columns.
pub struct Columns {
    pub pref: Vec<u8>,
    pub fields: Vec<u32>,
    pub menus: Vec<u32>,
    pub avail: Vec<u32>,
    pub remote: Vec<u8>,
    pub cap: Vec<u8>,
    pub rating: Vec<u8>,
    pub rate: Vec<u16>,
    pub fresh: Vec<u16>,
}

impl Columns {
    pub fn load(folder: &Path) -> Result<Self, Failure> {
        let bytes = |column: &str| -> Result<Vec<u8>, Failure> {
            let path = folder.join(format!("{column}.bin"));
            fs::read(&path).map_err(|problem| format!("{}: {problem}", path.display()).into())
        };
        Ok(Self {
            pref: bytes("pref")?,
            fields: wide(&bytes("fields")?, u32::from_le_bytes),
            menus: wide(&bytes("menus")?, u32::from_le_bytes),
            avail: wide(&bytes("avail")?, u32::from_le_bytes),
            remote: bytes("remote")?,
            cap: bytes("cap")?,
            rating: bytes("rating")?,
            rate: wide(&bytes("rate")?, u16::from_le_bytes),
            fresh: wide(&bytes("fresh")?, u16::from_le_bytes),
        })
    }

    pub fn len(&self) -> usize {
        self.pref.len()
    }

    pub fn is_empty(&self) -> bool {
        self.pref.is_empty()
    }

    /// The score of a profile that shares `overlap` slots with the company. Whole numbers, so that engines can be compared exactly.
    #[inline(always)]
    pub fn score(&self, question: &Question, at: usize, overlap: u32) -> i32 {
        let near = if self.pref[at] == question.pref { 20 } else { 0 };
        40 * (self.fields[at] & question.fields).count_ones() as i32
            + near
            + 5 * overlap.min(MOST_OVERLAP) as i32
            + 2 * self.rating[at] as i32
            - (self.rate[at] as i32 - question.budget).abs() / 100
            - (TODAY - self.fresh[at] as i32) / 7
    }
}

fn wide<const WIDTH: usize, T>(bytes: &[u8], read: fn([u8; WIDTH]) -> T) -> Vec<T> {
    bytes.as_chunks::<WIDTH>().0.iter().map(|chunk| read(*chunk)).collect()
}
