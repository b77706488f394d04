//! One person of the active list as anybody may see one: who agreed to be found by anybody, and nothing of what only a match opens.

use crate::active_list::{Specialist, shows_track};
use crate::desk::credits::published;
use crate::desk::endorsements::endorsed_by;
use crate::desk::match_reviews::shown_together;
use crate::desk::{Desk, EndorsedBy, PublishedCredit, Refusal};
use crate::engagement::{AnswerCounts, TrackCount};
use crate::full_text::Listed;
use crate::ids::SpecialistId;
use crate::store::StoredSpecialist;

#[derive(Clone, Debug)]
pub struct ListedView {
    pub id: SpecialistId,
    /// As others see it: without the protected title where nobody has confirmed it. A page shows of it what the consent names.
    pub shown: Specialist,
    /// Whether the register confirms the person.
    pub verified: bool,
    /// Entries of the ledger of credits that the person shows.
    pub credits: Vec<PublishedCredit>,
    /// What was closed with confirmed hours; none where the person agreed to words that do not name it.
    pub track: Option<Vec<TrackCount>>,
    /// What companies said, all answers together; none while few have, or where the person does not show it.
    pub said: Option<Vec<AnswerCounts>>,
    /// Who recommends the person, who has agreed to that being read.
    pub endorsed_by: Vec<EndorsedBy>,
}

/// Whoever may not be found by anybody looks as if not there ([`Refusal::NotFound`]).
pub async fn look_at_listed(desk: &Desk, id: SpecialistId) -> Result<ListedView, Refusal> {
    let (now, today, acting) = (desk.clock.now(), desk.clock.today(), desk.clone());
    desk.store
        .read(move |tx| {
            let stored = tx.find_specialist(id)?.filter(|stored| is_listed(stored, today)).ok_or(Refusal::NotFound)?;
            let credits = published(tx, id)?;
            let track = if shows_track(&tx.list_consents(id)?) { Some(tx.track_record(id)?) } else { None };
            let said = shown_together(&acting, tx, id, now)?;
            let (endorsed_by, verified) = (endorsed_by(tx, id, now)?, stored.standing.is_verified());
            Ok(ListedView { said, track, id, shown: stored.shown().into_owned(), verified, credits, endorsed_by })
        })
        .await
}

/// Whether anybody may find this person on that day.
pub(super) fn is_listed(stored: &StoredSpecialist, today: chrono::NaiveDate) -> bool {
    let holds = stored.specialist.registration.holds_on(today) && !stored.standing.suspended && !stored.hidden;
    holds && Listed::permits(&stored.specialist, stored.consented, stored.public_listing)
}
