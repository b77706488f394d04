//! The approver answers, behind the link of a letter: a yes enters the claim into the ledger, a no says why.

use crate::clock::Moment;
use crate::correspondence::LetterKind;
use crate::credits::{Activity, ApproverRole, ClaimState};
use crate::desk::credits::{ends_at, enter, held, tell_specialist};
use crate::desk::look::link_of;
use crate::desk::{Desk, Press, Refusal};
use crate::ids::{ClaimId, Token};
use crate::language::Language;
use crate::report::{Checker, FieldError};
use crate::seals::Action;
use crate::store::{Purpose, StoredClaim, Tx};
use crate::values::Line;

/// What the page behind the link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalPage {
    /// Who says that they did it, by their registered name.
    pub specialist: String,
    /// Who is asked, and as what.
    pub approver: String,
    pub role: ApproverRole,
    pub activity: Activity,
    pub words: String,
    pub link: Option<String>,
    pub state: ClaimState,
    pub can_answer: bool,
    pub ends_at: Moment,
    /// The approver's language, as far as the specialist knew.
    pub language: Language,
}

const LONGEST_REASON: usize = 200;

fn claim_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<ClaimId, Refusal> {
    link_of(tx, token, Purpose::ApproveCredit, now)?.subject.parse().map_err(|_| Refusal::NotFound)
}

fn is_open(desk: &Desk, claim: &StoredClaim, now: Moment) -> bool {
    claim.state == ClaimState::Waiting && now < ends_at(desk, claim)
}

pub async fn look_at_approval(desk: &Desk, token: Token) -> Result<ApprovalPage, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let id = claim_of(tx, &token, now)?;
            let claim = tx.find_claim(id)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(claim.specialist)?.ok_or(Refusal::NotFound)?;
            let (can_answer, ends_at) = (is_open(&acting, &claim, now), ends_at(&acting, &claim));
            let approver = claim.claim.approver.ok_or(Refusal::NotFound)?;
            Ok(ApprovalPage {
                specialist: person.shown().name.as_str().to_owned(),
                approver: approver.name.as_str().to_owned(),
                role: approver.role,
                activity: claim.claim.activity,
                words: claim.claim.words.as_str().to_owned(),
                link: claim.claim.link.map(|link| link.as_str().to_owned()),
                state: claim.state,
                can_answer,
                ends_at,
                language: approver.language,
            })
        })
        .await
}

/// `reason` is why not; none for a yes. Saying the same again changes nothing.
pub async fn answer_approval(desk: &Desk, press: Press, reason: Option<String>) -> Result<(), Refusal> {
    let reason = reason.map(|text| why(&text)).transpose()?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let id = claim_of(tx, &press.token, now)?;
            let (person, claim) = held(tx, id)?;
            let (state, action, act) = match reason {
                None => (ClaimState::Entered, Action::Agree, "credit_approved"),
                Some(_) => (ClaimState::Declined, Action::Object, "credit_declined"),
            };
            if claim.state == state {
                return Ok(());
            }
            if !is_open(&acting, &claim, now) {
                return Err(Refusal::ChangedMeanwhile);
            }
            let answered = match reason {
                None => enter(&acting, tx, now, &person, claim)?,
                Some(_) => {
                    let settled = claim.claim.clone().settled(reason);
                    StoredClaim { state, claim: settled, wakes_at: None, decided_at: Some(now), ..claim }
                }
            };
            if !tx.change_claim(ClaimState::Waiting, &answered)? {
                return Err(Refusal::ChangedMeanwhile);
            }
            acting.spend(tx, &press, action, now)?;
            tx.note_act(act, "claim", id);
            tell_specialist(&acting, tx, now, LetterKind::CreditDecided, &person, &answered)
        })
        .await
}

fn why(text: &str) -> Result<Line, Vec<FieldError>> {
    let mut checker = Checker::new();
    let reason = checker.take("/reason", Line::parse(text, LONGEST_REASON));
    checker.finish(reason)
}
