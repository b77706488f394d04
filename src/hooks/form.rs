//! A webhook as its owner types it.

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

use crate::hooks::KINDS;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Line, shown};

const LONGEST_URL: usize = 2000;
const LONGEST_LABEL: usize = 80;

/// Where to send what.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookForm {
    /// The address that is called, with https, at most 2,000 characters.
    #[schema(example = "https://hooks.chamber.example.jp/nakodo")]
    url: String,
    label: String,
    /// Kinds of news that are wanted; empty for all.
    #[schema(example = json!(["match.made", "help_request.unmatched"]))]
    kinds: Vec<String>,
    /// False switches it off. True, as if left out, switches it on again, and what waits for it is sent.
    #[schema(example = true)]
    on: Option<bool>,
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    pub url: String,
    pub label: Line,
    /// Empty for all.
    pub kinds: Vec<String>,
}

impl Webhook {
    pub fn wants(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|wanted| wanted == kind)
    }
}

impl WebhookForm {
    /// What was typed into a page.
    pub fn typed(url: &str, label: &str, kinds: Vec<String>, on: bool) -> Self {
        Self { url: url.to_owned(), label: label.to_owned(), kinds, on: Some(on) }
    }

    /// The webhook, and whether it is on. `https_only` is true where an instance is in production.
    pub fn check(self, https_only: bool) -> Result<(Webhook, bool), Vec<FieldError>> {
        let mut checker = Checker::new();
        let url = checker.take("/url", address(&self.url, https_only));
        let label = checker.take("/label", Line::parse(&self.label, LONGEST_LABEL));
        for (at, kind) in self.kinds.iter().enumerate() {
            if !KINDS.contains(&kind.as_str()) {
                checker.refuse(format!("/kinds/{at}"), Mistake::new("unknown-code").with("value", shown(kind)).with("kind", "kinds"));
            }
        }
        let (kinds, on) = (self.kinds, self.on.unwrap_or(true));
        checker.finish(url.zip(label).map(|(url, label)| (Webhook { url, label, kinds }, on)))
    }
}

/// What the address leads to is judged when it is called: a name may lead elsewhere by then.
fn address(text: &str, https_only: bool) -> Result<String, Mistake> {
    if text.trim().is_empty() {
        return Err(Mistake::new("required"));
    }
    let count = text.chars().count();
    if count > LONGEST_URL {
        return Err(Mistake::new("too-long").with("max", LONGEST_URL).with("count", count));
    }
    let url = Url::parse(text).map_err(|_| Mistake::new("webhook-address"))?;
    let is_right = url.scheme() == "https" || (url.scheme() == "http" && !https_only);
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if is_right && is_plain && url.host().is_some() { Ok(url.into()) } else { Err(Mistake::new("webhook-address")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(url: &str, https_only: bool) -> Result<(Webhook, bool), Vec<FieldError>> {
        WebhookForm { url: url.into(), label: "受付".into(), ..WebhookForm::default() }.check(https_only)
    }

    #[test]
    fn production_calls_by_https_alone() {
        assert!(checked("https://hooks.example.jp/a?b=c", true).is_ok_and(|(_, on)| on));
        assert!(checked("http://hooks.example.jp/", false).is_ok());
        for wrong in [
            "http://hooks.example.jp/",
            "ftp://hooks.example.jp/",
            "https://user:word@hooks.example.jp/",
            "https:",
            "hooks.example.jp",
            "https://a.example/#b",
        ] {
            assert_eq!(checked(wrong, true).unwrap_err(), [FieldError::new("/url", "webhook-address")], "{wrong}");
        }
        let long = format!("https://hooks.example.jp/{}", "a".repeat(LONGEST_URL));
        assert_eq!(checked(&long, true).unwrap_err(), [FieldError::new("/url", "too-long").with("max", 2000).with("count", 2025)]);
    }

    #[test]
    fn a_webhook_wants_all_kinds_unless_it_names_some() {
        let form = |kinds: &[&str]| WebhookForm {
            url: "https://hooks.example.jp/".into(),
            label: "受付".into(),
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            on: Some(false),
        };
        let (all, on) = form(&[]).check(true).unwrap();
        assert!(all.wants("match.made") && !on);
        assert!(!form(&["offer.sent"]).check(true).unwrap().0.wants("match.made"));
        assert_eq!(
            form(&["offer.sent", "offer"]).check(true).unwrap_err(),
            [FieldError::new("/kinds/1", "unknown-code").with("value", "offer").with("kind", "kinds")]
        );
    }
}
