//! States of webhooks and of messages, and how a call can end.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether messages go to a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    On,
    /// Its owner switched it off: nothing is kept for it either.
    Off,
    /// Nothing had arrived for days, so it was switched off; messages wait for it.
    Failed,
    /// It said itself that it is gone (410); messages wait for it.
    Gone,
}

impl WebhookState {
    pub fn code(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Failed => "failed",
            Self::Gone => "gone",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        [Self::On, Self::Off, Self::Failed, Self::Gone].into_iter().find(|state| state.code() == code)
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// It is to be sent, again perhaps.
    Waiting,
    Arrived,
    /// It was tried for days; a replay sends it once more.
    GivenUp,
}

impl MessageState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Arrived => "arrived",
            Self::GivenUp => "given_up",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Arrived, Self::GivenUp].into_iter().find(|state| state.code() == code)
    }
}

/// How a call ended, with the status of the answer or a code for why there was none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    Arrived(String),
    Failed(String),
    /// 410: whoever is there wants nothing any more.
    Gone,
}

impl CallOutcome {
    pub fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Arrived(status.to_string()),
            410 => Self::Gone,
            _ => Self::Failed(status.to_string()),
        }
    }

    /// As it is shown and kept.
    pub fn answer(&self) -> &str {
        match self {
            Self::Arrived(answer) | Self::Failed(answer) => answer,
            Self::Gone => "410",
        }
    }

    /// As it is counted.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Arrived(_) => "arrived",
            Self::Failed(_) => "failed",
            Self::Gone => "gone",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_of_the_two_hundreds_means_that_it_arrived() {
        let codes = [200, 204, 302, 404, 410, 429, 500].map(|status| CallOutcome::of_status(status).code());
        assert_eq!(codes, ["arrived", "arrived", "failed", "failed", "gone", "failed", "failed"]);
    }
}
