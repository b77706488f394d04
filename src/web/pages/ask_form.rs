//! The form in which a company and its need are asked for, in several places. Each input is named by the JSON pointer of its field, so a mistake
//! points at its input.

use askama::Template;

use crate::catalogue::{Menu, Named};
use crate::intake::{CompanyForm, Mode, NeedForm, Urgency};
use crate::language::Language;
use crate::report::FieldError;
use crate::values::Slot;
use crate::web::State;
use crate::web::pages::helpdesks::{HelpdeskWords, helpdesks};
use crate::web::pages::outlook::OutlookWords;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::pages::worries::{WorryWords, chosen};
use crate::web::problem::field_sentence;
use crate::wording::{say, say_with, yen};

/// What the page asks of a company; what it does not ask stays.
pub(super) fn read_company(typed: &Typed, company: &mut CompanyForm, errors: &mut Vec<FieldError>) {
    company.name = typed.text("/company/name").to_owned();
    company.corporate_number = typed.optional("/company/corporate_number");
    company.prefecture = typed.text("/company/prefecture").to_owned();
    company.municipality = typed.text("/company/municipality").to_owned();
    company.industry = typed.text("/company/industry").to_owned();
    company.employees = typed.number("/company/employees", errors);
    company.capital_yen = typed.number("/company/capital_yen", errors);
    company.contact.name = typed.text("/company/contact/name").to_owned();
    company.contact.address = typed.text("/company/contact/address").to_owned();
    company.contact.phone = typed.optional("/company/contact/phone");
    company.contact.language = typed.optional("/company/contact/language");
}

pub(super) fn read_need(typed: &Typed, need: &mut NeedForm, errors: &mut Vec<FieldError>) {
    need.menus = typed.list("/need/menus");
    need.mode = typed.text("/need/mode").to_owned();
    need.slots = typed.list("/need/slots");
    need.start_on = typed.text("/need/start_on").to_owned();
    need.hours = typed.number("/need/hours", errors);
    // A figure of the company's own goes before a band.
    let band = typed.text("budget_band").parse().ok();
    need.budget_yen = if typed.optional("/need/budget_yen").is_some() { typed.number("/need/budget_yen", errors) } else { band };
    need.urgency = typed.optional("/need/urgency");
    need.team_wishes = typed.list("/need/team_wishes");
    need.narrative = typed.text("/need/narrative").to_owned();
}

/// What a form is for, as far as that shows. The same fields are asked for in several places.
#[derive(Clone, Default)]
pub(super) struct Frame {
    /// Where it is sent.
    pub action: String,
    /// Keys: title, lead, note before the button, button.
    pub title: &'static str,
    pub lead: String,
    pub note: &'static str,
    pub send: &'static str,
    pub asks_need: bool,
    pub asks_company: bool,
    /// For a clerk: the number of the member is asked for too, and which language the company reads.
    pub of_member: bool,
    /// What makes a clerk's press count.
    pub value: String,
    /// Which version of what is on record was shown; empty for what is new.
    pub version: String,
    /// What somebody has to know before they press again; mostly nothing.
    pub alert: String,
    /// Whether a company can be looked up by its number.
    pub looks_up: bool,
    /// What is on record of a member already, for a clerk to see; such a form is short, begins with what is different each time, and has keys.
    pub known: Vec<(String, String)>,
    /// Code of the entry link by which the company came, and whose it is.
    pub entry: Option<(String, String)>,
}

impl Frame {
    /// A company asks for itself.
    pub fn own(language: Language) -> Self {
        Self {
            action: "/help-requests".to_owned(),
            title: "ask-title",
            lead: say(language, "ask-lead"),
            note: "ask-privacy",
            send: "ask-send",
            asks_need: true,
            asks_company: true,
            ..Self::default()
        }
    }

    fn is_own(&self) -> bool {
        self.asks_need && self.asks_company
    }
}

/// A choice of a list: code, name, whether it was chosen.
struct Choice {
    code: String,
    name: String,
    note: String,
    chosen: bool,
}

/// A menu to choose, with what one has to know before.
struct MenuChoice {
    choice: Choice,
    /// What to prepare, and what stays the company's own duty.
    prepare: String,
    own: String,
}

#[derive(Template)]
#[template(path = "pages/help_request.html")]
pub(super) struct FormPage {
    t: Words,
    frame: Frame,
    typed: Typed,
    errors: Vec<(String, String)>,
    prefectures: Vec<Choice>,
    industries: Vec<Choice>,
    /// Those that are chosen already, for whom the others are folded away; then the others.
    chosen_menus: Vec<MenuChoice>,
    menus: Vec<MenuChoice>,
    budgets: Vec<Choice>,
    /// The worries that led here.
    worries: Vec<WorryWords>,
    /// Who would come into question, where that was asked.
    pub outlook: Option<OutlookWords>,
    /// Secrets of what led here and of what is kept of this form; mostly empty.
    check: String,
    draft: String,
    /// What the address says besides the language, for the way into the other one.
    elsewhere: String,
    modes: Vec<Choice>,
    urgencies: Vec<Choice>,
    /// Others who may join in.
    team_wishes: Vec<Choice>,
    days: Vec<(String, Vec<Choice>)>,
    earliest: String,
    /// What makes this form one help request, however often it is sent.
    pub submission: String,
    /// Why the page comes again.
    pub again: Option<String>,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
}

impl FormPage {
    fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(at, _)| at == name || at.starts_with(&format!("{name}/"))).map(|(_, text)| text.as_str())
    }

    fn value(&self, name: &str) -> &str {
        self.typed.text(name)
    }
}

/// Adds what is wrong to what could not be read: one mistake for each field.
pub(super) fn join(errors: &mut Vec<FieldError>, more: Vec<FieldError>) {
    let known: Vec<String> = errors.iter().map(|error| error.pointer.clone()).collect();
    errors.extend(more.into_iter().filter(|error| !known.contains(&error.pointer)));
}

pub(super) fn urgency_typed(typed: &Typed) -> Urgency {
    let is_typed = |urgency: &Urgency| typed.has("/need/urgency", urgency.code());
    Urgency::ALL.into_iter().find(is_typed).unwrap_or(Urgency::Normal)
}

pub(super) fn form_page(state: &State, language: Language, frame: Frame, typed: Typed, errors: &[FieldError]) -> FormPage {
    let catalogue = &state.desk.catalogue;
    let name = |named: &dyn Named| if language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() };
    let choice =
        |at: &str, code: &str, name: String, note: String| Choice { code: code.to_owned(), name, note, chosen: typed.has(at, code) };
    let plain = |at: &str, code: &str, key: &str| choice(at, code, say(language, &format!("{key}-{code}")), String::new());
    let menu = |menu: &Menu| {
        let note = format!("{} {}", told(language, &menu.what_ja, &menu.what_en), price(language, menu));
        MenuChoice {
            choice: choice("/need/menus", &menu.code, name(menu), note),
            prepare: told(language, &menu.prepare_ja, &menu.prepare_en).to_owned(),
            own: told(language, &menu.own_ja, &menu.own_en).to_owned(),
        }
    };
    let (chosen_menus, menus) = catalogue.menus().iter().map(menu).partition(|menu| menu.choice.chosen);
    let budgets = catalogue.budgets_yen().map(|band| {
        let amount = yen(language, u64::from(band));
        choice("budget_band", &band.to_string(), say_with(language, "budget-up-to", &[("yen", &amount)]), String::new())
    });
    let wishes = catalogue.team().wishes.iter().map(|wish| choice("/need/team_wishes", &wish.code, name(wish), String::new()));
    let slots: Vec<Slot> = Slot::all().collect();
    let days = slots.chunks(3).map(|day| {
        let of_day = day.iter().map(|slot| {
            let code = slot.to_string();
            let part = code.split_once('-').map(|(_, part)| part).unwrap_or_default();
            choice("/need/slots", &code, say(language, &format!("part-{part}")), String::new())
        });
        let code = day[0].to_string();
        let weekday = code.split_once('-').map(|(weekday, _)| weekday).unwrap_or_default();
        (say(language, &format!("weekday-{weekday}")), of_day.collect())
    });
    FormPage {
        t: Words(language),
        frame,
        errors: errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect(),
        prefectures: catalogue.prefectures().iter().map(|it| choice("/company/prefecture", &it.code, name(it), String::new())).collect(),
        industries: catalogue.industries().iter().map(|it| choice("/company/industry", &it.code, name(it), String::new())).collect(),
        chosen_menus,
        menus,
        budgets: budgets.collect(),
        worries: chosen(catalogue, language, &typed.list("card")),
        outlook: None,
        check: typed.text("check").to_owned(),
        draft: typed.text("draft").to_owned(),
        elsewhere: elsewhere(&typed),
        modes: Mode::ALL.iter().map(|mode| plain("/need/mode", mode.code(), "mode")).collect(),
        urgencies: Urgency::ALL.iter().map(|urgency| plain("/need/urgency", urgency.code(), "urgency")).collect(),
        team_wishes: wishes.collect(),
        days: days.collect(),
        helpdesks: helpdesks(catalogue, language, urgency_typed(&typed)),
        submission: Some(typed.text("submission").to_owned())
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| state.desk.ids.secret().reveal()),
        again: None,
        earliest: state.desk.clock.today().format("%Y-%m-%d").to_string(),
        typed,
    }
}

/// One of two texts of dated data.
pub(super) fn told<'t>(language: Language, ja: &'t str, en: &'t str) -> &'t str {
    if language.is_japanese() { ja } else { en }
}

/// The usual price of a menu, with its unit.
pub(super) fn price(language: Language, menu: &Menu) -> String {
    let (low, high) = (yen(language, u64::from(menu.price_low_yen)), yen(language, u64::from(menu.price_high_yen)));
    let unit = say(language, &format!("price-per-{}", menu.unit));
    say_with(language, "price-of-unit", &[("low", &low), ("high", &high), ("unit", &unit)])
}

/// What led here again, for the address of the same page in the other language.
fn elsewhere(typed: &Typed) -> String {
    let of = |name: &'static str| typed.list(name).into_iter().map(move |value| (name, value));
    let address = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(of("card").chain(of("check"))).finish();
    if address.is_empty() { address } else { format!("{address}&") }
}
