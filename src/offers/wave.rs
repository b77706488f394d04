//! Waves: how many people are asked at a time, how long they have, and when it is enough.

use chrono::Duration;

use crate::catalogue::WavePolicy;
use crate::clock::Moment;

/// What the next wave of a help request looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WavePlan {
    /// 1 for the first.
    pub number: u16,
    /// How many people to ask at most.
    pub size: usize,
    /// The deadline that the letters name.
    pub expires_at: Moment,
}

/// The wave after `waves_so_far`, or none when the policy says that it is enough.
pub fn plan_wave(policy: &WavePolicy, waves_so_far: u16, now: Moment) -> Option<WavePlan> {
    (waves_so_far < policy.max_waves).then(|| WavePlan {
        number: waves_so_far + 1,
        size: usize::from(policy.wave_size),
        expires_at: now + Duration::hours(i64::from(policy.expiry_hours)),
    })
}
