//! A side of a match complains about the other, behind the link that it has to the match. It gets a link of its own to follow the complaint.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::complaints::{Complaint, ComplaintForm, Stage, number_of};
use crate::correspondence::{ComplaintWord, LetterKind};
use crate::desk::complaints::{party_of, tell, tell_operator};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::Side;
use crate::ids::{EngagementId, Token};
use crate::language::Language;
use crate::seals::Action;
use crate::store::{Link, Purpose, StoredComplaint, StoredEngagement, Tx};

/// What the page shows on which somebody complains.
#[derive(Clone, Debug)]
pub struct Filing {
    pub side: Side,
    pub language: Language,
    /// Number, stage and day of the answer of a complaint that is not over.
    pub open: Option<(String, Stage, NaiveDate)>,
}

/// The match behind a link, one that was withdrawn too, and for which side the link speaks.
fn matched(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<(StoredEngagement, Side), Refusal> {
    let link = tx.find_link(&token.hash())?.filter(|link| now < link.expires_at).ok_or(Refusal::NotFound)?;
    let found = match link.purpose {
        Purpose::LeaveEngagement => {
            let id: EngagementId = link.subject.parse().map_err(|_| Refusal::NotFound)?;
            tx.find_engagement(id)?.map(|found| (found, Side::Specialist))
        }
        Purpose::FollowHelpRequest => {
            let id = link.subject.parse().map_err(|_| Refusal::NotFound)?;
            let last = tx.list_engagements_about(&[id])?.into_iter().max_by_key(|one| one.opened_at);
            last.map(|found| (found, Side::Company))
        }
        _ => None,
    };
    found.ok_or(Refusal::NotFound)
}

fn open_one(tx: &mut Tx<'_>, engagement: EngagementId, side: Side) -> Result<Option<StoredComplaint>, Refusal> {
    Ok(tx.find_last_complaint(engagement, side)?.filter(|found| !found.complaint.stage.is_over()))
}

pub async fn look_at_filing(desk: &Desk, token: Token) -> Result<Filing, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let (engagement, side) = matched(tx, &token, now)?;
            let language = match side {
                Side::Specialist => tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?.specialist.language(),
                Side::Company => {
                    tx.find_help_request(engagement.help_request)?.ok_or(Refusal::NotFound)?.help_request.company.contact.language
                }
            };
            let open = open_one(tx, engagement.id, side)?;
            let open = open.map(|found| (number_of(found.id), found.complaint.stage, found.complaint.due_on));
            Ok(Filing { side, language, open })
        })
        .await
}

/// Takes a complaint in; gives the secret of the page on which it can be followed.
pub async fn file_complaint(desk: &Desk, press: Press, form: ComplaintForm) -> Result<Token, Refusal> {
    let filed = form.check(desk.catalogue.complaints())?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let about = matched(tx, &press.token, now)?.0.help_request;
            // Two presses at once come one after the other.
            tx.hold_help_requests(&[about])?;
            let (engagement, side) = matched(tx, &press.token, now)?;
            if open_one(tx, engagement.id, side)?.is_some() {
                return Err(Refusal::ChangedMeanwhile);
            }
            let (rules, holidays) = (acting.catalogue.complaints(), acting.catalogue.holidays());
            let complaint = Complaint::receive(side, filed, rules, holidays, now);
            let stored = StoredComplaint {
                id: acting.ids.fresh(now),
                help_request: engagement.help_request,
                engagement: engagement.id,
                specialist: engagement.specialist,
                support_org: None,
                complaint,
                version: 1,
                changed_at: now,
                forgotten: false,
            };
            tx.add_complaint(&stored, stored.complaint.wakes_at(rules), now)?;
            acting.spend(tx, &press, Action::Complain, now)?;
            tx.note_act("complaint_filed", "complaint", stored.id);
            tell(&acting, tx, now, &stored, party_of(&stored, side), (LetterKind::ComplaintReceived, ComplaintWord::Received))?;
            tell_operator(&acting, tx, now, &stored, ComplaintWord::Received)?;
            let token = acting.ids.token();
            let expires_at = now + acting.periods.follow_for;
            let link = Link { purpose: Purpose::FollowComplaint, subject: stored.id.to_string(), expires_at };
            tx.add_links(&[(token.hash(), link)], now)?;
            Ok(token)
        })
        .await
}
