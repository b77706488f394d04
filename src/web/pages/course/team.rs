//! Who comes along, on the page of the engagement itself: in the terms, and with the hours that are to be confirmed.

use crate::catalogue::Catalogue;
use crate::desk::{CoursePage, SeatView};
use crate::engagement::{Sheet, TeamState, fee_shares};
use crate::language::Language;
use crate::web::pages::team::nobody;
use crate::web::pages::words::Words;
use crate::wording::{say_with, spent, team_role_name, yen};

/// Whom terms name, with role and shares, as a pair of a label and a value; none where they name nobody.
pub fn line(catalogue: &Catalogue, language: Language, sheet: &Sheet, team: &[SeatView]) -> Option<(String, String)> {
    let t = Words(language);
    let (_, fees) = fee_shares(sheet.total_yen(), &sheet.team);
    let named = sheet.team.iter().zip(fees).map(|(line, fee)| {
        let name = team.iter().find(|seat| seat.id == line.seat).map(|seat| seat.name.clone().unwrap_or_else(|| nobody(&t, seat)));
        let name = name.unwrap_or_else(|| t.say("team-nobody"));
        let role = team_role_name(language, catalogue, &line.role);
        let fee = if line.fee_percent == 0 { t.say("team-fee-none") } else { yen(language, fee) };
        let hours = line.hours_percent.to_string();
        let with = [("name", name.as_str()), ("role", role.as_str()), ("hours", hours.as_str()), ("fee", fee.as_str())];
        let why = team.iter().find(|seat| seat.id == line.seat).and_then(|seat| seat.words.why.clone());
        let said = say_with(language, "course-team-line", &with);
        why.map_or(said.clone(), |why| format!("{said}\n{why}"))
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| (t.say("course-team"), named.join("\n")))
}

/// Who came along for how long, once it was reported.
pub fn hours(t: &Words, view: &CoursePage) -> Vec<(String, String)> {
    if view.course.report.is_none() {
        return Vec::new();
    }
    let came = view.team.iter().filter(|seat| seat.words.has_joined && seat.words.minutes.is_some_and(|minutes| minutes > 0));
    came.map(|seat| {
        let minutes = if seat.words.confirmed > 0 { seat.words.confirmed } else { seat.words.minutes.unwrap_or_default() };
        (seat.name.clone().unwrap_or_else(|| nobody(t, seat)), spent(t.0, minutes))
    })
    .collect()
}

/// Whether somebody would come along whom neither proposed nor agreed terms name.
pub fn is_waiting(view: &CoursePage) -> bool {
    let proposed = view.course.proposed().map(|version| version.sheet.team.as_slice()).unwrap_or_default();
    let waits = |seat: &SeatView| seat.words.state == TeamState::Willing && proposed.iter().all(|line| line.seat != seat.id);
    view.team.iter().any(waits)
}
