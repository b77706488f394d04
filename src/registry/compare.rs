//! What a snapshot tells of one person.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{RegistrationStatus, Specialist};
use crate::registry::{RegisterRow, Snapshot};
use crate::values::folded;

/// What the register says of somebody on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterFinding {
    /// Number, name and date are those of the register.
    Verified,
    /// They differ, and two operators have said that it is the same person nevertheless.
    Vouched,
    /// No row has the number.
    NotFound,
    /// The number is another name's.
    NameMismatch,
    /// The register's last day is earlier than the profile's.
    DateMismatch,
    /// The register shows too little to tell.
    NotEnough,
    /// Not renewed in time.
    Lapsed,
    /// Struck off, or not to use the title for a while.
    Revoked,
    /// Number, name or date of the profile have changed since it was compared.
    Changed,
}

impl RegisterFinding {
    pub const ALL: [RegisterFinding; 9] = [
        Self::Verified,
        Self::Vouched,
        Self::NotFound,
        Self::NameMismatch,
        Self::DateMismatch,
        Self::NotEnough,
        Self::Lapsed,
        Self::Revoked,
        Self::Changed,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Vouched => "vouched",
            Self::NotFound => "not_found",
            Self::NameMismatch => "name_mismatch",
            Self::DateMismatch => "date_mismatch",
            Self::NotEnough => "not_enough",
            Self::Lapsed => "lapsed",
            Self::Revoked => "revoked",
            Self::Changed => "changed",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }

    /// Whether it ends at once that the person is asked.
    pub fn suspends(self) -> bool {
        matches!(self, Self::Lapsed | Self::Revoked)
    }

    /// Whether the person may carry the title.
    pub fn verifies(self) -> bool {
        matches!(self, Self::Verified | Self::Vouched)
    }
}

/// A finding with what it came from: as long as that is the same, nothing has to be decided anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    pub finding: RegisterFinding,
    /// What was held against what. It names the person, so it is kept keyed.
    pub grounds: String,
}

/// Holds a profile against the register as of the snapshot's day.
pub fn compare(snapshot: &Snapshot, person: &Specialist, as_of: NaiveDate) -> Compared {
    let row = snapshot.find(&person.registration.number);
    let finding = row.map_or(RegisterFinding::NotFound, |row| told(row, person, as_of));
    let registration = &person.registration;
    let own = (registration.number.as_str(), same_name(person.name.as_str()), registration.valid_until);
    let grounds = format!("{own:?} {:?} {}", row.map(|row| (row.status, &row.name, row.valid_until)), finding.code());
    Compared { finding, grounds }
}

fn told(row: &RegisterRow, person: &Specialist, as_of: NaiveDate) -> RegisterFinding {
    match row.status {
        RegistrationStatus::Revoked => return RegisterFinding::Revoked,
        RegistrationStatus::Lapsed => return RegisterFinding::Lapsed,
        RegistrationStatus::Registered => {}
    }
    if row.valid_until.is_some_and(|last| last < as_of) {
        return RegisterFinding::Lapsed;
    }
    if row.name.as_ref().is_some_and(|name| *name != same_name(person.name.as_str())) {
        return RegisterFinding::NameMismatch;
    }
    let own = person.registration.valid_until;
    match row.valid_until {
        // A later day is a renewal that the profile does not know yet.
        Some(last) if last < own => RegisterFinding::DateMismatch,
        // Whose name is not shown is told by the day alone, so it has to be the very day.
        Some(last) if row.name.is_none() && last != own => RegisterFinding::NotEnough,
        None if row.name.is_none() => RegisterFinding::NotEnough,
        _ => RegisterFinding::Verified,
    }
}

/// A name as it is compared: width, kana and spaces make no other person.
pub(super) fn same_name(name: &str) -> String {
    folded(name).chars().filter(|c| !c.is_whitespace()).map(common_form).collect()
}

/// Registers and keyboards write these surnames' characters either way.
fn common_form(c: char) -> char {
    match c {
        '髙' => '高',
        '﨑' => '崎',
        '德' => '徳',
        '邉' | '邊' => '辺',
        '齋' | '齊' | '斎' => '斉',
        '濵' | '濱' => '浜',
        '𠮷' => '吉',
        other => other,
    }
}
