//! What a specialist sees first on the own page: how things stand and what is missing.

use chrono::{Days, NaiveDate};

use crate::active_list::{CheckStep, Gap, gaps};
use crate::desk::change_specialist::{SpecialistView, view};
use crate::desk::own_offers::figures;
use crate::desk::pools::count_visits;
use crate::desk::{Desk, OwnFigures, Refusal};
use crate::engagement::{OutcomeCount, TrackCount};
use crate::ids::SpecialistId;
use crate::intake::AT_LEAST;
use crate::store::{Shown, Tx};

/// Days of which the page tells how often the person was shown.
const SHOWN_FOR: u64 = 28;

#[derive(Clone, Debug)]
pub struct OwnPage {
    pub view: SpecialistView,
    /// How far the profile has come since it was confirmed.
    pub check_step: CheckStep,
    pub gaps: Vec<Gap>,
    pub figures: OwnFigures,
    /// How often the person was shown to others within the last four weeks.
    pub shown: Shown,
    /// Whether what the person wrote is kept back until an operator has accepted it.
    pub held: bool,
    /// Why operators have hidden the entry; none if it is not hidden.
    pub hidden_because: Option<String>,
    /// Whether what two operators decided about a complaint keeps the entry off the list.
    pub barred: bool,
    /// Visits to come at companies that share the person.
    pub visits: usize,
    /// What was closed with confirmed hours, the newest year first.
    pub track: Vec<TrackCount>,
    /// What came of it, as companies say; none while it would show whose answer it is.
    pub outcomes: Option<OutcomeCount>,
    /// The day of the last snapshot of the official register; none if none was read.
    pub register_as_of: Option<NaiveDate>,
}

pub async fn look_at_own(desk: &Desk, id: SpecialistId) -> Result<OwnPage, Refusal> {
    let (now, today) = (desk.clock.now(), desk.clock.today());
    desk.store
        .read(move |tx| {
            let stored = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            let (held, barred) = (stored.held, stored.barred);
            let (check_step, gaps) = (stored.check_step, gaps(&stored.specialist, stored.consented, today));
            let register_as_of = tx.last_snapshot()?.map(|snapshot| snapshot.as_of);
            let figures = figures(tx, id)?;
            let hidden_because = tx.find_review(id)?.and_then(|review| review.reason).filter(|_| stored.hidden);
            let shown = shown_since(tx, id, today - Days::new(SHOWN_FOR - 1))?;
            let track = tx.track_record(id)?;
            let mut outcomes = OutcomeCount::default();
            tx.list_follow_ups_of(id)?.iter().for_each(|one| outcomes.add(&one.follow_up));
            let outcomes = Some(outcomes).filter(|count| count.answers() >= AT_LEAST as u64);
            let visits = count_visits(tx, id, now)?;
            Ok(OwnPage {
                view: view(tx, stored)?,
                check_step,
                gaps,
                figures,
                visits,
                track,
                outcomes,
                shown,
                held,
                barred,
                hidden_because,
                register_as_of,
            })
        })
        .await
}

/// How often somebody was shown from a day on.
fn shown_since(tx: &mut Tx<'_>, id: SpecialistId, from: NaiveDate) -> Result<Shown, Refusal> {
    let days = tx.list_appearances(id)?.into_iter().filter(|(day, _)| *day >= from);
    Ok(days.fold(Shown::default(), |sum, (_, shown)| Shown { listed: sum.listed + shown.listed, viewed: sum.viewed + shown.viewed }))
}
