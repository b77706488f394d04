//! The terms sheet: on what both sides agree before work begins.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::Catalogue;
use crate::engagement::TeamLine;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Prose, known_code, parse_date, within};

/// The dearest fee per unit that can be typed, in yen.
const DEAREST: u32 = 10_000_000;
/// See [`Sheet::is_paid_late`].
const MOST_DAYS_TO_PAY: i64 = 60;
/// The most units.
const MOST: u32 = 1_000;

/// Terms as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetForm {
    pub frame: String,
    pub scope: String,
    pub unit: String,
    pub fee_yen: String,
    pub count: String,
    pub expenses: String,
    pub starts_on: String,
    pub ends_on: String,
    pub pay_on: String,
    pub place: String,
    pub inspect_on: String,
    pub access: Vec<String>,
    pub company_duties: String,
    pub specialist_duties: String,
    /// Code of the pledge that the form showed, and its box.
    pub pledge: String,
    pub pledged: bool,
}

/// Terms, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sheet {
    /// Code of what the work is legally.
    #[schema(example = "individual")]
    pub frame: String,
    /// What is done.
    #[schema(example = "情報資産の台帳を作り、更新の手順を決める。")]
    pub scope: Prose,
    /// Code of what the fee is for.
    #[schema(example = "visit")]
    pub unit: String,
    /// For one unit, in yen without tax; 0 for work without a fee.
    #[schema(example = 20000)]
    pub fee_yen: u32,
    /// How many units are expected.
    #[schema(example = 4)]
    pub count: u32,
    /// Who bears travel and other costs.
    #[schema(example = "交通費は実費を会社が負担する。")]
    pub expenses: Prose,
    /// The first day of the work (Japan).
    pub starts_on: NaiveDate,
    /// The last day of the work (Japan).
    pub ends_on: NaiveDate,
    /// Until when the fee is paid.
    pub pay_on: NaiveDate,
    /// Where the work is done: on site, or online; empty where nothing is said.
    #[schema(example = "関金属工業の事業所(岐阜県関市)")]
    #[serde(default, skip_serializing_if = "Prose::is_empty")]
    pub place: Prose,
    /// Until when the company has looked at the work, where it inspects it (検査); none where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspect_on: Option<NaiveDate>,
    /// Codes of what was agreed about access.
    #[schema(example = json!(["screen-only"]))]
    pub access: Vec<String>,
    /// What the company does itself.
    #[schema(example = "担当者を一人決め、資料をそろえる。")]
    pub company_duties: Prose,
    /// What the specialist answers for.
    #[schema(example = "毎回の記録を残す。")]
    pub specialist_duties: Prose,
    /// Who comes along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<TeamLine>,
}

impl Sheet {
    /// Unit by count, in yen without tax.
    pub fn total_yen(&self) -> u64 {
        u64::from(self.fee_yen) * u64::from(self.count)
    }

    /// Whether the fee is paid later than the law on freelancers knows as a rule (its article 4): 60 days, of which the day on which the work is
    /// received is the first.
    pub fn is_paid_late(&self) -> bool {
        self.fee_yen > 0 && self.pay_on.signed_duration_since(self.ends_on).num_days() >= MOST_DAYS_TO_PAY
    }

    /// The same as typed, to be changed.
    pub fn to_form(&self) -> SheetForm {
        SheetForm {
            frame: self.frame.clone(),
            scope: self.scope.as_str().to_owned(),
            unit: self.unit.clone(),
            fee_yen: self.fee_yen.to_string(),
            count: self.count.to_string(),
            expenses: self.expenses.as_str().to_owned(),
            starts_on: self.starts_on.to_string(),
            ends_on: self.ends_on.to_string(),
            pay_on: self.pay_on.to_string(),
            place: self.place.as_str().to_owned(),
            inspect_on: self.inspect_on.map(|day| day.to_string()).unwrap_or_default(),
            access: self.access.clone(),
            company_duties: self.company_duties.as_str().to_owned(),
            specialist_duties: self.specialist_duties.as_str().to_owned(),
            pledge: String::new(),
            pledged: false,
        }
    }
}

impl SheetForm {
    /// Checks everything at once. Work may be agreed on in writing after it has begun, so the days are held only to one another.
    pub fn check(&self, catalogue: &Catalogue) -> Result<Sheet, Vec<FieldError>> {
        let rules = catalogue.engagement();
        let mut checker = Checker::new();
        let frame = checker.take("/frame", known_code(&self.frame, "frame", rules.frame(self.frame.trim()).is_some()));
        let unit = checker.take("/unit", known_code(&self.unit, "unit", catalogue.unit_hours(self.unit.trim()).is_some()));
        let scope = checker.take("/scope", Prose::parse(&self.scope, 1000).and_then(filled));
        let fee_yen = checker.take("/fee_yen", number(&self.fee_yen).and_then(|yen| within(yen, 0, DEAREST)));
        let count = checker.take("/count", number(&self.count).and_then(|count| within(count, 1, MOST)));
        let expenses = checker.take("/expenses", Prose::parse(&self.expenses, 400));
        let starts_on = checker.take("/starts_on", parse_date(&self.starts_on));
        let not_before =
            |day: NaiveDate| if starts_on.is_some_and(|first| day < first) { Err(Mistake::new("before-start")) } else { Ok(day) };
        let ends_on = checker.take("/ends_on", parse_date(&self.ends_on).and_then(not_before));
        let pay_on = checker.take("/pay_on", parse_date(&self.pay_on).and_then(not_before));
        let place = checker.take("/place", Prose::parse(&self.place, 200));
        let inspect_on = match self.inspect_on.trim() {
            "" => Some(None),
            day => checker.take("/inspect_on", parse_date(day).and_then(not_before)).map(Some),
        };
        let known = |code: &String| known_code(code, "access", rules.access_term(code).is_some());
        let access = checker.take("/access", self.access.iter().map(known).collect::<Result<Vec<_>, _>>());
        let company_duties = checker.take("/company_duties", Prose::parse(&self.company_duties, 1000));
        let specialist_duties = checker.take("/specialist_duties", Prose::parse(&self.specialist_duties, 1000));
        if !self.pledged {
            checker.refuse("/pledged", Mistake::new("pledge-missing"));
        } else if self.pledge != rules.pledge.code {
            checker.refuse("/pledged", Mistake::new("pledge-changed"));
        }
        let sheet = (|| {
            Some(Sheet {
                frame: frame?,
                scope: scope?,
                unit: unit?,
                fee_yen: fee_yen?,
                count: count?,
                expenses: expenses?,
                starts_on: starts_on?,
                ends_on: ends_on?,
                pay_on: pay_on?,
                place: place?,
                inspect_on: inspect_on?,
                access: access?,
                company_duties: company_duties?,
                specialist_duties: specialist_duties?,
                team: Vec::new(),
            })
        })();
        checker.finish(sheet)
    }
}

fn filled(text: Prose) -> Result<Prose, Mistake> {
    if text.as_str().is_empty() { Err(Mistake::new("required")) } else { Ok(text) }
}

fn number(text: &str) -> Result<u32, Mistake> {
    match text.trim() {
        "" => Err(Mistake::new("required")),
        text => text.replace([',', '、'], "").parse().map_err(|_| Mistake::new("not-a-number")),
    }
}
