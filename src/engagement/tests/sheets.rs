//! The terms sheet: what is typed wrong, what older ones do not say, and what is a hint only.

use super::*;

#[test]
fn a_sheet_names_every_mistake_at_once() {
    let empty = SheetForm::default().check(catalogue()).unwrap_err();
    let pointers: Vec<&str> = empty.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/frame", "/unit", "/scope", "/fee_yen", "/count", "/starts_on", "/ends_on", "/pay_on", "/pledged"]);
    let backwards = SheetForm { ends_on: "2026-11-30".into(), access: vec!["everything".into()], ..form() };
    let codes: Vec<&str> = backwards.check(catalogue()).unwrap_err().iter().map(|error| error.code).collect();
    assert_eq!(codes, ["before-start", "unknown-code"]);
    assert_eq!(sheet().total_yen(), 80_000);
    let again = || SheetForm { pledged: true, ..sheet().to_form() };
    assert_eq!(SheetForm { pledge: "2026-11".into(), ..again() }.check(catalogue()), Ok(sheet()));
    assert_eq!(again().check(catalogue()).unwrap_err()[0].code, "pledge-changed", "a form that showed another pledge");
}

#[test]
fn the_day_of_inspection_is_said_only_where_there_is_one() {
    let early = SheetForm { inspect_on: "2026-11-30".into(), ..form() }.check(catalogue()).unwrap_err();
    assert_eq!((early[0].pointer.as_str(), early[0].code), ("/inspect_on", "before-start"));
    let none = SheetForm { inspect_on: "  ".into(), place: String::new(), ..form() }.check(catalogue()).unwrap();
    assert_eq!((none.inspect_on, none.place.is_empty()), (None, true));
}

#[test]
fn terms_from_before_places_were_asked_for_are_read() {
    let mut kept = serde_json::to_value(sheet()).unwrap();
    for new in ["place", "inspect_on"] {
        kept.as_object_mut().unwrap().remove(new).unwrap();
    }
    let read: Sheet = serde_json::from_value(kept.clone()).unwrap();
    assert_eq!((read.place.as_str(), read.inspect_on, read.pay_on), ("", None, sheet().pay_on));
    assert_eq!(serde_json::to_value(read).unwrap(), kept, "an older build reads it too");
}

#[test]
fn sixty_days_are_counted_from_the_last_day_of_the_work() {
    let paid = |pay_on: &str, fee_yen| Sheet { pay_on: pay_on.parse().unwrap(), fee_yen, ..sheet() }.is_paid_late();
    // Work ends on 31 January; that day is the first of the sixty.
    assert!(!paid("2027-03-31", 20_000) && paid("2027-04-01", 20_000));
    assert!(!paid("2027-04-01", 0), "nothing is paid");
}
