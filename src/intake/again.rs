//! A company as a form once more, to be changed.

use crate::intake::{Company, CompanyContact, CompanyContactForm, CompanyForm, Relations, RelationsForm};

impl From<&Company> for CompanyForm {
    fn from(company: &Company) -> Self {
        Self {
            name: company.name.as_str().to_owned(),
            corporate_number: company.corporate_number.as_ref().map(|number| number.as_str().to_owned()),
            prefecture: company.prefecture.clone(),
            municipality: company.municipality.as_str().to_owned(),
            industry: company.industry.clone(),
            employees: Some(company.employees),
            capital_yen: company.capital_yen,
            industry_code: company.industry_code.clone(),
            on_island: company.on_island,
            relations: RelationsForm::from(&company.relations),
            contact: CompanyContactForm::from(&company.contact),
        }
    }
}

impl From<&Relations> for RelationsForm {
    fn from(relations: &Relations) -> Self {
        let numbers = |of: &[crate::values::CorporateNumber]| of.iter().map(|number| number.as_str().to_owned()).collect();
        Self {
            group: numbers(&relations.group),
            competitors: numbers(&relations.competitors),
            vendors: numbers(&relations.vendors),
            blocked: relations.blocked.iter().map(|number| number.as_str().to_owned()).collect(),
        }
    }
}

impl From<&CompanyContact> for CompanyContactForm {
    fn from(contact: &CompanyContact) -> Self {
        Self {
            name: contact.name.as_str().to_owned(),
            address: contact.address.as_str().to_owned(),
            phone: contact.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            language: Some(contact.language.tag().to_owned()),
        }
    }
}
