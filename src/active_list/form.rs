//! A profile as typed, and the check that turns it into a [`Specialist`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};

use crate::active_list::{
    Affiliation, Base, Blackout, ConditionsForm, ConsentForm, Contact, Experience, FeeUnit, OfferedMenu, Registration, RegistrationNumber,
    RegistrationStatus, Specialist,
};
use crate::catalogue::Catalogue;
use crate::intake::StaffBand;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{
    Line, MailAddress, Prose, WeeklySlots, each, each_code, known_code, parse_date, parse_language, parse_prefecture, required, within,
};

/// A profile as typed. Every field may be missing here: what is required is said by the check, together with all other mistakes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SpecialistForm {
    pub registration: RegistrationForm,
    #[schema(example = "佐藤 健")]
    pub name: String,
    /// The name shown before a match; the first letter of the name if left out.
    #[schema(example = "佐藤 K.")]
    pub display_name: Option<String>,
    pub contacts: Vec<ContactForm>,
    /// Words of consent to be added to the history. Without `listing` nobody is found or asked.
    pub consents: Vec<ConsentForm>,
    /// `independent`, `employed_side_job_ok` or `employed_hidden`.
    #[schema(example = "independent")]
    pub affiliation: String,
    pub base: BaseForm,
    /// JIS X 0401 codes; the base prefecture is always added.
    #[schema(example = json!(["21", "23"]))]
    pub served_prefectures: Vec<String>,
    pub remote: bool,
    /// ITSS+ field codes.
    pub fields: Vec<String>,
    /// ITSS level, 1 to 7, of some of those fields.
    #[schema(schema_with = levels)]
    pub field_levels: BTreeMap<String, u8>,
    pub menus: Vec<OfferedMenuForm>,
    pub qualifications: Vec<String>,
    pub experiences: Vec<ExperienceForm>,
    /// `mon-am` to `sun-ev` (am, pm, ev).
    #[schema(example = json!(["mon-ev", "sat-am", "sat-pm"]))]
    pub availability: Vec<String>,
    /// 0 to 60.
    #[schema(example = 6, maximum = 60)]
    pub hours_per_week: Option<u8>,
    pub blackouts: Vec<BlackoutForm>,
    /// 0 to 20; 0 means "not now".
    #[schema(example = 2, maximum = 20)]
    pub max_engagements: Option<u8>,
    pub conditions: ConditionsForm,
    /// Today if left out.
    #[schema(example = "2026-11-01")]
    pub last_confirmed: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RegistrationForm {
    /// Six digits.
    #[schema(example = "012345")]
    pub number: String,
    #[schema(example = "2028-03-31")]
    pub valid_until: String,
    /// `registered` (default), `lapsed` or `revoked`.
    #[schema(example = "registered")]
    pub status: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContactForm {
    #[schema(example = "sato@example.jp")]
    pub address: String,
    /// Whether several people read this mailbox.
    pub shared: bool,
    /// `ja` (default) or `en`.
    pub language: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BaseForm {
    #[schema(example = "21")]
    pub prefecture: String,
    #[schema(example = "岐阜市")]
    pub municipality: String,
}

/// Figures of a map have no place of their own for their bounds.
fn levels() -> Schema {
    let level: Schema = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(7)).build().into();
    ObjectBuilder::new().schema_type(Type::Object).additional_properties(Some(AdditionalProperties::RefOr(level.into()))).build().into()
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OfferedMenuForm {
    pub menu: String,
    #[schema(example = 15000, maximum = 10000000)]
    pub minimum_fee_yen: Option<u32>,
    /// `hour`, `visit`, `day`, `project` or `month`.
    pub unit: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExperienceForm {
    #[schema(example = "E")]
    pub industry: String,
    pub role: String,
    #[schema(minimum = 1950, maximum = 2100)]
    pub from_year: Option<u16>,
    #[schema(minimum = 1950, maximum = 2100)]
    pub to_year: Option<u16>,
    /// Size of the company that was supported: `up-to-5` to `over-300`.
    pub staff: Option<String>,
    /// Step of the guideline for small companies, 1 to 4.
    #[schema(minimum = 1, maximum = 4)]
    pub guideline_step: Option<u8>,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BlackoutForm {
    pub from: String,
    pub to: String,
}

impl SpecialistForm {
    /// Checks everything at once. `today` is the date in Japan.
    pub fn check(&self, catalogue: &Catalogue, today: NaiveDate) -> Result<Specialist, Vec<FieldError>> {
        let mut checker = Checker::new();
        let registration = self.registration.check(&mut checker);
        let name = checker.take("/name", Line::parse(&self.name, 80));
        let display_name = match &self.display_name {
            Some(text) => checker.take("/display_name", Line::parse(text, 80)),
            None => name.as_ref().map(Line::initial),
        };
        let contacts = self.check_contacts(&mut checker);
        let affiliation = checker.take("/affiliation", Affiliation::parse(&self.affiliation));
        let base = self.check_base(&mut checker, catalogue);
        let served = each_code(&mut checker, "/served_prefectures", &self.served_prefectures, 47, |code| parse_prefecture(catalogue, code));
        let field = |code: &str| known_code(code, "field", catalogue.field(code.trim()).is_some());
        let fields = each_code(&mut checker, "/fields", &self.fields, 17, field);
        let field_levels = self.check_levels(&mut checker);
        let menus = each(&mut checker, "/menus", &self.menus, 64, |checker, at, menu| menu.check(checker, at, catalogue));
        let qualifications = each_code(&mut checker, "/qualifications", &self.qualifications, 20, |text| Line::parse(text, 80));
        let experiences = each(&mut checker, "/experiences", &self.experiences, 30, |checker, at, it| it.check(checker, at, catalogue));
        let availability = checker.take("/availability", WeeklySlots::parse(&self.availability));
        let hours_per_week = checker.take("/hours_per_week", required(self.hours_per_week).and_then(|hours| within(hours, 0, 60)));
        let blackouts = each(&mut checker, "/blackouts", &self.blackouts, 60, |checker, at, it| it.check(checker, at));
        let max_engagements = checker.take("/max_engagements", required(self.max_engagements).and_then(|count| within(count, 0, 20)));
        let conditions = self.conditions.check(&mut checker, catalogue);
        let last_confirmed = match &self.last_confirmed {
            None => Some(today),
            Some(text) => checker.take("/last_confirmed", parse_date(text).and_then(|day| not_after(day, today))),
        };
        for (at, consent) in self.consents.iter().enumerate() {
            let scope = known_code(&consent.scope, "consent", catalogue.consent_scope(consent.scope.trim()).is_some());
            checker.take(format!("/consents/{at}/scope"), scope);
            checker.take(format!("/consents/{at}/version"), Line::parse(&consent.version, 20));
        }
        let served = served.zip(base.as_ref()).map(|(served, base)| with_base(served, base));
        let build = || {
            Some(Specialist {
                registration: registration?,
                name: name?,
                display_name: display_name?,
                contacts: contacts?,
                affiliation: affiliation?,
                base: base?,
                served_prefectures: served?,
                remote: self.remote,
                fields: fields?,
                field_levels: field_levels?,
                menus: menus?,
                qualifications: qualifications?,
                experiences: experiences?,
                availability: availability?,
                hours_per_week: hours_per_week?,
                blackouts: blackouts?,
                max_engagements: max_engagements?,
                conditions: conditions?,
                last_confirmed: last_confirmed?,
            })
        };
        checker.finish(build())
    }

    fn check_contacts(&self, checker: &mut Checker) -> Option<Vec<Contact>> {
        if self.contacts.is_empty() {
            checker.refuse("/contacts", Mistake::new("required"));
        }
        each(checker, "/contacts", &self.contacts, 5, |checker, at, contact| {
            let address = checker.take(format!("{at}/address"), MailAddress::parse(&contact.address));
            let language = checker.take(format!("{at}/language"), parse_language(contact.language.as_deref()));
            Some(Contact { address: address?, shared: contact.shared, language: language? })
        })
    }

    fn check_levels(&self, checker: &mut Checker) -> Option<BTreeMap<String, u8>> {
        let level = |(field, level): (&String, &u8)| {
            let listed = self.fields.iter().any(|one| one.trim() == field.trim());
            let named = known_code(field, "field", listed).and_then(|field| Ok((field, within(*level, 1, 7)?)));
            checker.take(format!("/field_levels/{field}"), named)
        };
        let levels: Vec<_> = self.field_levels.iter().map(level).collect();
        levels.into_iter().collect()
    }

    fn check_base(&self, checker: &mut Checker, catalogue: &Catalogue) -> Option<Base> {
        let prefecture = checker.take("/base/prefecture", parse_prefecture(catalogue, &self.base.prefecture));
        let municipality = checker.take("/base/municipality", Line::parse(&self.base.municipality, 60));
        Some(Base { prefecture: prefecture?, municipality: municipality? })
    }
}

impl RegistrationForm {
    fn check(&self, checker: &mut Checker) -> Option<Registration> {
        let number = checker.take("/registration/number", RegistrationNumber::parse(&self.number));
        let valid_until = checker.take("/registration/valid_until", parse_date(&self.valid_until));
        let status = checker.take("/registration/status", RegistrationStatus::parse(self.status.as_deref().unwrap_or("registered")));
        Some(Registration { number: number?, valid_until: valid_until?, status: status? })
    }
}

impl OfferedMenuForm {
    fn check(&self, checker: &mut Checker, at: &str, catalogue: &Catalogue) -> Option<OfferedMenu> {
        let menu = checker.take(format!("{at}/menu"), known_code(&self.menu, "menu", catalogue.menu(self.menu.trim()).is_some()));
        let fee = required(self.minimum_fee_yen).and_then(|fee| within(fee, 0, 10_000_000));
        let fee = checker.take(format!("{at}/minimum_fee_yen"), fee);
        let unit = checker.take(format!("{at}/unit"), FeeUnit::parse(&self.unit));
        Some(OfferedMenu { menu: menu?, minimum_fee_yen: fee?, unit: unit? })
    }
}

impl ExperienceForm {
    fn check(&self, checker: &mut Checker, at: &str, catalogue: &Catalogue) -> Option<Experience> {
        let known = catalogue.industry(self.industry.trim()).is_some();
        let industry = checker.take(format!("{at}/industry"), known_code(&self.industry, "industry", known));
        let role = checker.take(format!("{at}/role"), Line::parse(&self.role, 80));
        let from_year = checker.take(format!("{at}/from_year"), required(self.from_year).and_then(|year| within(year, 1950, 2100)));
        let first = self.from_year.unwrap_or(1950);
        let to_year = checker.take(format!("{at}/to_year"), self.to_year.map(|year| within(year, first, 2100)).transpose());
        let staff = checker.take(format!("{at}/staff"), self.staff.as_deref().map(StaffBand::parse).transpose());
        let step = checker.take(format!("{at}/guideline_step"), self.guideline_step.map(|step| within(step, 1, 4)).transpose());
        let text = checker.take(format!("{at}/text"), Prose::parse(&self.text, 2000));
        Some(Experience {
            industry: industry?,
            role: role?,
            from_year: from_year?,
            to_year: to_year?,
            staff: staff?,
            guideline_step: step?,
            text: text?,
        })
    }
}

impl BlackoutForm {
    fn check(&self, checker: &mut Checker, at: &str) -> Option<Blackout> {
        let from = checker.take(format!("{at}/from"), parse_date(&self.from))?;
        let to = parse_date(&self.to).and_then(|to| if to < from { Err(Mistake::new("before-start")) } else { Ok(to) });
        Some(Blackout { from, to: checker.take(format!("{at}/to"), to)? })
    }
}

fn with_base(mut served: Vec<String>, base: &Base) -> Vec<String> {
    served.push(base.prefecture.clone());
    served.sort();
    served.dedup();
    served
}

fn not_after(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Mistake> {
    if day > today { Err(Mistake::new("in-the-future")) } else { Ok(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_was_not_chosen_for_display_shows_only_its_first_letter() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let catalogue = Catalogue::embedded(today).unwrap();
        let mut form = SpecialistForm {
            registration: RegistrationForm { number: "000001".into(), valid_until: "2028-03-31".into(), status: None },
            name: "佐藤 健".into(),
            contacts: vec![ContactForm { address: "sato@example.jp".into(), ..ContactForm::default() }],
            affiliation: "independent".into(),
            base: BaseForm { prefecture: "21".into(), municipality: "岐阜市".into() },
            hours_per_week: Some(5),
            max_engagements: Some(1),
            ..SpecialistForm::default()
        };
        assert_eq!(form.check(&catalogue, today).unwrap().display_name.as_str(), "佐.");
        form.display_name = Some("さとけん".into());
        assert_eq!(form.check(&catalogue, today).unwrap().display_name.as_str(), "さとけん");
    }
}
