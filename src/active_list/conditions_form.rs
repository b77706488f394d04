//! Conditions as typed, and the check that turns them into [`Conditions`].

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{Conditions, Conflicts, EmployerPermission, Employment, Travel, Wishes};
use crate::catalogue::Catalogue;
use crate::intake::StaffBand;
use crate::language::Language;
use crate::report::Checker;
use crate::values::{
    CorporateNumber, QuietHours, Sensitivity, each_code, known_code, parse_date, parse_language, within, without_repetition,
};

/// How many companies one list of conflicts may hold.
const MOST_COMPANIES: usize = 500;

/// How many frames one profile may name.
const MOST_FRAMES: usize = 20;

/// How many words about working with others one profile may name.
const MOST_TEAMING: usize = 20;

/// Conditions as typed. All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConditionsForm {
    pub employment: EmploymentForm,
    pub conflicts: ConflictsForm,
    pub travel: TravelForm,
    pub wishes: WishesForm,
    /// 100 (default) to 400: what an hour with the company costs in all.
    #[schema(example = 150, minimum = 100, maximum = 400)]
    pub preparation_percent: Option<u16>,
    /// Frames in which the work can be done, the one to begin with first: `individual`, `employer`, `honorarium`, `dispatch`.
    #[schema(example = json!(["individual", "honorarium"]))]
    pub frames: Vec<String>,
    /// What the person says about working with others: `comes-along`, `brings-along`.
    #[schema(example = json!(["comes-along"]))]
    pub teaming: Vec<String>,
    /// `ja`, `en`; Japanese if left out.
    #[schema(example = json!(["ja"]))]
    pub languages: Vec<String>,
    /// `ordinary`, `internal` or `confidential` (default).
    pub most_sensitive: Option<String>,
    /// Whether the person or the employer sells security products. Not declared if left out.
    pub sells_products: Option<bool>,
    /// Hours in Japan in which letters that ask for an answer wait: `21-8` (default), `none`.
    #[schema(example = "21-8")]
    pub quiet_hours: Option<String>,
    /// Whether letters about incidents may come in those hours too.
    pub incident_calls_any_time: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EmploymentForm {
    /// Corporate number of the employer.
    #[schema(example = "7000012050002")]
    pub employer: Option<String>,
    /// Corporate numbers of the other companies of its group.
    pub group: Vec<String>,
    /// `granted`, `not_needed`, `pending` or `refused`. Needed by those who are employed and take side jobs.
    #[schema(example = "granted")]
    pub permission: Option<String>,
    #[schema(example = "2027-03-31")]
    pub permission_until: Option<String>,
    pub flexible: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConflictsForm {
    /// Corporate numbers, here and below.
    pub customers: Vec<String>,
    pub competitors: Vec<String>,
    pub blocked: Vec<String>,
    pub clients: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TravelForm {
    /// 0 (default) to 3.
    #[schema(maximum = 3)]
    pub borders: Option<u8>,
    pub islands: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WishesForm {
    /// JSIC divisions.
    #[schema(example = json!(["E"]))]
    pub industries: Vec<String>,
    /// `up-to-5`, `up-to-20`, `up-to-50`, `up-to-100`, `up-to-300`, `over-300`.
    #[schema(example = json!(["up-to-20"]))]
    pub sizes: Vec<String>,
}

impl ConditionsForm {
    /// Checks everything below `/conditions`.
    pub(super) fn check(&self, checker: &mut Checker, catalogue: &Catalogue) -> Option<Conditions> {
        let defaults = Conditions::default();
        let employment = self.employment.check(checker);
        let conflicts = self.conflicts.check(checker);
        let travel = self.travel.check(checker);
        let wishes = self.wishes.check(checker, catalogue);
        let percent = within(self.preparation_percent.unwrap_or(defaults.preparation_percent), 100, 400);
        let percent = checker.take("/conditions/preparation_percent", percent);
        let frame = |code: &str| known_code(code, "frame", catalogue.engagement().frame(code.trim()).is_some());
        let frames = each_code(checker, "/conditions/frames", &self.frames, MOST_FRAMES, frame);
        let teaming = |code: &str| known_code(code, "teaming", catalogue.team().teaming(code.trim()).is_some());
        let teaming = each_code(checker, "/conditions/teaming", &self.teaming, MOST_TEAMING, teaming);
        let languages = each_code(checker, "/conditions/languages", &self.languages, 2, |tag| parse_language(Some(tag)));
        let sensitive = self.most_sensitive.as_deref().map_or(Ok(defaults.most_sensitive), Sensitivity::parse);
        let sensitive = checker.take("/conditions/most_sensitive", sensitive);
        let quiet = self.quiet_hours.as_deref().map_or(Ok(defaults.quiet_hours), QuietHours::parse);
        let quiet = checker.take("/conditions/quiet_hours", quiet);
        Some(Conditions {
            employment: employment?,
            conflicts: conflicts?,
            travel: travel?,
            wishes: wishes?,
            preparation_percent: percent?,
            frames: frames.map(without_repetition)?,
            teaming: teaming.map(without_repetition)?,
            languages: languages.map(|tags| if tags.is_empty() { vec![Language::Ja] } else { tags })?,
            most_sensitive: sensitive?,
            sells_products: self.sells_products,
            quiet_hours: quiet?,
            incident_calls_any_time: self.incident_calls_any_time,
        })
    }
}

impl EmploymentForm {
    fn check(&self, checker: &mut Checker) -> Option<Employment> {
        let at = "/conditions/employment";
        let employer = self.employer.as_deref().map(CorporateNumber::parse).transpose();
        let employer = checker.take(format!("{at}/employer"), employer);
        let group = companies(checker, &format!("{at}/group"), &self.group);
        let permission = self.permission.as_deref().map(EmployerPermission::parse).transpose();
        let permission = checker.take(format!("{at}/permission"), permission);
        let until = checker.take(format!("{at}/permission_until"), self.permission_until.as_deref().map(parse_date).transpose());
        Some(Employment { employer: employer?, group: group?, permission: permission?, permission_until: until?, flexible: self.flexible })
    }
}

impl ConflictsForm {
    fn check(&self, checker: &mut Checker) -> Option<Conflicts> {
        let customers = companies(checker, "/conditions/conflicts/customers", &self.customers);
        let competitors = companies(checker, "/conditions/conflicts/competitors", &self.competitors);
        let blocked = companies(checker, "/conditions/conflicts/blocked", &self.blocked);
        let clients = companies(checker, "/conditions/conflicts/clients", &self.clients);
        Some(Conflicts { customers: customers?, competitors: competitors?, blocked: blocked?, clients: clients? })
    }
}

impl TravelForm {
    fn check(&self, checker: &mut Checker) -> Option<Travel> {
        let borders = checker.take("/conditions/travel/borders", within(self.borders.unwrap_or(0), 0, 3));
        Some(Travel { borders: borders?, islands: self.islands })
    }
}

impl WishesForm {
    fn check(&self, checker: &mut Checker, catalogue: &Catalogue) -> Option<Wishes> {
        let industry = |code: &str| known_code(code, "industry", catalogue.industry(code.trim()).is_some());
        let industries = each_code(checker, "/conditions/wishes/industries", &self.industries, 20, industry);
        let sizes = each_code(checker, "/conditions/wishes/sizes", &self.sizes, 6, StaffBand::parse);
        Some(Wishes { industries: industries?, sizes: sizes? })
    }
}

fn companies(checker: &mut Checker, at: &str, numbers: &[String]) -> Option<Vec<CorporateNumber>> {
    each_code(checker, at, numbers, MOST_COMPANIES, CorporateNumber::parse)
}
