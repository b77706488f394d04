//! A dispute about hours before the support organisation that the help request belongs to: a side puts it there with one press, and somebody of the
//! organisation who is neither of the sides decides between the hours of both.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::{in_charge, org_of};
use crate::desk::course::{course_of, keep, step, tell};
use crate::desk::letters::queue_letter;
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{Course, DecisionForm, EngagementState, Report, Session, SessionState, Stage};
use crate::identity::Role;
use crate::ids::{EngagementId, SpecialistId, SupportOrgId};
use crate::report::FieldError;
use crate::seals::Action;
use crate::store::{LetterToQueue, StoredEngagement, StoredHelpRequest, StoredSeat, Tx};
use crate::values::is_one_mailbox;

/// How many stand on one page.
const SHOWN: i64 = 40;
/// How the cause of the reminder begins: it makes it another letter than the first one.
pub(in crate::desk) const AGAIN: &str = "again";
/// The same of the letter that nothing is left to decide.
pub(in crate::desk) const SETTLED: &str = "settled";

/// A dispute that waits for a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DisputeLine {
    pub id: EngagementId,
    pub company: String,
    pub specialist: String,
    /// Until when it can be decided.
    pub ends_at: Option<Moment>,
}

/// The same with what each side has said.
#[derive(Clone, Debug, PartialEq)]
pub struct DisputePage {
    pub line: DisputeLine,
    pub report: Report,
    /// What was held, as the specialist says, and where the company says that both met.
    pub sessions: Vec<Session>,
    /// Whether the reader is one of the sides: nobody decides their own.
    pub is_own: bool,
}

/// A side asks the support organisation to decide.
pub async fn put_before_org(desk: &Desk, press: Press) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let (by, course, ()) =
                step(&acting, tx, &press, Action::Work, "dispute_put_before", |step| Ok(step.course.put_before(step.side, step.now)?))?;
            let about = &by.engagement;
            // Where there is no organisation nothing is put before anybody: the page shows no such button.
            let org = tx.support_orgs_of(&[about.help_request])?.remove(&about.help_request).ok_or(Refusal::ChangedMeanwhile)?;
            let now = acting.clock.now();
            let put = format!("put.{}", course.since.timestamp_micros());
            tell_judge(&acting, tx, now, about, org, &put)?;
            tell(&acting, tx, now, LetterKind::DisputePutBefore, by.side.other(), about, &put)
        })
        .await
}

/// Tells the organisation, once for each `step`: when it is asked, and when it is reminded.
pub(super) fn tell_judge(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    about: &StoredEngagement,
    org: SupportOrgId,
    step: &str,
) -> Result<(), Refusal> {
    let (kind, party, cause) = (LetterKind::DisputePutBefore, Party::SupportOrg(org), format!("{}/{step}", about.id));
    let letter = LetterToQueue { id: desk.ids.fresh(now), kind, party, cause, help_request: about.help_request, offer: Some(about.offer) };
    queue_letter(tx, &desk.ids, now, letter)
}

/// Disputes that wait for the organisation, the longest first.
pub async fn list_disputes(desk: &Desk, role: Role) -> Result<Vec<DisputeLine>, Refusal> {
    let (org, acting) = (org_of(role)?, desk.clone());
    desk.store
        .read(move |tx| {
            let mut lines = Vec::new();
            for id in tx.list_engagements_to_decide(org, SHOWN)? {
                // Whatever was settled by a build that knows no decisions is over without the mark by which it was found.
                let Some((stored, engagement)) = find_disputed(tx, org, id)? else { continue };
                lines.push(line(&acting, tx, &stored, &engagement)?);
            }
            Ok(lines)
        })
        .await
}

pub async fn look_at_dispute(desk: &Desk, role: Role, id: EngagementId) -> Result<DisputePage, Refusal> {
    let (org, acting) = (org_of(role)?, desk.clone());
    desk.store
        .read(move |tx| {
            let (stored, engagement) = disputed(tx, org, id)?;
            let Course { report, mut sessions, .. } = course_of(&engagement);
            sessions.retain(|session| matches!(session.state, SessionState::Held { .. }));
            let report = report.ok_or(Refusal::NotFound)?;
            let is_own = is_own(&acting, tx, &stored, &engagement)?;
            Ok(DisputePage { line: line(&acting, tx, &stored, &engagement)?, report, sessions, is_own })
        })
        .await
}

/// Decides. Both sides hear of it with the reason.
pub async fn decide_dispute(desk: &Desk, role: Role, id: EngagementId, form: DecisionForm) -> Result<(), Refusal> {
    let (org, acting) = (org_of(role)?, desk.clone());
    desk.store
        .write(move |tx| {
            let help_request = disputed(tx, org, id)?.0.id;
            let held = tx.hold_help_requests(&[help_request])?.pop().ok_or(Refusal::NotFound)?;
            // Behind the lock: it may have been passed on, or settled between the sides.
            if in_charge(tx, &held)? != Some(org) {
                return Err(Refusal::NotFound);
            }
            let (stored, engagement) = disputed(tx, org, id)?;
            if is_own(&acting, tx, &stored, &engagement)? {
                return Err(Refusal::Fields(vec![FieldError::new("/hours", "own-dispute")]));
            }
            let mut course = course_of(&engagement);
            let (minutes, reason) = form.check(course.report.as_ref().ok_or(Refusal::NotFound)?)?;
            let now = acting.clock.now();
            course.decide(minutes, reason, now)?;
            keep(&acting, tx, now, (&held, &engagement), &course)?;
            tx.note_act("dispute_decided", "engagement", id);
            Ok(())
        })
        .await
}

/// A dispute that waits for this organisation; another's looks as if it were not there, and so does one that is over.
fn disputed(tx: &mut Tx<'_>, org: SupportOrgId, id: EngagementId) -> Result<(StoredHelpRequest, StoredEngagement), Refusal> {
    find_disputed(tx, org, id)?.ok_or(Refusal::NotFound)
}

fn find_disputed(tx: &mut Tx<'_>, org: SupportOrgId, id: EngagementId) -> Result<Option<(StoredHelpRequest, StoredEngagement)>, Refusal> {
    let Some(engagement) = tx.find_engagement(id)?.filter(|one| one.state == EngagementState::Running) else { return Ok(None) };
    let stored = tx.find_help_request(engagement.help_request)?.filter(|stored| stored.support_org == Some(org));
    Ok(stored.filter(|_| course_of(&engagement).stage == Stage::Deciding).map(|stored| (stored, engagement)))
}

fn line(desk: &Desk, tx: &mut Tx<'_>, stored: &StoredHelpRequest, engagement: &StoredEngagement) -> Result<DisputeLine, Refusal> {
    let person = tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?;
    Ok(DisputeLine {
        id: engagement.id,
        company: stored.help_request.company.name.as_str().to_owned(),
        specialist: person.shown().name.as_str().to_owned(),
        ends_at: course_of(engagement).ends_at(desk.catalogue.engagement()),
    })
}

/// Whether whoever acts is a side of it, by a role of the account or by its mailbox: the company, who leads, and whoever came along, whose own hours are the
/// same part of what is decided. Whoever acts without an account is nobody who could decide.
fn is_own(desk: &Desk, tx: &mut Tx<'_>, stored: &StoredHelpRequest, engagement: &StoredEngagement) -> Result<bool, Refusal> {
    let Some(charge) = desk.charge() else { return Ok(true) };
    let Some(account) = tx.list_accounts_by_id(&[charge.account])?.pop() else { return Ok(true) };
    let seats: Vec<StoredSeat> = tx.list_seats(engagement.id)?.into_iter().filter(|seat| seat.seat.has_joined).collect();
    let people: Vec<SpecialistId> = seats.iter().filter_map(|seat| seat.specialist).chain([engagement.specialist]).collect();
    let mut sides = tx.list_accounts_in(Role::Company(stored.id))?;
    for person in &people {
        sides.extend(tx.list_accounts_in(Role::Specialist(*person))?);
    }
    if sides.iter().any(|side| side.id == account.id) {
        return Ok(true);
    }
    let people = tx.list_specialists_by_id(&people)?;
    let contacts = people.iter().flat_map(|person| &person.specialist.contacts).map(|contact| &contact.address);
    let guests = seats.iter().filter_map(|seat| seat.seat.guest.as_ref()).map(|guest| &guest.address);
    let mut mailboxes = contacts.chain(guests).chain([&stored.help_request.company.contact.address]);
    Ok(mailboxes.any(|mailbox| is_one_mailbox(mailbox, &account.account.address)))
}
