//! Somebody from outside, who stands on no list: asked by name and mail address by who leads, and shown with the profession that was said. Nobody checks it.

use serde::{Deserialize, Serialize};

use crate::catalogue::TeamRules;
use crate::engagement::{Seat, SeatForm};
use crate::language::Language;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Line, MailAddress, is_one_mailbox, parse_language};

/// Whoever was asked by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    pub name: Line,
    pub address: MailAddress,
    /// As who leads says. The person reads it on the page where they answer.
    pub profession: Line,
    pub language: Language,
}

/// Somebody from outside as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestForm {
    pub name: String,
    pub address: String,
    pub profession: String,
    /// `ja` or `en`; Japanese if left out.
    pub language: String,
    pub seat: SeatForm,
}

impl GuestForm {
    /// `others` are the seats that are open already, `own` the mailboxes of who leads: nobody comes along to themselves.
    pub fn check(&self, rules: &TeamRules, others: &[&Seat], own: &[MailAddress]) -> Result<Seat, Vec<FieldError>> {
        let mut checker = Checker::new();
        let name = checker.take("/name", Line::parse(&self.name, 80));
        let address = MailAddress::parse(&self.address).and_then(|address| match own.iter().any(|mine| is_one_mailbox(mine, &address)) {
            true => Err(Mistake::new("team-own-mailbox")),
            false => Ok(address),
        });
        let address = checker.take("/address", address);
        let profession = checker.take("/profession", Line::parse(&self.profession, 60));
        let language = Some(self.language.as_str()).filter(|tag| !tag.trim().is_empty());
        let language = checker.take("/language", parse_language(language));
        let seat = self.seat.lay(&mut checker, rules, others, true);
        let guest = (|| Some(Guest { name: name?, address: address?, profession: profession?, language: language? }))();
        checker.finish(seat.zip(guest).map(|(seat, guest)| Seat { guest: Some(guest), ..seat }))
    }
}
