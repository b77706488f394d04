//! What a profile still lacks: first what keeps everybody from asking the person, then what would help to be found.

use chrono::NaiveDate;

use crate::active_list::{Affiliation, EmployerPermission, Specialist};

/// Something that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    Consent,
    /// The registration does not hold any more.
    Registration,
    /// The person wants to be hidden.
    Hidden,
    Permission,
    Menus,
    Slots,
    Hours,
    /// No engagement is taken on at all.
    Room,
    Fields,
    Experience,
    Neutrality,
    Qualifications,
}

impl Gap {
    pub const ALL: [Gap; 12] = [
        Self::Consent,
        Self::Registration,
        Self::Hidden,
        Self::Permission,
        Self::Menus,
        Self::Slots,
        Self::Hours,
        Self::Room,
        Self::Fields,
        Self::Experience,
        Self::Neutrality,
        Self::Qualifications,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Registration => "registration",
            Self::Hidden => "hidden",
            Self::Permission => "permission",
            Self::Menus => "menus",
            Self::Slots => "slots",
            Self::Hours => "hours",
            Self::Room => "room",
            Self::Fields => "fields",
            Self::Experience => "experience",
            Self::Neutrality => "neutrality",
            Self::Qualifications => "qualifications",
        }
    }

    /// Whether nobody asks the person until it is there.
    pub fn stops(self) -> bool {
        !matches!(self, Self::Fields | Self::Experience | Self::Neutrality | Self::Qualifications)
    }

    fn is_in(self, person: &Specialist, consented: bool, today: NaiveDate) -> bool {
        let employment = &person.conditions.employment;
        match self {
            Self::Consent => !consented,
            Self::Registration => !person.registration.holds_on(today),
            Self::Hidden => person.affiliation == Affiliation::EmployedHidden,
            Self::Permission => {
                let permitted = matches!(employment.permission, Some(EmployerPermission::Granted | EmployerPermission::NotNeeded));
                let holds = permitted && employment.permission_until.is_none_or(|until| today <= until);
                person.affiliation == Affiliation::EmployedSideJobOk && !holds
            }
            Self::Menus => person.menus.is_empty(),
            Self::Slots => person.availability.is_empty(),
            Self::Hours => person.hours_per_week == 0,
            Self::Room => person.max_engagements == 0,
            Self::Fields => person.fields.is_empty(),
            Self::Experience => person.experiences.is_empty(),
            Self::Neutrality => person.conditions.sells_products.is_none(),
            Self::Qualifications => person.qualifications.is_empty(),
        }
    }
}

/// What is missing today, what keeps everybody away first.
pub fn gaps(person: &Specialist, consented: bool, today: NaiveDate) -> Vec<Gap> {
    Gap::ALL.into_iter().filter(|gap| gap.is_in(person, consented, today)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::active_list::{BaseForm, ContactForm, RegistrationForm, SpecialistForm};
    use crate::catalogue::Catalogue;

    #[test]
    fn what_keeps_everybody_away_stands_first_and_a_permission_that_has_run_out_is_none() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-24");
        let form = SpecialistForm {
            registration: RegistrationForm { number: "000001".into(), valid_until: "2028-03-31".into(), status: None },
            name: "佐藤 健".into(),
            contacts: vec![ContactForm { address: "sato@example.jp".into(), ..ContactForm::default() }],
            affiliation: "employed_side_job_ok".into(),
            base: BaseForm { prefecture: "21".into(), municipality: "岐阜市".into() },
            hours_per_week: Some(5),
            max_engagements: Some(1),
            ..SpecialistForm::default()
        };
        let mut person = form.check(&Catalogue::embedded(today).unwrap(), today).unwrap();
        let found = gaps(&person, false, today);
        assert_eq!(found[..4], [Gap::Consent, Gap::Permission, Gap::Menus, Gap::Slots]);
        assert!(found.is_sorted_by_key(|gap| !gap.stops()));
        let employment = &mut person.conditions.employment;
        (employment.permission, employment.permission_until) = (Some(EmployerPermission::Granted), Some(today));
        assert!(!gaps(&person, true, today).contains(&Gap::Permission));
        assert!(gaps(&person, true, day("2026-11-25")).contains(&Gap::Permission));
        assert!(gaps(&person, true, day("2028-04-01")).contains(&Gap::Registration));
    }
}
