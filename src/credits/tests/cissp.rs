//! Every row of the table of CPE credits (design, E1; seed S000).

use crate::credits::tests::{CISSP, counted, day, hours, projected, rules, worth, written};
use crate::credits::{Activity, Amount, AuthorRole, CutBy, ForWhom};

fn a(credits: u64) -> (String, u64) {
    ("a".to_owned(), credits)
}

fn b(credits: u64) -> (String, u64) {
    ("b".to_owned(), credits)
}

fn elsewhere(activity: Activity) -> Activity {
    Activity { is_related: false, ..activity }
}

#[test]
fn an_hour_at_an_event_of_isc2_is_one_credit_of_group_a() {
    assert_eq!(worth(CISSP, hours("isc2-event", 3)), a(3));
    assert_eq!(worth(CISSP, elsewhere(hours("isc2-event", 3))), a(3));
}

#[test]
fn an_hour_of_a_course_is_one_credit_of_group_b_when_it_is_about_something_else() {
    assert_eq!(worth(CISSP, hours("course", 7)), a(7));
    assert_eq!(worth(CISSP, elsewhere(hours("course", 7))), b(7));
}

#[test]
fn a_book_and_a_magazine_are_at_most_five_credits_and_a_white_paper_is_one() {
    assert_eq!(worth(CISSP, hours("book-read", 12)), a(5));
    assert_eq!(worth(CISSP, hours("book-read", 3)), a(3));
    assert_eq!(worth(CISSP, elsewhere(hours("magazine-read", 9))), b(5));
    assert_eq!(worth(CISSP, Activity { count: 2, ..hours("book-read", 30) }), a(10));
    assert_eq!(worth(CISSP, hours("white-paper-read", 9)), a(1));
}

#[test]
fn a_book_an_article_and_a_post_count_by_who_wrote_them() {
    let rows = [("book-written", [40, 20, 10]), ("article-written", [20, 10, 5]), ("post-written", [10, 5, 2])];
    for (kind, credits) in rows {
        for (author, credits) in [AuthorRole::Sole, AuthorRole::Joint, AuthorRole::Editor].into_iter().zip(credits) {
            assert_eq!(worth(CISSP, written(kind, author)), a(credits), "{kind} {author:?}");
        }
    }
}

#[test]
fn what_is_prepared_counts_by_its_days() {
    let rows = [(0, 0), (1, 2), (2, 5), (4, 5), (5, 10), (7, 10), (83, 10), (84, 20), (200, 20)];
    for (days, credits) in rows {
        assert_eq!(worth(CISSP, Activity { days, ..hours("talk-prepared", 1) }), a(credits), "{days} days");
    }
}

/// Group of each row of E1 by whether it is about a domain of CISSP; none: it gives nothing.
#[test]
fn every_row_of_the_table_goes_into_its_group() {
    let rows = [
        ("isc2-event", Some("a"), Some("a")),
        ("course", Some("a"), Some("b")),
        ("book-read", Some("a"), Some("b")),
        ("magazine-read", Some("a"), Some("b")),
        ("white-paper-read", Some("a"), Some("b")),
        ("book-written", Some("a"), None),
        ("article-written", Some("a"), None),
        ("post-written", Some("a"), None),
        ("talk-prepared", Some("a"), None),
        ("panel", Some("a"), None),
        ("engagement", Some("a"), None),
        ("unusual-project", Some("a"), None),
        ("other-development", Some("b"), Some("b")),
    ];
    for (kind, related, unrelated) in rows {
        let done = Activity { days: 2, ..hours(kind, 2) };
        let done = Activity { author: Some(AuthorRole::Sole), ..done };
        for (activity, group) in [(done.clone(), related), (elsewhere(done), unrelated)] {
            let projection = projected(CISSP, &[activity]);
            let entry = counted(&projection, 0);
            assert_eq!(entry.pot.as_deref(), group, "{kind}");
            assert_eq!(entry.counted > Amount::ZERO, group.is_some(), "{kind}");
        }
    }
    let kinds: Vec<String> = rules(CISSP).values.into_iter().map(|value| value.kind).collect();
    assert_eq!(kinds, rows.map(|(kind, ..)| kind.to_owned()), "every value of the file is a row of the table");
}

#[test]
fn an_hour_on_a_panel_or_given_away_is_one_credit() {
    assert_eq!(worth(CISSP, hours("panel", 2)), a(2));
    assert_eq!(worth(CISSP, hours("engagement", 6)), a(6));
}

#[test]
fn paid_work_gives_nothing_and_says_so() {
    let projection = projected(CISSP, &[Activity { is_paid: true, ..hours("engagement", 6) }]);
    let entry = counted(&projection, 0);
    assert_eq!((entry.counted, entry.full), (Amount::ZERO, Amount::whole(6)));
    assert_eq!(entry.cuts[0].by, CutBy::Paid);
}

#[test]
fn work_for_the_employer_or_its_customers_gives_nothing() {
    for whom in [ForWhom::Employer, ForWhom::Customer] {
        let projection = projected(CISSP, &[Activity { for_whom: whom, ..hours("engagement", 6) }]);
        assert_eq!(counted(&projection, 0).cuts[0].by, CutBy::ForEmployerOrCustomer);
    }
}

#[test]
fn an_unusual_project_is_at_most_ten_credits() {
    assert_eq!(worth(CISSP, hours("unusual-project", 60)), a(10));
    assert_eq!(worth(CISSP, hours("unusual-project", 4)), a(4));
}

#[test]
fn an_hour_of_other_development_is_one_credit_of_group_b() {
    assert_eq!(worth(CISSP, hours("other-development", 3)), b(3));
}

#[test]
fn one_activity_counts_at_most_forty() {
    let projection = projected(CISSP, &[hours("course", 55)]);
    let entry = counted(&projection, 0);
    assert_eq!(entry.counted, Amount::whole(40));
    assert_eq!((entry.cuts[0].by.clone(), entry.cuts[0].lost), (CutBy::PerActivity, Amount::whole(15)));
}

#[test]
fn of_group_b_thirty_count_and_the_entry_on_the_edge_counts_in_part() {
    let first = Activity { until: day("2025-07-01"), ..elsewhere(hours("course", 20)) };
    let second = Activity { until: day("2025-08-01"), ..elsewhere(hours("course", 14)) };
    let projection = projected(CISSP, &[second, first]);
    // What ended earlier counts first, whatever the order in which it was given.
    assert_eq!(counted(&projection, 1).counted, Amount::whole(20));
    let later = counted(&projection, 0);
    assert_eq!((later.counted, later.full), (Amount::whole(10), Amount::whole(14)));
    assert_eq!(later.cuts[0].by, CutBy::Most("b".to_owned()));
    let all = projection.pot("all").unwrap();
    assert_eq!((all.counted, all.missing), (Amount::whole(30), Amount::whole(90)));
}

#[test]
fn a_hundred_and_twenty_credits_are_enough() {
    let in_year = |year: &str, hours_a: u32| Activity { until: day(year), from: day(year), ..hours("course", hours_a) };
    let enough = [in_year("2025-06-01", 40), in_year("2026-06-01", 40), in_year("2027-06-01", 40)];
    let projection = projected(CISSP, &enough);
    assert!(projection.is_fulfilled());
    assert_eq!(projection.pot("all").unwrap().by_year, vec![Amount::whole(40); 3]);
    let short = projected(CISSP, &[enough[0].clone(), enough[1].clone(), in_year("2027-06-01", 39)]);
    assert_eq!(short.pot("all").unwrap().missing, Amount::whole(1));
}

#[test]
fn half_hours_count_as_halves() {
    let projection = projected(CISSP, &[Activity { minutes: 90, ..hours("course", 1) }]);
    assert_eq!(counted(&projection, 0).counted.to_string(), "1.5");
}
