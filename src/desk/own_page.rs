//! What a specialist sees first on the own page: how things stand and what is missing.

use chrono::NaiveDate;

use crate::active_list::{CheckStep, Gap, gaps};
use crate::desk::change_specialist::{SpecialistView, view};
use crate::desk::own_offers::figures;
use crate::desk::{Desk, OwnFigures, Refusal};
use crate::engagement::TrackCount;
use crate::ids::SpecialistId;

#[derive(Clone, Debug)]
pub struct OwnPage {
    pub view: SpecialistView,
    /// How far the profile has come since it was confirmed.
    pub check_step: CheckStep,
    pub gaps: Vec<Gap>,
    pub figures: OwnFigures,
    /// What was closed with confirmed hours, the newest year first.
    pub track: Vec<TrackCount>,
    /// The day of the last snapshot of the official register; none if none was read.
    pub register_as_of: Option<NaiveDate>,
}

pub async fn look_at_own(desk: &Desk, id: SpecialistId) -> Result<OwnPage, Refusal> {
    let today = desk.clock.today();
    desk.store
        .read(move |tx| {
            let stored = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            let (check_step, gaps) = (stored.check_step, gaps(&stored.specialist, stored.consented, today));
            let register_as_of = tx.last_snapshot()?.map(|snapshot| snapshot.as_of);
            let figures = figures(tx, id)?;
            let track = tx.track_record(id)?;
            Ok(OwnPage { view: view(tx, stored)?, check_step, gaps, figures, track, register_as_of })
        })
        .await
}
