//! Reading what a press of a button sent: the fields of a browser's form, or the same names in a JSON document.

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;

use crate::desk::{Press, Stale};
use crate::ids::Token;
use crate::language::Language;
use crate::seals::PageValue;
use crate::web::body::Bytes;
use crate::wording::say;

/// What was sent, by name.
#[derive(Clone, Debug, Default)]
pub struct Pressed {
    fields: HashMap<String, String>,
    from_elsewhere: bool,
}

impl Pressed {
    pub fn read(request: &HttpRequest, body: &Bytes) -> Self {
        let document = serde_json::from_slice::<HashMap<String, serde_json::Value>>(&body.0);
        let fields: HashMap<String, String> = match document {
            Ok(document) => document.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect(),
            Err(_) => url::form_urlencoded::parse(&body.0).into_owned().collect(),
        };
        Self::of_texts(request, fields)
    }

    /// The same of texts that were read already.
    pub fn of_texts(request: &HttpRequest, fields: HashMap<String, String>) -> Self {
        // Browsers say so themselves when another site sends the form. (`Origin` is of no use: our pages tell nobody where they are.)
        let from_elsewhere = request.headers().get("Sec-Fetch-Site").is_some_and(|site| site == "cross-site");
        Self { fields, from_elsewhere }
    }

    /// Whether the browser says that another site sent the form.
    pub fn is_from_elsewhere(&self) -> bool {
        self.from_elsewhere
    }

    /// A field as sent; empty if it was not.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Code of the pledge that the page showed; none where its box was not ticked.
    pub fn pledge(&self) -> Option<String> {
        (self.text("pledged") == "yes").then(|| self.text("pledge").to_owned())
    }

    /// The press, with the value that the page held.
    pub fn press(&self, token: Token) -> Press {
        let value = PageValue::find(self.text("value")).filter(|_| !self.from_elsewhere);
        Press { token, value, browser: None }
    }
}

/// Status, and the sentence with which a page comes again whose press did not count.
pub fn again(stale: Stale, language: Language) -> (StatusCode, String) {
    match stale {
        Stale::Unknown => (StatusCode::FORBIDDEN, say(language, "press-again")),
        Stale::Used => (StatusCode::CONFLICT, say(language, "press-again-used")),
    }
}

/// The same for a page that may also be shown for the first time, without a sentence.
pub fn again_or_ok(stale: Option<Stale>, language: Language) -> (StatusCode, Option<String>) {
    match stale.map(|stale| again(stale, language)) {
        Some((status, sentence)) => (status, Some(sentence)),
        None => (StatusCode::OK, None),
    }
}
