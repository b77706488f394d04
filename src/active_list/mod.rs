//! The active list: who can be asked, for what, where and when.
//!
//! [`SpecialistForm`] is what somebody typed (API body, row of a CSV file); [`Specialist`] is what it means once checked. Consent is kept
//! apart from the profile, because it is a history that only grows ([`ConsentRecord`]). Sources: seeds S003 (what the list should carry),
//! S000 (menus), S004 (side jobs).

mod completeness;
mod conditions;
mod conditions_form;
mod consent;
mod form;
mod form_of;
mod freshness;
mod join;
mod pauses;
mod registration;
mod sheet;
mod specialist;
mod texts;

pub use completeness::{Gap, gaps};
pub use conditions::{Conditions, Conflicts, EmployerPermission, Employment, Travel, Wishes};
pub use conditions_form::{ConditionsForm, ConflictsForm, EmploymentForm, TravelForm, WishesForm};
pub use consent::{ConsentForm, ConsentRecord, LISTING, PUBLIC_LISTING, has_consented, latest_word, shows_track};
pub use form::{BaseForm, BlackoutForm, ContactForm, ExperienceForm, OfferedMenuForm, RegistrationForm, SpecialistForm};
pub use freshness::{CheckStep, Freshness};
pub use join::JoinForm;
pub use pauses::{PauseForm, Pauses};
pub use registration::{Registration, RegistrationNumber, RegistrationStatus};
pub use sheet::mapped::HeaderError;
pub use sheet::{COLUMNS, CellError, Column, SheetError, SheetRow, read_specialists, write_specialists};
pub(crate) use sheet::{cells, mapped, records};
pub use specialist::{Affiliation, Base, Blackout, Contact, Experience, FeeUnit, OfferedMenu, Specialist};
pub use texts::{TextChange, Texts};
