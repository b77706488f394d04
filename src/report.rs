//! How a rim says what is wrong with what somebody typed: every mistake at once, each with the place, a stable code and the figures that
//! its sentence needs. The sentences are in `locales/*/field.ftl` under `field-<code>`; the rooms only name the code.

use std::fmt;

/// One mistake in a form, an API body or a row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) of the field, e.g. `/company/corporate_number`.
    pub pointer: String,
    /// Stable code in kebab case, e.g. `check-digit`.
    pub code: &'static str,
    /// Figures and words for the sentence, e.g. `("max", "200")`.
    pub args: Vec<(&'static str, String)>,
}

impl FieldError {
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self { pointer: pointer.into(), code, args: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// A mistake without its place: what a single value's parser knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Mistake {
    pub fn new(code: &'static str) -> Self {
        Self { code, args: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Collects every mistake of a form, so that a person mends all of them in one go.
#[derive(Debug, Default)]
pub struct Checker {
    errors: Vec<FieldError>,
}

impl Checker {
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a mistake at `pointer`.
    pub fn refuse(&mut self, pointer: impl Into<String>, mistake: Mistake) {
        self.errors.push(FieldError { pointer: pointer.into(), code: mistake.code, args: mistake.args });
    }

    /// The value, or none with its mistake noted at `pointer`.
    pub fn take<T>(&mut self, pointer: impl Into<String>, value: Result<T, Mistake>) -> Option<T> {
        value.map_err(|mistake| self.refuse(pointer, mistake)).ok()
    }

    /// The checked whole if nothing was refused. `build` gives none only where a part is missing, and a missing part was refused.
    pub fn finish<T>(self, build: Option<T>) -> Result<T, Vec<FieldError>> {
        match build {
            Some(whole) if self.errors.is_empty() => Ok(whole),
            _ => Err(self.errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_reported_at_once() {
        let mut checker = Checker::new();
        let number: Option<u8> = checker.take("/number", Err(Mistake::new("required")));
        let name: Option<&str> = checker.take("/name", Err(Mistake::new("too-long").with("max", 80)));
        let errors = checker.finish(number.zip(name)).expect_err("two fields were refused");
        assert_eq!(errors, [FieldError::new("/number", "required"), FieldError::new("/name", "too-long").with("max", 80)]);
    }
}
