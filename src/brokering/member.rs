//! Members of a support organisation: companies for which it may ask, once they have agreed to that.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::Catalogue;
use crate::intake::{Company, CompanyForm};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Line, parse_date};

/// A member as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MemberForm {
    /// The number that the organisation has for this member, once in its list; at most 40 characters.
    #[schema(example = "A-0123")]
    pub number: String,
    pub company: CompanyForm,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// The number that the organisation has for this member.
    pub number: Line,
    pub company: Company,
}

impl MemberForm {
    /// Checks everything at once.
    pub fn check(&self, catalogue: &Catalogue) -> Result<Member, Vec<FieldError>> {
        let mut checker = Checker::new();
        let number = checker.take("/number", Line::parse(&self.number, 40));
        let company = self.company.check(&mut checker, catalogue);
        checker.finish(number.zip(company).map(|(number, company)| Member { number, company }))
    }
}

impl From<&Member> for MemberForm {
    fn from(member: &Member) -> Self {
        Self { number: member.number.as_str().to_owned(), company: CompanyForm::from(&member.company) }
    }
}

/// How a company stands to being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody has asked the company yet.
    Unasked,
    /// A letter asks the company.
    Asked,
    Agreed,
    /// The company said no, or took its yes back.
    Declined,
}

impl Standing {
    pub const ALL: [Standing; 4] = [Self::Unasked, Self::Asked, Self::Agreed, Self::Declined];

    pub fn code(self) -> &'static str {
        match self {
            Self::Unasked => "unasked",
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// For how many days after the last letter no other goes out; none where there is nothing to ask.
    pub fn quiet_days(self) -> Option<i64> {
        match self {
            Self::Unasked => Some(0),
            Self::Asked => Some(3),
            Self::Declined => Some(180),
            Self::Agreed => None,
        }
    }
}

/// How a company's word came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A press behind the link of a letter.
    Letter,
    /// On paper, noted by a clerk.
    Paper,
}

impl Way {
    pub const ALL: [Way; 2] = [Self::Letter, Self::Paper];

    pub fn code(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Paper => "paper",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// Consent on paper as a clerk notes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaperForm {
    /// Name of the clerk who has the paper, at most 80 characters.
    #[schema(example = "山田 太郎")]
    pub clerk: String,
    /// The day on which it was given; not in the future.
    #[schema(example = "2026-11-01")]
    pub given_on: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub clerk: Line,
    pub given_on: NaiveDate,
}

impl PaperForm {
    /// `today` is the date in Japan.
    pub fn check(&self, today: NaiveDate) -> Result<Paper, Vec<FieldError>> {
        let mut checker = Checker::new();
        let clerk = checker.take("/clerk", Line::parse(&self.clerk, 80));
        let past = |day| if day <= today { Ok(day) } else { Err(Mistake::new("in-the-future")) };
        let given_on = checker.take("/given_on", parse_date(&self.given_on).and_then(past));
        checker.finish(clerk.zip(given_on).map(|(clerk, given_on)| Paper { clerk, given_on }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{CompanyContactForm, RelationsForm};

    #[test]
    fn standings_and_ways_are_read_back_from_their_codes() {
        assert!(Standing::ALL.into_iter().all(|one| Standing::find(one.code()) == Some(one)));
        assert!(Way::ALL.into_iter().all(|one| Way::find(one.code()) == Some(one)));
        assert_eq!((Standing::find("yes"), Way::find("")), (None, None));
    }

    #[test]
    fn a_member_is_a_form_again_without_loss() {
        let catalogue = Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap();
        let contact = CompanyContactForm {
            name: "田中 花子".into(),
            address: "soumu@b-sha.example.jp".into(),
            phone: Some("0575-00-0000".into()),
            language: Some("en".into()),
        };
        let relations =
            RelationsForm { competitors: vec!["7000012050002".into()], blocked: vec!["000012".into()], ..RelationsForm::default() };
        let company = CompanyForm {
            name: "B社".into(),
            corporate_number: Some("7000012050002".into()),
            prefecture: "21".into(),
            municipality: "関市".into(),
            industry: "E".into(),
            employees: Some(10),
            capital_yen: Some(3_000_000),
            industry_code: Some("E24".into()),
            on_island: true,
            relations,
            contact,
        };
        let form = MemberForm { number: " A-1 ".into(), company };
        let member = form.check(&catalogue).unwrap();
        assert_eq!(MemberForm::from(&member).check(&catalogue), Ok(member));
    }

    #[test]
    fn paper_of_tomorrow_or_without_a_clerk_is_refused() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let form = PaperForm { clerk: " ".into(), given_on: "2026-11-22".into() };
        let codes: Vec<_> = form.check(today).unwrap_err().into_iter().map(|error| (error.pointer, error.code)).collect();
        assert_eq!(codes, [("/clerk".to_owned(), "required"), ("/given_on".to_owned(), "in-the-future")]);
        assert!(PaperForm { clerk: "山田".into(), given_on: "2026-11-21".into() }.check(today).is_ok());
    }
}
