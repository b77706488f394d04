//! Each rule keeps out exactly whom it names.

use super::*;
use crate::active_list::{Blackout, Contact, EmployerPermission, Pauses};
use crate::matching::tests::pauses::pauses;

/// The rules that keep a changed specialist out of a changed help request.
fn kept_out_by(change: impl FnOnce(&mut Specialist, &mut HelpRequest)) -> Vec<Rule> {
    let (mut specialist, mut help_request) = (fitting(), need());
    change(&mut specialist, &mut help_request);
    failing(&card(&specialist), &question(&help_request))
}

fn with_record(record: Record) -> Vec<Rule> {
    failing(&Card::new(&CATALOGUE, id(1), &fitting(), true, record), &question(&need()))
}

/// Employed, with the employer's agreement for good.
fn employed(person: &mut Specialist) {
    person.affiliation = Affiliation::EmployedSideJobOk;
    person.conditions.employment.permission = Some(EmployerPermission::Granted);
}

fn asking_for(menu: &str) -> impl Fn(&mut Specialist, &mut HelpRequest) {
    let menu = menu.to_owned();
    move |person, asked| {
        person.menus = vec![OfferedMenu { menu: menu.clone(), minimum_fee_yen: 0, unit: FeeUnit::Hour }];
        asked.need.menus = vec![menu.clone()];
    }
}

#[test]
fn somebody_who_fits_is_kept_out_by_nothing() {
    assert_eq!(kept_out_by(|_, _| {}), []);
}

#[test]
fn without_consent_nobody_is_asked() {
    assert_eq!(failing(&Card::new(&CATALOGUE, id(1), &fitting(), false, Record::default()), &question(&need())), [Rule::Consent]);
}

#[test]
fn a_registration_that_ended_or_was_taken_away_does_not_hold() {
    assert_eq!(kept_out_by(|person, _| person.registration.status = RegistrationStatus::Lapsed), [Rule::Registration]);
    assert_eq!(kept_out_by(|person, _| person.registration.status = RegistrationStatus::Revoked), [Rule::Registration]);
    assert_eq!(kept_out_by(|person, _| person.registration.valid_until = today() - Days::new(1)), [Rule::Registration]);
    assert_eq!(kept_out_by(|person, _| person.registration.valid_until = today()), []);
}

#[test]
fn who_asked_to_stay_hidden_is_never_asked() {
    let hidden = kept_out_by(|person, _| {
        employed(person);
        person.affiliation = Affiliation::EmployedHidden;
    });
    assert_eq!(hidden, [Rule::NotHidden]);
}

#[test]
fn somebody_whom_no_offer_reaches_is_not_asked() {
    assert_eq!(with_record(Record { unreachable: true, ..Record::default() }), [Rule::Reachable]);
    assert_eq!(with_record(Record { suspended: true, ..Record::default() }), [Rule::Registration]);
    assert_eq!(with_record(Record { unconfirmed: true, ..Record::default() }), [Rule::Confirmed]);
}

#[test]
fn an_employer_must_have_agreed_and_not_only_until_before_the_first_day() {
    let permission = |permission, until: Option<u64>| {
        kept_out_by(|person, _| {
            employed(person);
            person.conditions.employment.permission = permission;
            person.conditions.employment.permission_until = until.map(|days| today() + Days::new(days));
        })
    };
    assert_eq!(permission(None, None), [Rule::EmployerPermission], "what is not known is no yes");
    assert_eq!(permission(Some(EmployerPermission::Pending), None), [Rule::EmployerPermission]);
    assert_eq!(permission(Some(EmployerPermission::Refused), None), [Rule::EmployerPermission]);
    assert_eq!(permission(Some(EmployerPermission::NotNeeded), None), []);
    assert_eq!(permission(Some(EmployerPermission::Granted), None), []);
    assert_eq!(permission(Some(EmployerPermission::Granted), Some(7)), [], "the first day is in a week");
    assert_eq!(permission(Some(EmployerPermission::Granted), Some(6)), [Rule::EmployerPermission]);
}

#[test]
fn watching_round_the_clock_is_no_side_job() {
    let watching = |employs: bool| {
        kept_out_by(|person, asked| {
            asking_for("monitoring-24h")(person, asked);
            if employs {
                employed(person);
            }
        })
    };
    assert_eq!((watching(true), watching(false)), (vec![Rule::SideJob], vec![]));
}

#[test]
fn who_is_employed_is_called_to_an_incident_only_if_the_main_job_is_flexible() {
    let called = |flexible: bool| {
        kept_out_by(|person, asked| {
            asking_for("incident-first-aid")(person, asked);
            employed(person);
            person.conditions.employment.flexible = flexible;
        })
    };
    assert_eq!((called(false), called(true)), (vec![Rule::SideJob], vec![]));
}

#[test]
fn who_is_employed_keeps_away_from_public_tenders() {
    let tender = |employs: bool| {
        kept_out_by(|person, asked| {
            asked.need.public_procurement = true;
            if employs {
                employed(person);
            }
        })
    };
    assert_eq!((tender(true), tender(false)), (vec![Rule::PublicProcurement], vec![]));
}

#[test]
fn what_is_too_sensitive_is_not_offered() {
    let seen = |employs: bool, takes, asks| {
        kept_out_by(|person, asked| {
            if employs {
                employed(person);
            }
            person.conditions.most_sensitive = takes;
            asked.need.sensitivity = asks;
        })
    };
    use Sensitivity::{Confidential, Internal, Ordinary};
    assert_eq!(seen(false, Confidential, Confidential), []);
    assert_eq!(seen(false, Internal, Confidential), [Rule::Sensitivity], "the person's own limit");
    assert_eq!(seen(true, Confidential, Confidential), [Rule::Sensitivity], "the limit of a side job");
    assert_eq!(seen(true, Confidential, Internal), []);
    assert_eq!(seen(true, Ordinary, Internal), [Rule::Sensitivity]);
}

#[test]
fn interests_on_either_side_stand_in_the_way() {
    let conflict = |change: fn(&mut Specialist, &mut HelpRequest)| kept_out_by(change);
    let own_number = [Rule::Conflict];
    assert_eq!(conflict(|person, _| person.conditions.employment.employer = Some(company(1))), own_number, "the own employer");
    assert_eq!(conflict(|person, _| person.conditions.employment.group = vec![company(1)]), own_number, "the employer's group");
    assert_eq!(conflict(|person, _| person.conditions.conflicts.customers = vec![company(1)]), own_number, "a customer");
    assert_eq!(conflict(|person, _| person.conditions.conflicts.competitors = vec![company(1)]), own_number, "a competitor");
    assert_eq!(conflict(|person, _| person.conditions.conflicts.blocked = vec![company(1)]), own_number, "the person's list");
    assert_eq!(
        conflict(|_, asked| asked.company.relations.blocked = vec![fitting().registration.number]),
        own_number,
        "the company's list"
    );
    let in_group = |person: &mut Specialist, asked: &mut HelpRequest| {
        person.conditions.conflicts.customers = vec![company(5)];
        asked.company.relations.group = vec![company(5)];
    };
    assert_eq!(conflict(in_group), own_number, "a customer in the company's group");
    let employer_competes = |person: &mut Specialist, asked: &mut HelpRequest| {
        person.conditions.employment.employer = Some(company(6));
        asked.company.relations.competitors = vec![company(6)];
    };
    assert_eq!(conflict(employer_competes), own_number, "the employer competes with the company");
    assert_eq!(conflict(|person, _| person.conditions.employment.employer = Some(company(2))), []);
}

#[test]
fn nobody_helps_the_company_of_their_own_mailbox() {
    let reads = |address: &'static str| {
        kept_out_by(move |person, asked| {
            asked.company.contact.address = MailAddress::parse("soumu@b-sha.example.jp").unwrap();
            person.contacts = vec![Contact { address: MailAddress::parse(address).unwrap(), shared: false, language: Language::Ja }];
        })
    };
    assert_eq!(reads("soumu@b-sha.example.jp"), [Rule::Conflict]);
    assert_eq!(reads("Soumu+risu@B-sha.example.jp"), [Rule::Conflict], "a folder of the same mailbox");
    assert_eq!(reads("keiri@b-sha.example.jp"), [], "another mailbox may be another person's");
}

#[test]
fn a_vendor_does_not_confirm_its_own_customer() {
    let confirming = |change: fn(&mut Specialist, &mut HelpRequest)| {
        kept_out_by(|person, asked| {
            asking_for("star3-confirmation")(person, asked);
            change(person, asked);
        })
    };
    let vendor = |person: &mut Specialist, asked: &mut HelpRequest| {
        person.conditions.employment.employer = Some(company(7));
        asked.company.relations.vendors = vec![company(7)];
    };
    assert_eq!(confirming(vendor), [Rule::Independence]);
    assert_eq!(confirming(|person, _| person.conditions.conflicts.clients = vec![company(1)]), [Rule::Independence]);
    assert_eq!(confirming(|_, asked| asked.company.relations.vendors = vec![company(7)]), []);
    assert_eq!(kept_out_by(vendor), [], "other work a vendor may do");
}

#[test]
fn the_language_and_neutrality_asked_for_must_be_declared() {
    assert_eq!(kept_out_by(|_, asked| asked.need.language = Language::En), [Rule::Language]);
    let neutral = |declared| {
        kept_out_by(|person, asked| {
            person.conditions.sells_products = declared;
            asked.need.neutral_only = true;
        })
    };
    assert_eq!((neutral(None), neutral(Some(true)), neutral(Some(false))), (vec![Rule::Neutrality], vec![Rule::Neutrality], vec![]));
}

#[test]
fn every_menu_is_offered_or_one_of_the_fields_alone() {
    assert_eq!(kept_out_by(|_, asked| asked.need.menus.push("mail-drill".into())), [Rule::Menus]);
    let fields = |fields: &[&str]| {
        kept_out_by(|_, asked| {
            asked.need.menus.clear();
            asked.need.fields = fields.iter().map(|code| (*code).to_owned()).collect();
        })
    };
    assert_eq!((fields(&["digital-operation", "legal"]), fields(&["legal"])), (vec![], vec![Rule::Menus]));
}

#[test]
fn a_prefecture_is_reached_by_name_by_borders_or_from_afar() {
    let reached = |base: &str, served: &[&str], borders, remote, mode| {
        kept_out_by(|person, asked| {
            person.base.prefecture = base.to_owned();
            person.served_prefectures = served.iter().map(|code| (*code).to_owned()).collect();
            person.conditions.travel.borders = borders;
            person.remote = remote;
            asked.need.mode = mode;
        })
    };
    assert_eq!(reached("47", &["47", "21"], 0, false, Mode::Onsite), [], "served by name");
    assert_eq!(reached("23", &["23"], 1, false, Mode::Onsite), [], "Aichi borders on Gifu");
    assert_eq!(reached("23", &["23"], 0, false, Mode::Onsite), [Rule::Region]);
    assert_eq!(reached("13", &["13"], 2, false, Mode::Onsite), [Rule::Region], "Tokyo is three borders away");
    assert_eq!(reached("47", &["47"], 3, false, Mode::Onsite), [Rule::Region], "no border leads from Okinawa");
    assert_eq!(reached("47", &["47"], 0, true, Mode::Remote), []);
    assert_eq!(reached("47", &["47"], 0, true, Mode::Hybrid), []);
    assert_eq!(reached("47", &["47"], 0, true, Mode::Onsite), [Rule::Region]);
    assert_eq!(reached("47", &["47"], 0, false, Mode::Remote), [Rule::Region]);
}

#[test]
fn an_island_is_reached_by_those_who_go_there_or_from_afar() {
    let island = |islands, remote, mode| {
        kept_out_by(|person, asked| {
            asked.company.on_island = true;
            asked.need.mode = mode;
            person.conditions.travel.islands = islands;
            person.remote = remote;
        })
    };
    assert_eq!(island(false, true, Mode::Onsite), [Rule::Island]);
    assert_eq!((island(true, false, Mode::Onsite), island(false, true, Mode::Hybrid)), (vec![], vec![]));
}

#[test]
fn as_many_wished_slots_must_be_free_as_the_hours_need() {
    let free = |slots: &[&str], hours, weeks| {
        kept_out_by(|person, asked| {
            person.availability = WeeklySlots::parse(slots).unwrap();
            person.hours_per_week = 60;
            asked.need.hours = hours;
            asked.need.weeks = weeks;
            asked.need.budget_yen = 10_000_000;
        })
    };
    assert_eq!(free(&["mon-am"], 4, 4), [Rule::Availability]);
    assert_eq!(free(&["tue-pm"], 4, 4), [], "an hour a week fits into one slot");
    assert_eq!(free(&["tue-pm"], 16, 4), [Rule::Availability], "four hours a week need two slots of three");
    assert_eq!(free(&["tue-pm", "thu-pm"], 16, 4), []);
    assert_eq!(free(&["tue-pm", "thu-pm"], 80, 4), [], "no more slots can be free than were wished for");
}

#[test]
fn hours_a_week_must_be_left_after_work_offers_and_preparation() {
    let weekly = |hours, percent, committed| {
        let mut person = fitting();
        person.hours_per_week = hours;
        person.conditions.preparation_percent = percent;
        let record = Record { weekly_hours: committed, ..Record::default() };
        let mut asked = need();
        (asked.need.hours, asked.need.weeks, asked.need.budget_yen) = (8, 4, 10_000_000);
        failing(&Card::new(&CATALOGUE, id(1), &person, true, record), &question(&asked))
    };
    assert_eq!(weekly(2, 100, 0), []);
    assert_eq!(weekly(1, 100, 0), [Rule::Hours]);
    assert_eq!(weekly(3, 150, 0), [], "an hour of preparation for two hours of work");
    assert_eq!(weekly(2, 150, 0), [Rule::Hours]);
    assert_eq!(weekly(6, 100, 4), []);
    assert_eq!(weekly(6, 100, 5), [Rule::Hours]);
}

#[test]
fn somebody_away_on_the_first_day_is_not_asked() {
    let away = |from: u64, to: u64| {
        kept_out_by(|person, _| person.blackouts = vec![Blackout { from: today() + Days::new(from), to: today() + Days::new(to) }])
    };
    assert_eq!((away(7, 7), away(0, 30), away(8, 20)), (vec![Rule::Blackout], vec![Rule::Blackout], vec![]));
}

#[test]
fn running_work_open_offers_and_a_busy_month_use_up_capacity() {
    let record =
        |engagements, open_offers, opened_lately| with_record(Record { engagements, open_offers, opened_lately, ..Record::default() });
    assert_eq!(record(1, 2, 1), []);
    assert_eq!((record(2, 0, 0), record(0, 3, 0)), (vec![Rule::Capacity], vec![Rule::Capacity]));
    assert_eq!(record(0, 0, 2), [Rule::MonthlyLimit]);
}

#[test]
fn a_budget_below_the_minimum_fee_keeps_out() {
    assert_eq!(kept_out_by(|_, asked| asked.need.budget_yen = 19_999), [Rule::Budget]);
    assert_eq!(kept_out_by(|_, asked| asked.need.budget_yen = 20_000), [], "two visits of two hours");
    let several = |budget| {
        kept_out_by(|person, asked| {
            person.menus.push(OfferedMenu { menu: "staff-training".into(), minimum_fee_yen: 7_000, unit: FeeUnit::Hour });
            person.menus.push(OfferedMenu { menu: "policy-writing".into(), minimum_fee_yen: 30_000, unit: FeeUnit::Project });
            asked.need.menus = vec!["basic-check".into(), "staff-training".into(), "policy-writing".into()];
            asked.need.budget_yen = budget;
        })
    };
    // The dearer of 2 visits of 10,000 and 4 hours of 7,000, and the project on top.
    assert_eq!((several(58_000), several(57_999)), (vec![], vec![Rule::Budget]));
}

fn failing_with(pauses: &Pauses) -> Vec<Rule> {
    failing(&card(&fitting()).with_pauses(&CATALOGUE, pauses), &question(&need()))
}

#[test]
fn somebody_who_pauses_is_asked_again_on_the_day_that_was_named() {
    assert_eq!(failing_with(&pauses(Some(1), &[])), [Rule::Paused]);
    assert_eq!(failing_with(&pauses(Some(0), &[])), []);
}

#[test]
fn menus_that_somebody_rests_from_keep_out_of_these_only() {
    assert_eq!(failing_with(&pauses(None, &[("basic-check", 1)])), [Rule::Parked]);
    assert_eq!(failing_with(&pauses(None, &[("basic-check", 0), ("mail-drill", 9)])), []);
    assert_eq!(failing_with(&pauses(Some(2), &[("basic-check", 2)])), [Rule::Paused, Rule::Parked]);
}

#[test]
fn every_rule_has_a_test_that_lets_it_fail() {
    // The list above, so that a new rule is not forgotten: each appears in a fact of this file.
    let facts = include_str!("rules.rs");
    for rule in Rule::ALL {
        assert!(facts.contains(&format!("[Rule::{rule:?}]")), "no fact lets {rule:?} fail");
    }
}
