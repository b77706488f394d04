//! Lists a page at a time: `limit` says how many, and the link `rel="next"` (RFC 8288) of an answer leads to what follows. Its `cursor` names the last row
//! that was shown, so rows that come or go meanwhile neither repeat nor hide others.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::report::{Checker, FieldError, Mistake};
use crate::web::query::number;

/// Rows of a page unless asked otherwise, and at most.
const USUAL: usize = 50;
const MOST: u64 = 200;

/// Which page is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    pub limit: usize,
    /// The key of the last row that was shown.
    pub after: Option<String>,
}

impl Paging {
    /// Reads `limit` and `cursor`; `is_key` says whether a key can be one of this list.
    pub fn read(checker: &mut Checker, limit: Option<&str>, cursor: Option<&str>, is_key: impl Fn(&str) -> bool) -> Self {
        let limit = limit.and_then(|text| checker.take("/limit", number(text, 1, MOST)));
        let key = |text: &str| opened(text).filter(|key| is_key(key)).ok_or_else(|| Mistake::new("unknown-cursor"));
        Self {
            limit: limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(USUAL),
            after: cursor.and_then(|text| checker.take("/cursor", key(text))),
        }
    }

    /// How many rows to look for: one more than are shown tells whether more follow.
    pub fn wanted(&self) -> usize {
        self.limit + 1
    }

    /// The page of a list that is in memory whole, in the order of its keys.
    pub fn cut<T>(&self, mut all: Vec<T>, key: impl Fn(&T) -> String) -> Vec<T> {
        all.sort_by_key(&key);
        if let Some(after) = &self.after {
            all.retain(|row| key(row) > *after);
        }
        all.truncate(self.wanted());
        all
    }

    /// The answer with these rows, of which the last only says that more follow.
    pub fn answer<T: Serialize>(&self, request: &HttpRequest, mut rows: Vec<T>, key: impl Fn(&T) -> String) -> HttpResponse {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = rows.last().filter(|_| more).map(|row| link(request, &sealed(&key(row))));
        let mut answer = HttpResponse::Ok();
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(Ok(next)) = next.map(HeaderValue::try_from) {
            answer.insert_header((header::LINK, next));
        }
        answer.json(rows)
    }
}

/// The same address with another cursor.
fn link(request: &HttpRequest, cursor: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let kept = url::form_urlencoded::parse(request.query_string().as_bytes()).filter(|(name, _)| name != "cursor");
    query.extend_pairs(kept).append_pair("cursor", cursor);
    format!("<{}?{}>; rel=\"next\"", request.path(), query.finish())
}

/// Opaque to clients, so that what is in it may change.
fn sealed(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

fn opened(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}

/// The parameters of a list that has no filters.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageQuery {
    cursor: Option<String>,
    limit: Option<String>,
}

impl PageQuery {
    pub fn check(&self, is_key: impl Fn(&str) -> bool) -> Result<Paging, Vec<FieldError>> {
        let mut checker = Checker::new();
        let paging = Paging::read(&mut checker, self.limit.as_deref(), self.cursor.as_deref(), is_key);
        checker.finish(Some(paging))
    }
}
