//! Letters to the members of a support organisation.

use chrono::NaiveDate;

use crate::correspondence::{Content, LetterKind, Party};
use crate::desk::letters::take::{Filling, Reader};
use crate::ids::MemberId;
use crate::store::{Purpose, QueuedLetter};
use crate::values::Line;

impl Filling<'_> {
    pub(super) fn member_contact(&self, id: MemberId) -> Option<Reader> {
        let contact = &self.shelf.member(id)?.member.company.contact;
        Some(Reader { name: contact.name.clone(), to: vec![contact.address.clone()], language: contact.language })
    }

    pub(super) fn membership(&mut self, queued: &QueuedLetter, org: &Line, paper: Option<&(String, NaiveDate)>) -> Option<Content> {
        let Party::Member(id) = queued.party else { return None };
        let company = self.shelf.member(id)?.member.company.name.clone();
        let (org, until) = (org.clone(), self.now + self.desk.periods.follow_for);
        if queued.kind == LetterKind::MemberConsent {
            let page = self.link(Purpose::AnswerMember, id.to_string(), until);
            return Some(Content::MemberConsent { org, company, page });
        }
        let (clerk, given_on) = paper.cloned()?;
        Some(Content::MemberNoted { org, company, clerk, given_on, page: self.link(Purpose::AnswerMember, id.to_string(), until) })
    }
}
