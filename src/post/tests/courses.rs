//! Letters about the work after a match, for the snapshots.

use chrono::{Duration, NaiveDate};

use crate::clock::Moment;
use crate::correspondence::{Content, CourseFacts, DisputeFacts, LetterKind};
use crate::engagement::{Course, SessionWord, Sheet, Side};
use crate::ids::Token;
use crate::language::Language;
use crate::post::tests::fixtures::{letter, line};
use crate::post::tests::snapshots::{as_read, settings, written};
use crate::values::Prose;

fn prose(text: &str) -> Prose {
    Prose::parse(text, 1000).unwrap()
}

fn sheet() -> Sheet {
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    Sheet {
        frame: "individual".into(),
        scope: prose("情報資産の台帳を作り、更新の手順を決める。"),
        unit: "visit".into(),
        fee_yen: 20_000,
        count: 3,
        expenses: prose("交通費は実費。"),
        starts_on: day(12, 1),
        ends_on: day(12, 22),
        pay_on: day(12, 28),
        place: prose("オンライン"),
        inspect_on: None,
        access: vec!["screen-only".into()],
        company_duties: prose("資料をそろえる。"),
        specialist_duties: prose("記録を残す。"),
        team: Vec::new(),
    }
}

/// A course as far as a letter of this kind tells of it.
fn course(kind: LetterKind, now: Moment) -> Course {
    let mut course = Course::begin(now);
    course.propose(Side::Specialist, sheet(), "2026-11", now).unwrap();
    if kind == LetterKind::TermsProposed {
        return course;
    }
    course.agree(Side::Company, 1, "2026-11", now).unwrap();
    let first = course.plan(Side::Specialist, now + Duration::days(2), 120, now).unwrap();
    if matches!(kind, LetterKind::TermsAgreed | LetterKind::SessionSet) {
        return course;
    }
    let later = now + Duration::days(3);
    course.say(Side::Specialist, first, SessionWord::Held { minutes: 150 }, later).unwrap();
    course.report(Side::Specialist, prose("台帳を作り、更新の手順を決めました。"), later).unwrap();
    match kind {
        LetterKind::HoursDisputed => course.dispute(Side::Company, 120, prose("二時間で終わりました。"), later).unwrap(),
        LetterKind::DisputePutBefore => {
            course.dispute(Side::Company, 120, prose("二時間で終わりました。"), later).unwrap();
            course.put_before(Side::Specialist, later).unwrap();
        }
        LetterKind::EngagementEnded => course.confirm(Side::Company, 150, later).unwrap(),
        _ => {}
    }
    course
}

pub(super) fn content(kind: LetterKind, now: Moment, page: Token) -> Content {
    let to_specialist = matches!(kind, LetterKind::HoursDisputed | LetterKind::EngagementEnded);
    let (reader, other) = if to_specialist { (Side::Specialist, line("B社")) } else { (Side::Company, line("佐藤 健")) };
    let course = course(kind, now);
    let session = (kind == LetterKind::SessionSet).then(|| course.sessions[0].clone());
    let ends_at = Some(now + Duration::days(14)).filter(|_| kind != LetterKind::EngagementEnded);
    let engagement = "019aa1b2-0000-7000-8000-000000000001".parse().unwrap();
    Content::Course(Box::new(CourseFacts { engagement, reader, other, course, session, ends_at, page }))
}

fn facts(letter: &mut crate::correspondence::Letter) -> &mut CourseFacts {
    let Content::Course(facts) = &mut letter.content else { panic!("of a course") };
    facts
}

fn keep(name: &str, letter: &crate::correspondence::Letter) {
    settings().bind(|| insta::assert_snapshot!(format!("{name}.{}.text", letter.language.tag()), as_read(letter)));
}

/// The calendar part, as a mail has it.
fn keep_entry(name: &str, letter: &crate::correspondence::Letter) {
    let files = written(letter).entries.into_iter().map(|entry| {
        entry.file(&entry.uid("nakodo.example", "id@nakodo.example"), letter.queued_at, "nakodo@nakodo.example").replace("\r\n", "\n")
    });
    let files = files.collect::<Vec<String>>().join("\n");
    if !files.is_empty() {
        settings().bind(|| insta::assert_snapshot!(format!("{name}.{}.ics", letter.language.tag()), files));
    }
}

#[test]
fn a_session_that_was_moved_cancelled_or_missed_is_told_as_such() {
    for language in Language::ALL {
        for (name, word) in [("cancelled", SessionWord::Cancel), ("missed", SessionWord::NoShow), ("moved", SessionWord::Cancel)] {
            let mut told = letter(LetterKind::SessionSet, language);
            let facts = facts(&mut told);
            let begins = facts.course.sessions[0].begins;
            let word = if name == "moved" { SessionWord::Move { begins: begins + Duration::days(1), minutes: 60 } } else { word };
            facts.course.say(Side::Specialist, 1, word, begins).unwrap();
            facts.session = Some(facts.course.sessions[0].clone());
            keep(&format!("session_set.{name}"), &told);
            keep_entry(&format!("session_set.{name}"), &told);
            if name == "missed" {
                let mut other = told.clone();
                let facts = self::facts(&mut other);
                (facts.reader, facts.other) = (Side::Specialist, line("B社"));
                keep("session_set.missed.specialist", &other);
            }
        }
    }
}

#[test]
fn what_was_planned_still_when_the_work_ended_is_told_to_each_side_once() {
    let (company, specialist) = (Side::Company, Side::Specialist);
    let kinds = [
        (LetterKind::ReportToConfirm, company, true),
        (LetterKind::HoursDisputed, specialist, true),
        (LetterKind::EngagementEnded, specialist, true),
        (LetterKind::EngagementEnded, company, false),
    ];
    for language in Language::ALL {
        for (kind, reader, is_told) in kinds {
            let mut told = letter(kind, language);
            let facts = facts(&mut told);
            let now = facts.course.versions[0].proposed_at;
            let mut course = self::course(LetterKind::SessionSet, now);
            course.plan(specialist, now + Duration::days(9), 60, now).unwrap();
            course.plan(company, now + Duration::days(16), 60, now).unwrap();
            course.plan(company, now + Duration::days(23), 60, now).unwrap();
            course.say(company, 2, SessionWord::Move { begins: now + Duration::days(10), minutes: 90 }, now).unwrap();
            // Of this one the other side has heard.
            course.say(company, 3, SessionWord::Cancel, now).unwrap();
            let later = now + Duration::days(3);
            course.say(specialist, 1, SessionWord::Held { minutes: 150 }, later).unwrap();
            course.report(specialist, prose("台帳を作り、更新の手順を決めました。"), later).unwrap();
            match kind {
                LetterKind::HoursDisputed => course.dispute(company, 120, prose("二時間で終わりました。"), later).unwrap(),
                LetterKind::EngagementEnded => course.confirm(company, 150, later).unwrap(),
                _ => {}
            }
            (facts.reader, facts.course) = (reader, course);
            let name = format!("{}.dropped", kind.code());
            let entries = written(&told).entries;
            assert_eq!(entries.len(), if is_told { 2 } else { 0 }, "{name} {reader:?}");
            assert!(entries.iter().all(|entry| entry.method() == "CANCEL"), "{name}");
            if is_told {
                keep(&name, &told);
            }
            if kind == LetterKind::ReportToConfirm {
                keep_entry(&name, &told);
            }
        }
    }
}

#[test]
fn what_was_planned_leaves_both_calendars_with_the_match() {
    for language in Language::ALL {
        let now = facts(&mut letter(LetterKind::SessionSet, language)).course.versions[0].proposed_at;
        let off = course(LetterKind::SessionSet, now).off_with_it();
        for (name, kind) in [("company", LetterKind::WithdrawnForCompany), ("specialist", LetterKind::WithdrawnForSpecialist)] {
            let mut told = letter(kind, language);
            match &mut told.content {
                Content::WithdrawnForCompany { withdrawal, .. } | Content::WithdrawnForSpecialist { withdrawal, .. } => {
                    withdrawal.off.clone_from(&off);
                }
                other => panic!("{other:?}"),
            }
            let methods: Vec<&str> = written(&told).entries.iter().map(crate::calendar::Entry::method).collect();
            assert_eq!(methods, ["CANCEL"]);
            keep(&format!("withdrawn_for_{name}.off"), &told);
        }
    }
}

#[test]
fn how_the_work_ended_is_told_to_each_side_in_its_own_words() {
    let catalogue = crate::post::tests::fixtures::catalogue();
    for language in Language::ALL {
        for reader in [Side::Specialist, Side::Company] {
            for (name, kind) in [("lapsed", LetterKind::TermsProposed), ("unconfirmed", LetterKind::ReportToConfirm)] {
                let mut told = letter(LetterKind::EngagementEnded, language);
                let facts = facts(&mut told);
                facts.course = course(kind, facts.course.since);
                while let Some(at) = facts.course.wakes_at(catalogue.engagement()) {
                    facts.course.wake(catalogue.engagement(), at);
                }
                facts.reader = reader;
                keep(&format!("engagement_ended.{name}.{}", reader.code()), &told);
            }
        }
    }
}

#[test]
fn whoever_is_to_decide_reads_both_figures_and_both_sides_the_reason() {
    let catalogue = crate::post::tests::fixtures::catalogue();
    for language in Language::ALL {
        let mut told = letter(LetterKind::DisputePutBefore, language);
        let mut course = facts(&mut told).course.clone();
        let ends_at = course.ends_at(catalogue.engagement());
        let engagement = "019aa1b2-0000-7000-8000-000000000001".parse().unwrap();
        let dispute = DisputeFacts {
            engagement,
            company: line("B社"),
            specialist: line("佐藤 健"),
            reported: 150,
            said: 120,
            ends_at,
            is_reminder: false,
            settled: None,
        };
        (told.to_name, told.content) = (line("岐阜県産業振興機構"), Content::Dispute(Box::new(dispute.clone())));
        keep("dispute_put_before.org", &told);
        told.content = Content::Dispute(Box::new(DisputeFacts { settled: Some(150), ..dispute }));
        keep("dispute_put_before.settled", &told);
        let now = course.since;
        course.decide(135, prose("二回目の記録と議事録が合っています。"), now).unwrap();
        let mut told = letter(LetterKind::EngagementEnded, language);
        facts(&mut told).course = course;
        keep("engagement_ended.decided", &told);
    }
}

#[test]
fn who_was_asked_about_other_hours_reads_that_the_report_is_confirmed_after_all() {
    for language in Language::ALL {
        let mut told = letter(LetterKind::EngagementEnded, language);
        let facts = facts(&mut told);
        facts.course = course(LetterKind::HoursDisputed, facts.course.since);
        let now = facts.course.since;
        facts.course.confirm(Side::Company, 150, now).unwrap();
        keep("engagement_ended.after_all", &told);
    }
}

#[test]
fn a_report_says_at_which_sessions_the_company_has_noted_that_both_met() {
    for language in Language::ALL {
        let mut told = letter(LetterKind::ReportToConfirm, language);
        let facts = facts(&mut told);
        let now = facts.course.since;
        facts.course.meet(Side::Company, 1, true, now).unwrap();
        keep("report_to_confirm.met", &told);
    }
}

#[test]
fn a_reminder_says_what_is_waited_for() {
    for language in Language::ALL {
        for (name, kind) in
            [("terms", LetterKind::TermsProposed), ("working", LetterKind::TermsAgreed), ("disputed", LetterKind::HoursDisputed)]
        {
            let mut told = letter(LetterKind::EngagementReminder, language);
            let facts = facts(&mut told);
            facts.course = course(kind, facts.course.since);
            keep(&format!("engagement_reminder.{name}"), &told);
        }
    }
}
