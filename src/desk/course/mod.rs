//! The work after a match, step by step. Both sides act on one page, each behind the links of its own letters: the specialist's leads to the engagement,
//! the company's to its help request. Every step holds the row of the help request first, as everywhere, and is taken on the course as it is behind that
//! lock ([`crate::engagement::Course`]).

mod agree;
mod answer;
mod confirm;
mod dispute;
mod follow_up;
mod judge;
mod look;
mod outcome;
mod plan;
mod promise;
mod propose;
mod report;
mod session;
mod wake;

pub use agree::agree_to_terms;
pub use answer::answer_dispute;
pub use confirm::confirm_hours;
pub use dispute::dispute_hours;
pub use follow_up::wake_follow_ups;
pub(super) use judge::{AGAIN, SETTLED};
pub use judge::{DisputeLine, DisputePage, decide_dispute, list_disputes, look_at_dispute, put_before_org};
pub use look::{CoursePage, Story, look_at_course};
pub use outcome::{OutcomePage, look_at_last_time, look_at_outcome, plan_check, tell_outcome};
pub use plan::plan_session;
pub use promise::promise_to_keep;
pub use propose::propose_sheet;
pub use report::report_work;
pub use session::{change_session, say_met};
pub use wake::wake_courses;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::in_charge;
use crate::desk::course::judge::tell_judge;
use crate::desk::letters::queue_letter;
use crate::desk::team::follow;
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{Course, Ending, EngagementState, FollowUp, NotNow, Sector, Side, Stage};
use crate::events::Event;
use crate::ids::{EngagementId, Token};
use crate::seals::Action;
use crate::store::{LetterToQueue, Purpose, StoredEngagement, StoredHelpRequest, Tx};
use crate::values::Prose;

impl From<NotNow> for Refusal {
    /// The page that is shown then says how things stand.
    fn from(NotNow: NotNow) -> Self {
        Self::ChangedMeanwhile
    }
}

/// A side that acts on an engagement.
#[derive(Clone, Debug)]
pub(super) struct Engaged {
    pub engagement: StoredEngagement,
    pub side: Side,
}

/// The engagement behind a link, and for which side the link speaks.
pub(super) fn engaged(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<Engaged, Refusal> {
    let link = tx.find_link(&token.hash())?.filter(|link| now < link.expires_at).ok_or(Refusal::NotFound)?;
    let (found, side) = match link.purpose {
        Purpose::LeaveEngagement => {
            let id: EngagementId = link.subject.parse().map_err(|_| Refusal::NotFound)?;
            (tx.find_engagement(id)?, Side::Specialist)
        }
        Purpose::FollowHelpRequest => {
            let id = link.subject.parse().map_err(|_| Refusal::NotFound)?;
            (tx.find_holding_engagement(id)?, Side::Company)
        }
        _ => (None, Side::Company),
    };
    Ok(Engaged { engagement: found.ok_or(Refusal::NotFound)?, side })
}

/// Its course; a new one where no step was taken yet.
pub(super) fn course_of(engagement: &StoredEngagement) -> Course {
    engagement.course.clone().unwrap_or_else(|| Course::begin(engagement.opened_at))
}

/// A step in the making.
struct Step<'a> {
    course: &'a mut Course,
    side: Side,
    now: Moment,
}

/// Takes a step behind a link: reads, lets `take` change the course, keeps it, and counts the press. Gives what `take` gave.
fn step<T>(
    desk: &Desk,
    tx: &mut Tx<'_>,
    press: &Press,
    action: Action,
    act: &'static str,
    take: impl FnOnce(&mut Step<'_>) -> Result<T, Refusal>,
) -> Result<(Engaged, Course, T), Refusal> {
    let now = desk.clock.now();
    let help_request = engaged(tx, &press.token, now)?.engagement.help_request;
    let held = tx.hold_help_requests(&[help_request])?.pop().ok_or(Refusal::NotFound)?;
    let by = engaged(tx, &press.token, now)?;
    // Once it has ended a late confirmation is the only step, and the course knows that.
    if !by.engagement.state.holds() {
        return Err(Refusal::ChangedMeanwhile);
    }
    let mut course = course_of(&by.engagement);
    let told = take(&mut Step { course: &mut course, side: by.side, now })?;
    keep(desk, tx, now, (&held, &by.engagement), &course)?;
    desk.spend(tx, press, action, now)?;
    tx.note_act(act, "engagement", by.engagement.id);
    Ok((by, course, told))
}

/// Keeps a course, and closes its engagement where it is over.
fn keep(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    (stored, engagement): (&StoredHelpRequest, &StoredEngagement),
    course: &Course,
) -> Result<(), Refusal> {
    let StoredEngagement { id, help_request, specialist, .. } = *engagement;
    if !tx.save_course(id, course, course.wakes_at(desk.catalogue.engagement()))? {
        return Err(Refusal::ChangedMeanwhile);
    }
    follow(desk, tx, now, engagement, course)?;
    if course.stage.is_over() {
        let sector = Sector::of_industry(&stored.help_request.company.industry);
        if !tx.close_engagement(id, course, sector, now)? {
            return Err(Refusal::ChangedMeanwhile);
        }
        if course.confirmed_minutes() > 0 {
            tx.add_follow_up(engagement, &FollowUp::begin(&desk.catalogue.engagement().follow_up, now))?;
        }
        tx.record(desk.ids.fresh(now), &Event::EngagementClosed { help_request, engagement: id, specialist }, now)?;
        for side in [Side::Specialist, Side::Company] {
            tell(desk, tx, now, LetterKind::EngagementEnded, side, engagement, course.stage.code())?;
        }
        // One side has given in: whoever was asked to decide need not read what both have written.
        let was_deciding = course_of(engagement).stage == Stage::Deciding;
        let gave_in = matches!(course.ending, Some(Ending::Confirmed { .. } | Ending::Agreed { .. }));
        if was_deciding
            && gave_in
            && let Some(org) = in_charge(tx, stored)?
        {
            tell_judge(desk, tx, now, engagement, org, SETTLED)?;
        }
    }
    Ok(())
}

/// Queues a letter to one side. `step` is what makes it another letter than the last of its kind.
pub(super) fn tell(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    kind: LetterKind,
    to: Side,
    about: &StoredEngagement,
    step: &str,
) -> Result<(), Refusal> {
    let party = match to {
        Side::Specialist => Party::Specialist(about.specialist),
        Side::Company => Party::Company(about.help_request),
    };
    let cause = format!("{}/{step}", about.id);
    let letter = LetterToQueue { id: desk.ids.fresh(now), kind, party, cause, help_request: about.help_request, offer: Some(about.offer) };
    queue_letter(tx, &desk.ids, now, letter)
}

/// The engagement of which a letter tells, and the step, by the letter's cause.
pub(super) fn told_of(cause: &str) -> Option<(EngagementId, &str)> {
    let (id, step) = cause.split_once('/')?;
    Some((id.parse().ok()?, step))
}

/// Asks the company to confirm what is reported.
fn ask_to_confirm(desk: &Desk, tx: &mut Tx<'_>, now: Moment, about: &StoredEngagement, course: &Course) -> Result<(), Refusal> {
    let rounds = course.report.as_ref().map_or(0, |report| report.rounds);
    tell(desk, tx, now, LetterKind::ReportToConfirm, Side::Company, about, &format!("report-{rounds}"))
}

/// What withdrawing comes to where work has been done: nobody's hours go with it. False where nothing has been done yet.
pub(super) fn stop_instead(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    engagement: &StoredEngagement,
    reason: &Prose,
) -> Result<bool, Refusal> {
    let held = tx.hold_help_requests(&[engagement.help_request])?.pop().ok_or(Refusal::NotFound)?;
    let found = tx.find_engagement(engagement.id)?.filter(|found| found.state == EngagementState::Running);
    let Some(engagement) = found else { return Ok(false) };
    let mut course = course_of(&engagement);
    match course.stage {
        Stage::Working if course.held_minutes() > 0 => {
            course.stop(reason.clone(), now)?;
            keep(desk, tx, now, (&held, &engagement), &course)?;
            ask_to_confirm(desk, tx, now, &engagement, &course)?;
            Ok(true)
        }
        Stage::Terms | Stage::Working => Ok(false),
        // The hours are on the table: they are confirmed, answered, or end by themselves.
        _ => Err(Refusal::ChangedMeanwhile),
    }
}

/// What makes a letter about a session another one than the last: which session, and which word about it.
fn session_step(course: &Course, number: u16) -> String {
    let said_at = course.sessions.iter().find(|session| session.number == number).map_or(0, |session| session.said_at.timestamp_micros());
    format!("{number}.{said_at}")
}
