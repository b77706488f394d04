//! Support organisations (支援機関): chambers, societies and centres that ask on behalf of their members, once these have agreed (docs/brokering.md).

mod basket;
mod endorsement;
mod entry;
mod member;
mod referral;
mod sheet;
mod year;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::language::Language;
use crate::report::{Checker, FieldError};
use crate::values::{Line, MailAddress, parse_language};

pub use basket::Basket;
pub use endorsement::{
    Endorsement, EndorsementForm, EndorsementHour, EndorsementPast, EndorsementState, EndorsementStep, EndorsementTerms, last_day,
};
pub use entry::EntryCode;
pub use member::{Member, MemberForm, Paper, PaperForm, Standing, Way};
pub use referral::{ANSWERED_WITHIN, Referral, ReferralForm, ReferralState};
pub use sheet::{MEMBER_COLUMNS, MemberColumn, MemberRow, MemberTable, read_members, write_members};
pub use year::{FiscalYear, Share, WhyNobody, YearReport, YearRow};

/// A support organisation as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupportOrgForm {
    pub name: String,
    pub address: String,
    pub language: Option<String>,
}

/// A support organisation, checked. Its mailbox is told of matches and of help requests for which nobody was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupportOrg {
    pub name: Line,
    pub address: MailAddress,
    pub language: Language,
}

impl SupportOrgForm {
    pub fn check(&self) -> Result<SupportOrg, Vec<FieldError>> {
        let mut checker = Checker::new();
        let name = checker.take("/name", Line::parse(&self.name, 120));
        let address = checker.take("/address", MailAddress::parse(&self.address));
        let language = checker.take("/language", parse_language(self.language.as_deref()));
        checker.finish((|| Some(SupportOrg { name: name?, address: address?, language: language? }))())
    }
}
