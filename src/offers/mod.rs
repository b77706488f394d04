//! Offers: one question to one specialist about one help request, with a deadline. Waves of offers follow the dated policy of the
//! catalogue (`config/waves`).

mod answer;
mod business_hours;
mod digest;
mod state;
mod terms;
mod wave;

pub use answer::{Decline, DeclineForm};
pub use business_hours::BusinessHours;
pub use digest::gathered_at;
pub use state::{Ended, OfferState};
pub use terms::{Draft, Terms, TermsForm};
pub use wave::{
    BY_NAME, Filling, WavePlan, begins_at, choice_times, expires_at, next_wave_at, plan_wave, plan_wave_beside, reminders, waits_until,
};
