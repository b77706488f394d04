//! The two yardsticks written by hand: a scan of all columns, whose answers are the reference, and a plain bitmap index, which is the floor that
//! nakodo must not fall below. Their algorithms stay as they were first measured; improving them here would move the yardstick.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

use nakodo_bench_peers::measure::milliseconds_since;
use nakodo_bench_peers::workload::{LEAST_OVERLAP, MENUS, PREFECTURES, TOP};
use nakodo_bench_peers::{Answer, Columns, Failure, Job, Outcome, Question};

/// The best so far, the worst of them on top.
type Best = BinaryHeap<Reverse<(i32, Reverse<u32>)>>;

/// One bit for each profile and property, 64 profiles to a word.
struct Bitmaps {
    menu: Vec<Vec<u64>>,
    pref: Vec<Vec<u64>>,
    remote: Vec<u64>,
    cap: Vec<u64>,
}

fn main() -> Result<(), Failure> {
    let job = Job::from_arguments()?;
    let columns = job.columns()?;
    let profile = 20 * job.profiles;
    job.measure("full-scan", Outcome::Reference, 0.0, profile as f64, |question| Ok(scan(&columns, question)))?;
    let start = Instant::now();
    let bitmaps = Bitmaps::of(&columns);
    let bytes = profile + (MENUS as usize + PREFECTURES + 2) * bitmaps.cap.len() * 8;
    job.measure("prototype", Outcome::Compared, milliseconds_since(start), bytes as f64, |question| {
        Ok(look_up(&columns, &bitmaps, question))
    })
}

fn scan(columns: &Columns, question: &Question) -> Answer {
    let region = question.prefs.iter().fold(0u64, |region, pref| region | 1 << pref);
    let remote_will_do = question.remote as u8;
    let mut best = Best::new();
    for at in 0..columns.len() {
        let reachable = ((region >> columns.pref[at]) & 1) as u8 | (remote_will_do & columns.remote[at]);
        let able = (columns.menus[at] & question.menus == question.menus) as u8;
        if reachable & able & ((columns.cap[at] > 0) as u8) != 0 {
            weigh(columns, question, at, &mut best);
        }
    }
    sorted(best)
}

fn look_up(columns: &Columns, bitmaps: &Bitmaps, question: &Question) -> Answer {
    let menus: Vec<&[u64]> = question.required_menus().map(|menu| &bitmaps.menu[menu][..]).collect();
    let region: Vec<&[u64]> = question.prefs.iter().map(|pref| &bitmaps.pref[*pref as usize][..]).collect();
    let mut best = Best::new();
    for k in 0..bitmaps.cap.len() {
        let mut word = bitmaps.cap[k];
        for menu in &menus {
            word &= menu[k];
        }
        if word == 0 {
            continue;
        }
        let mut reachable = if question.remote { bitmaps.remote[k] } else { 0 };
        for pref in &region {
            reachable |= pref[k];
        }
        word &= reachable;
        while word != 0 {
            let at = (k << 6) + word.trailing_zeros() as usize;
            word &= word - 1;
            weigh(columns, question, at, &mut best);
        }
    }
    sorted(best)
}

#[inline(always)]
fn weigh(columns: &Columns, question: &Question, at: usize, best: &mut Best) {
    let overlap = (columns.avail[at] & question.avail).count_ones();
    if overlap < LEAST_OVERLAP {
        return;
    }
    let candidate = (columns.score(question, at, overlap), Reverse(at as u32));
    if best.len() < TOP {
        best.push(Reverse(candidate));
    } else if best.peek().is_some_and(|worst| worst.0 < candidate) {
        best.pop();
        best.push(Reverse(candidate));
    }
}

fn sorted(best: Best) -> Answer {
    let mut answer: Answer = best.into_iter().map(|Reverse((score, Reverse(id)))| (score, id)).collect();
    answer.sort_by_key(|(score, id)| (-score, *id));
    answer
}

impl Bitmaps {
    fn of(columns: &Columns) -> Self {
        let empty = vec![0u64; columns.len().div_ceil(64)];
        let mut bitmaps =
            Self { menu: vec![empty.clone(); MENUS as usize], pref: vec![empty.clone(); PREFECTURES], remote: empty.clone(), cap: empty };
        for at in 0..columns.len() {
            let (k, bit) = (at >> 6, 1u64 << (at & 63));
            for (menu, bitmap) in bitmaps.menu.iter_mut().enumerate() {
                if columns.menus[at] >> menu & 1 == 1 {
                    bitmap[k] |= bit;
                }
            }
            bitmaps.pref[columns.pref[at] as usize][k] |= bit;
            if columns.remote[at] != 0 {
                bitmaps.remote[k] |= bit;
            }
            if columns.cap[at] > 0 {
                bitmaps.cap[k] |= bit;
            }
        }
        bitmaps
    }
}
