//! The parts of a profile, each a small form of its own: what it asks, what is on record of it, and what was typed.

mod availability;
mod conflicts;
mod experience;
mod fields;
mod frames;
mod menu;
mod neutrality;
mod person;
mod region;
mod side_job;
mod teaming;
mod wishes;

use crate::active_list::SpecialistForm;
use crate::report::FieldError;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

/// Where in a list something stands; none for something new.
pub type Place = Option<usize>;

/// A part of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Person,
    Region,
    Fields,
    Availability,
    SideJob,
    Frames,
    Teaming,
    Conflicts,
    Neutrality,
    Wishes,
    /// One menu of the catalogue, by its code.
    Menu(String),
    /// One piece of experience.
    Experience(Place),
}

impl Part {
    /// Those with an address of their own, in the order in which they are filled in.
    pub const SECTIONS: [Part; 10] = [
        Self::Person,
        Self::Region,
        Self::Fields,
        Self::Availability,
        Self::SideJob,
        Self::Frames,
        Self::Teaming,
        Self::Conflicts,
        Self::Neutrality,
        Self::Wishes,
    ];

    pub fn code(&self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Region => "region",
            Self::Fields => "fields",
            Self::Availability => "availability",
            Self::SideJob => "side-job",
            Self::Frames => "frames",
            Self::Teaming => "teaming",
            Self::Conflicts => "conflicts",
            Self::Neutrality => "neutrality",
            Self::Wishes => "wishes",
            Self::Menu(_) => "menu",
            Self::Experience(_) => "experience",
        }
    }

    pub fn find_section(code: &str) -> Option<Self> {
        Self::SECTIONS.into_iter().find(|part| part.code() == code)
    }

    /// Where its form is.
    pub fn path(&self) -> String {
        match self {
            Self::Menu(code) => format!("/me/menus/{code}"),
            Self::Experience(Some(at)) => format!("/me/experiences/{at}"),
            Self::Experience(None) => "/me/experiences/new".to_owned(),
            _ => format!("/me/profile/{}", self.code()),
        }
    }

    /// Where it is left to.
    pub fn list(&self) -> &'static str {
        match self {
            Self::Menu(_) => "/me/menus",
            Self::Experience(_) => "/me/experiences",
            _ => "/me",
        }
    }

    /// Whether it is on record and can be taken away as a whole.
    pub fn can_go(&self, form: &SpecialistForm) -> bool {
        match self {
            Self::Menu(code) => form.menus.iter().any(|offered| offered.menu == *code),
            Self::Experience(Some(at)) => *at < form.experiences.len(),
            _ => false,
        }
    }

    /// Takes it away.
    pub fn remove(&self, form: &mut SpecialistForm) {
        match self {
            Self::Menu(code) => form.menus.retain(|offered| offered.menu != *code),
            Self::Experience(Some(at)) if *at < form.experiences.len() => drop(form.experiences.remove(*at)),
            _ => {}
        }
    }

    /// What stands in front of the pointers of its fields in the whole form, as it is after [`Part::read`].
    pub fn prefix(&self, form: &SpecialistForm) -> String {
        match self {
            Self::Menu(code) => {
                let at = form.menus.iter().position(|offered| offered.menu == *code).unwrap_or(form.menus.len());
                format!("/menus/{at}")
            }
            Self::Experience(place) => format!("/experiences/{}", place.unwrap_or(form.experiences.len().saturating_sub(1))),
            _ => String::new(),
        }
    }

    /// What is on record, as it would be typed.
    pub fn typed(&self, form: &SpecialistForm) -> Typed {
        let mut typed = Typed::default();
        match self {
            Self::Person => person::fill(form, &mut typed),
            Self::Region => region::fill(form, &mut typed),
            Self::Fields => fields::fill(form, &mut typed),
            Self::Availability => availability::fill(form, &mut typed),
            Self::SideJob => side_job::fill(form, &mut typed),
            Self::Frames => frames::fill(form, &mut typed),
            Self::Teaming => teaming::fill(form, &mut typed),
            Self::Conflicts => conflicts::fill(form, &mut typed),
            Self::Neutrality => neutrality::fill(form, &mut typed),
            Self::Wishes => wishes::fill(form, &mut typed),
            Self::Menu(code) => menu::fill(form, code, &mut typed),
            Self::Experience(place) => experience::fill(form, *place, &mut typed),
        }
        typed
    }

    /// Lays what was typed over the whole form.
    pub fn read(&self, typed: &Typed, form: &mut SpecialistForm, errors: &mut Vec<FieldError>) {
        match self {
            Self::Person => person::read(typed, form),
            Self::Region => region::read(typed, form, errors),
            Self::Fields => fields::read(typed, form),
            Self::Availability => availability::read(typed, form, errors),
            Self::SideJob => side_job::read(typed, form),
            Self::Frames => frames::read(typed, form),
            Self::Teaming => teaming::read(typed, form),
            Self::Conflicts => conflicts::read(typed, form),
            Self::Neutrality => neutrality::read(typed, form),
            Self::Wishes => wishes::read(typed, form),
            Self::Menu(code) => menu::read(typed, form, code, errors),
            Self::Experience(place) => experience::read(typed, form, *place, errors),
        }
    }

    pub fn lay(&self, sheet: &mut Sheet<'_>) {
        match self {
            Self::Person => person::lay(sheet),
            Self::Region => region::lay(sheet),
            Self::Fields => fields::lay(sheet),
            Self::Availability => availability::lay(sheet),
            Self::SideJob => side_job::lay(sheet),
            Self::Frames => frames::lay(sheet),
            Self::Teaming => teaming::lay(sheet),
            Self::Conflicts => conflicts::lay(sheet),
            Self::Neutrality => neutrality::lay(sheet),
            Self::Wishes => wishes::lay(sheet),
            Self::Menu(code) => menu::lay(sheet, code),
            Self::Experience(_) => experience::lay(sheet),
        }
    }
}

/// A value that may be missing, as it would be typed.
fn text(value: Option<impl ToString>) -> [String; 1] {
    [value.map(|value| value.to_string()).unwrap_or_default()]
}

/// A ticked box, as it is sent.
fn tick(yes: bool) -> Option<&'static str> {
    yes.then_some("yes")
}

/// A list that is typed one below the other.
fn lines(typed: &Typed, name: &str) -> Vec<String> {
    typed.text(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// What somebody types who registers.
pub fn lay_least(sheet: &mut Sheet<'_>) {
    sheet.line("/name", "me-name");
    sheet.note("me-name-note");
    sheet.line("/registration/number", "me-number");
    sheet.date("/registration/valid_until", "me-valid-until");
    sheet.choice("/affiliation", "me-affiliation", person::affiliations(sheet));
    sheet.note("me-affiliation-note");
    sheet.choice("/base/prefecture", "me-prefecture", unchosen(region::prefectures(sheet)));
    sheet.line("/base/municipality", "me-municipality");
}

/// With an empty choice first, so that nothing is chosen by accident.
fn unchosen(choices: Vec<(String, String)>) -> Vec<(String, String)> {
    [(String::new(), String::new())].into_iter().chain(choices).collect()
}
