//! A side of a match complains about the other, behind the link that it has to the match (a specialist who is signed in without it), or a support organisation
//! does so for its member. Whoever complains gets a link of its own to follow the complaint.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::complaints::{Complaint, ComplaintForm, Filed, Stage, number_of};
use crate::correspondence::{ComplaintWord, LetterKind};
use crate::desk::complaints::{party_of, tell, tell_operator};
use crate::desk::look::{held, visible};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::Side;
use crate::identity::Role;
use crate::ids::{EngagementId, HelpRequestId, OfferId, SpecialistId, SupportOrgId, Token};
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
    /// Whether there is anybody to complain about.
    pub matched: bool,
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
            last_match(tx, id)?.map(|found| (found, Side::Company))
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
            filing(tx, &engagement, side)
        })
        .await
}

fn filing(tx: &mut Tx<'_>, engagement: &StoredEngagement, side: Side) -> Result<Filing, Refusal> {
    let language = match side {
        Side::Specialist => tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?.specialist.language(),
        Side::Company => tx.find_help_request(engagement.help_request)?.ok_or(Refusal::NotFound)?.help_request.company.contact.language,
    };
    let open = open_one(tx, engagement.id, side)?;
    let open = open.map(|found| (number_of(found.id), found.complaint.stage, found.complaint.due_on));
    Ok(Filing { side, language, open, matched: true })
}

/// The match that came of an offer to a specialist who is signed in, one that was withdrawn too; none where nothing is kept of the company any more.
fn own_match(tx: &mut Tx<'_>, specialist: SpecialistId, offer: OfferId) -> Result<StoredEngagement, Refusal> {
    let mut all = tx.list_engagements_of(specialist)?.into_iter().map(|one| one.engagement);
    let found = all.find(|one| one.offer == offer).ok_or(Refusal::NotFound)?;
    let company = tx.find_help_request(found.help_request)?.ok_or(Refusal::NotFound)?.help_request.company;
    if company.is_of_nobody() { Err(Refusal::NotFound) } else { Ok(found) }
}

pub async fn look_at_own_filing(desk: &Desk, specialist: SpecialistId, offer: OfferId) -> Result<Filing, Refusal> {
    desk.store
        .read(move |tx| {
            let engagement = own_match(tx, specialist, offer)?;
            filing(tx, &engagement, Side::Specialist)
        })
        .await
}

/// The same complaint as behind the link that the specialist has to the match.
pub async fn file_own_complaint(desk: &Desk, specialist: SpecialistId, offer: OfferId, form: ComplaintForm) -> Result<Token, Refusal> {
    let filed = form.check(desk.catalogue.complaints())?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let about = own_match(tx, specialist, offer)?.help_request;
            // Two presses at once come one after the other.
            tx.hold_help_requests(&[about])?;
            let engagement = own_match(tx, specialist, offer)?;
            if open_one(tx, engagement.id, Side::Specialist)?.is_some() {
                return Err(Refusal::ChangedMeanwhile);
            }
            receive(&acting, tx, acting.clock.now(), (engagement, Side::Specialist, None), filed)
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
            let token = receive(&acting, tx, now, (engagement, side, None), filed)?;
            acting.spend(tx, &press, Action::Complain, now)?;
            Ok(token)
        })
        .await
}

/// How a clerk's page begins on which a support organisation complains for its member.
pub async fn look_at_filing_for_member(desk: &Desk, role: Role, id: HelpRequestId) -> Result<Filing, Refusal> {
    desk.store
        .read(move |tx| {
            let stored = visible(tx, id, role)?;
            let last = last_match(tx, id)?;
            let open = last.as_ref().map(|last| open_one(tx, last.id, Side::Company)).transpose()?.flatten();
            let open = open.map(|found| (number_of(found.id), found.complaint.stage, found.complaint.due_on));
            let language = stored.help_request.company.contact.language;
            Ok(Filing { side: Side::Company, language, open, matched: last.is_some() })
        })
        .await
}

/// Takes in what a support organisation complains about for its member; the letters go to the organisation.
pub async fn file_for_member(desk: &Desk, role: Role, id: HelpRequestId, form: ComplaintForm) -> Result<Token, Refusal> {
    let Role::Broker(org, _) = role else { return Err(Refusal::NotFound) };
    let filed = form.check(desk.catalogue.complaints())?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            held(tx, id, role)?;
            let engagement = last_match(tx, id)?.ok_or(Refusal::ChangedMeanwhile)?;
            if open_one(tx, engagement.id, Side::Company)?.is_some() {
                return Err(Refusal::ChangedMeanwhile);
            }
            receive(&acting, tx, now, (engagement, Side::Company, Some(org)), filed)
        })
        .await
}

/// The last match of a help request, one that was withdrawn too.
fn last_match(tx: &mut Tx<'_>, id: HelpRequestId) -> Result<Option<StoredEngagement>, Refusal> {
    Ok(tx.list_engagements_about(&[id])?.into_iter().max_by_key(|one| one.opened_at))
}

/// Keeps a new complaint and tells of it; gives the secret of the page on which it can be followed.
fn receive(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    (engagement, side, support_org): (StoredEngagement, Side, Option<SupportOrgId>),
    filed: Filed,
) -> Result<Token, Refusal> {
    let (rules, holidays) = (desk.catalogue.complaints(), desk.catalogue.holidays());
    let complaint = Complaint::receive(side, filed, rules, holidays, now);
    let stored = StoredComplaint {
        id: desk.ids.fresh(now),
        help_request: engagement.help_request,
        engagement: engagement.id,
        specialist: engagement.specialist,
        support_org,
        complaint,
        version: 1,
        changed_at: now,
        forgotten: false,
    };
    tx.add_complaint(&stored, stored.complaint.wakes_at(rules), now)?;
    tx.note_act("complaint_filed", "complaint", stored.id);
    tell(desk, tx, now, &stored, party_of(&stored, side), (LetterKind::ComplaintReceived, ComplaintWord::Received))?;
    tell_operator(desk, tx, now, &stored, ComplaintWord::Received)?;
    let token = desk.ids.token();
    let link = Link { purpose: Purpose::FollowComplaint, subject: stored.id.to_string(), expires_at: now + desk.periods.follow_for };
    tx.add_links(&[(token.hash(), link)], now)?;
    Ok(token)
}
