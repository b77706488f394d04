//! A company that asks for help, and the person in it who reads the letters.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::intake::CorporateNumber;
use crate::language::Language;
use crate::values::{Line, MailAddress};

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
    pub contact: CompanyContact,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompanyContact {
    pub name: Line,
    pub address: MailAddress,
    pub phone: Option<Line>,
    pub language: Language,
}
