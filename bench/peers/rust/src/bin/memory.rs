//! The physical limit: how long it takes only to read what a bitmap filter must touch, summed up and nothing else.
//!
//! For each question: the words of capacity, of each required menu, and, where remote help will do, of remote, over all profiles. Where it will
//! not do, only over the profiles of the asked prefectures, as if profiles were ordered by prefecture. Then 20 bytes for each match, in one row,
//! which is kinder than any real engine can have it. Nothing is decided or kept, so no engine can be faster with these bytes in one thread.

use std::time::Instant;

use nakodo_bench_peers::measure::milliseconds_since;
use nakodo_bench_peers::workload::{LEAST_OVERLAP, MENUS, PREFECTURES};
use nakodo_bench_peers::{Answer, Columns, Failure, Job, Outcome, Question};

const WORDS_PER_PROFILE: f64 = 20.0 / 8.0;

struct Bitmaps {
    cap: Vec<u64>,
    remote: Vec<u64>,
    menu: Vec<Vec<u64>>,
    /// Words from..to of each prefecture.
    ranges: Vec<(usize, usize)>,
    /// What stands for the columns of the matches.
    matches: Vec<u64>,
}

fn main() -> Result<(), Failure> {
    let job = Job::from_arguments()?;
    let columns = job.columns()?;
    let start = Instant::now();
    let bitmaps = Bitmaps::of(&columns);
    let build_ms = milliseconds_since(start);
    let matches: Vec<usize> = job.questions.iter().map(|question| count_matches(&columns, question)).collect();
    let mut turn = (0..matches.len()).cycle();
    job.measure("memory", Outcome::Nothing, build_ms, 20.0 * job.profiles as f64, |question| {
        let words = turn.next().map_or(0, |at| (matches[at] as f64 * WORDS_PER_PROFILE).ceil() as usize);
        std::hint::black_box(bitmaps.read(question).wrapping_add(sum(&bitmaps.matches[..words])));
        Ok(Answer::new())
    })?;
    let plain = Plain::of(&columns);
    job.measure("memory-columns", Outcome::Nothing, 0.0, 11.0 * job.profiles as f64, |_| {
        std::hint::black_box(plain.0.iter().fold(0u64, |total, column| total.wrapping_add(sum(column))));
        Ok(Answer::new())
    })
}

#[inline(never)]
fn sum(words: &[u64]) -> u64 {
    words.iter().fold(0, |total, word| total.wrapping_add(*word))
}

fn count_matches(columns: &Columns, question: &Question) -> usize {
    let fits = |at: &usize| {
        let near = question.prefs.contains(&columns.pref[*at]) || question.remote && columns.remote[*at] != 0;
        near && columns.menus[*at] & question.menus == question.menus
            && columns.cap[*at] > 0
            && (columns.avail[*at] & question.avail).count_ones() >= LEAST_OVERLAP
    };
    (0..columns.len()).filter(fits).count()
}

impl Bitmaps {
    fn of(columns: &Columns) -> Self {
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order.sort_by_key(|at| columns.pref[*at]);
        let bitmap = |has: &dyn Fn(usize) -> bool| -> Vec<u64> {
            let word = |profiles: &[usize]| profiles.iter().enumerate().fold(0, |word, (bit, at)| word | (has(*at) as u64) << bit);
            order.chunks(64).map(word).collect()
        };
        let mut ends = [0usize; PREFECTURES];
        for pref in &columns.pref {
            ends[*pref as usize] += 1;
        }
        let mut from = 0;
        let range = |count: &usize| {
            let range = (from / 64, (from + count).div_ceil(64));
            from += count;
            range
        };
        Self {
            cap: bitmap(&|at| columns.cap[at] > 0),
            remote: bitmap(&|at| columns.remote[at] != 0),
            menu: (0..MENUS).map(|menu| bitmap(&|at| columns.menus[at] >> menu & 1 == 1)).collect(),
            ranges: ends.iter().map(range).collect(),
            matches: (0..(columns.len() as f64 * WORDS_PER_PROFILE).ceil() as u64).collect(),
        }
    }

    fn read(&self, question: &Question) -> u64 {
        let mut total = 0u64;
        if question.remote {
            total = sum(&self.cap).wrapping_add(sum(&self.remote));
            for menu in question.required_menus() {
                total = total.wrapping_add(sum(&self.menu[menu]));
            }
            return total;
        }
        for pref in &question.prefs {
            let (from, to) = self.ranges[*pref as usize];
            total = total.wrapping_add(sum(&self.cap[from..to]));
            for menu in question.required_menus() {
                total = total.wrapping_add(sum(&self.menu[menu][from..to]));
            }
        }
        total
    }
}

/// The 11 bytes a profile that a filter without an index reads: prefecture, menus, slots, remote, capacity; as words, so that reading is all.
struct Plain([Vec<u64>; 5]);

impl Plain {
    fn of(columns: &Columns) -> Self {
        let words = |bytes: usize| (0..(bytes * columns.len()).div_ceil(8) as u64).collect();
        Self([words(1), words(4), words(4), words(1), words(1)])
    }
}
