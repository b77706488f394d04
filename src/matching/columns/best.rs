//! The best `k` that were seen.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The score, and what orders equal scores; more is better in both.
pub type Key = (u32, u64);

/// Keeps the best `k`. The lowest of them is the bar that others have to clear.
#[derive(Debug)]
pub struct Best {
    kept: BinaryHeap<Reverse<(Key, u32)>>,
    most: usize,
    floor: u32,
}

impl Best {
    pub fn new(most: usize) -> Self {
        Self { kept: BinaryHeap::with_capacity(most.saturating_add(1).min(4096)), most, floor: if most == 0 { u32::MAX } else { 0 } }
    }

    /// A score below this cannot come among the best any more.
    #[inline(always)]
    pub fn floor(&self) -> u32 {
        self.floor
    }

    #[inline(always)]
    pub fn offer(&mut self, key: Key, place: u32) {
        if self.kept.len() < self.most {
            self.kept.push(Reverse((key, place)));
        } else if let Some(mut lowest) = self.kept.peek_mut()
            && lowest.0.0 < key
        {
            *lowest = Reverse((key, place));
        }
        if self.kept.len() == self.most
            && let Some(Reverse(((score, _), _))) = self.kept.peek()
        {
            self.floor = *score;
        }
    }

    /// Best first.
    pub fn into_list(self) -> Vec<(Key, u32)> {
        self.kept.into_sorted_vec().into_iter().map(|Reverse(found)| found).collect()
    }
}
