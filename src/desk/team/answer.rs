//! What somebody does about their own place in a team, behind the link of their letters: says yes or no, says their own hours, or steps back.

use crate::correspondence::TeamReader;
use crate::desk::course::course_of;
use crate::desk::look::link_of;
use crate::desk::pledge::promised;
use crate::desk::team::guest::ask_no_more;
use crate::desk::team::{Held, held, hold, may_come, part, take, tell, will_be_nobody};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{EngagementState, OwnHoursForm, PartingForm, Seat, Stage, TeamState, TeamStep};
use crate::ids::{SeatId, Token};
use crate::report::FieldError;
use crate::seals::Action;
use crate::store::{Purpose, StoredSeat, Tx};

/// What is pressed on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeatAnswer {
    /// `pledge` is the code of the pledge that the page showed; none where its box was not ticked.
    Accept {
        pledge: Option<String>,
    },
    Decline,
    /// Declines, and wants no more such questions: for somebody from outside, who has no page where letters are chosen.
    DeclineAll,
    /// Says the own hours so far.
    Hours(OwnHoursForm),
    Leave(PartingForm),
}

pub(super) fn seat_of(tx: &mut Tx<'_>, token: &Token, now: crate::clock::Moment) -> Result<SeatId, Refusal> {
    link_of(tx, token, Purpose::FollowTeam, now)?.subject.parse().map_err(|_| Refusal::NotFound)
}

pub async fn answer_seat(desk: &Desk, press: Press, answer: SeatAnswer) -> Result<(), Refusal> {
    let acting = desk.clone();
    let is_nobody = desk
        .store
        .write(move |tx| {
            let now = acting.clock.now();
            let id = seat_of(tx, &press.token, now)?;
            let Held { stored, engagement, seat } = held(tx, id)?;
            if engagement.state != EngagementState::Running {
                return Err(Refusal::ChangedMeanwhile);
            }
            let is_nobody = matches!(answer, SeatAnswer::Decline | SeatAnswer::DeclineAll) && will_be_nobody(&seat);
            let (action, act) = match answer {
                SeatAnswer::Accept { pledge } => {
                    let promise = Some(promised(&acting, pledge.as_deref(), now)?);
                    if course_of(&engagement).stage != Stage::Working {
                        return Err(Refusal::ChangedMeanwhile);
                    }
                    if let Some(specialist) = seat.specialist {
                        let person = hold(tx, specialist)?;
                        if seat.state == TeamState::Invited && !may_come(&acting, tx, now, &stored, &person)? {
                            return Err(Refusal::Fields(vec![FieldError::new("/pledged", "team-no-room")]));
                        }
                    }
                    let seat = StoredSeat { seat: Seat { promise, ..seat.seat }, ..seat };
                    let seat = take(&acting, tx, now, seat, TeamStep::Accept)?;
                    tell(&acting, tx, now, (&engagement, &seat), TeamReader::Lead)?;
                    (Action::Accept, "team_accepted")
                }
                SeatAnswer::Decline | SeatAnswer::DeclineAll => {
                    if answer == SeatAnswer::DeclineAll {
                        let guest = seat.seat.guest.as_ref().filter(|_| seat.state == TeamState::Invited);
                        ask_no_more(tx, now, guest.ok_or(Refusal::ChangedMeanwhile)?)?;
                    }
                    let seat = take(&acting, tx, now, seat, TeamStep::Decline)?;
                    tell(&acting, tx, now, (&engagement, &seat), TeamReader::Lead)?;
                    (Action::Decline, "team_declined")
                }
                SeatAnswer::Hours(form) => {
                    let course = course_of(&engagement);
                    if seat.state != TeamState::Joined || course.stage != Stage::Working {
                        return Err(Refusal::ChangedMeanwhile);
                    }
                    let minutes = Some(form.check(course.held_minutes())?);
                    let said = StoredSeat { seat: Seat { minutes, ..seat.seat }, ..seat };
                    if !tx.change_seat(TeamState::Joined, &said)? {
                        return Err(Refusal::ChangedMeanwhile);
                    }
                    (Action::Work, "team_hours_said")
                }
                SeatAnswer::Leave(form) => {
                    let words = Some(form.check()?);
                    part(&acting, tx, now, (&engagement, seat), (TeamStep::Leave, words), Some(TeamReader::Member))?;
                    (Action::Withdraw, "team_left")
                }
            };
            acting.spend(tx, &press, action, now)?;
            tx.note_act(act, "engagement", engagement.id);
            Ok::<_, Refusal>(is_nobody)
        })
        .await?;
    if is_nobody { desk.empty_log().await } else { Ok(()) }
}
