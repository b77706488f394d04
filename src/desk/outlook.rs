//! How many people could be asked about a help request that nobody has sent yet, and what would bring more. Nothing is kept.

use std::collections::HashSet;

use crate::desk::{Desk, Refusal, follow_journal};
use crate::intake::HelpRequestForm;
use crate::matching::{Question, Relaxation, relaxations};
use crate::offers::plan_wave;
use crate::store::StoreError;

/// More are not counted one by one.
const MOST_COUNTED: usize = 50;

/// What a help request would find today.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    pub people: usize,
    /// Whether there are more than were counted.
    pub or_more: bool,
    /// What would bring more; empty if enough can be asked, or nothing would help.
    pub relaxations: Vec<Relaxation>,
}

/// Looks ahead. Who asks does not matter: names, numbers and addresses are left out, so that nobody learns by trying who has to do with whom.
pub async fn look_ahead(desk: &Desk, form: &HelpRequestForm) -> Result<Outlook, Refusal> {
    let help_request = form.of_anybody().check(&desk.catalogue, desk.clock.today())?;
    follow_journal(desk).await?;
    let acting = desk.clone();
    // Some milliseconds of computing, which must not hold up other requests.
    let found = tokio::task::spawn_blocking(move || {
        let question = Question::new(&acting.catalogue, acting.ids.beside(acting.clock.now()), &help_request, acting.clock.today());
        // As many as a wave would have of people of whom nothing is known yet.
        let chance = (acting.catalogue.priors().likelihood.prior_rate * 1000.0).round() as u16;
        let plan = acting.policy_in_force(&help_request.need).and_then(|policy| plan_wave(&policy, 0));
        let wanted = plan.map_or(1, |plan| plan.size(std::iter::repeat(chance)));
        let nobody = HashSet::new();
        let index = acting.index.read();
        let people = index.candidates(&question, MOST_COUNTED + 1, &nobody).len();
        let relaxations = relaxations(&index, &question, wanted, &nobody);
        Outlook { people: people.min(MOST_COUNTED), or_more: people > MOST_COUNTED, relaxations }
    });
    Ok(found.await.map_err(|error| StoreError::Unavailable(error.to_string()))?)
}
