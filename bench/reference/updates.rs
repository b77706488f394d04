//! Changes while questions run: one thread asks without a pause, another changes rows under the same lock that the service uses.

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use nakodo::matching::columns::Columns;

use crate::question::{Profiles, Question, answer, filled, profile_marks};

const FOR: Duration = Duration::from_secs(2);

/// Takes every place out and puts it back, round and round: the dearest change there is.
pub fn measure(n: usize, columns: Columns<Profiles>, questions: &[Question]) {
    let rows: Vec<_> = filled(&columns).collect();
    let columns = RwLock::new(columns);
    let (stop, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut changes = Vec::new();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            for question in questions.iter().cycle() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                std::hint::black_box(answer(&columns.read().expect("no panic"), question));
                asked.fetch_add(1, Ordering::Relaxed);
            }
        });
        let began = Instant::now();
        for (place, row) in rows.iter().cycle() {
            if began.elapsed() > FOR {
                break;
            }
            let marks = profile_marks(&columns.read().expect("no panic"), *place);
            let at = Instant::now();
            let mut columns = columns.write().expect("no panic");
            columns.remove(*place, &marks);
            columns.insert(*row, &marks);
            drop(columns);
            changes.push(at.elapsed().as_secs_f64() * 1e6);
        }
        stop.store(true, Ordering::Relaxed);
    });
    let per_second = |count: usize| count as f64 / FOR.as_secs_f64();
    let (count, asked) = (changes.len(), asked.into_inner());
    crate::measure::print_line(
        "nakodo-updates",
        n,
        changes,
        serde_json::json!({
            "updates_per_second": per_second(count), "questions_per_second": per_second(asked),
        }),
    );
}
