//! Specialists a page at a time, in the order in which they were enrolled: all of them to those who see all, to a specialist the own profile.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{RegistrationNumber, RegistrationStatus};
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::SpecialistId;
use crate::store::StoredSpecialist;

/// A specialist as a line of a list; the whole profile is behind the id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpecialistLine {
    pub id: SpecialistId,
    pub number: RegistrationNumber,
    pub status: RegistrationStatus,
    /// The name that companies see before a match.
    #[schema(example = "S1")]
    pub display_name: String,
    /// Whether the person may be found and asked by their latest word of consent.
    pub consented: bool,
    /// Whether offers reach the person.
    pub reachable: bool,
    /// When the person last said that the profile still holds.
    pub last_confirmed: NaiveDate,
}

/// Those behind one of them in the list; with a number, the one who has it.
pub async fn list_specialists(
    desk: &Desk,
    role: Role,
    number: Option<String>,
    after: Option<SpecialistId>,
    limit: usize,
) -> Result<Vec<SpecialistLine>, Refusal> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = desk.store.read(move |tx| {
        Ok::<_, Refusal>(match (role, number) {
            (Role::Specialist(own), _) => tx.find_specialist(own)?.into_iter().collect(),
            (_, Some(number)) => tx.find_specialist_by_number(&number)?.into_iter().collect(),
            (_, None) => tx.list_specialists(after, limit)?,
        })
    });
    Ok(found.await?.into_iter().map(line).collect())
}

fn line(StoredSpecialist { id, specialist, consented, reachable, .. }: StoredSpecialist) -> SpecialistLine {
    SpecialistLine {
        id,
        number: specialist.registration.number,
        status: specialist.registration.status,
        display_name: specialist.display_name.as_str().to_owned(),
        consented,
        reachable,
        last_confirmed: specialist.last_confirmed,
    }
}
