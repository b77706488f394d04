//! Mail addresses, with a rule of our own on top of the mail library's: no IP literals, no bare host names, no quoted local parts.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::report::Mistake;

/// An address that can receive a letter. Its `Debug` is masked, so that it cannot reach a log by accident.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(example = "soumu@b-sha.example.jp")]
pub struct MailAddress(String);

impl MailAddress {
    /// RFC 5321 lengths (64 before the `@`, 254 in all), ASCII, a dotted domain of letters, digits and hyphens.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Mistake::new("required"));
        }
        let wrong = || Mistake::new("not-a-mail-address");
        let (local, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
        if text.len() > 254 || !is_local_part(local) || !is_domain(domain) {
            return Err(wrong());
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// What stands where somebody's address was. No mail can go there (RFC 2606).
    pub fn of_nobody() -> Self {
        Self("nobody@nakodo.invalid".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("MailAddress(…)")
    }
}

fn is_local_part(local: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-.".contains(c);
    !local.is_empty()
        && local.len() <= 64
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let labels: Vec<&str> = domain.split('.').collect();
    // A last label of digits only would be an IPv4 address.
    labels.len() >= 2
        && labels.iter().all(|label| is_label(label))
        && !labels.last().is_some_and(|top| top.chars().all(|c| c.is_ascii_digit()))
}

/// Whether letters to both reach one mailbox: capitals are the same letters, and what follows a plus sign is a folder.
pub fn is_one_mailbox(one: &MailAddress, other: &MailAddress) -> bool {
    mailbox_of(one) == mailbox_of(other)
}

/// The same text for all addresses that reach one mailbox.
pub fn mailbox_of(address: &MailAddress) -> String {
    let text = address.as_str().to_lowercase();
    let (local, domain) = text.rsplit_once('@').unwrap_or((&text, ""));
    format!("{}@{domain}", local.split('+').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_taken_and_their_domain_is_lower_cased() {
        assert_eq!(
            MailAddress::parse(" Sato.Ken+risu@Example.CO.JP ").map(|a| a.as_str().to_owned()),
            Ok("Sato.Ken+risu@example.co.jp".to_owned())
        );
    }

    #[test]
    fn what_the_mail_library_would_take_but_nobody_reads_is_refused() {
        for text in [
            "a@localhost",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "\"a b\"@example.jp",
            "a@@example.jp",
            "a@b..jp",
            "a b@example.jp",
            "a@例え.jp",
            "@x.jp",
            "a",
        ] {
            assert_eq!(MailAddress::parse(text), Err(Mistake::new("not-a-mail-address")), "{text}");
        }
    }

    #[test]
    fn an_address_never_shows_in_debug_output() {
        assert_eq!(format!("{:?}", MailAddress::parse("sato@example.jp")), "Ok(MailAddress(…))");
    }
}
