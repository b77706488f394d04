//! The team of an engagement, as its page shows it to one side. The company sees only those who have said yes and whom terms name. Nothing is changed.

use crate::clock::Moment;
use crate::desk::course::{course_of, engaged};
use crate::desk::{Desk, Refusal};
use crate::engagement::{Course, EngagementState, Side, Stage, TeamLine, TeamState, fee_shares};
use crate::ids::{SeatId, SpecialistId, Token};
use crate::language::Language;
use crate::store::{StoredEngagement, StoredSeat, Tx};

/// A seat as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatView {
    pub id: SeatId,
    /// None: somebody from outside.
    pub specialist: Option<SpecialistId>,
    /// By the name that the person chose to be shown, and once both have agreed by the registered one; none where the person is erased.
    pub name: Option<String>,
    pub words: SeatWords,
    /// Until when somebody is to say something.
    pub ends_at: Option<Moment>,
    /// Whether the reader can end it.
    pub can_end: bool,
}

/// What is known of a seat, without who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatWords {
    pub role: String,
    /// What somebody from outside does for a living, as was said.
    pub profession: Option<String>,
    pub hours_percent: u8,
    pub fee_percent: u8,
    /// Of the agreed fee; none before terms are agreed on.
    pub fee_yen: Option<u64>,
    pub why: Option<String>,
    pub state: TeamState,
    pub has_joined: bool,
    /// Own minutes as said or reported, and as confirmed.
    pub minutes: Option<u32>,
    pub confirmed: u32,
    pub parting: Option<String>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct TeamPage {
    pub side: Side,
    pub state: EngagementState,
    pub seats: Vec<SeatView>,
    /// Whether somebody can be asked now.
    pub can_invite: bool,
    /// Whether somebody who would come stands in no terms that are proposed or hold.
    pub must_propose: bool,
    /// Whether terms hold already.
    pub has_terms: bool,
    pub language: Language,
}

impl SeatWords {
    pub(super) fn of(seat: &StoredSeat, course: &Course) -> Self {
        let terms = course.agreed().map(|version| &version.sheet);
        let fee_yen = terms.and_then(|sheet| {
            let named = sheet.team.iter().position(|line| line.seat == seat.id);
            let alone = [TeamLine::of(seat.id, &seat.seat)];
            let team: &[TeamLine] = if named.is_some() { &sheet.team } else { &alone };
            fee_shares(sheet.total_yen(), team).1.get(named.unwrap_or_default()).copied()
        });
        let said = |text: &Option<crate::values::Prose>| text.as_ref().map(|text| text.as_str().to_owned());
        Self {
            role: seat.seat.role.clone(),
            profession: seat.seat.guest.as_ref().map(|guest| guest.profession.as_str().to_owned()),
            hours_percent: seat.seat.hours_percent,
            fee_percent: seat.seat.fee_percent,
            fee_yen,
            why: said(&seat.seat.why),
            state: seat.state,
            has_joined: seat.seat.has_joined,
            minutes: seat.seat.minutes,
            confirmed: seat.minutes,
            parting: said(&seat.seat.parting),
        }
    }
}

/// The seats of an engagement that a side knows of.
pub(in crate::desk) fn views(tx: &mut Tx<'_>, engagement: &StoredEngagement, side: Side) -> Result<Vec<SeatView>, Refusal> {
    let course = course_of(engagement);
    let known = |seat: &StoredSeat| side == Side::Specialist || course.names(seat.id);
    let seats: Vec<StoredSeat> = tx.list_seats(engagement.id)?.into_iter().filter(known).collect();
    let ids: Vec<SpecialistId> = seats.iter().filter_map(|seat| seat.specialist).collect();
    let people = if ids.is_empty() { Vec::new() } else { tx.list_specialists_by_id(&ids)? };
    let running = engagement.state == EngagementState::Running;
    let view = |seat: StoredSeat| {
        let person = people.iter().find(|person| Some(person.id) == seat.specialist);
        let person = person.filter(|person| !person.specialist.registration.number.is_of_nobody());
        let name = person.map(|person| {
            let shown = person.shown();
            if seat.seat.has_joined { shown.name.as_str().to_owned() } else { shown.display_name.as_str().to_owned() }
        });
        // Whoever was asked by name is known by it, until they are nobody again.
        let name = name.or_else(|| seat.seat.guest.as_ref().map(|guest| guest.name.as_str().to_owned()));
        SeatView {
            id: seat.id,
            specialist: seat.specialist,
            name,
            words: SeatWords::of(&seat, &course),
            ends_at: seat.wakes_at.filter(|_| seat.state.is_open()),
            can_end: running && seat.state.is_open(),
        }
    };
    Ok(seats.into_iter().map(view).collect())
}

/// Behind the link of either side's letters.
pub async fn look_at_team(desk: &Desk, token: Token) -> Result<TeamPage, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let by = engaged(tx, &token, now)?;
            let language = match by.side {
                Side::Specialist => tx.find_specialist(by.engagement.specialist)?.ok_or(Refusal::NotFound)?.specialist.language(),
                Side::Company => {
                    let stored = tx.find_help_request(by.engagement.help_request)?.ok_or(Refusal::NotFound)?;
                    stored.help_request.company.contact.language
                }
            };
            let course = course_of(&by.engagement);
            let seats = views(tx, &by.engagement, by.side)?;
            let open = seats.iter().filter(|seat| seat.words.state.is_open()).count();
            let works = by.engagement.state == EngagementState::Running && course.stage == Stage::Working;
            let leads = by.side == Side::Specialist;
            let named = |seat: &SeatView| course.proposed().is_some_and(|terms| terms.sheet.team.iter().any(|line| line.seat == seat.id));
            let waits = seats.iter().any(|seat| seat.words.state == TeamState::Willing && !named(seat));
            Ok(TeamPage {
                side: by.side,
                state: by.engagement.state,
                can_invite: leads && works && open < usize::from(acting.catalogue.team().most_members),
                must_propose: leads && works && waits,
                has_terms: course.agreed().is_some(),
                seats,
                language,
            })
        })
        .await
}
