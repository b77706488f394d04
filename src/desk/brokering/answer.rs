//! The company says whether its support organisation may ask for it, behind the link of a letter: yes, no, or not any more.

use crate::brokering::{Standing, Way};
use crate::clock::Moment;
use crate::desk::cancel_help_request::cancel;
use crate::desk::look::link_of;
use crate::desk::pools::leave_as_member;
use crate::desk::{Desk, Press, Refusal};
use crate::ids::{MemberId, Token};
use crate::language::Language;
use crate::seals::Action;
use crate::store::{Purpose, StoredConsent, Tx};

/// What the page behind the link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentPage {
    pub org: String,
    pub company: String,
    pub standing: Standing,
    /// The company's language.
    pub language: Language,
    /// Help requests that go on in its name, which a no would end.
    pub running: usize,
}

pub async fn look_at_consent(desk: &Desk, token: Token) -> Result<ConsentPage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let id = member_of(tx, &token, now)?;
            let stored = tx.find_member(id)?.ok_or(Refusal::NotFound)?;
            let org = tx.find_support_org(stored.org)?.ok_or(Refusal::NotFound)?;
            Ok(ConsentPage {
                org: org.org.name.as_str().to_owned(),
                company: stored.member.company.name.as_str().to_owned(),
                standing: stored.standing,
                language: stored.member.company.contact.language,
                running: tx.list_running_for_member(id)?.len(),
            })
        })
        .await
}

/// The company agrees, or does not. A no ends at once what goes on in its name; saying the same again changes nothing.
pub async fn answer_as_member(desk: &Desk, press: Press, agrees: bool) -> Result<(), Refusal> {
    let (acting, who) = (desk.clone(), desk.who());
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let id = member_of(tx, &press.token, now)?;
            let stored = tx.hold_member(id, now)?.ok_or(Refusal::NotFound)?;
            let (standing, action, act) = match agrees {
                true => (Standing::Agreed, Action::Agree, "member_agreed"),
                false => (Standing::Declined, Action::Object, "member_declined"),
            };
            if stored.standing == standing {
                return Ok(());
            }
            acting.spend(tx, &press, action, now)?;
            let consent = StoredConsent { given: agrees, way: Way::Letter, who, paper: None, at: now };
            tx.add_member_consent(acting.ids.beside(now), id, &consent)?;
            // After a no the quiet time counts from the no.
            tx.set_standing(id, standing, if agrees { stored.asked_at } else { Some(now) })?;
            tx.note_act(act, "member", id);
            if !agrees {
                leave_as_member(&acting, tx, now, id)?;
                for help_request in tx.list_running_for_member(id)? {
                    match cancel(tx, &acting.ids, now, help_request) {
                        // Somebody was faster: it has ended.
                        Ok(_) | Err(Refusal::HelpRequestEnded) => {}
                        Err(refusal) => return Err(refusal),
                    }
                }
            }
            Ok(())
        })
        .await
}

fn member_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<MemberId, Refusal> {
    link_of(tx, token, Purpose::AnswerMember, now)?.subject.parse().map_err(|_| Refusal::NotFound)
}
