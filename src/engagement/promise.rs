//! The pledge that the specialist gives before reading what the company wrote in its own words: whoever troubles it, what happened, names perhaps. Everything
//! else that a match tells is needed to find the company at all.

use crate::engagement::{Course, NotNow, Side};
use crate::values::Promise;

impl Course {
    /// The specialist gives the pledge before there are terms. Giving it again changes nothing: the first stands.
    pub fn promise(&mut self, by: Side, promise: Promise) -> Result<(), NotNow> {
        if by != Side::Specialist {
            return Err(NotNow);
        }
        self.promise.get_or_insert(promise);
        Ok(())
    }

    /// Whether the specialist has given a pledge: by itself, or with terms.
    pub fn has_promised(&self) -> bool {
        self.promise.is_some() || self.versions.iter().any(|version| version.by == Side::Specialist || version.agreed_at.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;

    #[test]
    fn the_specialist_promises_once_and_the_first_word_stands() {
        let now = Moment::default();
        let of = |pledge: &str| Promise { pledge: pledge.to_owned(), at: now };
        let mut course = Course::begin(now);
        assert_eq!(course.promise(Side::Company, of("2026-11")), Err(NotNow));
        assert!(!course.has_promised());
        course.promise(Side::Specialist, of("2026-11")).unwrap();
        course.promise(Side::Specialist, of("2027-04")).unwrap();
        assert_eq!(course.promise, Some(of("2026-11")));
        assert!(course.has_promised());
    }
}
