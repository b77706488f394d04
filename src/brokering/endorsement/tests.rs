//! What holds of every recommendation, whatever the two do and however time goes.

use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn rules() -> EndorsementRules {
    toml::from_str(include_str!("../../../config/endorsements/2026-11.toml")).unwrap()
}

fn begin() -> Moment {
    chrono::Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap()
}

fn asked(days: u64) -> Endorsement {
    let until = in_japan(begin()).date_naive() + Days::new(days);
    Endorsement::ask(EndorsementTerms { kind: "chamber".into(), reason: "is-member".into(), until }, begin())
}

#[derive(Clone, Copy, Debug)]
enum Doing {
    Step(EndorsementStep),
    /// Time goes on by so many hours, and is asked what it did.
    Wait(i64),
    /// The specialist is forgotten.
    Leave,
}

fn doing() -> impl Strategy<Value = Doing> {
    use EndorsementStep::{Agree, Decline, EndAsOrganisation, EndAsSpecialist};
    let step = proptest::sample::select(vec![Agree, Agree, Decline, EndAsOrganisation, EndAsSpecialist]);
    prop_oneof![step.prop_map(Doing::Step), (0i64..24 * 200).prop_map(Doing::Wait), Just(Doing::Leave)]
}

proptest! {
    #[test]
    fn nothing_is_shown_without_the_specialists_yes_and_everything_ends(days in 0u64..=366, done in proptest::collection::vec(doing(), 0..12)) {
        let (rules, mut one, mut now) = (rules(), asked(days), begin());
        let (mut agreed, mut reminders) = (false, 0);
        for doing in done {
            let before = one.clone();
            match doing {
                Doing::Step(step) => match one.take(step, &rules, now) {
                    Ok(()) => agreed |= step == EndorsementStep::Agree,
                    Err(EndorsementPast) => prop_assert_eq!(&one, &before, "what is refused changes nothing"),
                },
                Doing::Leave => prop_assert_eq!(one.leave(now), before.state.is_open()),
                Doing::Wait(hours) => {
                    now += Duration::hours(hours);
                    while let Some(hour) = one.wake(&rules, now) {
                        reminders += u8::from(hour == EndorsementHour::EndsSoon);
                    }
                    prop_assert!(one.wakes_at(&rules).is_none_or(|at| at > now), "time has done all that was due");
                }
            }
            prop_assert!(before.state.is_open() || one == before, "what has ended stays as it ended");
            prop_assert!(!one.holds_at(now) || agreed);
            prop_assert_eq!(one.ended_at.is_some(), !one.state.is_open());
            prop_assert_eq!(one.wakes_at(&rules).is_some(), one.state.is_open(), "time ends what nobody ends");
        }
        prop_assert!(reminders <= 1);
        let late = now + Duration::days(400);
        while one.wake(&rules, late).is_some() {}
        prop_assert!(!one.state.is_open());
    }

    #[test]
    fn a_last_day_is_no_earlier_than_today_and_within_the_longest_time(days in -800i64..800) {
        let (rules, today) = (rules(), in_japan(begin()).date_naive());
        let until = (today + Duration::days(days)).to_string();
        let form = EndorsementForm { kind: "bank".into(), reason: "gave-seminars".into(), until };
        let allowed = (0..=i64::from(rules.longest_days)).contains(&days);
        prop_assert_eq!(form.check(&rules, begin()).is_ok(), allowed);
        prop_assert!(last_day(&rules, today) == today + Duration::days(366));
    }
}

#[test]
fn each_mistake_is_named_by_its_field() {
    let errors = EndorsementForm { kind: "club".into(), ..EndorsementForm::default() }.check(&rules(), begin()).unwrap_err();
    let named: Vec<(&str, &str)> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
    assert_eq!(named, [("/kind", "unknown-code"), ("/reason", "required"), ("/until", "required")]);
}

#[test]
fn it_is_shown_through_its_last_day_and_not_longer() {
    let (rules, mut one) = (rules(), asked(60));
    one.take(EndorsementStep::Agree, &rules, begin()).unwrap();
    let midnight = one.ends_at();
    assert!(one.holds_at(midnight - Duration::seconds(1)) && !one.holds_at(midnight));
    assert_eq!(in_japan(midnight).date_naive(), one.terms.until + Days::new(1));
    assert_eq!(one.wake(&rules, midnight - Duration::days(30)), Some(EndorsementHour::EndsSoon));
    assert_eq!(one.wake(&rules, midnight - Duration::days(29)), None, "once");
    assert_eq!(one.take(EndorsementStep::EndAsSpecialist, &rules, midnight), Err(EndorsementPast), "it is over, noticed or not");
    assert_eq!(one.wake(&rules, midnight), Some(EndorsementHour::RunOut));
}

#[test]
fn what_ends_soon_anyway_is_not_reminded_of() {
    let (rules, mut one) = (rules(), asked(10));
    one.take(EndorsementStep::Agree, &rules, begin()).unwrap();
    assert_eq!(one.wake(&rules, begin() + Duration::days(5)), None);
    assert_eq!(one.wakes_at(&rules), Some(one.ends_at()));
}

#[test]
fn states_are_read_back_from_their_codes() {
    assert!(EndorsementState::ALL.into_iter().all(|one| EndorsementState::find(one.code()) == Some(one)));
    assert_eq!(EndorsementState::find("praised"), None);
}
