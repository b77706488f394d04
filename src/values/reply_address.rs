//! The mailbox for answers to letters, where each letter has an address of its own: `offers+<letter id>@example.jp`.

use crate::ids::LetterId;
use crate::values::MailAddress;

/// Stands between the mailbox and the letter (RFC 5233).
const DETAIL: char = '+';
/// A letter's id without its bars.
const ID_LENGTH: usize = 32;
/// RFC 5321, 4.5.3.1.1.
const LONGEST_LOCAL: usize = 64;

/// The mailbox itself, without a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyAddress(MailAddress);

impl ReplyAddress {
    /// None where a letter's id has no place, or where the mailbox looks like that of a letter already.
    pub fn find(mailbox: MailAddress) -> Option<Self> {
        let local = local_part(mailbox.as_str())?;
        let fits = !local.contains(DETAIL) && local.len() + 1 + ID_LENGTH <= LONGEST_LOCAL;
        fits.then_some(Self(mailbox))
    }

    /// Where answers to a letter go. The letter's id is a name and no secret: it may stand in the logs of mail servers.
    pub fn of_letter(&self, letter: LetterId) -> String {
        let local = local_part(self.0.as_str()).unwrap_or_default();
        format!("{local}{DETAIL}{}@{}", letter.uuid().simple(), self.0.domain())
    }

    /// The letter whose address this is.
    pub fn letter_of(&self, address: &str) -> Option<LetterId> {
        let (local, domain) = address.rsplit_once('@')?;
        let (mailbox, id) = local.split_once(DETAIL)?;
        let ours = domain.eq_ignore_ascii_case(self.0.domain()) && mailbox.eq_ignore_ascii_case(local_part(self.0.as_str())?);
        id.parse().ok().filter(|_| ours && id.len() == ID_LENGTH)
    }
}

fn local_part(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(local, _)| local)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Option<ReplyAddress> {
        ReplyAddress::find(MailAddress::parse(text).unwrap())
    }

    #[test]
    fn the_address_of_a_letter_leads_back_to_it() {
        let letter: LetterId = "019aa1b2-0000-7000-8000-000000000001".parse().unwrap();
        let mailbox = find("Offers@nakodo.example").unwrap();
        let address = mailbox.of_letter(letter);
        assert_eq!(address, "Offers+019aa1b2000070008000000000000001@nakodo.example");
        for typed in [address.clone(), address.to_uppercase()] {
            assert_eq!(mailbox.letter_of(&typed), Some(letter), "{typed}");
        }
        assert!(MailAddress::parse(&address).is_ok());
        for strange in [
            "offers@nakodo.example",
            "offers+1@nakodo.example",
            "other+019aa1b2000070008000000000000001@nakodo.example",
            "offers+019aa1b2000070008000000000000001@other.example",
            "offers+{019aa1b2-0000-7000-8000-000000000001}@nakodo.example",
            "",
        ] {
            assert_eq!(mailbox.letter_of(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_mailbox_without_room_for_a_letter_is_refused() {
        assert!(find(&format!("{}@nakodo.example", "a".repeat(31))).is_some());
        assert!(find(&format!("{}@nakodo.example", "a".repeat(32))).is_none());
        assert!(find("offers+x@nakodo.example").is_none());
    }
}
