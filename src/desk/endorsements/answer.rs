//! What the specialist says to a recommendation, behind the link of a letter or signed in; and the organisation, which ends its own.

use crate::brokering::{EndorsementState, EndorsementStep};
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::org_of;
use crate::desk::endorsements::{Word, held, keep, tell};
use crate::desk::look::link_of;
use crate::desk::{Desk, Press, Refusal};
use crate::identity::Role;
use crate::ids::{EndorsementId, SpecialistId};
use crate::seals::Action;
use crate::store::{Purpose, StoredEndorsement, Tx};

/// What is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndorsementAnswer {
    Agree,
    Decline,
    End,
}

impl EndorsementAnswer {
    pub fn find(code: &str) -> Option<Self> {
        match code {
            "agree" => Some(Self::Agree),
            "decline" => Some(Self::Decline),
            "end" => Some(Self::End),
            _ => None,
        }
    }

    /// The button behind a letter's link.
    fn action(self) -> Action {
        match self {
            Self::Agree => Action::Agree,
            Self::Decline => Action::Object,
            Self::End => Action::Withdraw,
        }
    }

    fn step(self) -> EndorsementStep {
        match self {
            Self::Agree => EndorsementStep::Agree,
            Self::Decline => EndorsementStep::Decline,
            Self::End => EndorsementStep::EndAsSpecialist,
        }
    }
}

/// Takes a step and tells the other one. What an organisation takes back unanswered is not told: the question in the letter then says so.
fn take(desk: &Desk, tx: &mut Tx<'_>, id: EndorsementId, step: EndorsementStep) -> Result<(), Refusal> {
    let now = desk.clock.now();
    let (before, person) = held(tx, id)?;
    let mut after: StoredEndorsement = before.clone();
    after.endorsement.take(step, desk.catalogue.endorsements(), now)?;
    keep(desk, tx, &before, &after)?;
    let (act, party) = match after.endorsement.state {
        EndorsementState::Holds => ("endorsement_agreed", Some(Party::SupportOrg(after.org))),
        EndorsementState::Declined => ("endorsement_declined", Some(Party::SupportOrg(after.org))),
        EndorsementState::EndedByOrganisation => ("endorsement_ended", Some(Party::Specialist(after.specialist))),
        EndorsementState::TakenBack => ("endorsement_taken_back", None),
        _ => ("endorsement_ended", Some(Party::SupportOrg(after.org))),
    };
    tx.note_act(act, "specialist", after.specialist);
    party.map_or(Ok(()), |party| tell(desk, tx, now, LetterKind::EndorsementTold, party, (&after, &person), Word::Stands))
}

pub async fn answer_endorsement(desk: &Desk, press: Press, answer: EndorsementAnswer) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let link = link_of(tx, &press.token, Purpose::AnswerEndorsement, now)?;
            let id = link.subject.parse().map_err(|_| Refusal::NotFound)?;
            take(&acting, tx, id, answer.step())?;
            acting.spend(tx, &press, answer.action(), now)
        })
        .await
}

/// The same for a specialist who is signed in.
pub async fn answer_own_endorsement(
    desk: &Desk,
    specialist: SpecialistId,
    id: EndorsementId,
    answer: EndorsementAnswer,
) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            tx.find_endorsement(id)?.filter(|found| found.specialist == specialist).ok_or(Refusal::NotFound)?;
            take(&acting, tx, id, answer.step())
        })
        .await
}

/// An organisation ends what it has said, whether the specialist has answered or not.
pub async fn end_given_endorsement(desk: &Desk, role: Role, id: EndorsementId) -> Result<(), Refusal> {
    let (acting, org) = (desk.clone(), org_of(role)?);
    desk.store
        .write(move |tx| {
            tx.find_endorsement(id)?.filter(|found| found.org == org).ok_or(Refusal::NotFound)?;
            take(&acting, tx, id, EndorsementStep::EndAsOrganisation)
        })
        .await
}
