//! The parameters of an address, read strictly: one that nobody knows is named, as are all mistakes in the others. (A filter that is misspelled and
//! passed over would show too much.)

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::report::{Checker, FieldError, Mistake};
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{language, refuse_with};

/// Parameters as texts: `T` has a field of type `Option<String>` for each, and refuses unknown ones. `lang` belongs to every address.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = read(request.query_string()).map(Self);
        ready(read.map_err(|errors| refuse_with(request, Problem { kind: Kind::InvalidFields, errors, language: language(request) })))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Vec<FieldError>> {
    let mut found = Map::new();
    let mut checker = Checker::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "lang") {
        // No text of ours has one, and PostgreSQL does not even take it to compare.
        if value.contains('\0') {
            checker.refuse(pointer(&name), Mistake::new("control-character"));
        }
        if found.insert(name.clone().into_owned(), Value::String(value.into_owned())).is_some() {
            checker.refuse(pointer(&name), Mistake::new("named-twice"));
        }
    }
    let read = serde_path_to_error::deserialize(Value::Object(found));
    let unknown = |error: serde_path_to_error::Error<serde_json::Error>| {
        let name = error.path().to_string();
        vec![FieldError::new(pointer(&name), "unknown-field")]
    };
    let whole = read.map_err(unknown)?;
    checker.finish(Some(whole))
}

/// The place of a parameter in what is told about it.
pub fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A whole number within bounds.
pub fn number(text: &str, least: u64, most: u64) -> Result<u64, Mistake> {
    let number = text.parse::<u64>().map_err(|_| Mistake::new("not-a-number"))?;
    let out = Mistake::new("out-of-range").with("min", least).with("max", most);
    Some(number).filter(|number| (least..=most).contains(number)).ok_or(out)
}

pub fn yes_or_no(text: &str) -> Result<bool, Mistake> {
    text.parse().map_err(|_| Mistake::new("not-one-of").with("choices", "true, false"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Two {
        one: Option<String>,
        other: Option<String>,
    }

    #[test]
    fn a_parameter_that_nobody_knows_or_that_comes_twice_is_named() {
        let two: Two = read("one=%E9%96%A2&lang=en").unwrap();
        assert_eq!((two.one.as_deref(), two.other), (Some("関"), None));
        assert_eq!(read::<Two>("onne=1").unwrap_err(), [FieldError::new("/onne", "unknown-field")]);
        assert_eq!(read::<Two>("a%2Fb=1").unwrap_err(), [FieldError::new("/a~1b", "unknown-field")]);
        assert_eq!(read::<Two>("one=%00&other=a%00b").unwrap_err().len(), 2);
        assert_eq!(read::<Two>("one=a%00").unwrap_err(), [FieldError::new("/one", "control-character")]);
        assert_eq!(read::<Two>("one=1&one=2").unwrap_err(), [FieldError::new("/one", "named-twice")]);
    }

    #[test]
    fn figures_have_bounds() {
        assert_eq!(number("100", 1, 100), Ok(100));
        assert_eq!(number("101", 1, 100).unwrap_err().code, "out-of-range");
        assert_eq!(number("-1", 1, 100).unwrap_err().code, "not-a-number");
    }
}
