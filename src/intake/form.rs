//! A help request as typed, and the check that turns it into a [`HelpRequest`].

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::RegistrationNumber;
use crate::catalogue::Catalogue;
use crate::intake::{Company, CompanyContact, HelpRequest, Mode, Need, Relations, Urgency};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{
    CorporateNumber, Line, MailAddress, Prose, Sensitivity, WeeklySlots, each_code, known_code, parse_date, parse_language,
    parse_prefecture, required, within, without_repetition,
};

/// How far ahead work can be asked for, in days.
const FURTHEST_START: u64 = 366;
/// How many numbers one list of relations may hold.
const MOST_RELATIONS: usize = 200;
/// How many wishes about others one help request may name.
const MOST_WISHES: usize = 20;

/// A help request as typed. Every field may be missing here: what is required is said by the check, together with all other mistakes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HelpRequestForm {
    pub company: CompanyForm,
    pub need: NeedForm,
}

impl HelpRequestForm {
    /// The same of a company that has not said who it is: only place, trade and size are left of it.
    pub fn of_anybody(&self) -> Self {
        let contact = CompanyContactForm {
            name: Line::of_nobody().as_str().to_owned(),
            address: MailAddress::of_nobody().as_str().to_owned(),
            ..CompanyContactForm::default()
        };
        let company = CompanyForm {
            name: contact.name.clone(),
            municipality: contact.name.clone(),
            corporate_number: None,
            relations: RelationsForm::default(),
            contact,
            ..self.company.clone()
        };
        Self { company, need: self.need.clone() }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompanyForm {
    #[schema(example = "B社")]
    pub name: String,
    /// Thirteen digits with a right check digit; left out by sole proprietors.
    #[schema(example = "7000012050002")]
    pub corporate_number: Option<String>,
    /// JIS X 0401 code.
    #[schema(example = "21")]
    pub prefecture: String,
    #[schema(example = "関市")]
    pub municipality: String,
    /// JSIC division, `A` to `T`.
    #[schema(example = "E")]
    pub industry: String,
    /// Persons in regular employment, 0 to 100,000.
    #[schema(example = 10, maximum = 100000)]
    pub employees: Option<u32>,
    /// In yen.
    #[schema(example = 10000000, maximum = 100000000000000_i64)]
    pub capital_yen: Option<u64>,
    /// JSIC code finer than the division: the letter and 2 to 4 digits.
    #[schema(example = "E24")]
    pub industry_code: Option<String>,
    /// On an island that only ships and planes reach.
    pub on_island: bool,
    pub relations: RelationsForm,
    pub contact: CompanyContactForm,
}

/// Who may not help, or not in everything. Each list holds at most 200 numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RelationsForm {
    /// Corporate numbers of the company's group.
    pub group: Vec<String>,
    pub competitors: Vec<String>,
    /// Corporate numbers of those who sell it IT services.
    pub vendors: Vec<String>,
    /// Registration numbers of specialists who are not to be asked.
    pub blocked: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompanyContactForm {
    #[schema(example = "田中 花子")]
    pub name: String,
    #[schema(example = "soumu@b-sha.example.jp")]
    pub address: String,
    #[schema(example = "0575-00-0000")]
    pub phone: Option<String>,
    /// `ja` (default) or `en`.
    pub language: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NeedForm {
    /// Codes of support menus; at least one menu or one field.
    #[schema(example = json!(["basic-check"]))]
    pub menus: Vec<String>,
    /// Codes of ITSS+ fields.
    pub fields: Vec<String>,
    /// `onsite`, `remote` or `hybrid`.
    #[schema(example = "hybrid")]
    pub mode: String,
    /// `mon-am` to `sun-ev`; any time if left out.
    #[schema(example = json!(["tue-pm", "thu-pm"]))]
    pub slots: Vec<String>,
    /// Not in the past, at most a year ahead.
    #[schema(example = "2026-12-01")]
    pub start_on: String,
    /// Hours of work in all, 1 to 2,000.
    #[schema(example = 6, minimum = 1, maximum = 2000)]
    pub hours: Option<u16>,
    /// In yen without tax, for all of the work.
    #[schema(example = 60000, maximum = 1000000000)]
    pub budget_yen: Option<u32>,
    /// `normal` (default), `soon` or `incident`.
    #[schema(example = "normal")]
    pub urgency: Option<String>,
    /// Over how many weeks the work may be spread, 1 to 104; a month, or as many as the hours need, if left out.
    #[schema(example = 4, minimum = 1, maximum = 104)]
    pub weeks: Option<u8>,
    /// `ordinary`, `internal` (default) or `confidential`.
    pub sensitivity: Option<String>,
    /// Language of the work: `ja` (default) or `en`.
    pub language: Option<String>,
    /// Only people who have declared that they sell no security products.
    pub neutral_only: bool,
    /// The work belongs to a public tender.
    pub public_procurement: bool,
    /// What the company says about others who may join in: `learner`, `lawyer`. It keeps nobody out.
    #[schema(example = json!(["learner"]))]
    pub team_wishes: Vec<String>,
    /// At most 4,000 characters.
    pub narrative: String,
}

impl HelpRequestForm {
    /// Checks everything at once. `today` is the date in Japan.
    pub fn check(&self, catalogue: &Catalogue, today: NaiveDate) -> Result<HelpRequest, Vec<FieldError>> {
        let mut checker = Checker::new();
        let company = self.company.check(&mut checker, catalogue);
        let need = self.need.check(&mut checker, catalogue, today);
        checker.finish(company.zip(need).map(|(company, need)| HelpRequest { company, need }))
    }
}

impl NeedForm {
    /// Checks what is asked for, where the company is known already.
    pub fn check_alone(&self, catalogue: &Catalogue, today: NaiveDate) -> Result<Need, Vec<FieldError>> {
        let mut checker = Checker::new();
        let need = self.check(&mut checker, catalogue, today);
        checker.finish(need)
    }
}

impl CompanyForm {
    /// Notes every mistake below `/company`.
    pub fn check(&self, checker: &mut Checker, catalogue: &Catalogue) -> Option<Company> {
        let name = checker.take("/company/name", Line::parse(&self.name, 120));
        let number = self.corporate_number.as_deref().filter(|text| !text.trim().is_empty());
        let corporate_number = checker.take("/company/corporate_number", number.map(CorporateNumber::parse).transpose());
        let prefecture = checker.take("/company/prefecture", parse_prefecture(catalogue, &self.prefecture));
        let municipality = checker.take("/company/municipality", Line::parse(&self.municipality, 60));
        let known = catalogue.industry(self.industry.trim()).is_some();
        let industry = checker.take("/company/industry", known_code(&self.industry, "industry", known));
        let employees = required(self.employees).and_then(|count| within(count, 0, 100_000));
        let employees = checker.take("/company/employees", employees);
        let capital_yen = self.capital_yen.map(|yen| within(yen, 0, 100_000_000_000_000)).transpose();
        let capital_yen = checker.take("/company/capital_yen", capital_yen);
        let finer = self.industry_code.as_deref().map(str::trim).filter(|code| !code.is_empty());
        let industry_code = finer.map(|code| industry_code(code, self.industry.trim())).transpose();
        let industry_code = checker.take("/company/industry_code", industry_code);
        let relations = self.relations.check(checker);
        let contact = self.contact.check(checker);
        Some(Company {
            name: name?,
            corporate_number: corporate_number?,
            prefecture: prefecture?,
            municipality: municipality?,
            industry: industry?,
            employees: employees?,
            capital_yen: capital_yen?,
            industry_code: industry_code?,
            on_island: self.on_island,
            relations: relations?,
            contact: contact?,
        })
    }
}

impl RelationsForm {
    fn check(&self, checker: &mut Checker) -> Option<Relations> {
        let group = each_code(checker, "/company/relations/group", &self.group, MOST_RELATIONS, CorporateNumber::parse);
        let competitors = each_code(checker, "/company/relations/competitors", &self.competitors, MOST_RELATIONS, CorporateNumber::parse);
        let vendors = each_code(checker, "/company/relations/vendors", &self.vendors, MOST_RELATIONS, CorporateNumber::parse);
        let blocked = each_code(checker, "/company/relations/blocked", &self.blocked, MOST_RELATIONS, RegistrationNumber::parse);
        Some(Relations { group: group?, competitors: competitors?, vendors: vendors?, blocked: blocked? })
    }
}

impl CompanyContactForm {
    fn check(&self, checker: &mut Checker) -> Option<CompanyContact> {
        let name = checker.take("/company/contact/name", Line::parse(&self.name, 80));
        let address = checker.take("/company/contact/address", MailAddress::parse(&self.address));
        let phone = self.phone.as_deref().filter(|text| !text.trim().is_empty());
        let phone = checker.take("/company/contact/phone", phone.map(|text| Line::parse(text, 40)).transpose());
        let language = checker.take("/company/contact/language", parse_language(self.language.as_deref()));
        Some(CompanyContact { name: name?, address: address?, phone: phone?, language: language? })
    }
}

impl NeedForm {
    fn check(&self, checker: &mut Checker, catalogue: &Catalogue, today: NaiveDate) -> Option<Need> {
        let menu = |code: &str| known_code(code, "menu", catalogue.menu(code.trim()).is_some());
        let menus = each_code(checker, "/need/menus", &self.menus, 8, menu);
        let field = |code: &str| known_code(code, "field", catalogue.field(code.trim()).is_some());
        let fields = each_code(checker, "/need/fields", &self.fields, 17, field);
        if self.menus.is_empty() && self.fields.is_empty() {
            checker.refuse("/need/menus", Mistake::new("menu-or-field"));
        }
        let mode = checker.take("/need/mode", choice(&self.mode, &Mode::ALL, Mode::code));
        let slots = checker.take("/need/slots", WeeklySlots::parse(&self.slots));
        let start_on = checker.take("/need/start_on", parse_date(&self.start_on).and_then(|day| soon_enough(day, today)));
        let hours = checker.take("/need/hours", required(self.hours).and_then(|hours| within(hours, 1, 2000)));
        let budget = required(self.budget_yen).and_then(|yen| within(yen, 0, 1_000_000_000));
        let budget_yen = checker.take("/need/budget_yen", budget);
        let urgency = checker.take("/need/urgency", choice(self.urgency.as_deref().unwrap_or("normal"), &Urgency::ALL, Urgency::code));
        let weeks = within(self.weeks.unwrap_or_else(|| self.usual_weeks()), 1, 104);
        let weeks = checker.take("/need/weeks", weeks);
        let sensitivity = self.sensitivity.as_deref().map_or(Ok(Sensitivity::Internal), Sensitivity::parse);
        let sensitivity = checker.take("/need/sensitivity", sensitivity);
        let language = checker.take("/need/language", parse_language(self.language.as_deref()));
        let wish = |code: &str| known_code(code, "team wish", catalogue.team().wish(code.trim()).is_some());
        let team_wishes = each_code(checker, "/need/team_wishes", &self.team_wishes, MOST_WISHES, wish);
        let narrative = checker.take("/need/narrative", Prose::parse(&self.narrative, 4000));
        Some(Need {
            menus: menus?,
            fields: fields?,
            mode: mode?,
            slots: slots.map(|slots| if slots.is_empty() { WeeklySlots::FULL } else { slots })?,
            start_on: start_on?,
            hours: hours?,
            budget_yen: budget_yen?,
            urgency: urgency?,
            weeks: weeks?,
            sensitivity: sensitivity?,
            language: language?,
            neutral_only: self.neutral_only,
            public_procurement: self.public_procurement,
            neighbours: false,
            team_wishes: team_wishes.map(without_repetition)?,
            narrative: narrative?,
        })
    }
}

impl NeedForm {
    /// A month, or as many weeks as half a day in each needs; an incident is dealt with at once.
    fn usual_weeks(&self) -> u8 {
        let (shortest, a_week) = if self.urgency.as_deref().map(str::trim) == Some(Urgency::Incident.code()) { (1, 20) } else { (4, 4) };
        u8::try_from(self.hours.unwrap_or(1).div_ceil(a_week)).map_or(104, |weeks| weeks.clamp(shortest, 104))
    }
}

/// The letter of the division and 2 to 4 digits.
fn industry_code(code: &str, division: &str) -> Result<String, Mistake> {
    let digits = code.strip_prefix(division).unwrap_or_default();
    if (2..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(code.to_owned())
    } else {
        Err(Mistake::new("wrong-shape").with("shape", format!("{division}39")))
    }
}

fn choice<T: Copy>(text: &str, all: &[T], code: impl Fn(T) -> &'static str) -> Result<T, Mistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Mistake::new("required"));
    }
    let found = all.iter().copied().find(|one| code(*one) == text);
    found.ok_or_else(|| Mistake::new("not-one-of").with("choices", all.iter().map(|one| code(*one)).collect::<Vec<_>>().join(", ")))
}

/// A first day that is neither past nor too far ahead.
pub fn soon_enough(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Mistake> {
    match today.checked_add_days(Days::new(FURTHEST_START)) {
        _ if day < today => Err(Mistake::new("in-the-past")),
        Some(furthest) if day > furthest => Err(Mistake::new("too-far-ahead").with("max", FURTHEST_START)),
        _ => Ok(day),
    }
}
