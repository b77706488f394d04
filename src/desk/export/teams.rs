//! Places in teams, in the export of those whose they are and of those whom the team helps.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::Refusal;
use crate::engagement::{Side, TeamState};
use crate::ids::{EngagementId, SeatId};
use crate::store::{StoredEngagement, StoredSeat, Tx};

/// Somebody's place in the team of an engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedSeat {
    pub id: SeatId,
    /// The match whose team it is.
    pub engagement: EngagementId,
    pub state: TeamState,
    /// Code of the role.
    #[schema(example = "junior")]
    pub role: String,
    /// Who it is, where the person stands on no list: as was said; none for people of the active list, and once it is forgotten.
    pub guest: Option<ExportedGuest>,
    /// Of the time of the sessions, in per cent.
    #[schema(example = 100)]
    pub hours_percent: u8,
    /// Of the fee, in per cent.
    #[schema(example = 0)]
    pub fee_percent: u8,
    /// Why this person, as the company was told.
    #[schema(example = "現場での進め方を学んでもらうためです。")]
    pub why: Option<String>,
    /// Why it ended, in the words of who ended it.
    #[schema(example = "予定が合わなくなりました。")]
    pub parting: Option<String>,
    /// Own minutes as they were said or reported.
    #[schema(example = 120)]
    pub reported_minutes: Option<u32>,
    /// Own minutes that the company has confirmed.
    #[schema(example = 120)]
    pub minutes: u32,
    /// When the person was asked (RFC 3339, UTC).
    pub asked_at: DateTime<Utc>,
    /// When it ended (RFC 3339, UTC); none before.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Somebody from outside, as who leads named them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedGuest {
    #[schema(example = "山本 聡")]
    pub name: String,
    /// For who named them only.
    #[schema(example = "yamamoto@law.example.jp")]
    pub address: Option<String>,
    /// As was said; nobody has checked it.
    #[schema(example = "弁護士")]
    pub profession: String,
}

impl From<StoredSeat> for ExportedSeat {
    fn from(StoredSeat { id, engagement, state, seat, asked_at, minutes, ended_at, .. }: StoredSeat) -> Self {
        Self {
            id,
            engagement,
            state,
            role: seat.role,
            guest: seat.guest.map(|guest| ExportedGuest {
                name: guest.name.as_str().to_owned(),
                address: Some(guest.address.as_str().to_owned()),
                profession: guest.profession.as_str().to_owned(),
            }),
            hours_percent: seat.hours_percent,
            fee_percent: seat.fee_percent,
            why: seat.why.map(|text| text.as_str().to_owned()),
            parting: seat.parting.map(|text| text.as_str().to_owned()),
            reported_minutes: seat.minutes,
            minutes,
            asked_at,
            ended_at,
        }
    }
}

/// The team of an engagement, as far as a side knows of it.
pub(super) fn team(tx: &mut Tx<'_>, engagement: &StoredEngagement, side: Side) -> Result<Vec<ExportedSeat>, Refusal> {
    let named = |seat: &StoredSeat| engagement.course.as_ref().is_some_and(|course| course.names(seat.id));
    let seats = tx.list_seats(engagement.id)?.into_iter();
    let exported = seats.filter(|seat| side == Side::Specialist || named(seat)).map(ExportedSeat::from);
    let seen = |seat: ExportedSeat| match side {
        Side::Specialist => seat,
        Side::Company => ExportedSeat { guest: seat.guest.map(|guest| ExportedGuest { address: None, ..guest }), ..seat },
    };
    Ok(exported.map(seen).collect())
}
