//! What holds of every team, whatever people do.

use proptest::prelude::*;

use super::*;
use crate::engagement::Sheet;
use crate::ids::Ids;

fn seat(hours_percent: u8, fee_percent: u8, minutes: Option<u32>) -> Seat {
    Seat {
        role: "junior".into(),
        hours_percent,
        fee_percent,
        why: None,
        minutes,
        has_joined: true,
        joined_at: None,
        parting: None,
        guest: None,
        mailbox: None,
        promise: None,
    }
}

fn lines(parts: &[u8]) -> Vec<TeamLine> {
    let ids = Ids::seeded(7);
    parts.iter().map(|part| TeamLine::of(ids.fresh(Moment::default()), &seat(100, *part, None))).collect()
}

fn rules() -> TeamRules {
    let text = include_str!("../../../config/team_roles/2026-11.toml");
    toml::from_str(text).unwrap()
}

fn step() -> impl Strategy<Value = TeamStep> {
    use TeamStep::{Accept, Bounce, Decline, Finish, Join, Lapse, Leave};
    let steps = [Accept, Decline, Bounce, Join, Leave, Lapse, Finish];
    let steps: Vec<TeamStep> = steps.into_iter().chain([Side::Company, Side::Specialist].map(TeamStep::TakeOut)).collect();
    proptest::sample::select(steps)
}

proptest! {
    #[test]
    fn no_yen_is_lost_and_none_is_made(total in 0u64..10_000_000_000, parts in proptest::collection::vec(0u8..=40, 0..=2)) {
        let team = lines(&parts);
        let (lead, others) = fee_shares(total, &team);
        prop_assert_eq!(lead + others.iter().sum::<u64>(), total);
        prop_assert_eq!(others.len(), team.len());
        for (share, part) in others.iter().zip(&parts) {
            let due = total * u64::from(*part) / 100;
            prop_assert!(*share == due || *share == due + 1, "{share} of {total} for {part} per cent");
        }
    }

    #[test]
    fn nobody_joins_without_both_words_and_what_has_ended_stays_ended(steps in proptest::collection::vec(step(), 0..20)) {
        let (mut state, mut said_yes, mut agreed) = (TeamState::Invited, false, false);
        for step in steps {
            let Ok(next) = state.after(step) else { continue };
            prop_assert!(state.is_open() || (state, next) == (TeamState::Finished, TeamState::Finished), "{state:?} ended, and then {step:?}");
            said_yes |= step == TeamStep::Accept;
            agreed |= step == TeamStep::Join;
            prop_assert!(next != TeamState::Joined || (said_yes && agreed));
            prop_assert!(next != TeamState::Finished || agreed, "only who took part has hours");
            state = next;
        }
        // Whatever was done, time or the end of the engagement ends it.
        prop_assert!(!state.is_open() || !state.after(TeamStep::Finish).unwrap().is_open());
    }

    #[test]
    fn who_comes_along_has_no_more_hours_than_there_were(
        percent in 1u8..=100, said in proptest::option::of(0u32..100_000), held in 1u32..50_000, confirmed in 0u32..60_000,
    ) {
        let mut one = seat(percent, 0, said);
        let own = one.own_minutes(held);
        prop_assert!(own <= held);
        prop_assert!(said.is_none_or(|said| own == said.min(held)));
        one.minutes = Some(own);
        let counted = one.confirmed_minutes(held, confirmed);
        prop_assert!(counted <= own && counted <= confirmed);
        prop_assert_eq!(one.confirmed_minutes(held, held), own, "all that was reported, where all of it is confirmed");
        prop_assert!(one.weekly_hours(10) >= 1 && one.weekly_hours(10) <= 10);
    }

    #[test]
    fn who_leads_always_keeps_their_part(typed in proptest::collection::vec("[0-9]{1,3}", 1..6)) {
        let rules = rules();
        let mut team: Vec<Seat> = Vec::new();
        for fee in typed {
            let form = SeatForm { role: "senior".into(), hours_percent: "50".into(), fee_percent: fee, why: "経験があります。".into() };
            let others: Vec<&Seat> = team.iter().collect();
            if let Ok(new) = form.check(&rules, &others) {
                team.push(new);
            }
            let given: u32 = team.iter().map(|seat| u32::from(seat.fee_percent)).sum();
            prop_assert!(given + u32::from(rules.lead_least_percent) <= 100);
            prop_assert!(team.len() <= usize::from(rules.most_members));
        }
    }
}

#[test]
fn what_is_typed_wrong_is_named_all_at_once() {
    let rules = rules();
    let errors = SeatForm { hours_percent: "0".into(), fee_percent: "90".into(), ..SeatForm::default() }.check(&rules, &[]).unwrap_err();
    let at: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(at, ["/role", "/hours_percent", "/fee_percent", "/why"]);
    let full = [&seat(50, 0, None), &seat(50, 0, None)];
    let form = SeatForm { role: "junior".into(), hours_percent: "100%".into(), fee_percent: "0".into(), why: "学びたい".into() };
    assert_eq!(form.check(&rules, &full).unwrap_err()[0].code, "team-full");
    assert!(form.check(&rules, &full[..1]).is_ok());
    assert_eq!(OwnHoursForm { hours: "3".into(), minutes: String::new() }.check(120).unwrap_err()[0].code, "team-more-than-held");
    assert_eq!(OwnHoursForm { hours: "2".into(), minutes: String::new() }.check(120), Ok(120));
}

#[test]
fn the_company_does_not_take_out_whom_it_does_not_know() {
    assert_eq!(TeamState::Invited.after(TeamStep::TakeOut(Side::Company)), Err(NotNow));
    assert_eq!(TeamState::Invited.after(TeamStep::TakeOut(Side::Specialist)), Ok(TeamState::TakenOut));
}

#[test]
fn terms_that_are_proposed_name_nobody_who_has_left() {
    let now = Moment::default();
    let team = lines(&[10, 20]);
    let (left, stays) = (team[0].seat, team[1].seat);
    let mut course = Course::begin(now);
    assert_eq!(course.leave_out(left, now), None, "nothing is proposed");
    let sheet = crate::engagement::tests::sheet();
    course.propose(Side::Specialist, Sheet { team: team.clone(), ..sheet }, "2026-11", now).unwrap();
    assert_eq!(course.leave_out(left, now), Some(2));
    assert_eq!(course.agree(Side::Company, 1, "2026-11", now), Err(NotNow), "the version that was shown is not there any more");
    course.agree(Side::Company, 2, "2026-11", now).unwrap();
    let agreed = course.agreed().unwrap();
    assert_eq!(agreed.sheet.team.iter().map(|line| line.seat).collect::<Vec<_>>(), [stays]);
    assert_eq!(course.leave_out(stays, now), None, "what both have agreed on stays as it was");
    assert!(course.names(left) && course.names(stays), "and who was named once is known");
}

fn guest_form() -> GuestForm {
    let seat =
        SeatForm {
            role: "lawyer".into(), hours_percent: "50".into(), fee_percent: "10".into(), why: "契約を見てもらうため。".into()
        };
    GuestForm {
        name: "山本 聡".into(),
        address: "yamamoto@law.example.jp".into(),
        profession: "弁護士".into(),
        language: String::new(),
        seat,
    }
}

#[test]
fn somebody_from_outside_is_asked_in_a_role_for_outside_and_never_on_a_mailbox_of_who_leads() {
    let (rules, own) = (rules(), [crate::values::MailAddress::parse("S1@Example.jp").unwrap()]);
    let seat = guest_form().check(&rules, &[], &own).unwrap();
    assert_eq!(seat.guest.as_ref().map(|guest| guest.name.as_str()), Some("山本 聡"));
    assert_eq!(seat.without_words().guest, None, "whoever is forgotten is nobody");
    let code = |form: GuestForm| form.check(&rules, &[], &own).unwrap_err().first().map(|error| (error.pointer.clone(), error.code));
    let own_box = GuestForm { address: "s1@example.jp".into(), ..guest_form() };
    assert_eq!(code(own_box), Some(("/address".to_owned(), "team-own-mailbox")));
    let junior = SeatForm { role: "junior".into(), ..guest_form().seat };
    assert_eq!(code(GuestForm { seat: junior.clone(), ..guest_form() }), Some(("/role".to_owned(), "unknown-code")));
    let lawyer = guest_form().seat.check(&rules, &[]).unwrap_err();
    assert_eq!(lawyer[0].pointer, "/role", "people of the list have roles of their own");
    assert!(SeatForm { role: "junior".into(), ..junior }.check(&rules, &[]).is_ok());
    let empty = GuestForm::default().check(&rules, &[], &own).unwrap_err();
    let pointers: Vec<&str> = empty.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/name", "/address", "/profession", "/role", "/hours_percent", "/fee_percent", "/why"]);
}
