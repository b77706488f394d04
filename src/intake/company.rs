//! A company that asks for help, and the person in it who reads the letters.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::RegistrationNumber;
use crate::language::Language;
use crate::values::{CorporateNumber, Line, MailAddress};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Company {
    pub name: Line,
    /// None for a sole proprietor, who has no such number.
    pub corporate_number: Option<CorporateNumber>,
    /// JIS X 0401 code.
    pub prefecture: String,
    pub municipality: Line,
    /// JSIC division, `A` to `T`.
    pub industry: String,
    /// 常時使用する従業員: without officers and temporary staff.
    pub employees: u32,
    /// In yen; none where there is no capital.
    pub capital_yen: Option<u64>,
    /// JSIC code finer than the division, such as `G39` or `M76`, where the law on small companies needs it.
    #[serde(default)]
    pub industry_code: Option<String>,
    /// Whether the company is on an island that only ships and planes reach.
    #[serde(default)]
    pub on_island: bool,
    #[serde(default)]
    pub relations: Relations,
    pub contact: CompanyContact,
}

impl Company {
    /// What tells one company from another: its corporate number, or the contact's address where it has none.
    pub fn key(&self) -> String {
        let number = self.corporate_number.as_ref().map(|number| number.as_str().to_owned());
        number.unwrap_or_else(|| self.contact.address.as_str().to_lowercase())
    }

    /// Whether its name and people have been taken out ([`crate::intake::HelpRequest::of_nobody`]).
    pub fn is_of_nobody(&self) -> bool {
        self.contact.address == MailAddress::of_nobody()
    }
}

/// Companies and people with whom the company has to do, as far as it matters for who may help. Never shown to a specialist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Relations {
    /// Other companies of the company's group.
    pub group: Vec<CorporateNumber>,
    pub competitors: Vec<CorporateNumber>,
    /// Companies that sell it IT services: they may not confirm their own work.
    pub vendors: Vec<CorporateNumber>,
    /// The company's own block list, by registration number; nobody is told of it.
    pub blocked: Vec<RegistrationNumber>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompanyContact {
    pub name: Line,
    pub address: MailAddress,
    pub phone: Option<Line>,
    pub language: Language,
}
