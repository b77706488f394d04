//! The year of a pool: `cargo bench --bench pools`.

use std::hint::black_box;

use chrono::{Datelike, NaiveDate, Weekday};
use criterion::{Criterion, criterion_group, criterion_main};
use nakodo::pools::{Budget, Conflict, DayRule, Party, Plan, PoolMember, PoolSpecialist, Roster, SlotState, SplitRule, plan};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const COMPANIES: u32 = 200;
const SPECIALISTS: u32 = 20;
const CONFLICTS: usize = 100;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn is_working(on: NaiveDate) -> bool {
    on.weekday().num_days_from_monday() < 5
}

/// 2,400 visits for as many wishes, and some who must not meet.
fn roster() -> Roster<u32, u32> {
    let mut random = ChaCha8Rng::seed_from_u64(12);
    let weekdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let comes = |id: u32| PoolSpecialist {
        id,
        day: DayRule { weekday: weekdays[id as usize % 5], week: u8::try_from(id % 4 + 1).expect("a week") },
        slots: 10,
        slot_minutes: 45,
        fee_yen: 9_000,
    };
    let member = |id: u32| PoolMember { id, wants: 12, employees: 5 + id, from: day(2026, 4, 1), until: None };
    let mut pair = || match random.random_bool(0.5) {
        true => Conflict(Party::Member(random.random_range(0..100)), Party::Member(random.random_range(100..COMPANIES))),
        false => Conflict(Party::Specialist(random.random_range(0..SPECIALISTS)), Party::Member(random.random_range(0..COMPANIES))),
    };
    Roster {
        first: day(2026, 4, 1),
        last: day(2027, 3, 31),
        specialists: (0..SPECIALISTS).map(comes).collect(),
        members: (0..COMPANIES).map(member).collect(),
        conflicts: (0..CONFLICTS).map(|_| pair()).collect(),
        suits: (0..COMPANIES).map(|member| (member % SPECIALISTS, member)).collect(),
        budget: Budget { visits: 2_400, yen: 100_000_000 },
    }
}

fn planned() -> Plan<u32, u32> {
    plan(roster(), SplitRule::Equal, &is_working).expect("a roster that makes sense")
}

fn year(c: &mut Criterion) {
    let whole = planned();
    let taken = whole.used().visits;
    println!("{taken} of {} visits are taken", whole.slots().len());
    let mut group = c.benchmark_group("200 companies, 20 specialists");
    group.sample_size(20);
    group.bench_function("a year planned", |b| b.iter(|| plan(black_box(roster()), SplitRule::Equal, &is_working)));
    group.bench_function("a company leaves in summer", |b| {
        b.iter_batched(|| whole.clone(), |mut plan| plan.leave(7, day(2026, 7, 31)), criterion::BatchSize::LargeInput);
    });
    let at = whole.slots().iter().position(|slot| matches!(slot.state, SlotState::Taken(_))).expect("a visit");
    group.bench_function("a visit is given back", |b| {
        b.iter_batched(|| whole.clone(), |mut plan| plan.hand_back(at), criterion::BatchSize::LargeInput);
    });
    group.bench_function("a month is shared by size", |b| b.iter(|| whole.shares_of(black_box(2026), 9)));
    group.finish();
}

criterion_group!(benches, year);
criterion_main!(benches);
