//! The joint assignment alone: `cargo bench --bench assignment`. Against others on the same matrices: `bench/assignment`.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use nakodo::matching::{Wish, assign, minimum_cost};
use rand::seq::index::sample;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SPECIALISTS: usize = 24_000;

fn square(c: &mut Criterion) {
    let mut group = c.benchmark_group("square");
    group.sample_size(20);
    for n in [200_usize, 800] {
        for most in [100_i64, 10_000] {
            let mut random = ChaCha8Rng::seed_from_u64(n as u64);
            let costs: Vec<i64> = (0..n * n).map(|_| random.random_range(1..=most)).collect();
            group.bench_function(format!("{n} by {n}, 1 to {most}"), |b| b.iter(|| minimum_cost(black_box(&costs), n)));
        }
    }
    group.finish();
}

/// 1,000 wishes with 50 to 200 candidates each, three people wanted. Either everybody is liked by somebody, or all want the same few.
fn wishes(contested: bool) -> Vec<Wish> {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let quality: Vec<i64> = (0..SPECIALISTS).map(|_| random.random_range(0..=700_000)).collect();
    let mut wish = |rank: u32| {
        let most = random.random_range(50..=200);
        let pairs = if contested {
            let mut all: Vec<(u32, i64)> =
                quality.iter().zip(0..).map(|(quality, at)| (at, quality + random.random_range(0..=300_000))).collect();
            all.sort_unstable_by_key(|(at, value)| (-value, *at));
            all.truncate(most);
            all
        } else {
            sample(&mut random, SPECIALISTS, most).into_iter().map(|at| (at as u32, random.random_range(0..=1_000_000))).collect()
        };
        Wish { wanted: 3, rank, pairs, left_out: 0 }
    };
    (0..1000).map(&mut wish).collect()
}

fn batch(c: &mut Criterion) {
    let mut group = c.benchmark_group("1,000 wishes, 24,000 specialists");
    group.sample_size(20);
    let capacity = vec![3; SPECIALISTS];
    for (name, contested) in [("spread", false), ("contested", true)] {
        let wishes = wishes(contested);
        let found = assign(&wishes, &capacity);
        println!("{name}: value {} bound {} proved gap {:.6}", found.value, found.bound, found.gap());
        group.bench_function(name, |b| b.iter_batched(|| &wishes, |wishes| assign(black_box(wishes), &capacity), BatchSize::LargeInput));
    }
    group.finish();
}

criterion_group!(benches, square, batch);
criterion_main!(benches);
