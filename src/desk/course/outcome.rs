//! What came of the work, as the company says behind the links of its letters: whether it has acted on it, and when it wants to look again.

use chrono::{Months, NaiveDate};

use crate::clock::{Moment, in_japan, japanese};
use crate::desk::course::{course_of, engaged};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{FollowUp, OutcomeForm, Side};
use crate::ids::Token;
use crate::intake::HelpRequest;
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::store::{StoredEngagement, Tx};

/// At which hour in Japan a reminder to look again leaves.
const MORNING: u8 = 9;

/// What the page about it shows.
#[derive(Clone, Debug)]
pub struct OutcomePage {
    pub follow_up: FollowUp,
    /// The specialist's name.
    pub specialist: String,
    pub menus: Vec<String>,
    /// The day on which the work ended.
    pub ended_on: Option<NaiveDate>,
    /// After how many months another look is suggested.
    pub months: u32,
    pub language: Language,
}

/// Where only the company acts, and only while something is there to answer.
fn asked(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<(StoredEngagement, FollowUp), Refusal> {
    let by = engaged(tx, token, now)?;
    let found = tx.find_follow_up(by.engagement.id)?.filter(|_| by.side == Side::Company).ok_or(Refusal::NotFound)?;
    Ok((by.engagement, found.follow_up))
}

pub async fn look_at_outcome(desk: &Desk, token: Token) -> Result<OutcomePage, Refusal> {
    let (now, acting) = (desk.clock.now(), desk.clone());
    desk.store
        .read(move |tx| {
            let (engagement, follow_up) = asked(tx, &token, now)?;
            let stored = tx.find_help_request(engagement.help_request)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?;
            let menus = stored.help_request.need.menus;
            Ok(OutcomePage {
                specialist: person.shown().name.as_str().to_owned(),
                ended_on: course_of(&engagement).ending.map(|ending| in_japan(ending.at()).date_naive()),
                months: acting.catalogue.engagement().follow_up.months_for(&menus),
                language: stored.help_request.company.contact.language,
                menus,
                follow_up,
            })
        })
        .await
}

/// What the company asked for then, and whose name belongs to it now: to ask the same person again.
pub async fn look_at_last_time(desk: &Desk, token: Token) -> Result<(HelpRequest, String), Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let (engagement, _) = asked(tx, &token, now)?;
            let stored = tx.find_help_request(engagement.help_request)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?;
            Ok((stored.help_request, person.shown().name.as_str().to_owned()))
        })
        .await
}

/// Answers, or changes the answer.
pub async fn tell_outcome(desk: &Desk, press: Press, form: OutcomeForm) -> Result<(), Refusal> {
    let outcome = form.check(&desk.catalogue.engagement().follow_up, desk.clock.now())?;
    change(desk, press, "outcome_told", move |follow_up| Ok(follow_up.answer(outcome)?)).await
}

/// Asks for a reminder to look again after so many months, or for none any more (0).
pub async fn plan_check(desk: &Desk, press: Press, months: u32) -> Result<(), Refusal> {
    if months != 0 && !desk.catalogue.engagement().follow_up.checks.contains(&months) {
        return Err(Refusal::Fields(vec![FieldError::new("/months", "required")]));
    }
    let today = desk.clock.today();
    let day = (months != 0).then(|| today.checked_add_months(Months::new(months))).flatten();
    let act = if months == 0 { "check_stopped" } else { "check_planned" };
    change(desk, press, act, move |follow_up| {
        follow_up.check_at = day.map(|day| japanese(day, MORNING));
        Ok(())
    })
    .await
}

async fn change(
    desk: &Desk,
    press: Press,
    act: &'static str,
    step: impl FnOnce(&mut FollowUp) -> Result<(), Refusal> + Send + 'static,
) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let help_request = asked(tx, &press.token, now)?.0.help_request;
            tx.hold_help_requests(&[help_request])?.pop().ok_or(Refusal::NotFound)?;
            let (engagement, mut follow_up) = asked(tx, &press.token, now)?;
            step(&mut follow_up)?;
            tx.save_follow_up(engagement.id, &follow_up)?;
            acting.spend(tx, &press, Action::Tell, now)?;
            tx.note_act(act, "engagement", engagement.id);
            Ok(())
        })
        .await
}
