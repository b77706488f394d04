//! What raises the score and what does not.

use super::*;
use crate::active_list::Experience;
use crate::intake::StaffBand;

fn scored(change: impl FnOnce(&mut Specialist, &mut HelpRequest)) -> f64 {
    let (mut person, mut asked) = (fitting(), need());
    change(&mut person, &mut asked);
    score::score(&card(&person), &question(&asked))
}

fn with_record(record: Record) -> f64 {
    score::score(&Card::new(&CATALOGUE, id(1), &fitting(), true, record), &question(&need()))
}

fn value(term: Term, change: impl FnOnce(&mut Specialist, &mut HelpRequest)) -> Option<u16> {
    let (mut person, mut asked) = (fitting(), need());
    change(&mut person, &mut asked);
    let Card { row, cold, .. } = card(&person);
    term.value(&row, &cold, &question(&asked))
}

fn experience(industry: &str, staff: Option<StaffBand>, step: Option<u8>, text: &str) -> Experience {
    Experience {
        industry: industry.into(),
        role: line("支援"),
        from_year: 2020,
        to_year: None,
        staff,
        guideline_step: step,
        text: Prose::parse(text, 2000).unwrap(),
    }
}

#[test]
fn being_nearer_fresher_or_freer_raises_the_score() {
    let best = scored(|_, _| {});
    let next_door = scored(|person, _| person.base.prefecture = "23".into());
    assert!(best > next_door && next_door > scored(|person, _| person.base.prefecture = "01".into()));
    assert!(best > scored(|person, _| person.last_confirmed = today() - Days::new(200)));
    assert!(best > scored(|person, _| person.availability = WeeklySlots::parse(&["tue-pm"]).unwrap()));
    assert!(best > scored(|person, _| person.fields.clear()));
    assert!(best > scored(|_, asked| asked.need.budget_yen = 21_000));
}

#[test]
fn a_higher_level_is_worth_more_and_an_unknown_one_least() {
    let level = |level: Option<u8>| {
        value(Term::Skills, |person, _| {
            person.field_levels = level.map(|level| ("security-coordination".to_owned(), level)).into_iter().collect()
        })
    };
    assert!(level(Some(7)) > level(Some(4)) && level(Some(4)) > level(Some(1)) && level(Some(1)) > level(None) && level(None) > Some(0));
}

#[test]
fn what_is_not_known_counts_nothing() {
    let nothing_told = |person: &mut Specialist| (person.experiences, person.qualifications) = (Vec::new(), Vec::new());
    for term in [Term::Experience, Term::Preference, Term::Qualifications] {
        assert_eq!(value(term, |person, _| nothing_told(person)), None, "{term:?}");
    }
    let empty = scored(|person, _| {
        person.menus.clear();
        person.fields.clear();
    });
    assert!(empty < scored(|_, _| {}), "an empty profile does not rank");
}

#[test]
fn like_work_done_before_counts_by_industry_size_step_and_words() {
    let told = |one: Experience| {
        value(Term::Experience, |person, asked| {
            person.experiences = vec![one];
            asked.need.narrative = Prose::parse("ランサムウェアが心配です", 4000).unwrap();
        })
    };
    assert_eq!(told(experience("A", None, None, "畑")), Some(0));
    assert_eq!(told(experience("E", None, None, "工場")), Some(350));
    assert_eq!(told(experience("E", Some(StaffBand::UpTo20), Some(1), "工場")), Some(650));
    assert_eq!(told(experience("E", Some(StaffBand::UpTo20), Some(1), "ランサムウェア対策を手伝った")), Some(1000));
    assert_eq!(told(experience("E", None, None, "ﾗﾝｻﾑｳｪｱの復旧")), Some(700), "however it is written");
}

#[test]
fn a_management_qualification_counts_where_the_need_is_about_management() {
    let holder = |menu: &str| {
        let menu = menu.to_owned();
        value(Term::Qualifications, move |person, asked| {
            person.qualifications = vec![line("中小企業診断士")];
            asked.need.menus = vec![menu];
        })
    };
    assert_eq!((holder("policy-writing"), holder("platform-assessment")), (Some(1000), None));
}

#[test]
fn a_record_is_shrunk_towards_the_usual() {
    let kept = |closed, broken_off| with_record(Record { closed, broken_off, ..Record::default() });
    assert!(kept(20, 0) > kept(1, 0) && kept(1, 0) > kept(0, 0) && kept(0, 0) > kept(0, 1));
    let first = kept(1, 0) - kept(0, 0);
    assert!(first > kept(21, 0) - kept(20, 0), "each next one tells less");
}

#[test]
fn silence_and_refusals_lower_the_likelihood_and_newcomers_get_a_fair_chance() {
    let answers = |accepted, not_accepted| with_record(Record { accepted, not_accepted, ..Record::default() });
    assert!(answers(9, 1) > answers(5, 5) && answers(5, 5) > answers(1, 9));
    let usual = CATALOGUE.priors().likelihood.prior_rate;
    let veteran = answers((40.0 * usual) as u32, (40.0 * (1.0 - usual)) as u32);
    assert!(answers(0, 0) > veteran, "of two with the usual rate the one of whom less is known is tried");
    assert!(answers(0, 0) < answers(10, 2), "but not before somebody who is known to answer");
}

#[test]
fn a_month_full_of_offers_lowers_the_score() {
    let lately = |offered_lately, opened_lately| with_record(Record { offered_lately, opened_lately, ..Record::default() });
    assert!(lately(0, 0) > lately(3, 0) && lately(3, 0) > lately(3, 1) && lately(12, 0) == lately(40, 1));
}

#[test]
fn own_wishes_are_known_only_where_they_were_told() {
    let wish = |industries: &[&str], sizes: &[StaffBand]| {
        value(Term::Preference, |person, _| {
            person.conditions.wishes.industries = industries.iter().map(|code| (*code).to_owned()).collect();
            person.conditions.wishes.sizes = sizes.to_vec();
        })
    };
    assert_eq!((wish(&[], &[]), wish(&["E"], &[]), wish(&["A"], &[])), (None, Some(1000), Some(0)));
    assert_eq!((wish(&["E"], &[StaffBand::Over300]), wish(&["E"], &[StaffBand::UpTo20])), (Some(500), Some(1000)));
}

#[test]
fn days_away_take_their_part_of_the_time() {
    let away = |from: u64, to: u64| {
        value(Term::Availability, |person, _| {
            person.blackouts = vec![crate::active_list::Blackout { from: today() + Days::new(from), to: today() + Days::new(to) }];
        })
    };
    // Four weeks from the seventh day on.
    assert_eq!((away(100, 110), away(8, 21), away(0, 6)), (Some(1000), Some(500), Some(1000)));
}

#[test]
fn an_explanation_adds_up_to_the_score() {
    let index = Index::build(vec![card(&fitting())]);
    let found = index.candidates(&question(&need()), 1, &Default::default());
    let explanation = &found[0].explanation;
    let sum: f64 = explanation.terms.iter().map(|term| f64::from(term.weight) * f64::from(term.value.unwrap_or(0.0))).sum();
    assert!((sum - explanation.score).abs() < 1e-5 && explanation.score > 0.5);
    assert_eq!((explanation.comes_over, explanation.estimated_fee_yen), (true, Some(20_000)));
}
