//! Entries that were drawn to be looked at: an auditor or operator has seen one, asks about it, or an operator strikes it. The specialist is told of all but
//! the first.

use crate::clock::Moment;
use crate::correspondence::LetterKind;
use crate::credits::{Activity, ApproverRole, ClaimState, Draw, RowKind};
use crate::desk::credits::{append, held, tell_specialist};
use crate::desk::{Desk, Refusal};
use crate::ids::{ClaimId, SpecialistId};
use crate::report::{Checker, FieldError};
use crate::store::{StoredClaim, StoredSpecialist};
use crate::values::Line;

/// Why, as the ledger has it; the words are in the letter and on the page.
const STRUCK: &str = "audit";
const LONGEST_REASON: usize = 400;

/// What is asked, or why an entry is struck, in words that its specialist reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrawForm {
    pub reason: String,
}

impl DrawForm {
    fn check(&self) -> Result<Line, Vec<FieldError>> {
        let mut checker = Checker::new();
        let reason = checker.take("/reason", Line::parse(&self.reason, LONGEST_REASON));
        checker.finish(reason)
    }
}

/// An entry that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawView {
    pub id: ClaimId,
    pub specialist: SpecialistId,
    pub display_name: String,
    pub activity: Activity,
    pub words: String,
    pub link: Option<String>,
    /// Whether confirmed hours of work through nakodo stand behind it.
    pub is_work: bool,
    /// Who was asked; none where the hours had been confirmed.
    pub approver: Option<(String, ApproverRole)>,
    pub approved_as: &'static str,
    pub entered_at: Option<Moment>,
    pub seq: Option<u64>,
    pub state: ClaimState,
    pub draw: Option<Draw>,
    pub question: Option<String>,
}

fn view(person: Option<&StoredSpecialist>, claim: StoredClaim) -> DrawView {
    DrawView {
        id: claim.id,
        specialist: claim.specialist,
        display_name: person.map(|person| person.specialist.display_name.as_str().to_owned()).unwrap_or_default(),
        is_work: claim.work.is_some(),
        approved_as: claim.claim.approved_as(),
        approver: claim.claim.approver.map(|approver| (approver.name.as_str().to_owned(), approver.role)),
        activity: claim.claim.activity,
        words: claim.claim.words.as_str().to_owned(),
        link: claim.claim.link.map(|link| link.as_str().to_owned()),
        entered_at: claim.decided_at,
        seq: claim.seq,
        state: claim.state,
        draw: claim.draw,
        question: claim.question,
    }
}

/// Those at which nobody has looked come first.
pub async fn list_draws(desk: &Desk, limit: usize) -> Result<Vec<DrawView>, Refusal> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    desk.store
        .read(move |tx| {
            let claims = tx.list_drawn_claims(limit)?;
            let people: Vec<SpecialistId> = claims.iter().map(|claim| claim.specialist).collect();
            let people = tx.list_specialists_by_id(&people)?;
            let whose = |claim: &StoredClaim| people.iter().find(|person| person.id == claim.specialist);
            Ok(claims.into_iter().map(|claim| view(whose(&claim), claim)).collect())
        })
        .await
}

/// One entry with its evidence; that somebody looked stands in the audit log. What was not drawn is nobody's business.
pub async fn view_draw(desk: &Desk, id: ClaimId) -> Result<DrawView, Refusal> {
    let found = desk
        .store
        .read(move |tx| {
            let claim = tx.find_claim(id)?.filter(|claim| claim.draw.is_some()).ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(claim.specialist)?;
            Ok::<_, Refusal>(view(person.as_ref(), claim))
        })
        .await?;
    desk.note_look("credit_reviewed", "claim", id.to_string()).await?;
    Ok(found)
}

/// It is in order.
pub async fn mark_seen(desk: &Desk, id: ClaimId) -> Result<(), Refusal> {
    desk.store
        .write(move |tx| {
            let (_, claim) = held(tx, id)?;
            match claim.draw {
                None => return Err(Refusal::NotFound),
                Some(Draw::Seen) => return Ok(()),
                Some(Draw::Drawn | Draw::Questioned) => {}
            }
            let state = claim.state;
            tx.change_claim(state, &StoredClaim { draw: Some(Draw::Seen), question: None, ..claim })?;
            tx.note_act("credit_seen", "claim", id);
            Ok(())
        })
        .await
}

/// Asks the specialist something about it. The entry goes on counting until it is struck or taken back.
pub async fn question_entry(desk: &Desk, id: ClaimId, form: DrawForm) -> Result<(), Refusal> {
    settle(desk, id, form, None).await
}

/// Takes the entry back by a further row of the ledger.
pub async fn strike_entry(desk: &Desk, id: ClaimId, form: DrawForm) -> Result<(), Refusal> {
    settle(desk, id, form, Some(ClaimState::Struck)).await
}

async fn settle(desk: &Desk, id: ClaimId, form: DrawForm, to: Option<ClaimState>) -> Result<(), Refusal> {
    let reason = form.check()?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (person, claim) = held(tx, id)?;
            if claim.draw.is_none() {
                return Err(Refusal::NotFound);
            }
            let question = Some(reason.as_str().to_owned());
            let told = match (to, claim.seq) {
                (Some(state), Some(row)) if claim.counts() => {
                    append(tx, &person, now, RowKind::TakenBack { row, reason: STRUCK.to_owned() })?;
                    StoredClaim { state, draw: Some(Draw::Seen), question, published: false, decided_at: Some(now), ..claim }
                }
                (None, _) if claim.counts() => StoredClaim { draw: Some(Draw::Questioned), question, ..claim },
                // It was taken back meanwhile.
                _ => return Err(Refusal::ChangedMeanwhile),
            };
            if !tx.change_claim(ClaimState::Entered, &told)? {
                return Err(Refusal::ChangedMeanwhile);
            }
            tx.note_act(if to.is_some() { "credit_struck" } else { "credit_questioned" }, "claim", id);
            tell_specialist(&acting, tx, now, LetterKind::CreditQuestioned, &person, &told)
        })
        .await
}
