//! The national registration that makes a person a 登録セキスペ (情報処理の促進に関する法律 §6; the title is protected by §27).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::SpecialistId;
use crate::report::Mistake;

/// Six digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(example = "012345")]
pub struct RegistrationNumber(String);

impl RegistrationNumber {
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Mistake::new("required"));
        }
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Mistake::new("not-six-digits"));
        }
        Ok(Self(text.to_owned()))
    }

    /// What stands where the number of this row was: no two are the same, and no number of the register looks like it.
    pub fn of_nobody(id: SpecialistId) -> Self {
        Self(format!("nobody-{id}"))
    }

    /// Whether the person was forgotten.
    pub fn is_of_nobody(&self) -> bool {
        self.0.starts_with("nobody-")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the register says of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationStatus {
    Registered,
    /// Not renewed in time.
    Lapsed,
    /// Struck off.
    Revoked,
}

impl RegistrationStatus {
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        match text.trim() {
            "registered" => Ok(Self::Registered),
            "lapsed" => Ok(Self::Lapsed),
            "revoked" => Ok(Self::Revoked),
            "" => Err(Mistake::new("required")),
            _ => Err(Mistake::new("not-one-of").with("choices", "registered, lapsed, revoked")),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Registration {
    pub number: RegistrationNumber,
    /// The last day on which the registration holds (three years after it was given).
    pub valid_until: NaiveDate,
    pub status: RegistrationStatus,
}

impl Registration {
    /// Whether the person may be called a registered specialist on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.status == RegistrationStatus::Registered && day <= self.valid_until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_holds_through_its_last_day_and_not_after() {
        let last = NaiveDate::from_ymd_opt(2027, 3, 31).unwrap();
        let registration = Registration {
            number: RegistrationNumber::parse("000123").unwrap(),
            valid_until: last,
            status: RegistrationStatus::Registered,
        };
        assert!(registration.holds_on(last));
        assert!(!registration.holds_on(last.succ_opt().unwrap()));
        assert!(!Registration { status: RegistrationStatus::Revoked, ..registration }.holds_on(last));
    }

    #[test]
    fn a_registration_number_has_six_digits() {
        assert_eq!(RegistrationNumber::parse("12345"), Err(Mistake::new("not-six-digits")));
        assert_eq!(RegistrationNumber::parse("１２３４５６"), Err(Mistake::new("not-six-digits")));
    }
}
