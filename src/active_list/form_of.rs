//! A profile on record as it would be typed, so that a part of it can be typed anew.

use crate::active_list::{Specialist, SpecialistForm};

impl SpecialistForm {
    /// Both have the same fields under the same names; words of consent are kept apart.
    pub fn of(person: &Specialist) -> Result<Self, serde_json::Error> {
        serde_json::to_value(person).and_then(serde_json::from_value)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::active_list::{
        BaseForm, BlackoutForm, ConditionsForm, ContactForm, EmploymentForm, ExperienceForm, OfferedMenuForm, RegistrationForm,
    };
    use crate::catalogue::Catalogue;

    #[test]
    fn a_profile_that_is_typed_as_it_is_on_record_is_the_same_profile() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let catalogue = Catalogue::embedded(today).unwrap();
        let form = SpecialistForm {
            registration: RegistrationForm { number: "000001".into(), valid_until: "2028-03-31".into(), status: None },
            name: "佐藤 健".into(),
            contacts: vec![ContactForm { address: "sato@example.jp".into(), shared: true, language: Some("en".into()) }],
            affiliation: "employed_side_job_ok".into(),
            base: BaseForm { prefecture: "21".into(), municipality: "岐阜市".into() },
            menus: vec![OfferedMenuForm { menu: "basic-check".into(), minimum_fee_yen: Some(15_000), unit: "visit".into() }],
            fields: vec!["digital-operation".into()],
            field_levels: [("digital-operation".to_owned(), 4)].into(),
            experiences: vec![ExperienceForm {
                industry: "E".into(),
                role: "工場の担当".into(),
                from_year: Some(2020),
                staff: Some("up-to-20".into()),
                text: "受発注の電子化。".into(),
                ..ExperienceForm::default()
            }],
            availability: vec!["tue-pm".into()],
            hours_per_week: Some(5),
            max_engagements: Some(1),
            blackouts: vec![BlackoutForm { from: "2026-12-28".into(), to: "2027-01-05".into() }],
            conditions: ConditionsForm {
                employment: EmploymentForm { permission: Some("granted".into()), ..EmploymentForm::default() },
                sells_products: Some(false),
                quiet_hours: Some("22-7".into()),
                ..ConditionsForm::default()
            },
            ..SpecialistForm::default()
        };
        let person = form.check(&catalogue, today).unwrap();
        assert_eq!(SpecialistForm::of(&person).unwrap().check(&catalogue, today).unwrap(), person);
    }
}
