//! Who is counted as there to be asked.

use super::*;
use crate::active_list::Pauses;

fn index(people: &[Specialist]) -> Index {
    let card = |(number, one): (u128, &Specialist)| {
        Card::new(&CATALOGUE, SpecialistId::from(Uuid::from_u128(number)), one, true, Record::default())
    };
    Index::build((1..).zip(people).map(card).collect())
}

fn gifu(index: &Index, offering: Offering) -> (usize, usize) {
    index.supply(Offering { max_open_offers: 3, ..offering }, today()).coming[20]
}

#[test]
fn somebody_counts_where_they_come_to_and_for_what_they_offer() {
    let afar = Specialist { remote: true, served_prefectures: vec!["13".into(), "47".into()], ..fitting() };
    let index = index(&[fitting(), afar]);
    let all = index.supply(Offering { max_open_offers: 3, ..Offering::default() }, today());
    assert_eq!((all.people, all.from_afar), (2, 1));
    let places: Vec<usize> = all.coming.iter().enumerate().filter(|(_, count)| count.0 > 0).map(|(place, _)| place).collect();
    assert_eq!(places, [12, 20, 46]);
    let menu = |code| Offering { menu: CATALOGUE.menu_bit(code), ..Offering::default() };
    assert_eq!(gifu(&index, menu("basic-check")), (1, 1));
    let other = CATALOGUE.menus().iter().find(|menu| menu.code != "basic-check").expect("another");
    assert_eq!(gifu(&index, menu(&other.code)), (0, 0));
    let field = |code| Offering { field: CATALOGUE.field_bit(code), ..Offering::default() };
    assert_eq!(gifu(&index, field("digital-operation")), (1, 1));
    assert_eq!(index.supply(Offering::default(), today()).coming[20], (1, 0), "no open offer is allowed");
}

#[test]
fn nobody_is_counted_who_may_not_be_asked() {
    let hidden = Specialist { affiliation: Affiliation::EmployedHidden, ..fitting() };
    let mut lapsed = fitting();
    lapsed.registration.valid_until = today() - Days::new(1);
    let supply = index(&[hidden, lapsed]).supply(Offering { max_open_offers: 3, ..Offering::default() }, today());
    assert!(supply.people == 0 && supply.coming.iter().all(|count| *count == (0, 0)), "{supply:?}");
    let card = |consented| Card::new(&CATALOGUE, SpecialistId::from(Uuid::from_u128(1)), &fitting(), consented, Record::default());
    let pauses = Pauses { all: Some(today() + Days::new(1)), ..Pauses::default() };
    for card in [card(false), card(true).with_pauses(&CATALOGUE, &pauses)] {
        assert_eq!(gifu(&Index::build(vec![card]), Offering::default()), (0, 0));
    }
}
