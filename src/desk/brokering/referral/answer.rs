//! The company says whether its help request goes on to another organisation, behind the link of a letter.

use crate::brokering::ReferralState;
use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::referral::tell;
use crate::desk::look::link_of;
use crate::desk::{Desk, Press, Refusal};
use crate::events::Event;
use crate::ids::{ReferralId, Token};
use crate::intake::HelpRequestState;
use crate::language::Language;
use crate::seals::Action;
use crate::store::{Purpose, Tx};

/// What the page behind the link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralPage {
    pub company: String,
    pub from: String,
    pub to: String,
    pub reason: String,
    pub state: ReferralState,
    /// Whether a yes would still count.
    pub can_answer: bool,
    pub made_at: Moment,
    pub runs_out_at: Moment,
    /// The company's language.
    pub language: Language,
}

pub async fn look_at_referral(desk: &Desk, token: Token) -> Result<ReferralPage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let id = referral_of(tx, &token, now)?;
            let referral = tx.find_referral(id)?.ok_or(Refusal::NotFound)?;
            let stored = tx.find_help_request(referral.help_request)?.ok_or(Refusal::NotFound)?;
            let names = tx.name_support_orgs(&[referral.from, referral.to])?;
            let name = |org| names.iter().find(|(id, _)| *id == org).map(|(_, name)| name.clone()).ok_or(Refusal::NotFound);
            let goes_on = matches!(stored.state, HelpRequestState::Open | HelpRequestState::Unmatched);
            Ok(ReferralPage {
                company: stored.help_request.company.name.as_str().to_owned(),
                from: name(referral.from)?,
                to: name(referral.to)?,
                can_answer: referral.is_open(now) && goes_on && stored.support_org == Some(referral.from),
                // Where nothing says any more who it was, there is nothing to decide.
                reason: referral.reason.ok_or(Refusal::NotFound)?.as_str().to_owned(),
                state: referral.state,
                made_at: referral.made_at,
                runs_out_at: referral.runs_out_at,
                language: stored.help_request.company.contact.language,
            })
        })
        .await
}

/// On a yes the help request is the other organisation's from this transaction on; what was offered stays as it is. Saying the same again changes nothing.
pub async fn answer_referral(desk: &Desk, press: Press, agrees: bool) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let id = referral_of(tx, &press.token, now)?;
            let help_request = tx.find_referral(id)?.ok_or(Refusal::NotFound)?.help_request;
            tx.hold_help_requests(&[help_request])?;
            let referral = tx.find_referral(id)?.ok_or(Refusal::NotFound)?;
            let (state, action, act) = match agrees {
                true => (ReferralState::Agreed, Action::Agree, "referral_agreed"),
                false => (ReferralState::Refused, Action::Object, "referral_refused"),
            };
            if referral.state == state {
                return Ok(());
            }
            if !referral.is_open(now) {
                return Err(Refusal::ChangedMeanwhile);
            }
            let (from, to) = (referral.from, referral.to);
            if agrees && !tx.pass_on(help_request, from, to)? {
                return Err(Refusal::HelpRequestEnded);
            }
            if !tx.end_referral(id, state, now)? {
                return Err(Refusal::ChangedMeanwhile);
            }
            acting.spend(tx, &press, action, now)?;
            tx.note_act(act, "referral", id);
            tell(&acting, tx, now, LetterKind::ReferralEnded, Party::SupportOrg(from), &referral)?;
            if agrees {
                tx.record(acting.ids.fresh(now), &Event::HelpRequestReferred { help_request, from, to }, now)?;
                tx.note_act("help_request_passed_on", "support_org", from);
                tx.note_act("help_request_received", "support_org", to);
                tell(&acting, tx, now, LetterKind::ReferralReceived, Party::SupportOrg(to), &referral)?;
            }
            Ok(())
        })
        .await
}

fn referral_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<ReferralId, Refusal> {
    link_of(tx, token, Purpose::AnswerReferral, now)?.subject.parse().map_err(|_| Refusal::NotFound)
}
