//! Who could be asked about a help request, why somebody could not, and what would bring more people. Nothing is changed here.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::endorsements::{endorsed_by, endorsers};
use crate::desk::look::visible;
use crate::desk::{Desk, EndorsedBy, Refusal, follow_journal};
use crate::engagement::TrackCount;
use crate::identity::Role;
use crate::ids::{HelpRequestId, SpecialistId};
use crate::matching::{Card, Explanation, Finding, Question, Relaxation, Rule, failing, relaxations, score, why_not};
use crate::offers::plan_wave;
use crate::store::{StoredHelpRequest, Tx};

/// Somebody who could be asked now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CandidateView {
    pub specialist: SpecialistId,
    pub display_name: String,
    pub explanation: Explanation,
    /// What the person has closed with confirmed hours, by year and for whom, the newest first.
    pub track: Vec<TrackCount>,
    /// Who recommends the person. It changes nothing of the order.
    pub endorsed_by: Vec<EndorsedBy>,
}

/// Who could be asked now, and how many people each rule keeps out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CandidatesView {
    pub candidates: Vec<CandidateView>,
    /// People in the list; for who does not see all of them, those who consented and do not hide.
    pub people: usize,
    pub kept_out: Vec<KeptOut>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct KeptOut {
    pub rule: Rule,
    /// A person may be kept out by several rules.
    pub people: usize,
}

/// Why a named person is not asked.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyNot {
    pub specialist: SpecialistId,
    pub display_name: String,
    /// Whether the person has been asked about this help request before: nobody is asked twice.
    pub asked_before: bool,
    /// None if nothing keeps the person out.
    pub findings: Vec<Finding>,
    /// The score that the person has, or would have.
    pub score: f64,
    /// Who recommends the person. It changes nothing of the score.
    pub endorsed_by: Vec<EndorsedBy>,
}

/// What to change when too few people fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Relaxations {
    /// People who could be asked now.
    pub people: usize,
    /// People wanted: as many as a wave has.
    pub wanted: usize,
    /// The smallest sets of changes that bring so many, or as many as any change can; smallest first.
    pub relaxations: Vec<Relaxation>,
}

/// The best `limit` people for a help request who have not been asked about it yet.
pub async fn list_candidates(desk: &Desk, id: HelpRequestId, role: Role, limit: usize) -> Result<CandidatesView, Refusal> {
    desk.break_glass(id, role).await?;
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .read(move |tx| {
            let (_, question, asked) = posed(&acting, tx, id, role)?;
            let (found, tally) = {
                let index = acting.index.read();
                let tally = if role.sees_all() { index.tally(&question) } else { index.tally_of_seen(&question) };
                (index.candidates(&question, limit, &asked), tally)
            };
            let ids: Vec<SpecialistId> = found.iter().map(|candidate| candidate.specialist).collect();
            let people = tx.list_specialists_by_id(&ids)?;
            let mut tracks = tx.track_records(&ids)?;
            let mut endorsed = endorsers(tx, &ids, acting.clock.now())?;
            let named = found.into_iter().filter_map(|candidate| {
                let person = people.iter().find(|person| person.id == candidate.specialist)?;
                let display_name = person.shown().display_name.as_str().to_owned();
                let track = tracks.remove(&candidate.specialist).unwrap_or_default();
                let endorsed_by = endorsed.remove(&candidate.specialist).unwrap_or_default();
                Some(CandidateView {
                    specialist: candidate.specialist,
                    display_name,
                    explanation: candidate.explanation,
                    track,
                    endorsed_by,
                })
            });
            let kept_out = tally.kept_out.into_iter().map(|(rule, people)| KeptOut { rule, people }).collect();
            Ok(CandidatesView { candidates: named.collect(), people: tally.people, kept_out })
        })
        .await
}

/// Every rule that keeps a named person out, as the store knows the person now. For a broker somebody who has not consented, or is hidden,
/// does not exist.
pub async fn explain_absence(desk: &Desk, id: HelpRequestId, specialist: SpecialistId, role: Role) -> Result<WhyNot, Refusal> {
    desk.break_glass(id, role).await?;
    let acting = desk.clone();
    desk.store
        .read(move |tx| {
            let (stored, question, asked) = posed(&acting, tx, id, role)?;
            let person = tx.find_specialist(specialist)?.ok_or(Refusal::NotFound)?;
            let record = person.with(tx.records_of(&[specialist], acting.clock.now())?.remove(&specialist).unwrap_or_default());
            let card = Card::new(&acting.catalogue, specialist, &person.specialist, person.consented, record);
            let card = card.with_pauses(&acting.catalogue, &person.pauses);
            let unseen = failing(&card, &question).iter().any(|rule| matches!(rule, Rule::Consent | Rule::NotHidden));
            if unseen && !role.sees_all() {
                return Err(Refusal::NotFound);
            }
            Ok(WhyNot {
                specialist,
                display_name: person.shown().display_name.as_str().to_owned(),
                asked_before: asked.contains(&specialist),
                findings: why_not(&person.specialist, &record, &card, &stored.help_request, &question),
                score: score(&card, &question),
                endorsed_by: endorsed_by(tx, specialist, acting.clock.now())?,
            })
        })
        .await
}

/// What to change so that a wave could be filled. Nothing is told where it can be filled already.
pub async fn suggest_relaxations(desk: &Desk, id: HelpRequestId, role: Role) -> Result<Relaxations, Refusal> {
    desk.break_glass(id, role).await?;
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .read(move |tx| {
            let stored = visible(tx, id, role)?;
            relaxations_of(&acting, tx, &stored)
        })
        .await
}

/// The same for who has read the help request.
pub(super) fn relaxations_of(desk: &Desk, tx: &mut Tx<'_>, stored: &StoredHelpRequest) -> Result<Relaxations, Refusal> {
    let question = Question::new(&desk.catalogue, stored.id, &stored.help_request, desk.clock.today());
    let asked = tx.not_to_ask_about(stored.id)?;
    // As many as a wave would have of people of whom nothing is known yet.
    let chance = (desk.catalogue.priors().likelihood.prior_rate * 1000.0).round() as u16;
    let plan = desk.policy_of(stored).and_then(|policy| plan_wave(&policy, 0));
    let wanted = plan.map_or(1, |plan| plan.size(std::iter::repeat(chance)));
    let index = desk.index.read();
    let people = index.candidates(&question, wanted, &asked).len();
    Ok(Relaxations { people, wanted, relaxations: relaxations(&index, &question, wanted, &asked) })
}

/// The help request as a question of today, and who has been asked about it.
fn posed(
    desk: &Desk,
    tx: &mut Tx<'_>,
    id: HelpRequestId,
    role: Role,
) -> Result<(StoredHelpRequest, Question, HashSet<SpecialistId>), Refusal> {
    let stored = visible(tx, id, role)?;
    let question = Question::new(&desk.catalogue, id, &stored.help_request, desk.clock.today());
    let asked = tx.not_to_ask_about(id)?;
    Ok((stored, question, asked))
}
