//! Named points at which a test can make this process die on the spot, as `kill -9` would: no unwinding, no clean-up, nothing flushed.
//! In a normal build every point compiles to nothing (see the `failpoints` feature in `Cargo.toml`).

/// The points, in the order in which a help request passes them.
pub const POINTS: [&str; 8] = [
    "after-commit",
    "after-publish",
    "before-handling",
    "in-handler",
    "after-handling",
    "before-sending",
    "after-sending",
    "after-calling",
];

/// Arms the points named by `NAKODO_DIE_AT` and `NAKODO_PANIC_AT`, if this build has failpoints: with `point` the process dies, or whoever is
/// there panics, when the process first gets there, with `point:3` at the third time.
#[cfg(feature = "failpoints")]
pub fn arm_from_environment() {
    arm("NAKODO_DIE_AT", || std::process::abort());
    // Not the macro, whose message would go to standard error as if something were wrong with the program.
    arm("NAKODO_PANIC_AT", || std::panic::resume_unwind(Box::new("a handler that was told to panic")));
}

#[cfg(feature = "failpoints")]
fn arm(variable: &str, act: impl Fn() + Send + Sync + 'static) {
    use std::sync::atomic::{AtomicUsize, Ordering};

    let Ok(wanted) = std::env::var(variable) else { return };
    let (point, nth) = wanted.split_once(':').unwrap_or((&wanted, "1"));
    let nth = nth.parse().unwrap_or(1);
    if POINTS.contains(&point) {
        let passed = AtomicUsize::new(0);
        let pass = move || {
            if passed.fetch_add(1, Ordering::SeqCst) + 1 == nth {
                act();
            }
        };
        // An error would mean a malformed name; the names are ours.
        let _ = fail::cfg_callback(point, pass);
    }
}

#[cfg(not(feature = "failpoints"))]
pub fn arm_from_environment() {}
