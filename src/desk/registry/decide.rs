//! What the register leaves open, decided by two: one operator proposes, and another confirms or proposes something else.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::desk::registry::suspend::settle;
use crate::desk::{Desk, Refusal};
use crate::identity::account_of;
use crate::ids::RegisterCaseId;
use crate::registry::{Decision, RegisterFinding, RegisterStanding};
use crate::report::{Checker, FieldError, Mistake};
use crate::store::{StoredCase, StoredSpecialist, Tx};

/// What is proposed, or confirmed: named both times, so that nobody confirms what was put in its place meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionForm {
    /// `release` (it is the registered person) or `suspend`.
    #[schema(example = "release")]
    pub decision: String,
}

impl DecisionForm {
    fn check(&self) -> Result<Decision, Vec<FieldError>> {
        let mut checker = Checker::new();
        let wrong = || Mistake::new("not-one-of").with("choices", "release, suspend");
        let decision = checker.take("/decision", Decision::find(self.decision.trim()).ok_or_else(wrong));
        checker.finish(decision)
    }
}

/// Proposes how an open case ends; what was proposed before is replaced.
pub async fn propose_decision(desk: &Desk, id: RegisterCaseId, form: DecisionForm) -> Result<(), Refusal> {
    let decision = form.check()?;
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            tx.find_case(id)?.ok_or(Refusal::NotFound)?;
            let who = tx.who();
            tx.note_act(act_of(decision, "release_proposed", "suspension_proposed"), "register_case", id);
            if tx.propose_in_case(id, decision, &who, now)? { Ok(()) } else { Err(Refusal::ChangedMeanwhile) }
        })
        .await
}

/// Confirms what somebody else has proposed.
pub async fn confirm_decision(desk: &Desk, id: RegisterCaseId, form: DecisionForm) -> Result<(), Refusal> {
    let decision = form.check()?;
    let acting = desk.clone();
    desk.store.write(move |tx| confirm(&acting, tx, acting.clock.now(), id, decision)).await
}

fn confirm(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: RegisterCaseId, decision: Decision) -> Result<(), Refusal> {
    let case = tx.find_case(id)?.ok_or(Refusal::NotFound)?;
    let who = tx.who();
    if case.proposal.as_ref().is_some_and(|(_, by, _)| account_of(by) == account_of(&who)) {
        return Err(Refusal::FourEyes);
    }
    // The person before the case, as when a snapshot is read.
    let person = tx.lock_specialists(&[case.specialist])?.pop().ok_or(Refusal::NotFound)?;
    if !tx.decide_case(id, decision, &who, now)? {
        return Err(Refusal::ChangedMeanwhile);
    }
    tx.note_act(act_of(decision, "release_confirmed", "suspension_confirmed"), "register_case", id);
    settle(desk, tx, now, &person, &decided(&person, &case, decision))
}

fn decided(person: &StoredSpecialist, case: &StoredCase, decision: Decision) -> RegisterStanding {
    let (finding, suspended) = match decision {
        Decision::Release => (RegisterFinding::Vouched, false),
        Decision::Suspend => (case.finding, true),
    };
    RegisterStanding { finding: Some(finding), suspended, ..person.standing.clone() }
}

fn act_of(decision: Decision, release: &'static str, suspend: &'static str) -> &'static str {
    match decision {
        Decision::Release => release,
        Decision::Suspend => suspend,
    }
}
