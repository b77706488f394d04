//! Offers: one question to one specialist about one help request, with a deadline. Waves of offers follow the dated policy of the
//! catalogue (`config/waves`).

mod answer;
mod state;
mod wave;

pub use answer::{Decline, DeclineForm};
pub use state::OfferState;
pub use wave::{WavePlan, plan_wave};
