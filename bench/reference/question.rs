//! The synthetic profiles and questions (`bench/peers/generate.py`) in nakodo's columns.

use std::fs;
use std::path::Path;
use std::time::Instant;

use nakodo::matching::columns::{Ask, Columns, Key, Marks, Shape, marks};
use serde::Deserialize;

/// How many of the best are asked for.
pub const TOP: usize = 50;
const LEAST_OVERLAP: u32 = 2;
const MOST_OVERLAP: u32 = 10;
const TODAY: i32 = 20_000;
/// Added to every score, because the columns know no negative ones.
const SHIFT: i32 = 1_000;

const AVAILABLE: usize = 0;
const REMOTE: usize = 1;
const MENU: usize = 2;
const FIELD: usize = MENU + 30;
const MARKS: usize = FIELD + 17;

#[derive(Clone, Deserialize)]
pub struct Question {
    pub pref: u8,
    pub prefs: Vec<u8>,
    pub remote: bool,
    pub menus: u32,
    pub fields: u32,
    pub avail: u32,
    pub budget: i32,
}

/// One profile as it is scanned.
#[derive(Clone, Copy, Default)]
pub struct Row {
    pub id: u32,
    fields: u32,
    slots: u32,
    rate: u16,
    fresh: u16,
    rating: u8,
    prefecture: u8,
}

impl Row {
    /// The part of the score that no question changes.
    fn standing(&self) -> i32 {
        2 * i32::from(self.rating) - (TODAY - i32::from(self.fresh)) / 7
    }
}

#[derive(Clone, Copy)]
pub struct Summary {
    standing: i16,
    cheapest: u16,
    dearest: u16,
}

impl Default for Summary {
    fn default() -> Self {
        Self { standing: i16::MIN, cheapest: u16::MAX, dearest: 0 }
    }
}

#[derive(Debug)]
pub struct Profiles;

impl Shape for Profiles {
    type Row = Row;
    type Summary = Summary;
    const SECTIONS: usize = 48;

    fn section(row: &Row) -> usize {
        usize::from(row.prefecture)
    }

    // Neighbours ask for about the same and are about as well thought of, so that the bound of a word is close to its rows.
    fn order(row: &Row, _: &Marks) -> u64 {
        u64::from(row.rate / 1_200) << 32 | (1_000 - row.standing()) as u64
    }

    fn widen(summary: &mut Summary, row: &Row) {
        summary.standing = summary.standing.max(row.standing() as i16);
        summary.cheapest = summary.cheapest.min(row.rate);
        summary.dearest = summary.dearest.max(row.rate);
    }
}

pub struct Asking<'q> {
    question: &'q Question,
    all: Vec<usize>,
    bonus: Vec<usize>,
    near: u64,
    nowhere: Vec<Vec<usize>>,
    from_afar: Vec<Vec<usize>>,
    slots: i32,
}

fn bits(set: u32) -> impl Iterator<Item = usize> {
    (0..32).filter(move |bit| set >> bit & 1 != 0)
}

impl<'q> Asking<'q> {
    pub fn new(question: &'q Question) -> Self {
        Self {
            question,
            all: [AVAILABLE].into_iter().chain(bits(question.menus).map(|menu| MENU + menu)).collect(),
            bonus: bits(question.fields).map(|field| FIELD + field).collect(),
            near: question.prefs.iter().fold(0, |set, prefecture| set | 1 << prefecture),
            nowhere: Vec::new(),
            from_afar: vec![vec![REMOTE]],
            slots: 5 * question.avail.count_ones().min(MOST_OVERLAP) as i32,
        }
    }
}

impl Ask<Profiles> for Asking<'_> {
    fn all_of(&self) -> &[usize] {
        &self.all
    }

    fn any_of(&self, section: usize) -> Option<&[Vec<usize>]> {
        if self.near >> section & 1 != 0 { Some(&self.nowhere) } else { self.question.remote.then_some(&self.from_afar) }
    }

    fn bonus(&self) -> &[usize] {
        &self.bonus
    }

    #[inline(always)]
    fn ceiling(&self, section: usize, summary: &Summary, level: u32) -> u32 {
        let budget = self.question.budget;
        let apart = (i32::from(summary.cheapest) - budget).max(budget - i32::from(summary.dearest)).max(0) / 100;
        let home = if section == usize::from(self.question.pref) { 20 } else { 0 };
        (40 * level as i32 + home + self.slots + i32::from(summary.standing) - apart + SHIFT).max(0) as u32
    }

    #[inline(always)]
    fn weigh(&self, _: usize, row: &Row, _: u32) -> Option<Key> {
        let question = self.question;
        let overlap = (row.slots & question.avail).count_ones();
        if overlap < LEAST_OVERLAP {
            return None;
        }
        let score = 40 * (row.fields & question.fields).count_ones() as i32
            + if row.prefecture == question.pref { 20 } else { 0 }
            + 5 * overlap.min(MOST_OVERLAP) as i32
            + row.standing()
            - (i32::from(row.rate) - question.budget).abs() / 100;
        Some(((score + SHIFT) as u32, u64::from(!row.id)))
    }
}

/// The best profiles as (score, profile), as every engine of the bench answers.
pub fn answer(columns: &Columns<Profiles>, question: &Question) -> Vec<(i32, u32)> {
    let found = columns.best(&Asking::new(question), TOP);
    found.into_iter().map(|((score, id), _)| (score as i32 - SHIFT, !(id as u32))).collect()
}

pub fn read_questions(folder: &Path) -> Vec<Question> {
    serde_json::from_slice(&fs::read(folder.join("queries.json")).expect("queries.json")).expect("questions")
}

/// The sizes to measure, smallest first: those named in `NAKODO_BENCH_SIZES`, or all for which there are profiles.
pub fn sizes(folder: &Path) -> Vec<usize> {
    if let Ok(named) = std::env::var("NAKODO_BENCH_SIZES") {
        return named.split_whitespace().filter_map(|size| size.parse().ok()).collect();
    }
    let names = fs::read_dir(folder).expect("the folder of profiles").filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut sizes: Vec<usize> = names.filter_map(|name| name.strip_prefix('n')?.parse().ok()).collect();
    sizes.sort_unstable();
    sizes
}

/// One column of a folder of profiles, `bytes` to a value.
pub fn column<const BYTES: usize>(place: &Path, name: &str) -> Vec<u32> {
    let bytes = fs::read(place.join(format!("{name}.bin"))).expect("a column");
    let value = |some: &[u8]| some.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
    bytes.chunks_exact(BYTES).map(value).collect()
}

/// Profiles of a folder as rows with their marks.
pub fn rows(place: &Path) -> Vec<(Row, Marks)> {
    let (fields, menus, slots) = (column::<4>(place, "fields"), column::<4>(place, "menus"), column::<4>(place, "avail"));
    let (rate, fresh) = (column::<2>(place, "rate"), column::<2>(place, "fresh"));
    let (prefecture, rating) = (column::<1>(place, "pref"), column::<1>(place, "rating"));
    let (remote, capacity) = (column::<1>(place, "remote"), column::<1>(place, "cap"));
    let row = |at: usize| {
        let row = Row {
            id: at as u32,
            fields: fields[at],
            slots: slots[at],
            rate: rate[at] as u16,
            fresh: fresh[at] as u16,
            rating: rating[at] as u8,
            prefecture: prefecture[at] as u8,
        };
        let flags = [(AVAILABLE, capacity[at] > 0), (REMOTE, remote[at] != 0)];
        let flags = flags.into_iter().filter(|(_, set)| *set).map(|(mark, _)| mark);
        let marked = flags.chain(bits(menus[at]).map(|menu| MENU + menu)).chain(bits(fields[at]).map(|field| FIELD + field));
        (row, marks(marked))
    };
    (0..fields.len()).map(row).collect()
}

/// The columns of a folder, and how long it took to build them from rows.
pub fn build(place: &Path) -> (Columns<Profiles>, f64) {
    let rows = rows(place);
    let began = Instant::now();
    let (columns, _) = Columns::build(MARKS, &rows);
    (columns, began.elapsed().as_secs_f64() * 1e3)
}

/// The marks of the row at a place.
pub fn profile_marks(columns: &Columns<Profiles>, place: u32) -> Marks {
    marks((0..MARKS).filter(|mark| columns.has(*mark, place as usize)))
}

/// The places that hold a profile, with their rows: those that have a menu or a field, or are available or remote.
pub fn filled(columns: &Columns<Profiles>) -> impl Iterator<Item = (u32, Row)> {
    (0..columns.places() as u32)
        .filter(|place| profile_marks(columns, *place) != Marks::default())
        .map(|place| (place, *columns.row(place)))
}
