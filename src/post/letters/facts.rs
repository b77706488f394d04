//! Pairs of a label and a value, as several letters show them.

use chrono::NaiveDate;

use crate::correspondence::{CompanyFacts, SpecialistFacts};
use crate::intake::{AnonymousNeed, Mode, Need, Urgency};
use crate::language::Language;
use crate::matching::Explanation;
use crate::post::letters::Writer;
use crate::values::{MailAddress, Sensitivity, WeeklySlots};
use crate::wording::{field_name, industry_name, menu_name, prefecture_name, slots, team_wishes, yen};

pub(super) type Facts = Vec<(String, String)>;

/// The work, whether its company is known or not.
pub(super) struct Work<'a> {
    menus: &'a [String],
    fields: &'a [String],
    mode: Mode,
    slots: WeeklySlots,
    start_on: NaiveDate,
    hours: u16,
    budget_yen: u32,
    urgency: Urgency,
    weeks: u8,
    /// Codes of what the company says about others who may join in.
    team_wishes: &'a [String],
    /// Keys of what is out of the ordinary.
    particulars: Vec<&'static str>,
}

fn particulars(sensitivity: Sensitivity, language: Language, tender: bool, island: bool) -> Vec<&'static str> {
    let all = [
        ("confidential", sensitivity == Sensitivity::Confidential),
        ("english", language == Language::En),
        ("tender", tender),
        ("island", island),
    ];
    all.into_iter().filter(|(_, holds)| *holds).map(|(key, _)| key).collect()
}

impl<'a> From<&'a AnonymousNeed> for Work<'a> {
    fn from(need: &'a AnonymousNeed) -> Self {
        let AnonymousNeed { menus, fields, mode, slots, start_on, hours, budget_yen, urgency, weeks, .. } = need;
        let AnonymousNeed {
            prefecture: _, industry: _, staff: _, sensitivity, language, public_procurement, on_island, team_wishes, ..
        } = need;
        Self {
            menus,
            fields,
            mode: *mode,
            slots: *slots,
            start_on: *start_on,
            hours: *hours,
            budget_yen: *budget_yen,
            urgency: *urgency,
            weeks: *weeks,
            team_wishes,
            particulars: particulars(*sensitivity, *language, *public_procurement, *on_island),
        }
    }
}

impl<'a> From<&'a Need> for Work<'a> {
    fn from(need: &'a Need) -> Self {
        let Need { menus, fields, mode, slots, start_on, hours, budget_yen, urgency, weeks, narrative: _, .. } = need;
        let Need { sensitivity, language, public_procurement, neutral_only: _, team_wishes, .. } = need;
        Self {
            menus,
            fields,
            mode: *mode,
            slots: *slots,
            start_on: *start_on,
            hours: *hours,
            budget_yen: *budget_yen,
            urgency: *urgency,
            weeks: *weeks,
            team_wishes,
            particulars: particulars(*sensitivity, *language, *public_procurement, false),
        }
    }
}

impl Writer<'_> {
    fn fact(&self, label: &str, value: String) -> (String, String) {
        (self.say(&format!("letter-fact-{label}")), value)
    }

    fn menus(&self, codes: &[String]) -> String {
        self.joined(codes.iter().map(|code| menu_name(self.language, self.desk.catalogue, code)))
    }

    fn fields(&self, codes: &[String]) -> String {
        self.joined(codes.iter().map(|code| field_name(self.language, self.desk.catalogue, code)))
    }

    pub fn place(&self, prefecture: &str) -> String {
        prefecture_name(self.language, self.desk.catalogue, prefecture)
    }

    fn industry(&self, code: &str) -> String {
        industry_name(self.language, self.desk.catalogue, code)
    }

    fn mailboxes(&self, addresses: &[MailAddress]) -> String {
        self.joined(addresses.iter().map(|address| address.as_str().to_owned()))
    }

    /// What is asked for, in one line. The names of fields are the trade's own, so a company reads them only where it ticked no menu.
    fn topic(&self, work: &Work<'_>) -> (String, String) {
        if work.menus.is_empty() { self.fact("fields", self.fields(work.fields)) } else { self.fact("menus", self.menus(work.menus)) }
    }

    /// The same without its label.
    pub fn topic_of(&self, need: &Need) -> String {
        self.topic(&need.into()).1
    }

    /// The same for a specialist: fields besides menus, too.
    fn topic_with_fields(&self, work: &Work<'_>) -> Facts {
        let mut facts = vec![self.topic(work)];
        if !work.menus.is_empty() && !work.fields.is_empty() {
            facts.push(self.fact("fields", self.fields(work.fields)));
        }
        facts
    }

    /// How, when and for how much.
    fn conditions(&self, work: &Work<'_>) -> Facts {
        let hours = self.with("hours-count", &[("count", &work.hours.to_string())]);
        let weeks = self.with("weeks-count", &[("count", &work.weeks.to_string())]);
        let mut facts = vec![
            self.fact("mode", self.say(&format!("mode-{}", work.mode.code()))),
            self.fact("slots", slots(self.language, work.slots)),
            self.fact("start", self.with("letter-start", &[("date", &self.date(work.start_on))])),
            self.fact("urgency", self.say(&format!("urgency-{}", work.urgency.code()))),
            self.fact("hours", self.with("letter-hours", &[("hours", &hours), ("weeks", &weeks)])),
            self.fact("budget", self.with("letter-budget", &[("yen", &yen(self.language, u64::from(work.budget_yen)))])),
        ];
        if !work.team_wishes.is_empty() {
            facts
                .push(self.fact("team-wishes", self.joined(team_wishes(self.language, self.desk.catalogue, work.team_wishes).into_iter())));
        }
        if !work.particulars.is_empty() {
            let told = work.particulars.iter().map(|key| self.say(&format!("letter-particular-{key}")));
            facts.push(self.fact("particulars", self.joined(told)));
        }
        facts
    }

    /// What was asked for only, to remember it by.
    pub fn topic_facts(&self, need: &AnonymousNeed) -> Facts {
        vec![self.topic(&need.into())]
    }

    /// The work as a company reads it.
    pub fn plain_facts<'a>(&self, work: impl Into<Work<'a>>) -> Facts {
        let work = work.into();
        let mut facts = vec![self.topic(&work)];
        facts.extend(self.conditions(&work));
        facts
    }

    /// The work as a specialist reads it.
    pub fn work_facts<'a>(&self, work: impl Into<Work<'a>>) -> Facts {
        let work = work.into();
        let mut facts = self.topic_with_fields(&work);
        facts.extend(self.conditions(&work));
        facts
    }

    /// An offer: the work, the company without its name, and what the work would cost at least.
    pub fn offer_facts(&self, need: &AnonymousNeed, explanation: &Explanation) -> Facts {
        let work = need.into();
        let mut facts = self.topic_with_fields(&work);
        facts.push(self.fact("place", self.place(&need.prefecture)));
        facts.push(self.fact("industry", self.industry(&need.industry)));
        facts.push(self.fact("staff", self.say(&format!("staff-{}", need.staff.code()))));
        facts.extend(self.conditions(&work));
        let estimate = explanation.estimated_fee_yen.map(|fee| self.with("letter-estimate", &[("yen", &yen(self.language, fee))]));
        facts.extend(estimate.map(|spoken| self.fact("estimate", spoken)));
        facts
    }

    /// A company in full, after the match.
    pub fn company_facts(&self, facts: &CompanyFacts) -> Facts {
        let company = &facts.company;
        let location = format!("{} {}", self.place(&company.prefecture), company.municipality.as_str());
        let mut told = vec![self.fact("company", company.name.as_str().to_owned())];
        told.extend(company.corporate_number.as_ref().map(|number| self.fact("corporate-number", number.as_str().to_owned())));
        told.push(self.fact("address", location));
        told.push(self.fact("industry", self.industry(&company.industry)));
        told.push(self.fact("employees", self.with("people-count", &[("count", &company.employees.to_string())])));
        told.push(self.fact("contact", company.contact.name.as_str().to_owned()));
        told.push(self.fact("mail", company.contact.address.as_str().to_owned()));
        told.extend(company.contact.phone.as_ref().map(|phone| self.fact("phone", phone.as_str().to_owned())));
        told
    }

    /// A specialist in full, after the match.
    pub fn specialist_facts(&self, facts: &SpecialistFacts) -> Facts {
        let registration = match facts.verified {
            true => {
                let until = self.date(facts.valid_until);
                let told = self.with("letter-registration", &[("number", &facts.registration_number), ("until", &until)]);
                self.fact("registration", told)
            }
            false => self.fact("register", self.say("letter-register-unverified")),
        };
        let mut told = vec![
            self.fact("specialist", facts.name.as_str().to_owned()),
            self.fact("mail", self.mailboxes(&facts.addresses)),
            registration,
            self.fact("base", format!("{} {}", self.place(&facts.prefecture), facts.municipality.as_str())),
        ];
        told.extend(facts.acting_person.as_ref().map(|person| self.fact("acting-person", person.as_str().to_owned())));
        if !facts.qualifications.is_empty() {
            told.push(self.fact("qualifications", self.joined(facts.qualifications.iter().map(|one| one.as_str().to_owned()))));
        }
        told
    }

    /// How to reach somebody, in one line for a calendar.
    pub fn reached_by(&self, name: &str, addresses: &[MailAddress], phone: Option<&str>) -> String {
        let ways = addresses.iter().map(MailAddress::as_str).chain(phone).map(str::to_owned);
        self.with("letter-fact", &[("label", name), ("value", &self.joined(ways))])
    }

    pub fn nobody_found_facts(&self, asked: u32, reference: &str) -> Facts {
        let people = self.with("people-count", &[("count", &asked.to_string())]);
        vec![self.fact("asked", people), self.fact("reference", reference.to_owned())]
    }
}
