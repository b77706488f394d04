//! Letters about a shared specialist, for the snapshots.

use chrono::{NaiveDate, NaiveTime, Weekday};

use crate::correspondence::{Content, LetterKind, PoolEntry, PoolFacts, PoolVisit};
use crate::ids::Token;
use crate::language::Language;
use crate::pools::{DayRule, MonthWork, Pattern};
use crate::post::tests::fixtures::{letter, line, moment};
use crate::post::tests::snapshots::{as_read, settings, written};

pub(super) fn content(kind: LetterKind, page: Token) -> Content {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let visit = |begins: &str| PoolVisit { begins: moment(begins), minutes: 120, with: "佐藤 健".to_owned() };
    let visits = vec![visit("2027-04-13T00:00:00Z"), visit("2027-05-11T02:00:00Z"), visit("2027-06-08T04:00:00Z")];
    let invited = kind == LetterKind::PoolInvited;
    Content::Pool(Box::new(PoolFacts {
        pool: "019aa1b2-0000-7000-8000-000000000001".parse().unwrap(),
        org: "関商工会議所".to_owned(),
        name: line("令和9年度 セキュリティ相談の日"),
        first: day(2027, 4, 1),
        last: day(2028, 3, 31),
        pattern: Pattern {
            day: DayRule { weekday: Weekday::Tue, week: 2 },
            begins: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            slots: 6,
            slot_minutes: 120,
            fee_yen: 20_000,
        },
        members: 6,
        for_specialist: kind != LetterKind::PoolSlots,
        visits: if invited { Vec::new() } else { visits },
        lost: Vec::new(),
        off: Vec::new(),
        work: (kind == LetterKind::PoolConfirmed).then(|| MonthWork {
            month: (2027, 4),
            first: day(2027, 4, 13),
            last: day(2027, 4, 13),
            visits: 5,
            minutes: 600,
            fee_yen: 100_000,
        }),
        page,
    }))
}

#[test]
fn lost_days_and_a_specialists_days_are_told() {
    for language in Language::ALL {
        let mut told = letter(LetterKind::PoolSlots, language);
        let Content::Pool(facts) = &mut told.content else { panic!("of a pool") };
        facts.lost = vec![moment("2027-07-13T00:00:00Z")];
        facts.for_specialist = true;
        let second = PoolVisit { begins: moment("2027-04-13T02:00:00Z"), ..facts.visits[0].clone() };
        facts.visits.insert(1, second);
        settings().bind(|| insta::assert_snapshot!(format!("pool_slots.specialist.{}.text", language.tag()), as_read(&told)));
        let Content::Pool(facts) = &mut told.content else { panic!("of a pool") };
        facts.off = vec![PoolEntry { number: 7, changed: 2, visit: facts.visits[0].clone() }];
        settings().bind(|| insta::assert_snapshot!(format!("pool_slots.off.{}.text", language.tag()), as_read(&told)));
        let entries = written(&told).entries;
        assert!(entries.len() == 1 && entries[0].method() == "CANCEL", "{entries:?}");
        let revision = entries[0].revision.as_ref().expect("a name");
        assert_eq!((revision.name.as_str(), revision.sequence), ("pool-019aa1b2-0000-7000-8000-000000000001-7", 2));
        let Content::Pool(facts) = &mut told.content else { panic!("of a pool") };
        facts.off = (0..7).map(|number| PoolEntry { number, ..facts.off[0].clone() }).collect();
        assert!(written(&told).entries.is_empty() && as_read(&told).contains(&crate::wording::say(language, "letter-pool-off-many")[..12]));
        let Content::Pool(facts) = &mut told.content else { panic!("of a pool") };
        facts.visits.clear();
        let text = as_read(&told);
        let none = crate::wording::say(language, "letter-pool-none");
        assert!(text.contains(&none), "{text}");
    }
}
