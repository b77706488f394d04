//! 法人番号: the 13-digit number that the National Tax Agency gives to each corporation.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::report::Mistake;

/// Thirteen digits, of which the first is a check digit over the other twelve.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(example = "7000012050002")]
pub struct CorporateNumber(String);

impl CorporateNumber {
    /// Spaces and hyphens between digits are ignored.
    ///
    /// ```
    /// use nakodo::values::CorporateNumber;
    ///
    /// assert!(CorporateNumber::parse("7000-0120-50002").is_ok());
    /// assert_eq!(CorporateNumber::parse("1000012050002").unwrap_err().code, "check-digit");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '　')).collect();
        if digits.is_empty() {
            return Err(Mistake::new("required"));
        }
        if digits.len() != 13 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Mistake::new("not-thirteen-digits"));
        }
        let expected = check_digit(&digits[1..]);
        if u32::from(digits.as_bytes()[0] - b'0') != expected {
            return Err(Mistake::new("check-digit").with("expected", expected));
        }
        Ok(Self(digits))
    }

    /// The number whose last twelve digits are `base` (only its last twelve decimal digits count).
    pub fn from_base(base: u64) -> Self {
        let base = format!("{:012}", base % 1_000_000_000_000);
        Self(format!("{}{base}", check_digit(&base)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// 9 − (Σ Pn·Qn mod 9), Pn the n-th digit from the right and Qn 1 for odd n, 2 for even n
/// (法人番号の指定等に関する省令, article 2).
fn check_digit(twelve: &str) -> u32 {
    let sum: u32 = twelve.bytes().rev().zip([1, 2].into_iter().cycle()).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    9 - sum % 9
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_national_tax_agencys_own_number_is_right() {
        // Published by the agency as its own number.
        assert_eq!(CorporateNumber::parse("7000012050002").map(|n| n.as_str().to_owned()), Ok("7000012050002".to_owned()));
    }

    #[test]
    fn a_mistyped_digit_is_told_with_the_digit_that_would_fit() {
        assert_eq!(CorporateNumber::parse("8000012050002"), Err(Mistake::new("check-digit").with("expected", 7)));
        assert_eq!(CorporateNumber::parse("700001205000"), Err(Mistake::new("not-thirteen-digits")));
    }

    proptest! {
        #[test]
        fn a_number_made_from_its_base_passes_its_own_check(base in 0_u64..1_000_000_000_000) {
            let number = CorporateNumber::from_base(base);
            prop_assert_eq!(CorporateNumber::parse(number.as_str()), Ok(number));
        }

        #[test]
        fn changing_one_digit_of_the_base_is_noticed_unless_it_changes_by_nine(base in 0_u64..1_000_000_000_000, at in 1_usize..13, step in 1_u8..9) {
            let number = CorporateNumber::from_base(base);
            let mut digits = number.as_str().as_bytes().to_vec();
            let changed = (digits[at] - b'0' + step) % 10;
            let difference = i16::from(changed) - i16::from(digits[at] - b'0');
            prop_assume!(difference.abs() != 9);
            digits[at] = b'0' + changed;
            prop_assert!(CorporateNumber::parse(std::str::from_utf8(&digits).unwrap()).is_err());
        }
    }
}
