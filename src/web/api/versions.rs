//! Versions of what can be edited (RFC 9110, 13): an answer carries one as its ETag, and an edit names the one that it was made from.

use actix_web::http::header::{self, HeaderName};
use actix_web::{Error, HttpRequest, HttpResponse};
use serde::Serialize;

use crate::web::problem::Kind;
use crate::web::reader::refuse;

/// What `If-Match` or `If-None-Match` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Versions {
    Any,
    /// Those that can be versions of ours; a list without any holds for nothing.
    These(Vec<i32>),
}

impl Versions {
    fn read(text: &str) -> Self {
        if text.trim() == "*" {
            return Self::Any;
        }
        // A weak tag compares like a strong one here: a version says all.
        let tag = |part: &str| part.trim().trim_start_matches("W/").strip_prefix('"')?.strip_suffix('"')?.parse().ok();
        Self::These(text.split(',').filter_map(tag).collect())
    }

    pub fn holds(&self, version: i32) -> bool {
        match self {
            Self::Any => true,
            Self::These(versions) => versions.contains(&version),
        }
    }

    /// The one version that was read; none for any. Of several the highest counts, since the others are older.
    pub fn only(&self) -> Result<Option<i32>, ()> {
        match self {
            Self::Any => Ok(None),
            Self::These(versions) => versions.iter().max().map(|version| Some(*version)).ok_or(()),
        }
    }
}

/// None where the header is not there.
pub fn asked_versions(request: &HttpRequest, header: &HeaderName) -> Option<Versions> {
    let value = request.headers().get(header)?;
    Some(Versions::read(value.to_str().unwrap_or_default()))
}

/// The version that an edit was made from; none where any will do. An edit that names none, or none of ours, is refused.
pub fn version_read(request: &HttpRequest) -> Result<Option<i32>, Error> {
    let asked = asked_versions(request, &header::IF_MATCH).ok_or_else(|| refuse(request, Kind::ReadFirst))?;
    asked.only().map_err(|()| refuse(request, Kind::Outdated))
}

/// What is on record with its version, so that nobody writes over what they have not read.
pub fn with_version(version: i32, view: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, etag(version))).json(view)
}

pub fn etag(version: i32) -> String {
    format!("\"{version}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_as_it_was_given() {
        assert_eq!(Versions::read(&etag(3)), Versions::These(vec![3]));
        assert_eq!(Versions::read("\"2\", W/\"3\", \"x\"").only(), Ok(Some(3)));
        assert_eq!(Versions::read(" * ").only(), Ok(None));
        for wrong in ["", "3", "\"three\"", "\"3"] {
            assert_eq!(Versions::read(wrong).only(), Err(()), "{wrong}");
            assert!(!Versions::read(wrong).holds(3));
        }
    }
}
