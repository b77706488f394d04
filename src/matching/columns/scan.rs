//! The walk over the columns.

use std::collections::BinaryHeap;

use crate::matching::columns::{Ask, BLOCK, Best, Block, Columns, Key, Shape};

/// Blocks that are looked at in the order of their promise even if there is a bar before.
const FIRST: usize = 8;

/// Words of a block in registers or in the nearest cache.
type Words = [u64; BLOCK];

impl<S: Shape> Columns<S> {
    /// The best `most` answers, best first, with their places.
    ///
    /// Exact: the same as weighing every row. The compiler makes one version of the walk for every processor and one for those of the
    /// last ten years (AVX2, POPCNT, BMI), and the processor at hand chooses, so that one binary fits all.
    pub fn best<A: Ask<S>>(&self, ask: &A, most: usize) -> Vec<(Key, u32)> {
        // From here on every mark of `all_of` has words.
        if ask.all_of().iter().any(|mark| self.marks[*mark].is_empty()) {
            return Vec::new();
        }
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || self.walk(ask, most),
        )
    }

    #[inline(always)]
    fn walk<A: Ask<S>>(&self, ask: &A, most: usize) -> Vec<(Key, u32)> {
        let mut best = Best::new(most);
        let levels = ask.bonus().len() as u32;
        // The most promising blocks first, until there is a bar to clear; a heap and no sort, because few are taken out.
        let promise = |(at, block): (usize, &Block<S::Summary>)| {
            ask.any_of(block.section)?;
            Some((ask.ceiling(block.section, &block.summary, levels), at as u32))
        };
        let mut ahead: BinaryHeap<(u32, u32)> = self.blocks.iter().enumerate().filter_map(promise).collect::<Vec<_>>().into();
        let mut waiting = Waiting::new();
        let mut tried = 0;
        while best.floor() == 0 || tried < FIRST {
            let Some((ceiling, at)) = ahead.pop() else { return best.into_list() };
            if ceiling < best.floor() {
                return best.into_list();
            }
            self.walk_block(ask, &self.blocks[at as usize], &mut waiting, &mut best);
            self.weigh_waiting(ask, &mut waiting, &mut best);
            tried += 1;
        }
        // The rest as it lies in memory, which reads several times as fast as to and fro.
        let mut rest = ahead.into_vec();
        rest.retain(|(ceiling, _)| *ceiling >= best.floor());
        rest.sort_unstable_by_key(|(_, at)| *at);
        for (ceiling, at) in rest {
            if ceiling >= best.floor() {
                self.walk_block(ask, &self.blocks[at as usize], &mut waiting, &mut best);
            }
        }
        self.weigh_waiting(ask, &mut waiting, &mut best);
        best.into_list()
    }

    #[inline(always)]
    fn walk_block<A: Ask<S>>(&self, ask: &A, block: &Block<S::Summary>, waiting: &mut Waiting, best: &mut Best) {
        let Some(sets) = ask.any_of(block.section) else { return };
        let mut rows = [0_u64; BLOCK];
        if !self.combine(ask.all_of(), sets, block, &mut rows) {
            return;
        }
        let planes = self.count_bonus(ask.bonus(), block);
        let levels = ask.bonus().len() as u32;
        let least = (0..=levels).find(|level| ask.ceiling(block.section, &block.summary, *level) >= best.floor()).unwrap_or(levels);
        planes.keep_from(least, &mut rows);
        for (at, rows) in rows.iter().enumerate().take(block.words) {
            if *rows != 0 {
                self.walk_word(ask, block, at, *rows, &planes, waiting, best);
            }
        }
    }

    /// Which rows of a block have all of `all`, and one of each of `sets`; false if there is none.
    #[inline(always)]
    fn combine(&self, all: &[usize], sets: &[Vec<usize>], block: &Block<S::Summary>, rows: &mut Words) -> bool {
        let words = block.first..block.first + block.words;
        rows[..block.words].fill(u64::MAX);
        for set in sets {
            let mut any = [0_u64; BLOCK];
            for mark in set.iter().filter(|mark| !self.marks[**mark].is_empty()) {
                for (one, marked) in any.iter_mut().zip(&self.marks[*mark][words.clone()]) {
                    *one |= marked;
                }
            }
            for (left, one) in rows.iter_mut().zip(any) {
                *left &= one;
            }
            if is_empty(rows) {
                return false;
            }
        }
        for mark in all {
            for (left, marked) in rows.iter_mut().zip(&self.marks[*mark][words.clone()]) {
                *left &= marked;
            }
        }
        !is_empty(rows)
    }

    /// How many of the bonus marks each row of a block has.
    #[inline(always)]
    fn count_bonus(&self, bonus: &[usize], block: &Block<S::Summary>) -> Planes {
        let mut planes = Planes { ones: [0; BLOCK], twos: [0; BLOCK], fours: [0; BLOCK] };
        for mark in bonus {
            if let Some(marked) = self.marks[*mark].get(block.first..block.first + block.words) {
                planes.add(marked);
            }
        }
        planes
    }

    /// Lets `rows` of a word wait to be weighed, those with most bonus marks first, until the rest cannot come among the best.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "one step of the innermost loop; a struct would only rename them")]
    fn walk_word<A: Ask<S>>(
        &self,
        ask: &A,
        block: &Block<S::Summary>,
        at: usize,
        rows: u64,
        planes: &Planes,
        waiting: &mut Waiting,
        best: &mut Best,
    ) {
        let word = block.first + at;
        let mut rest = rows;
        for level in (0..=ask.bonus().len() as u32).rev() {
            let ceiling = ask.ceiling(block.section, &self.summaries[word], level);
            if rest == 0 || ceiling < best.floor() {
                return;
            }
            let mut left = rest & planes.with(level, at);
            rest &= !left;
            while left != 0 {
                if waiting.is_full() {
                    self.weigh_waiting(ask, waiting, best);
                }
                waiting.push((word * 64) as u32 + left.trailing_zeros(), ceiling);
                left &= left - 1;
            }
        }
    }

    /// Weighs who waits.
    #[inline(always)]
    fn weigh_waiting<A: Ask<S>>(&self, ask: &A, waiting: &mut Waiting, best: &mut Best) {
        let mut rows = [S::Row::default(); WAITING];
        let places = &waiting.places[..waiting.count];
        // Fetched together: the memory is asked for the next row while it still looks for this one.
        for (row, (place, _)) in rows.iter_mut().zip(places) {
            *row = self.rows[*place as usize];
        }
        for (row, (place, ceiling)) in rows.iter().zip(places) {
            if *ceiling >= best.floor()
                && let Some(key) = ask.weigh(*place as usize, row, best.floor())
            {
                best.offer(key, *place);
            }
        }
        waiting.count = 0;
    }
}

/// How many rows are fetched together.
const WAITING: usize = 32;

/// Places of rows that may come among the best, with the most that each can score.
struct Waiting {
    places: [(u32, u32); WAITING],
    count: usize,
}

impl Waiting {
    fn new() -> Self {
        Self { places: [(0, 0); WAITING], count: 0 }
    }

    #[inline(always)]
    fn is_full(&self) -> bool {
        self.count == WAITING
    }

    #[inline(always)]
    fn push(&mut self, place: u32, ceiling: u32) {
        self.places[self.count] = (place, ceiling);
        self.count += 1;
    }
}

#[inline(always)]
fn is_empty(rows: &Words) -> bool {
    rows.iter().fold(0, |all, left| all | left) == 0
}

/// The three bits of a level, each as a word of ones or of zeros.
#[inline(always)]
fn masks(level: u32) -> [u64; 3] {
    std::array::from_fn(|bit| if level >> bit & 1 != 0 { u64::MAX } else { 0 })
}

/// A number of three bits for each row of a block, each bit in words of its own: 64 sums take a few operations.
struct Planes {
    ones: Words,
    twos: Words,
    fours: Words,
}

impl Planes {
    #[inline(always)]
    fn add(&mut self, marked: &[u64]) {
        for (((ones, twos), fours), marked) in self.ones.iter_mut().zip(&mut self.twos).zip(&mut self.fours).zip(marked) {
            let carry = *ones & marked;
            *ones ^= marked;
            *fours |= *twos & carry;
            *twos ^= carry;
        }
    }

    /// Rows of a word with exactly `level`.
    #[inline(always)]
    fn with(&self, level: u32, at: usize) -> u64 {
        let [one, two, four] = masks(level);
        !(self.ones[at] ^ one) & !(self.twos[at] ^ two) & !(self.fours[at] ^ four)
    }

    /// Leaves in `rows` those with `least` or more.
    #[inline(always)]
    fn keep_from(&self, least: u32, rows: &mut Words) {
        if least == 0 {
            return;
        }
        let [one, two, four] = masks(least);
        let planes = self.ones.iter().zip(&self.twos).zip(&self.fours);
        for (left, ((ones, twos), fours)) in rows.iter_mut().zip(planes) {
            // Compared bit by bit from the highest on: greater so far, or the same so far.
            let (mut greater, mut same) = (fours & !four, !(fours ^ four));
            greater |= same & twos & !two;
            same &= !(twos ^ two);
            greater |= same & ones & !one;
            same &= !(ones ^ one);
            *left &= greater | same;
        }
    }
}
