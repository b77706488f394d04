//! The team of an engagement: the page on which who leads asks people and both sides see who comes along, and the page of whoever comes along.

mod guest;
mod member;
mod seats;

use crate::catalogue::Catalogue;
use crate::desk::{SeatView, SeatWords};
use crate::language::Language;
use crate::web::pages::words::Words;
use crate::wording::{spent, team_role_name, yen};

pub use guest::{post_team_guest, show_team_guest};
pub use member::{download_team_entry, post_seat, show_seat};
pub use seats::{post_team_end, post_team_member, show_team, show_team_member};

/// Whoever is not known by a name any more.
pub(super) fn nobody(t: &Words, seat: &SeatView) -> String {
    t.say(if seat.specialist.is_some() { "team-nobody" } else { "team-nobody-outside" })
}

/// Role and shares of a seat, as pairs of a label and a value; what is not known is left out.
pub(super) fn facts(catalogue: &Catalogue, language: Language, seat: &SeatWords) -> Vec<(String, String)> {
    let t = Words(language);
    let fee = match (seat.fee_percent, seat.fee_yen) {
        (0, _) => t.say("team-fee-none"),
        (part, Some(fee)) => t.say2("team-fee-yen", &("part", &part.to_string()), &("yen", &yen(language, fee))),
        (part, None) => t.say1("team-part", "part", part),
    };
    let hours = match (seat.confirmed, seat.minutes) {
        (0, None) => String::new(),
        (0, Some(minutes)) => spent(language, minutes),
        (confirmed, _) => t.say1("team-confirmed", "hours", spent(language, confirmed)),
    };
    [
        ("team-role", team_role_name(language, catalogue, &seat.role)),
        ("team-profession", seat.profession.clone().unwrap_or_default()),
        ("team-hours-part", t.say1("team-part", "part", seat.hours_percent)),
        ("team-fee-part", fee),
        ("team-why", seat.why.clone().unwrap_or_default()),
        ("team-own-hours", hours),
        ("team-parting", seat.parting.clone().unwrap_or_default()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| (t.say(label), value))
    .collect()
}
