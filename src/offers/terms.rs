//! A yes with changes: what somebody would do it for, where that differs from what was asked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::intake::{Mode, Need, soon_enough};
use crate::report::{Checker, FieldError, Mistake};
use crate::values::{Line, Prose, WeeklySlots, parse_date, within};

/// The dearest fee that can be typed, in yen.
const DEAREST: u32 = 1_000_000_000;

/// Changed terms as typed on the offer page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct TermsForm {
    /// Another first day, `2026-12-01`.
    pub start_on: Option<String>,
    /// Other slots of the week, e.g. `["mon-am", "sat-ev"]`.
    pub slots: Vec<String>,
    /// The fee for all of the work, in yen without tax.
    pub fee_yen: Option<u32>,
    /// From afar instead of on site.
    pub remote: bool,
    /// A word to the company, at most 400 characters, without a way to reach the writer.
    pub text: String,
}

/// Changed terms, checked: at least one of them is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Terms {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, example = json!(["mon-am"]))]
    pub slots: Option<WeeklySlots>,
    /// For all of the work, in yen without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_yen: Option<u32>,
    #[serde(default)]
    pub remote: bool,
    #[serde(default)]
    pub text: Prose,
}

/// What had been typed for a yes when its code was sent, so that the page behind the code's letter holds it too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// None: a yes without changes.
    pub terms: Option<Terms>,
    /// Who says it, where several people share the mailbox.
    pub acting_person: Option<Line>,
}

impl TermsForm {
    /// Checks everything at once. `today` is the date in Japan.
    pub fn check(&self, today: NaiveDate) -> Result<Terms, Vec<FieldError>> {
        let mut checker = Checker::new();
        let start_on = self.start_on.as_deref().filter(|text| !text.trim().is_empty());
        let start_on = start_on.map(|text| parse_date(text).and_then(|day| soon_enough(day, today))).transpose();
        let start_on = checker.take("/start_on", start_on);
        let slots = checker.take("/slots", WeeklySlots::parse(&self.slots));
        let fee_yen = checker.take("/fee_yen", self.fee_yen.map(|yen| within(yen, 0, DEAREST)).transpose());
        let text = checker.take("/text", Prose::parse(&self.text, 400).and_then(without_contact));
        let nothing = self.slots.is_empty() && self.fee_yen.is_none() && !self.remote && self.text.trim().is_empty();
        if nothing && start_on == Some(None) {
            checker.refuse("/start_on", Mistake::new("nothing-changed"));
        }
        let slots = slots.map(|slots| Some(slots).filter(|slots| !slots.is_empty()));
        let whole = start_on.zip(slots).zip(fee_yen.zip(text));
        checker.finish(whole.map(|((start_on, slots), (fee_yen, text))| Terms { start_on, slots, fee_yen, remote: self.remote, text }))
    }
}

/// Who it is comes with the match, so what looks like a way around that is sent back to its writer.
fn without_contact(text: Prose) -> Result<Prose, Mistake> {
    let telling = ["@", "＠", "://", "www."].iter().any(|mark| text.as_str().contains(mark));
    if telling { Err(Mistake::new("contact-in-text")) } else { Ok(text) }
}

impl Terms {
    /// The work as it was agreed on.
    pub fn applied_to(&self, need: &Need) -> Need {
        Need {
            start_on: self.start_on.unwrap_or(need.start_on),
            slots: self.slots.unwrap_or(need.slots),
            budget_yen: self.fee_yen.unwrap_or(need.budget_yen),
            mode: if self.remote { Mode::Remote } else { need.mode },
            ..need.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    fn mistakes(form: &TermsForm) -> Vec<(String, &'static str)> {
        form.check(today()).expect_err("something is wrong").into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn every_mistake_names_its_field() {
        let form = TermsForm {
            start_on: Some("2026-11-01".into()),
            slots: vec!["noon".into()],
            fee_yen: Some(2_000_000_000),
            remote: false,
            text: "write to me@example.jp".into(),
        };
        let expected =
            [("/start_on", "in-the-past"), ("/slots", "unknown-slot"), ("/fee_yen", "out-of-range"), ("/text", "contact-in-text")];
        assert_eq!(mistakes(&form), expected.map(|(at, code)| (at.to_owned(), code)));
    }

    #[test]
    fn a_yes_with_changes_changes_something() {
        assert_eq!(mistakes(&TermsForm::default()), [("/start_on".to_owned(), "nothing-changed")]);
        let terms = TermsForm { remote: true, ..TermsForm::default() }.check(today()).unwrap();
        assert_eq!(terms, Terms { start_on: None, slots: None, fee_yen: None, remote: true, text: Prose::default() });
    }

    #[test]
    fn what_is_kept_reads_back() {
        let form =
            TermsForm { start_on: Some("2026-12-08".into()), slots: vec!["sat-am".into()], fee_yen: Some(80_000), ..TermsForm::default() };
        let terms = form.check(today()).unwrap();
        let text = serde_json::to_string(&terms).unwrap();
        assert_eq!(serde_json::from_str::<Terms>(&text).unwrap(), terms);
    }
}
