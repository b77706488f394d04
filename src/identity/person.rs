//! Who acts behind an account that several people share: a name that they type themselves, of which there is no proof.

use crate::report::{Checker, FieldError};
use crate::values::Line;

/// The longest name; as long as of whoever accepts an offer for others.
const LENGTH: usize = 80;

/// A name as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonForm {
    pub name: String,
}

impl PersonForm {
    pub fn check(&self) -> Result<Line, Vec<FieldError>> {
        let mut checker = Checker::new();
        let name = checker.take("/name", Line::parse(&self.name, LENGTH));
        checker.finish(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_line_that_says_something() {
        let check = |name: &str| PersonForm { name: name.to_owned() }.check().map(|line| line.as_str().to_owned());
        assert_eq!(check(" 山田 花子 "), Ok("山田 花子".to_owned()));
        for wrong in ["", "  ", "山田\r\n花子", &"あ".repeat(81)] {
            assert!(check(wrong).is_err(), "{wrong:?}");
        }
    }
}
