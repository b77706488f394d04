//! Whom who leads may ask: the people on the public list whom matching itself would ask for the help request. Those who would like to come along and learn stand
//! first, and then the best. Nothing is changed.

use std::collections::HashSet;

use crate::desk::course::engaged;
use crate::desk::look_at_listed::is_listed;
use crate::desk::{Desk, Refusal, follow_journal};
use crate::engagement::Side;
use crate::ids::{SpecialistId, Token};
use crate::matching::{Question, Term};

/// How many are shown, and among how many of the best they are looked for.
const SHOWN: usize = 5;
const LOOKED_AT: usize = 50;
const MOST_REASONS: usize = 3;

/// Somebody who fits the help request, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub specialist: SpecialistId,
    pub display_name: String,
    /// Code of the prefecture.
    pub prefecture: String,
    pub reasons: Vec<Term>,
    /// Whether the person has said that they would like to come along.
    pub comes: bool,
}

/// Nobody who is asked already, and nobody who did not agree to be found by anybody.
pub async fn suggest_for_team(desk: &Desk, token: Token) -> Result<Vec<Suggestion>, Refusal> {
    follow_journal(desk).await?;
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let by = engaged(tx, &token, now)?;
            if by.side != Side::Specialist {
                return Ok(Vec::new());
            }
            let stored = tx.find_help_request(by.engagement.help_request)?.ok_or(Refusal::NotFound)?;
            let today = acting.clock.today();
            let question = Question::new(&acting.catalogue, stored.id, &stored.help_request, today);
            let seats = tx.list_seats(by.engagement.id)?;
            let except: HashSet<SpecialistId> = seats.iter().filter_map(|seat| seat.specialist).chain([by.engagement.specialist]).collect();
            let found = acting.index.read().candidates(&question, LOOKED_AT, &except);
            let ids: Vec<SpecialistId> = found.iter().map(|candidate| candidate.specialist).collect();
            let people = tx.list_specialists_by_id(&ids)?;
            let named = found.into_iter().filter_map(|candidate| {
                let person = people.iter().find(|person| person.id == candidate.specialist).filter(|person| is_listed(person, today))?;
                let shown = person.shown();
                Some(Suggestion {
                    specialist: person.id,
                    display_name: shown.display_name.as_str().to_owned(),
                    prefecture: shown.base.prefecture.clone(),
                    reasons: candidate.explanation.reasons(MOST_REASONS),
                    comes: acting.catalogue.team().comes_along(&person.specialist.conditions.teaming),
                })
            });
            let mut named: Vec<Suggestion> = named.collect();
            // The order of matching stays among those who have said the same.
            named.sort_by_key(|one| !one.comes);
            named.truncate(SHOWN);
            Ok(named)
        })
        .await
}
