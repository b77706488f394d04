//! What the Rust peers of `bench/matching` share: the workload, and how an engine is timed and reported.

#![forbid(unsafe_code)]

pub mod measure;
pub mod workload;

pub use measure::{Job, Outcome};
pub use workload::{Answer, Columns, Question};

/// A peer that cannot run says why and ends; there is nothing to go on with.
pub type Failure = Box<dyn std::error::Error>;
