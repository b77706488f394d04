//! The pledge that the specialist gives before reading what the company wrote in its own words: whoever troubles it, what happened, names perhaps. Everything
//! else that a match tells is needed to find the company at all.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::engagement::{Course, NotNow, Side};

/// A pledge, given by one press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Promise {
    /// Code of the pledge that was read.
    #[schema(example = "2026-11")]
    pub pledge: String,
    /// When it was given (RFC 3339, UTC).
    pub at: DateTime<Utc>,
}

impl Course {
    /// The specialist gives the pledge before there are terms. Giving it again changes nothing: the first stands.
    pub fn promise(&mut self, by: Side, pledge: &str, now: Moment) -> Result<(), NotNow> {
        if by != Side::Specialist {
            return Err(NotNow);
        }
        self.promise.get_or_insert_with(|| Promise { pledge: pledge.to_owned(), at: now });
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

    #[test]
    fn the_specialist_promises_once_and_the_first_word_stands() {
        let now = Moment::default();
        let mut course = Course::begin(now);
        assert_eq!(course.promise(Side::Company, "2026-11", now), Err(NotNow));
        assert!(!course.has_promised());
        course.promise(Side::Specialist, "2026-11", now).unwrap();
        course.promise(Side::Specialist, "2027-04", now + chrono::Duration::days(1)).unwrap();
        assert_eq!(course.promise, Some(Promise { pledge: "2026-11".into(), at: now }));
        assert!(course.has_promised());
    }
}
