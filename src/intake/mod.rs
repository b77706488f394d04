//! Intake: a company and what it asks for, in its own words.
//!
//! [`HelpRequestForm`] is what somebody typed, [`HelpRequest`] what it means. [`AnonymousNeed`] is the part that a specialist may see
//! before a match: it has no field that could name the company (seed S002: companies do not ask for help for fear of a leak).

mod again;
mod anonymous;
mod company;
mod corporation;
mod eligibility;
mod form;
mod help_request;
mod statistics;

pub use anonymous::{AnonymousNeed, StaffBand};
pub use company::{Company, CompanyContact, Relations};
pub use corporation::Corporation;
pub use eligibility::{Decider, SmeEligibility, SmeStanding, sme_eligibility};
pub use form::{CompanyContactForm, CompanyForm, HelpRequestForm, NeedForm, RelationsForm, soon_enough};
pub use help_request::{HelpRequest, HelpRequestState, Mode, Need, Urgency};
pub use statistics::{AT_LEAST, Counted, Group, groups};
