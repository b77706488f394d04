//! Rows in columns, and the best `k` of them for a question, at the speed of memory.
//!
//! The moving parts:
//! - a **place** is the number of a row. 64 places make a **word**, and yes-or-no properties of rows, the **marks**, are kept as one bit a
//!   place, one long run of words a mark. What a question asks of marks is an AND of words, 64 rows at a time.
//! - rows of one **section** (people based in one prefecture) lie together in **blocks** of up to 32 words, so that a section can be passed
//!   over. Within a section a shape says in which order rows lie when the columns are built; later arrivals take free places.
//! - each word and each block has a **summary** of its rows, from which a question can tell the most that any of them could score. Blocks
//!   are looked at from the most promising on; blocks, words, and rows with too few of the **bonus** marks, that cannot come among the
//!   best any more are not looked at. The answer is exact all the same: a bound may be too high, never too low.
//! - a vacant place has no mark at all, and every question asks for at least one.
//!
//! The room knows nothing of specialists: [`Shape`] and [`Ask`] are what the index, and the benchmark's reference question, bring along.

mod best;
mod scan;
#[cfg(test)]
mod tests;

pub use best::{Best, Key};

/// A set of up to 192 marks.
pub type Marks = [u64; 3];

/// What kind of rows there are.
pub trait Shape {
    type Row: Copy + Default;
    /// What is known of all rows of a word together.
    type Summary: Copy + Default;
    /// How many sections there are.
    const SECTIONS: usize;

    /// 0 to `SECTIONS` - 1.
    fn section(row: &Self::Row) -> usize;

    /// Rows of a section are built in this order; those that score alike, or share marks, should be neighbours.
    fn order(row: &Self::Row, marks: &Marks) -> u64;

    /// Makes a summary hold for one more row.
    fn widen(summary: &mut Self::Summary, row: &Self::Row);
}

/// A question to the columns.
pub trait Ask<S: Shape> {
    /// Marks that every answer has; at least one.
    fn all_of(&self) -> &[usize];

    /// Sets of marks of each of which an answer has at least one; none for a section without answers.
    fn any_of(&self, section: usize) -> Option<&[Vec<usize>]>;

    /// Marks that raise the score, at most seven.
    fn bonus(&self) -> &[usize];

    /// The most that a row of a word can score that has `level` of the bonus marks. Must not fall when `level` grows.
    fn ceiling(&self, section: usize, summary: &S::Summary, level: u32) -> u32;

    /// The score of a row that has the marks asked for, and what orders it among equals; none if it is no answer after all, or if it
    /// scores below `floor`.
    fn weigh(&self, place: usize, row: &S::Row, floor: u32) -> Option<Key>;
}

/// Words of a block: 2,048 rows. Small enough for the nearest cache, long enough to be added up in wide registers.
const BLOCK: usize = 32;

/// Neighbouring words that hold rows of one section.
#[derive(Clone, Copy, Debug)]
struct Block<S> {
    section: usize,
    first: usize,
    words: usize,
    summary: S,
}

/// Rows of one shape.
#[derive(Debug)]
pub struct Columns<S: Shape> {
    rows: Vec<S::Row>,
    /// By mark, then by word. A mark that no row has had yet takes no memory.
    marks: Vec<Vec<u64>>,
    /// By word.
    summaries: Vec<S::Summary>,
    blocks: Vec<Block<S::Summary>>,
    /// By word.
    block_of: Vec<u32>,
    /// Vacant places by section; the last one is taken first.
    vacant: Vec<Vec<u32>>,
}

/// Words that a section grows by.
const GROWTH: usize = 4;

impl<S: Shape> Columns<S> {
    /// Empty columns with marks 0 to `marks` - 1.
    pub fn new(marks: usize) -> Self {
        Self {
            rows: Vec::new(),
            marks: vec![Vec::new(); marks],
            summaries: Vec::new(),
            blocks: Vec::new(),
            block_of: Vec::new(),
            vacant: vec![Vec::new(); S::SECTIONS],
        }
    }

    /// Columns that hold `rows`, and the place of each of them.
    pub fn build(marks: usize, rows: &[(S::Row, Marks)]) -> (Self, Vec<u32>) {
        let mut columns = Self::new(marks);
        let mut order: Vec<(usize, u64, u32)> =
            rows.iter().zip(0..).map(|((row, marks), at)| (S::section(row), S::order(row, marks), at)).collect();
        order.sort_unstable();
        let mut places = vec![0; rows.len()];
        for section in order.chunk_by(|one, other| one.0 == other.0) {
            let Some((number, ..)) = section.first() else { continue };
            let first = columns.add_words(*number, section.len().div_ceil(64));
            for (word, some) in (first..).zip(section.chunks(64)) {
                columns.fill_word(word, some, rows, &mut places);
            }
            columns.free(*number, first * 64 + section.len());
        }
        (columns, places)
    }

    fn fill_word(&mut self, word: usize, some: &[(usize, u64, u32)], rows: &[(S::Row, Marks)], places: &mut [u32]) {
        let mut bits = vec![0_u64; self.marks.len()];
        for (bit, (.., at)) in some.iter().enumerate() {
            let Some((row, marks)) = rows.get(*at as usize) else { continue };
            let place = word * 64 + bit;
            self.rows[place] = *row;
            self.widen(word, row);
            each_mark(marks, |mark| bits[mark] |= 1 << bit);
            places[*at as usize] = place as u32;
        }
        for (mark, bits) in bits.into_iter().enumerate().filter(|(_, bits)| *bits != 0) {
            self.column(mark)[word] = bits;
        }
    }

    fn widen(&mut self, word: usize, row: &S::Row) {
        S::widen(&mut self.summaries[word], row);
        S::widen(&mut self.blocks[self.block_of[word] as usize].summary, row);
    }

    /// Appends vacant words to a section; gives the first of them.
    fn add_words(&mut self, section: usize, words: usize) -> usize {
        let first = self.summaries.len();
        let end = first + words;
        self.rows.resize(end * 64, S::Row::default());
        self.summaries.resize(end, S::Summary::default());
        self.marks.iter_mut().filter(|column| !column.is_empty()).for_each(|column| column.resize(end, 0));
        for word in first..end {
            match self.blocks.last_mut() {
                Some(last) if last.section == section && last.words < BLOCK => last.words += 1,
                _ => self.blocks.push(Block { section, first: word, words: 1, summary: S::Summary::default() }),
            }
            self.block_of.push((self.blocks.len() - 1) as u32);
        }
        first
    }

    /// Makes the places from `from` to the end known as vacant.
    fn free(&mut self, section: usize, from: usize) {
        self.vacant[section].extend((from..self.rows.len()).rev().map(|place| place as u32));
    }

    /// Puts a row in a vacant place.
    pub fn insert(&mut self, row: S::Row, marks: &Marks) -> u32 {
        let section = S::section(&row);
        if self.vacant[section].is_empty() {
            let first = self.add_words(section, GROWTH);
            self.free(section, first * 64);
        }
        let place = self.vacant[section].pop().unwrap_or_default();
        self.write(place, row, &Marks::default(), marks);
        place
    }

    /// Puts a row in the place of another one of the same section, whose marks were `before`.
    pub fn replace(&mut self, place: u32, row: S::Row, before: &Marks, marks: &Marks) {
        self.write(place, row, before, marks);
    }

    /// Takes a row with its marks out.
    pub fn remove(&mut self, place: u32, before: &Marks) {
        let section = S::section(&self.rows[place as usize]);
        self.write(place, S::Row::default(), before, &Marks::default());
        self.vacant[section].push(place);
    }

    fn write(&mut self, place: u32, row: S::Row, before: &Marks, marks: &Marks) {
        let (word, bit) = (place as usize / 64, place % 64);
        self.rows[place as usize] = row;
        // The summary only ever widens: a bound that is too high costs time, one that is too low an answer.
        self.widen(word, &row);
        let changed: Marks = std::array::from_fn(|at| before[at] ^ marks[at]);
        each_mark(&changed, |mark| self.column(mark)[word] ^= 1 << bit);
    }

    fn column(&mut self, mark: usize) -> &mut [u64] {
        let (words, column) = (self.summaries.len(), &mut self.marks[mark]);
        if column.is_empty() {
            column.resize(words, 0);
        }
        column
    }

    /// Places, vacant ones among them.
    pub fn places(&self) -> usize {
        self.rows.len()
    }

    /// Whether the row at `place` has a mark.
    pub fn has(&self, mark: usize, place: usize) -> bool {
        self.marks[mark].get(place / 64).is_some_and(|word| word >> (place % 64) & 1 != 0)
    }

    pub fn row(&self, place: u32) -> &S::Row {
        &self.rows[place as usize]
    }

    /// Bytes of the columns, divided by `rows` it is what a row takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.rows) + size_of_val(&*self.summaries) + self.marks.iter().map(|column| size_of_val(&**column)).sum::<usize>()
    }
}

fn each_mark(marks: &Marks, mut act: impl FnMut(usize)) {
    for (at, word) in marks.iter().enumerate() {
        let mut left = *word;
        while left != 0 {
            act(at * 64 + left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}

/// The set that has these marks.
pub fn marks(of: impl IntoIterator<Item = usize>) -> Marks {
    let mut set = Marks::default();
    for mark in of {
        if let Some(word) = set.get_mut(mark / 64) {
            *word |= 1 << (mark % 64);
        }
    }
    set
}
