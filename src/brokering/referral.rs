//! Referrals: a support organisation proposes to pass a help request on to another one, and the company decides.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::SupportOrgId;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::Line;

/// For how long the company can say yes.
pub const ANSWERED_WITHIN: Duration = Duration::days(14);

/// What became of a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferralState {
    /// The company is asked.
    Open,
    /// The help request belongs to the other organisation from then on.
    Agreed,
    Refused,
    TakenBack,
    /// The company did not answer in time.
    RunOut,
}

impl ReferralState {
    pub const ALL: [ReferralState; 5] = [Self::Open, Self::Agreed, Self::Refused, Self::TakenBack, Self::RunOut];

    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::TakenBack => "taken_back",
            Self::RunOut => "run_out",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// To whom a help request is to go, and why, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReferralForm {
    /// An organisation that takes referrals.
    #[schema(example = "019aa1b2-0000-7000-8000-000000000001")]
    pub to: String,
    /// Why, in words that the company and the other organisation read; at most 200 characters.
    #[schema(example = "製造業の制御システムにくわしい機関です。")]
    pub reason: String,
}

/// The same, checked. Whether that organisation takes referrals is for the store to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    pub to: SupportOrgId,
    pub reason: Line,
}

impl ReferralForm {
    pub fn check(&self) -> Result<Referral, Vec<FieldError>> {
        let mut checker = Checker::new();
        let to = match self.to.trim() {
            "" => Err(Mistake::new("required")),
            id => id.parse().map_err(|_| Mistake::new("takes-no-referrals")),
        };
        let to = checker.take("/to", to);
        let reason = checker.take("/reason", Line::parse(&self.reason, 200));
        checker.finish(to.zip(reason).map(|(to, reason)| Referral { to, reason }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_back_from_their_codes() {
        assert!(ReferralState::ALL.into_iter().all(|one| ReferralState::find(one.code()) == Some(one)));
        assert_eq!(ReferralState::find("gone"), None);
    }

    #[test]
    fn a_referral_says_to_whom_and_why() {
        let mistakes = |to: &str, reason: &str| {
            let form = ReferralForm { to: to.into(), reason: reason.into() };
            form.check().map_err(|errors| errors.into_iter().map(|error| (error.pointer, error.code)).collect::<Vec<_>>())
        };
        let of = |pointer: &str, code| (pointer.to_owned(), code);
        assert_eq!(mistakes("", " "), Err(vec![of("/to", "required"), of("/reason", "required")]));
        assert_eq!(mistakes("関商工会議所", &"あ".repeat(201)), Err(vec![of("/to", "takes-no-referrals"), of("/reason", "too-long")]));
        assert!(mistakes("019aa1b2-0000-7000-8000-000000000001", &"あ".repeat(200)).is_ok());
    }
}
