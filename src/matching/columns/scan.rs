//! The walk over the columns.

use crate::matching::columns::{Ask, Best, Columns, Extent, Key, Shape};

/// Words that are combined at a time: small enough for the first cache, long enough to be added up in wide registers.
const BLOCK: usize = 32;

impl<S: Shape> Columns<S> {
    /// The best `most` answers, best first, with their places.
    ///
    /// Exact: the same as weighing every row. The compiler makes one version of the walk for every processor and one for those of the
    /// last ten years (AVX2, POPCNT, BMI), and the processor at hand chooses, so that one binary fits all.
    pub fn best<A: Ask<S>>(&self, ask: &A, most: usize) -> Vec<(Key, u32)> {
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || self.walk(ask, most),
        )
    }

    #[inline(always)]
    fn walk<A: Ask<S>>(&self, ask: &A, most: usize) -> Vec<(Key, u32)> {
        let mut best = Best::new(most);
        // From here on every mark of `all_of` has words.
        if ask.all_of().iter().any(|mark| self.marks[*mark].is_empty()) {
            return Vec::new();
        }
        let first = ask.first_section();
        for extent in self.extents.iter().filter(|extent| extent.section == first) {
            self.walk_extent(ask, extent, &mut best);
        }
        for extent in self.extents.iter().filter(|extent| extent.section != first) {
            self.walk_extent(ask, extent, &mut best);
        }
        best.into_list()
    }

    #[inline(always)]
    fn walk_extent<A: Ask<S>>(&self, ask: &A, extent: &Extent, best: &mut Best) {
        let Some(sets) = ask.any_of(extent.section) else { return };
        let levels = ask.bonus().len() as u32;
        let end = extent.first + extent.words;
        let mut word = extent.first;
        while word < end {
            let words = BLOCK.min(end - word);
            let mut block = [0_u64; BLOCK];
            if self.combine(ask.all_of(), sets, word, &mut block[..words]) {
                for (at, rows) in (word..).zip(&block[..words]) {
                    if *rows != 0 && ask.ceiling(extent.section, &self.summaries[at], levels) >= best.floor() {
                        self.walk_word(ask, extent.section, at, *rows, best);
                    }
                }
            }
            word += words;
        }
    }

    /// Which rows of the words from `first` on have all of `all`, and one of each of `sets`; false if there is none.
    #[inline(always)]
    fn combine(&self, all: &[usize], sets: &[Vec<usize>], first: usize, block: &mut [u64]) -> bool {
        let words = first..first + block.len();
        block.fill(u64::MAX);
        for set in sets {
            let mut any = [0_u64; BLOCK];
            for mark in set.iter().filter(|mark| !self.marks[**mark].is_empty()) {
                for (one, marked) in any.iter_mut().zip(&self.marks[*mark][words.clone()]) {
                    *one |= marked;
                }
            }
            for (left, one) in block.iter_mut().zip(any) {
                *left &= one;
            }
            if block.iter().fold(0, |all, left| all | left) == 0 {
                return false;
            }
        }
        for mark in all {
            for (left, marked) in block.iter_mut().zip(&self.marks[*mark][words.clone()]) {
                *left &= marked;
            }
        }
        block.iter().fold(0, |all, left| all | left) != 0
    }

    /// Weighs `rows` of a word, those with most bonus marks first, until the rest cannot come among the best.
    #[inline(always)]
    fn walk_word<A: Ask<S>>(&self, ask: &A, section: usize, word: usize, rows: u64, best: &mut Best) {
        let bonus = ask.bonus();
        // How many bonus marks each row has, as a number of three bits that stand in three words.
        let (mut ones, mut twos, mut fours) = (0, 0, 0);
        for mark in bonus {
            let Some(marked) = self.marks[*mark].get(word) else { continue };
            let carry = ones & marked;
            ones ^= marked;
            fours |= twos & carry;
            twos ^= carry;
        }
        for level in (0..=bonus.len() as u32).rev() {
            let same = |plane: u64, bit: u32| if level >> bit & 1 != 0 { plane } else { !plane };
            let mut left = rows & same(ones, 0) & same(twos, 1) & same(fours, 2);
            if left == 0 {
                continue;
            }
            if ask.ceiling(section, &self.summaries[word], level) < best.floor() {
                return;
            }
            while left != 0 {
                let place = word * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                if let Some(key) = ask.weigh(place, &self.rows[place], best.floor()) {
                    best.offer(key, place as u32);
                }
            }
        }
    }
}
