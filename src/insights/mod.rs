//! Insights: what the figures of an instance mean to those who run it. How far help requests come and how long that takes, where people are lacking, and
//! what keeps them out. Only figures go in and come out: no name, no address, no words of anybody.

mod funnel;
mod gaps;

pub use funnel::{Funnel, MonthFigures, Spread, Step, StepFigures, Story, funnel};
pub use gaps::{Region, Verdict};
