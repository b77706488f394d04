//! How a specialist will be found: the profile as others see it, and for which of the sample help requests it comes up or does not, by the very rules and
//! scores by which people are asked. Nothing is changed, and nobody is told.

use chrono::NaiveDate;

use crate::active_list::Specialist;
use crate::catalogue::{Catalogue, Sample};
use crate::desk::credits::published;
use crate::desk::endorsements::endorsed_by;
use crate::desk::{Desk, EndorsedBy, PublishedCredit, Refusal};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::intake::{CompanyContactForm, CompanyForm, HelpRequest, HelpRequestForm, NeedForm};
use crate::matching::{Card, Explanation, Finding, Index, Question, why_not};

#[derive(Clone, Debug)]
pub struct Preview {
    /// The profile without what is not shown to others.
    pub shown: Specialist,
    /// Whether it carries the title.
    pub verified: bool,
    /// Entries of the ledger of credits that the person shows.
    pub credits: Vec<PublishedCredit>,
    /// Who recommends the person.
    pub endorsed_by: Vec<EndorsedBy>,
    pub samples: Vec<SampleView>,
}

/// How the profile stands with one sample.
#[derive(Clone, Debug)]
pub struct SampleView {
    pub sample: Sample,
    /// What keeps the person out; none for whoever comes up.
    pub findings: Vec<Finding>,
    /// Why the person comes up, with the score.
    pub explanation: Option<Explanation>,
}

/// The profile as it stands in the store now, without waiting for the index to follow.
pub async fn preview_profile(desk: &Desk, id: SpecialistId) -> Result<Preview, Refusal> {
    let (acting, today) = (desk.clone(), desk.clock.today());
    desk.store
        .read(move |tx| {
            let catalogue = &acting.catalogue;
            let person = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            let record = person.with(tx.records_of(&[id], acting.clock.now())?.remove(&id).unwrap_or_default());
            let card = Card::new(catalogue, id, &person.specialist, person.consented, record).with_pauses(catalogue, &person.pauses);
            let alone = Index::build(vec![card.clone()]);
            let view = |sample: &Sample| {
                let asked = asked(sample, &person.specialist, catalogue, today)?;
                let question = Question::new(catalogue, HelpRequestId::from(id.uuid()), &asked, today);
                let findings = why_not(&person.specialist, &record, &card, &asked, &question);
                let explanation = alone.candidate(id, &question).filter(|_| findings.is_empty()).map(|found| found.explanation);
                Some(SampleView { sample: sample.clone(), findings, explanation })
            };
            let samples = catalogue.samples().iter().filter_map(view).collect();
            let credits = published(tx, id)?;
            let (endorsed_by, verified) = (endorsed_by(tx, id, acting.clock.now())?, person.standing.is_verified());
            Ok(Preview { shown: person.shown().into_owned(), verified, credits, endorsed_by, samples })
        })
        .await
}

/// The help request that a sample stands for; none if the forms have grown stricter than the sample.
fn asked(sample: &Sample, person: &Specialist, catalogue: &Catalogue, today: NaiveDate) -> Option<HelpRequest> {
    let Sample { menus, mode, slots, hours, budget_yen, prefecture, industry, employees, .. } = sample.clone();
    let need = NeedForm {
        menus,
        mode,
        slots,
        hours: Some(hours),
        budget_yen: Some(budget_yen),
        start_on: sample.start_on(today).to_string(),
        ..NeedForm::default()
    };
    let company = CompanyForm {
        name: sample.ja.clone(),
        prefecture: prefecture.unwrap_or_else(|| person.base.prefecture.clone()),
        municipality: "-".to_owned(),
        industry,
        employees: Some(employees),
        contact: CompanyContactForm { name: "-".to_owned(), address: "sample@nakodo.example".to_owned(), ..CompanyContactForm::default() },
        ..CompanyForm::default()
    };
    HelpRequestForm { company, need }.check(catalogue, today).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::active_list::{BaseForm, ContactForm, RegistrationForm, SpecialistForm};

    #[test]
    fn every_sample_is_a_help_request_that_could_be_made() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let catalogue = Catalogue::embedded(today).unwrap();
        let form = SpecialistForm {
            registration: RegistrationForm { number: "000001".into(), valid_until: "2028-03-31".into(), status: None },
            name: "佐藤 健".into(),
            contacts: vec![ContactForm { address: "sato@example.jp".into(), ..ContactForm::default() }],
            affiliation: "independent".into(),
            base: BaseForm { prefecture: "21".into(), municipality: "岐阜市".into() },
            hours_per_week: Some(5),
            max_engagements: Some(1),
            ..SpecialistForm::default()
        };
        let person = form.check(&catalogue, today).unwrap();
        assert!(!catalogue.samples().is_empty());
        for sample in catalogue.samples() {
            assert!(asked(sample, &person, &catalogue, today).is_some(), "{}", sample.code);
        }
    }
}
