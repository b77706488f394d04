//! What the index knows of a person, and who may be in it at all.

use chrono::NaiveDate;

use crate::active_list::{Affiliation, RegistrationStatus, Specialist};
use crate::catalogue::Catalogue;
use crate::full_text::query::Dimension;
use crate::ids::SpecialistId;
use crate::values::folded;

/// Somebody who may be found by anybody. Only [`Listed::of`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub(super) id: SpecialistId,
    pub(super) facts: Facts,
    pub(super) texts: Texts,
}

/// What is filtered and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// For each dimension the bits of its codes; bit 0 of `Remote` says yes.
    pub bits: [u64; Dimension::ALL.len()],
    /// The last day on which the registration holds.
    pub valid_until: NaiveDate,
    pub last_confirmed: NaiveDate,
}

/// Folded texts by where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Texts {
    pub display_name: String,
    /// Roles and narratives.
    pub told: Vec<String>,
    pub qualifications: Vec<String>,
    pub municipality: String,
}

impl Listed {
    /// Whether a person may be found by anybody: with both words of consent, not employed and hidden, and registered. (Whether a registration
    /// still holds is asked at each search: days pass without an event.)
    pub fn permits(specialist: &Specialist, consented: bool, public_listing: bool) -> bool {
        let is_registered = specialist.registration.status == RegistrationStatus::Registered;
        consented && public_listing && is_registered && specialist.affiliation != Affiliation::EmployedHidden
    }

    /// None for whoever may not be found. Full name, contacts, registration number and affiliation go no further than this.
    pub fn of(catalogue: &Catalogue, id: SpecialistId, specialist: &Specialist, consented: bool, public_listing: bool) -> Option<Self> {
        if !Self::permits(specialist, consented, public_listing) {
            return None;
        }
        let told: Vec<String> = specialist
            .experiences
            .iter()
            .flat_map(|experience| [experience.role.as_str(), experience.text.as_str()])
            .filter(|text| !text.is_empty())
            .map(folded)
            .collect();
        let qualifications: Vec<String> = specialist.qualifications.iter().map(|line| folded(line.as_str())).collect();
        let texts = Texts {
            display_name: folded(specialist.display_name.as_str()),
            municipality: folded(specialist.base.municipality.as_str()),
            told,
            qualifications,
        };
        let facts = Facts {
            bits: bits(catalogue, specialist, &texts),
            valid_until: specialist.registration.valid_until,
            last_confirmed: specialist.last_confirmed,
        };
        Some(Self { id, facts, texts })
    }
}

fn bits(catalogue: &Catalogue, specialist: &Specialist, texts: &Texts) -> [u64; Dimension::ALL.len()] {
    let menus = specialist.menus.iter().map(|offered| offered.menu.as_str());
    let fields = specialist.fields.iter().map(String::as_str);
    let topics = texts.told.iter().chain(&texts.qualifications).fold(0, |bits, text| bits | catalogue.topics(text));
    let services = catalogue.services_offered(menus.clone(), fields.clone()) | topics;
    Dimension::ALL.map(|dimension| match dimension {
        Dimension::Prefecture => {
            let served = specialist.served_prefectures.iter().chain([&specialist.base.prefecture]);
            dimension.bits(catalogue, served.map(String::as_str))
        }
        Dimension::Menu => dimension.bits(catalogue, menus.clone()),
        Dimension::Field => dimension.bits(catalogue, fields.clone()),
        Dimension::Service => services,
        Dimension::Category => {
            let offered = catalogue.services().iter().enumerate().filter(|(at, _)| services >> at & 1 == 1);
            dimension.bits(catalogue, offered.map(|(_, service)| service.category.as_str()))
        }
        Dimension::Industry => dimension.bits(catalogue, specialist.experiences.iter().map(|experience| experience.industry.as_str())),
        Dimension::Remote => u64::from(specialist.remote),
    })
}
