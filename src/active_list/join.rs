//! What somebody types who registers by themselves: the least that a profile needs. All else is added later, in small steps.

use chrono::NaiveDate;

use crate::active_list::{BaseForm, ConsentForm, ContactForm, LISTING, RegistrationForm, Specialist, SpecialistForm};
use crate::catalogue::Catalogue;
use crate::identity::Account;
use crate::report::FieldError;

/// A registration as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JoinForm {
    /// Scopes that are agreed to. Without [`LISTING`] there is nothing to register for.
    pub consents: Vec<String>,
    pub number: String,
    pub valid_until: String,
    pub name: String,
    pub affiliation: String,
    pub prefecture: String,
    pub municipality: String,
}

impl JoinForm {
    /// The profile with its words of consent, all of them in the edition that is in force. Nothing is taken for granted that was not said: there are no
    /// hours yet, so nobody asks before the person has said when there is time.
    pub fn check(
        &self,
        catalogue: &Catalogue,
        today: NaiveDate,
        account: &Account,
    ) -> Result<(Specialist, Vec<ConsentForm>), Vec<FieldError>> {
        let edition = catalogue.edition("consents");
        let word = |scope: &String| ConsentForm { scope: scope.clone(), version: edition.to_owned(), given: true };
        let form = SpecialistForm {
            registration: RegistrationForm { number: self.number.clone(), valid_until: self.valid_until.clone(), status: None },
            name: self.name.clone(),
            contacts: vec![ContactForm {
                address: account.address.as_str().to_owned(),
                shared: false,
                language: Some(account.language.tag().to_owned()),
            }],
            consents: self.consents.iter().map(word).collect(),
            affiliation: self.affiliation.clone(),
            base: BaseForm { prefecture: self.prefecture.clone(), municipality: self.municipality.clone() },
            hours_per_week: Some(0),
            max_engagements: Some(1),
            ..SpecialistForm::default()
        };
        let checked = form.check(catalogue, today);
        if self.consents.iter().any(|scope| scope == LISTING) {
            return checked.map(|specialist| (specialist, form.consents));
        }
        let mut errors = checked.err().unwrap_or_default();
        errors.insert(0, FieldError::new("/consents", "consent-needed"));
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::values::MailAddress;

    fn checked(form: &JoinForm) -> Result<(Specialist, Vec<ConsentForm>), Vec<FieldError>> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let account = Account { address: MailAddress::parse("sato@example.jp").unwrap(), language: Language::En, is_shared: false };
        form.check(&Catalogue::embedded(today).unwrap(), today, &account)
    }

    #[test]
    fn the_least_makes_a_profile_that_nobody_asks_yet_and_consent_to_be_listed_is_part_of_it() {
        let form = JoinForm {
            consents: vec!["listing".into()],
            number: "012345".into(),
            valid_until: "2028-03-31".into(),
            name: "佐藤 健".into(),
            affiliation: "employed_side_job_ok".into(),
            prefecture: "21".into(),
            municipality: "岐阜市".into(),
        };
        let (person, words) = checked(&form).unwrap();
        assert_eq!((person.hours_per_week, person.language(), words[0].version.as_str()), (0, Language::En, "2026-11"));
        let codes = |form: &JoinForm| checked(form).unwrap_err().into_iter().map(|error| error.code).collect::<Vec<_>>();
        assert_eq!(codes(&JoinForm { consents: vec!["public-listing".into()], ..form.clone() }), ["consent-needed"]);
        assert_eq!(codes(&JoinForm { number: "12".into(), consents: Vec::new(), ..form }), ["consent-needed", "not-six-digits"]);
    }
}
