//! Sharing a cost: to the yen, with no yen lost.

use serde::{Deserialize, Serialize};

/// By what a cost is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitRule {
    /// Everybody bears the same.
    Equal,
    /// By the time that each was given.
    ByMinutes,
    /// By the number of employees.
    BySize,
}

impl SplitRule {
    pub const ALL: [SplitRule; 3] = [Self::Equal, Self::ByMinutes, Self::BySize];

    pub fn code(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::ByMinutes => "by-minutes",
            Self::BySize => "by-size",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// Shares `total` by `weights`: each gets the whole part of what is due, and what is left over goes by single yen to the largest remainders, the first of
/// equals first. The shares always add up. Where nobody weighs anything, all weigh the same; where there is nobody, nothing is shared.
pub fn split(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().copied().map(u128::from).sum();
    let weighed: Vec<u128> = weights.iter().map(|weight| if sum == 0 { 1 } else { u128::from(*weight) }).collect();
    let sum: u128 = weighed.iter().sum();
    if sum == 0 {
        return Vec::new();
    }
    let due = |weight: &u128| u128::from(total) * weight;
    let mut shares: Vec<u64> = weighed.iter().map(|weight| u64::try_from(due(weight) / sum).unwrap_or(total)).collect();
    let given: u64 = shares.iter().sum();
    let mut by_rest: Vec<usize> = (0..weighed.len()).collect();
    by_rest.sort_by_key(|at| (std::cmp::Reverse(weighed.get(*at).map_or(0, |weight| due(weight) % sum)), *at));
    // What is left over is less than one yen for each who weighs something.
    let left = usize::try_from(total - given).unwrap_or(usize::MAX);
    for at in by_rest.into_iter().take(left) {
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}
