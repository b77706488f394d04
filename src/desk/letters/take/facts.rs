//! Who the two sides are, as letters tell it.

use crate::correspondence::{CompanyFacts, SpecialistFacts};
use crate::store::{StoredHelpRequest, StoredSpecialist};
use crate::values::Line;

pub(super) fn company_facts(stored: &StoredHelpRequest) -> CompanyFacts {
    CompanyFacts { company: stored.help_request.company.clone(), need: stored.help_request.need.clone() }
}

pub(super) fn specialist_facts(stored: &StoredSpecialist, acting_person: Option<&Line>) -> SpecialistFacts {
    let person = stored.shown();
    SpecialistFacts {
        verified: stored.standing.is_verified(),
        name: person.name.clone(),
        registration_number: person.registration.number.as_str().to_owned(),
        valid_until: person.registration.valid_until,
        addresses: person.contacts.iter().map(|contact| contact.address.clone()).collect(),
        prefecture: person.base.prefecture.clone(),
        municipality: person.base.municipality.clone(),
        qualifications: person.qualifications.clone(),
        acting_person: acting_person.cloned(),
    }
}
