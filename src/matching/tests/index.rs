//! The index says the same as a look at every card.

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::active_list::{Blackout, EmployerPermission};
use crate::matching::score::millionths;

fn owned(codes: Vec<&str>) -> Vec<String> {
    codes.into_iter().map(str::to_owned).collect()
}

const MENUS: [&str; 5] = ["basic-check", "mail-drill", "star3-confirmation", "incident-first-aid", "monitoring-24h"];
const FIELDS: [&str; 4] = ["security-coordination", "digital-operation", "security-audit", "legal"];

prop_compose! {
    fn place()(
        base in select(vec!["21", "23", "13", "47"]),
        served in subsequence(vec!["13", "21", "23"], 0..=2),
        borders in 0_u8..=2,
        (remote, islands) in any::<(bool, bool)>(),
    ) -> Specialist {
        let mut person = fitting();
        person.base.prefecture = base.to_owned();
        person.served_prefectures = owned(served);
        person.served_prefectures.push(base.to_owned());
        (person.remote, person.conditions.travel.islands, person.conditions.travel.borders) = (remote, islands, borders);
        person
    }
}

prop_compose! {
    fn affiliation()(
        person in place(),
        affiliation in select(vec![Affiliation::Independent, Affiliation::Independent, Affiliation::EmployedSideJobOk, Affiliation::EmployedHidden]),
        permission in select(vec![None, Some(EmployerPermission::Granted), Some(EmployerPermission::Granted), Some(EmployerPermission::Pending)]),
        until in prop::option::of(0_u64..20),
        flexible in any::<bool>(),
        sensitive in select(Sensitivity::ALL.to_vec()),
        sells in select(vec![None, Some(false), Some(true)]),
        english in any::<bool>(),
        (employer, against) in (prop::option::of(1_u64..4), prop::option::of(1_u64..6)),
    ) -> Specialist {
        let mut person = person;
        person.affiliation = affiliation;
        let conditions = &mut person.conditions;
        conditions.employment.permission = permission;
        conditions.employment.permission_until = until.map(|days| today() + Days::new(days));
        conditions.employment.flexible = flexible;
        conditions.employment.employer = employer.map(company);
        conditions.conflicts.customers = against.map(company).into_iter().collect();
        conditions.most_sensitive = sensitive;
        conditions.sells_products = sells;
        if english {
            conditions.languages.push(Language::En);
        }
        person
    }
}

prop_compose! {
    /// Somebody with traits drawn so that many fit and many tie.
    fn person()(
        person in affiliation(),
        menus in subsequence(MENUS.to_vec(), 1..=5),
        fields in subsequence(FIELDS.to_vec(), 0..=4),
        level in 1_u8..=7,
        (slots, hours, fee) in (0_u32..16, 0_u8..8, 0_u32..4),
        (age, ends, away) in (0_u64..400, 0_u64..4, prop::option::of(0_u64..12)),
        number in 0_u32..40,
    ) -> Specialist {
        let mut person = person;
        person.menus = menus.iter().map(|menu| OfferedMenu { menu: (*menu).to_owned(), minimum_fee_yen: fee * 5_000, unit: FeeUnit::Visit }).collect();
        person.field_levels = fields.first().map(|field| ((*field).to_owned(), level)).into_iter().collect();
        person.fields = owned(fields);
        person.availability = WeeklySlots::from_bits(slots << 4 | 1 << 10);
        person.hours_per_week = hours;
        person.last_confirmed = today() - Days::new(age / 50 * 50);
        person.registration.valid_until = today() - Days::new(1) + Days::new(ends);
        person.registration.number = RegistrationNumber::parse(&format!("{number:06}")).unwrap();
        person.blackouts = away.map(|from| Blackout { from: today() + Days::new(from), to: today() + Days::new(from + 3) }).into_iter().collect();
        person
    }
}

prop_compose! {
    fn record()(
        (engagements, open_offers, weekly_hours) in (0_u16..3, 0_u16..4, 0_u16..3),
        (opened_lately, offered_lately) in (0_u16..3, 0_u16..15),
        (accepted, not_accepted, closed) in (0_u32..10, 0_u32..10, 0_u32..10),
        (unreachable, unconfirmed, suspended) in (prop::bool::weighted(0.1), prop::bool::weighted(0.1), prop::bool::weighted(0.1)),
    ) -> Record {
        let broken_off = 0;
        Record { engagements, open_offers, weekly_hours, opened_lately, offered_lately, accepted, not_accepted, closed, broken_off, unreachable, unconfirmed, suspended }
    }
}

pub(super) fn people(most: usize) -> impl Strategy<Value = Vec<(Specialist, bool, Record)>> {
    prop::collection::vec((person(), prop::bool::weighted(0.9), record()), 0..most)
}

prop_compose! {
    pub(super) fn asked()(
        menus in subsequence(MENUS.to_vec(), 0..=2),
        fields in subsequence(FIELDS.to_vec(), 0..=3),
        mode in select(Mode::ALL.to_vec()),
        (slots, hours, weeks) in (1_u32..16, 1_u16..20, 1_u8..5),
        budget in select(vec![0_u32, 9_000, 20_000, 60_000, 1_000_000]),
        sensitivity in select(Sensitivity::ALL.to_vec()),
        (english, neutral_only, public_procurement) in (prop::bool::weighted(0.2), prop::bool::weighted(0.2), prop::bool::weighted(0.2)),
        (on_island, prefecture) in (prop::bool::weighted(0.2), select(vec!["21", "23", "47"])),
        vendors in prop::option::of(1_u64..4),
    ) -> HelpRequest {
        let mut asked = need();
        asked.need.menus = owned(menus);
        asked.need.fields = owned(fields);
        asked.need.mode = mode;
        asked.need.slots = WeeklySlots::from_bits(slots << 4);
        (asked.need.hours, asked.need.weeks, asked.need.budget_yen) = (hours, weeks, budget);
        asked.need.sensitivity = sensitivity;
        asked.need.language = if english { Language::En } else { Language::Ja };
        (asked.need.neutral_only, asked.need.public_procurement) = (neutral_only, public_procurement);
        (asked.company.on_island, asked.company.prefecture) = (on_island, prefecture.to_owned());
        asked.company.relations.vendors = vendors.map(company).into_iter().collect();
        asked.company.relations.blocked = vec![RegistrationNumber::parse("000007").unwrap()];
        asked
    }
}

pub(super) fn cards(people: &[(Specialist, bool, Record)]) -> Vec<Card> {
    let card = |(at, (person, consented, record)): (usize, &(Specialist, bool, Record))| {
        Card::new(&CATALOGUE, id(at as u128), person, *consented, *record)
    };
    people.iter().enumerate().map(card).collect()
}

/// Everybody looked at, every rule, every term, sorted.
fn oracle(cards: &[Card], question: &Question, limit: usize, except: &HashSet<SpecialistId>) -> Vec<(SpecialistId, f64)> {
    let may = |card: &&Card| failing(card, question).is_empty() && !except.contains(&card.id);
    let mut found: Vec<_> =
        cards.iter().filter(may).map(|card| (millionths(card, question), people::tie(card.id, question), card.id)).collect();
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.into_iter().take(limit).map(|(score, _, id)| (id, f64::from(score) / 1e6)).collect()
}

fn found(index: &Index, question: &Question, limit: usize, except: &HashSet<SpecialistId>) -> Vec<(SpecialistId, f64)> {
    index.candidates(question, limit, except).into_iter().map(|one| (one.specialist, one.explanation.score)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_best_are_those_of_a_look_at_everybody(people in people(300), asked in asked(), limit in 0_usize..30, skip in 0_u128..20) {
        let cards = cards(&people);
        let (question, except) = (question(&asked), [id(skip)].into());
        let index = Index::build(cards.clone());
        prop_assert_eq!(found(&index, &question, limit, &except), oracle(&cards, &question, limit, &except));
    }

    #[test]
    fn whatever_the_order_of_arrival_and_however_often_cards_change(
        before in people(60), after in people(60), asked in asked(), limit in 1_usize..20,
    ) {
        let mut index = Index::default();
        cards(&before).into_iter().rev().for_each(|card| index.put(card));
        let changed = cards(&after);
        changed.iter().cloned().for_each(|card| index.put(card));
        let mut now: Vec<Card> = changed.clone();
        now.extend(cards(&before).into_iter().skip(changed.len()));
        let question = question(&asked);
        prop_assert_eq!(index.len(), now.len());
        prop_assert_eq!(found(&index, &question, limit, &HashSet::new()), oracle(&now, &question, limit, &HashSet::new()));
        for card in &now {
            let kept = index.card(card.id);
            prop_assert_eq!(kept.as_ref(), Some(card));
        }
    }

    #[test]
    fn the_tally_counts_whom_each_rule_keeps_out(people in people(60), asked in asked()) {
        let (cards, question) = (cards(&people), question(&asked));
        let tally = Index::build(cards.clone()).tally(&question);
        prop_assert_eq!(tally.people, cards.len());
        for (rule, people) in tally.kept_out {
            prop_assert_eq!(people, cards.iter().filter(|card| !rule.holds(card, &question)).count());
        }
    }

    #[test]
    fn a_score_is_between_nothing_and_one(people in people(40), asked in asked()) {
        for candidate in Index::build(cards(&people)).candidates(&question(&asked), 40, &HashSet::new()) {
            prop_assert!((0.0..=1.0).contains(&candidate.explanation.score));
        }
    }

    #[test]
    fn hidden_people_are_never_found(people in people(100), asked in asked()) {
        let index = Index::build(cards(&people));
        for candidate in index.candidates(&question(&asked), 100, &HashSet::new()) {
            let place = candidate.specialist.uuid().as_u128() as usize;
            prop_assert!(people[place].0.affiliation != Affiliation::EmployedHidden);
        }
    }
}

#[test]
fn scanned_columns_take_at_most_64_bytes_a_person() {
    let mut people = Vec::new();
    for number in 0..20_000_u128 {
        let mut person = fitting();
        person.base.prefecture = format!("{:02}", number % 47 + 1);
        people.push(Card::new(&CATALOGUE, id(number), &person, true, Record::default()));
    }
    let bytes = Index::build(people).scanned_bytes_per_card();
    assert!(bytes <= 64.0, "{bytes}");
}
